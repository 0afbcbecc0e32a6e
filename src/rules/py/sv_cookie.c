/* SV208, SV212, SV213, SV215, SV218: cookies, sessions and the checking of keys in handlers. */
#include "rules/py/handler.h"
#include "rules/py/origin.h"
#include "rules/py/request.h"

/* clang-format off */
/* Cookies whose loss is the loss of the account. */
static const char session_words[] = "session sessionid sid token auth jwt access refresh remember login csrf user uid apikey";
/* clang-format on */

static bool is_on(struct check *c, const struct node *call, const char *name)
{
	struct call_arg a = arg_at(c, call, -1, name);

	return a.state == ARG_STATE_UNKNOWN || (a.state == ARG_STATE_GIVEN && !is_false(c, a.node));
}

static void cookie_flags(struct check *c, const struct node *call)
{
	const struct node *key = arg_node(c, call, 0, "key");

	if (key == NULL || call_receiver(call) == NULL || !is_web_file(c) || is_test_code(c))
		return;
	if (call_first_arg(call) == NULL)
		return;
	bool secure = is_on(c, call, "secure"), httponly = is_on(c, call, "httponly");
	if (secure && httponly)
		return;
	struct value v = value_of(c, key);
	bool session = v.kind == VALUE_STR ? has_word(v.text, session_words)
					   : has_word(node_name(c, key), session_words);
	if (is_none(c, arg_node(c, call, 1, "value")) || arg_node(c, call, 1, "value") == NULL)
		return;
	finding_graded(c, call, session ? MEDIUM : LOW, HIGH, "this cookie has no %s%s%s",
		       secure ? "" : "Secure", !secure && !httponly ? " and no " : "",
		       httponly ? "" : "HttpOnly");
}

/* ---- SV212 ---- */

static void session_middleware(struct check *c, const struct node *call)
{
	bool through = str_in(call_method(c, call), "add_middleware Middleware");

	if (through && !str_ends(name_of(c, call_first_arg(call)), S("SessionMiddleware")))
		return;
	if (is_test_code(c))
		return;
	struct call_arg age = arg_at(c, call, -1, "max_age");
	if (age.state == ARG_STATE_GIVEN && is_none(c, age.node))
		finding_graded(c, call, MEDIUM, HIGH,
			       "max_age=None: a copied session cookie is good for ever");
	else if (!is_on(c, call, "https_only") &&
		 arg_at(c, call, -1, "secret_key").state != ARG_STATE_ABSENT)
		finding(c, call,
			"without https_only=True the session cookie also travels over plain HTTP");
}

/* ---- SV213 ---- */

static const char secret_names[] = "key apikey token secret password passwd signature hmac digest";

static bool is_header_secret(struct check *c, const struct node *e)
{
	if (!node_is(e, NODE_CALL) && !node_is(e, NODE_SUBSCRIPT) && !node_is(e, NODE_NAME) &&
	    !node_is(e, NODE_ATTRIBUTE))
		return false;
	return from_request_raw(c, e);
}

static bool is_known_secret(struct check *c, const struct node *e)
{
	if (node_is(e, NODE_NAME) || node_is(e, NODE_ATTRIBUTE)) {
		str name = node_name(c, e);
		return has_word(name, secret_names) && !str_in(name, "key token");
	}
	if (node_is(e, NODE_SUBSCRIPT) || node_is(e, NODE_CALL)) {
		str name = node_is(e, NODE_CALL) ? call_name(c, e) : name_of(c, e->child);
		return str_in(name, "os.environ os.environ.get os.getenv");
	}
	return false;
}

static void timing_compare(struct check *c, const struct node *n)
{
	const struct node *left = n->child, *right = left->next;

	if (right == NULL || right->next != NULL ||
	    (node_compare_op(right) != CMP_EQ && node_compare_op(right) != CMP_NOT_EQ))
		return;
	if (!is_web_file(c))
		return;
	bool a = is_known_secret(c, left), b = is_known_secret(c, right);
	if ((!a && !b) || is_test_code(c))
		return;
	if ((b && is_header_secret(c, left)) || (a && is_header_secret(c, right)))
		finding(c, n,
			"== stops at the first wrong character, and the time tells how far it got");
}

/* ---- SV218 ---- */

static void auth_optional(struct check *c, const struct node *call)
{
	if (arg_is_false(c, call, -1, "auto_error") && !is_test_code(c))
		finding(c, call,
			"auto_error=False: a request without credentials reaches the handler");
}

const struct rule rules_sv_cookie[] = {
	{
		.id = "SV208",
		.name = "cookie_flags",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {614, 1004},
		.title = "Cookie without Secure or HttpOnly",
		.why = "Without Secure the cookie is readable on the wire, without HttpOnly by any "
		       "script that gets into a "
		       "page. For a session that is the account. Other cookies are reported low.",
		.fix = "response.set_cookie(key, value, secure=True, httponly=True, "
		       "samesite=\"lax\").",
		.bad = "from flask import make_response\n"
		       "def login():\n"
		       "    r = make_response('ok')\n"
		       "    r.set_cookie('session_id', sid)  #! SV208\n",
		.good = "from flask import make_response\n"
			"def login():\n"
			"    r = make_response('ok')\n"
			"    r.set_cookie('session_id', sid, secure=True, httponly=True, "
			"samesite='Lax')\n",
		.calls = "*.set_cookie",
		.py = cookie_flags,
	},
	{
		.id = "SV212",
		.name = "session_middleware",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {613, 614},
		.title = "SessionMiddleware without https_only or without lifetime",
		.why = "The signed cookie is the session: who reads it on the way, or finds an old "
		       "one, has it.",
		.fix = "SessionMiddleware, secret_key=..., https_only=True, max_age=3600.",
		.bad = "from starlette.middleware.sessions import SessionMiddleware\n"
		       "app.add_middleware(SessionMiddleware, secret_key=KEY)  #! SV212\n",
		.good = "from starlette.middleware.sessions import SessionMiddleware\n"
			"app.add_middleware(SessionMiddleware, secret_key=KEY, https_only=True, "
			"max_age=3600)\n",
		.calls = "*.add_middleware *.Middleware "
			 "starlette.middleware.sessions.SessionMiddleware",
		.py = session_middleware,
	},
	{
		.id = "SV213",
		.name = "secret_compared_with_equals",
		.severity = LOW,
		.confidence = MEDIUM,
		.cwe = {208},
		.title = "Key or token of a request compared with ==",
		.why = "Comparing stops at the first wrong character; with enough tries the time "
		       "tells the key, character by "
		       "character.",
		.fix = "hmac.compare_digest(a, b).",
		.bad = "from flask import request\n"
		       "def guard():\n"
		       "    if request.headers.get('X-API-Key') != API_KEY:  #! SV213\n"
		       "        abort(401)\n",
		.good = "import hmac\nfrom flask import request\n"
			"def guard():\n"
			"    if not hmac.compare_digest(request.headers.get('X-API-Key', ''), "
			"API_KEY):\n"
			"        abort(401)\n",
		.on = {NODE_COMPARE},
		.needs = WEB_NEEDS,
		.py = timing_compare,
	},
	{
		.id = "SV218",
		.name = "auth_optional",
		.severity = LOW,
		.confidence = MEDIUM,
		.cwe = {306},
		.title = "Authentication scheme that lets requests without credentials pass",
		.why = "The handler gets None and has to refuse by itself; one that forgets is "
		       "open.",
		.fix = "Leave auto_error on, or check for None in one dependency that all routes "
		       "use.",
		.bad = "from fastapi.security import HTTPBearer\nbearer = "
		       "HTTPBearer(auto_error=False)  #! SV218\n",
		.good = "from fastapi.security import HTTPBearer\nbearer = HTTPBearer()\n",
		.calls = "fastapi.security.HTTPBearer fastapi.security.OAuth2PasswordBearer "
			 "fastapi.security.APIKeyHeader "
			 "fastapi.security.HTTPBasic fastapi.security.APIKeyCookie "
			 "fastapi.security.APIKeyQuery "
			 "fastapi.security.OAuth2AuthorizationCodeBearer",
		.py = auth_optional,
	},
};
