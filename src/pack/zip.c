/* Directories: which end records there are, where readers look for the directory that each means,
 * and what is in it.
 *
 * Who believes what: Python's zipfile takes an end record that ends the file exactly, else the last
 * signature in the last 65,557 bytes, and the directory that ends right before it (whatever its
 * offset says), shifting all offsets by the difference; it ignores the number of entries. miniz (in
 * torch) takes the last signature, the directory at the stated offset, and stops after the stated
 * number; newer versions shift as well. Java and Go want the comment to reach the file's end. So
 * every signature in the tail is tried, and for each both places of the directory.
 *
 * A zip stored as the last member has an end record in the tail too: what lies inside a member is
 * no view of this archive. */
#include "pack/zip.h"

#include "base/cur.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/stream.h"

#define END_BYTES 22
#define END64_BYTES 56
#define LOCATOR_BYTES 20
#define CENTRAL_BYTES 46
#define TAIL ((size_t)65535 + END_BYTES)
#define ENDS 64 /* signatures in the tail that are tried */

void zip_note(struct zip *z, enum zip_note_code code, uint64_t offset, const char *msg)
{
	for (unsigned i = 0; i < z->note_count; i++)
		if (z->notes[i].code == code && z->notes[i].msg == msg)
			return;
	if (z->note_count < ZIP_NOTES)
		z->notes[z->note_count++] = (struct zip_note){code, offset, msg};
}

str zip_window(struct zip_reader *r, uint64_t at, size_t n)
{
	struct blob b = r->z->blob;

	if (at >= b.size)
		return (str){NULL, 0};
	if (n > b.size - at)
		n = (size_t)(b.size - at);
	if (b.memory != NULL)
		return (str){b.memory + at, n};
	if (at < r->window_at || at + n > r->window_at + r->window_n) {
		uint64_t left = b.size - at;
		r->window_n = left < ZIP_WINDOW ? (size_t)left : ZIP_WINDOW;
		r->window_at = at;
		if (!blob_copy(b, at, r->window, r->window_n)) {
			r->window_n = 0;
			zip_note(r->z, ZIP_UNREAD, at, "bytes of the archive cannot be read");
			return (str){NULL, 0};
		}
	}
	return str_slice((str){r->window, r->window_n}, (size_t)(at - r->window_at),
			 (size_t)(at - r->window_at) + n);
}

static void grow(struct zip_reader *r, uint32_t room)
{
	struct zip_entry *more = NEW(r->arena, struct zip_entry, room);

	if (r->z->count > 0)
		memcpy(more, r->z->entries, r->z->count * sizeof(*more));
	r->z->entries = more;
	r->room = room;
}

void zip_reserve(struct zip_reader *r, uint64_t more)
{
	uint64_t want = r->z->count + more;

	if (want > r->room)
		grow(r, want < LIMIT_ZIP_MEMBERS ? (uint32_t)want : LIMIT_ZIP_MEMBERS);
}

struct zip_entry *zip_entry_new(struct zip_reader *r)
{
	struct zip *z = r->z;

	if (z->count == LIMIT_ZIP_MEMBERS) {
		zip_note(z, ZIP_MANY, z->blob.size,
			 "the archive has more members than assay looks at");
		return NULL;
	}
	if (z->count == r->room) {
		uint32_t room = r->room ? 2 * r->room : 64;
		grow(r, room < LIMIT_ZIP_MEMBERS ? room : LIMIT_ZIP_MEMBERS);
	}
	z->entries[z->count] = (struct zip_entry){0};
	return &z->entries[z->count++];
}

/* ---- End records -------------------------------------------------------------------------- */

struct end {		/* APPNOTE 4.3.16, and 4.3.14 when there is one */
	uint64_t at;	/* of the record */
	uint64_t limit; /* where the directory ends at the latest: this or the 64-bit record */
	uint64_t size, offset, count;
	uint16_t comment;
	bool disks, zip64, lies;
};

static bool read_end(str bytes, uint64_t at, struct end *e)
{
	struct cur c = cur_of(bytes);
	uint16_t disk, first;

	cur_skip(&c, 4);
	disk = cur_u16le(&c);
	first = cur_u16le(&c);
	cur_skip(&c, 2);
	*e = (struct end){.at = at, .limit = at};
	e->count = cur_u16le(&c);
	e->size = cur_u32le(&c);
	e->offset = cur_u32le(&c);
	e->comment = cur_u16le(&c);
	e->disks = (disk != 0 && disk != 0xffff) || (first != 0 && first != 0xffff);
	return !c.bad;
}

static bool read_end64(struct zip_reader *r, uint64_t at, struct end *e)
{
	struct cur c = cur_of(zip_window(r, at, END64_BYTES));

	if (cur_u32le(&c) != 0x06064b50)
		return false;
	cur_skip(&c, 20);
	cur_skip(&c, 8);
	e->count = cur_u64le(&c);
	e->size = cur_u64le(&c);
	e->offset = cur_u64le(&c);
	e->limit = at;
	e->zip64 = true;
	return !c.bad;
}

static bool contradicts(const struct end *small, const struct end *large)
{
	return (small->count != 0xffff && small->count != large->count) ||
	       (small->size != UINT32_MAX && small->size != large->size) ||
	       (small->offset != UINT32_MAX && small->offset != large->offset);
}

/* The 64-bit end records that a locator before `e` leads to: Python looks right before the locator,
 * others where it points, and some offsets count from the first member. */
static unsigned find_end64(struct zip_reader *r, const struct end *e, struct end out[2])
{
	struct cur c;
	uint64_t stated;
	uint32_t first;
	unsigned n = 0;

	if (e->at < LOCATOR_BYTES)
		return 0;
	c = cur_of(zip_window(r, e->at - LOCATOR_BYTES, LOCATOR_BYTES));
	if (cur_u32le(&c) != 0x07064b50)
		return 0;
	first = cur_u32le(&c);
	stated = cur_u64le(&c);
	if (first != 0 || cur_u32le(&c) > 1)
		zip_note(r->z, ZIP_DISKS, e->at - LOCATOR_BYTES,
			 "the locator says that this is one of several files");
	out[0] = out[1] = *e;
	if (e->at >= LOCATOR_BYTES + END64_BYTES &&
	    read_end64(r, e->at - LOCATOR_BYTES - END64_BYTES, &out[0]))
		n++;
	if (n == 1 && stated == out[0].limit)
		return n;
	if (stated < e->at && read_end64(r, stated, &out[n]))
		n++;
	if (n == 2)
		zip_note(r->z, ZIP_ZIP64, e->at - LOCATOR_BYTES,
			 "the locator points to another 64-bit end record than the one before it");
	if (n == 0)
		zip_note(r->z, ZIP_ZIP64, e->at - LOCATOR_BYTES,
			 "the locator of the 64-bit end record points nowhere");
	return n;
}

/* ---- Directories -------------------------------------------------------------------------- */

static bool is_central(struct zip_reader *r, uint64_t at, uint64_t limit)
{
	str s = zip_window(r, at, 4);

	return at < limit && str_eq(s, S("PK\1\2"));
}

static struct zip_view *add_view(struct zip_reader *r, const struct end *e, uint64_t at)
{
	struct zip *z = r->z;

	for (unsigned i = 0; i < z->view_count; i++)
		if (z->views[i].at == at && z->views[i].shift == at - e->offset)
			return NULL;
	if (z->view_count == ZIP_VIEWS) {
		zip_note(z, ZIP_MANY, e->at, "the archive has more directories than assay reads");
		return NULL;
	}
	z->views[z->view_count] = (struct zip_view){.end_at = e->at,
						    .at = at,
						    .size = e->size,
						    .stated = e->count,
						    .shift = at - e->offset,
						    .end64_at = e->limit,
						    .zip64 = e->zip64};
	return &z->views[z->view_count++];
}

static void read_directory(struct zip_reader *r, unsigned view, uint64_t limit);

/* Both places where the directory of e may be; false: it is at neither. */
static bool read_views(struct zip_reader *r, const struct end *e)
{
	uint64_t before = e->size <= e->limit ? e->limit - e->size : UINT64_MAX;
	bool at_before = before != UINT64_MAX && is_central(r, before, e->limit);
	bool at_stated = is_central(r, e->offset, e->limit);
	struct zip *z = r->z;

	if (!at_before && !at_stated) {
		if (e->size != 0 || e->count != 0 || e->offset > e->limit)
			return false;
		(void)add_view(r, e, e->limit);
		return true;
	}
	if (at_before && at_stated && before != e->offset)
		zip_note(z, ZIP_SEVERAL, e->at,
			 "there is a directory before the end record and another at its offset");
	if (at_before && add_view(r, e, before) != NULL)
		read_directory(r, z->view_count - 1, e->limit);
	if (at_stated && add_view(r, e, e->offset) != NULL)
		read_directory(r, z->view_count - 1, e->limit);
	return true;
}

/* An end record with its 64-bit one; false: nothing is where it says. */
static bool read_archive(struct zip_reader *r, const struct end *e)
{
	struct end large[2];
	unsigned n = find_end64(r, e, large);
	bool any = false;

	if (e->disks)
		zip_note(r->z, ZIP_DISKS, e->at,
			 "the end record says that this is one of several files");
	for (unsigned i = 0; i < n; i++) {
		if (contradicts(e, &large[i]))
			zip_note(r->z, ZIP_ZIP64, large[i].limit,
				 "the 64-bit end record contradicts the end record");
		any |= read_views(r, &large[i]);
	}
	if (n == 0 || contradicts(e, &large[0]))
		any |= read_views(r, e);
	return any;
}

void zip_extra64(str extra, uint64_t *const fields[], unsigned count)
{
	struct cur c = cur_of(extra);

	while (!c.bad && cur_left(&c) >= 4) {
		uint16_t id = cur_u16le(&c);
		struct cur body = cur_of(cur_bytes(&c, cur_u16le(&c)));
		if (c.bad || id != 1)
			continue;
		for (unsigned i = 0; i < count && cur_left(&body) >= 8; i++)
			*fields[i] = cur_u64le(&body);
		return;
	}
}

/* Info-ZIP's Unicode path (0x7075): version, CRC of the other name, name. */
static str unicode_path(str extra)
{
	struct cur c = cur_of(extra);

	while (!c.bad && cur_left(&c) >= 4) {
		uint16_t id = cur_u16le(&c);
		str body = cur_bytes(&c, cur_u16le(&c));
		if (!c.bad && id == 0x7075 && body.n > 5)
			return str_slice(body, 5, body.n);
	}
	return (str){NULL, 0};
}

static void central_extra(struct zip_reader *r, struct zip_entry *e, str extra)
{
	uint64_t *fields[3];
	unsigned n = 0;
	str name;

	if (e->h.size == UINT32_MAX)
		fields[n++] = &e->h.size;
	if (e->h.packed == UINT32_MAX)
		fields[n++] = &e->h.packed;
	if (e->at == UINT32_MAX)
		fields[n++] = &e->at;
	if (n > 0)
		zip_extra64(extra, fields, n);
	name = unicode_path(extra);
	if (name.n > 0 && !str_eq(name, e->name))
		e->unicode_name = arena_dup(r->arena, name);
}

struct directory {
	struct zip_reader *r;
	struct stream *s;
	uint8_t *room;	     /* for names and extra fields */
	uint64_t base, size; /* where it begins in the archive, and ends at the latest */
	unsigned view;
};

static void read_fixed(struct zip_entry *e, struct cur *c)
{
	cur_seek(c, 5);
	e->system = cur_u8(c);
	e->version = cur_u8(c);
	cur_skip(c, 1);
	e->h.flags = cur_u16le(c);
	e->h.method = cur_u16le(c);
	cur_skip(c, 4);
	e->h.crc = cur_u32le(c);
	e->h.packed = cur_u32le(c);
	e->h.size = cur_u32le(c);
	cur_seek(c, 38);
	e->attributes = cur_u32le(c);
	e->at = cur_u32le(c);
}

/* One entry; false at the end of the directory (noted if it is broken). */
static bool read_central(struct directory *d)
{
	uint8_t fixed[CENTRAL_BYTES];
	struct zip_view *v = &d->r->z->views[d->view];
	uint64_t at = stream_at(d->s), left = d->size - at;
	struct cur c = cur_of((str){fixed, sizeof(fixed)});
	size_t name, extra, comment;
	struct zip_entry *e;

	if (left < sizeof(fixed) || stream_read(d->s, fixed, sizeof(fixed)) < sizeof(fixed) ||
	    cur_u32le(&c) != 0x02014b50)
		return false;
	cur_seek(&c, 28);
	name = cur_u16le(&c);
	extra = cur_u16le(&c);
	comment = cur_u16le(&c);
	left -= sizeof(fixed);
	if (left < name + extra + comment) {
		/* zipfile takes what there is. */
		zip_note(d->r->z, ZIP_BROKEN, d->base + at,
			 "an entry reaches over the directory's end");
		name = name < left ? name : (size_t)left;
		extra = extra < left - name ? extra : (size_t)left - name;
		comment = (size_t)left - name - extra;
	}
	e = zip_entry_new(d->r);
	if (e == NULL || stream_read(d->s, d->room, name + extra) < name + extra)
		return false;
	read_fixed(e, &c);
	e->order = v->count++;
	e->views = (uint8_t)(1u << d->view);
	e->name = arena_dup(d->r->arena, (str){d->room, name});
	central_extra(d->r, e, (str){&d->room[name], extra});
	e->at += v->shift;
	zip_gap_add(d->r, d->base + stream_at(d->s), comment, ZIP_GAP_MEMBER_COMMENT);
	(void)stream_skip(d->s, comment);
	v->bytes = stream_at(d->s);
	return true;
}

static void check_count(struct zip *z, const struct zip_view *v)
{
	bool same = v->zip64 ? v->stated == v->count : v->stated == (v->count & 0xffff);

	if (z->count == LIMIT_ZIP_MEMBERS)
		return;
	if (!same)
		zip_note(z, ZIP_COUNT, v->end_at,
			 "the end record states another number of entries than the directory has");
	if (v->bytes != v->size)
		zip_note(z, ZIP_COUNT, v->end_at,
			 "the end record states another size of the directory than it has");
}

static void read_directory(struct zip_reader *r, unsigned view, uint64_t limit)
{
	struct zip_view *v = &r->z->views[view];
	struct blob part = blob_slice(r->z->blob, v->at, limit);
	size_t room = 2 * (size_t)UINT16_MAX;
	struct directory d = {r, stream_of(r->arena, part), NULL, v->at, part.size, view};

	/* As many as are stated, if there is room for them. */
	zip_reserve(r,
		    v->stated < part.size / CENTRAL_BYTES ? v->stated : part.size / CENTRAL_BYTES);
	d.room = arena_raw(r->arena, room, 1);
	while (read_central(&d))
		;
	check_count(r->z, v);
}

/* ---- All of it ---------------------------------------------------------------------------- */

/* Offsets of end records in the order in which readers try them. */
static unsigned find_ends(struct zip_reader *r, uint64_t ends[ENDS])
{
	uint64_t size = r->z->blob.size, from = size > TAIL ? size - TAIL : 0;
	str tail = blob_get(r->z->blob, r->arena, from, TAIL);
	unsigned n = 0;

	for (size_t left = tail.n; left > 0;) {
		size_t at = str_rfind_byte(str_slice(tail, 0, left), 'P');
		struct end e;
		if (at == STR_NONE)
			break;
		left = at;
		if (!str_starts(str_slice(tail, at, tail.n), S("PK\5\6")) ||
		    !read_end(str_slice(tail, at, tail.n), from + at, &e))
			continue;
		if (n == ENDS) {
			zip_note(r->z, ZIP_MANY, from + at,
				 "there are more end records than assay reads");
			break;
		}
		ends[n++] = from + at;
	}
	return n;
}

/* Is `at` inside a member or a directory that is known already? */
static bool covered(const struct zip *z, uint64_t at)
{
	for (uint32_t i = 0; i < z->count; i++)
		if (z->entries[i].at < at && at < z->entries[i].end)
			return true;
	for (unsigned i = 0; i < z->view_count; i++)
		if (z->views[i].at <= at && at < z->views[i].at + z->views[i].bytes)
			return true;
	return false;
}

static void read_ends(struct zip_reader *r, const uint64_t ends[ENDS], unsigned count)
{
	struct zip *z = r->z;
	unsigned views;

	for (unsigned i = 0; i < count; i++) {
		struct end e;
		if (z->view_count > 0 && covered(z, ends[i]))
			continue;
		views = z->view_count;
		if (!read_end(zip_window(r, ends[i], END_BYTES), ends[i], &e))
			continue;
		if (!read_archive(r, &e)) {
			if (views == 0)
				zip_note(z, ZIP_END, e.at,
					 "the last end record points to no directory");
			continue;
		}
		if (views > 0 && z->view_count > views)
			zip_note(z, ZIP_SEVERAL, e.at,
				 "there is an end record before the last one, with a directory");
		if (z->view_count > views)
			zip_locals(r);
		if (views == 0)
			z->comment = (struct zip_gap){e.at + END_BYTES, e.comment, ZIP_GAP_COMMENT};
	}
}

struct zip *zip_read(struct arena *a, struct blob b)
{
	struct zip *z = NEW(a, struct zip, 1);
	struct zip_reader r = {.z = z, .arena = a};
	uint64_t ends[ENDS];
	unsigned n;

	z->blob = b;
	z->gaps = NEW(a, struct zip_gap, ZIP_GAPS);
	r.window = arena_raw(a, ZIP_WINDOW, 1);
	n = find_ends(&r, ends);
	read_ends(&r, ends, n);
	if (z->view_count == 0)
		zip_note(z, ZIP_NO_END, b.size,
			 n > 0 ? "no end record points to a directory"
			       : "there is no end record: the archive is cut short");
	zip_gaps(&r);
	return z;
}

/* From the end: each end record says where its archive begins, and there the one before ends. */
bool zip_sequence(struct arena *a, struct blob b, uint64_t **starts, uint32_t *count)
{
	struct zip z = {.blob = b};
	struct zip_reader r = {.z = &z, .arena = a, .window = arena_raw(a, ZIP_WINDOW, 1)};
	struct buf found = buf_in(a);
	uint64_t at = b.size;
	uint32_t n = 0;

	while (at >= END_BYTES && n < LIMIT_ZIP_MEMBERS) {
		struct end e, large[2];
		str last = zip_window(&r, at - END_BYTES, END_BYTES);
		if (!str_starts(last, S("PK\5\6")) || !read_end(last, at - END_BYTES, &e) ||
		    e.comment != 0)
			return false;
		if (find_end64(&r, &e, large) == 1)
			e = large[0];
		if (e.size > e.limit || e.offset > e.limit - e.size)
			return false;
		at = e.limit - e.size - e.offset;
		buf_u64(&found, at);
		n++;
	}
	if (at != 0 || n < 2)
		return false;
	*starts = NEW(a, uint64_t, n);
	*count = n;
	for (uint32_t i = 0; i < n; i++) {
		struct cur c = cur_of(buf_str(&found));
		cur_seek(&c, (size_t)(n - 1 - i) * 8);
		(*starts)[i] = cur_u64le(&c);
	}
	return true;
}

/* Does the end record agree with itself, and with as much of the directory as is in sight? */
static bool points_back(str tail, uint64_t from, const struct end *e)
{
	uint64_t before;

	if (e->at >= from + LOCATOR_BYTES &&
	    str_starts(str_slice(tail, (size_t)(e->at - from) - LOCATOR_BYTES, tail.n),
		       S("PK\6\7")))
		return true;
	if (e->size > e->at || e->disks)
		return false;
	before = e->at - e->size;
	if (e->count == 0 || e->offset > e->at)
		return e->count == 0 && e->size == 0;
	return before < from ||
	       str_starts(str_slice(tail, (size_t)(before - from), tail.n), S("PK\1\2")) ||
	       (e->offset >= from &&
		str_starts(str_slice(tail, (size_t)(e->offset - from), tail.n), S("PK\1\2")));
}

unsigned zip_ends(str tail, uint64_t size)
{
	uint64_t from = size - tail.n;

	for (size_t left = tail.n; left > 0;) {
		size_t at = str_rfind_byte(str_slice(tail, 0, left), 'P');
		struct end e;
		if (at == STR_NONE)
			return 0;
		left = at;
		if (!str_starts(str_slice(tail, at, tail.n), S("PK\5\6")) ||
		    !read_end(str_slice(tail, at, tail.n), from + at, &e))
			continue;
		if (!points_back(tail, from, &e))
			continue;
		return e.at + END_BYTES + e.comment >= size ? 2 : 1;
	}
	return 0;
}
