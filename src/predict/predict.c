#include "predict/predict.h"

#include "predict/output.h"
#include "predict/rows.h"

struct run {
	struct arena *arena;
	const struct predict_job *job;
	struct predict_result *result;
	struct model model;
	struct rows rows;
	struct compute compute;
	struct output output;
};

static str column(struct run *r, uint32_t i)
{
	return arena_printf(r->arena, "feature %u", i);
}

/* Looks at what goes in, when the steps may hide what is not finite. */
static bool check_input(struct run *r, size_t rows)
{
	uint32_t features = r->model.features;
	size_t n = rows * features;
	size_t i = compute_not_finite(r->compute.x, n, r->model.takes_nan);

	if (i == n)
		return true;
	return rows_refuse(&r->rows, rows_where(&r->rows, i / features, (uint32_t)(i % features)),
			   r->compute.x[i] != r->compute.x[i]
				   ? "expected a number, found NaN; the model imputes none"
				   : "expected a finite number, found an infinity");
}

/* A score is not finite: because of what went in, or of what steps made of it, it is refused; the
 * product of finite numbers may overflow, as it may in scikit-learn. (A CSV file's cells were
 * looked at when they were read.) */
static bool check_again(struct run *r, const double *x, size_t rows)
{
	uint32_t in = r->model.in;
	size_t n = rows * in, i = compute_not_finite(x, n, false), got;

	if (i == n)
		return true;
	if (!r->rows.csv && r->model.spreads)
		if (!rows_next(&r->rows, r->compute.x, &got) || !check_input(r, got))
			return false;
	return rows_refuse(&r->rows, rows_where(&r->rows, i / in, 0),
			   "%.*s of the scaled values is not finite",
			   STR_ARG(column(r, (uint32_t)(i % in))));
}

static bool one_block(struct run *r, size_t rows)
{
	const double *x;

	if (!r->model.spreads && !check_input(r, rows))
		return false;
	x = compute_steps(&r->compute, rows);
	if (!compute_scores(&r->compute, x, rows) && !check_again(r, x, rows))
		return false;
	if (output_rows(&r->output, &r->compute, rows))
		return true;
	r->result->end = PREDICT_UNWRITTEN;
	return false;
}

/* Is there what is asked for? */
static bool check_asked(struct run *r)
{
	const struct model *m = &r->model;
	bool proba = r->job->what == PREDICT_PROBA;

	if (r->job->what == PREDICT_LABELS || (proba ? m->proba != PROBA_NONE : m->decisions))
		return true;
	r->result->end = PREDICT_ASKED;
	r->result->where = S("root");
	r->result->why = proba ? S("the model has no probabilities")
			       : S("the model has no decision values: it is no classifier");
	return false;
}

static bool run_all(struct run *r, struct layout *l)
{
	uint64_t count = 0;
	size_t rows;

	if (!layout_open(l, r->arena, r->job, r->result) || !model_load(l, &r->model) ||
	    !check_asked(r) || !rows_open(&r->rows, r->arena, r->job, &r->model, r->result))
		return false;
	if (r->job->format == PREDICT_NPY && !rows_count(&r->rows, r->job, &count))
		return false;
	compute_init(&r->compute, r->arena, &r->model, r->rows.block);
	if (!output_begin(&r->output, r->arena, r->job, &r->model, count))
		return false;
	for (;; r->rows.first += rows) {
		if (!rows_next(&r->rows, r->compute.x, &rows))
			return false;
		if (rows == 0)
			break;
		if (!one_block(r, rows))
			return false;
		r->result->rows += rows;
	}
	if (output_end(&r->output))
		return true;
	r->result->end = PREDICT_UNWRITTEN;
	return false;
}

struct predict_result predict_run(struct arena *a, const struct predict_job *job)
{
	struct predict_result result = {.where = S(""), .why = S("")};
	struct layout l;
	struct run r = {.arena = a, .job = job, .result = &result};

	if (!run_all(&r, &l) && result.end == PREDICT_DONE)
		result.end = PREDICT_UNREAD;
	return result;
}
