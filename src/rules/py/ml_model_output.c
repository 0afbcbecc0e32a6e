/* What a language model wrote, given to something that executes it. The model's output is text of
 * whoever wrote the prompt, or any document in it. */
#include "rules/py/origin.h"

static void output_exec(struct check *c, const struct node *call)
{
	const struct node *n = arg_node(c, call, 0, NULL);

	if (origin_of(c, n) & ORIGIN_MODEL)
		finding(c, call, "%.*s() runs code that a language model wrote",
			STR_ARG(call_method(c, call)));
}

static void output_sql(struct check *c, const struct node *call)
{
	const struct node *n = arg_node(c, call, 0, NULL);

	if (n == NULL)
		return;
	if (node_is(n, NODE_CALL) && str_eq(call_method(c, n), S("text")))
		n = arg_node(c, n, 0, NULL);
	if (n != NULL && (origin_of(c, n) & ORIGIN_MODEL))
		finding(c, call, "SQL that a language model wrote is executed");
}

static void output_shell(struct check *c, const struct node *call)
{
	const struct node *n = arg_node(c, call, 0, "args");

	if (origin_of(c, n) & ORIGIN_MODEL)
		finding(c, call, "A command that a language model wrote is executed");
}

static void output_load(struct check *c, const struct node *call)
{
	const struct node *n = arg_node(c, call, 0, NULL);
	const struct node *loader = arg_node(c, call, 1, "Loader");

	if (loader != NULL && str_find(name_of(c, loader), S("Safe")) != STR_NONE)
		return;
	if (origin_of(c, n) & ORIGIN_MODEL)
		finding(c, call, "%.*s() builds objects from text that a language model wrote",
			STR_ARG(call_name(c, call)));
}

static void output_html(struct check *c, const struct node *call)
{
	const struct node *n = arg_node(c, call, 0, "content");

	if (origin_of(c, n) & ORIGIN_MODEL)
		finding(c, call, "Text that a language model wrote is sent as HTML");
}

#define OUTPUT_WHY                                                                                 \
	"A model's output can be steered by anybody whose text reaches the prompt (a user, a web " \
	"page, a document in the index). Executing it gives them the rights of this process."

const struct rule rules_model_output[] = {
	{
		.id = "ML404",
		.name = "model_output_executed",
		.severity = CRITICAL,
		.confidence = HIGH,
		.cwe = {95, 1426},
		.title = "Model output given to eval or exec",
		.why = OUTPUT_WHY,
		.fix = "Ask for JSON and validate it against a schema (ast.literal_eval or "
		       "json.loads for "
		       "plain values); run generated code only in a sandbox without network and "
		       "files.",
		.bad = "r = client.chat.completions.create(model='m', messages=m)\n"
		       "exec(r.choices[0].message.content)   #! ML404\n",
		.good = "import json\n"
			"r = client.chat.completions.create(model='m', messages=m)\n"
			"d = json.loads(r.choices[0].message.content)\n",
		.calls = "eval exec compile builtins.eval builtins.exec",
		.py = output_exec,
	},
	{
		.id = "ML405",
		.name = "model_output_sql",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {89, 1426},
		.title = "Model output executed as SQL",
		.why = OUTPUT_WHY,
		.fix = "Use a read-only role and an allow-list of statements, or let the model "
		       "fill "
		       "parameters of fixed queries.",
		.bad = "sql = llm.invoke(question).content\ncursor.execute(sql)   #! ML405\n",
		.good = "city = llm.invoke(question).content\n"
			"cursor.execute('select * from t where city = %s', (city,))\n",
		.calls = "*.execute *.executescript *.executemany pandas.read_sql "
			 "pandas.read_sql_query "
			 "*.raw",
		.py = output_sql,
	},
	{
		.id = "ML406",
		.name = "model_output_shell",
		.severity = CRITICAL,
		.confidence = HIGH,
		.cwe = {78, 1426},
		.title = "Model output executed as a command",
		.why = OUTPUT_WHY,
		.fix = "Map the answer to a fixed list of commands, pass values as separate "
		       "arguments, "
		       "and run them in a sandbox.",
		.bad = "import os\ncmd = llm.invoke(task).content\nos.system(cmd)   #! ML406\n",
		.good = "import subprocess\nname = llm.invoke(task).content\n"
			"subprocess.run(COMMANDS['list'])\n",
		.calls = "os.system os.popen subprocess.run subprocess.call subprocess.check_call "
			 "subprocess.check_output subprocess.Popen subprocess.getoutput "
			 "subprocess.getstatusoutput asyncio.create_subprocess_shell",
		.py = output_shell,
	},
	{
		.id = "ML407",
		.name = "model_output_deserialized",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502, 1426},
		.title = "Model output given to an unsafe loader",
		.why = OUTPUT_WHY,
		.fix = "Use json.loads or yaml.safe_load and validate the result.",
		.bad = "import yaml\nd = yaml.load(llm.invoke(q).content, Loader=yaml.Loader)   #! "
		       "ML407\n",
		.good = "import yaml\nd = yaml.safe_load(llm.invoke(q).content)\n",
		.calls = "yaml.load yaml.unsafe_load yaml.full_load pickle.loads dill.loads "
			 "jsonpickle.decode marshal.loads importlib.import_module",
		.py = output_load,
	},
	{
		.id = "ML408",
		.name = "model_output_html",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {79, 1426},
		.title = "Model output sent as HTML",
		.why = "The model repeats script tags from its context: cross-site scripting by "
		       "prompt.",
		.fix = "Escape it (html.escape, a template with autoescape) or send it as JSON.",
		.bad = "from markupsafe import Markup\nx = Markup(llm.invoke(q).content)   #! "
		       "ML408\n",
		.good = "import html\nx = html.escape(llm.invoke(q).content)\n",
		.calls = "markupsafe.Markup django.utils.safestring.mark_safe flask.Markup "
			 "fastapi.responses.HTMLResponse starlette.responses.HTMLResponse "
			 "IPython.display.HTML IPython.core.display.HTML "
			 "flask.render_template_string",
		.py = output_html,
	},
};
