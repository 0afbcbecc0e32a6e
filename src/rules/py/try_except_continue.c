#include "rules/py/bandit.h"

static void try_except_continue(struct check *c, const struct node *handler)
{
	const struct node *type = handler->child, *body = type->next->child;

	if (!node_is(body, NODE_CONTINUE) || body->next != NULL)
		return;
	if (type->kind != NODE_ABSENT && !option_bool(c, "check_typed_exception")) {
		if (type->kind != NODE_NAME || !str_eq(node_name(c, type), S("Exception")))
			return;
	}
	finding(c, handler, "the handler catches everything and goes on with the next item");
}

static const struct rule_option options[] = {
	{.name = "check_typed_exception",
	 .type = OPTION_BOOL,
	 .dflt = "false",
	 .help = "Report handlers of every exception type, not only of Exception."},
	{0},
};

const struct rule rule_try_except_continue = {
	.id = "B112",
	.name = "try_except_continue",
	.severity = LOW,
	.confidence = HIGH,
	.cwe = {703},
	.title = "Every exception swallowed by `continue`",
	.why = "A failed check looks like a passed one, and an attack in progress leaves no trace.",
	.fix = "Catch the exception that is expected, and log or count the others.",
	.bad = "for x in items:\n    try:\n        load(x)\n    except Exception:  #! B112\n       "
	       " continue\n",
	.good = "for x in items:\n    try:\n        load(x)\n    except KeyError:\n        "
		"continue\n",
	.on = {NODE_EXCEPT_HANDLER},
	.options = options,
	.py = try_except_continue,
};
