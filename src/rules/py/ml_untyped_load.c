/* The result of a pickle or JSON load used as if its shape were known: `json.load(f)["a"]["b"]`,
 * `pickle.load(f).predict(x)`, `requests.get(u).json()["a"]["b"]`. Only the direct chain is taken
 * (two levels for data, one for a model), so that code which looks first is never hit. */
#include "rules/py/origin.h"

/* The subscripts and attributes put on the call in the same expression. */
static unsigned chained(const struct check *c, uint32_t *methods)
{
	unsigned n = 0;

	*methods = 0;
	for (uint32_t i = 0;; i++) {
		const struct node *p = check_parent(c, i);
		const struct node *below = i == 0 ? NULL : check_parent(c, i - 1);

		if (p == NULL)
			return n;
		if (p->kind == NODE_SUBSCRIPT && (below == NULL || p->child == below))
			n++;
		else if (p->kind == NODE_ATTRIBUTE)
			(*methods)++;
		else
			return n;
	}
}

static void untyped_model(struct check *c, const struct node *call)
{
	const struct node *p = check_parent(c, 0);

	if (node_is(p, NODE_ATTRIBUTE) && node_is(check_parent(c, 1), NODE_CALL) &&
	    str_in(node_name(c, p), "predict predict_proba transform eval forward generate encode "
				    "state_dict fit score"))
		finding(c, call, "What was loaded is used as a model without looking at its type");
}

static void untyped_response(struct check *c, const struct node *call)
{
	const struct node *recv = call_receiver(call);
	uint32_t methods;

	if (recv == NULL || chained(c, &methods) < 2 || methods != 0)
		return;
	if (call_first_arg(call) != NULL || !(origin_of(c, recv) & ORIGIN_NETWORK))
		return;
	finding(c, call, "Two levels of a response are taken for granted");
}

const struct rule rules_untyped_load[] = {
	{
		.id = "ML305",
		.name = "untyped_model",
		.severity = LOW,
		.confidence = MEDIUM,
		.cwe = {20, 704},
		.title = "Loaded object used as a model without a type check",
		.why = "A wrong or swapped file is noticed only deep inside a prediction, or not "
		       "at all "
		       "when the object happens to have the method.",
		.fix = "model = load(...); if not isinstance(model, Expected): raise "
		       "TypeError(...).",
		.bad = "import pickle\ny = pickle.load(f).predict(x)   #! ML305\n",
		.good = "import pickle\nm = pickle.load(f)\n"
			"if not isinstance(m, Model):\n    raise TypeError(type(m))\n",
		.calls = "pickle.load pickle.loads joblib.load torch.load dill.load "
			 "cloudpickle.load "
			 "cloudpickle.loads skops.io.load",
		.py = untyped_model,
	},
	{
		.id = "ML306",
		.name = "untyped_response",
		.severity = INFO,
		.confidence = MEDIUM,
		.cwe = {20},
		.title = "Nested fields of a JSON response used unchecked",
		.why = "An error answer of the service ({\"error\": ...}) becomes a KeyError or "
		       "TypeError "
		       "far from its cause, and its text is lost.",
		.fix = "Call raise_for_status(), then validate (pydantic, or isinstance and .get) "
		       "before "
		       "taking fields.",
		.bad = "import requests\n"
		       "r = requests.get(u, timeout=5)\nx = r.json()['data']['label']   #! ML306\n",
		.good = "import requests\nr = requests.get(u, timeout=5)\nx = "
			"r.json().get('data')\n",
		.calls = "*.json",
		.py = untyped_response,
	},
};
