/* Configuration checked after the expensive work of the same block: `model = load_model(...)`, ...,
 * `if args.batch_size <= 0: raise ValueError`. Only statements of one block are compared, the check
 * must speak of a configuration (cfg, config, args, opts, params) alone, and what it tests must not
 * be something the expensive call gave. */
#include "engine/check.h"

struct look {
	const struct check *c;
	const struct node *expensive;
	const struct scope *scope; /* of the function */
	bool config, other;
};

static bool is_config_name(str s)
{
	return str_in(s, "cfg config args opts options params hparams settings conf flags FLAGS "
			 "training_args model_args data_args");
}

/* A configuration, unless the function made it after the work began. */
static bool reads_config(const struct look *l, const struct node *n)
{
	const struct binding *b;

	if (n->child->kind != NODE_NAME || !is_config_name(node_name(l->c, n->child)))
		return false;
	b = scope_find(l->c->scopes, l->scope, n->child->atom, NULL);
	return b == NULL || b->kind == BIND_PARAM || b->stmt == NULL ||
	       b->stmt->end < l->expensive->start;
}

static const char expensive_calls[] = "load_model from_pretrained fit train load_checkpoint "
				      "load_dataset snapshot_download fit_transform finetune "
				      "fine_tune train_model fit_model run_training";

/* AutoConfig.from_pretrained and AutoTokenizer.from_pretrained read a few files. */
static bool is_cheap(const struct check *c, const struct node *call)
{
	str who = call_receiver(call) ? node_name(c, call_receiver(call)) : S("");

	return str_ends(who, S("Config")) || str_ends(who, S("Tokenizer")) ||
	       str_ends(who, S("Processor"));
}

static bool find_expensive(const struct node *n, void *ctx)
{
	struct look *l = ctx;

	if (n->kind == NODE_FUNCTION_DEF || n->kind == NODE_CLASS_DEF || n->kind == NODE_LAMBDA)
		return false;
	if (n->kind == NODE_CALL && !is_cheap(l->c, n) &&
	    str_in(call_method(l->c, n), expensive_calls))
		l->expensive = n;
	return l->expensive == NULL;
}

/* Does a test read configuration values and nothing else? */
static bool look_at_test(const struct node *n, void *ctx)
{
	struct look *l = ctx;

	/* config.get("x") reads it as well */
	if (n->kind == NODE_CALL && n->child->kind == NODE_ATTRIBUTE &&
	    str_eq(node_name(l->c, n->child), S("get")) && reads_config(l, n->child)) {
		l->config = true;
		return false;
	}
	if ((n->kind == NODE_ATTRIBUTE || n->kind == NODE_SUBSCRIPT) && reads_config(l, n)) {
		l->config = true;
		return false;
	}
	if (n->kind == NODE_NAME && !str_in(node_name(l->c, n), "len isinstance int str float None "
								"set list tuple os bool"))
		l->other = true;
	if (n->kind == NODE_CALL && n->child->kind == NODE_ATTRIBUTE)
		l->other = true;
	return true;
}

static bool only_raises(struct check *c, const struct node *branch)
{
	const struct node *body = branch->child ? branch->child->next : NULL;

	const struct node *s = body != NULL ? body->child : NULL;

	if (s == NULL || s->next != NULL)
		return false;
	return s->kind == NODE_RAISE ||
	       (s->kind == NODE_EXPR_STMT && node_is(s->child, NODE_CALL) &&
		(call_is(c, s->child, "sys.exit exit quit") ||
		 (call_receiver(s->child) != NULL && str_eq(call_method(c, s->child), S("error")) &&
		  str_in(node_name(c, call_receiver(s->child)), "parser ap p argparser"))));
}

static bool validates(struct check *c, const struct look *outer, const struct node *s)
{
	struct look l = {.c = outer->c, .expensive = outer->expensive, .scope = outer->scope};

	if (!(s->kind == NODE_IF && only_raises(c, s)) && s->kind != NODE_ASSERT)
		return false;
	node_each(s->child, look_at_test, &l);
	return l.config && !l.other;
}

static void late_validation(struct check *c, const struct node *fn)
{
	const struct node *body = function_body(fn);
	struct look l = {.c = c, .scope = scope_of(c->scopes, fn)};

	for (const struct node *s = body ? body->child : NULL; s != NULL; s = s->next) {
		if (l.expensive != NULL && validates(c, &l, s)) {
			finding(c, s, "The configuration is checked after %.*s() has already run",
				STR_ARG(call_method(c, l.expensive)));
			return;
		}
		if (l.expensive == NULL && (s->kind == NODE_ASSIGN || s->kind == NODE_EXPR_STMT ||
					    s->kind == NODE_ANN_ASSIGN))
			node_each(s, find_expensive, &l);
	}
}

const struct rule rule_late_validation = {
	.id = "ML307",
	.name = "late_validation",
	.severity = LOW,
	.confidence = MEDIUM,
	.cwe = {1006},
	.title = "Configuration validated after the expensive work",
	.why = "A wrong value is reported after a download or hours of training instead of at "
	       "once.",
	.fix = "Move the check above the expensive call, or validate the whole configuration "
	       "first.",
	.bad = "def main(args):\n"
	       "    model = load_model(args.path)\n"
	       "    if args.batch_size <= 0:   #! ML307\n"
	       "        raise ValueError('batch_size')\n"
	       "    run(model)\n",
	.good = "def main(args):\n"
		"    if args.batch_size <= 0:\n"
		"        raise ValueError('batch_size')\n"
		"    model = load_model(args.path)\n"
		"    if args.vocab != model.vocab:\n"
		"        raise ValueError('vocab')\n",
	.on = {NODE_FUNCTION_DEF},
	.needs = expensive_calls,
	.py = late_validation,
};
