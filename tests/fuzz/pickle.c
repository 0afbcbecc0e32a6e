/* The pickle machine: both readings of the input, recognition and the search for hidden pickles.
 * Offsets stay inside the input, every issue has a text, and memory is bounded. */
#include "fuzz.h"

#include "model/pickle.h"

struct seen {
	uint64_t size, last;
};

static void issue(void *ctx, struct pickle *p, const struct pickle_issue *i)
{
	struct seen *s = ctx;

	(void)p;
	INVARIANT(i->at < s->size && i->text.n > 0 && i->grade >= PICKLE_GRADE_INFO &&
		  i->grade <= PICKLE_GRADE_CRITICAL && i->kind < PICKLE_ISSUE_KINDS);
}

static void step(void *ctx, struct pickle *p, const struct pickle_insn *i)
{
	struct seen *s = ctx;
	struct pickle_value v = pickle_top(p, 0);
	struct buf out = buf_in(pickle_arena(p));

	INVARIANT(i->at >= s->last && i->end > i->at && i->end <= s->size);
	INVARIANT(i->content <= s->size && i->text.n <= PICKLE_KEEP);
	s->last = i->at;
	if (i->at % 16 == 0)
		pickle_show(p, &out, v);
	INVARIANT(out.n < 100000);
}

static void global(void *ctx, struct pickle *p, uint64_t at, str module, str name, bool known)
{
	(void)p;
	INVARIANT(at < ((struct seen *)ctx)->size);
	INVARIANT(known ? module.n <= 4 * PICKLE_KEEP && name.n <= 4 * PICKLE_KEEP : module.n == 0);
}

static void inner(void *ctx, struct pickle *p, struct pickle_value v, bool unpickled)
{
	struct seen *s = ctx;
	uint64_t at, n;

	(void)unpickled;
	if (pickle_content(p, v, &at, &n))
		INVARIANT(at <= s->size && n <= s->size - at);
}

struct memory {
	struct blob_source source;
	str bytes;
};

static bool read_memory(struct blob_source *s, uint64_t at, uint8_t *to, size_t n)
{
	memcpy(to, ((struct memory *)s)->bytes.p + at, n);
	return true;
}

static void run(struct arena *a, struct blob b, enum pickle_reading reading, struct pickle_end *end)
{
	struct seen seen = {.size = b.size};
	struct pickle_watch w = {
		.ctx = &seen, .issue = issue, .step = step, .global = global, .inner = inner};
	struct pickle *p = pickle_new(a, b, &w);
	struct pickle_end next;

	*end = pickle_run(p, 0, reading, false);
	pickle_imports(p);
	INVARIANT(end->at <= b.size && end->end <= b.size);
	next = *end; /* (from a file the next pickle may begin elsewhere) */
	for (unsigned i = 0; i < 4 && next.error == PICKLE_OK && next.end < b.size; i++) {
		seen.last = 0;
		next = pickle_run(p, next.end, reading, true);
		if (next.raw)
			(void)pickle_array_of(p);
	}
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input = fuzz_input(a, data, size, 0);
	struct memory m = {{read_memory}, input};
	struct pickle_end bytes, file, window;
	struct pickle_prober *r = pickle_prober_new(a, blob_of(input));
	struct pickle_hit h;

	run(a, blob_of(input), PICKLE_FROM_BYTES, &bytes);
	run(a, blob_of(input), PICKLE_FROM_FILE, &file);
	run(a, blob_from(&m.source, size), PICKLE_FROM_BYTES, &window);
	INVARIANT(bytes.error == window.error && bytes.at == window.at && bytes.end == window.end &&
		  bytes.insns == window.insns);
	if (!bytes.crossed && !file.crossed)
		INVARIANT(bytes.error == file.error && bytes.at == file.at);
	INVARIANT(pickle_sure(input, size, true) <= 100 && pickle_sure(input, size, false) <= 100);
	if (size > 0 && pickle_probe_next(r, 0, &h))
		INVARIANT(h.at < size && h.end <= size);
	INVARIANT(arena_used(a) < 64 * MiB);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
