/* The arguments of a call as the callee sees them: through `*[...]`, `**{...}`, `**kwargs` bound
 * once to a dict display or dict(...) that nothing changes, and a functools.partial that the callee
 * is. */
#include "py/scope_int.h"

#include "py/literal.h"

#define PARTIAL_DEPTH 4

static const struct call_arg ABSENT = {ARG_STATE_ABSENT, NULL};
static const struct call_arg MAYBE = {ARG_STATE_UNKNOWN, NULL};

static struct call_arg given(const struct node *n)
{
	return (struct call_arg){ARG_STATE_GIVEN, n};
}

static struct call_arg in_dict(struct py_scopes *s, const struct scope *scope,
			       const struct node *dict, str name);

/* Keyword `name` among the arguments of a call (also of dict(a=1, **b)). */
static struct call_arg keyword(struct py_scopes *s, const struct scope *scope,
			       const struct node *first, str name)
{
	struct call_arg result = ABSENT;

	for (const struct node *n = first; n != NULL; n = n->next) {
		if (n->kind != NODE_KEYWORD)
			continue;
		if (n->atom != 0) {
			if (str_eq(atom_text(s->file, n->atom), name))
				return given(n->child);
		} else if (result.state != ARG_STATE_GIVEN) {
			struct call_arg inner = in_dict(s, scope, n->child, name);
			if (inner.state != ARG_STATE_ABSENT)
				result = inner;
		}
	}
	return result;
}

static struct call_arg in_display(struct py_scopes *s, const struct scope *scope,
				  const struct node *dict, str name)
{
	struct call_arg result = ABSENT;

	for (const struct node *key = dict->child; key && key->next; key = key->next->next) {
		if (key->kind == NODE_ABSENT) {
			struct call_arg inner = in_dict(s, scope, key->next, name);
			if (inner.state != ARG_STATE_ABSENT)
				result = inner;
		} else if (!node_is_constant(key, CONST_STR)) {
			struct value v = py_value(s, scope, key);
			if (v.kind == VALUE_STR && str_eq(v.text, name))
				result = given(key->next);
			else if (v.kind != VALUE_STR)
				result = MAYBE;
		} else if (str_eq(literal_text(s->arena, s->file, key), name)) {
			result = given(key->next);
		}
	}
	return result;
}

static struct call_arg in_dict(struct py_scopes *s, const struct scope *scope,
			       const struct node *dict, str name)
{
	struct call_arg result = MAYBE;
	struct value v;

	if (s->fuel == 0)
		return MAYBE;
	s->fuel--;
	if (dict->kind == NODE_DICT)
		return in_display(s, scope, dict, name);
	if (dict->kind == NODE_CALL) {
		unsigned fuel = s->fuel;
		bool is_dict = str_eq(scope_denote(s, scope, dict->child).name, S("dict"));
		s->fuel = fuel;
		if (is_dict &&
		    (dict->child->next == NULL || dict->child->next->kind == NODE_KEYWORD))
			return keyword(s, scope, dict->child->next, name);
		return MAYBE;
	}
	if (dict->kind == NODE_NAME) { /* dict(...) bound once */
		const struct scope *where = NULL;
		struct bound *b = bound_find(s, scope, dict->atom, &where);
		if (b && b->b.kind == BIND_ASSIGN && b->b.count == 1 && !b->b.mutated &&
		    b->b.value && b->b.value != dict &&
		    (b->b.value->kind == NODE_CALL || b->b.value->kind == NODE_DICT))
			return in_dict(s, where, b->b.value, name);
		return MAYBE;
	}
	{
		unsigned fuel = s->fuel;
		v = py_value(s, scope, dict);
		s->fuel = fuel;
	}
	if (v.kind == VALUE_DICT)
		result = in_display(s, scope, v.node, name);
	return result;
}

/* The position-th positional argument. */
static struct call_arg positional(struct py_scopes *s, const struct scope *scope,
				  const struct node *first, int position)
{
	int i = 0;

	for (const struct node *n = first; n != NULL; n = n->next) {
		struct value v;
		if (n->kind == NODE_KEYWORD)
			continue;
		if (n->kind != NODE_STARRED) {
			if (i++ == position)
				return given(n);
			continue;
		}
		v = py_value(s, scope, n->child);
		if (v.kind != VALUE_LIST && v.kind != VALUE_TUPLE)
			return MAYBE;
		for (const struct node *e = v.node->child; e != NULL; e = e->next) {
			if (e->kind == NODE_STARRED)
				return MAYBE;
			if (i++ == position)
				return given(e);
		}
	}
	return ABSENT;
}

/* How many positional arguments a call gives, -1 when unknown. */
static int positional_count(const struct node *first)
{
	int i = 0;

	for (const struct node *n = first; n != NULL; n = n->next) {
		if (n->kind == NODE_STARRED)
			return -1;
		i += n->kind != NODE_KEYWORD;
	}
	return i;
}

/* The call of functools.partial that made the callee, or NULL. */
static const struct node *partial_of(struct py_scopes *s, const struct scope **scope,
				     const struct node *callee)
{
	const struct scope *where = *scope;
	const struct node *value = callee;
	unsigned fuel = s->fuel;
	bool is_partial;

	if (callee->kind == NODE_NAME) {
		struct bound *b = bound_find(s, *scope, callee->atom, &where);
		if (b == NULL || b->b.kind != BIND_ASSIGN || b->b.value == NULL)
			return NULL;
		value = b->b.value;
	} else if (callee->kind == NODE_ATTRIBUTE && (s->flags[callee->atom] & ATOM_ALIAS)) {
		const struct scope *cls = NULL;
		struct denoted of = scope_denote(s, *scope, callee->child);
		struct bound *b = bound_attribute(s, of, callee->atom, &cls);
		s->fuel = fuel;
		if (b == NULL || b->b.kind != BIND_ASSIGN || b->b.value == NULL)
			return NULL;
		value = b->b.value;
		where = scope_of_attribute(s, cls, &b->b);
	}
	if (value->kind != NODE_CALL)
		return NULL;
	is_partial = str_eq(scope_denote(s, where, value->child).name, S("functools.partial"));
	s->fuel = fuel;
	*scope = where;
	return is_partial && value->child->next != NULL ? value : NULL;
}

static struct call_arg find(struct py_scopes *s, const struct scope *scope, const struct node *call,
			    int position, str name, unsigned depth)
{
	const struct node *first = call->child->next, *made;
	struct call_arg kw = ABSENT, at = ABSENT, before;
	const struct scope *where = scope;
	int bound;

	if (depth > 0)
		first = first ? first->next : NULL; /* of partial(f, ...): what follows f */
	if (name.n > 0)
		kw = keyword(s, scope, first, name);
	if (kw.state == ARG_STATE_GIVEN)
		return kw;
	made = depth < PARTIAL_DEPTH
		       ? partial_of(s, &where, depth ? call->child->next : call->child)
		       : NULL;
	if (made != NULL && made != call) {
		bound = positional_count(made->child->next->next);
		before = find(s, where, made, position, name, depth + 1);
		if (before.state == ARG_STATE_GIVEN)
			return before;
		if (bound < 0)
			return MAYBE;
		if (before.state == ARG_STATE_UNKNOWN)
			kw = before;
		position -= position >= 0 ? bound : 0;
	}
	if (position >= 0)
		at = positional(s, scope, first, position);
	if (at.state == ARG_STATE_GIVEN)
		return at;
	return kw.state == ARG_STATE_UNKNOWN ? kw : at;
}

struct call_arg py_call_arg(struct py_scopes *s, const struct scope *scope, const struct node *call,
			    int position, str name)
{
	s->fuel = 200;
	return find(s, scope, call, position, name, 0);
}
