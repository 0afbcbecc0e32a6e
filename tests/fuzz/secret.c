/* Any bytes under the names of several kinds of files: nothing is read outside, findings come in
 * the order of their places, the same input gives the same, no snippet keeps the secret. */
#include "fuzz.h"

#include "engine/secret_redact.h"
#include "engine/secret_scan.h"

struct seen {
	struct arena *arena;
	uint64_t last;
	uint32_t count;
};

static void take(void *ctx, const struct secret_found *f)
{
	struct seen *s = ctx;
	struct secret_redactor *r = secret_redactor_new(s->arena);
	str line;

	secret_redactor_add(r, f->value);
	line = secret_redact_line(r, str_slice(f->line_text, 0, 400));
	INVARIANT(f->rule != NULL && f->value.n > 0);
	INVARIANT(f->start <= f->end && f->start >= s->last);
	INVARIANT(f->line > 0 && f->column > 0 && f->end_line >= f->line);
	INVARIANT(f->value.n < 8 || f->value.n > 200 || str_find(line, f->value) == STR_NONE);
	s->last = f->start;
	s->count++;
}

static uint32_t scan(struct arena *a, struct secret_engine *e, const char *path, str bytes)
{
	struct seen s = {.arena = a};
	struct secret_scan_result r;

	secret_scan(e, a, str_of(path), bytes, SECRET_SCAN_FILTERED, take, &s, &r);
	return s.count;
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	static const char *const paths[] = {"a.py",  "a.ipynb", "a.yml", "a.env",
					    "a.csv", "a.json",	"a.md",	 ".pgpass"};
	const char *path = paths[size > 0 ? data[0] % COUNTOF(paths) : 0];
	str bytes = size > 0 ? fuzz_input(a, data + 1, size - 1, 0) : (str){data, 0};
	static struct secret_engine *e; /* its patterns are compiled once */
	static struct arena forever;
	uint32_t n;

	if (e == NULL) {
		arena_init(&forever, FUZZ_MEMORY);
		e = secret_engine_new(&forever, NULL);
	}
	n = scan(a, e, path, bytes);

	INVARIANT(scan(a, e, path, bytes) == n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
