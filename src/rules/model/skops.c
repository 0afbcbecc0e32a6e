/* skops: schema.json of a .skops archive, a tree of nodes with `__module__`, `__class__` and
 * `__loader__`. skops refuses types that its user does not name as trusted; what it has been
 * tricked with is nodes that say one type and load another (CVE-2025-54412, CVE-2025-54413). */
#include "rules/model/conf.h"
#include "rules/model/dotted.h"

static const char loaders[] =
	"DictNode ListNode SetNode TupleNode FunctionNode PartialNode TypeNode SliceNode "
	"ObjectNode "
	"MethodNode JsonNode JsonObjectNode CachedNode BytesNode BytearrayNode OperatorFuncNode "
	"NdArrayNode MaskedArrayNode RandomStateNode RandomGeneratorNode DTypeNode "
	"SparseMatrixNode "
	"TreeNode _DictWithDeprecatedKeysNode SGDNode LossNode CyLossNode ReduceNode BunchNode "
	"DefaultDictNode EnvironmentNode DatetimeNode OrderedDictNode QuantileForestNode "
	"ScipySparseNode PathNode UFuncNode NumpyUfuncNode StandardTypeNode";

static void judge(struct conf *c, const struct place *at, str module, str name, str loader)
{
	struct dotted d = dotted_judge2(module, name);
	str what = arena_printf(c->m->arena, "%.*s.%.*s", STR_ARG(str_slice(module, 0, 200)),
				STR_ARG(str_slice(name, 0, 200)));

	if (str_in(module, "builtins __builtin__") &&
	    !str_in(name, "eval exec compile __import__ open getattr setattr delattr globals "
			  "breakpoint input execfile locals vars"))
		return;
	if (d.class == DOTTED_DANGER)
		conf_finding_as(c, "MD369", d.severity, at, what, "the %.*s names %.*s, which %s",
				STR_ARG(loader), STR_ARG(what), d.why);
	else if (d.class == DOTTED_STDLIB && !str_eq(module, S("__main__")))
		conf_finding_as(c, "MD369", HIGH, at, what, "the %.*s names %.*s, which %s",
				STR_ARG(loader), STR_ARG(what), d.why);
	else if (d.class == DOTTED_OTHER || d.class == DOTTED_STDLIB)
		conf_finding(c, "MD370", at, what, "the %.*s needs %.*s, which no list knows",
			     STR_ARG(loader), STR_ARG(what));
}

static void operator_node(struct conf *c, const struct place *at, str module, str name)
{
	if (!str_in(module, "operator _operator") ||
	    !str_in(name, "attrgetter itemgetter methodcaller"))
		conf_finding_as(c, "MD369", CRITICAL, at, name,
				"an OperatorFuncNode names %.*s.%.*s, which is called "
				"(CVE-2025-54412)",
				STR_ARG(str_slice(module, 0, 100)),
				STR_ARG(str_slice(name, 0, 100)));
}

static void method_node(struct conf *c, const struct place *at, str module, str name)
{
	const struct tree *content = tree_get(at->node, S("content"));
	str func = conf_text(content, "func");
	const struct tree *obj = tree_get(content, S("obj"));
	str object_module = conf_text(obj, "__module__"), object_name = conf_text(obj, "__class__");

	if (str_find(func, S("__")) != STR_NONE || str_find_byte(func, '.') != STR_NONE)
		conf_finding_as(c, "MD369", HIGH, at, func,
				"a MethodNode reaches the attribute %.*s (CVE-2025-54413)",
				STR_ARG(str_slice(func, 0, 100)));
	else if (object_name.n > 0 &&
		 (!str_eq(module, object_module) || !str_eq(name, object_name)) &&
		 !str_in(name, "method builtin_function_or_method"))
		conf_finding_as(c, "MD369", HIGH, at, object_name,
				"a MethodNode says %.*s.%.*s and holds %.*s.%.*s "
				"(CVE-2025-54413)",
				STR_ARG(str_slice(module, 0, 100)),
				STR_ARG(str_slice(name, 0, 100)),
				STR_ARG(str_slice(object_module, 0, 100)),
				STR_ARG(str_slice(object_name, 0, 100)));
}

void skops_table(struct conf *c, const struct place *at)
{
	str loader = conf_text(at->node, "__loader__"), module = conf_text(at->node, "__module__");
	str name = conf_text(at->node, "__class__"), file = conf_text(at->node, "file");

	if (loader.n == 0 || (module.n == 0 && name.n == 0))
		return;
	if (str_eq(loader, S("OperatorFuncNode"))) {
		operator_node(c, at, module, name);
		return;
	}
	judge(c, at, module, name, loader);
	if (str_eq(loader, S("MethodNode")))
		method_node(c, at, module, name);
	else if (!str_in(loader, loaders))
		conf_finding_as(c, "MD370", INFO, at, loader, "the loader %.*s is not known",
				STR_ARG(str_slice(loader, 0, 100)));
	if (file.n > 0 && conf_where(file) != WHERE_SIBLING)
		conf_finding_as(c, "MD369", HIGH, at, file, "a node's data lie at %s: %.*s",
				conf_where_name(conf_where(file)),
				STR_ARG(str_slice(file, 0, 200)));
}

const struct rule rules_skops[] = {
	{
		.id = "MD369",
		.name = "skops_dangerous_type",
		.severity = CRITICAL,
		.confidence = HIGH,
		.cwe = {502, 94},
		.title = "A skops file that names a dangerous type or function",
		.why = "Nodes name the types that are made and the functions that are called; "
		       "readers have been tricked into calling what they showed as harmless "
		       "(CVE-2025-54412, CVE-2025-54413).",
		.fix = "Do not load the file.",
		.bad = "{\"__class__\":\"system\",\"__module__\":\"os\",\"__loader__\":"
		       "\"FunctionNode\",\"content\":{}}",
		.good = "{\"__class__\":\"LinearRegression\",\"__module__\":\"sklearn.linear_model."
			"_base\",\"__loader__\":\"ObjectNode\",\"content\":{}}",
		.lang = "file:schema.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD370",
		.name = "skops_unknown_type",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {829},
		.title = "A skops file with a type that no list knows",
		.why = "The type must be trusted by name to load the file, and its code comes from "
		       "the environment.",
		.fix = "Review the package that provides it before trusting it.",
		.bad = "{\"__class__\":\"Thing\",\"__module__\":\"my_pkg.things\",\"__loader__\":"
		       "\"ObjectNode\",\"content\":{}}",
		.good = "{\"__class__\":\"LinearRegression\",\"__module__\":\"sklearn.linear_model."
			"_base\",\"__loader__\":\"ObjectNode\",\"content\":{}}",
		.lang = "file:schema.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{0},
};
