#include "rules/py/origin.h"

static void dynamic_import(struct check *c, const struct node *call)
{
	unsigned o = origin_of(c, arg_node(c, call, 0, "name"));

	if (o & (ORIGIN_USER | ORIGIN_NETWORK | ORIGIN_DOWNLOAD | ORIGIN_MODEL))
		finding_graded(c, call, HIGH, HIGH, "A module named from outside is imported");
	else if (o & ORIGIN_CONFIG)
		finding(c, call, "A module named in a configuration file is imported");
}

static void downloaded_code(struct check *c, const struct node *call)
{
	str name = call_name(c, call);
	int position =
		str_eq(name, S("sys.path.insert")) || str_ends(name, S("spec_from_file_location"))
			? 1
			: 0;
	const struct node *n = arg_node(c, call, position, NULL);

	if (origin_of(c, n) & (ORIGIN_DOWNLOAD | ORIGIN_NETWORK | ORIGIN_USER))
		finding(c, call, "Python code of a downloaded folder becomes part of this process");
}

const struct rule rules_dynamic_import[] = {
	{
		.id = "ML310",
		.name = "import_from_config",
		.severity = LOW,
		.confidence = MEDIUM,
		.cwe = {470},
		.title = "Module name taken from configuration or outside",
		.why = "Importing runs the module. A configuration (or request) that names it "
		       "decides what "
		       "code runs.",
		.fix = "Look the name up in a dict of allowed modules.",
		.bad = "import importlib, json\ncfg = json.load(f)\n"
		       "m = importlib.import_module(cfg['model'])   #! ML310\n",
		.good = "import importlib\nm = importlib.import_module('models.resnet')\n",
		.calls = "importlib.import_module __import__ importlib.__import__ "
			 "pydoc.locate hydra.utils.get_method",
		.py = dynamic_import,
	},
	{
		.id = "ML311",
		.name = "downloaded_code_path",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {829, 494},
		.title = "Downloaded folder put on the import path",
		.why = "Everything imported afterwards may come from the downloaded folder, also "
		       "modules "
		       "that shadow the standard library.",
		.fix = "Install the code as a package with hashes, or vendor it.",
		.bad = "import sys\nfrom huggingface_hub import snapshot_download\n"
		       "d = snapshot_download('o/m', revision='v1')\nsys.path.insert(0, d)   #! "
		       "ML311\n",
		.good = "import sys\nsys.path.insert(0, 'src')\n",
		.calls = "sys.path.insert sys.path.append sys.path.extend runpy.run_path "
			 "runpy.run_module "
			 "importlib.util.spec_from_file_location",
		.py = downloaded_code,
	},
};
