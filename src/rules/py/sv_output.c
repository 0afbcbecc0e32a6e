/* SV309-SV311: uploads under the client's name, and the client's words in pages. */
#include "rules/py/handler.h"
#include "rules/py/request.h"

/* ---- SV309 ---- */

static void upload_name(struct check *c, const struct node *call)
{
	const struct node *path = call_first_arg(call);

	if (path == NULL)
		return;
	if (str_eq(call_method(c, call), S("save")) && call_receiver(call) == NULL)
		return;
	if (is_upload_name(c, path->kind == NODE_KEYWORD ? path->child : path))
		finding(c, call,
			"the file goes where its sender's name for it says: ../ leads out of the "
			"folder");
}

/* ---- SV310 ---- */

static bool has_markup(struct check *c, const struct node *e)
{
	struct value v = value_of(c, e);

	if (v.kind != VALUE_STR && v.kind != VALUE_PARTIAL_STR)
		return false;
	size_t at = str_find_byte(v.text, '<');
	return at != STR_NONE && at + 1 < v.text.n &&
	       ((v.text.p[at + 1] | 32) >= 'a' && (v.text.p[at + 1] | 32) <= 'z');
}

/* mark_safe(x), HTMLResponse(x), Markup(x); HttpResponse(f"<b>{x}") */
static void request_html(struct check *c, const struct node *call)
{
	const struct node *e = call_first_arg(call);

	if (e == NULL)
		return;
	if (e->kind == NODE_KEYWORD)
		e = e->child;
	bool plain = str_in(call_method(c, call), "HttpResponse Response make_response");
	if (plain && (arg_node(c, call, 1, "content_type") != NULL ||
		      arg_given(c, call, -1, "media_type") || arg_given(c, call, -1, "mimetype")))
		return;
	if ((!plain || has_markup(c, e)) && from_request(c, e))
		finding(c, call, "what the client sent goes into the page unescaped");
}

/* ---- SV311: return f"<h1>{name}" of a Flask view ---- */

static void returned_html(struct check *c, const struct node *ret)
{
	const struct node *e = ret->child;

	if (e == NULL ||
	    (e->kind != NODE_JOINED_STR && e->kind != NODE_BIN_OP && e->kind != NODE_CALL))
		return;
	if (e->kind == NODE_CALL && !str_eq(call_method(c, e), S("format")))
		return;
	const struct node *f = check_function(c);
	if (f == NULL || !imports_module(c, "flask") || route_decorator(c, f) == NULL)
		return;
	if (has_markup(c, e) && from_request(c, e))
		finding(c, ret, "what the client sent goes into the page unescaped");
}

const struct rule rules_sv_output[] = {
	{
		.id = "SV309",
		.name = "upload_name",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {22, 434},
		.title = "Upload written under the name that its sender gave",
		.why = "A name like ../../app/main.py overwrites the program; a name ending in "
		       ".html or .py may be served or "
		       "run.",
		.fix = "A name of your own (uuid4), or secure_filename(), inside a folder for "
		       "uploads.",
		.bad = "from fastapi import FastAPI, UploadFile\n"
		       "app = FastAPI()\n"
		       "@app.post('/up')\n"
		       "async def up(file: UploadFile):\n"
		       "    with open(f'uploads/{file.filename}', 'wb') as f:  #! SV309\n"
		       "        f.write(await file.read())\n",
		.good = "from uuid import uuid4\nfrom fastapi import FastAPI, UploadFile\n"
			"app = FastAPI()\n"
			"@app.post('/up')\n"
			"async def up(file: UploadFile):\n"
			"    with open(f'uploads/{uuid4().hex}', 'wb') as f:\n"
			"        f.write(await file.read())\n",
		.calls = "open io.open aiofiles.open *.save anyio.open_file shutil.move",
		.py = upload_name,
	},
	{
		.id = "SV310",
		.name = "request_html",
		.severity = HIGH,
		.confidence = MEDIUM,
		.cwe = {79},
		.title = "Words of the client in a page, unescaped",
		.why = "A link with <script> in it runs in the browser of whoever follows it, with "
		       "that user's session.",
		.fix = "A template that escapes, or html.escape().",
		.bad = "from fastapi import FastAPI\nfrom fastapi.responses import HTMLResponse\n"
		       "app = FastAPI()\n"
		       "@app.get('/hi')\n"
		       "def hi(name: str):\n"
		       "    return HTMLResponse(f'<h1>{name}</h1>')  #! SV310\n",
		.good = "import html\nfrom fastapi import FastAPI\nfrom fastapi.responses import "
			"HTMLResponse\n"
			"app = FastAPI()\n"
			"@app.get('/hi')\n"
			"def hi(name: str):\n"
			"    return HTMLResponse(f'<h1>{html.escape(name)}</h1>')\n",
		.calls = "django.utils.safestring.mark_safe django.utils.safestring.SafeString "
			 "markupsafe.Markup "
			 "flask.Markup fastapi.responses.HTMLResponse "
			 "starlette.responses.HTMLResponse "
			 "django.http.HttpResponse sanic.response.html flask.Response "
			 "flask.make_response",
		.py = request_html,
	},
	{
		.id = "SV311",
		.name = "returned_html",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {79},
		.title = "Flask view returns HTML with words of the client",
		.why = "A string that a view returns is sent as HTML: <script> in it runs in the "
		       "browser of whoever follows a "
		       "link.",
		.fix = "render_template, or markupsafe.escape().",
		.bad = "from flask import Flask, request\napp = Flask(__name__)\n"
		       "@app.route('/hi')\n"
		       "def hi():\n"
		       "    return f\"<h1>{request.args['n']}</h1>\"  #! SV311\n",
		.good = "from flask import Flask, request\nfrom markupsafe import escape\napp = "
			"Flask(__name__)\n"
			"@app.route('/hi')\n"
			"def hi():\n"
			"    return f\"<h1>{escape(request.args['n'])}</h1>\"\n",
		.on = {NODE_RETURN},
		.needs = "flask",
		.py = returned_html,
	},
};
