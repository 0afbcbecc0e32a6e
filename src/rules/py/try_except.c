/* B110, B112: a handler of everything whose only statement is `pass` or `continue`. */
#include "rules/py/bandit.h"

static void swallowed(struct check *c, const struct node *handler, enum node_kind only,
		      const char *what)
{
	const struct node *type = handler->child, *body = type->next->child;

	if (!node_is(body, only) || body->next != NULL)
		return;
	if (type->kind != NODE_ABSENT && !option_bool(c, "check_typed_exception")) {
		if (type->kind != NODE_NAME || !str_eq(node_name(c, type), S("Exception")))
			return;
	}
	finding(c, handler, "the handler catches everything and %s", what);
}

static void try_except_pass(struct check *c, const struct node *handler)
{
	swallowed(c, handler, NODE_PASS, "says nothing");
}

static void try_except_continue(struct check *c, const struct node *handler)
{
	swallowed(c, handler, NODE_CONTINUE, "goes on with the next item");
}

static const struct rule_option options[] = {
	{.name = "check_typed_exception",
	 .type = OPTION_BOOL,
	 .dflt = "false",
	 .help = "Report handlers of every exception type, not only of Exception."},
	{0},
};

#define WHY "A failed check looks like a passed one, and an attack in progress leaves no trace."
#define FIX "Catch the exception that is expected, and log or count the others."

const struct rule rules_try_except[] = {
	{
		.id = "B110",
		.name = "try_except_pass",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {703},
		.title = "Every exception swallowed by `pass`",
		.why = WHY,
		.fix = FIX,
		.bad = "try:\n    check(token)\nexcept Exception:  #! B110\n    pass\n",
		.good = "try:\n    check(token)\nexcept ValueError:\n    pass\n",
		.on = {NODE_EXCEPT_HANDLER},
		.options = options,
		.py = try_except_pass,
	},
	{
		.id = "B112",
		.name = "try_except_continue",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {703},
		.title = "Every exception swallowed by `continue`",
		.why = WHY,
		.fix = FIX,
		.bad = "for x in items:\n    try:\n        load(x)\n"
		       "    except Exception:  #! B112\n        continue\n",
		.good = "for x in items:\n    try:\n        load(x)\n"
			"    except KeyError:\n        continue\n",
		.on = {NODE_EXCEPT_HANDLER},
		.options = options,
		.py = try_except_continue,
	},
	{0},
};
