/* Operations and their order are scikit-learn's. The loops over rows are simple enough for the
 * compiler to make vectors of them. */
#include "predict/compute.h"

#include <math.h>
#include "predict/dot.h"

void compute_init(struct compute *c, struct arena *a, const struct model *m, size_t block)
{
	size_t classes = m->labels.count;

	*c = (struct compute){.model = m};
	c->x = arena_raw(a, block * m->width * sizeof(double), 64);
	if (m->step_count > 0)
		c->other = arena_raw(a, block * m->width * sizeof(double), 64);
	c->scores = arena_raw(a, block * m->scores * sizeof(double), 64);
	if (m->decide == DECIDE_VOTES || m->proba == PROBA_PLATT)
		c->w = NEW(a, double, classes *(2 * classes + 3));
}

size_t compute_not_finite(const double *v, size_t n, bool nan)
{
	double sum[4] = {0};
	size_t i = 0;

	for (; i + 4 <= n; i += 4) /* 0 times anything else is NaN */
		for (size_t j = 0; j < 4; j++)
			sum[j] += v[i + j] * 0;
	for (; i < n; i++)
		sum[0] += v[i] * 0;
	if (sum[0] + sum[1] + sum[2] + sum[3] == 0)
		return n;
	for (i = 0; i < n; i++)
		if (isinf(v[i]) || (isnan(v[i]) && !nan))
			return i;
	return n;
}

/* ---- Steps ---- */

static void center(const struct step *s, double *x, size_t rows)
{
	for (size_t r = 0; r < rows; r++, x += s->in) {
		if (s->a != NULL && s->b != NULL)
			for (uint32_t i = 0; i < s->in; i++)
				x[i] = (x[i] - s->a[i]) / s->b[i];
		else if (s->a != NULL)
			for (uint32_t i = 0; i < s->in; i++)
				x[i] = x[i] - s->a[i];
		else if (s->b != NULL)
			for (uint32_t i = 0; i < s->in; i++)
				x[i] = x[i] / s->b[i];
	}
}

/* (Two statements: a fused operation would round once where NumPy rounds twice.) */
static void range(const struct step *s, double *x, size_t rows)
{
	for (size_t r = 0; r < rows; r++, x += s->in) {
		for (uint32_t i = 0; i < s->in; i++)
			x[i] = x[i] * s->a[i];
		for (uint32_t i = 0; i < s->in; i++)
			x[i] = x[i] + s->b[i];
	}
}

static void clip(const struct step *s, double *x, size_t n)
{
	for (size_t i = 0; i < n; i++) /* NaN stays */
		x[i] = x[i] < s->low ? s->low : x[i] > s->high ? s->high : x[i];
}

static void impute(const struct step *s, double *x, size_t rows)
{
	for (size_t r = 0; r < rows; r++, x += s->in)
		for (uint32_t i = 0; i < s->in; i++)
			if (isnan(x[i]))
				x[i] = s->a[i];
}

static void pick(const struct step *s, const double *x, double *to, size_t rows)
{
	for (size_t r = 0; r < rows; r++, x += s->in, to += s->out)
		for (uint32_t i = 0; i < s->out; i++)
			to[i] = x[s->pick[i]];
}

static double norm_of(const struct step *s, const double *x)
{
	double sum = 0, most = 0;

	for (uint32_t i = 0; i < s->in; i++) {
		double v = fabs(x[i]);
		sum += s->norm == NORM_L2 ? v * v : v;
		most = v > most ? v : most;
	}
	sum = s->norm == NORM_MAX ? most : s->norm == NORM_L2 ? sqrt(sum) : sum;
	return sum < 10 * 0x1p-52 ? 1 : sum; /* as scikit-learn treats zero */
}

static void normalize(const struct step *s, double *x, size_t rows)
{
	for (size_t r = 0; r < rows; r++, x += s->in) {
		double norm = norm_of(s, x);
		for (uint32_t i = 0; i < s->in; i++)
			x[i] /= norm;
	}
}

static void binarize(const struct step *s, double *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		x[i] = x[i] > s->low;
}

static void project(const struct step *s, double *x, double *to, size_t rows)
{
	struct step before = {.in = s->in, .a = s->a}, after = {.in = s->out, .b = s->b};

	center(&before, x, rows);
	dot_rows(x, rows, s->in, s->w, NULL, s->out, to);
	center(&after, to, rows);
}

static void swap(struct compute *c)
{
	double *x = c->x;

	c->x = c->other;
	c->other = x;
}

static void apply(struct compute *c, const struct step *s, size_t rows)
{
	switch (s->kind) {
	case STEP_CENTER:
		center(s, c->x, rows);
		break;
	case STEP_RANGE:
		range(s, c->x, rows);
		break;
	case STEP_CLIP:
		clip(s, c->x, rows * s->in);
		break;
	case STEP_IMPUTE:
		impute(s, c->x, rows);
		if (s->out == s->in)
			break;
		pick(s, c->x, c->other, rows);
		swap(c);
		break;
	case STEP_PICK:
		pick(s, c->x, c->other, rows);
		swap(c);
		break;
	case STEP_NORMALIZE:
		normalize(s, c->x, rows);
		break;
	case STEP_BINARIZE:
		binarize(s, c->x, rows * s->in);
		break;
	case STEP_PROJECT:
		project(s, c->x, c->other, rows);
		swap(c);
		break;
	}
}

const double *compute_steps(struct compute *c, size_t rows)
{
	for (uint32_t i = 0; i < c->model->step_count; i++)
		apply(c, &c->model->steps[i], rows);
	return c->x;
}

bool compute_scores(struct compute *c, const double *x, size_t rows)
{
	const struct model *m = c->model;
	size_t n = rows * m->scores;
	bool finite;

	dot_rows(x, rows, m->in, m->w, m->b, m->scores, c->scores);
	finite = compute_not_finite(c->scores, n, false) == n;
	if (m->link == LINK_LOG)
		for (size_t i = 0; i < n; i++)
			c->scores[i] = exp(c->scores[i]);
	return finite;
}

/* ---- Labels ---- */

static uint32_t largest(const double *v, uint32_t n)
{
	uint32_t best = 0;

	for (uint32_t i = 1; i < n; i++)
		if (v[i] > v[best])
			best = i;
	return best;
}

/* Each of the functions is a vote for one of its two classes. */
static const double *count_votes(struct compute *c, const double *scores)
{
	uint32_t classes = c->model->labels.count;
	double *votes = c->w;
	size_t k = 0;

	memset(votes, 0, classes * sizeof(*votes));
	for (uint32_t i = 0; i < classes; i++)
		for (uint32_t j = i + 1; j < classes; j++)
			votes[scores[k++] > 0 ? i : j] += 1;
	return votes;
}

/* Votes, with the confidence (below a third) that breaks their ties. A function that is exactly
 * zero counts for the first class here, and for the second one in the votes above: both as
 * scikit-learn has it. */
static void confident_votes(struct compute *c, const double *scores, double *out)
{
	uint32_t classes = c->model->labels.count;
	double *sums = c->w;
	size_t k = 0;

	memset(sums, 0, classes * sizeof(*sums));
	memset(out, 0, classes * sizeof(*out));
	for (uint32_t i = 0; i < classes; i++)
		for (uint32_t j = i + 1; j < classes; j++, k++) {
			sums[i] += scores[k];
			sums[j] -= scores[k];
			out[scores[k] < 0 ? j : i] += 1;
		}
	for (uint32_t i = 0; i < classes; i++)
		out[i] += sums[i] / (3 * (fabs(sums[i]) + 1));
}

uint32_t compute_label(struct compute *c, const double *scores)
{
	const struct model *m = c->model;
	double *ties;

	switch (m->decide) {
	case DECIDE_VALUES:
		return 0;
	case DECIDE_SIGN:
		return scores[0] > 0;
	case DECIDE_SIGN_0:
		return scores[0] >= 0;
	case DECIDE_LARGEST:
		return largest(scores, m->scores);
	case DECIDE_VOTES:
		if (!m->break_ties)
			return largest(count_votes(c, scores), m->labels.count);
		ties = c->w + m->labels.count;
		confident_votes(c, scores, ties);
		return largest(ties, m->labels.count);
	}
	return 0;
}

void compute_decisions(struct compute *c, const double *scores, double *out)
{
	const struct model *m = c->model;

	if (m->decide == DECIDE_VOTES && !m->ovo)
		confident_votes(c, scores, out);
	else
		memcpy(out, scores, m->scores * sizeof(*out));
}

/* ---- Probabilities ---- */

static double sigmoid(double v)
{
	return 1 / (1 + exp(-v));
}

static void divide_by_sum(double *v, uint32_t n)
{
	double sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += v[i];
	for (uint32_t i = 0; i < n; i++)
		v[i] = sum == 0 ? 1.0 / n : v[i] / sum;
}

static void two(double second, double *out)
{
	out[0] = 1 - second;
	out[1] = second;
}

static void softmax(const double *v, uint32_t n, double *out)
{
	double most = v[largest(v, n)];

	for (uint32_t i = 0; i < n; i++)
		out[i] = exp(v[i] - most);
	divide_by_sum(out, n);
}

static double huber(double v)
{
	return ((v < -1 ? -1 : v > 1 ? 1 : v) + 1) / 2;
}

/* What one function says of its first class (Platt 1999), kept off 0 and 1. */
static double platt(double v, double a, double b)
{
	double f = v * a + b, p = f >= 0 ? exp(-f) / (1 + exp(-f)) : 1 / (1 + exp(f));

	return fmin(fmax(p, 1e-7), 1 - 1e-7);
}

/* Probabilities of classes from those of pairs: the second method of Wu, Lin, Weng, "Probability
 * estimates for multi-class classification by pairwise coupling" (2004), with libsvm's bounds. `q`:
 * n x n, from r as it stands there; qp: n. */
static void couple(uint32_t n, double *q, double *qp, double *p)
{
	unsigned rounds = n > 100 ? n : 100;

	for (uint32_t i = 0; i < n; i++)
		p[i] = 1.0 / n;
	for (unsigned round = 0; round < rounds; round++) {
		double all = 0, error = 0;
		for (uint32_t i = 0; i < n; i++) {
			qp[i] = 0;
			for (uint32_t j = 0; j < n; j++)
				qp[i] += q[i * n + j] * p[j];
			all += p[i] * qp[i];
		}
		for (uint32_t i = 0; i < n; i++)
			error = fmax(error, fabs(qp[i] - all));
		if (error < 0.005 / n)
			return;
		for (uint32_t i = 0; i < n; i++) {
			double d = (all - qp[i]) / q[i * n + i];
			p[i] += d;
			all = (all + d * (d * q[i * n + i] + 2 * qp[i])) / (1 + d) / (1 + d);
			for (uint32_t j = 0; j < n; j++) {
				qp[j] = (qp[j] + d * q[i * n + j]) / (1 + d);
				p[j] /= 1 + d;
			}
		}
	}
}

static void platt_proba(struct compute *c, const double *scores, double *out)
{
	const struct model *m = c->model;
	uint32_t n = m->labels.count;
	double sign = n == 2 ? -1 : 1; /* libsvm's own sign of the two-class function */
	double *r = c->w, *q = r + (size_t)n * n, *qp = q + (size_t)n * n;
	size_t k = 0;

	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = i + 1; j < n; j++, k++) {
			r[i * n + j] = platt(sign * scores[k], m->platt_a[k], m->platt_b[k]);
			r[j * n + i] = 1 - r[i * n + j];
		}
	for (uint32_t i = 0; i < n; i++) {
		q[i * n + i] = 0;
		for (uint32_t j = 0; j < n; j++) {
			if (j == i)
				continue;
			q[i * n + i] += r[j * n + i] * r[j * n + i];
			q[i * n + j] = -r[j * n + i] * r[i * n + j];
		}
	}
	couple(n, q, qp, out);
}

void compute_proba(struct compute *c, const double *scores, double *out)
{
	const struct model *m = c->model;
	double pair[2] = {-scores[0], scores[0]};

	switch (m->proba) {
	case PROBA_NONE:
		break;
	case PROBA_EACH:
		if (m->scores == 1) {
			two(sigmoid(scores[0]), out);
			break;
		}
		for (uint32_t i = 0; i < m->scores; i++)
			out[i] = sigmoid(scores[i]);
		divide_by_sum(out, m->scores);
		break;
	case PROBA_SOFTMAX:
		softmax(m->scores == 1 ? pair : scores, m->labels.count, out);
		break;
	case PROBA_HUBER:
		if (m->scores == 1) {
			two(huber(scores[0]), out);
			break;
		}
		for (uint32_t i = 0; i < m->scores; i++)
			out[i] = huber(scores[i]);
		divide_by_sum(out, m->scores);
		break;
	case PROBA_PLATT:
		platt_proba(c, scores, out);
		break;
	}
}
