/* Whether a handler swallows what it catches.
 *
 * A handler swallows when every one of its statements is quiet: pass, `...`, continue, break, a
 * return or an assignment of a default, a line logged at debug level. Whatever we do not understand
 * counts as handling: a call may report, a flag may be looked at, a counter may be shown. So does
 * any use of the exception itself outside such a log line. */
#include "rules/py/handler.h"

#include "base/ascii.h"

str word_cut(str *rest)
{
	size_t i = 0, from;

	while (i < rest->n && rest->p[i] == '_')
		i++;
	from = i;
	while (i < rest->n && rest->p[i] != '_' &&
	       !(i > from && is_upper(rest->p[i]) && !is_upper(rest->p[i - 1])))
		i++;
	str word = str_slice(*rest, from, i);
	*rest = str_slice(*rest, i, rest->n);
	return word;
}

bool word_in(str word, const char *words)
{
	char low[32];

	if (word.n == 0 || word.n >= sizeof low)
		return false;
	for (size_t i = 0; i < word.n; i++)
		low[i] = (char)(is_upper(word.p[i]) ? word.p[i] + 32 : word.p[i]);
	return str_in((str){(const uint8_t *)low, word.n}, words);
}

bool has_word(str identifier, const char *words)
{
	while (identifier.n > 0) {
		str word = word_cut(&identifier);
		if (word_in(word, words))
			return true;
	}
	return false;
}

/* ---- What it catches ---- */

static void catch_one(struct check *c, const struct node *type, struct catch *k)
{
	if (type->kind != NODE_NAME && type->kind != NODE_ATTRIBUTE)
		return;
	str last = node_name(c, type);
	if (!str_eq(last, S("Exception")) && !str_eq(last, S("BaseException")))
		return;
	str name = name_of(c, type);
	if (str_in(name, "Exception builtins.Exception"))
		k->broad = true;
	if (str_in(name, "BaseException builtins.BaseException"))
		k->broad = k->base = true;
}

struct catch handler_catches(struct check *c, const struct node *handler)
{
	struct catch k = {0};
	const struct node *type = handler_type(handler);

	if (type == NULL)
		return (struct catch){.bare = true, .base = true, .broad = true};
	if (type->kind == NODE_TUPLE) {
		for (const struct node *t = type->child; t != NULL; t = t->next)
			catch_one(c, t, &k);
	} else {
		catch_one(c, type, &k);
	}
	return k;
}

/* ---- What it does ---- */

struct search {
	enum node_kind a, b;
	uint32_t atom;
	bool found;
};

static bool opens_function(const struct node *n)
{
	return n->kind == NODE_FUNCTION_DEF || n->kind == NODE_LAMBDA || n->kind == NODE_CLASS_DEF;
}

static bool search_kind(const struct node *n, void *ctx)
{
	struct search *s = ctx;

	if (n->kind == s->a || n->kind == s->b)
		s->found = true;
	return !s->found && !opens_function(n);
}

bool holds(const struct node *n, enum node_kind a, enum node_kind b)
{
	struct search s = {.a = a, .b = b};

	if (n != NULL)
		node_each(n, search_kind, &s);
	return s.found;
}

static bool search_name(const struct node *n, void *ctx)
{
	struct search *s = ctx;

	if (n->kind == NODE_NAME && n->atom == s->atom)
		s->found = true;
	return !s->found;
}

static bool uses_name(const struct node *n, uint32_t atom)
{
	struct search s = {.atom = atom};

	if (atom != 0)
		node_each(n, search_name, &s);
	return s.found;
}

/* A value that says nothing of what went wrong. */
static bool is_default(struct check *c, const struct node *e)
{
	switch ((enum node_kind)e->kind) {
	case NODE_CONSTANT:
		if (e->op == CONST_STR) {
			str text = literal_text(c->arena, c->file, e);
			return str_find_nocase(text, S("err")) == STR_NONE &&
			       str_find_nocase(text, S("fail")) == STR_NONE &&
			       str_find_nocase(text, S("invalid")) == STR_NONE;
		}
		return true;
	case NODE_LIST_EXPR:
	case NODE_DICT:
	case NODE_SET:
		return e->child == NULL;
	case NODE_TUPLE:
		for (const struct node *x = e->child; x != NULL; x = x->next)
			if (!is_default(c, x))
				return false;
		return true;
	case NODE_NAME:
		return true;
	case NODE_UNARY_OP:
		return node_is(e->child, NODE_CONSTANT);
	case NODE_CALL: /* list(), float("nan") */
		return node_is(call_function(e), NODE_NAME) &&
		       str_in(node_name(c, call_function(e)), "list dict set tuple float str") &&
		       (call_first_arg(e) == NULL || node_is(call_first_arg(e), NODE_CONSTANT));
	default:
		return false;
	}
}

static bool is_flag(const struct node *e)
{
	return node_is_constant(e, CONST_TRUE) || node_is_constant(e, CONST_FALSE);
}

static enum outcome return_outcome(struct check *c, const struct node *value)
{
	if (value == NULL || node_is_constant(value, CONST_NONE))
		return OUTCOME_NONE;
	if (node_is_constant(value, CONST_FALSE))
		return OUTCOME_FALSE;
	if (node_is_constant(value, CONST_TRUE))
		return OUTCOME_TRUE;
	return is_default(c, value) ? OUTCOME_DEFAULT : OUTCOME_HANDLED;
}

static bool is_quiet_log(struct check *c, const struct node *value)
{
	if (!node_is(value, NODE_CALL) || call_receiver(value) == NULL)
		return false;
	return str_in(call_method(c, value), "debug info trace");
}

static enum outcome assign_outcome(struct check *c, const struct node *stmt, uint32_t exc)
{
	const struct node *value =
		stmt->kind == NODE_ASSIGN ? assign_value(stmt) : node_child(stmt, 2);

	if (value == NULL)
		return OUTCOME_PASS;
	if (is_flag(value) || uses_name(value, exc) || !is_default(c, value))
		return OUTCOME_HANDLED;
	return OUTCOME_ASSIGN;
}

static enum outcome stmt_outcome(struct check *c, const struct node *stmt, uint32_t exc,
				 bool quiet_log)
{
	switch ((enum node_kind)stmt->kind) {
	case NODE_PASS:
	case NODE_GLOBAL:
	case NODE_NONLOCAL:
		return OUTCOME_PASS;
	case NODE_CONTINUE:
		return OUTCOME_CONTINUE;
	case NODE_BREAK:
		return OUTCOME_BREAK;
	case NODE_RETURN:
		if (stmt->child != NULL && uses_name(stmt->child, exc))
			return OUTCOME_HANDLED;
		return return_outcome(c, stmt->child);
	case NODE_ASSIGN:
	case NODE_ANN_ASSIGN:
		return assign_outcome(c, stmt, exc);
	case NODE_EXPR_STMT:
		if (node_is(stmt->child, NODE_CONSTANT))
			return OUTCOME_PASS;
		if (!quiet_log && is_quiet_log(c, stmt->child))
			return OUTCOME_PASS;
		return OUTCOME_HANDLED;
	default:
		return OUTCOME_HANDLED;
	}
}

enum outcome handler_outcome(struct check *c, const struct node *handler, bool quiet_log)
{
	enum outcome all = OUTCOME_PASS;

	for (const struct node *s = handler_body(handler)->child; s != NULL; s = s->next) {
		enum outcome one = stmt_outcome(c, s, handler->atom, quiet_log);
		if (one == OUTCOME_HANDLED)
			return one;
		if (one != OUTCOME_PASS)
			all = one;
	}
	return all;
}

/* ---- Where it stands ---- */

static bool is_cleanup_function(str name)
{
	if (str_starts(name, S("__")))
		return str_in(name, "__del__ __exit__ __aexit__");
	return has_word(name, "close aclose shutdown cleanup teardown stop disconnect dispose "
			      "finalize terminate kill atexit uninstall quit exit");
}

bool in_cleanup(const struct check *c, const struct node *n)
{
	for (uint32_t i = 0; i < c->depth; i++) {
		const struct node *p = check_parent(c, i);
		if (p->kind == NODE_EXCEPT_HANDLER)
			return true;
		if (p->kind == NODE_FUNCTION_DEF)
			return is_cleanup_function(node_name(c, p));
		if (p->kind == NODE_TRY) {
			const struct node *f = try_finally(p);
			if (f != NULL && f->child != NULL && n->start >= f->child->start)
				return true;
		}
	}
	return false;
}
