#include "sevenzip_make.h"

#include "press.h"

static void number(struct buf *b, uint64_t v)
{
	/* the longest form of all: eight bytes follow */
	buf_u8(b, 0xff);
	buf_u64(b, v);
}

static void coder(struct buf *b, const struct sevenzip_how *how, str properties)
{
	static const struct {
		enum codec_kind kind;
		const char *id;
	} ids[] = {{CODEC_NONE, "00"},
		   {CODEC_LZMA, "030101"},
		   {CODEC_DEFLATE, "040108"},
		   {CODEC_BZIP2, "040202"}};
	const char *id = how->id;

	for (size_t i = 0; id == NULL && i < sizeof(ids) / sizeof(ids[0]); i++)
		if (ids[i].kind == how->kind)
			id = ids[i].id;
	buf_u8(b, (uint8_t)(strlen(id) / 2 | (properties.n > 0 ? 0x20 : 0)));
	for (size_t i = 0; id[i] != 0; i += 2)
		buf_u8(b, (uint8_t)((id[i] - '0') << 4 | (id[i + 1] - '0')));
	if (properties.n > 0) {
		number(b, properties.n);
		buf_add(b, properties);
	}
}

/* Packed streams, folders, sizes; with n > 1 the files that share the folder. */
static void streams(struct buf *b, const struct sevenzip_how *how, uint64_t at, str packed,
		    str properties, uint64_t size, const struct sevenzip_part *parts, size_t n)
{
	buf_u8(b, 6);
	number(b, at);
	number(b, 1);
	buf_u8(b, 9);
	number(b, packed.n);
	buf_u8(b, 0);
	buf_u8(b, 7);
	buf_u8(b, 11);
	number(b, 1);
	buf_u8(b, 0);
	number(b, 1);
	coder(b, how, properties);
	buf_u8(b, 12);
	number(b, size);
	buf_u8(b, 0);
	if (parts != NULL) {
		buf_u8(b, 8);
		buf_u8(b, 13);
		number(b, n);
		buf_u8(b, 9);
		for (size_t i = 0; i + 1 < n; i++)
			number(b, parts[i].data.n);
		buf_u8(b, 10);
		buf_u8(b, 1);
		for (size_t i = 0; i < n; i++)
			buf_u32(b, codec_crc32(0, parts[i].data) + how->wrong_crc);
		buf_u8(b, 0);
	}
	buf_u8(b, 0);
}

static void names(struct buf *b, const struct sevenzip_part *parts, size_t n)
{
	size_t bytes = 1;

	for (size_t i = 0; i < n; i++)
		bytes += 2 * strlen(parts[i].name) + 2;
	buf_u8(b, 0x11);
	number(b, bytes);
	buf_u8(b, 0);
	for (size_t i = 0; i < n; i++) {
		for (const char *p = parts[i].name; *p != 0; p++)
			buf_u16(b, (uint8_t)*p);
		buf_u16(b, 0);
	}
}

static void attributes(struct buf *b, uint32_t first, size_t n)
{
	buf_u8(b, 0x15);
	number(b, 2 + 4 * n);
	buf_u8(b, 1);
	buf_u8(b, 0);
	for (size_t i = 0; i < n; i++)
		buf_u32(b, i == 0 ? first : 0);
}

static str pack(struct arena *a, enum codec_kind kind, str data, str *properties)
{
	str packed = kind == CODEC_NONE ? data : press(a, kind, data);

	*properties = S("");
	if (kind != CODEC_LZMA)
		return packed;
	*properties = str_slice(packed, 0, 5);
	return str_slice(packed, 13, packed.n);
}

str sevenzip_make(struct arena *a, const struct sevenzip_part *parts, size_t n,
		  const struct sevenzip_how *how)
{
	struct buf all = buf_in(a), data = buf_in(a), header = buf_in(a), start = buf_in(a);
	str properties, packed, hidden;
	struct sevenzip_how plain = {.kind = CODEC_LZMA};

	for (size_t i = 0; i < n; i++)
		buf_add(&data, parts[i].data);
	packed = pack(a, how->kind, buf_str(&data), &properties);
	packed = join_str(a, packed, how->extra);
	buf_u8(&header, 1);
	buf_u8(&header, 4);
	streams(&header, how, 0, packed, properties, data.n, parts, n);
	buf_u8(&header, 5);
	number(&header, n);
	names(&header, parts, n);
	attributes(&header, how->attributes, n);
	buf_u8(&header, 0);
	buf_u8(&header, 0);
	packed = join_str(a, packed, how->gap);
	if (how->packed_header) {
		size_t size = header.n;
		hidden = pack(a, CODEC_LZMA, buf_str(&header), &properties);
		header = buf_in(a);
		buf_u8(&header, 0x17);
		streams(&header, &plain, packed.n, hidden, properties, size, NULL, 0);
		packed = join_str(a, packed, hidden);
	}
	buf_u64(&start, packed.n);
	buf_u64(&start, header.n);
	buf_u32(&start, codec_crc32(0, buf_str(&header)));
	buf_add(&all, S("7z\xbc\xaf\x27\x1c\0\4"));
	buf_u32(&all, codec_crc32(0, buf_str(&start)));
	buf_add(&all, buf_str(&start));
	buf_add(&all, packed);
	buf_add(&all, buf_str(&header));
	buf_add(&all, how->behind);
	return buf_str(&all);
}
