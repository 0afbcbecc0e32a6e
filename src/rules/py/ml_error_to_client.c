/* The text of an exception, or a traceback, in the answer of a web handler. A handler is a function
 * with a route decorator; HTTPException and its like are answers wherever they are raised, and so
 * are the response objects of web frameworks wherever they are returned. Only the handler's own
 * broad exceptions count: the text of a ValueError of one's own is written for people, unless the
 * answer says that the server failed (5xx). Streamlit and Gradio show people what they are given.
 */
#include "rules/py/origin.h"
#include "rules/py/request.h"

static bool broad_handler(struct check *c, const struct node *h)
{
	const struct node *type = h != NULL ? h->child : NULL;

	return type == NULL || type->kind == NODE_ABSENT ||
	       str_in(name_of(c, type), "Exception BaseException");
}

/* The `except ... as NAME` around the node at hand that binds the atom. */
static const struct node *handler_of(struct check *c, uint32_t atom)
{
	for (uint32_t i = 0;; i++) {
		const struct node *p = check_parent(c, i);

		if (p == NULL || p->kind == NODE_FUNCTION_DEF)
			return NULL;
		if (p->kind == NODE_EXCEPT_HANDLER && p->atom == atom)
			return p;
	}
}

/* `e` of @app.errorhandler(Exception) def h(e): and of FastAPI's exception_handler. */
static bool is_error_handler(struct check *c, const struct node *fn)
{
	const struct node *list = node_is(fn, NODE_FUNCTION_DEF) ? function_decorators(fn) : NULL;

	for (const struct node *d = list ? list->child : NULL; d != NULL; d = d->next)
		if (d->kind == NODE_CALL &&
		    str_in(call_method(c, d), "errorhandler exception_handler app_errorhandler") &&
		    (str_in(name_of(c, call_first_arg(d)), "Exception BaseException") ||
		     node_is_constant(call_first_arg(d), CONST_INT)))
			return true;
	return false;
}

static bool is_parameter(struct check *c, uint32_t atom)
{
	const struct binding *b = scope_find(c->scopes, c->scope, atom, NULL);

	return b != NULL && b->kind == BIND_PARAM &&
	       !str_in(atom_text(c->file, atom), "request req self app");
}

struct search {
	struct check *c;
	const struct node *exception, *traceback;
	bool error_handler; /* the function handles errors of all routes */
	bool any_type;	    /* the answer is a 5xx: no exception's text is meant for it */
};

struct debug_search {
	struct check *c;
	bool found;
};

static bool names_debug(const struct node *n, void *ctx)
{
	struct debug_search *s = ctx;

	if (str_eq_nocase(node_name(s->c, n), S("debug")))
		s->found = true;
	return !s->found;
}

static bool asks_for_debug(struct check *c, const struct node *test)
{
	struct debug_search s = {.c = c};

	node_each(test, names_debug, &s);
	return s.found;
}

static bool look(const struct node *n, void *ctx)
{
	struct search *s = ctx;
	struct check *c = s->c;

	if (n->kind == NODE_LAMBDA || (n->kind == NODE_IF_EXP && asks_for_debug(c, n->child)))
		return false;
	if (n->kind == NODE_CALL) {
		str name = call_name(c, n), method = call_method(c, n);

		if (str_in(name, "traceback.format_exc traceback.format_exception "
				 "traceback.format_tb traceback.format_stack"))
			s->traceback = n;
		/* log_and_hide(e), len(...) do not put the text into the answer */
		return str_in(method,
			      "str repr format join dict JSONResponse jsonify Response "
			      "HTTPException Error HTMLResponse PlainTextResponse HttpResponse "
			      "HttpResponseServerError ORJSONResponse json_response "
			      "JsonResponse make_response dumps");
	}
	if (n->kind == NODE_NAME && n->op == CTX_LOAD) {
		const struct node *h = handler_of(c, n->atom);

		if (h != NULL ? s->any_type || broad_handler(c, h)
			      : s->error_handler && is_parameter(c, n->atom))
			s->exception = n;
	}
	return n->kind != NODE_ATTRIBUTE || str_in(node_name(c, n), "args message detail");
}

static bool is_http_exception(struct check *c, const struct node *n)
{
	return node_is(n, NODE_CALL) &&
	       (str_in(call_method(c, n), "HTTPException abort InternalServerError") ||
		str_eq(call_name(c, n), S("gradio.Error")));
}

/* return JSONResponse(...); return jsonify(...), 500 */
static bool is_response(struct check *c, const struct node *n)
{
	if (node_is(n, NODE_TUPLE))
		n = n->child;
	if (!node_is(n, NODE_CALL))
		return false;
	if (str_eq(call_method(c, n), S("Response"))) {
		str name = call_name(c, n);

		return str_starts(name, S("rest_framework.")) || str_starts(name, S("fastapi.")) ||
		       str_starts(name, S("starlette.")) || str_starts(name, S("flask.")) ||
		       str_starts(name, S("aiohttp.web."));
	}
	return str_in(call_method(c, n), "JSONResponse jsonify HttpResponse JsonResponse "
					 "HTMLResponse PlainTextResponse ORJSONResponse "
					 "HttpResponseServerError json_response make_response") &&
	       is_web_file(c);
}

static bool is_server_error(struct check *c, const struct node *n)
{
	struct value v = {0};

	if (node_is(n, NODE_TUPLE) && n->child != NULL)
		v = value_of(c, n->child->next);
	else if (is_http_exception(c, n))
		v = value_of(c, arg_node(c, n, 0, "status_code"));
	return v.kind == VALUE_INT && v.i >= 500;
}

/* HTTPException(400, ...): mostly a parser's complaint about what the client sent itself. */
static bool is_client_error(struct check *c, const struct node *call)
{
	struct value v = value_of(c, arg_node(c, call, 0, "status_code"));

	return v.kind == VALUE_INT && v.i >= 400 && v.i < 500;
}

/* if settings.DEBUG: return ... */
static bool only_in_debug(struct check *c)
{
	const struct node *p = check_parent(c, 0);

	return node_is(p, NODE_IF) && asks_for_debug(c, p->child);
}

static void answer(struct check *c, const struct node *n, struct search *s)
{
	const struct node *value = n->child;

	*s = (struct search){.c = c};
	if (value == NULL)
		return;
	s->error_handler = n->kind == NODE_RETURN && is_error_handler(c, enclosing_def(c));
	s->any_type = is_server_error(c, value);
	if (n->kind == NODE_RETURN ? s->error_handler || function_is_route(c, enclosing_def(c)) ||
					     is_response(c, value)
				   : is_http_exception(c, value))
		node_each(value, look, s);
	if ((s->exception != NULL || s->traceback != NULL) && only_in_debug(c))
		s->exception = s->traceback = NULL;
}

/* st.error(f"failed: {e}"), st.exception(e) */
static void exception_shown(struct check *c, const struct node *call)
{
	struct search s = {.c = c};

	for (const struct node *a = call_first_arg(call); a != NULL; a = a->next)
		node_each(a, look, &s);
	if (s.exception != NULL || s.traceback != NULL)
		finding_graded(c, call, LOW, MEDIUM,
			       "The text of any exception is shown to whoever uses the page");
}

static void exception_to_client(struct check *c, const struct node *n)
{
	struct search s;

	if (n->kind == NODE_CALL) {
		exception_shown(c, n);
		return;
	}
	answer(c, n, &s);
	if (s.exception == NULL || s.traceback != NULL)
		return;
	if (s.any_type && !broad_handler(c, handler_of(c, s.exception->atom))) {
		finding_graded(c, n, LOW, MEDIUM,
			       "The text of an exception is sent to the client as a server error");
		return;
	}
	if (n->kind == NODE_RAISE && is_client_error(c, n->child))
		finding_graded(
			c, n, LOW, MEDIUM,
			"The text of any exception is sent to the client as the client's error");
	else
		finding(c, n, "The text of any exception is sent to the client");
}

static void traceback_to_client(struct check *c, const struct node *n)
{
	struct search s;

	answer(c, n, &s);
	if (s.traceback != NULL)
		finding(c, n, "A traceback is sent to the client");
}

const struct rule rules_error_to_client[] = {
	{
		.id = "ML506",
		.name = "exception_to_client",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {209},
		.title = "Exception text returned to a client",
		.why = "Texts of exceptions hold paths, SQL, host names, parts of other users' "
		       "inputs and "
		       "keys in URLs. They also tell an attacker how close an attempt came.",
		.fix = "Log the exception with an id and return the id: HTTPException(500, "
		       "detail=f'error "
		       "{error_id}').",
		.bad = "@app.post('/predict')\n"
		       "def predict(x):\n"
		       "    try:\n"
		       "        return model(x)\n"
		       "    except Exception as e:\n"
		       "        return {'error': str(e)}   #! ML506\n",
		.good = "@app.post('/predict')\n"
			"def predict(x):\n"
			"    try:\n"
			"        return model(x)\n"
			"    except Exception as e:\n"
			"        log.exception('predict')\n"
			"        return {'error': 'internal error'}\n",
		.on = {NODE_RETURN, NODE_RAISE},
		.calls = "streamlit.error streamlit.exception streamlit.warning streamlit.write "
			 "streamlit.code",
		.needs = "Exception BaseException HTTPException abort",
		.py = exception_to_client,
	},
	{
		.id = "ML507",
		.name = "traceback_to_client",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {209},
		.title = "Traceback returned to a client",
		.why = "A traceback shows source, paths, library versions and often values.",
		.fix = "Log it (logger.exception) and return an error id.",
		.bad = "import traceback\n"
		       "@app.get('/x')\n"
		       "def x():\n"
		       "    try:\n"
		       "        return run()\n"
		       "    except Exception:\n"
		       "        return {'trace': traceback.format_exc()}   #! ML507\n",
		.good = "import traceback\n"
			"def report():\n"
			"    return traceback.format_exc()\n",
		.on = {NODE_RETURN, NODE_RAISE},
		.needs = "format_exc format_exception format_tb format_stack",
		.py = traceback_to_client,
	},
};
