/* What is within tolerance. Rows may turn by so much (cosine) and stretch by so much (length), so
 * that one large number of an embedding cannot hide that the others moved; values that stand for
 * themselves may differ by a share of themselves, and what is tiny beside the others by a hundredth
 * of that share of their mean; labels may change in so many places. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include "base/limits.h"
#include "compare/compare_int.h"
#include "text/tree.h"

str compare_why(struct arena *a, const char *fmt, ...)
{
	char text[LIMIT_MESSAGE_BYTES];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	return arena_dup(a, str_of(text));
}

#define QUOTED_BYTES 80

str compare_quoted(struct arena *a, str s)
{
	struct buf b = buf_in(a);
	str quoted;

	tree_quote(&b, str_slice(s, 0, QUOTED_BYTES));
	quoted = buf_str(&b);
	quoted = str_slice(quoted, 1, quoted.n - 1);
	return s.n > QUOTED_BYTES ? arena_printf(a, "%.*s...", STR_ARG(quoted)) : quoted;
}

/* 0.505 is 0.5 and 1 %, although 0.505 - 0.5 is a little more than 0.005. */
#define ROUNDING (1 + 1e-9)

static void outside(struct compare_item *it, str why)
{
	it->verdict = COMPARE_OUTSIDE;
	it->why = why;
}

/* "row 3, column 5" or "value 17". */
static str place(struct arena *a, const struct compare_numbers *n, uint64_t at)
{
	if (n->columns > 1)
		return arena_printf(a, "row %llu, column %llu",
				    (unsigned long long)(at / n->columns),
				    (unsigned long long)(at % n->columns));
	return arena_printf(a, "value %llu", (unsigned long long)at);
}

static double percent(uint64_t part, uint64_t all)
{
	return all > 0 ? 100 * (double)part / (double)all : 0;
}

static bool too_many(const struct compare_ask *ask, uint64_t part, uint64_t all)
{
	return (double)part > ask->max_changed * ROUNDING * (double)all;
}

static void judge_rows(struct arena *a, const struct compare_ask *ask, struct compare_item *it)
{
	const struct compare_numbers *n = &it->n;
	bool scores = n->probabilities || ask->predictions;

	if (n->no_cosine > 0 || !n->has_cosine) {
		it->verdict = COMPARE_INCOMPARABLE;
		it->why = compare_why(a, "%llu rows have no cosine: their squares are too large",
				      (unsigned long long)n->no_cosine);
	} else if (n->cosine_min < ask->min_cosine) {
		outside(it, compare_why(a, "row %llu: its cosine similarity %.6g is below %g",
					(unsigned long long)n->cosine_min_at, n->cosine_min,
					ask->min_cosine));
	} else if (n->length_low < 1 - ask->tolerance * ROUNDING ||
		   n->length_high > 1 + ask->tolerance * ROUNDING) {
		bool shorter = 1 - n->length_low > n->length_high - 1;
		outside(it, compare_why(a, "row %llu: its length is %.6g times what it was",
					(unsigned long long)(shorter ? n->length_low_at
								     : n->length_high_at),
					shorter ? n->length_low : n->length_high));
	} else if (scores && too_many(ask, n->changed, n->rows)) {
		outside(it,
			compare_why(a,
				    "%llu of %llu rows (%.3g %%) have another largest value, the "
				    "first is row %llu",
				    (unsigned long long)n->changed, (unsigned long long)n->rows,
				    percent(n->changed, n->rows),
				    (unsigned long long)n->changed_at));
	}
}

static void judge_values(struct arena *a, const struct compare_ask *ask, struct compare_item *it)
{
	const struct compare_numbers *n = &it->n;

	if (n->far_off > ask->tolerance * n->magnitude / 100)
		outside(it,
			compare_why(a, "%.*s was %.6g and is %.6g", STR_ARG(place(a, n, n->far_at)),
				    n->far_values[0], n->far_values[1]));
}

static void judge_labels(struct arena *a, const struct compare_ask *ask, struct compare_item *it)
{
	const struct compare_numbers *n = &it->n;

	if (too_many(ask, n->changed, n->values))
		outside(it,
			compare_why(a,
				    "%llu of %llu values (%.3g %%) are others, the first is "
				    "value %llu",
				    (unsigned long long)n->changed, (unsigned long long)n->values,
				    percent(n->changed, n->values),
				    (unsigned long long)n->changed_at));
}

static void judge_metric(struct arena *a, const struct compare_ask *ask, struct compare_item *it)
{
	double before = it->value[0], after = it->value[1], d = fabs(after - before);

	if (before == after || (isnan(before) && isnan(after)) || d <= ask->absolute ||
	    (isfinite(d) && d <= ask->tolerance * ROUNDING * fabs(before)))
		return;
	if (before == 0 || !isfinite(d))
		outside(it, compare_why(a, "it was %.6g and is %.6g", before, after));
	else
		outside(it, compare_why(a, "it was %.6g and is %.6g (%+.3g %%)", before, after,
					100 * (after - before) / fabs(before)));
}

void compare_judge(struct arena *a, const struct compare_ask *ask, struct compare_item *it)
{
	const struct compare_numbers *n = &it->n;

	it->verdict = COMPARE_WITHIN;
	if (it->kind == COMPARE_METRIC) {
		judge_metric(a, ask, it);
		return;
	}
	if (n->values == 0) {
		it->verdict = COMPARE_INCOMPARABLE;
		it->why = S("it is empty: there is nothing to compare");
	} else if (n->moved > 0) {
		outside(it, compare_why(a,
					"%llu values are NaN or infinite on one side only, the "
					"first is %.*s",
					(unsigned long long)n->moved,
					STR_ARG(place(a, n, n->moved_at))));
	} else if (it->kind == COMPARE_ROWS) {
		judge_rows(a, ask, it);
	} else if (it->kind == COMPARE_VALUES) {
		judge_values(a, ask, it);
	} else {
		judge_labels(a, ask, it);
	}
}
