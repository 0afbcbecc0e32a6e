/* What may be assigned to, and how high a tree may grow. */
#include "py/parse.h"

static const char *target_error(const struct node *n, enum ctx ctx)
{
	if (n->kind == NODE_CONSTANT || n->kind == NODE_JOINED_STR)
		return ctx == CTX_DEL ? "a literal cannot be deleted"
				      : "a literal cannot be assigned to";
	if (n->kind == NODE_CALL)
		return ctx == CTX_DEL ? "the result of a call cannot be deleted"
				      : "the result of a call cannot be assigned to";
	return ctx == CTX_DEL ? "this expression cannot be deleted"
			      : "this expression cannot be assigned to";
}

/* Recursion is bounded by the parser's own depth: only displays and stars nest. */
void make_target(struct parser *p, const struct node *n, enum ctx ctx)
{
	if (p->failed)
		return;
	switch (n->kind) {
	case NODE_NAME:
	case NODE_ATTRIBUTE:
	case NODE_SUBSCRIPT:
		node_mut(n)->op = (uint8_t)ctx;
		return;
	case NODE_STARRED:
		if (ctx == CTX_DEL || node_is(n->child, NODE_STARRED))
			break;
		node_mut(n)->op = (uint8_t)ctx;
		make_target(p, n->child, ctx);
		return;
	case NODE_TUPLE:
	case NODE_LIST_EXPR:
		node_mut(n)->op = (uint8_t)ctx;
		for (const struct node *c = n->child; c != NULL; c = c->next)
			make_target(p, c, ctx);
		return;
	default:
		break;
	}
	fail_at(p, PY_DIAG_SYNTAX, n->start, target_error(n, ctx));
}

void make_single_target(struct parser *p, const struct node *n, const char *msg)
{
	if (p->failed)
		return;
	if (n->kind == NODE_NAME || n->kind == NODE_ATTRIBUTE || n->kind == NODE_SUBSCRIPT)
		node_mut(n)->op = CTX_STORE;
	else
		fail_at(p, PY_DIAG_SYNTAX, n->start, msg);
}

/* Does the tree have a path of more than `limit` nodes? Statements inside n are not entered: they
 * were checked on their own. Without recursion: a path is a stack of siblings still to visit. */
static bool too_high(struct arena *a, const struct node *n, uint32_t limit)
{
	const struct node **stack = arena_raw(a, (limit + 1) * sizeof(*stack), sizeof(*stack));
	uint32_t height = 0;

	stack[0] = n->child;
	for (;;) {
		const struct node *at = stack[height];
		if (at == NULL) {
			if (height == 0)
				return false;
			height--;
			stack[height] = stack[height]->next;
		} else if (at->child == NULL || node_is_statement(at)) {
			stack[height] = at->next;
		} else if (height == limit) {
			return true;
		} else {
			stack[++height] = at->child;
		}
	}
}

/* A level of the parser's nesting adds at most 16 nodes (all binary levels, a ternary, a call, an
 * argument), a chain one per link. */
void check_height(struct parser *p, const struct node *stmt, uint32_t bound)
{
	if (bound <= LIMIT_PY_DEPTH || p->failed)
		return;
	if (too_high(p->arena, stmt, LIMIT_PY_DEPTH))
		fail_at(p, PY_DIAG_LIMIT, stmt->start, "nested too deeply");
}
