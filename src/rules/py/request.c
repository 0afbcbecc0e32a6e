/* Values that the client decides, within one function.
 *
 * A value is the client's when it is reached from a request object (request.args["x"]), is a
 * parameter of a route handler, or is computed from such a value by something that keeps the text
 * (f-string, +, join, decode, strip, json.loads). Any other call ends the trail, so that a
 * conversion or a look-up makes the value ours. A variable is followed only when it is bound once.
 */
#include "rules/py/request.h"
#include "rules/py/handler.h"

#define DEPTH_MAX 12	/* steps from the expression to the request: real code needs 3 or 4 */
#define TRAIL_FUEL 500	/* expressions on all branches of a trail */
#define GUARD_FUEL 5000 /* nodes of a function that are searched for tests */

/* clang-format off */
static const char request_parts[] =
	"args form values json data files cookies headers GET POST FILES body COOKIES META get_json get_data stream "
	"query_params path_params query_string match_info rel_url query post text read view_args arguments "
	"body_arguments query_arguments DATA raw_args content receive_json receive_text receive_bytes GET_params "
	"get_argument get_query_argument get_body_argument params multi_items json_body";
static const char web_modules[] = WEB_MODULES;
static const char request_globals[] =
	"flask.request quart.request bottle.request cherrypy.request flask.globals.request";
static const char request_classes[] = "Request HttpRequest HTTPConnection WebSocket WSGIRequest ASGIRequest";
static const char route_methods[] =
	"route get post put patch delete head options websocket api_route websocket_route view add_route";
static const char route_owners[] =
	"app application router api bp blueprint server routes web urls main auth users admin";
/* Functions and methods whose result still holds the client's text. */
static const char keeps_text[] =
	"format join strip lstrip rstrip lower upper title decode encode replace get str bytes bytearray Path PurePath loads "
	"read b64decode urlsafe_b64decode unquote unquote_plus urljoin copy dict list getlist get_json json form body text "
	"get_data pop split partition joinpath expanduser abspath normpath BytesIO StringIO parse_qs decompress fromhex "
	"post removeprefix removesuffix items to_dict values";
/* Types that leave no room for an attack. */
static const char safe_types[] = "int float bool UUID UUID4 date datetime Decimal Literal PositiveInt NonNegativeInt timedelta";
static const char injected_types[] =
	"Request Response WebSocket BackgroundTasks Session AsyncSession HTTPConnection SecurityScopes Connection Engine "
	"HttpRequest";
/* clang-format on */

struct trail {
	struct check *c;
	bool raw; /* tests do not matter */
	unsigned steps, fuel;
};

static bool trail_from(struct trail *t, const struct node *e);

static bool imports_web_module(const struct check *c)
{
	for (str rest = str_of(web_modules); rest.p != NULL;) {
		char name[24] = {0};
		str one = str_cut(&rest, ' ');
		if (one.n == 0 || one.n >= sizeof name)
			continue;
		memcpy(name, one.p, one.n);
		if (imports_module(c, name))
			return true;
	}
	return false;
}

bool is_web_file(struct check *c)
{
	static const char key, yes, no;
	void **memo;

	if (c->compat) /* what is imported so far */
		return imports_web_module(c);
	memo = file_memo(c, &key);
	if (*memo == NULL)
		*memo = (void *)(uintptr_t)(imports_web_module(c) ? &yes : &no);
	return *memo == &yes;
}

/* ---- Route handlers ---- */

static bool is_route_owner(struct check *c, const struct node *owner)
{
	str name = name_of(c, owner);

	if (str_find(name, S("Flask")) != STR_NONE || str_find(name, S("FastAPI")) != STR_NONE ||
	    str_find(name, S("Router")) != STR_NONE || str_find(name, S("Blueprint")) != STR_NONE)
		return true;
	str last = node_name(c, owner);
	return str_in(last, route_owners) || str_ends(last, S("_router")) ||
	       str_ends(last, S("_bp")) || str_ends(last, S("_app")) ||
	       str_ends(last, S("_blueprint")) || str_ends(last, S("_api"));
}

const struct node *route_decorator(struct check *c, const struct node *f)
{
	const struct node *list = node_is(f, NODE_FUNCTION_DEF) ? function_decorators(f) : NULL;

	if (list == NULL)
		return NULL;
	for (const struct node *d = list->child; d != NULL; d = d->next) {
		if (d->kind != NODE_CALL || !node_is(call_function(d), NODE_ATTRIBUTE))
			continue;
		const struct node *owner = call_receiver(d);
		if (owner != NULL && str_in(call_method(c, d), route_methods) &&
		    is_route_owner(c, owner))
			return d;
	}
	return NULL;
}

/* The last name of a type: `Optional[str]` gives str, `str | None` str. */
static str type_name(struct check *c, const struct node *t)
{
	for (unsigned i = 0; t != NULL && i < 4; i++) {
		if (t->kind == NODE_NAME || t->kind == NODE_ATTRIBUTE)
			return node_name(c, t);
		if (t->kind == NODE_BIN_OP) {
			t = t->child;
		} else if (t->kind == NODE_SUBSCRIPT) {
			str outer = node_name(c, t->child);
			if (!str_in(outer, "Optional Annotated Union"))
				return outer;
			t = t->child->next;
			if (node_is(t, NODE_TUPLE))
				t = t->child;
		} else {
			break;
		}
	}
	return (str){0};
}

/* Does the route's path convert the parameter: "/item/<int:key>"? */
static bool is_converted(struct check *c, const struct node *route, str param)
{
	struct value path = value_of(c, call_first_arg(route));

	if (path.kind != VALUE_STR)
		return false;
	for (size_t at = 0; at + param.n + 1 < path.text.n; at++) {
		str tail = str_slice(path.text, at, path.text.n);
		if (!str_starts(tail, S("<int:")) && !str_starts(tail, S("<float:")) &&
		    !str_starts(tail, S("<uuid:")))
			continue;
		size_t colon = str_find_byte(tail, ':');
		if (str_starts(str_slice(tail, colon + 1, tail.n), param))
			return true;
	}
	return false;
}

/* Is the default a Depends(...), Security(...)? */
static bool is_injected(struct check *c, const struct node *dflt)
{
	return node_is(dflt, NODE_CALL) &&
	       str_in(call_method(c, dflt), "Depends Security Provide Inject Dependency");
}

static bool is_route_param(struct trail *t, const struct binding *b, const struct scope *where)
{
	struct check *c = t->c;
	str name = atom_text(c->file, b->atom);
	const struct node *route = route_decorator(c, where->node);

	str type = type_name(c, b->value);
	if (route == NULL || str_in(name, "self cls") ||
	    (type.n == 0 && str_in(name, "request req response db session user current_user")))
		return false;
	if (str_in(type, safe_types) || str_in(type, injected_types) || is_injected(c, b->dflt))
		return false;
	return !is_converted(c, route, name);
}

/* ---- Request objects ---- */

static bool is_request_param(struct trail *t, const struct binding *b)
{
	struct check *c = t->c;
	str type = type_name(c, b->value);

	if (type.n > 0)
		return str_in(type, request_classes);
	return str_in(atom_text(c->file, b->atom), "request req") && is_web_file(c);
}

/* Is the root of an access path (request, self.request) a request, given the first part after it?
 */
static bool is_request_root(struct trail *t, const struct node *root)
{
	struct check *c = t->c;
	const struct scope *where;

	if (root->kind == NODE_ATTRIBUTE) /* self.request */
		return node_is(root->child, NODE_NAME) &&
		       str_eq(node_name(c, root->child), S("self")) &&
		       str_eq(node_name(c, root), S("request")) && is_web_file(c);
	if (root->kind != NODE_NAME)
		return false;
	const struct binding *b = scope_find(c->scopes, c->scope, root->atom, &where);
	if (b == NULL)
		return false;
	if (b->kind == BIND_PARAM)
		return is_request_param(t, b);
	if (b->kind == BIND_FROM || b->kind == BIND_IMPORT)
		return str_in(b->target, request_globals);
	return false;
}

static bool converts_by_type(struct check *c, const struct node *call)
{
	for (const struct node *a = call_first_arg(call); a != NULL; a = a->next)
		if (a->kind == NODE_KEYWORD && str_eq(node_name(c, a), S("type")))
			return str_in(node_name(c, a->child), safe_types);
	return false;
}

/* request.args.get("x"), (await request.json())["x"], request.files["f"].filename, ... */
static bool is_request_path(struct trail *t, const struct node *e)
{
	for (unsigned i = 0; e != NULL && i < DEPTH_MAX; i++) {
		if (e->kind == NODE_CALL) {
			if (converts_by_type(t->c, e))
				return false;
			if (node_is(call_function(e), NODE_ATTRIBUTE) && i > 0 &&
			    !str_in(call_method(t->c, e), keeps_text) &&
			    !str_in(call_method(t->c, e), request_parts))
				return false;
			e = call_function(e);
		} else if (e->kind == NODE_ATTRIBUTE) {
			if (str_in(node_name(t->c, e), request_parts) &&
			    is_request_root(t, e->child))
				return true;
			if (str_starts(node_name(t->c, e), S("get_")) &&
			    node_is(e->child, NODE_NAME) &&
			    str_eq(node_name(t->c, e->child), S("self")))
				return str_in(node_name(t->c, e), request_parts) &&
				       imports_module(t->c, "tornado");
			e = e->child;
		} else if (e->kind == NODE_SUBSCRIPT || e->kind == NODE_AWAIT) {
			e = e->child;
		} else {
			return false;
		}
	}
	return false;
}

/* ---- Tests that a variable went through ---- */

struct guard {
	const struct py_file *file;
	uint32_t atom, fuel;
	bool found;
};

static bool see_name(const struct node *n, void *ctx)
{
	struct guard *g = ctx;

	if (n->kind == NODE_NAME && n->atom == g->atom)
		g->found = true;
	return !g->found;
}

static bool see_test(const struct node *n, void *ctx)
{
	struct guard *g = ctx;

	if (n->kind == NODE_CALL || (n->kind == NODE_COMPARE && n->child->next != NULL &&
				     (node_compare_op(n->child->next) == CMP_IN ||
				      node_compare_op(n->child->next) == CMP_NOT_IN ||
				      node_compare_op(n->child->next) == CMP_EQ ||
				      node_compare_op(n->child->next) == CMP_NOT_EQ)))
		node_each(n, see_name, g);
	return !g->found;
}

static const char checking[] =
	"check valid validate verify assert ensure safe allowed allow sanitize "
	"sanitise guard require reject refuse is";

/* `check_url(url)` as a statement of its own: says no by raising. */
static bool is_checking_call(const struct guard *g, const struct node *stmt)
{
	const struct node *call = stmt->child, *f;

	if (node_is(call, NODE_AWAIT))
		call = call->child;
	if (!node_is(call, NODE_CALL))
		return false;
	f = call_function(call);
	return (f->kind == NODE_NAME || f->kind == NODE_ATTRIBUTE) &&
	       has_word(atom_text(g->file, f->atom), checking);
}

static bool see_branch(const struct node *n, void *ctx)
{
	struct guard *g = ctx;

	if (n->kind == NODE_IF || n->kind == NODE_WHILE || n->kind == NODE_ASSERT)
		node_each(n->child, see_test, g);
	else if (n->kind == NODE_IF_EXP)
		node_each(n->child, see_test, g);
	else if (n->kind == NODE_EXPR_STMT && is_checking_call(g, n))
		node_each(n->child, see_test, g);
	return !g->found && n->kind != NODE_LAMBDA && g->fuel > 0 && g->fuel-- > 0;
}

/* `if name in ALLOWED`, `if not name.startswith(...)`, `validate(name)` anywhere in the function. A
 * statement that is the call at hand does not count. */
static bool is_tested(struct trail *t, const struct node *name, const struct scope *where)
{
	const struct node *stmt = check_statement(t->c);
	struct guard g = {.atom = name->atom, .fuel = GUARD_FUEL, .file = t->c->file};
	const struct node *body =
		where->node->kind == NODE_FUNCTION_DEF ? function_body(where->node) : NULL;

	if (body == NULL)
		return false;
	for (const struct node *s = body->child; s != NULL && !g.found; s = s->next)
		if (s != stmt &&
		    !(s->kind == NODE_EXPR_STMT && stmt != NULL && s->start == stmt->start))
			node_each(s, see_branch, &g);
	return g.found;
}

/* ---- The trail ---- */

static bool trail_name(struct trail *t, const struct node *e)
{
	const struct scope *where = NULL;
	const struct binding *b = scope_find(t->c->scopes, t->c->scope, e->atom, &where);

	if (b == NULL || where == NULL ||
	    (where->node->kind != NODE_FUNCTION_DEF && b->kind != BIND_PARAM))
		return false;
	bool client = false;
	if (b->kind == BIND_PARAM)
		client = b->count == 1 && is_route_param(t, b, where);
	else if ((b->kind == BIND_ASSIGN || b->kind == BIND_WITH) && b->count == 1 &&
		 b->value != NULL)
		client = trail_from(t, b->value);
	return client && (t->raw || !is_tested(t, e, where));
}

static bool any_from(struct trail *t, const struct node *first)
{
	for (const struct node *x = first; x != NULL; x = x->next)
		if (trail_from(t, x->kind == NODE_KEYWORD || x->kind == NODE_STARRED ||
						  x->kind == NODE_FORMATTED_VALUE
					  ? x->child
					  : x))
			return true;
	return false;
}

static bool trail_call(struct trail *t, const struct node *call)
{
	const struct node *receiver = call_receiver(call);

	if (!str_in(call_method(t->c, call), keeps_text) || converts_by_type(t->c, call))
		return false;
	return (receiver != NULL && trail_from(t, receiver)) || any_from(t, call_first_arg(call));
}

static bool trail_from(struct trail *t, const struct node *e)
{
	bool yes = false;

	if (e == NULL || t->steps >= DEPTH_MAX || t->fuel == 0)
		return false;
	t->fuel--;
	t->steps++;
	switch ((enum node_kind)e->kind) {
	case NODE_NAME:
		yes = trail_name(t, e);
		break;
	case NODE_CALL:
		yes = is_request_path(t, e) || trail_call(t, e);
		break;
	case NODE_ATTRIBUTE:
		yes = is_request_path(t, e) || trail_from(t, e->child);
		break;
	case NODE_SUBSCRIPT:
		yes = is_request_path(t, e) || trail_from(t, e->child);
		break;
	case NODE_AWAIT:
	case NODE_NAMED_EXPR:
		yes = is_request_path(t, e) || any_from(t, e->child);
		break;
	case NODE_JOINED_STR:
	case NODE_BIN_OP:
	case NODE_BOOL_OP:
	case NODE_TUPLE:
	case NODE_LIST_EXPR:
		yes = any_from(t, e->child);
		break;
	case NODE_IF_EXP:
		yes = e->child != NULL && any_from(t, e->child->next);
		break;
	default:
		break;
	}
	t->steps--;
	return yes;
}

bool from_request(struct check *c, const struct node *expr)
{
	struct trail t = {.c = c, .fuel = TRAIL_FUEL};

	return trail_from(&t, expr);
}

bool from_request_raw(struct check *c, const struct node *expr)
{
	struct trail t = {.c = c, .raw = true, .fuel = TRAIL_FUEL};

	return trail_from(&t, expr);
}

bool builds_with_request(struct check *c, const struct node *expr)
{
	const struct scope *where = NULL;

	for (unsigned i = 0; node_is(expr, NODE_NAME) && i < 4; i++) {
		const struct binding *b = scope_find(c->scopes, c->scope, expr->atom, &where);
		if (b == NULL || b->kind != BIND_ASSIGN || b->count != 1 ||
		    where->node->kind != NODE_FUNCTION_DEF)
			return false;
		expr = b->value;
	}
	if (expr == NULL)
		return false;
	bool built = expr->kind == NODE_JOINED_STR ||
		     (expr->kind == NODE_BIN_OP && (expr->op == OP_ADD || expr->op == OP_MOD)) ||
		     (expr->kind == NODE_CALL && str_eq(call_method(c, expr), S("format")));
	return built && from_request(c, expr);
}

/* ---- Uploads ---- */

struct upload {
	struct trail *t;
	bool found;
};

static bool is_upload_param(struct check *c, const struct node *e)
{
	const struct scope *where;

	if (!node_is(e, NODE_NAME))
		return false;
	const struct binding *b = scope_find(c->scopes, c->scope, e->atom, &where);
	return b != NULL && b->kind == BIND_PARAM &&
	       str_eq(type_name(c, b->value), S("UploadFile"));
}

static bool see_upload(const struct node *n, void *ctx)
{
	struct upload *u = ctx;
	struct check *c = u->t->c;

	if (n->kind == NODE_CALL && !str_in(call_method(c, n), keeps_text))
		return false;
	if (n->kind == NODE_ATTRIBUTE && str_in(node_name(c, n), "filename name") &&
	    (is_upload_param(c, n->child) || (trail_from(u->t, n->child))))
		u->found = true;
	if (n->kind == NODE_NAME) {
		const struct scope *where;
		const struct binding *b = scope_find(c->scopes, c->scope, n->atom, &where);
		if (b != NULL && b->kind == BIND_ASSIGN && b->count == 1 && b->value != NULL &&
		    where->node->kind == NODE_FUNCTION_DEF && u->t->steps < DEPTH_MAX &&
		    u->t->fuel > 0) {
			u->t->fuel--;
			u->t->steps++;
			node_each(b->value, see_upload, u);
			u->t->steps--;
			if (u->found && !u->t->raw && is_tested(u->t, n, where))
				u->found = false;
		}
	}
	return !u->found;
}

bool is_upload_name(struct check *c, const struct node *expr)
{
	struct trail t = {.c = c, .fuel = TRAIL_FUEL};
	struct upload u = {.t = &t};

	if (expr != NULL)
		node_each(expr, see_upload, &u);
	return u.found;
}
