/* DataFrame.eval and .query parse a small language that can call functions and reach local
 * variables
 * (`@name`); with engine='python' attributes too. Text from a user in it is code injection; other
 * text that is pasted in is a bug waiting for a quote. */
#include "rules/py/origin.h"

static void pandas_eval(struct check *c, const struct node *call)
{
	const struct node *expr = arg_node(c, call, 0, "expr");
	unsigned o;

	if (expr == NULL || !(imports_module(c, "pandas") || imports_module(c, "numexpr")))
		return;
	if (call_receiver(call) == NULL && !call_is(c, call, "pandas.eval numexpr.evaluate"))
		return; /* the builtin */
	o = origin_of(c, expr);
	if (o & (ORIGIN_USER | ORIGIN_NETWORK | ORIGIN_MODEL))
		finding(c, call, "%.*s() evaluates an expression that came from outside",
			STR_ARG(call_method(c, call)));
}

const struct rule rule_pandas_eval = {
	.id = "ML309",
	.name = "pandas_eval_injection",
	.severity = HIGH,
	.confidence = HIGH,
	.cwe = {95},
	.title = "Outside text in pandas eval or query",
	.why = "The expression language can call methods and reach Python objects through "
	       "@variables; "
	       "with text from a user, a response or a model that is code execution.",
	.fix = "Build the mask in code: df[df['x'] == value]; or pass values as @variables and "
	       "keep the "
	       "expression constant.",
	.bad = "import pandas as pd\nq = input()\nr = df.query(f'x == {q}')   #! ML309\n",
	.good = "import pandas as pd\nq = input()\nr = df.query('x == @q')\n",
	.calls = "*.query *.eval numexpr.evaluate",
	.py = pandas_eval,
};
