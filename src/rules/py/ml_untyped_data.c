/* What json.load, pickle.load and the like gave, used two levels deep as if its shape were known:
 * `json.load(f)["a"]["b"]`; `state = pickle.load(f)` and then only `state["model"].predict(x)`.
 *
 * Silent as soon as the code does anything else with the value: passes it on (to isinstance, a
 * schema, a constructor), asks for a key, compares, iterates, returns it, or when the load stands
 * in a try. Looking for the uses reads the function once for each load, so only the first loads of
 * a file are looked at. */
#include "rules/py/origin.h"

#define LOADS_LOOKED_AT 50 /* in a file: keeps the work linear */

struct uses {
	uint32_t atom;
	unsigned all;	/* loads of the name */
	unsigned plain; /* of these: the object of a subscript that is read */
	bool deep;	/* one of them goes two levels down */
};

static bool is_name(const struct node *n, uint32_t atom)
{
	return node_is(n, NODE_NAME) && n->atom == atom && n->op == CTX_LOAD;
}

static bool count_uses(const struct node *n, void *ctx)
{
	struct uses *u = ctx;

	if (is_name(n, u->atom))
		u->all++;
	if (n->kind == NODE_SUBSCRIPT && n->op == CTX_LOAD && is_name(n->child, u->atom))
		u->plain++;
	if ((n->kind == NODE_SUBSCRIPT || n->kind == NODE_ATTRIBUTE) &&
	    node_is(n->child, NODE_SUBSCRIPT) && is_name(n->child->child, u->atom))
		u->deep = true;
	return true;
}

static bool in_try(const struct check *c)
{
	for (uint32_t i = 0;; i++) {
		const struct node *p = check_parent(c, i);

		if (p == NULL || p->kind == NODE_FUNCTION_DEF)
			return false;
		if (p->kind == NODE_TRY)
			return true;
	}
}

/* The name that the call is bound to, once and for all; 0 if it is not. */
static uint32_t bound_to(struct check *c)
{
	const struct node *p = check_parent(c, 0), *t;
	const struct binding *b;

	if (!node_is(p, NODE_ASSIGN))
		return 0;
	t = assign_first_target(p);
	if (!node_is(t, NODE_NAME) || t->next != NULL)
		return 0;
	b = scope_find(c->scopes, c->scope, t->atom, NULL);
	return b != NULL && b->count == 1 && b->kind == BIND_ASSIGN ? t->atom : 0;
}

static bool used_deep(struct check *c)
{
	static const char key;
	void **memo = file_memo(c, &key);
	unsigned *looked = *memo;
	struct uses u = {.atom = bound_to(c)};
	const struct node *where = enclosing_def(c);

	if (u.atom == 0)
		return false;
	if (looked == NULL)
		*memo = looked = NEW(c->arena, unsigned, 1);
	if ((*looked)++ >= LOADS_LOOKED_AT)
		return false;
	node_each(where != NULL ? where : c->file->module, count_uses, &u);
	return u.deep && u.all == u.plain;
}

static bool chained_twice(const struct check *c)
{
	const struct node *one = check_parent(c, 0), *two = check_parent(c, 1);

	return node_is(one, NODE_SUBSCRIPT) && node_is(two, NODE_SUBSCRIPT) && two->child == one;
}

static void untyped_data(struct check *c, const struct node *call)
{
	if (in_try(c) || is_test_code(c) || !(chained_twice(c) || used_deep(c)))
		return;
	finding(c, call, "What %.*s() gives is used two levels deep, and nothing looks at its type",
		STR_ARG(call_method(c, call)));
}

const struct rule rule_untyped_data = {
	.id = "ML312",
	.name = "untyped_data",
	.severity = INFO,
	.confidence = MEDIUM,
	.cwe = {20, 704},
	.title = "Loaded JSON or pickle used without a type check",
	.why = "A file of another version, or one that somebody swapped, fails far from its cause "
	       "with a KeyError or TypeError, or not at all: a list of the wrong thing is "
	       "averaged as well.",
	.fix = "Validate once, right after loading: a pydantic model or JSON schema, or isinstance "
	       "and the keys that must be there.",
	.bad = "import json\n"
	       "def threshold(path):\n"
	       "    with open(path) as f:\n"
	       "        cfg = json.load(f)   #! ML312\n"
	       "    return cfg['model']['threshold'] * 2\n",
	.good = "import json\n"
		"def threshold(path):\n"
		"    with open(path) as f:\n"
		"        cfg = Config.model_validate(json.load(f))\n"
		"    return cfg.model.threshold * 2\n",
	.calls = "json.load json.loads orjson.loads simplejson.load simplejson.loads ujson.load "
		 "ujson.loads pickle.load pickle.loads joblib.load dill.load dill.loads "
		 "cloudpickle.load cloudpickle.loads",
	.py = untyped_data,
};
