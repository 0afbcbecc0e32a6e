/* A 7z archive is a fixed header of 32 bytes, packed streams, and a header that describes them,
 * which is as a rule compressed itself. Properties are a tree of ids; unknown ones in the list of
 * files say their size and are passed over.
 *
 * Bounds: every count is held against the bytes that are left, since each thing counted takes at
 * least one (a bit for some); so nothing is allocated for what a number merely states. */
#include "pack/sevenzip.h"

#include "base/cur.h"
#include "base/limits.h"

#define START_BYTES 32
#define SIGNATURE "7z\xbc\xaf\x27\x1c"

enum id {
	ID_END,
	ID_HEADER,
	ID_PROPERTIES,
	ID_ADDITIONAL,
	ID_MAIN,
	ID_FILES,
	ID_PACK,
	ID_UNPACK,
	ID_SUBSTREAMS,
	ID_SIZE,
	ID_CRC,
	ID_FOLDER,
	ID_UNPACK_SIZE,
	ID_NUM_UNPACK,
	ID_EMPTY_STREAM,
	ID_EMPTY_FILE,
	ID_ANTI,
	ID_NAMES,
	ID_ATTRIBUTES = 0x15,
	ID_ENCODED = 0x17,
};

struct reader {
	struct arena *arena;
	struct sevenzip *z;
	struct blob blob;
	struct cur c;
	uint64_t *packs; /* sizes of the packed streams */
	uint64_t pack_at;
	uint32_t pack_count;
};

static bool bad(struct reader *r, enum sevenzip_diag code, const char *msg)
{
	if (r->z->diag == SEVENZIP_FINE) {
		r->z->diag = code;
		r->z->offset = r->c.at;
		r->z->msg = msg;
	}
	return false;
}

/* ---- Numbers ------------------------------------------------------------------------------ */

/* The leading ones of the first byte say how many bytes follow; its other bits come on top. */
static uint64_t number(struct cur *c)
{
	uint8_t first = cur_u8(c), mask = 0x80;
	uint64_t v = 0;

	for (unsigned i = 0; i < 8; i++, mask >>= 1) {
		if ((first & mask) == 0)
			return v | (uint64_t)(first & (mask - 1u)) << 8 * i;
		v |= (uint64_t)cur_u8(c) << 8 * i;
	}
	return v;
}

/* A count of things of which `per_byte` fit into a byte that is left. */
static bool count(struct reader *r, unsigned per_byte, uint32_t *out)
{
	uint64_t n = number(&r->c);

	*out = 0;
	if (r->c.bad || n > (uint64_t)cur_left(&r->c) * per_byte || n > LIMIT_SEVENZIP_FILES)
		return bad(r,
			   n > LIMIT_SEVENZIP_FILES && !r->c.bad ? SEVENZIP_LIMIT : SEVENZIP_HEADER,
			   "more things are stated than there is room for");
	*out = (uint32_t)n;
	return true;
}

/* n bits, the highest first; in arena a byte each. */
static uint8_t *bits(struct reader *r, uint32_t n)
{
	uint8_t *out = NEW(r->arena, uint8_t, n + 1), byte = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (i % 8 == 0)
			byte = cur_u8(&r->c);
		out[i] = byte >> (7 - i % 8) & 1;
	}
	return out;
}

/* "All are defined", or bits that say which. */
static uint8_t *defined(struct reader *r, uint32_t n)
{
	uint8_t *out;

	if (cur_u8(&r->c) == 0)
		return bits(r, n);
	out = NEW(r->arena, uint8_t, n + 1);
	memset(out, 1, n);
	return out;
}

/* ---- Packed streams and folders ----------------------------------------------------------- */

static bool skip_digests(struct reader *r, uint32_t n)
{
	uint8_t *which = defined(r, n);

	for (uint32_t i = 0; i < n; i++)
		if (which[i])
			(void)cur_u32le(&r->c);
	return !r->c.bad || bad(r, SEVENZIP_HEADER, "checksums are cut short");
}

static bool read_packs(struct reader *r)
{
	uint64_t id;

	r->pack_at = number(&r->c);
	if (!count(r, 1, &r->pack_count))
		return false;
	r->packs = NEW(r->arena, uint64_t, r->pack_count + 1);
	while ((id = number(&r->c)) != ID_END && !r->c.bad) {
		if (id == ID_SIZE) {
			for (uint32_t i = 0; i < r->pack_count; i++)
				r->packs[i] = number(&r->c);
		} else if (id != ID_CRC || !skip_digests(r, r->pack_count)) {
			return bad(r, SEVENZIP_HEADER, "not known in the list of packed streams");
		}
	}
	return !r->c.bad || bad(r, SEVENZIP_HEADER, "the list of packed streams is cut short");
}

struct coder {
	uint64_t id;
	str properties;
	uint32_t in, out; /* streams */
};

struct coders {
	struct coder coder[SEVENZIP_CODERS];
	uint32_t count, in, out;
	uint32_t bind_in[SEVENZIP_CODERS * 4], bind_out[SEVENZIP_CODERS * 4], binds;
	uint32_t packed[SEVENZIP_CODERS * 4], packed_count;
};

static bool read_coder(struct reader *r, struct coder *k)
{
	uint8_t flags = cur_u8(&r->c);
	str id = cur_bytes(&r->c, flags & 15);

	*k = (struct coder){.in = 1, .out = 1};
	for (size_t i = 0; i < id.n; i++)
		k->id = k->id << 8 | id.p[i];
	if ((flags & 0x10) != 0) {
		uint64_t in = number(&r->c), out = number(&r->c);
		if (in > 4 || out > 4)
			return bad(r, SEVENZIP_METHOD, "a coder has more streams than any known");
		k->in = (uint32_t)in;
		k->out = (uint32_t)out;
	}
	if ((flags & 0x20) != 0) {
		uint64_t n = number(&r->c);
		if (n > cur_left(&r->c))
			return bad(r, SEVENZIP_HEADER, "properties of a coder are cut short");
		k->properties = cur_bytes(&r->c, (size_t)n);
	}
	if ((flags & 0x80) != 0)
		return bad(r, SEVENZIP_METHOD, "a coder has alternatives");
	return !r->c.bad || bad(r, SEVENZIP_HEADER, "a coder is cut short");
}

static bool read_coders(struct reader *r, struct coders *k)
{
	uint64_t n = number(&r->c);

	memset(k, 0, sizeof(*k));
	if (r->c.bad || n == 0 || n > SEVENZIP_CODERS)
		return bad(r, SEVENZIP_METHOD, "a folder has no coder, or more than assay reads");
	k->count = (uint32_t)n;
	for (uint32_t i = 0; i < k->count; i++) {
		if (!read_coder(r, &k->coder[i]))
			return false;
		k->in += k->coder[i].in;
		k->out += k->coder[i].out;
	}
	if (k->out == 0 || k->in < k->out - 1)
		return bad(r, SEVENZIP_HEADER, "a folder has fewer streams than bonds");
	k->binds = k->out - 1;
	for (uint32_t i = 0; i < k->binds; i++) {
		k->bind_in[i] = (uint32_t)number(&r->c);
		k->bind_out[i] = (uint32_t)number(&r->c);
	}
	k->packed_count = k->in - k->binds;
	for (uint32_t i = 0; k->packed_count > 1 && i < k->packed_count; i++)
		k->packed[i] = (uint32_t)number(&r->c);
	return !r->c.bad || bad(r, SEVENZIP_HEADER, "a folder is cut short");
}

static const struct method {
	uint64_t id;
	const char *name;
	enum codec_kind kind; /* CODEC_RAW: a filter of liblzma; CODEC_NONE with `known`: a copy */
	enum codec_filter filter;
	bool known;
} methods[] = {
	{0, "copy", CODEC_NONE, FILTER_LZMA1, true},
	{0x030101, "LZMA", CODEC_RAW, FILTER_LZMA1, true},
	{0x21, "LZMA2", CODEC_RAW, FILTER_LZMA2, true},
	{0x03, "delta", CODEC_RAW, FILTER_DELTA, true},
	{0x04, "BCJ", CODEC_RAW, FILTER_X86, true},
	{0x05, "PPC", CODEC_RAW, FILTER_POWERPC, true},
	{0x06, "IA64", CODEC_RAW, FILTER_IA64, true},
	{0x07, "ARM", CODEC_RAW, FILTER_ARM, true},
	{0x08, "ARMT", CODEC_RAW, FILTER_ARMTHUMB, true},
	{0x09, "SPARC", CODEC_RAW, FILTER_SPARC, true},
	{0x0a, "ARM64", CODEC_RAW, FILTER_ARM64, true},
	{0x03030103, "BCJ", CODEC_RAW, FILTER_X86, true},
	{0x03030205, "PPC", CODEC_RAW, FILTER_POWERPC, true},
	{0x03030401, "IA64", CODEC_RAW, FILTER_IA64, true},
	{0x03030501, "ARM", CODEC_RAW, FILTER_ARM, true},
	{0x03030701, "ARMT", CODEC_RAW, FILTER_ARMTHUMB, true},
	{0x03030805, "SPARC", CODEC_RAW, FILTER_SPARC, true},
	{0x040108, "deflate", CODEC_DEFLATE, FILTER_LZMA1, true},
	{0x040202, "bzip2", CODEC_BZIP2, FILTER_LZMA1, true},
	{0x04f71101, "zstd", CODEC_ZSTD, FILTER_LZMA1, true},
	{0x04f71104, "LZ4", CODEC_LZ4, FILTER_LZMA1, true},
	{0x0303011b, "BCJ2", CODEC_NONE, FILTER_LZMA1, false},
	{0x030401, "PPMd", CODEC_NONE, FILTER_LZMA1, false},
	{0x040109, "deflate64", CODEC_NONE, FILTER_LZMA1, false},
	{0x04f71102, "brotli", CODEC_NONE, FILTER_LZMA1, false},
	{0x0b, "RISC-V", CODEC_NONE, FILTER_LZMA1, false},
};

static const struct method *method_of(uint64_t id)
{
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (methods[i].id == id)
			return &methods[i];
	return NULL;
}

/* Who gives coder i (with one input) its input: -1 the packed stream, -2 it is not so simple. */
static int source_of(const struct coders *k, uint32_t i)
{
	for (uint32_t b = 0; b < k->binds; b++)
		if (k->bind_in[b] == i)
			return k->bind_out[b] < k->count ? (int)k->bind_out[b] : -2;
	return -1;
}

/* A chain of coders with one stream each, from the one whose output is the folder's to the one that
 * reads the packed stream. */
static void set_chain(struct sevenzip_folder *f, const struct coders *k)
{
	uint32_t last = k->count;

	for (uint32_t i = 0; i < k->count; i++) {
		bool bound = false;
		for (uint32_t b = 0; b < k->binds; b++)
			bound |= k->bind_out[b] == i;
		if (!bound)
			last = i;
	}
	for (uint32_t n = 0; last < k->count && n < k->count; n++) {
		const struct method *m = method_of(k->coder[last].id);
		int next = source_of(k, last);
		if (m == NULL || !m->known) {
			f->method = m != NULL ? m->name : "an unknown method";
			return;
		}
		if (m->kind == CODEC_RAW && f->raw.count < CODEC_FILTERS) {
			f->raw.filter[f->raw.count].id = m->filter;
			f->raw.filter[f->raw.count++].properties = k->coder[last].properties;
		}
		if (m->kind != CODEC_NONE && f->kind != CODEC_NONE && m->kind != f->kind)
			f->method = "filters over another method than LZMA";
		if (m->kind != CODEC_NONE)
			f->kind = m->kind;
		if (next == -1)
			return;
		if (next < 0)
			break;
		last = (uint32_t)next;
	}
	f->method = "coders that are no chain";
}

static void set_method(struct sevenzip_folder *f, const struct coders *k)
{
	for (uint32_t i = 0; i < k->count; i++)
		f->encrypted |= k->coder[i].id == 0x06f10701 || k->coder[i].id == 0x06f10101;
	for (uint32_t i = 0; i < k->count; i++) {
		const struct method *m = method_of(k->coder[i].id);
		if (m == NULL)
			f->method = "an unknown method";
		else if (!m->known)
			f->method = m->name;
	}
	if (f->method != NULL)
		return;
	if (k->in != k->count || k->out != k->count)
		f->method = "coders with several streams";
	else
		set_chain(f, k);
	/* liblzma's chains end with a compressor; a filter over a copy is rare. */
	if (f->method == NULL && f->kind == CODEC_RAW &&
	    f->raw.filter[f->raw.count - 1].id > FILTER_LZMA2)
		f->method = "a filter without LZMA";
}

static bool add_up(uint64_t *at, uint64_t n)
{
	return !__builtin_add_overflow(*at, n, at);
}

/* The packed streams lie one after the other. */
static bool place_folders(struct reader *r, const struct coders *k)
{
	struct sevenzip *z = r->z;
	uint64_t at = START_BYTES, size = r->blob.size;
	uint32_t pack = 0;

	if (!add_up(&at, z->start) || !add_up(&at, r->pack_at))
		return bad(r, SEVENZIP_HEADER, "packed streams lie behind the end of all numbers");
	for (uint32_t i = 0; i < z->folder_count; i++) {
		struct sevenzip_folder *f = &z->folders[i];
		if (k[i].packed_count > r->pack_count - pack)
			return bad(r, SEVENZIP_HEADER, "there are fewer packed streams than used");
		f->at = at;
		for (uint32_t n = 0; n < k[i].packed_count; n++, pack++) {
			if (!add_up(&f->packed, r->packs[pack]) || !add_up(&at, r->packs[pack]))
				return bad(r, SEVENZIP_HEADER, "sizes of packed streams overflow");
		}
		if (at > size)
			return bad(r, SEVENZIP_CUT, "packed data lies behind the end of the file");
	}
	for (; pack < r->pack_count; pack++)
		if (!add_up(&at, r->packs[pack]))
			return bad(r, SEVENZIP_HEADER, "sizes of packed streams overflow");
	z->packed_end = at;
	return true;
}

static bool read_folders(struct reader *r)
{
	struct sevenzip *z = r->z;
	struct coders *k;
	uint32_t folders;

	if (number(&r->c) != ID_FOLDER || !count(r, 1, &folders) || cur_u8(&r->c) != 0)
		return bad(r, SEVENZIP_HEADER, "a list of folders was expected");
	z->folders = NEW(r->arena, struct sevenzip_folder, folders + 1);
	z->folder_count = folders; /* only now: what is counted is there */
	k = NEW(r->arena, struct coders, z->folder_count + 1);
	for (uint32_t i = 0; i < z->folder_count; i++) {
		if (!read_coders(r, &k[i]))
			return false;
		set_method(&z->folders[i], &k[i]);
		z->folders[i].streams = 1;
	}
	if (number(&r->c) != ID_UNPACK_SIZE)
		return bad(r, SEVENZIP_HEADER, "sizes of the folders were expected");
	for (uint32_t i = 0; i < z->folder_count; i++) {
		/* The folder's size is that of the output that is bound to nothing. */
		for (uint32_t out = 0; out < k[i].out; out++) {
			uint64_t n = number(&r->c);
			bool bound = false;
			for (uint32_t b = 0; b < k[i].binds; b++)
				bound |= k[i].bind_out[b] == out;
			if (!bound)
				z->folders[i].size = n;
			if (k[i].coder[out < k[i].count ? out : 0].id == 0x030101)
				z->folders[i].raw.size = n;
		}
	}
	return place_folders(r, k);
}

static bool read_unpack(struct reader *r)
{
	struct sevenzip *z = r->z;
	uint64_t id;

	if (!read_folders(r))
		return false;
	while ((id = number(&r->c)) != ID_END && !r->c.bad) {
		uint8_t *which;
		if (id != ID_CRC)
			return bad(r, SEVENZIP_HEADER, "not known in the list of folders");
		which = defined(r, z->folder_count);
		for (uint32_t i = 0; i < z->folder_count; i++) {
			z->folders[i].has_crc = which[i];
			if (which[i])
				z->folders[i].crc = cur_u32le(&r->c);
		}
	}
	return !r->c.bad || bad(r, SEVENZIP_HEADER, "the list of folders is cut short");
}

/* ---- Files -------------------------------------------------------------------------------- */

struct streams { /* of all folders, one after the other */
	uint64_t *at, *size;
	uint32_t *folder, *crc;
	uint8_t *has_crc;
	uint32_t count;
};

static bool make_streams(struct reader *r, struct streams *s)
{
	struct sevenzip *z = r->z;
	uint64_t total = 0;

	for (uint32_t i = 0; i < z->folder_count; i++)
		total += z->folders[i].streams;
	if (total > LIMIT_SEVENZIP_FILES)
		return bad(r, SEVENZIP_LIMIT, "the archive has more files than assay reads");
	s->count = (uint32_t)total;
	s->at = NEW(r->arena, uint64_t, s->count + 1);
	s->size = NEW(r->arena, uint64_t, s->count + 1);
	s->folder = NEW(r->arena, uint32_t, s->count + 1);
	s->crc = NEW(r->arena, uint32_t, s->count + 1);
	s->has_crc = NEW(r->arena, uint8_t, s->count + 1);
	return true;
}

/* Sizes of all streams of a folder but the last, which has the rest. */
static bool read_sizes(struct reader *r, struct streams *s, bool stated)
{
	struct sevenzip *z = r->z;
	uint32_t n = 0;

	for (uint32_t i = 0; i < z->folder_count; i++) {
		struct sevenzip_folder *f = &z->folders[i];
		uint64_t at = 0;
		for (uint32_t j = 0; j < f->streams; j++, n++) {
			bool last = j + 1 == f->streams;
			uint64_t size = last ? f->size - at : stated ? number(&r->c) : 0;
			if (size > f->size - at)
				return bad(r, SEVENZIP_HEADER,
					   "files are larger than the folder that holds them");
			s->at[n] = at;
			s->size[n] = size;
			s->folder[n] = i;
			at += size;
		}
	}
	return true;
}

static bool read_crcs(struct reader *r, struct streams *s)
{
	struct sevenzip *z = r->z;
	uint32_t unknown = 0, n = 0, k = 0;
	uint8_t *which;

	for (uint32_t i = 0; i < z->folder_count; i++)
		if (z->folders[i].streams != 1 || !z->folders[i].has_crc)
			unknown += z->folders[i].streams;
	which = defined(r, unknown);
	for (uint32_t i = 0; i < z->folder_count; i++)
		for (uint32_t j = 0; j < z->folders[i].streams; j++, n++) {
			if (z->folders[i].streams == 1 && z->folders[i].has_crc)
				continue;
			s->has_crc[n] = which[k];
			if (which[k++])
				s->crc[n] = cur_u32le(&r->c);
		}
	return !r->c.bad || bad(r, SEVENZIP_HEADER, "checksums of files are cut short");
}

static void crcs_of_folders(struct reader *r, struct streams *s)
{
	for (uint32_t n = 0; n < s->count; n++) {
		const struct sevenzip_folder *f = &r->z->folders[s->folder[n]];
		if (f->streams == 1 && f->has_crc) {
			s->has_crc[n] = 1;
			s->crc[n] = f->crc;
		}
	}
}

static bool read_substreams(struct reader *r, struct streams *s)
{
	struct sevenzip *z = r->z;
	uint64_t id = number(&r->c);

	if (id == ID_NUM_UNPACK) {
		for (uint32_t i = 0; i < z->folder_count; i++) {
			uint64_t n = number(&r->c);
			if (n > LIMIT_SEVENZIP_FILES)
				return bad(r, SEVENZIP_LIMIT,
					   "a folder has more files than assay reads");
			z->folders[i].streams = (uint32_t)n;
		}
		id = number(&r->c);
	}
	if (!make_streams(r, s) || !read_sizes(r, s, id == ID_SIZE))
		return false;
	if (id == ID_SIZE)
		id = number(&r->c);
	while (id != ID_END && !r->c.bad) {
		if (id != ID_CRC || !read_crcs(r, s))
			return bad(r, SEVENZIP_HEADER, "not known in the list of streams");
		id = number(&r->c);
	}
	return !r->c.bad || bad(r, SEVENZIP_HEADER, "the list of streams is cut short");
}

/* Packed streams, folders and what they hold. */
static bool read_streams(struct reader *r, struct streams *s)
{
	uint64_t id;
	bool have = false;

	while ((id = number(&r->c)) != ID_END && !r->c.bad) {
		bool ok;
		if (id == ID_PACK)
			ok = read_packs(r);
		else if (id == ID_UNPACK)
			ok = read_unpack(r);
		else if (id == ID_SUBSTREAMS)
			ok = have = read_substreams(r, s);
		else
			ok = bad(r, SEVENZIP_HEADER, "not known in the description of streams");
		if (!ok)
			return false;
	}
	if (r->c.bad)
		return bad(r, SEVENZIP_HEADER, "the description of streams is cut short");
	if (!have && (!make_streams(r, s) || !read_sizes(r, s, false)))
		return false;
	crcs_of_folders(r, s);
	return true;
}

static str read_name(struct reader *r, struct cur *c)
{
	struct buf b = buf_in(r->arena);
	uint32_t unit, low;

	while ((unit = cur_u16le(c)) != 0 && !c->bad) {
		struct cur ahead = *c;
		low = cur_u16le(&ahead);
		if (unit >= 0xd800 && unit < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
			unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
			*c = ahead;
		}
		buf_utf8(&b, unit);
	}
	return buf_str(&b);
}

static void read_names(struct reader *r, struct cur *c)
{
	if (cur_u8(c) != 0)
		return; /* somewhere else: nobody does that */
	for (uint32_t i = 0; i < r->z->file_count && cur_left(c) >= 2; i++)
		r->z->files[i].name = read_name(r, c);
}

static void read_attributes(struct reader *r, struct cur body)
{
	struct reader inner = *r;
	uint8_t *which;

	inner.c = body;
	which = defined(&inner, r->z->file_count);
	(void)cur_u8(&inner.c);
	for (uint32_t i = 0; i < r->z->file_count; i++)
		if (which[i])
			r->z->files[i].attributes = cur_u32le(&inner.c);
}

static uint8_t *bits_in(struct reader *r, struct cur body, uint32_t n)
{
	struct reader inner = *r;

	inner.c = body;
	return bits(&inner, n);
}

/* Which files have a stream, in order; the others are empty, or folders. */
static bool place_files(struct reader *r, const struct streams *s, const uint8_t *empty,
			const uint8_t *empty_file)
{
	struct sevenzip *z = r->z;
	uint32_t next = 0, empties = 0;

	for (uint32_t i = 0; i < z->file_count; i++) {
		struct sevenzip_file *f = &z->files[i];
		f->folder = UINT32_MAX;
		if (empty != NULL && empty[i]) {
			f->is_folder = empty_file == NULL || !empty_file[empties];
			empties++;
			continue;
		}
		if (next == s->count)
			return bad(r, SEVENZIP_HEADER, "more files than streams");
		f->folder = s->folder[next];
		f->at = s->at[next];
		f->size = s->size[next];
		f->crc = s->crc[next];
		f->has_crc = s->has_crc[next++];
		z->folders[f->folder].files++;
	}
	return next == s->count || bad(r, SEVENZIP_HEADER, "more streams than files");
}

static uint32_t sum(const uint8_t *flags, uint32_t n)
{
	uint32_t total = 0;

	for (uint32_t i = 0; i < n; i++)
		total += flags[i];
	return total;
}

static bool read_files(struct reader *r, const struct streams *s)
{
	struct sevenzip *z = r->z;
	uint8_t *empty = NULL, *empty_file = NULL;
	uint64_t id;

	if (!count(r, 8, &z->file_count))
		return false;
	z->files = NEW(r->arena, struct sevenzip_file, z->file_count + 1);
	while ((id = number(&r->c)) != ID_END && !r->c.bad) {
		uint64_t n = number(&r->c);
		struct cur body;
		if (n > cur_left(&r->c))
			return bad(r, SEVENZIP_HEADER, "a property of the files is cut short");
		body = cur_of(cur_bytes(&r->c, (size_t)n));
		if (id == ID_EMPTY_STREAM)
			empty = bits_in(r, body, z->file_count);
		else if (id == ID_EMPTY_FILE && empty != NULL)
			empty_file = bits_in(r, body, sum(empty, z->file_count));
		else if (id == ID_NAMES)
			read_names(r, &body);
		else if (id == ID_ATTRIBUTES)
			read_attributes(r, body);
	}
	if (r->c.bad)
		return bad(r, SEVENZIP_HEADER, "the list of files is cut short");
	return place_files(r, s, empty, empty_file);
}

/* ---- Headers ------------------------------------------------------------------------------ */

/* The header itself, unpacked: its folder is described like any other. */
static bool unpack_header(struct reader *r)
{
	struct streams s = {0};
	struct sevenzip_folder *f;
	struct blob packed;
	struct stream *in;
	uint8_t *bytes;
	size_t n;

	if (!read_streams(r, &s))
		return false;
	n = r->z->folder_count;
	r->z->folder_count = 0; /* it is none of the archive's */
	if (n != 1)
		return bad(r, SEVENZIP_HEADER, "a packed header has one folder");
	f = &r->z->folders[0];
	if (f->encrypted)
		return bad(r, SEVENZIP_ENCRYPTED, "the list of files is encrypted");
	if (f->method != NULL)
		return bad(r, SEVENZIP_METHOD, "the list of files is packed in a way not known");
	if (f->size > LIMIT_SEVENZIP_HEADER)
		return bad(r, SEVENZIP_LIMIT, "the list of files is larger than assay reads");
	packed = blob_slice(r->blob, f->at, f->at + f->packed);
	in = stream_of(r->arena, packed);
	if (f->kind == CODEC_RAW)
		in = &codec_open_raw(r->arena, &f->raw, in)->out;
	else if (f->kind != CODEC_NONE)
		in = &codec_open(r->arena, f->kind, in)->out;
	bytes = arena_raw(r->arena, (size_t)f->size, 8);
	n = stream_read(in, bytes, (size_t)f->size);
	if (n < f->size)
		return bad(r, SEVENZIP_HEADER, "the packed list of files is broken");
	r->c = cur_of((str){bytes, n});
	if (f->has_crc && codec_crc32(0, r->c.data) != f->crc)
		return bad(r, SEVENZIP_CHECKSUM, "the checksum of the list of files is wrong");
	return true;
}

static bool skip_properties(struct reader *r)
{
	uint64_t id;

	while ((id = number(&r->c)) != ID_END && !r->c.bad) {
		uint64_t n = number(&r->c);
		cur_skip(&r->c, n > cur_left(&r->c) ? cur_left(&r->c) + 1 : (size_t)n);
	}
	return !r->c.bad || bad(r, SEVENZIP_HEADER, "properties of the archive are cut short");
}

static bool read_header(struct reader *r)
{
	struct streams s = {0}, other = {0};
	uint64_t id, packed_end = 0;

	for (unsigned depth = 0; (id = number(&r->c)) == ID_ENCODED; depth++) {
		if (depth == 4 || !unpack_header(r))
			return bad(r, SEVENZIP_LIMIT, "headers are packed in headers");
		packed_end = r->z->packed_end > packed_end ? r->z->packed_end : packed_end;
	}
	if (id != ID_HEADER)
		return bad(r, SEVENZIP_HEADER, "a header was expected");
	while ((id = number(&r->c)) != ID_END && !r->c.bad) {
		bool ok = true;
		if (id == ID_PROPERTIES)
			ok = skip_properties(r);
		else if (id == ID_ADDITIONAL)
			ok = read_streams(r, &other);
		else if (id == ID_MAIN)
			ok = r->z->files == NULL
				     ? read_streams(r, &s)
				     : bad(r, SEVENZIP_HEADER, "streams behind the files in them");
		else if (id == ID_FILES)
			ok = read_files(r, &s);
		else
			ok = bad(r, SEVENZIP_HEADER, "not known in the header");
		if (!ok)
			return false;
	}
	if (packed_end > r->z->packed_end)
		r->z->packed_end = packed_end;
	return !r->c.bad || bad(r, SEVENZIP_HEADER, "the header is cut short");
}

size_t sevenzip_find(str head)
{
	for (size_t at = 0; at < head.n; at++) {
		size_t found = str_find(str_slice(head, at, head.n), S(SIGNATURE));
		struct cur c;
		if (found == STR_NONE)
			break;
		at += found;
		c = cur_of(str_slice(head, at, at + START_BYTES));
		cur_skip(&c, 8);
		if (cur_u32le(&c) == codec_crc32(0, cur_bytes(&c, 20)) && !c.bad)
			return at;
	}
	return STR_NONE;
}

/* The fixed header, and the bytes of the other one. */
static bool find_header(struct reader *r)
{
	struct sevenzip *z = r->z;
	uint8_t fixed[START_BYTES];
	uint64_t at, size, offset;
	uint32_t crc;
	struct cur c = cur_of((str){fixed, sizeof(fixed)});

	if (!blob_copy(r->blob, z->start, fixed, sizeof(fixed)))
		return bad(r, SEVENZIP_SIGNATURE, "32 bytes of a 7z header were expected");
	cur_skip(&c, 8);
	if (cur_u32le(&c) != codec_crc32(0, str_slice(c.data, 12, 32)))
		return bad(r, SEVENZIP_SIGNATURE, "the checksum of the first header is wrong");
	offset = cur_u64le(&c);
	size = cur_u64le(&c);
	crc = cur_u32le(&c);
	at = z->start + START_BYTES;
	z->packed_end = at;
	if (!add_up(&at, offset) || at > r->blob.size || size > r->blob.size - at)
		return bad(r, SEVENZIP_CUT, "the header lies behind the end of the file");
	z->header = at;
	z->end = at + size;
	if (size > LIMIT_SEVENZIP_HEADER)
		return bad(r, SEVENZIP_LIMIT, "the header is larger than assay reads");
	r->c = cur_of(blob_get(r->blob, r->arena, at, (size_t)size));
	if (r->c.data.n < size)
		return bad(r, SEVENZIP_CUT, "the header cannot be read");
	if (codec_crc32(0, r->c.data) != crc)
		return bad(r, SEVENZIP_CHECKSUM, "the checksum of the header is wrong");
	return true;
}

static bool is_inside(const struct sevenzip *z, const struct sevenzip_file *f)
{
	return f->folder < z->folder_count && f->at <= z->folders[f->folder].size &&
	       f->size <= z->folders[f->folder].size - f->at;
}

struct sevenzip *sevenzip_read(struct arena *a, struct blob b, uint64_t start)
{
	struct sevenzip *z = NEW(a, struct sevenzip, 1);
	struct reader r = {.arena = a, .z = z, .blob = b};

	z->start = start;
	if (find_header(&r) && r.c.data.n > 0 && !read_header(&r)) {
		/* What was read before the break is kept as far as it is consistent. */
		for (uint32_t i = 0; i < z->file_count; i++)
			if (!is_inside(z, &z->files[i]))
				z->files[i].folder = UINT32_MAX;
	}
	return z;
}

void sevenzip_print(struct buf *out, const struct sevenzip *z)
{
	for (uint32_t i = 0; i < z->folder_count; i++) {
		const struct sevenzip_folder *f = &z->folders[i];
		buf_printf(out, "folder %u at %llu packed %llu size %llu %s, %u files%s\n", i,
			   (unsigned long long)f->at, (unsigned long long)f->packed,
			   (unsigned long long)f->size,
			   f->method		   ? f->method
			   : f->kind == CODEC_NONE ? "copy"
						   : codec_name(f->kind),
			   f->files, f->encrypted ? " ! encrypted" : "");
	}
	for (uint32_t i = 0; i < z->file_count; i++) {
		const struct sevenzip_file *f = &z->files[i];
		buf_printf(out, "%s \"%.*s\"", f->is_folder ? "folder" : "file", STR_ARG(f->name));
		if (f->folder != UINT32_MAX)
			buf_printf(out, " in folder %u at %llu size %llu crc %08x", f->folder,
				   (unsigned long long)f->at, (unsigned long long)f->size, f->crc);
		buf_printf(out, " attributes %08x\n", f->attributes);
	}
	if (z->diag != SEVENZIP_FINE)
		buf_printf(out, "! at %llu of the header: %s\n", (unsigned long long)z->offset,
			   z->msg);
}
