/* Exported programs of PyTorch (.pt2: models/NAME.json) and the manifests of TorchServe archives
 * (MAR-INF/MANIFEST.json).
 *
 * A node's target is looked up attribute by attribute from a module; sizes are expressions that are
 * handed to sympy.sympify, which evaluates them as Python; guards are Python code. */
#include "rules/model/conf.h"
#include "rules/model/dotted.h"
#include "rules/model/torch_ops.h"

/* Letters, digits, operators and calls of plain names; attributes and strings never occur. */
static bool harmless_expression(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		bool letter = ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
		if (c == '\'' || c == '"' || c == ';' || c == ':' || c == '{' || c == '\\' ||
		    c == '\n')
			return false;
		if (c == '_' && i > 0 && s.p[i - 1] == '_')
			return false;
		if (letter && i > 0 && s.p[i - 1] == '.' && i > 1 && s.p[i - 2] != ' ' &&
		    !(s.p[i - 2] >= '0' && s.p[i - 2] <= '9'))
			return false;
	}
	return str_find(s, S("lambda")) == STR_NONE && str_find(s, S("import")) == STR_NONE &&
	       str_find(s, S("eval(")) == STR_NONE && str_find(s, S("exec(")) == STR_NONE &&
	       str_find(s, S("open(")) == STR_NONE && str_find(s, S("getattr")) == STR_NONE;
}

static bool harmless_guard(str s)
{
	return str_find(s, S("__")) == STR_NONE && str_find(s, S("import")) == STR_NONE &&
	       str_find(s, S("eval(")) == STR_NONE && str_find(s, S("exec(")) == STR_NONE &&
	       str_find(s, S("open(")) == STR_NONE && str_find(s, S("getattr")) == STR_NONE &&
	       str_find(s, S("os.")) == STR_NONE && str_find(s, S("subprocess")) == STR_NONE;
}

static void target(struct conf *c, const struct place *at)
{
	str name = conf_text(at->node, "target");
	struct dotted d;

	if (name.n == 0 || !conf_has(at->node, "inputs") || !conf_has(at->node, "outputs"))
		return;
	if (name.p[0] == '#') /* "#ns::op" of AOTInductor's thrift form */
		return;
	switch (torch_op_judge(name)) {
	case TORCH_OP_FILE:
		conf_finding(c, "MD388", at, name, "a node calls %.*s",
			     STR_ARG(str_slice(name, 0, 200)));
		return;
	case TORCH_OP_CUSTOM:
		conf_finding_as(c, "MD388", LOW, at, name,
				"a node calls %.*s, which is in a library that is not PyTorch's",
				STR_ARG(str_slice(name, 0, 200)));
		return;
	case TORCH_OP_KNOWN:
		return;
	case TORCH_OP_NONE:
		break;
	}
	d = dotted_judge(name);
	if (d.class == DOTTED_DANGER)
		conf_finding_as(c, "MD388", d.severity, at, name, "a node calls %.*s, which %s",
				STR_ARG(str_slice(name, 0, 200)), d.why);
}

static void expression(struct conf *c, const struct place *at, const char *key)
{
	str text = conf_text(at->node, key);

	if (text.n > 0 && !harmless_expression(text))
		conf_finding(c, "MD387", at, text,
			     "a size is the expression \"%.*s\", which is evaluated as Python",
			     STR_ARG(str_slice(text, 0, 200)));
}

static void guards(struct conf *c, const struct place *at)
{
	const struct tree *list = tree_get(at->node, S("guards_code"));

	if (!tree_is(list, TREE_ARRAY))
		return;
	for (const struct tree *t = list->first; t != NULL; t = t->next)
		if (tree_is(t, TREE_STRING) && !harmless_guard(t->text))
			conf_finding(c, "MD387", &(struct place){at, t, 0}, t->text,
				     "a guard is the Python code \"%.*s\"",
				     STR_ARG(str_slice(t->text, 0, 200)));
}

static void manifest(struct conf *c, const struct place *at)
{
	static const char *const keys[] = {"handler",	 "serializedFile",   "modelFile",
					   "extraFiles", "requirementsFile", "configFile"};
	const struct tree *model = tree_get(at->node, S("model"));

	if (!is_table(model) || !(conf_has(model, "handler") || conf_has(model, "serializedFile")))
		return;
	for (size_t i = 0; i < COUNTOF(keys); i++) {
		str path = conf_text(model, keys[i]);
		size_t colon = str_find_byte(path, ':');
		if (i == 0 && colon != STR_NONE && colon > 2)
			path = str_slice(path, 0, colon); /* handler.py:function */
		if (path.n == 0)
			continue;
		if (conf_where(path) != WHERE_SIBLING)
			conf_finding_as(c, "MD390", HIGH, at, path, "%s is %s: %.*s", keys[i],
					conf_where_name(conf_where(path)),
					STR_ARG(str_slice(path, 0, 200)));
		else if (i == 0 && str_ends(path, S(".py")))
			conf_finding(c, "MD390", at, path,
				     "the handler %.*s is Python code that runs when the model is "
				     "served",
				     STR_ARG(str_slice(path, 0, 200)));
	}
}

void torch_export_table(struct conf *c, const struct place *at)
{
	target(c, at);
	expression(c, at, "expr_str");
	guards(c, at);
	if (at->outer == NULL)
		manifest(c, at);
}

const struct rule rules_torch_export[] = {
	{
		.id = "MD387",
		.name = "torch_export_code",
		.severity = CRITICAL,
		.confidence = HIGH,
		.cwe = {94, 95},
		.title = "An exported program with Python code for a size or guard",
		.why = "Symbolic sizes are evaluated by sympy, and guards by Python, when the "
		       "program "
		       "is loaded: code in them runs.",
		.fix = "Do not load the program.",
		.bad = "{\"graph\":{\"sym_int_values\":{\"s0\":{\"as_expr\":{\"expr_str\":"
		       "\"__import__('os').system('id')\"}}}}}",
		.good = "{\"graph\":{\"sym_int_values\":{\"s0\":{\"as_expr\":{\"expr_str\":"
			"\"2*s0 + Max(1, s1)\"}}}}}",
		.lang = "file:model.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD388",
		.name = "torch_export_operator",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {94, 829},
		.title = "An exported program that calls what is no operator of PyTorch",
		.why = "The target of a node is looked up by name and called when the program "
		       "runs.",
		.fix = "Do not run the program.",
		.bad = "{\"nodes\":[{\"target\":\"torch.serialization.os.system\",\"inputs\":[],"
		       "\"outputs\":[]}]}",
		.good = "{\"nodes\":[{\"target\":\"torch.ops.aten.linear.default\",\"inputs\":[],"
			"\"outputs\":[]}]}",
		.lang = "file:model.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD390",
		.name = "torchserve_handler",
		.severity = INFO,
		.confidence = HIGH,
		.cwe = {829},
		.title = "A TorchServe archive with a handler of its own",
		.why = "The handler is Python code that the server runs.",
		.fix = "Review the handler before serving the archive.",
		.bad = "{\"runtime\":\"python\",\"model\":{\"modelName\":\"m\",\"handler\":\"h."
		       "py\"}}",
		.good = "{\"runtime\":\"python\",\"model\":{\"modelName\":\"m\",\"handler\":"
			"\"image_classifier\"}}",
		.lang = "file:MANIFEST.json",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{0},
};
