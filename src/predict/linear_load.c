/* Estimators as a linear function and what is made of it. SVC's one-against-one functions of
 * support vectors are multiplied out when the kernel is linear. */
#include <math.h>
#include "base/limits.h"
#include "predict/model.h"

struct loader {
	struct layout *l;
	struct part p;
	struct model *m;
};

static struct part attribute(struct loader *o, const char *name)
{
	return layout_attribute(o->l, o->p, name);
}

static bool is_text(struct part p, const char *words)
{
	str text;

	return layout_text(p, &text) && str_in(text, words);
}

static bool wrong_shape(struct loader *o, struct part p, const struct numbers *n, str want)
{
	return layout_refuse(o->l, p, "expected the shape %.*s, found %.*s", STR_ARG(want),
			     STR_ARG(layout_shape(o->l, n)));
}

/* coef_ and intercept_. */
static bool load_coefficients(struct loader *o)
{
	struct part coef = attribute(o, "coef_"), intercept = attribute(o, "intercept_");
	struct model *m = o->m;
	struct numbers w, b = {0};
	double *each;

	if (tree_is(coef.item, TREE_TABLE) && tree_get(coef.item, S("$class")) != NULL)
		return layout_refuse(o->l, coef,
				     "sparse coefficients: call densify() before the model is "
				     "saved");
	if (!layout_finite(o->l, coef, &w))
		return false;
	m->flat = w.dims == 1;
	m->scores = m->flat ? 1 : (uint32_t)w.shape[0];
	if ((w.dims != 1 && w.dims != 2) || w.shape[w.dims - 1] != m->in || w.count == 0)
		return wrong_shape(
			o, coef, &w,
			arena_printf(o->l->arena, "[%u] or [outputs, %u]", m->in, m->in));
	m->w = w.v;
	each = NEW(o->l->arena, double, m->scores);
	if (!layout_is_none(intercept)) {
		if (!layout_finite(o->l, intercept, &b))
			return false;
		if (b.count != 1 && b.count != m->scores)
			return wrong_shape(o, intercept, &b,
					   arena_printf(o->l->arena, "[%u]", m->scores));
		for (uint32_t i = 0; i < m->scores; i++)
			each[i] = b.v[b.count == 1 ? 0 : i];
	}
	m->b = each;
	return true;
}

static bool load_labels(struct loader *o, struct part p)
{
	struct model *m = o->m;

	m->decisions = true;
	if (!layout_labels(o->l, p, &m->labels))
		return false;
	if (m->labels.count != (m->scores == 1 ? 2 : m->scores))
		return layout_refuse(o->l, p, "expected %u labels, as coef_ says, found %u",
				     m->scores == 1 ? 2 : m->scores, m->labels.count);
	m->decide = m->scores == 1 ? DECIDE_SIGN : DECIDE_LARGEST;
	return true;
}

/* ---- Families ---- */

static bool load_regressor(struct loader *o)
{
	return load_coefficients(o);
}

static bool load_log_regressor(struct loader *o)
{
	o->m->link = LINK_LOG;
	return load_coefficients(o);
}

static bool load_tweedie(struct loader *o)
{
	struct part link = attribute(o, "link"), power = attribute(o, "power");
	double v = 0;

	if (!is_text(link, "auto identity log"))
		return layout_refuse(o->l, link, "expected \"auto\", \"identity\" or \"log\"");
	if (is_text(link, "auto") && !layout_number(power, &v))
		return layout_refuse(o->l, power, "expected a number");
	o->m->link =
		is_text(link, "log") || (is_text(link, "auto") && v > 0) ? LINK_LOG : LINK_IDENTITY;
	return load_coefficients(o);
}

static bool load_classifier(struct loader *o)
{
	return load_coefficients(o) && load_labels(o, attribute(o, "classes_"));
}

static bool load_logistic(struct loader *o)
{
	struct part multi = attribute(o, "multi_class");
	bool automatic, ovr;

	if (!load_classifier(o))
		return false;
	automatic = layout_is_none(multi) || is_text(multi, "auto deprecated");
	ovr = is_text(multi, "ovr warn") ||
	      (automatic &&
	       (o->m->labels.count <= 2 || is_text(attribute(o, "solver"), "liblinear")));
	o->m->proba = ovr ? PROBA_EACH : PROBA_SOFTMAX;
	return true;
}

static bool load_sgd(struct loader *o)
{
	struct part loss = attribute(o, "loss");

	o->m->proba = is_text(loss, "log log_loss")	? PROBA_EACH
		      : is_text(loss, "modified_huber") ? PROBA_HUBER
							: PROBA_NONE;
	return load_classifier(o);
}

static bool load_discriminant(struct loader *o)
{
	if (!load_classifier(o))
		return false;
	o->m->proba = o->m->labels.count == 2 ? PROBA_EACH : PROBA_SOFTMAX;
	return true;
}

/* The labels are those of its label binarizer. */
static bool load_ridge_classifier(struct loader *o)
{
	struct part binarizer = attribute(o, "_label_binarizer");
	struct part type = layout_attribute(o->l, binarizer, "y_type_");

	if (!is_text(type, "binary multiclass"))
		return layout_refuse(o->l, type, "expected \"binary\" or \"multiclass\"");
	return load_coefficients(o) &&
	       load_labels(o, layout_attribute(o->l, binarizer, "classes_"));
}

/* ---- Support vectors ---- */

struct vectors {
	struct numbers dual, support, intercept, of_class;
};

/* `_name`, or as old releases have it `name_`. */
static struct part either(struct loader *o, const char *a, const char *b)
{
	struct part p = attribute(o, a);

	return p.item != NULL ? p : attribute(o, b);
}

static bool load_vectors(struct loader *o, struct vectors *v)
{
	struct part kernel = attribute(o, "kernel"), dual = attribute(o, "dual_coef_");
	struct part support = attribute(o, "support_vectors_");
	str name = S("a function");

	if (!is_text(kernel, "linear")) {
		if (layout_text(kernel, &name))
			name = layout_quoted(o->l->arena, name);
		return layout_refuse(o->l, o->p,
				     "%.*s with kernel %.*s: only linear kernels are "
				     "predicted",
				     STR_ARG(layout_class_shown(o->l, o->p)), STR_ARG(name));
	}
	if (layout_flag(attribute(o, "_sparse"), false))
		return layout_refuse(o->l, o->p,
				     "it was trained on sparse data: its support vectors are "
				     "no array");
	if (!layout_finite(o->l, dual, &v->dual) || !layout_finite(o->l, support, &v->support) ||
	    !layout_finite(o->l, attribute(o, "intercept_"), &v->intercept))
		return false;
	if (v->support.dims != 2 || v->support.shape[1] != o->m->in)
		return wrong_shape(o, support, &v->support,
				   arena_printf(o->l->arena, "[vectors, %u]", o->m->in));
	if (v->dual.dims != 2 || v->dual.shape[1] != v->support.shape[0] || v->dual.shape[0] == 0)
		return wrong_shape(o, dual, &v->dual,
				   arena_printf(o->l->arena, "[classes - 1, %llu]",
						(unsigned long long)v->support.shape[0]));
	return true;
}

/* Adds `coefficient` support vectors [from, to) to w. */
static void add_vectors(const struct vectors *v, uint64_t row, uint64_t from, uint64_t to,
			double *w)
{
	uint64_t n = v->support.shape[1];

	for (uint64_t s = from; s < to; s++) {
		double c = v->dual.v[row * v->dual.shape[1] + s];
		for (uint64_t i = 0; i < n; i++)
			w[i] += c * v->support.v[s * n + i];
	}
}

static bool load_svr(struct loader *o)
{
	struct vectors v = {0};
	double *w;

	if (!load_vectors(o, &v))
		return false;
	if (v.dual.shape[0] != 1)
		return wrong_shape(o, attribute(o, "dual_coef_"), &v.dual, S("[1, vectors]"));
	if (v.intercept.count != 1)
		return wrong_shape(o, attribute(o, "intercept_"), &v.intercept, S("[1]"));
	w = NEW(o->l->arena, double, o->m->in);
	add_vectors(&v, 0, 0, v.support.shape[0], w);
	o->m->w = w;
	o->m->b = v.intercept.v;
	o->m->scores = 1;
	o->m->flat = true;
	return true;
}

/* Where the support vectors of each class begin; `classes` + 1 of them. */
static bool vector_places(struct loader *o, struct vectors *v, uint32_t classes, uint64_t **out)
{
	struct part p = either(o, "_n_support", "n_support_");
	double sum = 0;

	if (!layout_finite(o->l, p, &v->of_class))
		return false;
	if (v->of_class.dims != 1 || v->of_class.count != classes)
		return wrong_shape(o, p, &v->of_class, arena_printf(o->l->arena, "[%u]", classes));
	*out = NEW(o->l->arena, uint64_t, classes + 1);
	for (uint32_t i = 0; i < classes; i++) {
		double n = v->of_class.v[i];
		if (!(n >= 0 && n <= (double)v->support.shape[0]) || n != floor(n))
			return layout_refuse(o->l, p, "expected numbers of vectors, found %g", n);
		sum += n;
		(*out)[i + 1] = (uint64_t)sum;
	}
	if (sum != (double)v->support.shape[0])
		return layout_refuse(o->l, p, "expected %llu vectors in all, found %.0f",
				     (unsigned long long)v->support.shape[0], sum);
	return true;
}

static bool load_platt(struct loader *o)
{
	struct part a = either(o, "_probA", "probA_"), b = either(o, "_probB", "probB_");
	struct numbers n;

	if (!layout_flag(attribute(o, "probability"), false))
		return true;
	if (!layout_finite(o->l, a, &n))
		return false;
	if (n.count == 0)
		return true;
	if (n.count != o->m->scores)
		return wrong_shape(o, a, &n, arena_printf(o->l->arena, "[%u]", o->m->scores));
	o->m->platt_a = n.v;
	if (!layout_finite(o->l, b, &n))
		return false;
	if (n.count != o->m->scores)
		return wrong_shape(o, b, &n, arena_printf(o->l->arena, "[%u]", o->m->scores));
	o->m->platt_b = n.v;
	o->m->proba = PROBA_PLATT;
	return true;
}

/* libsvm's rule: the function of classes i < j uses row j - 1 for the vectors of i, and row i for
 * those of j. (scikit-learn turns the sign of the two-class one around: > 0 is the second class.)
 */
static bool load_svc(struct loader *o)
{
	struct model *m = o->m;
	struct vectors v = {0};
	uint64_t *place = NULL, k = 0;
	uint32_t classes;
	double *w;

	if (!load_vectors(o, &v) || !layout_labels(o->l, attribute(o, "classes_"), &m->labels))
		return false;
	classes = m->labels.count;
	m->decisions = true;
	if (classes < 2 || v.dual.shape[0] != classes - 1)
		return wrong_shape(o, attribute(o, "dual_coef_"), &v.dual,
				   arena_printf(o->l->arena, "[%u, vectors]", classes - 1));
	m->scores = classes * (classes - 1) / 2;
	if ((uint64_t)classes * classes > LIMIT_PREDICT_ARRAYS / 8 / m->in)
		return layout_refuse(o->l, o->p, "%u classes are more than assay predict holds",
				     classes);
	if (v.intercept.count != m->scores)
		return wrong_shape(o, attribute(o, "intercept_"), &v.intercept,
				   arena_printf(o->l->arena, "[%u]", m->scores));
	if (!vector_places(o, &v, classes, &place))
		return false;
	w = NEW(o->l->arena, double, (size_t)m->scores * m->in);
	for (uint32_t i = 0; i < classes; i++)
		for (uint32_t j = i + 1; j < classes; j++, k++) {
			add_vectors(&v, j - 1, place[i], place[i + 1], w + k * m->in);
			add_vectors(&v, i, place[j], place[j + 1], w + k * m->in);
		}
	m->w = w;
	m->b = v.intercept.v;
	m->decide = classes == 2 ? DECIDE_SIGN_0 : DECIDE_VOTES;
	m->ovo = !is_text(attribute(o, "decision_function_shape"), "ovr");
	m->break_ties = layout_flag(attribute(o, "break_ties"), false) && classes > 2;
	if (m->break_ties && m->ovo)
		return layout_refuse(o->l, o->p,
				     "break_ties with decision_function_shape \"ovo\", which "
				     "scikit-learn refuses too");
	return load_platt(o);
}

bool linear_load(struct layout *l, struct part p, struct model *m, uint32_t in)
{
	static const struct {
		const char *classes;
		bool (*load)(struct loader *o);
	} families[] = {
		{"LinearRegression Ridge RidgeCV Lasso LassoCV ElasticNet ElasticNetCV "
		 "MultiTaskLasso "
		 "MultiTaskLassoCV MultiTaskElasticNet MultiTaskElasticNetCV Lars LarsCV LassoLars "
		 "LassoLarsCV LassoLarsIC OrthogonalMatchingPursuit OrthogonalMatchingPursuitCV "
		 "BayesianRidge ARDRegression HuberRegressor TheilSenRegressor QuantileRegressor "
		 "SGDRegressor PassiveAggressiveRegressor LinearSVR",
		 load_regressor},
		{"PoissonRegressor GammaRegressor", load_log_regressor},
		{"TweedieRegressor", load_tweedie},
		{"LogisticRegression LogisticRegressionCV", load_logistic},
		{"SGDClassifier", load_sgd},
		{"Perceptron PassiveAggressiveClassifier LinearSVC", load_classifier},
		{"RidgeClassifier RidgeClassifierCV", load_ridge_classifier},
		{"LinearDiscriminantAnalysis", load_discriminant},
		{"SVR NuSVR", load_svr},
		{"SVC NuSVC", load_svc},
	};
	struct loader o = {l, p, m};
	str class = layout_class(p);

	m->in = in;
	for (size_t i = 0; i < COUNTOF(families); i++)
		if (class.n > 0 && str_in(class, families[i].classes))
			return families[i].load(&o);
	return layout_refuse(
		l, p,
		"an object of %.*s: assay predict runs linear models, and pipelines of "
		"scalers and a linear model; python/assay_load.py predicts trees too",
		STR_ARG(layout_class_shown(l, p)));
}
