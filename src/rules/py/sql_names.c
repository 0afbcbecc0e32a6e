/* What a program that makes SQL puts into it: `quote_name(column)`, `", ".join(["%s"] * n)`,
 * `self.table`, `model._meta.db_table`. Such parts come from the program's own models and classes,
 * or have been quoted as names. Names are followed through their few bindings and through loops
 * over constants; DEPTH and FUEL bound the work. */
#include "rules/py/sql_names.h"
#include "rules/py/bandit.h"

enum { DEPTH = 8, BINDINGS = 4, FUEL = 300 };

struct asked {
	struct check *c;
	bool attributes;
	unsigned fuel;
};

static bool is_own(struct asked *q, const struct node *n, unsigned depth);

static bool all_own(struct asked *q, const struct node *first, unsigned depth)
{
	for (const struct node *n = first; n != NULL; n = n->next)
		if (!is_own(q, n->kind == NODE_KEYWORD ? n->child : n, depth))
			return false;
	return true;
}

static bool call_is_own(struct asked *q, const struct node *call, unsigned depth)
{
	str method = call_method(q->c, call);
	const struct node *receiver = call_receiver(call);

	if (str_find_nocase(method, S("quote")) != STR_NONE ||
	    str_find_nocase(method, S("identifier")) != STR_NONE || str_in(method, "qn len int"))
		return true;
	if (receiver == NULL)
		return false;
	return str_in(method, "join format lower upper strip replace") &&
	       is_own(q, receiver, depth) && all_own(q, call_first_arg(call), depth);
}

/* self.table, cls.columns[0], model._meta.db_table */
static bool attribute_is_own(struct asked *q, const struct node *n)
{
	if (str_in(node_name(q->c, n), "db_table table_name column_name attname"))
		return true;
	while (n->kind == NODE_ATTRIBUTE)
		n = n->child;
	return n->kind == NODE_NAME && str_in(node_name(q->c, n), "self cls");
}

/* for table, column in [("a", "b"), ...]; for i in range(n) */
static bool loop_is_own(struct asked *q, const struct node *stmt, unsigned depth)
{
	const struct node *iter;

	if (!node_is(stmt, NODE_FOR))
		return false;
	iter = stmt->child->next;
	if (iter->kind == NODE_CALL)
		return str_eq(call_name(q->c, iter), S("range"));
	return (iter->kind == NODE_LIST_EXPR || iter->kind == NODE_TUPLE) &&
	       all_own(q, iter->child, depth);
}

static bool name_is_own(struct asked *q, const struct node *n, unsigned depth)
{
	const struct binding *b = scope_find(q->c->scopes, q->c->scope, n->atom, NULL);

	if (b == NULL || b->count > BINDINGS)
		return false;
	for (; b != NULL; b = b->older)
		if (b->kind == BIND_ASSIGN ? b->value == NULL || !is_own(q, b->value, depth)
					   : !loop_is_own(q, b->stmt, depth))
			return false;
	return true;
}

static bool is_own(struct asked *q, const struct node *n, unsigned depth)
{
	struct value v;

	if (n == NULL || depth > DEPTH || q->fuel == 0)
		return false;
	q->fuel--;
	v = value_of(q->c, n);
	if (v.kind != VALUE_UNKNOWN && v.kind <= VALUE_FLOAT)
		return true;
	if (v.kind == VALUE_STR)
		return true;
	switch (n->kind) {
	case NODE_CALL:
		return call_is_own(q, n, depth + 1);
	case NODE_NAME:
		return name_is_own(q, n, depth + 1);
	case NODE_ATTRIBUTE:
		return attribute_is_own(q, n);
	case NODE_BIN_OP:
		if (n->op == OP_MULT) /* ["%s"] * n */
			return is_own(q, n->child, depth + 1);
		return all_own(q, n->child, depth + 1);
	case NODE_LIST_COMP:
	case NODE_GENERATOR_EXP:
	case NODE_FORMATTED_VALUE:
	case NODE_STARRED:
		return is_own(q, n->child, depth + 1);
	case NODE_JOINED_STR:
	case NODE_LIST_EXPR:
	case NODE_TUPLE:
	case NODE_DICT:
		return all_own(q, n->child, depth + 1);
	case NODE_IF_EXP:
		return all_own(q, n->child->next, depth + 1);
	default:
		return false;
	}
}

bool sql_parts_are_own(struct check *c, const struct node *text, bool attributes)
{
	struct asked q = {.c = c, .attributes = attributes, .fuel = FUEL};

	return is_own(&q, text, 0);
}
