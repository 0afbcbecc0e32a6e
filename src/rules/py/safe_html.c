/* Texts that may be declared safe HTML: put together from literals, results of functions that
 * escape (escape, format_html, ...), rendered templates and numbers, through names, conditions,
 * concatenation, formatting and joining; and whatever stands under a test that the text was safe
 * before (`isinstance(value, SafeData)`). A parameter is safe when the function escapes it as its
 * own parameter `autoescape` says: that is how a template filter is written.
 *
 * Work is bounded by the depth and by FUEL: names may refer to each other many times over. */
#include "rules/py/safe_html.h"
#include "rules/py/bandit.h"

enum { DEPTH = 12, FUEL = 400 };

struct walk {
	struct check *c;
	unsigned fuel;
};

static bool is_safe(struct walk *w, const struct node *n, unsigned depth);

static bool all_safe(struct walk *w, const struct node *first, unsigned depth)
{
	for (const struct node *n = first; n != NULL; n = n->next)
		if (!is_safe(w, n->kind == NODE_KEYWORD ? n->child : n, depth))
			return false;
	return true;
}

/* Functions and methods whose result is HTML of its own making, or cannot hold any. */
static bool makes_safe(str name)
{
	return str_find(name, S("escape")) != STR_NONE
		       ? str_find(name, S("unescape")) == STR_NONE
		       : str_in(name, "format_html format_html_join "
				      "json_script render "
				      "render_to_string "
				      "render_annotated as_p as_ul "
				      "as_table as_div as_text "
				      "as_widget as_hidden "
				      "label_tag legend_tag "
				      "number_format mark_safe "
				      "SafeString urlencode "
				      "len int float");
}

static bool join_is_safe(struct walk *w, const struct node *call, unsigned depth)
{
	const struct node *parts = behind_name(w->c, call_first_arg(call));

	if (parts == NULL || !is_safe(w, call_receiver(call), depth))
		return false;
	switch (parts->kind) {
	case NODE_LIST_EXPR:
	case NODE_TUPLE:
		return all_safe(w, parts->child, depth);
	case NODE_LIST_COMP:
	case NODE_GENERATOR_EXP:
		return is_safe(w, parts->child, depth);
	case NODE_CALL: /* map(escape, values) */
		return str_eq(call_method(w->c, parts), S("map")) &&
		       call_first_arg(parts) != NULL &&
		       makes_safe(node_name(w->c, call_first_arg(parts)));
	default:
		return false;
	}
}

static bool call_is_safe(struct walk *w, const struct node *call, unsigned depth)
{
	str method = call_method(w->c, call), name = name_last(call_name(w->c, call));
	const struct node *receiver = call_receiver(call), *first = call_first_arg(call);
	struct call_arg autoescape = arg_at(w->c, call, -1, "autoescape");

	if (makes_safe(name.n > 0 ? name : method) ||
	    (autoescape.state == ARG_STATE_GIVEN && !is_false(w->c, autoescape.node)))
		return true;
	for (const struct node *a = first; a != NULL; a = a->next) /* linebreaks(x, autoescape) */
		if (str_eq(node_name(w->c, a), S("autoescape")))
			return true;
	if (str_in(method, "_ gettext gettext_lazy ngettext pgettext")) /* a translated literal */
		return is_text(first);
	if (receiver == NULL)
		return str_in(method, "str force_str") && first != NULL && first->next == NULL &&
		       is_safe(w, first, depth);
	if (str_eq(method, S("join")))
		return join_is_safe(w, call, depth);
	if (str_eq(method, S("translate"))) /* a table called so */
		return first != NULL &&
		       str_find_nocase(node_name(w->c, first), S("escape")) != STR_NONE;
	if (str_in(method, "format replace strip lstrip rstrip"))
		return is_safe(w, receiver, depth) && all_safe(w, first, depth);
	return false;
}

static bool has_autoescape(const struct check *c)
{
	for (uint32_t i = 0; check_parent(c, i) != NULL; i++) {
		const struct node *f = check_parent(c, i);

		if (f->kind != NODE_FUNCTION_DEF)
			continue;
		for (const struct node *p = function_args(f)->child; p != NULL; p = p->next)
			if (str_eq(node_name(c, p), S("autoescape")))
				return true;
	}
	return false;
}

static bool name_is_safe(struct walk *w, const struct node *n, unsigned depth)
{
	const struct binding *b = scope_find(w->c->scopes, w->c->scope, n->atom, NULL);
	bool filter = has_autoescape(w->c), escaped = false;

	if (b == NULL)
		return false;
	for (; b != NULL; b = b->older) {
		if (b->kind == BIND_PARAM && filter && escaped)
			continue;
		if (b->kind != BIND_ASSIGN || b->value == NULL)
			return false;
		if (is_safe(w, b->value, depth))
			escaped = true;
		else if (!filter || !escaped)
			return false;
	}
	return true;
}

static bool is_safe(struct walk *w, const struct node *n, unsigned depth)
{
	struct value v;

	if (n == NULL || depth > DEPTH || w->fuel == 0)
		return false;
	w->fuel--;
	v = value_of(w->c, n);
	if (v.kind != VALUE_UNKNOWN && v.kind <= VALUE_STR)
		return true;
	switch (n->kind) {
	case NODE_CALL:
		return call_is_safe(w, n, depth + 1);
	case NODE_NAME:
		return name_is_safe(w, n, depth + 1);
	case NODE_JOINED_STR:
	case NODE_BIN_OP:
	case NODE_TUPLE:
		return all_safe(w, n->child, depth + 1);
	case NODE_FORMATTED_VALUE:
	case NODE_STARRED:
		return is_safe(w, n->child, depth + 1);
	case NODE_CONSTANT:
		return true;
	case NODE_IF_EXP:
		return all_safe(w, n->child->next, depth + 1);
	default:
		return false;
	}
}

static bool says_safe(const struct node *n, void *ctx)
{
	struct walk *w = ctx;
	str name = n->kind == NODE_NAME || n->kind == NODE_ATTRIBUTE ? node_name(w->c, n) : S("");

	if ((n->kind == NODE_UNARY_OP && n->op == OP_NOT) ||
	    (n->kind == NODE_BOOL_OP && n->op == OP_OR))
		return false;
	if (str_in(name, "SafeData SafeString is_safe safe_input safe int"))
		w->fuel = 0;
	if (is_text(n) && str_eq(literal_text(w->c->arena, w->c->file, n), S("__html__")))
		w->fuel = 0;
	return w->fuel > 0;
}

/* Does `if` or `x if test else y` around the call ask whether the text is safe already? */
static bool was_safe_before(struct check *c, const struct node *text)
{
	for (uint32_t i = 0; check_parent(c, i) != NULL; i++) {
		const struct node *p = check_parent(c, i), *other;
		struct walk w = {.c = c, .fuel = 1};

		if (p->kind == NODE_FUNCTION_DEF)
			return false;
		if (p->kind != NODE_IF && p->kind != NODE_IF_EXP)
			continue;
		other = p->child->next->next;
		if (other != NULL && text->start >= other->start && text->end <= other->end)
			continue; /* in the other branch */
		node_each(p->child, says_safe, &w);
		if (w.fuel == 0)
			return true;
	}
	return false;
}

bool html_is_safe(struct check *c, const struct node *text)
{
	struct walk w = {.c = c, .fuel = FUEL};

	return text != NULL && (is_safe(&w, text, 0) || was_safe_before(c, text));
}
