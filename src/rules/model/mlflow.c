/* MLflow: MLmodel (YAML), and the environments beside it (conda.yaml, python_env.yaml), from which
 * packages are installed when the model is served. */
#include "rules/model/conf.h"
#include "rules/model/dotted.h"

/* `loader_module` is imported and its _load_pyfunc called; `code` goes to sys.path before that. */
static void loader(struct conf *c, const struct place *at)
{
	str module = conf_text(at->node, "loader_module");
	struct dotted d;
	enum level severity;

	if (module.n == 0 || str_eq(module, S("mlflow")) || str_starts(module, S("mlflow.")))
		return;
	d = dotted_judge2(module, S("_load_pyfunc"));
	severity = d.class == DOTTED_DANGER || is_stdlib_package(dotted_package(module)) ? CRITICAL
		   : conf_has(at->node, "code")						 ? HIGH
		   : d.class == DOTTED_KNOWN						 ? INFO
											 : MEDIUM;
	conf_finding_as(c, "MD380", severity, at, module,
			"loader_module imports %.*s when the model is loaded",
			STR_ARG(str_slice(module, 0, 200)));
}

static void path(struct conf *c, const struct place *at, const char *key, const struct tree *t)
{
	enum where w;

	if (!tree_is(t, TREE_STRING) || t->text.n == 0)
		return;
	w = conf_where(t->text);
	if (w != WHERE_SIBLING)
		conf_finding(c, "MD381", at, t->text, "%s is %s: %.*s", key, conf_where_name(w),
			     STR_ARG(str_slice(t->text, 0, 200)));
}

static void paths(struct conf *c, const struct place *at)
{
	static const char *const keys[] = {"code",	    "data",	    "model_path",
					   "pickled_model", "python_model", "model_code_path",
					   "model_data",    "pipeline",	    "model_binary",
					   "config",	    "tokenizer"};
	const struct tree *artifacts = tree_get(at->node, S("artifacts"));

	for (size_t i = 0; i < COUNTOF(keys); i++)
		path(c, at, keys[i], tree_get(at->node, str_of(keys[i])));
	if (is_table(artifacts))
		for (const struct tree *t = artifacts->first; t != NULL; t = t->next)
			path(c, at, "an artifact", tree_get(t, S("path")));
	if (str_ends(conf_text(at->node, "python_model"), S(".pkl")))
		model_unsafe_format(c->m);
}

/* ---- Environments ---- */

static bool known_index(str s)
{
	static const char *const hosts[] = {
		"://download.pytorch.org/",
		("://pypi"
		 ".org/"),
		"://pypi.nvidia.com",
		"://data.pyg.org/",
		"://storage.googleapis.com/jax-releases/",
		"://storage.googleapis.com/libtpu-releases/",
		"://pypi.ngc.nvidia.com",
		"://developer.download.nvidia.com/",
		"://abetlen.github.io/llama-cpp-python/",
		"://github.com/",
		"://huggingface.co/",
		"://gitlab.com/",
	};

	for (size_t i = 0; i < COUNTOF(hosts); i++)
		if (str_find(s, str_of(hosts[i])) != STR_NONE)
			return true;
	return false;
}

static void requirement(struct conf *c, const struct place *at, str s)
{
	bool option = str_starts(s, S("--index-url")) || str_starts(s, S("--extra-index-url")) ||
		      str_starts(s, S("-i ")) || str_starts(s, S("--find-links")) ||
		      str_starts(s, S("-f ")) || str_starts(s, S("--trusted-host"));
	bool model = str_in(c->m->name, "conda.yaml python_env.yaml");
	bool address = str_find(s, S("://")) != STR_NONE || str_starts(s, S("file:"));

	if ((!option && !address) || known_index(s))
		return;
	conf_finding_as(c, "MD382", model ? MEDIUM : INFO, at, s,
			"installs packages from elsewhere than the default index: %.*s",
			STR_ARG(str_slice(s, 0, 200)));
}

static void requirements(struct conf *c, const struct place *at, const struct tree *list,
			 unsigned depth)
{
	if (!tree_is(list, TREE_ARRAY))
		return;
	for (const struct tree *t = list->first; t != NULL; t = t->next) {
		if (tree_is(t, TREE_STRING))
			requirement(c, &(struct place){at, t, 0}, str_trim(t->text));
		else if (is_table(t) && depth < 2)
			requirements(c, at, tree_get(t, S("pip")), depth + 1);
	}
}

static void document(struct conf *c, const struct place *root)
{
	const struct tree *flavors = tree_get(root->node, S("flavors"));

	if (is_table(flavors))
		for (const struct tree *t = flavors->first; t != NULL; t = t->next) {
			struct place at = {root, t, 0};
			loader(c, &at);
			paths(c, &at);
		}
	if (is_table(flavors))
		model_property(c->m, "framework", S("mlflow"));
	if (conf_has(root->node, "channels") || conf_has(root->node, "build_dependencies")) {
		requirements(c, root, tree_get(root->node, S("dependencies")), 0);
		requirements(c, root, tree_get(root->node, S("build_dependencies")), 0);
	}
}

void mlflow_document(struct conf *c)
{
	if (is_table(c->root))
		document(c, &(struct place){.node = c->root});
}

const struct rule rules_mlflow[] = {
	{
		.id = "MD380",
		.name = "mlflow_loader_module",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {829, 94},
		.title = "An MLflow model that imports a module of its own",
		.why = "loader_module is imported, and its function called, when the model is "
		       "loaded; code beside the model is put on the path before that.",
		.fix = "Review that module, or save the model with a flavor of MLflow.",
		.bad = "flavors:\n  python_function:\n    loader_module: evil_loader\n",
		.good = "flavors:\n  python_function:\n    loader_module: mlflow.sklearn\n",
		.lang = "file:MLmodel",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD381",
		.name = "mlflow_path",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {22},
		.title = "An MLflow model that takes files from outside its directory",
		.why = "Code, data or weights are read from a place that is not the model's.",
		.fix = "Keep everything below the model's directory.",
		.bad = "flavors:\n  python_function:\n    loader_module: mlflow.pyfunc.model\n    "
		       "code: ../../tmp/evil\n",
		.good = "flavors:\n  python_function:\n    loader_module: mlflow.pyfunc.model\n    "
			"code: code\n",
		.lang = "file:MLmodel",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD382",
		.name = "mlflow_package_source",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {829},
		.title = "A model's environment with packages from elsewhere",
		.why = "Serving the model installs its environment: packages from an address or "
		       "index that is not the usual one run code when they are installed.",
		.fix = "Pin packages of the default index, with hashes.",
		.bad = "channels: [defaults]\ndependencies:\n- python=3.11\n- pip:\n  - "
		       "--index-url http://10.0.0.1/simple\n  - mlflow\n",
		.good = "channels: [defaults]\ndependencies:\n- python=3.11\n- pip:\n  - "
			"--extra-index-url https://download.pytorch.org/whl/cpu\n  - mlflow==2.1\n",
		.lang = "file:conda.yaml",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{0},
};
