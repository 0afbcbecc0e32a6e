/* Two versions of a text, made from one input: the bytes at its beginning say what is cut out, put
 * in and moved apart. What is looked at of a change alone says "nothing" only where a look at the
 * whole says so too. */
#include "fuzz.h"

#include "base/buf.h"
#include "engine/secret_scan.h"

struct count {
	uint32_t found;
};

static void take(void *ctx, const struct secret_found *f)
{
	struct count *c = ctx;

	INVARIANT(f->value.n > 0);
	c->found++;
}

struct edits {
	str rest; /* what decides */
};

static uint8_t next(struct edits *e)
{
	uint8_t c = e->rest.n > 0 ? e->rest.p[0] : 0;

	e->rest = str_slice(e->rest, 1, e->rest.n);
	return c;
}

/* Cuts, and in its place puts a piece that can change what stands around it. */
static str edited(struct arena *a, struct edits *e, str s)
{
	static const char *const pieces[] = {
		"",	    "\n",	  "\"",		 "'",		"\\",	 "(",
		")",	    "x",	  " ",		 "=",		":",	 "\"\"\"",
		"password", "key ",	  "+ \"",	 "-----BEGIN ", "# no ", "A9f",
		"dop_v1",   "\ntoken = ", "example.com", "@",		"//",	 "\n\n  - "};
	struct buf b = buf_in(a);
	size_t at = s.n * next(e) / 256 + next(e) % 16, cut = next(e), fill = next(e);
	const char *piece = pieces[next(e) % COUNTOF(pieces)];

	at = at < s.n ? at : s.n;
	buf_add(&b, str_slice(s, 0, at));
	buf_add(&b, str_of(piece));
	for (size_t i = 0; fill >= 128 && i < (fill - 128) * 4; i++)
		buf_add(&b, i % 3 ? S("value = other(1, 2)\n") : S("# words and more words\n"));
	buf_add(&b, str_slice(s, at + (cut < 128 ? cut : 0), s.n));
	return buf_str(&b);
}

static uint32_t scan(struct arena *a, struct secret_engine *e, str path, str bytes,
		     struct secret_scan_result *r)
{
	struct count c = {0};

	secret_scan(e, a, path, bytes, 0, take, &c, r);
	return c.found;
}

static void compare(struct arena *a, struct secret_engine *e, str path, str old, str now)
{
	struct secret_scan_result r, s;
	uint32_t lines;

	if (scan(a, e, path, old, &r) > 0 || !r.local || r.problem != NULL)
		return;
	lines = (uint32_t)r.lines;
	if (!secret_scan_changes(e, a, path, old, now, &lines))
		return;
	INVARIANT(scan(a, e, path, now, &s) == 0);
	INVARIANT(s.binary || s.lines == lines);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	static const char *const paths[] = {"a.py", "a.yml", "a.env", "a.json", "a.md", "a.tf"};
	static struct secret_engine *e; /* its patterns are compiled once */
	static struct arena forever;
	static const struct settings history = {.history = true};
	struct edits d = {.rest = {data, size < 16 ? size : 16}};
	str now = fuzz_input(a, data + d.rest.n, size - d.rest.n, 0), old = now, path;
	unsigned times;

	if (e == NULL) {
		arena_init(&forever, FUZZ_MEMORY);
		e = secret_engine_new(&forever, &history);
	}
	path = str_of(paths[next(&d) % COUNTOF(paths)]);
	times = next(&d) % 3;
	for (unsigned i = 0; i < times; i++) /* of both: moves things apart */
		old = now = edited(a, &d, now);
	old = edited(a, &d, old);
	compare(a, e, path, old, now);
	compare(a, e, path, now, old);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
