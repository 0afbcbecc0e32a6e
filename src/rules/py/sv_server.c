/* SV103, SV105, SV108, SV114-SV117, SV121-SV124: how applications and servers are started. */
#include "rules/py/request.h"
#include "rules/py/setting.h"

static bool is_text(struct check *c, const struct node *e, const char *words)
{
	struct value v = value_of(c, e);

	return v.kind == VALUE_STR && v.text.n > 0 && str_in(v.text, words);
}

static bool listens_everywhere(struct check *c, const struct node *e)
{
	return is_text(c, e, "0.0.0.0 :: [::]");
}

/* ---- SV103 ---- */

static void debug_argument(struct check *c, const struct node *call)
{
	str method = call_method(c, call);

	if (is_dev_file(c) || !arg_is_true(c, call, -1, "debug"))
		return;
	if (str_in(method, "run run_server") && !imports_module(c, "dash") &&
	    !imports_module(c, "sanic") && !imports_module(c, "quart") &&
	    !imports_module(c, "bottle"))
		return; /* Flask's is B201 */
	if (str_eq(method, S("run")) && !imports_module(c, "bottle") &&
	    call_receiver(call) != NULL &&
	    !str_in(node_name(c, call_receiver(call)), "app server application"))
		return;
	finding(c, call, "debug=True: errors show code and variables to the client");
}

/* ---- SV121: app.debug = True ---- */

static void debug_attribute(struct check *c, const struct node *assign)
{
	const struct node *t = assign_first_target(assign);

	if (!node_is(t, NODE_ATTRIBUTE) || !str_eq(node_name(c, t), S("debug")) ||
	    !str_in(node_name(c, t->child), "app application server") ||
	    !is_true(c, assign_value(assign)))
		return;
	if (is_web_file(c) && !is_dev_file(c))
		finding(c, assign, "debug is on: errors show code and variables to the client");
}

/* ---- SV105, SV114, SV116: uvicorn and its kin ---- */

static void reload_on(struct check *c, const struct node *call)
{
	if (!is_dev_file(c) && arg_is_true(c, call, -1, "reload") &&
	    listens_everywhere(c, arg_node(c, call, 1, "host")))
		finding(c, call,
			"reload=True on all interfaces: a development server faces the network");
}

static void no_tls(struct check *c, const struct node *call)
{
	const struct node *host = arg_node(c, call, 1, "host");

	if (listens_everywhere(c, host) &&
	    arg_at(c, call, -1, "ssl_keyfile").state == ARG_STATE_ABSENT &&
	    arg_at(c, call, -1, "ssl_certfile").state == ARG_STATE_ABSENT &&
	    arg_at(c, call, -1, "ssl").state == ARG_STATE_ABSENT)
		finding(c, call, "listens on all interfaces without TLS: fine behind a proxy only");
}

static void proxy_any(struct check *c, const struct node *call)
{
	if (is_text(c, arg_node(c, call, -1, "forwarded_allow_ips"), "*") ||
	    is_text(c, arg_node(c, call, -1, "trusted_hosts"), "*"))
		finding(c, call,
			"X-Forwarded-For of any client is believed: addresses can be forged");
}

/* ---- SV108 ---- */

static bool is_exempt(struct check *c, const struct node *e)
{
	return node_is(e, NODE_NAME) || node_is(e, NODE_ATTRIBUTE)
		       ? str_in(node_name(c, e), "csrf_exempt") &&
				 str_ends(name_of(c, e), S("csrf_exempt"))
		       : false;
}

static void csrf_exempt(struct check *c, const struct node *n)
{
	const struct node *list =
		n->kind == NODE_FUNCTION_DEF ? function_decorators(n) : class_decorators(n);

	for (const struct node *d = list != NULL ? list->child : NULL; d != NULL; d = d->next)
		if (is_exempt(c, d) || (d->kind == NODE_CALL && is_exempt(c, call_first_arg(d))))
			finding(c, d,
				"this view takes forms that other sites send in the user's name");
}

/* ---- SV117 ---- */

static void debugger_middleware(struct check *c, const struct node *call)
{
	if (arg_is_true(c, call, 1, "evalex") ||
	    (arg_given(c, call, -1, "use_debugger") && arg_is_true(c, call, -1, "use_debugger")))
		finding(c, call,
			"the debugger's console runs any code that a client types into an error "
			"page");
}

/* ---- SV122 ---- */

static void static_root(struct check *c, const struct node *call)
{
	str method = call_method(c, call);
	const struct node *dir = NULL;

	if (str_eq(method, S("StaticFiles")))
		dir = arg_node(c, call, 0, "directory");
	else if (str_eq(method, S("add_static")))
		dir = arg_node(c, call, 1, "path");
	else if (str_eq(method, S("Flask")))
		dir = arg_node(c, call, -1, "static_folder");
	else if (str_eq(method, S("static")) && imports_module(c, "sanic"))
		dir = arg_node(c, call, 1, "file_or_directory");
	if (is_text(c, dir, ". ./ / .. ../ ~ /etc /home /root"))
		finding(c, call, "everything in this folder is served: source, .env, keys, models");
}

/* ---- SV123 ---- */

static void listing_on(struct check *c, const struct node *call)
{
	if (arg_is_true(c, call, -1, "show_index") || arg_is_true(c, call, -1, "directory_view"))
		finding(c, call, "clients can list the folder");
}

/* ---- SV115 ---- */

static void trusted_any(struct check *c, const struct node *call)
{
	const struct node *hosts = arg_node(c, call, -1, "allowed_hosts");
	struct value v = value_of(c, hosts);

	if (hosts == NULL || (v.kind != VALUE_LIST && v.kind != VALUE_TUPLE) ||
	    v.node->child == NULL)
		return;
	if (is_text(c, v.node->child, "*") &&
	    str_ends(name_of(c, call_first_arg(call)), S("TrustedHostMiddleware")))
		finding(c, call, "TrustedHostMiddleware with \"*\" trusts every Host header");
}

/* ---- SV124 ---- */

static void size_unlimited(struct check *c, const struct node *call)
{
	const char *const keys[] = {"max_size", "client_max_size", "max_body_size",
				    "max_upload_size"};

	for (size_t i = 0; i < COUNTOF(keys); i++) {
		const struct node *e = arg_node(c, call, -1, keys[i]);
		struct value v = value_of(c, e);
		if (e != NULL && (is_none(c, e) || (v.kind == VALUE_INT && v.i == 0)))
			finding(c, call, "%s is switched off: one message can fill the memory",
				keys[i]);
	}
}

const struct rule rules_sv_server[] = {
	{
		.id = "SV103",
		.name = "debug_argument",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {489, 215},
		.title = "Web application created or run with debug=True",
		.why = "Error pages then show source, settings and variables; some frameworks "
		       "offer a console.",
		.fix = "Take it from the environment, off by default.",
		.bad = "from fastapi import FastAPI\napp = FastAPI(debug=True)  #! SV103\n",
		.good = "from fastapi import FastAPI\napp = FastAPI()\n",
		.calls = "fastapi.FastAPI starlette.applications.Starlette tornado.web.Application "
			 "litestar.Litestar "
			 "litestar.app.Litestar sanic.Sanic aiohttp.web.Application falcon.App "
			 "*.run *.run_server",
		.py = debug_argument,
	},
	{
		.id = "SV105",
		.name = "reload_on_all_interfaces",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {489},
		.title = "Development reloader on all interfaces",
		.why = "The reloader is for one's own machine: it restarts on any change of a file "
		       "and runs one process.",
		.fix = "reload=False, or host=\"127.0.0.1\".",
		.bad = "import uvicorn\nuvicorn.run('app:app', host='0.0.0.0', reload=True)  #! "
		       "SV105\n",
		.good = "import uvicorn\nuvicorn.run('app:app', host='127.0.0.1', reload=True)\n",
		.calls = "uvicorn.run",
		.py = reload_on,
	},
	{
		.id = "SV108",
		.name = "csrf_exempt",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {352},
		.title = "View exempt from CSRF protection",
		.why = "If the view acts on the session's cookie, any site can act in the user's "
		       "name.",
		.fix = "Leave the protection on, or authenticate the view by a header that "
		       "browsers do not add by themselves.",
		.bad = "from django.views.decorators.csrf import csrf_exempt\n"
		       "@csrf_exempt  #! SV108\n"
		       "def transfer(request):\n    pass\n",
		.good = "from django.views.decorators.csrf import csrf_protect\n"
			"@csrf_protect\ndef transfer(request):\n    pass\n",
		.on = {NODE_FUNCTION_DEF, NODE_CLASS_DEF},
		.needs = "csrf_exempt",
		.py = csrf_exempt,
	},
	{
		.id = "SV114",
		.name = "all_interfaces_without_tls",
		.severity = INFO,
		.confidence = MEDIUM,
		.cwe = {319},
		.title = "Server on all interfaces without TLS",
		.why = "Passwords, tokens and data travel readable unless a proxy in front speaks "
		       "TLS.",
		.fix = "Bind to 127.0.0.1 behind the proxy, or give the server a certificate.",
		.bad = "import uvicorn\nuvicorn.run(app, host='0.0.0.0')  #! SV114\n",
		.good = "import uvicorn\nuvicorn.run(app, host='0.0.0.0', ssl_keyfile=K, "
			"ssl_certfile=C)\n",
		.calls = "uvicorn.run",
		.py = no_tls,
	},
	{
		.id = "SV115",
		.name = "trusted_host_any",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {346},
		.title = "TrustedHostMiddleware that trusts every host",
		.why = "The middleware is there to refuse forged Host headers, and refuses none.",
		.fix = "List the names under which the service is reached.",
		.bad = "from starlette.middleware.trustedhost import TrustedHostMiddleware\n"
		       "app.add_middleware(TrustedHostMiddleware, allowed_hosts=['*'])  #! SV115\n",
		.good = "from starlette.middleware.trustedhost import TrustedHostMiddleware\n"
			"app.add_middleware(TrustedHostMiddleware, "
			"allowed_hosts=['example.org'])\n",
		.calls = "*.add_middleware *.Middleware",
		.py = trusted_any,
	},
	{
		.id = "SV116",
		.name = "proxy_headers_any",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {348},
		.title = "Forwarded headers of any client believed",
		.why = "A client writes its own address: rate limits, allow-lists and logs by "
		       "address mean nothing.",
		.fix = "Name the proxy: forwarded_allow_ips=\"10.0.0.2\".",
		.bad = "import uvicorn\nuvicorn.run(app, proxy_headers=True, "
		       "forwarded_allow_ips='*')  #! SV116\n",
		.good = "import uvicorn\nuvicorn.run(app, proxy_headers=True, "
			"forwarded_allow_ips='10.0.0.2')\n",
		.calls = "uvicorn.run uvicorn.Config "
			 "uvicorn.middleware.proxy_headers.ProxyHeadersMiddleware "
			 "*.add_middleware",
		.py = proxy_any,
	},
	{
		.id = "SV117",
		.name = "debugger_console",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {94, 489},
		.title = "Werkzeug's debugger with its console",
		.why = "The console of an error page runs Python in the server; its PIN has been "
		       "guessed before.",
		.fix = "Leave it out; use logging.exception.",
		.bad = "from werkzeug.debug import DebuggedApplication\n"
		       "app.wsgi_app = DebuggedApplication(app.wsgi_app, evalex=True)  #! SV117\n",
		.good = "from werkzeug.debug import DebuggedApplication\n"
			"app.wsgi_app = DebuggedApplication(app.wsgi_app, evalex=False)\n",
		.calls = "werkzeug.debug.DebuggedApplication werkzeug.serving.run_simple",
		.py = debugger_middleware,
	},
	{
		.id = "SV121",
		.name = "debug_attribute",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {489, 215},
		.title = "app.debug = True",
		.why = "Error pages then show source, settings and variables; Flask's runs code "
		       "that a client types.",
		.fix = "Take it from the environment, off by default.",
		.bad = "from flask import Flask\napp = Flask(__name__)\napp.debug = True  #! "
		       "SV121\n",
		.good = "from flask import Flask\napp = Flask(__name__)\napp.debug = False\n",
		.on = {NODE_ASSIGN},
		.needs = "debug",
		.py = debug_attribute,
	},
	{
		.id = "SV122",
		.name = "static_root",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {552, 538},
		.title = "Project or system folder served as static files",
		.why = "Source, .env files, keys and models in it can be downloaded by name.",
		.fix = "Serve a folder that holds nothing else: StaticFiles(directory=\"static\").",
		.bad = "from fastapi.staticfiles import StaticFiles\n"
		       "app.mount('/', StaticFiles(directory='.'))  #! SV122\n",
		.good = "from fastapi.staticfiles import StaticFiles\n"
			"app.mount('/', StaticFiles(directory='static'))\n",
		.calls = "*.StaticFiles *.add_static flask.Flask *.static",
		.py = static_root,
	},
	{
		.id = "SV123",
		.name = "directory_listing",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {548},
		.title = "Directory listing switched on",
		.why = "Clients see the names of files that nobody meant to publish.",
		.fix = "Leave it off.",
		.bad = "from aiohttp import web\napp.router.add_static('/f', 'files', "
		       "show_index=True)  #! SV123\n",
		.good = "from aiohttp import web\napp.router.add_static('/f', 'files')\n",
		.calls = "*.add_static *.static",
		.py = listing_on,
	},
	{
		.id = "SV124",
		.name = "message_size_unlimited",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {770},
		.title = "Limit on message size removed",
		.why = "One message of a client can fill the memory of the service.",
		.fix = "Set it to the largest message that is meant.",
		.bad = "import websockets\nserver = websockets.serve(handle, 'localhost', 1, "
		       "max_size=None)  #! SV124\n",
		.good = "import websockets\nserver = websockets.serve(handle, 'localhost', 1, "
			"max_size=2**20)\n",
		.calls = "websockets.serve websockets.asyncio.server.serve websockets.server.serve "
			 "aiohttp.web.Application",
		.py = size_unlimited,
	},
};
