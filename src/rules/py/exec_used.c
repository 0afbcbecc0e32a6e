#include "rules/py/bandit.h"

static void exec_used(struct check *c, const struct node *call)
{
	str text;

	if (!c->compat && known_text(c, positional(call, 0), &text))
		return;
	finding(c, call, "exec() runs whatever text it is given as Python");
}

const struct rule rule_exec_used = {
	.id = "B102",
	.name = "exec_used",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {78},
	.title = "exec() of a computed text",
	.why = "Who can influence the text runs code with the rights of the program.",
	.fix = "Call a function chosen from a table, or import a module by a checked name.",
	.bad = "exec(request_body)  #! B102\n",
	.good = "HANDLERS[name](request_body)\nexec('x = 1')\n",
	.calls = "exec",
	.py = exec_used,
};
