/* SV301-SV308, SV312, SV314-SV316, SV318: what the client sends, straight into a dangerous call.
 * Only what one function shows (request.h); longer ways are the matter of dataflow. */
#include "rules/py/handler.h"
#include "rules/py/request.h"

static const struct node *first_arg(const struct node *call)
{
	const struct node *a = call_first_arg(call);

	if (a == NULL)
		return NULL;
	return a->kind == NODE_KEYWORD || a->kind == NODE_STARRED ? a->child : a;
}

static bool any_arg_from_request(struct check *c, const struct node *call)
{
	for (const struct node *a = call_first_arg(call); a != NULL; a = a->next)
		if (from_request(c,
				 a->kind == NODE_KEYWORD || a->kind == NODE_STARRED ? a->child : a))
			return true;
	return false;
}

static void request_eval(struct check *c, const struct node *call)
{
	if (from_request_raw(c, first_arg(call)))
		finding(c, call, "%.*s() of what the client sent", STR_ARG(call_method(c, call)));
}

static void request_pickle(struct check *c, const struct node *call)
{
	if (!from_request_raw(c, first_arg(call)))
		return;
	if (str_starts(call_name(c, call), S("yaml.load"))) {
		const struct node *loader = arg_node(c, call, 1, "Loader");
		if (loader != NULL && str_find(node_name(c, loader), S("Safe")) != STR_NONE)
			return;
	}
	finding(c, call, "%.*s() of what the client sent runs the client's code",
		STR_ARG(call_method(c, call)));
}

/* A shell, or the program itself, is the client's choice. */
static void request_command(struct check *c, const struct node *call)
{
	str name = call_name(c, call);
	const struct node *cmd = arg_node(c, call, 0, "args");

	if (cmd == NULL)
		cmd = first_arg(call);
	if (cmd == NULL)
		return;
	if (str_in(name, "asyncio.create_subprocess_exec os.execv os.execl os.execvp os.execlp "
			 "os.spawnv os.spawnl")) {
		if (any_arg_from_request(c, call))
			finding_graded(c, call, HIGH, MEDIUM,
				       "the client decides what is executed, or its arguments");
		return;
	}
	bool shell =
		str_in(name, "os.system os.popen subprocess.getoutput subprocess.getstatusoutput "
			     "asyncio.create_subprocess_shell commands.getoutput") ||
		arg_is_true(c, call, -1, "shell");
	if (node_is(cmd, NODE_LIST_EXPR) || node_is(cmd, NODE_TUPLE)) {
		const struct node *program = cmd->child;
		struct value v = value_of(c, program);
		bool runs_text = v.kind == VALUE_STR &&
				 str_in(v.text, "sh bash /bin/sh /bin/bash python python3");
		if (from_request(c, program) || ((shell || runs_text) && from_request(c, cmd)))
			finding(c, call, "the client decides what is executed");
		else if (from_request(c, cmd))
			finding_graded(
				c, call, MEDIUM, MEDIUM,
				"an argument of the command is the client's: it may be an option");
		return;
	}
	if (from_request(c, cmd))
		finding(c, call, "the client decides what %s executes",
			shell ? "the shell" : "this");
}

static void request_sql(struct check *c, const struct node *call)
{
	const struct node *sql = first_arg(call);

	if (sql == NULL)
		return;
	if (node_is(sql, NODE_CALL) &&
	    str_in(call_method(c, sql), "text SQL RawSQL literal_column"))
		sql = first_arg(sql);
	if (sql != NULL && builds_with_request(c, sql))
		finding(c, call,
			"SQL with a value of the client in its text: the client writes the query");
}

static bool fixed_host(struct check *c, const struct node *url)
{
	const struct node *first = url;

	if (node_is(url, NODE_NAME)) {
		const struct scope *where;
		const struct binding *b = scope_find(c->scopes, c->scope, url->atom, &where);
		if (b != NULL && b->kind == BIND_ASSIGN && b->count == 1 && b->value != NULL)
			first = b->value;
	}
	if (!node_is(first, NODE_JOINED_STR) && !node_is(first, NODE_BIN_OP) &&
	    !node_is(first, NODE_CALL))
		return false;
	if (node_is(first, NODE_CALL) && !str_eq(call_method(c, first), S("format")))
		return false;
	struct value v = value_of(c, first);
	/* "https://host/" with a slash behind the host, before the first unknown part */
	if (v.kind != VALUE_PARTIAL_STR)
		return node_is(first, NODE_BIN_OP) && !from_request(c, first->child);
	size_t hole = str_find(v.text, S("\xef\xbf\xbd")), scheme = str_find(v.text, S("://"));
	if (hole == 0)
		return false;
	str host = scheme == STR_NONE || scheme > hole ? str_slice(v.text, 0, hole)
						       : str_slice(v.text, scheme + 3, hole);
	return str_find_byte(host, '/') != STR_NONE;
}

static void request_fetch(struct check *c, const struct node *call)
{
	int at = str_eq(call_method(c, call), S("request")) ? 1 : 0;
	const struct node *url = arg_node(c, call, at, "url");

	if (url != NULL && from_request(c, url) && !fixed_host(c, url))
		finding(c, call, "the client decides which address this server asks");
}

static void request_path(struct check *c, const struct node *call)
{
	str name = call_name(c, call);
	const struct node *path = first_arg(call);

	if (path == NULL || is_upload_name(c, path))
		return; /* SV309 */
	if (str_in(name, "flask.send_from_directory quart.send_from_directory"))
		return; /* checks the path itself */
	if (!from_request(c, path))
		return;
	if (str_in(name, "flask.send_file quart.send_file") && node_is(path, NODE_CALL) &&
	    str_in(call_method(c, path), "BytesIO StringIO"))
		return;
	finding(c, call, "the client decides which file is %s: ../ leads out of the folder",
		str_in(call_method(c, call), "remove unlink rmtree") ? "removed" : "used");
}

static void request_redirect(struct check *c, const struct node *call)
{
	const struct node *to = first_arg(call);

	if (to != NULL && from_request(c, to) && !fixed_host(c, to))
		finding(c, call, "the client's own address decides where its user is sent");
}

static void request_template(struct check *c, const struct node *call)
{
	if (from_request_raw(c, first_arg(call)))
		finding(c, call, "a template that the client writes reaches Python");
}

static void request_import(struct check *c, const struct node *call)
{
	const struct node *name = first_arg(call);

	if (str_in(call_method(c, call), "getattr setattr"))
		name = name != NULL ? name->next : NULL;
	if (name != NULL && from_request(c, name))
		finding(c, call, "the client chooses what %.*s() reaches",
			STR_ARG(call_method(c, call)));
}

static void request_xml(struct check *c, const struct node *call)
{
	if (from_request_raw(c, first_arg(call)) && arg_node(c, call, 1, "parser") == NULL)
		finding(c, call,
			"XML of the client, with entities: files can be read, memory filled");
}

static void request_regex(struct check *c, const struct node *call)
{
	const struct node *pattern = first_arg(call);

	if (pattern == NULL || !from_request(c, pattern))
		return;
	if (node_is(pattern, NODE_CALL) && str_eq(call_method(c, pattern), S("escape")))
		return;
	finding(c, call, "a pattern that the client writes can run for ever");
}

static void request_filter(struct check *c, const struct node *call)
{
	for (const struct node *a = call_first_arg(call); a != NULL; a = a->next)
		if (builds_with_request(c, a->kind == NODE_KEYWORD ? a->child : a)) {
			finding(c, call,
				"a query with a value of the client in its text: the client writes "
				"the query");
			return;
		}
}

static void request_fields(struct check *c, const struct node *call)
{
	for (const struct node *a = call_first_arg(call); a != NULL; a = a->next) {
		if (a->kind != NODE_KEYWORD || a->atom != 0 || !from_request_raw(c, a->child))
			continue;
		finding(c, call, "the client chooses the fields that are set");
		return;
	}
}

/* clang-format off */
#define PATH_CALLS                                                                                         \
	"open io.open flask.send_file quart.send_file os.remove os.unlink shutil.rmtree aiofiles.open "       \
	"fastapi.responses.FileResponse starlette.responses.FileResponse aiohttp.web.FileResponse "           \
	"django.http.FileResponse sanic.response.file os.listdir os.scandir shutil.copyfile shutil.copy "     \
	"shutil.move pandas.read_csv numpy.load codecs.open zipfile.ZipFile tarfile.open os.makedirs"
#define FETCH_CALLS                                                                                        \
	"requests.get requests.post requests.put requests.delete requests.head requests.patch "               \
	"requests.request requests.Session().get requests.Session().post requests.Session().request "         \
	"httpx.get httpx.post httpx.put httpx.request httpx.stream httpx.head httpx.Client().get "            \
	"httpx.Client().post httpx.AsyncClient().get httpx.AsyncClient().post httpx.AsyncClient().request "   \
	"urllib.request.urlopen urllib.request.urlretrieve urllib.request.Request aiohttp.ClientSession().get " \
	"aiohttp.ClientSession().post aiohttp.ClientSession().request urllib3.PoolManager().request "         \
	"urllib3.request wget.download pandas.read_html"
/* clang-format on */

#define FLASK_IMPORT "from flask import request\n"

const struct rule rules_sv_input[] = {
	{
		.id = "SV301",
		.name = "request_eval",
		.severity = CRITICAL,
		.confidence = HIGH,
		.cwe = {95, 94},
		.title = "Code of the client evaluated",
		.why = "The client runs Python in the server.",
		.fix = "Parse what you expect: json.loads, int, ast.literal_eval on a short "
		       "string.",
		.bad = FLASK_IMPORT
		"def calc():\n    return str(eval(request.args['e']))  #! SV301\n",
		.good = FLASK_IMPORT "def calc():\n    return str(int(request.args['e']))\n",
		.calls = "eval exec compile builtins.eval builtins.exec "
			 "code.InteractiveInterpreter().runsource "
			 "pandas.eval numexpr.evaluate sympy.sympify",
		.py = request_eval,
	},
	{
		.id = "SV302",
		.name = "request_deserialised",
		.severity = CRITICAL,
		.confidence = HIGH,
		.cwe = {502},
		.title = "Pickle, YAML or model of the client loaded",
		.why = "These formats carry code: loading what a client sent runs what the client "
		       "wrote.",
		.fix = "json.loads, yaml.safe_load, safetensors.",
		.bad = "import pickle\n" FLASK_IMPORT
		       "def load():\n    return pickle.loads(request.data)  #! SV302\n",
		.good = "import json\n" FLASK_IMPORT
			"def load():\n    return json.loads(request.data)\n",
		.calls = "pickle.loads pickle.load cPickle.loads _pickle.loads dill.loads "
			 "dill.load cloudpickle.loads "
			 "cloudpickle.load marshal.loads jsonpickle.decode yaml.load "
			 "yaml.unsafe_load yaml.full_load "
			 "yaml.load_all torch.load joblib.load numpy.load pandas.read_pickle "
			 "shelve.open "
			 "keras.models.load_model tensorflow.keras.models.load_model "
			 "pickle.Unpickler torch.jit.load",
		.py = request_pickle,
	},
	{
		.id = "SV303",
		.name = "request_command",
		.severity = CRITICAL,
		.confidence = HIGH,
		.cwe = {78, 77},
		.title = "Command of the client executed",
		.why = "The client runs programs on the server.",
		.fix = "A fixed list of arguments, no shell, and values checked against a list.",
		.bad = "import os\n" FLASK_IMPORT
		       "def ping():\n    os.system('ping ' + request.args['host'])  #! SV303\n",
		.good = "import subprocess\n" FLASK_IMPORT
			"def ping():\n    subprocess.run(['ping', '-c', "
			"str(int(request.args['n'])), 'localhost'])\n",
		.calls = "os.system os.popen subprocess.run subprocess.call subprocess.check_call "
			 "subprocess.check_output "
			 "subprocess.Popen subprocess.getoutput subprocess.getstatusoutput "
			 "asyncio.create_subprocess_shell asyncio.create_subprocess_exec os.execv "
			 "os.execl os.execvp "
			 "os.execlp os.spawnv os.spawnl pexpect.spawn",
		.py = request_command,
	},
	{
		.id = "SV304",
		.name = "request_sql",
		.severity = CRITICAL,
		.confidence = HIGH,
		.cwe = {89},
		.title = "SQL built with a value of the client",
		.why = "The client reads and changes the whole database.",
		.fix = "cursor.execute(\"... WHERE id = %s\", (value,)): values as parameters, "
		       "never in the text.",
		.bad = FLASK_IMPORT
		"def user(cur):\n"
		"    cur.execute(f\"SELECT * FROM u WHERE n = '{request.args['n']}'\")  #! SV304\n",
		.good = FLASK_IMPORT
		"def user(cur):\n"
		"    cur.execute('SELECT * FROM u WHERE n = %s', (request.args['n'],))\n",
		.calls = "*.execute *.executemany *.executescript *.raw *.extra *.read_sql "
			 "*.read_sql_query *.RawSQL "
			 "*.fetch *.fetchrow *.fetchval *.query *.sql *.exec_driver_sql",
		.py = request_sql,
	},
	{
		.id = "SV305",
		.name = "request_fetch",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {918},
		.title = "Server asks an address that the client chose",
		.why = "The server stands inside: cloud metadata, databases and internal services "
		       "answer it (SSRF).",
		.fix = "Compare the host with a list, refuse private addresses, follow no "
		       "redirects.",
		.bad = "import requests\n" FLASK_IMPORT "def proxy():\n"
		       "    return requests.get(request.args['url'], timeout=5).text  #! SV305\n",
		.good = "import requests\n" FLASK_IMPORT "def proxy():\n"
			"    q = request.args['q']\n"
			"    return requests.get(f'https://example.org/search/{q}', "
			"timeout=5).text\n",
		.calls = FETCH_CALLS,
		.py = request_fetch,
	},
	{
		.id = "SV306",
		.name = "request_path",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {22, 73},
		.title = "File chosen by the client",
		.why = "../../etc/passwd, the .env file, another user's data: whatever the process "
		       "may read or write.",
		.fix = "Path(root, name).resolve().is_relative_to(root), or send_from_directory, "
		       "which checks it.",
		.bad = FLASK_IMPORT
		"def show():\n    return open('data/' + request.args['f']).read()  #! SV306\n",
		.good = "from werkzeug.utils import secure_filename\n" FLASK_IMPORT
			"def show():\n    return open('data/' + "
			"secure_filename(request.args['f'])).read()\n",
		.calls = PATH_CALLS,
		.py = request_path,
	},
	{
		.id = "SV307",
		.name = "open_redirect",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {601},
		.title = "Redirect to an address that the client chose",
		.why = "A link to your site leads to a copy of its login page somewhere else.",
		.fix = "Accept paths of this site only: url_has_allowed_host_and_scheme, or a "
		       "list.",
		.bad = "from flask import redirect, request\n"
		       "def go():\n    return redirect(request.args.get('next'))  #! SV307\n",
		.good = "from flask import redirect, request, url_for\n"
			"def go():\n    return redirect(url_for('item', "
			"id=request.args.get('id')))\n",
		.calls = "flask.redirect quart.redirect werkzeug.utils.redirect "
			 "django.shortcuts.redirect "
			 "django.http.HttpResponseRedirect "
			 "django.http.HttpResponsePermanentRedirect "
			 "fastapi.responses.RedirectResponse starlette.responses.RedirectResponse "
			 "aiohttp.web.HTTPFound sanic.response.redirect bottle.redirect",
		.py = request_redirect,
	},
	{
		.id = "SV308",
		.name = "request_template",
		.severity = CRITICAL,
		.confidence = HIGH,
		.cwe = {1336, 94},
		.title = "Template of the client rendered",
		.why = "{{ ''.__class__... }} in a template reaches Python: the client runs code.",
		.fix = "A fixed template, and the values as its context.",
		.bad = "from flask import render_template_string, request\n"
		       "def hello():\n"
		       "    return render_template_string('Hi ' + request.args['n'])  #! SV308\n",
		.good = "from flask import render_template_string, request\n"
			"def hello():\n"
			"    return render_template_string('Hi {{ n }}', n=request.args['n'])\n",
		.calls =
			"flask.render_template_string quart.render_template_string jinja2.Template "
			"jinja2.Environment().from_string django.template.Template "
			"mako.template.Template "
			"tornado.template.Template flask.templating.render_template_string "
			"string.Template",
		.py = request_template,
	},
	{
		.id = "SV312",
		.name = "request_import",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {470, 915},
		.title = "Module or attribute chosen by the client",
		.why = "The client picks which function runs or which attribute changes.",
		.fix = "A dict from the names that are meant to the functions.",
		.bad = FLASK_IMPORT
		"def call(obj):\n    return getattr(obj, request.args['m'])()  #! SV312\n",
		.good = FLASK_IMPORT "def call(obj):\n    return ACTIONS[request.args['m']](obj)\n",
		.calls = "getattr setattr importlib.import_module __import__ builtins.getattr",
		.py = request_import,
	},
	{
		.id = "SV314",
		.name = "request_xml",
		.severity = HIGH,
		.confidence = MEDIUM,
		.cwe = {611, 776},
		.title = "XML of the client parsed with entities",
		.why = "External entities read files of the server, nested ones fill its memory.",
		.fix = "defusedxml, or lxml.etree.XMLParser(resolve_entities=False, "
		       "no_network=True).",
		.bad = "from lxml import etree\n" FLASK_IMPORT
		       "def load():\n    return etree.fromstring(request.data)  #! SV314\n",
		.good = "from defusedxml import ElementTree\n" FLASK_IMPORT
			"def load():\n    return ElementTree.fromstring(request.data)\n",
		.calls = "lxml.etree.fromstring lxml.etree.parse lxml.etree.XML "
			 "xml.sax.parseString xml.sax.parse "
			 "xml.dom.minidom.parseString xml.dom.pulldom.parseString",
		.py = request_xml,
	},
	{
		.id = "SV315",
		.name = "request_regex",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {1333, 625},
		.title = "Regular expression written by the client",
		.why = "(a+)+$ and a line of a's keep a worker busy for hours.",
		.fix = "re.escape(value), or an engine without backtracking.",
		.bad = "import re\n" FLASK_IMPORT
		       "def find(text):\n    return re.search(request.args['p'], text)  #! SV315\n",
		.good = "import re\n" FLASK_IMPORT
			"def find(text):\n    return re.search(re.escape(request.args['p']), "
			"text)\n",
		.calls = "re.compile re.search re.match re.fullmatch re.findall re.finditer re.sub "
			 "re.split",
		.py = request_regex,
	},
	{
		.id = "SV316",
		.name = "request_filter",
		.severity = HIGH,
		.confidence = MEDIUM,
		.cwe = {90, 643},
		.title = "LDAP or XPath query built with a value of the client",
		.why = "*)(uid=* in a name makes the query true for everybody.",
		.fix = "ldap.filter.escape_filter_chars, XPath variables.",
		.bad = "import ldap\n" FLASK_IMPORT "def find(conn):\n"
		       "    return conn.search_s(B, 2, '(uid=%s)' % request.args['u'])  #! SV316\n",
		.good = "import ldap\nfrom ldap.filter import escape_filter_chars\n" FLASK_IMPORT
			"def find(conn):\n"
			"    return conn.search_s(B, 2, '(uid=%s)' % "
			"escape_filter_chars(request.args['u']))\n",
		.calls = "*.search_s *.search_ext_s *.search_ext *.xpath lxml.etree.XPath "
			 "elementpath.select",
		.py = request_filter,
	},
	{
		.id = "SV318",
		.name = "request_fields",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {915},
		.title = "Fields of an object set by the client's choice",
		.why = "A request that also says is_admin=true makes it so.",
		.fix = "Name the fields, or validate through a form, serializer or model that "
		       "lists them.",
		.bad = "from django.http import HttpRequest\n"
		       "def create(request: HttpRequest):\n"
		       "    User.objects.create(**request.POST.dict())  #! SV318\n",
		.good = "from django.http import HttpRequest\n"
			"def create(request: HttpRequest):\n"
			"    User.objects.create(name=request.POST['name'])\n",
		.calls = "*.create *.update_or_create *.get_or_create *.User *.insert_one",
		.py = request_fields,
	},
};
