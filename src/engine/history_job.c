/* The worker's side: a slot of shared memory holds many versions of files (repo/gitwire.h). They
 * are scanned where they lie: copying them costs a tenth of all. assay-git could change them
 * meanwhile, which would gain it nothing: all that this process sees is what assay-git says, and
 * this process may do less. */
#include "engine/history.h"

#include "base/fail.h"
#include "base/limits.h"
#include "engine/problem.h"
#include "engine/scan.h"
#include "repo/gitwire.h"

struct prepared {
	struct scanner *scanner;
	const struct git_slot *slots;
};

struct slot {
	const struct scanner *scanner;
	struct arena *arena;
	struct file_result *out;
	str bytes;
	str *found;
	uint32_t count;
	str path, now;
	str last_path, last; /* of the version before */
	uint32_t lines;	     /* of the version scanned last */
	bool is_clean;	     /* nothing was found in it */
};

static void *prepare(struct arena *a, const void *ctx)
{
	const struct history_job *j = ctx;
	struct prepared *p = NEW(a, struct prepared, 1);

	p->scanner = scanner_new(a, j->settings);
	p->slots = j->slots;
	scanner_keep(p->scanner);
	return p;
}

/* A version that makes the scan fail costs itself. */
static void scan_one(struct slot *s, str path, str bytes, struct file_result *r)
{
	struct fail_point here;
	struct scan_input in = {
		.path = path,
		.blob = blob_of(bytes),
		.padded = true,
	};
	enum fail kind = FAIL_SET(&here);
	struct finding why;

	if (kind == FAIL_NONE)
		scan_blob(s->scanner, s->arena, &in, r);
	fail_clear(&here); /* who has no memory to tell it fails outside */
	if (kind == FAIL_NONE)
		return;
	why = problem(s->arena, kind == FAIL_MEMORY ? "AS005" : "AS013", path, "%s", here.what);
	*r = problem_result(s->arena, &why);
}

static void keep(struct slot *s, uint32_t number, const struct file_result *r)
{
	struct buf b = buf_in(s->arena);

	buf_u32(&b, number);
	file_result_write(&b, r);
	s->found[s->count++] = buf_str(&b);
}

/* Most versions differ from the one before in some lines. What fails here fails again. */
static bool is_clean_too(struct slot *s)
{
	struct fail_point here;

	if (!s->is_clean || !str_eq(s->path, s->last_path))
		return false;
	s->is_clean = FAIL_SET(&here) == FAIL_NONE &&
		      scan_next_version(s->scanner, s->path, s->last, s->now, &s->lines);
	fail_clear(&here);
	return s->is_clean;
}

static void scan_version(struct slot *s, uint32_t number)
{
	struct arena_mark before = arena_mark(s->arena);
	struct file_result r;

	if (!is_clean_too(s)) {
		scan_one(s, s->path, s->now, &r);
		s->lines = r.lines;
		s->out->layers |= r.layers;
		s->is_clean = r.finding_count == 0 && !r.unread;
		if (s->is_clean)
			arena_release(s->arena, before);
		else
			keep(s, number, &r);
	}
	s->out->lines += s->lines;
}

static void scan_rows(struct slot *s, struct cur *table, uint32_t count)
{
	s->found = NEW(s->arena, str, count);
	for (uint32_t i = 0; i < count; i++) {
		uint64_t at, n;
		s->last = s->now;
		s->last_path = s->path;
		s->path = cur_field(table);
		at = cur_u64le(table);
		n = cur_u64le(table);
		if (table->bad || at > s->bytes.n || n > s->bytes.n - at ||
		    s->bytes.n - at - n < GIT_SLOT_PADDING)
			fail(FAIL_ASSERT, "a slot's table", __FILE__, __LINE__);
		s->now = str_slice(s->bytes, at, at + n);
		scan_version(s, i);
	}
}

/* A slot that was grown for one large version is not all in memory. */
static str whole(const struct prepared *prepared, struct arena *a, const struct scan_input *in)
{
	unsigned slot = in->path.n == 1 ? (unsigned)(in->path.p[0] - '0') : GIT_SLOTS;
	uint8_t *p;

	if (slot < GIT_SLOTS && in->blob.size == LIMIT_GIT_SLOT)
		return (str){prepared->slots[slot].map, LIMIT_GIT_SLOT};
	if (in->blob.size > LIMIT_GIT_BLOB + LIMIT_GIT_SLOT)
		fail(FAIL_MEMORY, "a slot is larger than any version may be", __FILE__, __LINE__);
	p = arena_raw(a, (size_t)in->blob.size, 64);
	if (!blob_copy(in->blob, 0, p, (size_t)in->blob.size))
		fail(FAIL_ASSERT, "a slot can be read", __FILE__, __LINE__);
	return (str){p, (size_t)in->blob.size};
}

static void scan(void *prepared, struct arena *a, const struct scan_input *in,
		 struct file_result *out)
{
	const struct prepared *p = prepared;
	struct slot s = {.scanner = p->scanner, .arena = a, .out = out, .bytes = whole(p, a, in)};
	struct cur end = cur_of(s.bytes), table;
	uint64_t n;
	uint32_t count;

	*out = (struct file_result){.bytes = s.bytes.n};
	cur_seek(&end, s.bytes.n >= 8 ? s.bytes.n - 8 : 0);
	n = cur_u64le(&end);
	if (end.bad || n > s.bytes.n - 8)
		fail(FAIL_ASSERT, "a slot has a table", __FILE__, __LINE__);
	table = cur_of(str_slice(s.bytes, s.bytes.n - 8 - n, s.bytes.n - 8));
	count = cur_u32le(&table);
	if (table.bad || count > n / 20)
		fail(FAIL_ASSERT, "a slot's table has rows", __FILE__, __LINE__);
	scan_rows(&s, &table, count);
	out->facts = s.found;
	out->fact_count = s.count;
}

struct worker_job history_worker(const struct history_job *j)
{
	return (struct worker_job){.ctx = j, .prepare = prepare, .scan = scan, .unread = true};
}
