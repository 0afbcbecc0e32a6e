#include "rules/py/shell.h"

static bool may_be_true(const struct check *c, const struct node *n)
{
	int64_t i;
	double d;

	switch (n->kind) {
	case NODE_LIST_EXPR:
	case NODE_DICT:
		return n->child != NULL;
	case NODE_CONSTANT:
		break;
	default:
		return true;
	}
	switch ((enum constant)n->op) {
	case CONST_NONE:
	case CONST_FALSE:
		return false;
	case CONST_INT:
		return !literal_int(c->file, n, &i) || i != 0;
	case CONST_FLOAT:
		return !literal_number(c->file, n, &d) || d > 0 || d < 0;
	case CONST_STR:
	case CONST_BYTES:
		return literal_text(c->arena, c->file, n).n > 0;
	case CONST_TRUE:
	case CONST_ELLIPSIS:
	case CONST_COMPLEX:
		break;
	}
	return true;
}

bool shell_is_on(struct check *c, const struct node *call, const struct node **at)
{
	const struct node *n = keyword_value(c, call, "shell");
	struct value v;

	*at = n;
	if (!c->compat && n == NULL)
		n = arg_node(c, call, -1, "shell");
	if (n == NULL)
		return false;
	if (!c->compat) {
		v = value_of(c, n);
		if (v.kind == VALUE_BOOL)
			return v.b;
		if (v.kind == VALUE_NONE || (v.kind == VALUE_INT && v.i == 0))
			return false;
	}
	return may_be_true(c, n);
}

const struct node *shell_command(struct check *c, const struct node *call)
{
	const struct node *command = positional(call, 0);

	if (c->compat)
		return command;
	if (node_is(command, NODE_STARRED))
		return command;
	command = arg_node(c, call, 0, "args");
	return command != NULL ? command : arg_node(c, call, 0, "cmd");
}
