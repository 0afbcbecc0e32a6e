/* NPZ: a ZIP archive of stored .npy members (numpy.savez), dates fixed to 1980-01-01 so that the
 * same arrays give the same bytes. A member's checksum is put into its header once the member is
 * written. APPNOTE.TXT 4.3.7 (local headers), 4.3.12 (directory), 4.5.3 (64-bit sizes), 4.3.14-16.
 */
#include "convert/write.h"

#include "base/limits.h"
#include "base/map.h"
#include "convert/gather.h"
#include "pack/crc32.h"

#define LOCAL_BYTES 30
#define LOCAL_CRC 14 /* of the checksum in a local header */
#define EXTRA_LOCAL 20
#define MAX32 0xffffffffU
#define DATE 0x0021 /* 1980-01-01 */

struct member {
	const struct tensor *t;
	str header; /* of NPY */
	uint64_t at, size;
	uint32_t crc;
};

static bool is_large(const struct member *m)
{
	return m->size >= MAX32;
}

/* Bytes of the 64-bit extra field in the directory. */
static size_t extra_bytes(const struct member *m)
{
	size_t n = (is_large(m) ? 16 : 0) + (m->at >= MAX32 ? 8 : 0);

	return n ? n + 4 : 0;
}

static bool needs_end64(uint64_t count, uint64_t at, uint64_t size)
{
	return count >= 0xffff || at >= MAX32 || size >= MAX32;
}

/* ---- Layout --------------------------------------------------------------------------------- */

/* numpy.load finds z["a.npy"] in the member a.npy, which is the array "a". */
static bool check_names(struct write_job *j)
{
	const str suffix = S(".npy");
	struct arena_mark mark = arena_mark(j->arena);
	struct map names = map_in(j->arena);
	const struct tensor *bad = NULL;

	for (uint32_t i = 0; i < j->count; i++)
		(void)map_put(&names, j->tensors[i]->name);
	for (uint32_t i = 0; i < j->count && bad == NULL; i++) {
		str name = j->tensors[i]->name;
		if (str_ends(name, suffix) &&
		    map_get(&names, str_slice(name, 0, name.n - suffix.n)) != NULL)
			bad = j->tensors[i];
	}
	arena_release(j->arena, mark);
	if (bad == NULL)
		return true;
	j->refusal = (struct refusal){
		bad->name, S("another array has the same name without .npy, and numpy.load() would "
			     "give that one: rename one of them, or write safetensors")};
	return false;
}

/* Where everything will be; false: refused. */
static bool lay_out(struct write_job *j, struct member *m)
{
	uint64_t at = 0, directory = 0;

	for (uint32_t i = 0; i < j->count; i++) {
		const struct tensor *t = j->tensors[i];
		m[i] = (struct member){.t = t, .header = npy_header(j->arena, t), .at = at};
		if (m[i].header.n == 0 || t->name.n > LIMIT_TENSOR_NAME) {
			j->refusal = (struct refusal){
				t->name,
				S("its dtype or its name is longer than numpy.load() takes")};
			return false;
		}
		m[i].size = m[i].header.n + tensor_bytes(t);
		at += LOCAL_BYTES + t->name.n + 4 + (is_large(&m[i]) ? EXTRA_LOCAL : 0) + m[i].size;
		directory += 46 + t->name.n + 4 + extra_bytes(&m[i]);
	}
	j->bytes = at + directory + 22 + (needs_end64(j->count, at, directory) ? 56 + 20 : 0);
	return true;
}

/* ---- Headers -------------------------------------------------------------------------------- */

static uint16_t flags_of(str name) /* bit 11: the name is UTF-8 */
{
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] >= 0x80)
			return 0x800;
	return 0;
}

/* What local header and directory have in common. */
static void put_common(struct buf *b, const struct member *m, size_t extra)
{
	uint32_t size = is_large(m) ? MAX32 : (uint32_t)m->size;

	buf_u16(b, is_large(m) || extra > 0 ? 45 : 20);
	buf_u16(b, flags_of(m->t->name));
	buf_u16(b, 0); /* stored */
	buf_u16(b, 0);
	buf_u16(b, DATE);
	buf_u32(b, m->crc);
	buf_u32(b, size);
	buf_u32(b, size);
	buf_u16(b, (uint16_t)(m->t->name.n + 4));
	buf_u16(b, (uint16_t)extra);
}

static void put_name(struct buf *b, const struct member *m)
{
	buf_add(b, m->t->name);
	buf_add(b, S(".npy"));
}

static void put_local(struct buf *b, const struct member *m)
{
	buf_u32(b, 0x04034b50);
	put_common(b, m, is_large(m) ? EXTRA_LOCAL : 0);
	put_name(b, m);
	if (is_large(m)) {
		buf_u16(b, 1);
		buf_u16(b, EXTRA_LOCAL - 4);
		buf_u64(b, m->size);
		buf_u64(b, m->size);
	}
}

static void put_entry(struct buf *b, const struct member *m)
{
	size_t extra = extra_bytes(m);

	buf_u32(b, 0x02014b50);
	buf_u16(b, 3 << 8 | 20); /* made on Unix */
	put_common(b, m, extra);
	buf_u16(b, 0);
	buf_u16(b, 0);
	buf_u16(b, 0);
	buf_u32(b, 0100644U << 16);
	buf_u32(b, m->at >= MAX32 ? MAX32 : (uint32_t)m->at);
	put_name(b, m);
	if (extra == 0)
		return;
	buf_u16(b, 1);
	buf_u16(b, (uint16_t)(extra - 4));
	if (is_large(m)) {
		buf_u64(b, m->size);
		buf_u64(b, m->size);
	}
	if (m->at >= MAX32)
		buf_u64(b, m->at);
}

static void put_end(struct buf *b, uint64_t count, uint64_t at, uint64_t size)
{
	if (needs_end64(count, at, size)) {
		buf_u32(b, 0x06064b50);
		buf_u64(b, 44);
		buf_u16(b, 3 << 8 | 45);
		buf_u16(b, 45);
		buf_u32(b, 0);
		buf_u32(b, 0);
		buf_u64(b, count);
		buf_u64(b, count);
		buf_u64(b, size);
		buf_u64(b, at);
		buf_u32(b, 0x07064b50);
		buf_u32(b, 0);
		buf_u64(b, at + size);
		buf_u32(b, 1);
	}
	buf_u32(b, 0x06054b50);
	buf_u16(b, 0);
	buf_u16(b, 0);
	buf_u16(b, count >= 0xffff ? 0xffff : (uint16_t)count);
	buf_u16(b, count >= 0xffff ? 0xffff : (uint16_t)count);
	buf_u32(b, size >= MAX32 ? MAX32 : (uint32_t)size);
	buf_u32(b, at >= MAX32 ? MAX32 : (uint32_t)at);
	buf_u16(b, 0);
}

/* ---- Members -------------------------------------------------------------------------------- */

struct output {
	struct sink *sink;
	uint64_t from, size; /* of the array */
	bool in_order;
	uint32_t crc; /* in order: of what was written; else the sum of pieces */
};

static bool put(void *ctx, uint64_t at, str bytes)
{
	struct output *o = ctx;

	if (o->in_order) {
		o->crc = crc32_of(o->crc, bytes);
		return sink_put(o->sink, bytes);
	}
	o->crc = crc32_part(o->crc, bytes, o->size - at - bytes.n);
	return sink_patch(o->sink, o->from + at, bytes);
}

static bool put_array(struct write_job *j, struct gather *g, struct member *m)
{
	struct sink *s = j->sink;
	const struct tensor *t = m->t;
	bool fortran = npy_fortran(t);
	struct output o = {.sink = s,
			   .from = s->at,
			   .size = tensor_bytes(t),
			   .in_order = gather_in_order(g, t, fortran)};

	if (!sink_put(s, m->header))
		return false;
	o.from = s->at;
	if (o.in_order)
		o.crc = crc32_of(0, m->header);
	else
		o.crc = crc32_part(0, m->header, o.size);
	if (!o.in_order && !sink_leave(s, o.size))
		return false;
	if (gather_run(g, t, fortran, false, put, &o) == GATHER_UNREAD)
		return write_unread(j, t);
	m->crc = o.in_order ? o.crc : crc32_whole(o.crc, m->size);
	return !s->failed;
}

static bool put_member(struct write_job *j, struct gather *g, struct member *m, struct buf *b)
{
	struct sink *s = j->sink;
	uint8_t crc[4];

	b->n = 0;
	put_local(b, m);
	if (!sink_put(s, buf_str(b)) || !put_array(j, g, m))
		return false;
	for (unsigned i = 0; i < 4; i++)
		crc[i] = (uint8_t)(m->crc >> (8 * i));
	return sink_patch(s, m->at + LOCAL_CRC, (str){crc, 4});
}

bool npz_write(struct write_job *j)
{
	struct gather *g = gather_new(j->arena, GATHER_BYTES);
	struct member *m = NEW(j->arena, struct member, j->count + 1);
	struct buf b = buf_in(j->arena);
	uint64_t directory;

	if (!write_check(j, true) || !check_names(j) || !lay_out(j, m))
		return false;
	for (uint32_t i = 0; i < j->count; i++)
		if (!put_member(j, g, &m[i], &b))
			return false;
	directory = j->sink->at;
	for (uint32_t i = 0; i < j->count; i++) {
		b.n = 0;
		put_entry(&b, &m[i]);
		if (!sink_put(j->sink, buf_str(&b)))
			return false;
	}
	b.n = 0;
	put_end(&b, j->count, directory, j->sink->at - directory);
	return sink_put(j->sink, buf_str(&b)) && sink_end(j->sink);
}
