/* SV101, SV102, SV127: who may read the answers from a browser. */
#include "rules/py/request.h"

static bool is_star(struct check *c, const struct node *e)
{
	struct value v = value_of(c, e);

	return v.kind == VALUE_STR &&
	       str_in(v.text, "* .* ^.*$ .+ https?://.* http.* ^https?://.*$ https://.* http://.* "
			      "https://.*$");
}

/* "*", ["*", ...], or a pattern that everything matches. */
static bool allows_any(struct check *c, const struct node *e)
{
	struct value v = value_of(c, e);

	if (e == NULL)
		return false;
	if (v.kind == VALUE_LIST || v.kind == VALUE_TUPLE || v.kind == VALUE_SET) {
		for (const struct node *x = v.node->child; x != NULL; x = x->next)
			if (is_star(c, x))
				return true;
		return false;
	}
	return is_star(c, e);
}

struct cors {
	const struct node *origins;
	bool any, credentials;
};

/* flask_cors: resources={"api": {"origins": "*"}} */
static bool resources_allow_any(struct check *c, const struct node *resources, struct cors *out)
{
	struct value v = value_of(c, resources);

	if (resources == NULL || v.kind != VALUE_DICT)
		return false;
	for (const struct node *k = v.node->child; k != NULL && k->next != NULL;
	     k = k->next->next) {
		struct value options = value_of(c, k->next);
		if (options.kind != VALUE_DICT)
			continue;
		for (const struct node *o = options.node->child; o != NULL && o->next != NULL;
		     o = o->next->next) {
			if (!node_is_constant(o, CONST_STR))
				continue;
			str key = literal_text(c->arena, c->file, o);
			if (str_eq(key, S("origins")) && allows_any(c, o->next))
				out->origins = o->next;
			if (str_eq(key, S("supports_credentials")) && is_true(c, o->next))
				out->credentials = true;
		}
	}
	return out->origins != NULL;
}

/* Reads the call that sets CORS up: Starlette's middleware (also through add_middleware and
 * Middleware), flask_cors, sanic_ext, litestar. */
static bool read_cors(struct check *c, const struct node *call, struct cors *out)
{
	str method = call_method(c, call);

	if (str_in(method, "add_middleware Middleware")) {
		const struct node *first = call_first_arg(call);
		if (first == NULL || !str_ends(name_of(c, first), S("CORSMiddleware")))
			return false;
	} else if (!str_in(method, "CORSMiddleware CORS cross_origin CORSConfig")) {
		return false;
	}
	bool flask = str_in(method, "CORS cross_origin");
	if (flask && resources_allow_any(c, arg_node(c, call, 1, "resources"), out))
		out->any = true;
	const char *const keys[] = {"allow_origins", "allow_origin_regex", "origins"};
	for (size_t i = 0; i < COUNTOF(keys) && !out->any; i++) {
		const struct node *origins = arg_node(c, call, -1, keys[i]);
		if (origins == NULL)
			continue;
		out->origins = origins;
		out->any = allows_any(c, origins);
	}
	struct call_arg resources = arg_at(c, call, 1, "resources");
	if (flask && out->origins == NULL && resources.state == ARG_STATE_ABSENT) {
		out->any = true; /* flask_cors's default is "*" */
		out->origins = call;
	}
	out->credentials = out->credentials || arg_is_true(c, call, -1, "allow_credentials") ||
			   arg_is_true(c, call, -1, "supports_credentials");
	return out->any;
}

static void cors_credentials(struct check *c, const struct node *call)
{
	struct cors k = {0};

	if (read_cors(c, call, &k) && k.credentials)
		finding(c, call,
			"every origin is allowed, with credentials: any site can act and read as "
			"the user");
}

static void cors_any(struct check *c, const struct node *call)
{
	struct cors k = {0};

	/* credentials refused in so many words: a public service that was thought about */
	if (read_cors(c, call, &k) && !k.credentials &&
	    !arg_is_false(c, call, -1, "allow_credentials") &&
	    !arg_is_false(c, call, -1, "supports_credentials"))
		finding(c, call, "every origin may read the answers of this service");
}

/* response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"] */
static void origin_reflected(struct check *c, const struct node *assign)
{
	const struct node *target = assign_first_target(assign);

	if (!node_is(target, NODE_SUBSCRIPT) || !node_is_constant(target->child->next, CONST_STR) ||
	    !str_eq_nocase(literal_text(c->arena, c->file, target->child->next),
			   S("Access-Control-Allow-Origin")))
		return;
	if (from_request(c, assign_value(assign)))
		finding(c, assign,
			"the client's own Origin is sent back as allowed: that is every origin");
}

#define CORS_CALLS                                                                                 \
	"*.add_middleware *.Middleware *.CORSMiddleware flask_cors.CORS flask_cors.cross_origin "  \
	"quart_cors.cors sanic_ext.CORS litestar.config.cors.CORSConfig"

const struct rule rules_sv_cors[] = {
	{
		.id = "SV101",
		.name = "cors_any_with_credentials",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {942, 346},
		.title = "CORS allows every origin with credentials",
		.why = "The framework answers with the origin that asked. Any page that a "
		       "logged-in user visits can then "
		       "call the service with the user's cookies and read what it says.",
		.fix = "List the origins that need access, or leave credentials off.",
		.bad = "from fastapi.middleware.cors import CORSMiddleware\n"
		       "app.add_middleware(  #! SV101\n"
		       "    CORSMiddleware, allow_origins=['*'], allow_credentials=True)\n",
		.good = "from fastapi.middleware.cors import CORSMiddleware\n"
			"app.add_middleware(\n"
			"    CORSMiddleware, allow_origins=['https://example.org'], "
			"allow_credentials=True)\n",
		.calls = CORS_CALLS,
		.py = cors_credentials,
	},
	{
		.id = "SV102",
		.name = "cors_any",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {942},
		.title = "CORS allows every origin",
		.why = "Fine for a public service; not for one that trusts the network it stands "
		       "in, because a browser in "
		       "that network can be made to ask for an outsider.",
		.fix = "List the origins that need access.",
		.bad = "from flask_cors import CORS\nCORS(app, origins='*')  #! SV102\n",
		.good = "from flask_cors import CORS\nCORS(app, origins=['https://example.org'])\n",
		.calls = CORS_CALLS,
		.py = cors_any,
	},
	{
		.id = "SV127",
		.name = "cors_origin_reflected",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {942, 346},
		.title = "Origin of the request sent back as allowed",
		.why = "Whatever site asks is told that it may read the answer.",
		.fix = "Compare the origin with a list first.",
		.bad = "from flask import request\n"
		       "def after(response):\n"
		       "    response.headers['Access-Control-Allow-Origin'] = "
		       "request.headers.get('Origin')  #! SV127\n",
		.good = "from flask import request\n"
			"def after(response):\n"
			"    origin = request.headers.get('Origin')\n"
			"    if origin in ALLOWED:\n"
			"        response.headers['Access-Control-Allow-Origin'] = origin\n",
		.on = {NODE_ASSIGN},
		.py = origin_reflected,
	},
};
