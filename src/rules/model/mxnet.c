/* MXNet's graphs (NAME-symbol.json): operators that call what is not in the library. */
#include "rules/model/conf.h"

void mxnet_table(struct conf *c, const struct place *at)
{
	str op = conf_text(at->node, "op"), name;
	const struct tree *attrs = tree_get(at->node, S("attrs"));

	if (op.n == 0 || !conf_has(at->node, "inputs") || !conf_has(at->node, "name"))
		return;
	if (attrs == NULL)
		attrs = tree_get(at->node, S("attr"));
	if (attrs == NULL)
		attrs = tree_get(at->node, S("param"));
	name = conf_text(attrs, "op_type");
	if (str_eq(op, S("Custom")))
		conf_finding(c, "MD368", at, name,
			     "the operator \"%.*s\" is Python code that is not in this file",
			     STR_ARG(str_slice(name, 0, 100)));
	else if (str_in(op, "_Native _NDArray _CustomFunction"))
		conf_finding_as(c, "MD368", HIGH, at, op,
				"the operator %.*s calls a function at an address that the file "
				"says",
				STR_ARG(op));
}

const struct rule rules_mxnet[] = {
	{
		.id = "MD368",
		.name = "mxnet_custom_op",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {829},
		.title = "An MXNet graph that calls code from elsewhere",
		.why = "Custom operators are Python code that the program must register; native "
		       "ones are called at an address that the file says.",
		.fix = "Review the operator's code, or replace it by one of the library.",
		.bad = "{\"nodes\":[{\"op\":\"Custom\",\"name\":\"c\",\"attrs\":{\"op_type\":"
		       "\"evil\"},\"inputs\":[]}],\"heads\":[[0,0,0]]}",
		.good = "{\"nodes\":[{\"op\":\"FullyConnected\",\"name\":\"c\",\"attrs\":{\"num_"
			"hidden\":\"2\"},\"inputs\":[]}],\"heads\":[[0,0,0]]}",
		.lang = "file:m-symbol.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{0},
};
