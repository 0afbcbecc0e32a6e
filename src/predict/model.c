/* Pipelines and wrappers: what is in them is the model. */
#include "predict/model.h"

#include "base/limits.h"

uint32_t model_decisions(const struct model *m)
{
	return m->decide == DECIDE_VOTES && !m->ovo ? m->labels.count : m->scores;
}

#define MODEL_DEPTH 16 /* pipelines in searches in pipelines */

/* How many columns go in: n_features_in_ of this, or of what it is made of; releases before 0.24
 * tell it by the shape of a fitted array. */
static bool feature_count(struct layout *l, struct part p, unsigned depth, double *out)
{
	static const char *const vectors[] = {"scale_",	     "mean_",	    "variances_",
					      "scores_",     "statistics_", "center_",
					      "components_", "coef_",	    "support_vectors_"};
	struct part steps = layout_attribute(l, p, "steps"), in;
	const struct tree *t, *pair;
	struct numbers n;
	uint32_t count;

	if (layout_number(layout_attribute(l, p, "n_features_in_"), out))
		return true;
	in = layout_attribute(l, p, "best_estimator_");
	if (in.item != NULL && depth < MODEL_DEPTH && feature_count(l, in, depth + 1, out))
		return true;
	for (t = layout_elements(steps, &count); t != NULL && depth < MODEL_DEPTH; t = t->next) {
		pair = layout_elements((struct part){t, steps.path}, &count);
		if (count == 2 &&
		    feature_count(l, (struct part){pair->next, p.path}, depth + 1, out))
			return true;
	}
	for (size_t i = 0; i < COUNTOF(vectors); i++) {
		struct part v = layout_attribute(l, p, vectors[i]);
		if (!tree_is(v.item, TREE_TABLE) || tree_get(v.item, S("$array")) == NULL)
			continue;
		if (!layout_numbers(l, v, &n) || n.dims == 0)
			return false;
		*out = (double)n.shape[n.dims - 1];
		return true;
	}
	return false;
}

static bool find_features(struct layout *l, struct part root, struct model *m)
{
	double n = 0;

	if (!feature_count(l, root, 0, &n))
		return layout_refuse(l, root,
				     "an object of %.*s, which does not say how many features it "
				     "takes: assay predict runs linear models, and pipelines of "
				     "scalers and a linear model",
				     STR_ARG(layout_class_shown(l, root)));
	if (!(n >= 1 && n <= (double)LIMIT_PREDICT_FEATURES) || n != (double)(uint32_t)n)
		return layout_refuse(l, root, "expected from 1 to %llu features, found %g",
				     (unsigned long long)LIMIT_PREDICT_FEATURES, n);
	m->features = (uint32_t)n;
	return true;
}

/* feature_names_in_ of this or of the first that has them; NULL: it was trained without names. */
static bool find_names(struct layout *l, struct part p, struct model *m, unsigned depth)
{
	struct part names = layout_attribute(l, p, "feature_names_in_"), steps;
	struct labels found;
	const struct tree *t, *pair;
	uint32_t count;

	if (!layout_is_none(names)) {
		if (!layout_labels(l, names, &found))
			return false;
		if (found.kind != LABELS_TEXT || found.count != m->features)
			return layout_refuse(l, names,
					     "expected %u names of features, found %u labels",
					     m->features, found.count);
		m->names = NEW(l->arena, str, found.count);
		for (uint32_t i = 0; i < found.count; i++)
			m->names[i] = found.v[i].text;
		return true;
	}
	steps = layout_attribute(l, p, "best_estimator_");
	if (steps.item != NULL)
		return depth >= MODEL_DEPTH || find_names(l, steps, m, depth + 1);
	steps = layout_attribute(l, p, "steps");
	t = layout_elements(steps, &count); /* only what sees the input itself knows its names */
	if (t == NULL || depth >= MODEL_DEPTH)
		return true;
	pair = layout_elements((struct part){t, steps.path}, &count);
	return count != 2 || find_names(l, (struct part){pair->next, p.path}, m, depth + 1);
}

static bool load(struct layout *l, struct part p, struct model *m, uint32_t *width, unsigned depth,
		 bool last);

static bool load_steps(struct layout *l, struct part steps, struct model *m, uint32_t *width,
		       unsigned depth, bool last)
{
	uint32_t count, i = 0, of_pair;
	const struct tree *t = layout_elements(steps, &count), *pair;

	if (count == 0)
		return layout_refuse(l, steps, "expected the steps of a pipeline");
	for (; t != NULL; t = t->next, i++) {
		struct part one = layout_element(l, steps, t, i), step;
		str text = S("");
		pair = layout_elements(one, &of_pair);
		if (of_pair != 2)
			return layout_refuse(l, one, "expected a name and a step");
		step = layout_element(l, one, pair->next, 1);
		if (i + 1 == count && last)
			return load(l, step, m, width, depth, true);
		if (layout_is_none(step) ||
		    (layout_text(step, &text) && str_eq(text, S("passthrough"))))
			continue;
		if (!load(l, step, m, width, depth, false))
			return false;
	}
	return true;
}

/* An estimator when it is the last, otherwise a transformer (or a pipeline of them). */
static bool load(struct layout *l, struct part p, struct model *m, uint32_t *width, unsigned depth,
		 bool last)
{
	str class = layout_class(p);
	bool known = false;

	if (depth > MODEL_DEPTH)
		return layout_refuse(l, p, "pipelines nested deeper than %u", MODEL_DEPTH);
	if (str_eq(class, S("Pipeline")))
		return load_steps(l, layout_attribute(l, p, "steps"), m, width, depth + 1, last);
	if (last && str_in(class, "GridSearchCV RandomizedSearchCV") && class.n > 0)
		return load(l, layout_attribute(l, p, "best_estimator_"), m, width, depth + 1,
			    last);
	if (last)
		return linear_load(l, p, m, *width);
	if (!step_load(l, p, m, *width, &known))
		return false;
	if (!known)
		return layout_refuse(l, p, "an object of %.*s: not a step that assay predict knows",
				     STR_ARG(layout_class_shown(l, p)));
	*width = m->step_count > 0 ? m->steps[m->step_count - 1].out : *width;
	if (*width > m->width)
		m->width = *width;
	return true;
}

bool model_load(struct layout *l, struct model *m)
{
	struct part root = {l->root, S("root")};
	uint32_t width;

	*m = (struct model){.spreads = true};
	if (!find_features(l, root, m) || !find_names(l, root, m, 0))
		return false;
	width = m->width = m->features;
	if (!load(l, root, m, &width, 0, true))
		return false;
	for (uint32_t i = 0; i < m->step_count; i++) {
		if (m->steps[i].kind == STEP_IMPUTE)
			m->takes_nan = true;
		if (m->steps[i].kind == STEP_IMPUTE || !m->steps[i].takes_nan)
			break;
	}
	for (uint32_t i = 0; i < m->step_count; i++)
		m->spreads &= m->steps[i].kind == STEP_CENTER || m->steps[i].kind == STEP_RANGE ||
			      m->steps[i].kind == STEP_PROJECT;
	return true;
}
