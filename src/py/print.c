/* Printing tokens and trees. */
#include "py/print.h"

#include "py/literal.h"

static const char *const kind_names[NODE_KIND_COUNT] = {
#define X(name) #name,
	NODE_KINDS(X)
#undef X
};

static const char *const op_names[] = {
	"",	  "Add",    "Sub",    "Mult",  "MatMult", "Div",    "Mod",
	"Pow",	  "LShift", "RShift", "BitOr", "BitXor",  "BitAnd", "FloorDiv",
	"Invert", "Not",    "UAdd",   "USub",  "And",	  "Or",
};
static const char *const compare_names[] = {
	"", "Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn",
};
static const char *const constant_names[] = {
	"None", "True", "False", "Ellipsis", "int", "float", "complex", "str", "bytes",
};
static const char *const ctx_names[] = {"Load", "Store", "Del"};
static const char *const arg_names[] = {"posonly", "plain", "var", "kwonly", "kw"};

/* A position as CPython has it: the column in bytes, from 0. */
static void print_offset(struct buf *out, const struct py_file *f, uint32_t offset)
{
	uint32_t line = py_position(f, offset).line;

	buf_printf(out, "%u:%u", line, offset - py_line_offset(f, line));
}

static void print_quoted(struct buf *out, str s)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < 0x20 || s.p[i] > 0x7e || s.p[i] == '"' || s.p[i] == '\\')
			buf_printf(out, "\\x%02x", s.p[i]);
		else
			buf_byte(out, s.p[i]);
	}
	buf_byte(out, '"');
}

static void print_constant(struct buf *out, const struct py_file *f, const struct node *n)
{
	int64_t integer;
	double number;

	buf_printf(out, " %s", constant_names[n->op]);
	switch (n->op) {
	case CONST_INT:
		if (literal_int(f, n, &integer))
			buf_printf(out, " %lld", (long long)integer);
		break;
	case CONST_FLOAT:
		if (literal_number(f, n, &number))
			buf_printf(out, " %.17g", number);
		break;
	case CONST_STR:
	case CONST_BYTES:
		buf_byte(out, ' ');
		print_quoted(out, literal_text(out->arena, f, n));
		if (n->flags & FLAG_U_PREFIX)
			buf_add(out, S(" u"));
		break;
	default:
		break;
	}
}

static void print_attributes(struct buf *out, const struct py_file *f, const struct node *n)
{
	switch ((enum node_kind)n->kind) {
	case NODE_CONSTANT:
		print_constant(out, f, n);
		return;
	case NODE_BOOL_OP:
	case NODE_BIN_OP:
	case NODE_UNARY_OP:
	case NODE_AUG_ASSIGN:
		buf_printf(out, " %s", op_names[n->op]);
		return;
	case NODE_NAME:
	case NODE_ATTRIBUTE:
	case NODE_SUBSCRIPT:
	case NODE_STARRED:
	case NODE_LIST_EXPR:
	case NODE_TUPLE:
		buf_printf(out, " %s", ctx_names[n->op]);
		break;
	case NODE_ARG:
		buf_printf(out, " %s", arg_names[n->op]);
		break;
	case NODE_MATCH_SINGLETON:
		buf_printf(out, " %s", constant_names[n->op]);
		break;
	case NODE_FORMATTED_VALUE:
		if (n->op != 0)
			buf_printf(out, " !%c", n->op);
		return;
	case NODE_IMPORT_FROM:
		buf_printf(out, " level=%u", n->flags);
		break;
	default:
		break;
	}
	if (n->atom != 0) {
		buf_byte(out, ' ');
		print_quoted(out, atom_text(f, n->atom));
	}
}

static void print_flags(struct buf *out, const struct node *n)
{
	const bool stmt = n->kind < NODE_BOOL_OP || n->kind == NODE_COMPREHENSION;

	if (n->kind == NODE_IMPORT_FROM)
		return;
	if (stmt && n->flags & FLAG_ASYNC)
		buf_add(out, S(" async"));
	if (stmt && n->flags & FLAG_STAR)
		buf_add(out, S(" star"));
	if (stmt && n->flags & FLAG_SIMPLE)
		buf_add(out, S(" simple"));
	if (!stmt && node_compare_op(n) != CMP_NONE)
		buf_printf(out, " cmp=%s", compare_names[node_compare_op(n)]);
}

/* Nodes that have no position in CPython. */
static bool has_no_position(const struct node *n, const struct node *parent)
{
	switch ((enum node_kind)n->kind) {
	case NODE_ABSENT:
	case NODE_LIST:
	case NODE_MODULE:
	case NODE_WITH_ITEM:
	case NODE_COMPREHENSION:
	case NODE_ARGUMENTS:
	case NODE_MATCH_CASE:
		return true;
	case NODE_NAME:
		return node_is(parent, NODE_GLOBAL) || node_is(parent, NODE_NONLOCAL) ||
		       node_is(parent, NODE_ALIAS);
	case NODE_KEYWORD:
		return node_is(parent, NODE_MATCH_CLASS);
	default:
		return false;
	}
}

static void print_node(struct buf *out, const struct py_file *f, const struct node *n,
		       const struct node *parent, unsigned depth, enum py_print how)
{
	for (unsigned i = 0; i < depth; i++)
		buf_byte(out, ' ');
	buf_add(out, str_of(kind_names[n->kind]));
	if (!has_no_position(n, parent) || (how == PY_PRINT_ALL && n->kind != NODE_ABSENT)) {
		buf_byte(out, ' ');
		print_offset(out, f, n->start);
		buf_byte(out, '-');
		print_offset(out, f, n->end);
	}
	print_attributes(out, f, n);
	print_flags(out, n);
	if (how == PY_PRINT_ALL && n->flags & FLAG_PAREN && n->kind > NODE_MAGIC)
		buf_add(out, S(" paren"));
	buf_byte(out, '\n');
	for (const struct node *c = n->child; c != NULL; c = c->next)
		print_node(out, f, c, n, depth + 1, how);
}

void py_print_tree(struct buf *out, const struct py_file *f, enum py_print how)
{
	print_node(out, f, f->module, NULL, 0, how);
}

void py_print_tokens(struct buf *out, const struct py_file *f)
{
	for (uint32_t i = 0; i < f->token_count; i++) {
		const struct token *t = &f->tokens[i];
		print_offset(out, f, t->start);
		buf_byte(out, '-');
		print_offset(out, f, token_end(f, t));
		buf_printf(out, " %s ", token_kind_text(t->kind));
		if (t->kind != TOK_NEWLINE)
			print_quoted(out, str_slice(f->source, t->start, token_end(f, t)));
		buf_byte(out, '\n');
	}
}

void py_print_errors(struct buf *out, const struct py_file *f)
{
	static const char *const codes[] = {"",		"syntax", "token",  "indent",
					    "encoding", "limit",  "charset"};

	for (uint32_t i = 0; i < f->error_count; i++) {
		buf_add(out, S("! "));
		print_offset(out, f, f->errors[i].offset);
		buf_printf(out, " %s: %s\n", codes[f->errors[i].code], f->errors[i].msg);
	}
}
