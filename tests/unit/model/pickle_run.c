#include "pickle_run.h"

struct notes {
	struct buf out;
};

static void note(void *ctx, struct pickle *p, const struct pickle_issue *i)
{
	struct notes *n = ctx;

	(void)p;
	buf_printf(&n->out, "; %d %d %.*s", i->grade, i->kind, STR_ARG(i->text));
}

static str run(struct arena *a, struct blob blob, enum pickle_reading reading)
{
	struct notes notes = {buf_in(a)};
	struct pickle_watch w = {.ctx = &notes, .issue = note};
	struct pickle *p = pickle_new(a, blob, &w);
	struct pickle_end end = pickle_run(p, 0, reading, false);
	struct buf out = buf_in(a);

	pickle_imports(p);
	if (end.error == PICKLE_OK)
		pickle_show(p, &out, end.value);
	else
		buf_printf(&out, "error %d at %llu", end.error, (unsigned long long)end.at);
	buf_add(&out, buf_str(&notes.out));
	return buf_str(&out);
}

str test_pickle(struct arena *a, str b, enum pickle_reading reading)
{
	return run(a, blob_of(test_guarded(b, 0)), reading);
}

struct memory {
	struct blob_source source;
	str bytes;
};

static bool read_memory(struct blob_source *s, uint64_t at, uint8_t *to, size_t n)
{
	struct memory *m = (struct memory *)s;

	memcpy(to, m->bytes.p + at, n);
	return true;
}

str test_pickle_window(struct arena *a, str b)
{
	struct memory m = {{read_memory}, test_guarded(b, 0)};

	return run(a, blob_from(&m.source, b.n), PICKLE_FROM_BYTES);
}
