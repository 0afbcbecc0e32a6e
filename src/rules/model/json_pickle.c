/* JSON that makes objects of any class when it is read: jsonpickle (py/object, py/reduce, ...) and
 * dumps of LangChain (lc, _type). */
#include "rules/model/conf.h"
#include "rules/model/dotted.h"

static void judge(struct conf *c, const struct place *at, const char *key, str name, bool call)
{
	struct dotted d = dotted_judge(name);

	if (d.class == DOTTED_DANGER)
		conf_finding_as(c, "MD365", call ? CRITICAL : d.severity, at, name,
				"%s names %.*s, which %s", key, STR_ARG(str_slice(name, 0, 200)),
				d.why);
	else if (d.class == DOTTED_STDLIB || d.class == DOTTED_OTHER || call)
		conf_finding_as(c, "MD365",
				call && d.class != DOTTED_SAFE && d.class != DOTTED_KNOWN ? HIGH
				: d.class == DOTTED_STDLIB				  ? HIGH
				: d.class == DOTTED_OTHER				  ? MEDIUM
											  : INFO,
				at, name, "%s makes an object with %.*s", key,
				STR_ARG(str_slice(name, 0, 200)));
}

/* The callable of a py/reduce: the first of its list, as a type or function. */
static void reduce(struct conf *c, const struct place *at, const struct tree *t)
{
	const struct tree *first = tree_is(t, TREE_ARRAY) ? t->first : NULL;
	static const char *const keys[] = {"py/type", "py/function", "py/class", "py/object"};

	for (size_t i = 0; i < COUNTOF(keys); i++) {
		str name = conf_text(first, keys[i]);
		if (name.n > 0) {
			judge(c, at, "py/reduce", name, true);
			return;
		}
	}
	conf_finding_as(c, "MD365", HIGH, at, S("py/reduce"),
			"py/reduce calls what it names when the JSON is read with jsonpickle");
}

void json_pickle_table(struct conf *c, const struct place *at)
{
	str repr = str_slice(conf_text(at->node, "py/repr"), 0, 200);

	for (const struct tree *t = at->node->first; t != NULL; t = t->next) {
		if (!str_starts(t->key, S("py/")))
			continue;
		model_unsafe_format(c->m);
		if (str_eq(t->key, S("py/reduce")))
			reduce(c, at, t);
		else if (str_eq(t->key, S("py/repr")))
			conf_finding_as(c, "MD365", CRITICAL, at, S("py/repr"),
					"py/repr is evaluated as Python code: %.*s", STR_ARG(repr));
		else if (tree_is(t, TREE_STRING) &&
			 str_in(t->key, "py/object py/type py/function py/class py/module py/mod "
					"py/newobj py/method"))
			judge(c, at, arena_cstr(c->m->arena, t->key), t->text, false);
	}
}

/* ---- LangChain ---- */

static bool langchain_package(str p)
{
	return str_starts(p, S("langchain")) || str_in(p, "langgraph langsmith");
}

static void lc_object(struct conf *c, const struct place *at)
{
	str type = conf_text(at->node, "type");
	const struct tree *id = tree_get(at->node, S("id"));
	struct buf b = buf_in(c->m->arena);
	struct dotted d;
	str name;

	if (!tree_is(id, TREE_ARRAY) || !tree_is(id->first, TREE_STRING))
		return;
	for (const struct tree *t = id->first; t != NULL && b.n < 300; t = t->next) {
		buf_add(&b, b.n > 0 ? S(".") : S(""));
		if (tree_is(t, TREE_STRING))
			buf_add(&b, str_slice(t->text, 0, 100));
	}
	name = buf_str(&b);
	if (str_eq(type, S("secret"))) {
		conf_finding_as(c, "MD367", INFO, at, name,
				"reads the secret %.*s from the environment when it is loaded",
				STR_ARG(name));
		return;
	}
	if (!str_eq(type, S("constructor")))
		return;
	d = dotted_judge(name);
	if (d.class == DOTTED_DANGER || d.class == DOTTED_STDLIB)
		conf_finding_as(c, "MD366", d.severity, at, name, "constructs %.*s, which %s",
				STR_ARG(name), d.why);
	else if (!langchain_package(dotted_package(name)) && d.class == DOTTED_OTHER)
		conf_finding_as(c, "MD366", MEDIUM, at, name,
				"constructs %.*s, which is no class of LangChain", STR_ARG(name));
	else if (str_find(name, S("PythonREPL")) != STR_NONE ||
		 str_find(name, S("python_repl")) != STR_NONE ||
		 str_find(name, S("ShellTool")) != STR_NONE ||
		 str_find(name, S("BashProcess")) != STR_NONE ||
		 str_find(name, S("PALChain")) != STR_NONE ||
		 str_find(name, S("LLMBashChain")) != STR_NONE)
		conf_finding_as(c, "MD366", HIGH, at, name,
				"constructs %.*s, which runs what a language model writes",
				STR_ARG(name));
}

static void old_type(struct conf *c, const struct place *at)
{
	static const char *const paths[] = {"template_path", "prefix_path", "suffix_path",
					    "example_prompt_path", "examples"};
	str type = conf_text(at->node, "_type");

	if (str_in(type, "llm_bash_chain pal_chain python_repl python_repl_tool shell bash_process "
			 "terminal llm_symbolic_math_chain sql_database_chain"))
		conf_finding_as(c, "MD366", HIGH, at, type,
				"a %.*s runs what a language model writes", STR_ARG(type));
	if (!str_in(type, "prompt few_shot chat few_shot_prompt chat_prompt"))
		return;
	if (str_eq(conf_text(at->node, "template_format"), S("jinja2")))
		conf_template(c, at, conf_text(at->node, "template"));
	for (size_t i = 0; i < COUNTOF(paths); i++) {
		str path = conf_text(at->node, paths[i]);
		enum where w = conf_where(path);
		if (path.n > 0 && w != WHERE_SIBLING)
			conf_finding_as(c, "MD366", HIGH, at, path,
					"%s reads %s into the prompt: %.*s", paths[i],
					conf_where_name(w), STR_ARG(str_slice(path, 0, 200)));
	}
}

void langchain_table(struct conf *c, const struct place *at)
{
	if (conf_has(at->node, "lc"))
		lc_object(c, at);
	if (conf_has(at->node, "_type"))
		old_type(c, at);
}

const struct rule rules_json_pickle[] = {
	{
		.id = "MD365",
		.name = "json_pickle",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502},
		.title = "JSON that makes objects of any class when it is read",
		.why = "jsonpickle imports the classes that py/object and its like name, and calls "
		       "what py/reduce does: the same as a pickle.",
		.fix = "Write plain JSON, and read it with the json module.",
		.bad = "{\"py/reduce\":[{\"py/type\":\"os.system\"},{\"py/tuple\":[\"id\"]}]}",
		.good = "{\"py\":{\"object\":\"os.system\"}}",
		.lang = "file:model.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD366",
		.name = "langchain_code",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {94, 502},
		.title = "A LangChain object that runs code or reads files",
		.why = "Loading a chain or prompt constructs what its file names; some chains run "
		       "what a language model writes, and prompts read any file into the text.",
		.fix = "Load only files that you wrote, and name no paths in prompts.",
		.bad = "{\"_type\":\"llm_bash_chain\",\"llm\":{\"_type\":\"openai\"}}",
		.good = "{\"_type\":\"prompt\",\"input_variables\":[\"x\"],\"template\":\"{x}\"}",
		.lang = "file:chain.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD367",
		.name = "langchain_secret",
		.severity = INFO,
		.confidence = HIGH,
		.cwe = {200},
		.title = "A LangChain object that takes a secret of the environment",
		.why = "A serialized object names the environment variable whose value it gets "
		       "when it is loaded.",
		.fix = "Load it only with the secrets that it needs.",
		.bad = "{\"lc\":1,\"type\":\"secret\",\"id\":[\"OPENAI_API_KEY\"]}",
		.good = "{\"lc\":1,\"type\":\"constructor\",\"id\":[\"langchain\",\"prompts\","
			"\"PromptTemplate\"],\"kwargs\":{}}",
		.lang = "file:chain.json",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{0},
};
