/* Transformers as steps. What each does is scikit-learn's transform(), operation by operation, for
 * its releases from 0.20 on: attributes that a release lacks have that release's behaviour. */
#include <math.h>
#include "base/limits.h"
#include "predict/model.h"

struct loader {
	struct layout *l;
	struct part p;
	struct model *m;
	struct step s;
};

static struct part attribute(struct loader *o, const char *name)
{
	return layout_attribute(o->l, o->p, name);
}

static void add(struct loader *o)
{
	struct model *m = o->m;

	m->steps = GROW(o->l->arena, m->steps, m->step_count, &m->step_room);
	o->s.path = o->p.path;
	m->steps[m->step_count++] = o->s;
}

/* An attribute with one finite number for each column of the input. */
static bool vector(struct loader *o, const char *name, const double **out)
{
	struct part p = attribute(o, name);
	struct numbers n;

	if (!layout_finite(o->l, p, &n))
		return false;
	if (n.dims != 1 || n.count != o->s.in)
		return layout_refuse(o->l, p, "expected the shape [%u], found %.*s", o->s.in,
				     STR_ARG(layout_shape(o->l, &n)));
	*out = n.v;
	return true;
}

/* The same, or NULL when the attribute is None or the parameter says that it is not used. */
static bool optional(struct loader *o, const char *parameter, const char *name, const double **out)
{
	*out = NULL;
	if (!layout_flag(attribute(o, parameter), true) || layout_is_none(attribute(o, name)))
		return true;
	return vector(o, name, out);
}

/* ---- Scalers ---- */

static bool load_standard(struct loader *o)
{
	o->s.kind = STEP_CENTER;
	o->s.takes_nan = true;
	if (!optional(o, "with_mean", "mean_", &o->s.a) ||
	    !optional(o, "with_std", "scale_", &o->s.b))
		return false;
	add(o);
	return true;
}

static bool load_robust(struct loader *o)
{
	o->s.kind = STEP_CENTER;
	o->s.takes_nan = true;
	if (!optional(o, "with_centering", "center_", &o->s.a) ||
	    !optional(o, "with_scaling", "scale_", &o->s.b))
		return false;
	add(o);
	return true;
}

static void add_clip(struct loader *o, double low, double high)
{
	o->s.kind = STEP_CLIP;
	o->s.low = low;
	o->s.high = high;
	add(o);
}

static bool load_max_abs(struct loader *o)
{
	o->s.kind = STEP_CENTER;
	o->s.takes_nan = true;
	if (!vector(o, "scale_", &o->s.b))
		return false;
	add(o);
	if (layout_flag(attribute(o, "clip"), false))
		add_clip(o, -1, 1);
	return true;
}

static bool load_min_max(struct loader *o)
{
	struct part range = attribute(o, "feature_range");
	const struct tree *t;
	uint32_t count;
	double low, high;

	o->s.kind = STEP_RANGE;
	o->s.takes_nan = true;
	if (!vector(o, "scale_", &o->s.a) || !vector(o, "min_", &o->s.b))
		return false;
	add(o);
	if (!layout_flag(attribute(o, "clip"), false))
		return true;
	t = layout_elements(range, &count);
	if (count != 2 || !layout_number((struct part){t, range.path}, &low) ||
	    !layout_number((struct part){t->next, range.path}, &high))
		return layout_refuse(o->l, range, "expected two numbers");
	add_clip(o, low, high);
	return true;
}

static bool load_normalizer(struct loader *o)
{
	struct part p = attribute(o, "norm");
	str norm;

	o->s.kind = STEP_NORMALIZE;
	if (!layout_text(p, &norm) || !str_in(norm, "l1 l2 max"))
		return layout_refuse(o->l, p, "expected \"l1\", \"l2\" or \"max\"");
	o->s.norm = str_eq(norm, S("l1")) ? NORM_L1 : str_eq(norm, S("l2")) ? NORM_L2 : NORM_MAX;
	add(o);
	return true;
}

static bool load_binarizer(struct loader *o)
{
	struct part p = attribute(o, "threshold");

	o->s.kind = STEP_BINARIZE;
	if (!layout_number(p, &o->s.low) || !isfinite(o->s.low))
		return layout_refuse(o->l, p, "expected a number");
	add(o);
	return true;
}

/* ---- Projections ---- */

static bool load_components(struct loader *o)
{
	struct part p = attribute(o, "components_");
	struct numbers n;

	o->s.kind = STEP_PROJECT;
	if (!layout_finite(o->l, p, &n))
		return false;
	if (n.dims != 2 || n.shape[1] != o->s.in || n.shape[0] == 0 ||
	    n.shape[0] > LIMIT_PREDICT_FEATURES)
		return layout_refuse(o->l, p, "expected the shape [components, %u], found %.*s",
				     o->s.in, STR_ARG(layout_shape(o->l, &n)));
	o->s.w = n.v;
	o->s.out = (uint32_t)n.shape[0];
	return true;
}

static bool load_pca(struct loader *o)
{
	struct part p = attribute(o, "explained_variance_");
	struct numbers n;
	double *scale;

	if (!load_components(o) || !optional(o, "with_mean", "mean_", &o->s.a))
		return false;
	if (layout_flag(attribute(o, "whiten"), false)) {
		if (!layout_finite(o->l, p, &n))
			return false;
		if (n.dims != 1 || n.count != o->s.out)
			return layout_refuse(o->l, p, "expected the shape [%u], found %.*s",
					     o->s.out, STR_ARG(layout_shape(o->l, &n)));
		scale = n.v;
		for (uint32_t i = 0; i < o->s.out; i++)
			scale[i] = fmax(sqrt(fmax(scale[i], 0)), 0x1p-52);
		o->s.b = scale;
	}
	add(o);
	return true;
}

static bool load_svd(struct loader *o)
{
	if (!load_components(o))
		return false;
	add(o);
	return true;
}

/* ---- Selections ---- */

/* Keeps the columns that are marked. */
static bool keep(struct loader *o, const bool *mark)
{
	uint32_t *pick = NEW(o->l->arena, uint32_t, o->s.in);

	o->s.out = 0;
	for (uint32_t i = 0; i < o->s.in; i++)
		if (mark[i])
			pick[o->s.out++] = i;
	if (o->s.out == 0)
		return layout_refuse(o->l, o->p, "it selects no feature at all");
	o->s.pick = pick;
	add(o);
	return true;
}

static bool load_variance(struct loader *o)
{
	struct part p = attribute(o, "threshold");
	bool *mark = NEW(o->l->arena, bool, o->s.in);
	const double *v;
	double least;

	o->s.kind = STEP_PICK;
	o->s.takes_nan = true;
	if (!layout_number(p, &least))
		return layout_refuse(o->l, p, "expected a number");
	if (!vector(o, "variances_", &v))
		return false;
	for (uint32_t i = 0; i < o->s.in; i++)
		mark[i] = v[i] > least;
	return keep(o, mark);
}

/* Scores of a univariate test; what is no number counts as the smallest double. */
static bool load_scores(struct loader *o, double **out)
{
	struct part p = attribute(o, "scores_");
	struct numbers n;

	o->s.kind = STEP_PICK;
	if (!layout_numbers(o->l, p, &n))
		return false;
	if (n.dims != 1 || n.count != o->s.in)
		return layout_refuse(o->l, p, "expected the shape [%u], found %.*s", o->s.in,
				     STR_ARG(layout_shape(o->l, &n)));
	for (uint64_t i = 0; i < n.count; i++)
		if (isnan(n.v[i]))
			n.v[i] = -0x1.fffffffffffffp1023;
	*out = n.v;
	return true;
}

struct scored {
	double score;
	uint32_t i;
};

static int by_score(const struct scored *a, const struct scored *b)
{
	return a->score < b->score ? -1 : a->score > b->score ? 1 : a->i < b->i ? -1 : a->i > b->i;
}

/* Bottom-up merge sort: the C library's qsort may allocate. */
static struct scored *sort_scores(struct arena *a, const double *v, uint32_t n)
{
	struct scored *from = NEW(a, struct scored, n), *to = NEW(a, struct scored, n), *swap;

	for (uint32_t i = 0; i < n; i++)
		from[i] = (struct scored){v[i], i};
	for (uint64_t w = 1; w < n; w *= 2) {
		for (uint64_t at = 0; at < n; at += 2 * w) {
			uint64_t mid = at + w < n ? at + w : n, end = mid + w < n ? mid + w : n;
			uint64_t i = at, j = mid;
			for (uint64_t k = at; k < end; k++)
				to[k] = j == end || (i < mid && by_score(&from[i], &from[j]) <= 0)
						? from[i++]
						: from[j++];
		}
		swap = from;
		from = to;
		to = swap;
	}
	return from;
}

static bool load_best(struct loader *o)
{
	struct part p = attribute(o, "k");
	bool *mark = NEW(o->l->arena, bool, o->s.in);
	const struct scored *sorted;
	double *v, k = 0;
	str all;

	if (!load_scores(o, &v))
		return false;
	if (layout_text(p, &all) && str_eq(all, S("all")))
		k = o->s.in;
	else if (!layout_number(p, &k) || !(k >= 0) || k != floor(k))
		return layout_refuse(o->l, p, "expected a number of features or \"all\"");
	sorted = sort_scores(o->l->arena, v, o->s.in);
	for (uint32_t i = 0; i < o->s.in && i < k; i++)
		mark[sorted[o->s.in - 1 - i].i] = true;
	return keep(o, mark);
}

/* NumPy's percentile, linearly between neighbours, as SelectPercentile asks for it. */
static double percentile(const struct scored *sorted, uint32_t n, double percent)
{
	double at = percent / 100 * (n - 1), part = at - floor(at);
	uint32_t i = (uint32_t)at, j = i + 1 < n ? i + 1 : i;
	double a = sorted[i].score, d = sorted[j].score - a;

	return part < 0.5 ? a + d * part : sorted[j].score - d * (1 - part);
}

static bool load_percentile(struct loader *o)
{
	struct part p = attribute(o, "percentile");
	bool *mark = NEW(o->l->arena, bool, o->s.in);
	double *v, percent = 0, least;
	uint32_t most, marked = 0;

	if (!load_scores(o, &v))
		return false;
	if (!layout_number(p, &percent) || !(percent >= 0 && percent <= 100))
		return layout_refuse(o->l, p, "expected a number from 0 to 100");
	least = percentile(sort_scores(o->l->arena, v, o->s.in), o->s.in, 100 - percent);
	most = (uint32_t)(o->s.in * percent / 100);
	for (uint32_t i = 0; i < o->s.in; i++)
		marked += mark[i] = percent > 0 && (v[i] > least || percent == 100);
	for (uint32_t i = 0; i < o->s.in && marked < most; i++)
		if (v[i] == least && !mark[i]) {
			mark[i] = true;
			marked++;
		}
	return keep(o, mark);
}

/* ---- Imputation ---- */

static bool load_imputer(struct loader *o)
{
	struct part p = attribute(o, "statistics_"), missing = attribute(o, "missing_values");
	bool *mark = NEW(o->l->arena, bool, o->s.in), empty;
	struct numbers n;
	double v = (double)NAN;

	o->s.kind = STEP_IMPUTE;
	o->s.takes_nan = true;
	if (missing.item != NULL && (!layout_number(missing, &v) || !isnan(v)))
		return layout_refuse(o->l, missing, "only NaN is imputed");
	if (layout_flag(attribute(o, "add_indicator"), false))
		return layout_refuse(o->l, o->p, "a SimpleImputer with add_indicator");
	if (!layout_numbers(o->l, p, &n))
		return false;
	if (n.dims != 1 || n.count != o->s.in)
		return layout_refuse(o->l, p, "expected the shape [%u], found %.*s", o->s.in,
				     STR_ARG(layout_shape(o->l, &n)));
	empty = layout_flag(attribute(o, "keep_empty_features"), false);
	for (uint32_t i = 0; i < o->s.in; i++) {
		if (isinf(n.v[i]))
			return layout_refuse(o->l, p, "expected finite numbers, found an infinity");
		mark[i] = !isnan(n.v[i]) || empty;
		if (isnan(n.v[i]))
			n.v[i] = 0;
	}
	o->s.a = n.v;
	return keep(o, mark);
}

bool step_load(struct layout *l, struct part p, struct model *m, uint32_t in, bool *known)
{
	static const struct {
		const char *class;
		bool (*load)(struct loader *o);
	} classes[] = {
		{"StandardScaler", load_standard},
		{"MinMaxScaler", load_min_max},
		{"MaxAbsScaler", load_max_abs},
		{"RobustScaler", load_robust},
		{"Normalizer", load_normalizer},
		{"Binarizer", load_binarizer},
		{"PCA", load_pca},
		{"TruncatedSVD", load_svd},
		{"SimpleImputer", load_imputer},
		{"VarianceThreshold", load_variance},
		{"SelectKBest", load_best},
		{"SelectPercentile", load_percentile},
	};
	struct loader o = {l, p, m, {.in = in, .out = in}};
	str class = layout_class(p);

	for (size_t i = 0; i < COUNTOF(classes); i++)
		if (str_eq(class, str_of(classes[i].class))) {
			*known = true;
			return classes[i].load(&o);
		}
	*known = false;
	return true;
}
