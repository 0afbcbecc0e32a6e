/* YAML loaders that construct Python objects. Plain yaml.load without a Loader is B506's. */
#include "rules/py/edit.h"

static void yaml_unsafe_load(struct check *c, const struct node *call)
{
	str method = call_method(c, call);
	const struct node *f = call_function(call), *loader = NULL;
	struct finding *hit;

	if (str_starts(method, S("unsafe_load"))) {
		hit = finding(c, call, "%.*s() constructs any Python object the document names",
			      STR_ARG(method));
		if (f->kind == NODE_ATTRIBUTE)
			finding_edit(c, hit, f->end - (uint32_t)method.n, f->end,
				     str_ends(method, S("_all")) ? S("safe_load_all")
								 : S("safe_load"));
		return;
	}
	loader = arg_node(c, call, 1, "Loader");
	if (loader == NULL ||
	    !str_in(name_of(c, loader),
		    "yaml.Loader yaml.UnsafeLoader yaml.CLoader yaml.CUnsafeLoader "
		    "yaml.loader.Loader yaml.loader.UnsafeLoader yaml.cyaml.CLoader"))
		return;
	hit = finding(c, call, "%.*s constructs any Python object the document names",
		      STR_ARG(name_of(c, loader)));
	if (loader->kind == NODE_ATTRIBUTE && node_is(loader->child, NODE_NAME))
		finding_edit(c, hit, loader->end - (uint32_t)node_name(c, loader).n, loader->end,
			     S("SafeLoader"));
}

static void ruamel_unsafe(struct check *c, const struct node *call)
{
	struct value v = value_of(c, arg_node(c, call, -1, "typ"));

	if (v.kind == VALUE_STR && str_eq(v.text, S("unsafe")))
		finding(c, call, "YAML(typ='unsafe') constructs any Python object");
}

const struct rule rules_yaml_unsafe[] = {
	{
		.id = "ML128",
		.name = "yaml_unsafe_loader",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502},
		.title = "YAML loader that constructs Python objects",
		.why = "`!!python/object/apply:os.system [...]` in a configuration file runs when "
		       "the file "
		       "is read with this loader. Training configurations are exchanged and copied "
		       "like "
		       "data.",
		.fix = "Use yaml.safe_load() (or Loader=yaml.SafeLoader).",
		.bad = "import yaml\ncfg = yaml.load(f, Loader=yaml.UnsafeLoader)   #! ML128\n"
		       "cfg = yaml.unsafe_load(f)   #! ML128\n",
		.good = "import yaml\ncfg = yaml.safe_load(f)\n"
			"cfg = yaml.load(f, Loader=yaml.SafeLoader)\n",
		.calls = "yaml.load yaml.load_all yaml.unsafe_load yaml.unsafe_load_all",
		.py = yaml_unsafe_load,
	},
	{
		.id = "ML126",
		.name = "ruamel_unsafe",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502},
		.title = "ruamel.yaml with typ='unsafe'",
		.why = "The unsafe loader constructs any Python object the document names.",
		.fix = "Use YAML(typ='safe') or the round-trip default.",
		.bad = "from ruamel.yaml import YAML\ny = YAML(typ='unsafe')   #! ML126\n",
		.good = "from ruamel.yaml import YAML\ny = YAML(typ='safe')\n",
		.calls = "ruamel.yaml.YAML ruamel.yaml.main.YAML ruamel_yaml.YAML",
		.py = ruamel_unsafe,
	},
};
