#include "zip_make.h"

#include "press.h"

static uint64_t or_else(uint64_t given, uint64_t right)
{
	return given ? given - 1 : right;
}

static void header(struct buf *b, uint16_t flags, uint16_t method, uint32_t crc, uint64_t packed,
		   uint64_t size)
{
	buf_u16(b, flags);
	buf_u16(b, method);
	buf_u32(b, 0x5d755a2a);
	buf_u32(b, crc);
	buf_u32(b, (uint32_t)packed);
	buf_u32(b, (uint32_t)size);
}

static void descriptor(struct buf *b, const struct zip_part *p, uint32_t crc, size_t packed)
{
	if (!p->descriptor && !p->bare)
		return;
	if (p->descriptor)
		buf_u32(b, 0x08074b50);
	buf_u32(b, crc);
	buf_u32(b, (uint32_t)packed);
	buf_u32(b, (uint32_t)p->data.n);
}

static void local(struct buf *b, const struct zip_part *p, str data, uint32_t crc)
{
	str name = str_of(p->local_name ? p->local_name : p->name);
	bool later = p->descriptor || p->bare;

	buf_u32(b, 0x04034b50);
	buf_u16(b, 20);
	header(b, p->local_flags | (later ? 8 : 0), p->method,
	       later ? 0 : (uint32_t)or_else(p->local_crc, crc),
	       later ? 0 : or_else(p->local_packed, data.n), later ? 0 : p->data.n);
	buf_u16(b, (uint16_t)name.n);
	buf_u16(b, (uint16_t)p->local_extra.n);
	buf_add(b, name);
	buf_add(b, p->local_extra);
	buf_add(b, data);
	descriptor(b, p, crc, data.n);
}

static void central(struct buf *b, const struct zip_part *p, str data, uint32_t crc, uint64_t at)
{
	str name = str_of(p->name);
	bool later = p->descriptor || p->bare;

	buf_u32(b, 0x02014b50);
	buf_u8(b, 20);
	buf_u8(b, 3);
	buf_u16(b, p->version ? p->version : 20);
	header(b, p->flags | (later ? 8 : 0), (uint16_t)or_else(p->central_method, p->method),
	       (uint32_t)or_else(p->crc, crc), or_else(p->packed, data.n),
	       or_else(p->size, p->data.n));
	buf_u16(b, (uint16_t)name.n);
	buf_u16(b, (uint16_t)p->extra.n);
	buf_u16(b, 0);
	buf_u16(b, 0);
	buf_u16(b, 0);
	buf_u32(b, p->attributes);
	buf_u32(b, (uint32_t)or_else(p->at, at));
	buf_add(b, name);
	buf_add(b, p->extra);
}

static void end64(struct buf *b, size_t count, size_t size, uint64_t offset)
{
	size_t at = b->n;

	buf_u32(b, 0x06064b50);
	buf_u64(b, 44);
	buf_u16(b, 45);
	buf_u16(b, 45);
	buf_u32(b, 0);
	buf_u32(b, 0);
	buf_u64(b, count);
	buf_u64(b, count);
	buf_u64(b, size);
	buf_u64(b, offset);
	buf_u32(b, 0x07064b50);
	buf_u32(b, 0);
	buf_u64(b, at);
	buf_u32(b, 1);
}

str zip_make(struct arena *a, const struct zip_part *parts, size_t n, const struct zip_tail *t)
{
	static const struct zip_tail plain;
	struct buf b = buf_in(a), directory = buf_in(a);
	size_t start, at, count = 0;

	if (t == NULL)
		t = &plain;
	buf_add(&b, t->prefix);
	start = t->count_prefix ? 0 : t->prefix.n;
	for (size_t i = 0; i < n; i++) {
		const struct zip_part *p = &parts[i];
		uint32_t crc = codec_crc32(0, p->data);
		str data = p->method == ZIP_DEFLATE ? press(a, CODEC_DEFLATE, p->data) : p->data;
		at = b.n;
		if (!p->no_local)
			local(&b, p, data, crc);
		if (!p->hidden)
			central(&directory, p, data, crc, at - start);
		count += !p->hidden;
		buf_add(&b, p->gap);
	}
	buf_add(&b, t->before);
	at = b.n;
	buf_add(&b, buf_str(&directory));
	if (t->no_end)
		return buf_str(&b);
	if (t->zip64)
		end64(&b, count, directory.n, or_else(t->offset64, at - start));
	buf_u32(&b, 0x06054b50);
	buf_u32(&b, 0);
	buf_u16(&b, (uint16_t)or_else(t->count, count));
	buf_u16(&b, (uint16_t)or_else(t->count, count));
	buf_u32(&b, (uint32_t)or_else(t->size, directory.n));
	buf_u32(&b, (uint32_t)or_else(t->offset, at - start));
	buf_u16(&b, (uint16_t)t->comment.n);
	buf_add(&b, t->comment);
	buf_add(&b, t->behind);
	return buf_str(&b);
}
