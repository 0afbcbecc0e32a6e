#include "engine/check.h"

static void assert_used(struct check *c, const struct node *n)
{
	finding(c, n, "assert is removed when Python runs with -O");
}

const struct rule rule_assert_used = {
	.id = "B101",
	.name = "assert_used",
	.severity = LOW,
	.confidence = HIGH,
	.cwe = {703},
	.title = "assert used for a check that must hold",
	.why = "python -O drops every assert, so a check that protects something disappears in production.",
	.fix = "Raise an exception: `if not ok: raise ValueError(...)`.",
	.bad = "assert x > 0   #! B101\n",
	.good = "if x <= 0:\n    raise ValueError(x)\n",
	.on = {NODE_ASSERT},
	.py = assert_used,
};
