/* Keras configurations: Keras 3 (`config.json` of a .keras archive, to_json), Keras 2 and tf.keras
 * (HDF5 attribute model_config, to_json, to_yaml, keras_metadata.pb), wherever an object lies: as a
 * layer, in a wrapper, among the arguments of a call, in a compile configuration.
 *
 * An object is a table with `class_name` and `config`. Its class is found by `registered_name`
 * among what the program has registered, then by `module` and `class_name`, which is an import of
 * any module in versions before 3.9 (CVE-2025-1550) and in tf.keras until today. `class_name`
 * "function" names a function in `config`. Functions written as code (`__lambda__`, a list [code,
 * defaults, closure], function_type "lambda") are marshalled bytecode in base64. */
#include "rules/model/conf.h"
#include "rules/model/dotted.h"
#include "rules/model/keras_names.h"

/* Base64 of marshalled code: type code 'c' (63, or e3 with the flag for references), then the
 * number of arguments as 32 bits little-endian, a small one. "4wEAAAAA...", "YwAAAAAA...". */
static bool is_marshalled_code(str s)
{
	s = str_trim(s);
	return s.n >= 40 && (str_starts(s, S("4w")) || str_starts(s, S("Yw"))) && s.p[3] == 'A' &&
	       s.p[4] == 'A' && s.p[5] == 'A' &&
	       str_find_byte(str_slice(s, 0, 40), ' ') == STR_NONE;
}

static str name_of(const struct tree *object)
{
	const struct tree *config = tree_get(object, S("config"));
	str name = conf_text(config, "name");

	return name.n > 0			 ? name
	       : conf_text(object, "name").n > 0 ? conf_text(object, "name")
						 : conf_text(object, "class_name");
}

static void say_code(struct conf *c, const struct place *at, str name, const char *which)
{
	conf_finding(c, "MD300", at, name,
		     "the %s of \"%.*s\" is Python bytecode, which runs when the model is loaded "
		     "or called",
		     which, STR_ARG(name));
}

/* ---- Names outside Keras ---- */

static bool registered(const struct tree *object)
{
	return str_find_byte(conf_text(object, "registered_name"), '>') != STR_NONE;
}

/* Whoever provides the module runs code; classes that were registered under a package's name are
 * what honest authors of layers write. */
static enum level foreign_level(const struct tree *object, str module, enum dotted_class class,
				bool function)
{
	if (str_in(dotted_package(module), "tensorflow tf tensorflow_addons tensorflow_hub"))
		return INFO;
	if (class == DOTTED_KNOWN)
		return function ? LOW : INFO;
	return registered(object) ? LOW : MEDIUM;
}

static void judge_foreign(struct conf *c, const struct place *at, str module, str name,
			  bool function)
{
	struct dotted d = dotted_judge2(module, name);
	str what = arena_printf(c->m->arena, "%.*s.%.*s", STR_ARG(str_slice(module, 0, 200)),
				STR_ARG(str_slice(name, 0, 200)));

	if (str_in(module, "builtins __builtin__")) {
		/* the module of functions that Keras 3 before 3.7 and Keras 2 know by name only */
		if (!str_in(name,
			    "eval exec compile __import__ open getattr setattr delattr globals "
			    "breakpoint input execfile locals vars"))
			return;
		d = (struct dotted){DOTTED_DANGER, CRITICAL, "runs code, or opens files"};
	}
	switch (d.class) {
	case DOTTED_DANGER:
		conf_finding_as(c, "MD301", d.severity, at, what,
				"loading the model imports %.*s, which %s", STR_ARG(what), d.why);
		break;
	case DOTTED_STDLIB:
	case DOTTED_SAFE:
		if (!is_stdlib_package(dotted_package(module)) || str_eq(module, S("__main__")))
			break;
		conf_finding_as(c, "MD301", HIGH, at, what,
				"loading the model imports %.*s of Python's own library, where no "
				"layer or function for models is",
				STR_ARG(what));
		break;
	case DOTTED_KNOWN:
	case DOTTED_OTHER:
		if (str_in(dotted_package(module), "tensorflow tf") &&
		    keras_tf_function_leaves(name)) {
			conf_finding(c, "MD306", at, what,
				     "%.*s reads or writes files, or runs Python", STR_ARG(what));
			break;
		}
		conf_finding_as(c, "MD302", foreign_level(at->node, module, d.class, function), at,
				what, "the %s %.*s is code that is not in this file",
				function ? "function" : "class", STR_ARG(what));
		break;
	}
}

static void judge_name(struct conf *c, const struct place *at, str module, str name, bool function)
{
	str what = arena_printf(c->m->arena, "%.*s.%.*s", STR_ARG(str_slice(module, 0, 200)),
				STR_ARG(str_slice(name, 0, 200)));

	switch (keras_name(module, name, function)) {
	case KERAS_NAME_MODELLING:
		break;
	case KERAS_NAME_OTHER:
		conf_finding_as(c, "MD303", MEDIUM, at, what,
				"%.*s is nothing that a model is made of", STR_ARG(what));
		break;
	case KERAS_NAME_LOADER:
		conf_finding(c, "MD303", at, what,
			     "the configuration reaches %.*s, which is no part of a model: it may "
			     "load, download or write files, or switch protections off",
			     STR_ARG(what));
		break;
	case KERAS_NAME_FOREIGN:
		judge_foreign(c, at, module, name, function);
		break;
	}
}

/* ---- Kinds of objects ---- */

static void look_at_function(struct conf *c, const struct place *at)
{
	str module = conf_text(at->node, "module"), name = conf_text(at->node, "config");
	str registered_name = conf_text(at->node, "registered_name");

	if (module.n == 0)
		return;
	if (name.n > 0)
		judge_name(c, at, module, name, true);
	if (registered_name.n > 0 && !str_in(registered_name, "function") &&
	    !str_eq(registered_name, name) && str_find_byte(registered_name, '>') == STR_NONE)
		judge_name(c, at, module, registered_name, true);
}

/* A function of a Lambda layer (`key`: function, output_shape, mask), in all its spellings. */
static void lambda_part(struct conf *c, const struct place *at, const struct tree *config,
			const char *key, const char *type_key, const char *module_key)
{
	const struct tree *f = tree_get(config, str_of(key));
	str type = conf_text(config, type_key), module = conf_text(config, module_key);
	bool function = str_eq(str_of(key), S("function"));

	if (f == NULL)
		return;
	if (str_eq(conf_text(f, "class_name"), S("__lambda__")) || str_eq(type, S("lambda")) ||
	    (tree_is(f, TREE_ARRAY) && (function || (tree_is(f->first, TREE_STRING) &&
						     is_marshalled_code(f->first->text)))) ||
	    (tree_is(f, TREE_STRING) && is_marshalled_code(f->text)))
		say_code(c, at, name_of(at->node), key);
	else if (tree_is(f, TREE_STRING) && module.n > 0 && !str_eq(type, S("raw")))
		judge_name(c, at, module, f->text, true);
}

static void look_at_lambda(struct conf *c, const struct place *at)
{
	const struct tree *config = tree_get(at->node, S("config"));

	lambda_part(c, at, config, "function", "function_type", "module");
	lambda_part(c, at, config, "output_shape", "output_shape_type", "output_shape_module");
	lambda_part(c, at, config, "mask", "mask_type", "mask_module");
}

static void look_at_wrapper(struct conf *c, const struct place *at, str class_name)
{
	const struct tree *config = tree_get(at->node, S("config"));
	str path = conf_text(config, "filepath"), handle = conf_text(config, "handle");

	if (str_eq(class_name, S("TorchModuleWrapper")))
		conf_finding_as(c, "MD304", CRITICAL, at, class_name,
				"the layer \"%.*s\" unpickles a PyTorch module from its "
				"configuration (CVE-2025-49655)",
				STR_ARG(name_of(at->node)));
	else if (str_eq(class_name, S("TFSMLayer")))
		conf_finding_as(
			c, "MD304", HIGH, at, class_name,
			"the layer \"%.*s\" loads the SavedModel \"%.*s\", whose graph runs "
			"unseen (CVE-2026-1462)",
			STR_ARG(name_of(at->node)), STR_ARG(str_slice(path, 0, 200)));
	else if (str_in(class_name, "JaxLayer FlaxLayer"))
		conf_finding_as(c, "MD304", MEDIUM, at, class_name,
				"the layer \"%.*s\" calls functions that are not Keras's",
				STR_ARG(name_of(at->node)));
	else if (str_eq(class_name, S("KerasLayer")) && handle.n > 0)
		conf_finding_as(c, "MD304",
				str_starts(handle, S("https://tfhub.dev/")) ||
						str_starts(handle, S("https://www.kaggle.com/"))
					? INFO
					: MEDIUM,
				at, handle, "the layer \"%.*s\" loads a SavedModel from \"%.*s\"",
				STR_ARG(name_of(at->node)), STR_ARG(str_slice(handle, 0, 200)));
}

/* Layers whose configuration may name a file instead of holding what is in it. */
static void look_at_files(struct conf *c, const struct place *at, str class_name)
{
	static const char *const keys[] = {
		"vocabulary", "vocabulary_path", "merges",	 "proto",
		"filepath",   "file_path",	 "filename",	 "weights",
		"log_dir",    "idf_weights",	 "vocab_file",	 "path",
		"url",	      "origin",		 "weights_path",
	};
	const struct tree *config = tree_get(at->node, S("config"));
	bool lookup =
		str_in(class_name, "StringLookup IntegerLookup IndexLookup TextVectorization");

	if (!is_table(config) || str_eq(class_name, S("TFSMLayer")))
		return;
	for (size_t i = 0; i < COUNTOF(keys); i++) {
		str path = conf_text(config, keys[i]);
		enum where w = conf_where(path);
		if (path.n == 0 || (w == WHERE_SIBLING && !(lookup && i == 0)))
			continue;
		conf_finding_as(c, "MD305", w == WHERE_SIBLING ? MEDIUM : HIGH, at, path,
				"\"%s\" of %.*s is %s, read when the model is loaded: %.*s",
				keys[i], STR_ARG(str_slice(class_name, 0, 80)), conf_where_name(w),
				STR_ARG(str_slice(path, 0, 200)));
	}
}

static bool node_leaves(str node)
{
	static const char *const ops[] = {
		"\"ReadFile\"",	   "\"WriteFile\"",	"\"PyFunc",
		"\"EagerPyFunc\"", "\"MatchingFiles\"", "\"Save",
		"\"Restore",	   "\"ShellExecute\"",	"\"LoadLibrary",
	};

	for (size_t i = 0; i < COUNTOF(ops); i++)
		if (str_find(node, str_of(ops[i])) != STR_NONE)
			return true;
	return false;
}

/* Layers that stand for one TensorFlow function or node. */
static void look_at_tf(struct conf *c, const struct place *at, str class_name)
{
	const struct tree *config = tree_get(at->node, S("config"));
	str function = conf_text(config, "function"), node = conf_text(config, "node_def");
	str symbol = function.n > 0 ? function : conf_text(config, "cls_symbol");
	static const char hint[] = "calls a function of TensorFlow that reads or writes files or "
				   "runs Python";

	if (!str_in(class_name, "TFOpLambda TensorFlowOpLayer ClassMethod InstanceMethod "
				"TFClassMethodDispatcher"))
		return;
	if (symbol.n > 0 && keras_tf_function_leaves(symbol))
		conf_finding(c, "MD306", at, symbol, "%.*s %s: tf.%.*s", STR_ARG(class_name), hint,
			     STR_ARG(str_slice(symbol, 0, 200)));
	if (node.n > 0 && node_leaves(node))
		conf_finding(c, "MD306", at, S("node_def"), "%.*s %s", STR_ARG(class_name), hint);
}

/* Inside a function that was reported as a whole: a Lambda layer's, or a __lambda__. */
static bool in_code(const struct place *at)
{
	for (unsigned i = 0; at != NULL && i < 6; i++, at = at->outer)
		if (str_in(conf_text(at->node, "class_name"), "Lambda __lambda__"))
			return true;
	return false;
}

static void look_at_class(struct conf *c, const struct place *at, str class_name)
{
	str module = conf_text(at->node, "module");

	look_at_wrapper(c, at, class_name);
	look_at_tf(c, at, class_name);
	look_at_files(c, at, class_name);
	if (str_eq(class_name, S("Lambda"))) {
		look_at_lambda(c, at);
		return;
	}
	if (module.n == 0 && registered(at->node))
		conf_finding_as(c, "MD302", INFO, at, class_name,
				"the class %.*s is code that the program must register",
				STR_ARG(str_slice(conf_text(at->node, "registered_name"), 0, 200)));
	if (module.n > 0 &&
	    !str_in(class_name, "TorchModuleWrapper TFSMLayer JaxLayer FlaxLayer KerasLayer"))
		judge_name(c, at, module, class_name, false);
}

void keras_string(struct conf *c, const struct place *at)
{
	if (c->is_keras && is_marshalled_code(at->node->text) && !in_code(at->outer))
		conf_finding(c, "MD300", at, S("code"),
			     "Python bytecode (marshalled, base64) in the configuration");
}

void keras_table(struct conf *c, const struct place *at)
{
	str class_name = conf_text(at->node, "class_name");
	str spec = conf_text(at->node, "spec_name");

	if (class_name.n == 0 || (!conf_has(at->node, "config") && !conf_has(at->node, "module")))
		return;
	c->is_keras = true;
	if (str_eq(class_name, S("__lambda__"))) {
		if (!in_code(at->outer))
			say_code(c, at, at->node->key.n > 0 ? at->node->key : S("__lambda__"),
				 "function");
	} else if (str_eq(class_name, S("function"))) {
		look_at_function(c, at);
	} else if (str_eq(class_name, S("__typespec__"))) {
		if (conf_text(at->node, "module").n > 0)
			judge_name(c, at, conf_text(at->node, "module"), spec, false);
	} else if (!str_starts(class_name, S("__"))) {
		look_at_class(c, at, class_name);
	}
}

const struct rule rules_keras_model[] = {
	{
		.id = "MD300",
		.name = "keras_lambda",
		.severity = CRITICAL,
		.confidence = HIGH,
		.cwe = {502, 94},
		.title = "A Keras model with Python bytecode",
		.why = "A Lambda layer, or any function saved as code, is marshalled Python "
		       "bytecode that runs when the model is loaded or called (CVE-2024-3660); "
		       "HDF5 and tf.keras models run it in safe mode too (CVE-2025-9905).",
		.fix = "Replace the lambda by a registered function or layer, and load with "
		       "safe_mode=True.",
		.bad = "{\"module\":\"keras\",\"class_name\":\"Sequential\",\"config\":{\"layers\":"
		       "[{\"module\":\"keras.layers\",\"class_name\":\"Lambda\",\"config\":{"
		       "\"name\":\"l\",\"function\":{\"class_name\":\"__lambda__\",\"config\":{"
		       "\"code\":\"4wEAAAAAAAAA\",\"defaults\":null,\"closure\":null}}}}]},"
		       "\"registered_name\":null}",
		.good = "{\"module\":\"keras\",\"class_name\":\"Sequential\",\"config\":{"
			"\"layers\":[{\"module\":\"keras.layers\",\"class_name\":\"Lambda\","
			"\"config\":{\"name\":\"l\",\"function\":{\"module\":\"keras.activations\","
			"\"class_name\":\"function\",\"config\":\"relu\",\"registered_name\":"
			"\"relu\"}}}]},\"registered_name\":null}",
		.lang = "file:config.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD301",
		.name = "keras_import",
		.severity = CRITICAL,
		.confidence = HIGH,
		.cwe = {502, 94},
		.title = "A Keras configuration that imports what is no part of a model",
		.why = "Objects are found by module and name: versions before 3.9 and tf.keras "
		       "import any module that the file names and take any function from it "
		       "(CVE-2025-1550).",
		.fix = "Do not load the model. A model consists of Keras objects and registered "
		       "classes.",
		.bad = "{\"module\":\"keras\",\"class_name\":\"Sequential\",\"config\":{\"layers\":"
		       "[{\"module\":\"os\",\"class_name\":\"function\",\"config\":\"system\","
		       "\"registered_name\":\"system\"}]},\"registered_name\":null}",
		.good = "{\"module\":\"keras\",\"class_name\":\"Sequential\",\"config\":{"
			"\"layers\":[{\"module\":\"keras.layers\",\"class_name\":\"Dense\","
			"\"config\":{\"units\":2,\"activation\":\"relu\"},\"registered_name\":null}"
			"]},\"registered_name\":null}",
		.lang = "file:config.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD302",
		.name = "keras_custom_object",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {829},
		.title = "A Keras model that needs code from elsewhere",
		.why = "The class or function is imported by name when the model is loaded: "
		       "whoever provides a module of this name runs code.",
		.fix = "Review the package that the model needs, and register its classes with a "
		       "package name.",
		.bad = "{\"module\":\"keras\",\"class_name\":\"Sequential\",\"config\":{\"layers\":"
		       "[{\"module\":\"my_layers.blocks\",\"class_name\":\"Block\",\"config\":{},"
		       "\"registered_name\":\"Block\"}]},\"registered_name\":null}",
		.good = "{\"module\":\"keras\",\"class_name\":\"Sequential\",\"config\":{"
			"\"layers\":[{\"module\":\"keras.layers\",\"class_name\":\"Dense\","
			"\"config\":{\"units\":2,\"activation\":\"relu\"},\"registered_name\":null}"
			"]},\"registered_name\":null}",
		.lang = "file:config.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD303",
		.name = "keras_internal",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {94, 829},
		.title = "A Keras configuration that reaches loading or file functions",
		.why = "Functions of Keras that download, load, write or switch off safe mode can "
		       "be named like a layer's function, and are called with arguments from the "
		       "file (CVE-2025-8747, CVE-2025-9906).",
		.fix = "Do not load the model.",
		.bad = "{\"module\":\"keras\",\"class_name\":\"Sequential\",\"config\":{\"layers\":"
		       "[{\"module\":\"keras.utils\",\"class_name\":\"function\",\"config\":\"get_"
		       "file\",\"registered_name\":\"get_file\"}]},\"registered_name\":null}",
		.good = "{\"module\":\"keras\",\"class_name\":\"Sequential\",\"config\":{"
			"\"layers\":[{\"module\":\"keras.layers\",\"class_name\":\"Dense\","
			"\"config\":{\"units\":2,\"activation\":\"relu\"},\"registered_name\":null}"
			"]},\"registered_name\":null}",
		.lang = "file:config.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD304",
		.name = "keras_foreign_module",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502, 829},
		.title = "A Keras layer that loads a model of another kind",
		.why = "Wrappers of other frameworks unpickle a module from the configuration "
		       "(CVE-2025-49655) or load a SavedModel from a path (CVE-2026-1462), outside "
		       "of what safe mode protects.",
		.fix = "Do not load the model; convert the wrapped module to Keras layers.",
		.bad = "{\"module\":\"keras\",\"class_name\":\"Sequential\",\"config\":{\"layers\":"
		       "[{\"module\":\"keras.layers\",\"class_name\":\"TorchModuleWrapper\","
		       "\"config\":{\"module\":\"gAR9lC4=\"}}]},\"registered_name\":null}",
		.good = "{\"module\":\"keras\",\"class_name\":\"Sequential\",\"config\":{"
			"\"layers\":[{\"module\":\"keras.layers\",\"class_name\":\"Dense\","
			"\"config\":{\"units\":2,\"activation\":\"relu\"},\"registered_name\":null}"
			"]},\"registered_name\":null}",
		.lang = "file:config.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD305",
		.name = "keras_file_reference",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {73, 918},
		.title = "A Keras layer that reads a file or address when loaded",
		.why = "A vocabulary given as a path is read when the model is loaded, from any "
		       "place that the program can reach: files leak into the model, addresses are "
		       "requested (CVE-2025-12058).",
		.fix = "Save the vocabulary itself in the model.",
		.bad = "{\"module\":\"keras\",\"class_name\":\"Sequential\",\"config\":{\"layers\":"
		       "[{\"module\":\"keras.layers\",\"class_name\":\"StringLookup\",\"config\":{"
		       "\"vocabulary\":\"/etc/passwd\"}}]},\"registered_name\":null}",
		.good = "{\"module\":\"keras\",\"class_name\":\"Sequential\",\"config\":{"
			"\"layers\":[{\"module\":\"keras.layers\",\"class_name\":\"StringLookup\","
			"\"config\":{\"vocabulary\":[\"a\",\"b\"]}}]},\"registered_name\":null}",
		.lang = "file:config.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD306",
		.name = "keras_tf_function",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {73, 94},
		.title = "A Keras layer that calls a file function of TensorFlow",
		.why = "A layer made of a TensorFlow function calls any function of its API by "
		       "name: files are read and written, and Python code runs.",
		.fix = "Do not load the model.",
		.bad = "{\"module\":\"keras\",\"class_name\":\"Sequential\",\"config\":{\"layers\":"
		       "[{\"class_name\":\"TFOpLambda\",\"config\":{\"name\":\"w\",\"function\":"
		       "\"io.write_file\"}}]},\"registered_name\":null}",
		.good = "{\"module\":\"keras\",\"class_name\":\"Sequential\",\"config\":{"
			"\"layers\":[{\"class_name\":\"TFOpLambda\",\"config\":{\"name\":\"a\","
			"\"function\":\"math.add\"}}]},\"registered_name\":null}",
		.lang = "file:config.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{0},
};
