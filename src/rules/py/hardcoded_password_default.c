/* B107: a credential as the default of a parameter. Bandit looks at plain parameters only, pairs
 * them with the defaults from the right, and does so wrongly when positional-only parameters have
 * defaults too; it never looks at `async def`. */
#include "rules/py/bandit.h"

static bool report(struct check *c, const struct node *function, const struct node *arg,
		   const struct node *dflt)
{
	str name = node_name(c, arg);

	if (!is_text(dflt) || !names_credential(name))
		return false;
	if (!c->compat && !could_be_credential(literal_text(c->arena, c->file, dflt), name))
		return false;
	finding(c, function, "parameter `%.*s` has a credential as its default",
		STR_ARG(str_slice(name, 0, 60)));
	return true;
}

static const struct node *arg_default(const struct node *arg)
{
	return arg->child->next;
}

static const struct node *next_of(const struct node *arg, enum arg_kind k, bool with_default)
{
	while (arg != NULL && (arg->op > ARG_PLAIN || (k == ARG_PLAIN && arg->op != ARG_PLAIN) ||
			       (with_default && arg_default(arg) == NULL)))
		arg = arg->next;
	return arg;
}

/* Walks plain parameters and all positional defaults in step, padded on the left as Bandit pads. */
static void as_bandit(struct check *c, const struct node *function)
{
	const struct node *args = function_args(function)->child, *a, *d;
	int plain = 0, defaults = 0;

	for (a = args; a != NULL; a = a->next) {
		plain += a->op == ARG_PLAIN;
		defaults += a->op <= ARG_PLAIN && arg_default(a) != NULL;
	}
	a = next_of(args, ARG_PLAIN, false);
	for (int pad = plain - defaults; pad > 0 && a != NULL; pad--)
		a = next_of(a->next, ARG_PLAIN, false);
	d = next_of(args, ARG_POS_ONLY, true);
	while (a != NULL && d != NULL) {
		if (report(c, function, a, arg_default(d)))
			return;
		a = next_of(a->next, ARG_PLAIN, false);
		d = next_of(d->next, ARG_POS_ONLY, true);
	}
}

static void password_default(struct check *c, const struct node *function)
{
	if (c->compat) {
		if (!(function->flags & FLAG_ASYNC))
			as_bandit(c, function);
		return;
	}
	for (const struct node *a = function_args(function)->child; a != NULL; a = a->next)
		if (arg_default(a) != NULL && report(c, function, a, arg_default(a)))
			return;
}

const struct rule rule_hardcoded_password_default = {
	.id = "B107",
	.name = "hardcoded_password_default",
	.severity = LOW,
	.confidence = MEDIUM,
	.cwe = {259},
	.title = "A credential as the default of a parameter",
	.why = "Every caller that forgets the argument uses the same credential, which everyone "
	       "who has "
	       "the source knows.",
	.fix = "Make the parameter mandatory, or default to None and read the secret from its "
	       "store.",
	.bad = "def connect(host, password='hunter2-Zx9'):  #! B107\n    pass\n",
	.good = "def connect(host, password=None, token=''):\n    pass\n",
	.on = {NODE_FUNCTION_DEF},
	.py = password_default,
};
