/* Configurations of Hugging Face's libraries: config.json, tokenizer_config.json,
 * generation_config.json, processor and adapter configurations, shard indexes, modules.json of
 * sentence-transformers and model_index.json of diffusers. The keys decide, at any depth: readers
 * follow `auto_map` in nested configurations too (CVE-2025-66448). */
#include "rules/model/conf.h"
#include "rules/model/dotted.h"
#include "rules/model/strings.h"

/* ---- Code that a configuration names ---- */

/* One reference to a class: "module.Class" beside the configuration, or "owner/repo--module.Class".
 */
static void code_reference(struct conf *c, const struct place *at, str ref, const char *key)
{
	size_t dashes = str_find(ref, S("--"));

	if (ref.n == 0)
		return;
	if (dashes != STR_NONE) {
		conf_finding(c, "MD351", at, ref,
			     "%s loads Python code of another repository: %.*s", key,
			     STR_ARG(str_slice(ref, 0, 200)));
		return;
	}
	if (conf_where(ref) != WHERE_SIBLING) {
		conf_finding_as(c, "MD351", HIGH, at, ref, "%s loads Python code from %s: %.*s",
				key, conf_where_name(conf_where(ref)),
				STR_ARG(str_slice(ref, 0, 200)));
		return;
	}
	model_custom_code(c->m);
	conf_finding(c, "MD350", at, ref, "%s loads Python code that lies beside it: %.*s", key,
		     STR_ARG(str_slice(ref, 0, 200)));
}

static void code_references(struct conf *c, const struct place *at, const struct tree *t,
			    const char *key, unsigned depth)
{
	if (tree_is(t, TREE_STRING))
		code_reference(c, &(struct place){at, t, 0}, t->text, key);
	else if (t != NULL && t->kind >= TREE_ARRAY && depth < 3)
		for (const struct tree *i = t->first; i != NULL; i = i->next)
			code_references(c, at, i, key, depth + 1);
}

static void auto_map(struct conf *c, const struct place *at)
{
	const struct tree *map = tree_get(at->node, S("auto_map"));

	if (is_table(map))
		code_references(c, at, map, "auto_map", 0);
}

/* {"task": {"impl": "module.Class", "pt": [...], "tf": [...]}} */
static void custom_pipelines(struct conf *c, const struct place *at)
{
	const struct tree *tasks = tree_get(at->node, S("custom_pipelines"));

	if (!is_table(tasks))
		return;
	for (const struct tree *t = tasks->first; t != NULL; t = t->next)
		code_reference(c, &(struct place){at, t, 0}, conf_text(t, "impl"),
			       "custom_pipelines");
}

static void custom_generate(struct conf *c, const struct place *at)
{
	const struct tree *t = tree_get(at->node, S("custom_generate"));
	bool on = false;

	if (tree_is(t, TREE_STRING) && t->text.n > 0)
		conf_finding(c, "MD351", &(struct place){at, t, 0}, t->text,
			     "custom_generate loads Python code of a repository: %.*s",
			     STR_ARG(str_slice(t->text, 0, 200)));
	else if (tree_bool(t, &on) && on)
		conf_finding(c, "MD350", &(struct place){at, t, 0}, S("custom_generate"),
			     "custom_generate loads Python code that lies beside it");
}

/* Attention code from a repository of kernels (CVE-2026-4372): a name with a slash. */
static void attention(struct conf *c, const struct place *at)
{
	static const char *const keys[] = {"_attn_implementation_internal", "_attn_implementation",
					   "attn_implementation", "_experts_implementation"};

	for (size_t i = 0; i < COUNTOF(keys); i++) {
		const struct tree *t = tree_get(at->node, str_of(keys[i]));
		const struct tree *first = tree_is(t, TREE_TABLE) ? t->first : t;
		for (; first != NULL; first = tree_is(t, TREE_TABLE) ? first->next : NULL)
			if (tree_is(first, TREE_STRING) &&
			    str_find_byte(first->text, '/') != STR_NONE)
				conf_finding_as(
					c, "MD351",
					str_starts(first->text, S("kernels-community/")) ? INFO
											 : HIGH,
					at, first->text, "%s loads code of a repository: %.*s",
					keys[i], STR_ARG(str_slice(first->text, 0, 200)));
	}
}

/* PEFT imports parent_library and takes base_model_class from it. */
static void auto_mapping(struct conf *c, const struct place *at)
{
	const struct tree *t = tree_get(at->node, S("auto_mapping"));
	str library = conf_text(t, "parent_library"), name = conf_text(t, "base_model_class");
	struct dotted d;

	if (library.n == 0)
		return;
	d = dotted_judge2(library, name.n > 0 ? name : S("Model"));
	if (d.class == DOTTED_DANGER ||
	    (d.class == DOTTED_STDLIB && !str_eq(library, S("__main__"))))
		conf_finding_as(c, "MD352", d.class == DOTTED_DANGER ? d.severity : HIGH, at,
				library, "auto_mapping imports %.*s.%.*s, which %s",
				STR_ARG(str_slice(library, 0, 200)), STR_ARG(name), d.why);
	else if (d.class == DOTTED_OTHER)
		conf_finding_as(c, "MD352", LOW, at, library,
				"auto_mapping imports %.*s.%.*s, which is not in this file",
				STR_ARG(str_slice(library, 0, 200)), STR_ARG(name));
}

/* ---- Shards ---- */

static void shard(struct conf *c, const struct place *at, const struct tree *t)
{
	enum where w;

	if (!tree_is(t, TREE_STRING))
		return;
	w = conf_where(t->text);
	if (w != WHERE_SIBLING)
		conf_finding(c, "MD353", &(struct place){at, t, 0}, t->text,
			     "weight_map reads a tensor from %s: %.*s", conf_where_name(w),
			     STR_ARG(str_slice(t->text, 0, 200)));
	else if (str_ends(t->text, S(".bin")))
		model_unsafe_format(c->m);
}

static void weight_map(struct conf *c, const struct place *at)
{
	const struct tree *map = tree_get(at->node, S("weight_map"));

	if (!is_table(map))
		return;
	for (const struct tree *t = map->first; t != NULL; t = t->next) {
		shard(c, at, t);
		if (tree_is(t, TREE_ARRAY))
			for (const struct tree *i = t->first; i != NULL; i = i->next)
				shard(c, at, i);
	}
}

/* ---- Templates ---- */

static void template(struct conf *c, const struct place *at, const struct tree *t)
{
	if (tree_is(t, TREE_STRING))
		conf_template(c, &(struct place){at, t, 0}, t->text);
}

/* A text, a list of {name, template}, or a table from names to texts. */
static void chat_template(struct conf *c, const struct place *at, const char *key)
{
	const struct tree *t = tree_get(at->node, str_of(key));

	template(c, at, t);
	if (t == NULL || t->kind < TREE_ARRAY)
		return;
	for (const struct tree *i = t->first; i != NULL; i = i->next) {
		template(c, at, i);
		template(c, at, tree_get(i, S("template")));
	}
}

void huggingface_table(struct conf *c, const struct place *at)
{
	bool on = false;

	auto_map(c, at);
	custom_pipelines(c, at);
	custom_generate(c, at);
	attention(c, at);
	auto_mapping(c, at);
	weight_map(c, at);
	chat_template(c, at, "chat_template");
	chat_template(c, at, "chat_templates");
	chat_template(c, at, "default_chat_template");
	if (tree_bool(tree_get(at->node, S("trust_remote_code")), &on) && on)
		conf_finding(c, "MD355", at, S("trust_remote_code"),
			     "trust_remote_code is on: code of the model's repository runs when "
			     "it is loaded");
}

/* ---- Directories ---- */

/* A class that is imported by name. `own`: packages whose classes these files consist of. */
static void imported(struct conf *c, const struct place *at, str module, str name, str shown)
{
	struct dotted d = dotted_judge2(module, name);

	if (str_find(shown, S("--")) != STR_NONE)
		conf_finding_as(c, "MD354", HIGH, at, shown,
				"loads Python code of another repository: %.*s",
				STR_ARG(str_slice(shown, 0, 200)));
	else if (d.class == DOTTED_DANGER || d.class == DOTTED_STDLIB ||
		 is_stdlib_package(dotted_package(module)))
		conf_finding_as(c, "MD354", d.class == DOTTED_DANGER ? d.severity : HIGH, at, shown,
				"imports %.*s, which %s", STR_ARG(str_slice(shown, 0, 200)),
				d.class == DOTTED_SAFE ? "is of Python's own library" : d.why);
	else if (d.class == DOTTED_OTHER) {
		model_custom_code(c->m);
		conf_finding(c, "MD354", at, shown,
			     "imports %.*s: code that is not a known library's",
			     STR_ARG(str_slice(shown, 0, 200)));
	}
}

/* sentence-transformers: [{"idx": 0, "name": "0", "path": "", "type": "module.Class"}, ...] */
static void modules_json(struct conf *c, const struct place *root)
{
	uint32_t index = 0;

	for (const struct tree *t = root->node->first; t != NULL; t = t->next, index++) {
		struct place at = {root, t, index};
		str type = conf_text(t, "type"), path = conf_text(t, "path");
		size_t dot = str_rfind_byte(type, '.');
		enum where w = conf_where(path);
		if (!conf_has(t, "idx") || !conf_has(t, "path") || dot == STR_NONE)
			continue;
		if (!str_starts(type, S("sentence_transformers.")) ||
		    str_starts(type, S("sentence_transformers.util")))
			imported(c, &at, str_slice(type, 0, dot), str_after_last(type, '.'), type);
		if (w != WHERE_SIBLING)
			conf_finding(c, "MD353", &at, path, "a module is loaded from %s: %.*s",
				     conf_where_name(w), STR_ARG(str_slice(path, 0, 200)));
	}
}

static bool pipeline_of_diffusers(str library)
{
	static const char *const starts[] = {
		"stable_", "kandinsky", "controlnet", "audioldm", "hunyuan",
		"latent_", "pixart",	"cogv",	      "lumina",	  "flux",
		"wan",	   "sana",	"skyreels",   "t2i_",	  "text_to_",
	};

	for (size_t i = 0; i < COUNTOF(starts); i++)
		if (str_starts(library, str_of(starts[i])))
			return true;
	return str_in(
		library,
		"allegro alt_diffusion amused animatediff aura_flow blip_diffusion bria bria_fibo "
		"chroma chronoedit consisid consistency_models cosmos dance_diffusion ddim ddpm "
		"deepfloyd_if dit easyanimate free_init hidream_image i2vgen_xl kolors latte "
		"ledits_pp ltx ltx2 marigold mochi musicldm omnigen onnx_utils ovis_image pag "
		"paint_by_example pia pipeline_utils pndm prx qwenimage repaint score_sde_ve "
		"semantic_stable_diffusion shap_e spectrogram_diffusion stochastic_karras_ve "
		"unclip unidiffuser versatile_diffusion visualcloze vq_diffusion wuerstchen "
		"z_image glm_image longcat_image karras_ve pipeline_loading_utils");
}

/* diffusers: {"_class_name": "...", "unet": ["diffusers", "UNet2DConditionModel"], ...} */
static void model_index(struct conf *c, const struct place *root)
{
	const struct tree *pipeline = tree_get(root->node, S("_class_name"));

	if (tree_is(pipeline, TREE_ARRAY) && tree_is(pipeline->first, TREE_STRING))
		code_reference(c, root, pipeline->first->text, "_class_name");
	else if (tree_is(pipeline, TREE_STRING) &&
		 (str_find_byte(pipeline->text, '/') != STR_NONE ||
		  str_ends(pipeline->text, S(".py"))))
		code_reference(c, root, pipeline->text, "_class_name");
	for (const struct tree *t = root->node->first; t != NULL; t = t->next) {
		const struct tree *name =
			tree_is(t, TREE_ARRAY) && t->count == 2 ? t->first->next : NULL;
		struct place at = {root, t, 0};
		str library;
		if (!tree_is(name, TREE_STRING) || !tree_is(t->first, TREE_STRING))
			continue;
		library = t->first->text;
		if (!pipeline_of_diffusers(library))
			imported(c, &at, library, name->text,
				 arena_printf(c->m->arena, "%.*s.%.*s",
					      STR_ARG(str_slice(library, 0, 200)),
					      STR_ARG(str_slice(name->text, 0, 200))));
	}
}

static bool of_huggingface(const struct tree *t)
{
	return conf_has(t, "model_type") || conf_has(t, "architectures") ||
	       conf_has(t, "transformers_version") || conf_has(t, "tokenizer_class") ||
	       conf_has(t, "_class_name") || conf_has(t, "peft_type");
}

/* A dangerous callable as the value of any key that names code. */
static void named_callables(struct conf *c, const struct place *at, unsigned depth)
{
	for (const struct tree *t = at->node->first; t != NULL && depth < 8; t = t->next) {
		struct place inner = {at, t, 0};
		struct dotted d;
		if (t->kind >= TREE_ARRAY) {
			named_callables(c, &inner, depth + 1);
			continue;
		}
		if (!tree_is(t, TREE_STRING))
			continue;
		if (t->text.n < 4096 && !str_eq(t->key, S("chat_template")))
			strings_check(c->m, t->key, t->text);
		if (!is_dotted(t->text))
			continue;
		d = dotted_judge(t->text);
		if (d.class == DOTTED_DANGER && d.severity == CRITICAL &&
		    is_stdlib_package(dotted_package(t->text)))
			conf_finding_as(c, "MD352", HIGH, &inner, t->text, "names %.*s, which %s",
					STR_ARG(t->text), d.why);
	}
}

void huggingface_document(struct conf *c)
{
	struct place root = {.node = c->root};

	if (tree_is(c->root, TREE_ARRAY))
		modules_json(c, &root);
	if (!is_table(c->root))
		return;
	if (conf_has(c->root, "_class_name") && conf_has(c->root, "_diffusers_version"))
		model_index(c, &root);
	if (!c->yaml && of_huggingface(c->root)) {
		const struct tree *class;
		str type = conf_text(c->root, "model_type"),
		    base = conf_text(c->root, "base_model_name_or_path");
		model_configured(c->m);
		named_callables(c, &root, 0);
		if (type.n > 0)
			model_property(c->m, "architecture", str_slice(type, 0, 100));
		class = tree_get(c->root, S("architectures"));
		if (tree_is(class, TREE_ARRAY) && tree_is(class->first, TREE_STRING))
			model_property(c->m, "architecture", str_slice(class->first->text, 0, 100));
		if (base.n > 0)
			model_property(c->m, "base_model", str_slice(base, 0, 300));
	}
}

const struct rule rules_huggingface[] = {
	{
		.id = "MD350",
		.name = "hf_custom_code",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {829},
		.title = "A configuration that loads Python code beside it",
		.why = "With trust_remote_code=True the file that auto_map names is executed when "
		       "the model or tokenizer is loaded.",
		.fix = "Review that file, pin its revision, or use a model without custom code.",
		.bad = "{\"model_type\":\"x\",\"auto_map\":{\"AutoModel\":\"modeling_x.X\"}}",
		.good = "{\"model_type\":\"bert\",\"architectures\":[\"BertModel\"]}",
		.lang = "file:config.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD351",
		.name = "hf_remote_code",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {829},
		.title = "A configuration that loads Python code of another repository",
		.why = "The code comes from a repository that its owner can change at any time, "
		       "not from the one that was reviewed; some readers load it without being "
		       "asked (CVE-2026-4372, CVE-2025-66448).",
		.fix = "Copy the code into the repository, review it, and refer to the copy.",
		.bad = "{\"model_type\":\"x\",\"auto_map\":{\"AutoModel\":\"owner/"
		       "repo--modeling_x.X\"}}",
		.good = "{\"model_type\":\"bert\",\"_attn_implementation\":\"sdpa\"}",
		.lang = "file:config.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD352",
		.name = "config_dangerous_name",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {94, 829},
		.title = "A model's configuration names a dangerous function",
		.why = "Libraries import what configurations name; a name that runs programs has "
		       "no honest use there.",
		.fix = "Remove the entry, and do not load the model before it is understood.",
		.bad = "{\"peft_type\":\"LORA\",\"auto_mapping\":{\"base_model_class\":\"system\","
		       "\"parent_library\":\"os\"}}",
		.good = "{\"peft_type\":\"LORA\",\"auto_mapping\":{\"base_model_class\":"
			"\"BertModel\",\"parent_library\":\"transformers.models.bert.modeling_"
			"bert\"}}",
		.lang = "file:adapter_config.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD353",
		.name = "hf_path_outside",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {22},
		.title = "A configuration that takes weights from outside its directory",
		.why = "A shard or module path that leaves the directory makes the reader open any "
		       "file of the machine, or an address.",
		.fix = "Name the files beside the index.",
		.bad = "{\"metadata\":{},\"weight_map\":{\"w\":\"../../../etc/passwd\"}}",
		.good = "{\"metadata\":{},\"weight_map\":{\"w\":\"model-00001-of-00002."
			"safetensors\"}}",
		.lang = "file:model.safetensors.index.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD354",
		.name = "hf_imported_class",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {829, 94},
		.title = "A configuration that imports a class from elsewhere",
		.why = "modules.json and model_index.json name classes that are imported when the "
		       "model is loaded: any module of the environment, or a file in the "
		       "directory.",
		.fix = "Use classes of the library itself, or review the code that is named.",
		.bad = "[{\"idx\":0,\"name\":\"0\",\"path\":\"\",\"type\":\"evil_pkg.mod.Loader\"}"
		       "]",
		.good = "[{\"idx\":0,\"name\":\"0\",\"path\":\"\",\"type\":\"sentence_transformers."
			"models.Transformer\"}]",
		.lang = "file:modules.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD355",
		.name = "trust_remote_code",
		.severity = INFO,
		.confidence = HIGH,
		.cwe = {829},
		.title = "A configuration that switches trust_remote_code on",
		.why = "Code of the model's repository runs when it is loaded.",
		.fix = "Leave it off, or pin the revision of the repository.",
		.bad = "{\"model_type\":\"x\",\"trust_remote_code\":true}",
		.good = "{\"model_type\":\"x\",\"trust_remote_code\":false}",
		.lang = "file:config.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{0},
};
