/* Local headers, and what lies between the members.
 *
 * A local header must say what the directory says. Honest differences: extra fields (alignment),
 * version, time; sizes and checksum of zero when a data descriptor follows (flag 3); sizes in the
 * 64-bit extra field. What flag 3 promises has four shapes (with or without a signature, 32 or 64
 * bits), told apart by what must be in it. */
#include "base/cur.h"
#include "base/limits.h"
#include "pack/zip.h"

#include <stdlib.h>

#define LOCAL_BYTES 30

void zip_gap_add(struct zip_reader *r, uint64_t at, uint64_t size, enum zip_gap_kind kind)
{
	struct zip *z = r->z;

	if (size == 0 || at >= z->blob.size)
		return;
	if (z->gap_count == ZIP_GAPS) {
		zip_note(z, ZIP_MANY, at, "there are more gaps than assay looks at");
		return;
	}
	z->gaps[z->gap_count++] = (struct zip_gap){at, size, kind};
}

/* ---- One local header --------------------------------------------------------------------- */

struct local {
	struct zip_header h;
	uint16_t name, extra;
	uint64_t data;
};

static bool read_local(struct zip_reader *r, uint64_t at, struct local *l)
{
	struct cur c = cur_of(zip_window(r, at, LOCAL_BYTES));

	if (cur_u32le(&c) != 0x04034b50)
		return false;
	cur_skip(&c, 2);
	l->h.flags = cur_u16le(&c);
	l->h.method = cur_u16le(&c);
	cur_skip(&c, 4);
	l->h.crc = cur_u32le(&c);
	l->h.packed = cur_u32le(&c);
	l->h.size = cur_u32le(&c);
	l->name = cur_u16le(&c);
	l->extra = cur_u16le(&c);
	l->data = at + LOCAL_BYTES + l->name + l->extra;
	return !c.bad;
}

/* The sizes, when they are in the extra field. */
static void read_local64(struct zip_reader *r, uint64_t at, struct local *l)
{
	uint64_t *fields[2];
	unsigned n = 0;
	size_t most = l->extra < ZIP_WINDOW ? l->extra : ZIP_WINDOW;

	if (l->h.size == UINT32_MAX)
		fields[n++] = &l->h.size;
	if (l->h.packed == UINT32_MAX)
		fields[n++] = &l->h.packed;
	if (n > 0)
		zip_extra64(zip_window(r, at + LOCAL_BYTES + l->name, most), fields, n);
}

/* Length of the data descriptor at `at` that says what h says; 0: there is none. */
static unsigned descriptor(struct zip_reader *r, uint64_t at, const struct zip_header *h)
{
	str s = zip_window(r, at, 24);
	unsigned mark = str_starts(s, S("PK\7\10")) ? 4 : 0;

	for (unsigned width = 4; width <= 8; width += 4) {
		struct cur c = cur_of(s);
		uint64_t packed, size;
		uint32_t crc;
		cur_skip(&c, mark);
		crc = cur_u32le(&c);
		packed = width == 4 ? cur_u32le(&c) : cur_u64le(&c);
		size = width == 4 ? cur_u32le(&c) : cur_u64le(&c);
		if (!c.bad && crc == h->crc && packed == h->packed && size == h->size)
			return mark + 4 + 2 * width;
	}
	return 0;
}

static void compare(struct zip_entry *e, const struct zip_header *l)
{
	const struct zip_header *h = &e->h;
	unsigned crypt = ZIP_FLAG_ENCRYPTED | ZIP_FLAG_STRONG | ZIP_FLAG_MASKED;
	bool later = (l->flags & ZIP_FLAG_DESCRIPTOR) != 0;

	if (((h->flags ^ l->flags) & crypt) != 0)
		e->problems |= ZIP_FLAGS;
	if (h->method != l->method)
		e->problems |= ZIP_METHOD;
	if (l->crc != h->crc && !(later && l->crc == 0))
		e->problems |= ZIP_CRC;
	if ((l->packed != h->packed && !(later && (l->packed == 0 || l->packed == UINT32_MAX))) ||
	    (l->size != h->size && !(later && (l->size == 0 || l->size == UINT32_MAX))))
		e->problems |= ZIP_SIZE;
}

/* Longer names than the window are compared in it, part by part. */
static bool same_name(struct zip_reader *r, uint64_t at, const struct local *l, str name)
{
	if (l->name != name.n)
		return false;
	for (size_t i = 0; i < name.n; i += ZIP_WINDOW) {
		str part = str_slice(name, i, i + ZIP_WINDOW);
		if (!str_eq(zip_window(r, at + LOCAL_BYTES + i, part.n), part))
			return false;
	}
	return true;
}

static str local_name(struct zip_reader *r, uint64_t at, const struct local *l)
{
	return blob_get(r->z->blob, r->arena, at + LOCAL_BYTES, l->name);
}

/* Fields that archivers write. FB is the padding of torch, D935 that of Android. */
static bool is_known_extra(uint16_t id, str body)
{
	static const uint16_t known[] = {1,	 0x0a,	 0x0d,	 0x17,	 0x5455, 0x5855, 0x7075,
					 0x6375, 0x7855, 0x7875, 0x9901, 0xd935, 0x756e};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i] == id)
			return true;
	if (id != 0x4246)
		return body.n < 8;
	for (size_t i = 0; i < body.n; i++)
		if (body.p[i] != 'Z' && body.p[i] != 0)
			return false;
	return true;
}

/* Whether there is more in it than known fields; of long ones only the beginning is looked at. */
static bool has_unknown_extra(struct zip_reader *r, uint64_t at, uint16_t n)
{
	struct cur c = cur_of(zip_window(r, at, n < ZIP_WINDOW ? n : ZIP_WINDOW));

	while (!c.bad && cur_left(&c) >= 4) {
		uint16_t id = cur_u16le(&c), size = cur_u16le(&c);
		str body = cur_bytes(&c, size < cur_left(&c) ? size : cur_left(&c));
		if (!is_known_extra(id, body))
			return true;
	}
	return n > ZIP_WINDOW;
}

/* Python's zipfile refuses versions over 6.3 and these flags; torch's reader does not look at them.
 */
static bool is_refused(const struct zip_entry *e)
{
	unsigned refused = ZIP_FLAG_PATCH | ZIP_FLAG_STRONG | ZIP_FLAG_MASKED;

	return e->version > 63 ||
	       ((e->h.flags & ZIP_FLAG_ENCRYPTED) == 0 && (e->h.flags & refused) != 0);
}

static void read_entry(struct zip_reader *r, struct zip_entry *e)
{
	uint64_t size = r->z->blob.size;
	struct local l;

	if (is_refused(e))
		e->problems |= ZIP_VERSION;

	e->data = e->end = e->at;
	if (!read_local(r, e->at, &l)) {
		e->problems |= ZIP_NO_LOCAL;
		return;
	}
	if (!same_name(r, e->at, &l, e->name)) {
		e->problems |= ZIP_NAME;
		e->local_name = local_name(r, e->at, &l);
	}
	read_local64(r, e->at, &l);
	e->local = l.h;
	e->data = l.data;
	e->extra_at = l.data - l.extra;
	if (has_unknown_extra(r, e->extra_at, l.extra))
		e->problems |= ZIP_EXTRA;
	compare(e, &l.h);
	if (e->h.method == ZIP_STORED && e->h.size != e->h.packed &&
	    (e->h.flags & ZIP_FLAG_ENCRYPTED) == 0)
		e->problems |= ZIP_STORED_SIZE;
	if (e->data > size || e->h.packed > size - e->data) {
		e->problems |= ZIP_OUTSIDE;
		e->data = e->data > size ? size : e->data;
		e->end = size;
		return;
	}
	e->end = e->data + e->h.packed;
	if ((l.h.flags & ZIP_FLAG_DESCRIPTOR) != 0) {
		unsigned n = descriptor(r, e->end, &e->h);
		e->end += n;
		/* Some writers set the flag and fill the header all the same. */
		if (n == 0 && (l.h.crc != e->h.crc || l.h.packed != e->h.packed))
			e->problems |= ZIP_DESCRIPTOR;
	}
}

/* ---- All of them -------------------------------------------------------------------------- */

static int by_place(const void *left, const void *right)
{
	const struct zip_entry *a = left, *b = right;
	int order;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	order = str_cmp(a->name, b->name);
	if (order == 0 && a->views != b->views)
		return a->views < b->views ? -1 : 1;
	return order ? order : a->order < b->order ? -1 : a->order > b->order;
}

/* The same entry in two directories is one. */
static void merge(struct zip *z)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < z->count; i++) {
		struct zip_entry *e = &z->entries[i], *last = kept ? &z->entries[kept - 1] : NULL;
		if (last != NULL && last->at == e->at && str_eq(last->name, e->name) &&
		    (last->views & e->views) == 0 && last->h.method == e->h.method &&
		    last->h.crc == e->h.crc && last->h.packed == e->h.packed &&
		    last->h.size == e->h.size && last->h.flags == e->h.flags)
			last->views |= e->views;
		else
			z->entries[kept++] = *e;
	}
	z->count = kept;
}

struct named {
	uint64_t hash;
	uint32_t index;
};

static int by_hash(const void *left, const void *right)
{
	const struct named *a = left, *b = right;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

/* Names that occur again with other content. By hash, as a map of a hundred thousand names would be
 * the larger part of an archive's memory. */
static void find_duplicates(struct zip_reader *r)
{
	struct zip *z = r->z;
	struct arena_mark mark = arena_mark(r->arena);
	struct named *n = NEW(r->arena, struct named, z->count);

	for (uint32_t i = 0; i < z->count; i++)
		n[i] = (struct named){str_hash(z->entries[i].name), i};
	if (z->count > 1)
		qsort(n, z->count, sizeof(*n), by_hash);
	for (uint32_t i = 1, first = 0; i < z->count; i++) {
		struct zip_entry *e = &z->entries[n[i].index], *f = &z->entries[n[first].index];
		if (n[i].hash != n[first].hash || !str_eq(e->name, f->name))
			first = i;
		else if ((e->views & f->views) != 0 &&
			 (e->h.crc != f->h.crc || e->h.size != f->h.size))
			e->problems |= ZIP_DUPLICATE;
	}
	arena_release(r->arena, mark);
}

static bool meet(uint64_t a, uint64_t a_end, uint64_t b, uint64_t b_end)
{
	return a < b_end && b < a_end;
}

static void find_overlaps(struct zip *z)
{
	uint64_t end = 0;
	struct zip_entry *reaches = NULL;

	for (uint32_t i = 0; i < z->count; i++) {
		struct zip_entry *e = &z->entries[i];
		if ((e->problems & ZIP_NO_LOCAL) != 0)
			continue;
		if (reaches != NULL && e->at == reaches->at) {
			e->problems |= ZIP_TWICE;
		} else if (e->at < end) {
			e->problems |= ZIP_OVERLAP;
			reaches->problems |= ZIP_OVERLAP;
		}
		for (unsigned v = 0; v < z->view_count; v++)
			if (meet(e->at, e->end, z->views[v].at,
				 z->views[v].at + z->views[v].bytes) ||
			    meet(e->at, e->end, z->views[v].end_at, z->views[v].end_at + 22))
				e->problems |= ZIP_OVERLAP;
		if (e->end > end) {
			end = e->end;
			reaches = e;
		}
	}
}

void zip_locals(struct zip_reader *r)
{
	struct zip *z = r->z;

	if (z->count > 1)
		qsort(z->entries, z->count, sizeof(*z->entries), by_place);
	merge(z);
	for (uint32_t i = 0; i < z->count; i++) {
		z->entries[i].problems = 0;
		read_entry(r, &z->entries[i]);
	}
	find_overlaps(z);
	find_duplicates(r);
}

/* ---- Gaps --------------------------------------------------------------------------------- */

/* The third byte of a signature is its kind, the fourth is one more (but for 0x06064b50). */
static bool is_mark(uint8_t third, uint8_t fourth, str kinds)
{
	return (fourth == third + 1 || (third == 6 && fourth == 6)) &&
	       str_find_byte(kinds, third) != STR_NONE;
}

/* Offset of the next "PK" and one of the given bytes in [at, to), or `to`. */
static uint64_t find_mark(struct zip_reader *r, uint64_t at, uint64_t to, str kinds)
{
	struct blob b = r->z->blob;
	size_t room = 64 * KiB;
	uint8_t *copy = b.memory == NULL ? arena_raw(r->arena, room, 1) : NULL;
	uint64_t found = to;

	while (to - at >= 4 && found == to) {
		size_t n = to - at < room ? (size_t)(to - at) : room;
		str part = {copy, n};
		r->z->looked += n;
		if (r->z->looked > LIMIT_ZIP_GAP) {
			zip_note(r->z, ZIP_MANY, at,
				 "more lies between the members than assay searches");
			break;
		}
		if (copy == NULL)
			part.p = b.memory + at;
		else if (!blob_copy(b, at, copy, n))
			break;
		for (size_t i = 0, p; i < n && found == to; i = p + 1) {
			p = str_find(str_slice(part, i, n), S("PK"));
			if (p == STR_NONE)
				break;
			p += i;
			if (p + 4 <= n && is_mark(part.p[p + 2], part.p[p + 3], kinds))
				found = at + p;
		}
		at += n < room ? n : room - 3;
	}
	if (copy != NULL)
		arena_trim(r->arena, copy, room, 0);
	return found;
}

static bool is_method(uint16_t method)
{
	return method <= 20 || (method >= 93 && method <= 99);
}

static bool is_name(str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] < 0x20)
			return false;
	return true;
}

/* Where the member ends whose local header does not say so: at its descriptor, or at what comes
 * next. */
static void find_end(struct zip_reader *r, struct zip_entry *e, uint64_t to)
{
	uint64_t end = find_mark(r, e->data, to, S("\1\3\5\7"));
	str s = zip_window(r, end, 24);
	struct cur c = cur_of(s);

	e->h.packed = end - e->data;
	e->end = end;
	if (end < to && cur_u32le(&c) == 0x08074b50) {
		e->h.crc = cur_u32le(&c);
		cur_skip(&c, 4);
		e->h.size = cur_u32le(&c);
		e->end += descriptor(r, end, &e->h);
		if (e->end > end)
			return;
		cur_seek(&c, 16);
		e->h.size = cur_u64le(&c);
		e->end += descriptor(r, end, &e->h);
		if (e->end == end)
			e->problems |= ZIP_DESCRIPTOR;
	}
}

/* The local header at `at`, which no directory names; returns where it ends, `at` if it is none. */
static uint64_t read_hidden(struct zip_reader *r, uint64_t at, uint64_t to)
{
	struct zip_entry *e;
	struct local l;
	str name;

	if (!read_local(r, at, &l) || l.data > to || !is_method(l.h.method))
		return at;
	if (l.name == 0 && l.h.packed == 0 && l.h.crc == 0)
		return l.data; /* Android's filler */
	name = local_name(r, at, &l);
	if (!is_name(name))
		return at;
	e = zip_entry_new(r);
	if (e == NULL)
		return at;
	read_local64(r, at, &l);
	e->name = name;
	e->at = at;
	e->h = e->local = l.h;
	e->data = l.data;
	e->problems = ZIP_LOCAL_ONLY;
	if ((l.h.flags & ZIP_FLAG_DESCRIPTOR) != 0 && l.h.packed == 0) {
		find_end(r, e, to);
	} else if (l.h.packed > to - l.data) {
		e->problems |= ZIP_OUTSIDE;
		e->end = to;
	} else {
		e->end = l.data + l.h.packed;
		if ((l.h.flags & ZIP_FLAG_DESCRIPTOR) != 0)
			e->end += descriptor(r, e->end, &e->h);
		e->end = e->end > to ? to : e->end;
	}
	return e->end;
}

static bool is_small_zero(struct zip_reader *r, uint64_t at, uint64_t n)
{
	str s = n <= 64 ? zip_window(r, at, (size_t)n) : (str){NULL, 0};

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != 0)
			return false;
	return s.n > 0;
}

static void add_piece(struct zip_reader *r, uint64_t at, uint64_t to, enum zip_gap_kind kind)
{
	if (at < to && !is_small_zero(r, at, to - at))
		zip_gap_add(r, at, to - at, kind);
}

/* A directory's entry or an end record between the members; returns where it ends, `at` if it is
 * none. */
static uint64_t read_stray(struct zip_reader *r, uint64_t at, uint64_t to)
{
	struct cur c = cur_of(zip_window(r, at, 46));
	uint32_t mark = cur_u32le(&c);
	uint64_t end = at;

	if (mark == 0x02014b50) {
		cur_seek(&c, 10);
		if (!is_method(cur_u16le(&c)))
			return at;
		cur_seek(&c, 28);
		end += 46u + cur_u16le(&c);
		end += cur_u16le(&c);
		end += cur_u16le(&c);
		cur_seek(&c, 46);
	} else if (mark == 0x06054b50) {
		cur_seek(&c, 20);
		end += 22u + cur_u16le(&c);
	} else if (mark == 0x06064b50) {
		end += 56;
	}
	if (c.bad || end > to || end == at)
		return at;
	zip_note(r->z, ZIP_SEVERAL, at, "parts of another archive's directory lie in this one");
	return end;
}

/* A gap: local headers in it become entries, the rest pieces. */
static void look_through(struct zip_reader *r, uint64_t from, uint64_t to, enum zip_gap_kind kind)
{
	uint64_t piece = from, at = from, end;

	while ((at = find_mark(r, at, to, S("\1\3\5\6"))) < to) {
		end = read_hidden(r, at, to);
		if (end == at)
			end = read_stray(r, at, to);
		if (end == at) {
			at++;
			continue;
		}
		add_piece(r, piece, at, kind);
		piece = at = end;
		if (kind == ZIP_GAP_PREFIX)
			kind = ZIP_GAP_BETWEEN;
	}
	add_piece(r, piece, to, kind);
}

struct span {
	uint64_t from, to;
	bool directory;
};

static int by_start(const void *left, const void *right)
{
	const struct span *a = left, *b = right;

	return a->from < b->from ? -1 : a->from > b->from;
}

static struct span *spans_of(struct zip_reader *r, uint32_t *count)
{
	struct zip *z = r->z;
	struct span *s = NEW(r->arena, struct span, z->count + 4 * ZIP_VIEWS + 2);
	uint32_t n = 0;

	for (uint32_t i = 0; i < z->count; i++)
		if ((z->entries[i].problems & ZIP_NO_LOCAL) == 0)
			s[n++] = (struct span){z->entries[i].at, z->entries[i].end, false};
	for (unsigned i = 0; i < z->view_count; i++) {
		const struct zip_view *v = &z->views[i];
		s[n++] = (struct span){v->at, v->at + v->bytes, true};
		s[n++] = (struct span){v->end_at, v->end_at + 22, true};
		if (v->zip64) {
			struct cur c = cur_of(zip_window(r, v->end64_at, 12));
			uint64_t more;
			cur_skip(&c, 4);
			more = cur_u64le(&c);
			more = more > v->end_at - v->end64_at ? 44 : more;
			s[n++] = (struct span){v->end64_at, v->end64_at + 12 + more, true};
			s[n++] = (struct span){v->end_at - 20, v->end_at, true};
		}
	}
	if (z->comment.size > 0)
		s[n++] = (struct span){z->comment.at, z->comment.at + z->comment.size, true};
	*count = n;
	return s;
}

void zip_gaps(struct zip_reader *r)
{
	struct zip *z = r->z;
	uint64_t at = 0;
	uint32_t count, known = z->count;
	struct span *s;
	bool members = false, directory = false;

	if (z->comment.size > 0 && z->comment.at + z->comment.size > z->blob.size)
		zip_note(z, ZIP_END, z->comment.at, "the comment reaches over the file's end");
	s = spans_of(r, &count);
	if (count > 1)
		qsort(s, count, sizeof(*s), by_start);
	zip_gap_add(r, z->comment.at, z->comment.size, ZIP_GAP_COMMENT);
	for (uint32_t i = 0; i < count; i++) {
		if (s[i].from > at)
			look_through(r, at, s[i].from,
				     !members ? (directory ? ZIP_GAP_DIRECTORY : ZIP_GAP_PREFIX)
				     : s[i].directory ? ZIP_GAP_DIRECTORY
						      : ZIP_GAP_BETWEEN);
		at = s[i].to > at ? s[i].to : at;
		members |= !s[i].directory;
		directory |= s[i].directory;
	}
	if (at < z->blob.size)
		look_through(r, at, z->blob.size, count > 0 ? ZIP_GAP_TRAILING : ZIP_GAP_PREFIX);
	if (z->count > known)
		qsort(z->entries, z->count, sizeof(*z->entries), by_place);
}
