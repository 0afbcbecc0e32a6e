/* Sixteen pairs at a time. Nearly all of them lie below the maxima so far and are only added up; a
 * step in which something is larger, or not finite, is looked at pair by pair. The order of
 * additions is fixed, so that results are the same bits on every machine. */
#include "compare/tally.h"

#include <float.h>
#include <math.h>

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#endif

enum { LANES = 4, STEP = 16 };

typedef double four VECTOR(32);
typedef long long flags VECTOR(32);

void tally_begin(struct tally *t, struct arena *a, const struct compare_ask *ask,
		 struct compare_numbers *n, uint64_t columns, uint64_t rows_expected)
{
	*t = (struct tally){.n = n, .tolerance = ask->tolerance, .absolute = ask->absolute};
	*n = (struct compare_numbers){.columns = columns};
	t->rows = columns > 1;
	t->top[0] = t->top[1] = -(double)INFINITY;
	n->cosine_min = (double)INFINITY;
	n->length_low = (double)INFINITY;
	if (t->rows)
		ranks_init(&t->cosines, a, rows_expected);
}

/* ---- One pair ---- */

/* Not finite, at least one of them. Alike: it says nothing of the row's direction. */
static void not_finite(struct tally *t, double a, double b, uint64_t at)
{
	struct compare_numbers *n = t->n;

	n->nan[0] += isnan(a) != 0;
	n->nan[1] += isnan(b) != 0;
	n->infinite[0] += isinf(a) != 0;
	n->infinite[1] += isinf(b) != 0;
	t->row_has_nan |= isnan(a) || isnan(b);
	if (a == b || (isnan(a) && isnan(b)))
		return;
	t->row_moved = true;
	if (n->moved++ == 0)
		n->moved_at = at;
}

static double larger(double a, double b)
{
	return a > b ? a : b;
}

static void far_off(struct tally *t, double a, double b, double d, uint64_t at)
{
	struct compare_numbers *n = t->n;

	if (d <= n->far_off || d <= t->absolute || d <= t->tolerance * larger(fabs(a), fabs(b)))
		return;
	n->far_off = d;
	n->far_at = at;
	n->far_values[0] = a;
	n->far_values[1] = b;
}

static void differs(struct tally *t, double a, double b, double d, uint64_t at)
{
	struct compare_numbers *n = t->n;
	double ratio;

	t->row_differs = true;
	if (d > n->max_absolute) {
		n->max_absolute = d < DBL_MAX ? d : DBL_MAX;
		n->max_absolute_at = at;
		n->worst[0] = a;
		n->worst[1] = b;
	}
	if (a == 0) {
		n->from_zero++;
	} else if (d > n->max_relative * fabs(a)) {
		ratio = d / fabs(a);
		n->max_relative = ratio < DBL_MAX ? ratio : DBL_MAX;
		n->max_relative_at = at;
	}
	if (!t->rows)
		far_off(t, a, b, d, at);
}

static void top(struct tally *t, unsigned side, double v, uint64_t at)
{
	if (v > t->top[side]) {
		t->top[side] = v;
		t->top_at[side] = at;
	}
}

static void one(struct tally *t, double a, double b, uint64_t at)
{
	double d = fabs(a - b);

	top(t, 0, a, at);
	top(t, 1, b, at);
	t->improper |= !(a >= 0);
	if (!isfinite(a) || !isfinite(b)) {
		not_finite(t, a, b, at);
		return;
	}
	if (d > 0)
		differs(t, a, b, d, at);
	t->dot += a * b;
	t->aa += a * a;
	t->bb += b * b;
	t->sum += a;
	t->sum_magnitude += fabs(a);
	t->finite++;
}

/* ---- Many ---- */

struct sums {
	four dot, aa, bb, sum, magnitude;
	flags differ, negative;
};

/* (By pointer: vectors as parameters have another ABI without AVX.) */
static ALWAYS_INLINE void absolute(four *v)
{
	*v = (four)((flags)*v & 0x7fffffffffffffffLL);
}

static ALWAYS_INLINE bool any(const flags *f)
{
	return ((*f)[0] | (*f)[1] | (*f)[2] | (*f)[3]) != 0;
}

static ALWAYS_INLINE double total(const four *v)
{
	return ((*v)[0] + (*v)[1]) + ((*v)[2] + (*v)[3]);
}

/* Adds a step up, unless something in it needs a closer look. `rows` is a constant. */
static ALWAYS_INLINE bool quick(const struct tally *t, const double *a, const double *b, bool rows,
				struct sums *s)
{
	const struct compare_numbers *n = t->n;
	four x[LANES], y[LANES], size[LANES];
	flags look = {0}, differ = {0}, negative = {0};

	UNROLL(4)
	for (unsigned i = 0; i < LANES; i++) {
		four d;
		memcpy(&x[i], a + LANES * i, sizeof(four));
		memcpy(&y[i], b + LANES * i, sizeof(four));
		d = x[i] - y[i];
		size[i] = x[i];
		absolute(&d);
		absolute(&size[i]);
		look |= ~(d <= n->max_absolute) | ~(d <= n->max_relative * size[i]);
		if (rows)
			look |= (x[i] > t->top[0]) | (y[i] > t->top[1]);
		else
			look |= (d > n->far_off) & (d > t->tolerance * size[i]);
		differ |= d > 0;
		negative |= x[i] < 0;
	}
	if (any(&look))
		return false;
	UNROLL(4)
	for (unsigned i = 0; i < LANES; i++) {
		if (rows) {
			s->dot += x[i] * y[i];
			s->aa += x[i] * x[i];
			s->bb += y[i] * y[i];
			s->sum += x[i];
		} else {
			s->magnitude += size[i];
		}
	}
	s->differ |= differ;
	s->negative |= negative;
	return true;
}

static ALWAYS_INLINE void part(struct tally *t, const double *a, const double *b, size_t count,
			       bool rows)
{
	struct sums s = {0};
	uint64_t at = t->n->values;
	size_t i = 0;

	for (; i + STEP <= count; i += STEP) {
		if (quick(t, a + i, b + i, rows, &s)) {
			t->finite += STEP;
			continue;
		}
		for (size_t k = i; k < i + STEP; k++)
			one(t, a[k], b[k], at + k);
	}
	for (; i < count; i++)
		one(t, a[i], b[i], at + i);
	t->dot += total(&s.dot);
	t->aa += total(&s.aa);
	t->bb += total(&s.bb);
	t->sum += total(&s.sum);
	t->sum_magnitude += total(&s.magnitude);
	t->row_differs |= any(&s.differ);
	t->improper |= any(&s.negative);
	t->n->values += count;
}

static void part_plain(struct tally *t, const double *a, const double *b, size_t count)
{
	if (t->rows)
		part(t, a, b, count, true);
	else
		part(t, a, b, count, false);
}

FOR_AVX2 static void part_avx2(struct tally *t, const double *a, const double *b, size_t count)
{
	if (t->rows)
		part(t, a, b, count, true);
	else
		part(t, a, b, count, false);
}

/* ---- Rows ---- */

static void cosine(struct tally *t)
{
	struct compare_numbers *n = t->n;
	double c = 0, length;

	if (t->row_moved || !isfinite(t->aa) || !isfinite(t->bb) || !isfinite(t->dot)) {
		n->no_cosine++;
		return;
	}
	if (!t->row_differs)
		c = 1;
	else if (t->aa > 0 && t->bb > 0)
		c = t->dot / (sqrt(t->aa) * sqrt(t->bb));
	c = c > 1 ? 1 : c < -1 ? -1 : c;
	if (c < n->cosine_min) {
		n->cosine_min = c;
		n->cosine_min_at = n->rows;
	}
	ranks_add(&t->cosines, c);
	length = !t->row_differs ? 1 : sqrt(t->bb) / sqrt(t->aa);
	if (t->aa == 0 || t->bb == 0 || !isfinite(length))
		return;
	if (length < n->length_low) {
		n->length_low = length;
		n->length_low_at = n->rows;
	}
	if (length > n->length_high) {
		n->length_high = length;
		n->length_high_at = n->rows;
	}
}

/* Half precision rounds each of a thousand classes by up to 2^-12 of itself. */
#define NEAR_ONE 2e-3

static void end_row(struct tally *t)
{
	struct compare_numbers *n = t->n;

	cosine(t);
	t->improper |= !(fabs(t->sum - 1) <= NEAR_ONE);
	if (t->top_at[0] != t->top_at[1] && !t->row_has_nan && n->changed++ == 0)
		n->changed_at = n->rows;
	n->rows++;
	t->in_row = 0;
	t->dot = t->aa = t->bb = t->sum = 0;
	t->top[0] = t->top[1] = -(double)INFINITY;
	t->top_at[0] = t->top_at[1] = n->values;
	t->row_moved = t->row_differs = t->row_has_nan = false;
}

void tally_add(struct tally *t, const double *a, const double *b, size_t count)
{
	while (count > 0) {
		uint64_t left = t->rows ? t->n->columns - t->in_row : count;
		size_t take = left < count ? (size_t)left : count;
		if (HAVE_AVX2)
			part_avx2(t, a, b, take);
		else
			part_plain(t, a, b, take);
		a += take;
		b += take;
		count -= take;
		t->in_row += take;
		if (t->rows && t->in_row == t->n->columns)
			end_row(t);
	}
}

void tally_end(struct tally *t)
{
	struct compare_numbers *n = t->n;

	if (!t->rows)
		n->rows = n->values;
	n->magnitude = t->finite > 0 ? t->sum_magnitude / (double)t->finite : 0;
	n->probabilities = t->rows && n->rows > 0 && !t->improper;
	n->has_cosine = t->cosines.n > 0;
	if (!n->has_cosine)
		n->cosine_min = 0;
	if (n->length_low > n->length_high) /* no row has a length */
		n->length_low = n->length_high = 1;
	n->ranked = n->has_cosine && !t->cosines.full;
	if (n->ranked) {
		n->cosine_p1 = ranks_quantile(&t->cosines, 0.01);
		n->cosine_median = ranks_quantile(&t->cosines, 0.5);
	}
}
