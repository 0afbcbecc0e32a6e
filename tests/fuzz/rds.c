/* Serialized R objects: what is shown lies inside the file, the work is bounded by its size. */
#include "fuzz.h"

#include "model/rds.h"

struct count {
	uint64_t shown, size;
};

static void on_promise(void *ctx, const struct rds_where *w, UNUSED bool unevaluated)
{
	struct count *c = ctx;

	INVARIANT(w->at <= c->size);
	c->shown++;
}

static void on_call(void *ctx, const struct rds_where *w, str function)
{
	struct count *c = ctx;

	INVARIANT(w->at <= c->size && function.n > 0 && function.n <= RDS_TEXT);
	c->shown++;
}

static void on_text(void *ctx, const struct rds_where *w, str s)
{
	struct count *c = ctx;

	INVARIANT(w->at <= c->size && s.n <= RDS_TEXT);
	c->shown++;
}

static void on_altrep(void *ctx, uint64_t at, str class, str package)
{
	struct count *c = ctx;

	INVARIANT(at <= c->size && class.n <= RDS_TEXT && package.n <= RDS_TEXT);
	c->shown++;
}

static void on_variable(void *ctx, uint64_t at, str name, UNUSED unsigned type)
{
	on_altrep(ctx, at, name, name);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input = fuzz_input(a, data, size, 0);
	struct count c = {.size = size};
	struct rds_visitor v = {&c, on_promise, on_call, on_text, on_altrep, on_variable};
	struct rds_diag d;
	uint64_t end;
	bool ok = rds_read(a, stream_of(a, blob_of(input)), &v, &end, &d);

	INVARIANT(ok == (d.code == RDS_DIAG_NONE) && end <= size);
	INVARIANT(ok || (d.msg != NULL && d.offset <= size));
	INVARIANT(c.shown <= size);
	(void)rds_looks_like(input);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
