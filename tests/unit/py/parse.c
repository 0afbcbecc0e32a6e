#include "test.h"

#include "base/limits.h"
#include "py/print.h"

static struct py_file parsed(struct arena *a, str text)
{
	struct py_file f;

	py_parse(&f, a, test_guarded(text, 64), PY_PARSE_DEFAULT);
	return f;
}

/* The kinds of the module's statements. */
static str statements(struct arena *a, const char *text)
{
	static const char *const names[] = {
#define X(name) #name,
		NODE_KINDS(X)
#undef X
	};
	struct py_file f = parsed(a, str_of(text));
	str all = S("");

	for (const struct node *n = f.module->child; n != NULL; n = n->next)
		all = arena_printf(a, "%.*s%s%s", STR_ARG(all), all.n ? " " : "", names[n->kind]);
	return all;
}

static str tree(struct arena *a, const char *text)
{
	struct py_file f = parsed(a, str_of(text));
	struct buf out = buf_in(a);

	py_lines(&f, a);
	py_print_tree(&out, &f, PY_PRINT_ORACLE);
	return buf_str(&out);
}

static void error_at(struct arena *a, const char *text, uint32_t code, uint32_t offset)
{
	struct py_file f = parsed(a, str_of(text));

	if (!CHECK_INT(f.error_count, 1))
		return;
	CHECK_INT(f.errors[0].code, code);
	CHECK_INT(f.errors[0].offset, offset);
}

TEST(parse_positions)
{
	CHECK_STR(tree(a, "x = (a) + b.c(d, *e, f=1)[2:]\n"),
		  S("MODULE\n"
		    " ASSIGN 1:0-1:29\n"
		    "  BIN_OP 1:4-1:29 Add\n"
		    "   NAME 1:5-1:6 Load \"a\"\n"
		    "   SUBSCRIPT 1:10-1:29 Load\n"
		    "    CALL 1:10-1:25\n"
		    "     ATTRIBUTE 1:10-1:13 Load \"c\"\n"
		    "      NAME 1:10-1:11 Load \"b\"\n"
		    "     NAME 1:14-1:15 Load \"d\"\n"
		    "     STARRED 1:17-1:19 Load\n"
		    "      NAME 1:18-1:19 Load \"e\"\n"
		    "     KEYWORD 1:21-1:24 \"f\"\n"
		    "      CONSTANT 1:23-1:24 int 1\n"
		    "    SLICE 1:26-1:28\n"
		    "     CONSTANT 1:26-1:27 int 2\n"
		    "     ABSENT\n"
		    "     ABSENT\n"
		    "  NAME 1:0-1:1 Store \"x\"\n"));
}

TEST(parse_match_is_soft)
{
	CHECK_STR(statements(a, "match x:\n case 1: pass\nmatch(x)\nmatch[x]: int\nmatch = 1\n"),
		  S("MATCH EXPR_STMT ANN_ASSIGN ASSIGN"));
	CHECK_STR(statements(a, "type X[T: int = str] = T\ntype = 1\ntype(x)\nprint = case\n"),
		  S("TYPE_ALIAS ASSIGN EXPR_STMT ASSIGN"));
}

TEST(parse_with_parentheses)
{
	struct py_file f = parsed(
		a, S("with (a as b, c,): pass\nwith (a, *b): pass\nwith (a, b) as c: pass\n"));
	const struct node *with = f.module->child;

	CHECK_INT(f.error_count, 0);
	CHECK(node_child(with->child, 1) != NULL);
	with = with->next;
	CHECK_INT(with->child->child->child->kind, NODE_TUPLE);
	with = with->next;
	CHECK_INT(with->child->child->child->kind, NODE_TUPLE);
	CHECK(node_child(with->child, 1) == NULL);
}

TEST(parse_new_syntax)
{
	CHECK_STR(statements(a, "try: pass\nexcept A, B: pass\nx = t'{a}'\n"), S("TRY ASSIGN"));
	CHECK_INT(parsed(a, S("try: pass\nexcept A, B: pass\nx = t'{a=!r:>{w}}'\n")).error_count,
		  0);
	error_at(a, "try: pass\nexcept A, B as c: pass\n", PY_DIAG_SYNTAX, 17);
	error_at(a, "t'a' 'b'\n", PY_DIAG_SYNTAX, 0);
}

TEST(parse_recovers_by_statement)
{
	CHECK_STR(statements(a, "a = 1\nb = = 2\nc = 3\n"), S("ASSIGN ERROR_STMT ASSIGN"));
	CHECK_STR(statements(a, "print 'x'\nimport os; import 1; y\nz\n"),
		  S("ERROR_STMT IMPORT ERROR_STMT EXPR_STMT"));
	CHECK_STR(statements(a, "if x = 1:\n    eval(y)\nelse:\n    z\nw\n"),
		  S("ERROR_STMT EXPR_STMT ERROR_STMT EXPR_STMT EXPR_STMT"));
	CHECK_STR(statements(a, "def f(:\n    a\n    b\nc\n"),
		  S("ERROR_STMT EXPR_STMT EXPR_STMT EXPR_STMT"));
	CHECK_STR(statements(a, "f(1,\n  2\nx = 3\ndef g(): pass\n"),
		  S("ERROR_STMT ASSIGN FUNCTION_DEF"));
	CHECK_STR(statements(a, "x = '''abc\n\ndef g(): pass\n"), S("ERROR_STMT FUNCTION_DEF"));
	CHECK_STR(statements(a, "    x = 1\ny = 2\n"), S("ASSIGN ASSIGN"));
}

TEST(parse_keeps_blocks_of_broken_clauses)
{
	struct py_file f = parsed(a, S("try:\n a\nexcept B as 1:\n c\nfinally:\n d\ne\n"));
	const struct node *try = f.module->child;

	CHECK_INT(f.error_count, 1);
	CHECK_INT(try->kind, NODE_TRY);
	CHECK_INT(try->child->child->next->kind, NODE_ERROR_STMT);
	CHECK_INT(try->child->child->next->next->kind, NODE_EXPR_STMT);
	CHECK_INT(try->next->kind, NODE_EXPR_STMT);
	f = parsed(a, S("match a:\n case 1+: b\n case 2: c\nd\n"));
	CHECK_INT(f.error_count, 1);
	CHECK_INT(f.module->child->kind, NODE_MATCH);
}

TEST(parse_errors_at_offsets)
{
	error_at(a, "f() = 1", PY_DIAG_SYNTAX, 0);
	error_at(a, "x = 1 = y", PY_DIAG_SYNTAX, 4);
	error_at(a, "a, b += 1", PY_DIAG_SYNTAX, 0);
	error_at(a, "del f()", PY_DIAG_SYNTAX, 4);
	error_at(a, "f(a=1, b)", PY_DIAG_SYNTAX, 7);
	error_at(a, "f(**a, *b)", PY_DIAG_SYNTAX, 7);
	error_at(a, "f(x for x in y, 1)", PY_DIAG_SYNTAX, 14);
	error_at(a, "def f(a=1, b): pass", PY_DIAG_SYNTAX, 11);
	error_at(a, "def f(*): pass", PY_DIAG_SYNTAX, 7);
	error_at(a, "b'\xc3\xa9'", PY_DIAG_SYNTAX, 2);
	error_at(a, "'a' b'c'", PY_DIAG_SYNTAX, 0);
	error_at(a, "'\\x1'", PY_DIAG_SYNTAX, 1);
	error_at(a, "'\\N{'", PY_DIAG_SYNTAX, 1);
	error_at(a, "f'{a!x}'", PY_DIAG_SYNTAX, 5);
	error_at(a, "f'{}'", PY_DIAG_SYNTAX, 3);
	error_at(a, "(*a)", PY_DIAG_SYNTAX, 1);
	error_at(a, "x := 1", PY_DIAG_SYNTAX, 2);
	error_at(a, "[*a for a in b]", PY_DIAG_SYNTAX, 1);
	error_at(a, "from a import b,", PY_DIAG_SYNTAX, 16);
	error_at(a, "if a:\nb", PY_DIAG_INDENT, 6);
	error_at(a, "(]", PY_DIAG_SYNTAX, 1);
	error_at(a, "try: pass\nx", PY_DIAG_SYNTAX, 10);
}

static str repeat(struct arena *a, const char *before, const char *part, size_t n,
		  const char *after)
{
	struct buf b = buf_in(a);

	buf_add(&b, str_of(before));
	for (size_t i = 0; i < n; i++)
		buf_add(&b, str_of(part));
	buf_add(&b, str_of(after));
	return buf_str(&b);
}

static void limited(struct arena *a, str text)
{
	struct py_file f = parsed(a, text);

	CHECK(f.error_count >= 1 && f.errors[0].code == PY_DIAG_LIMIT);
	CHECK_INT(f.module->child->kind, NODE_ERROR_STMT);
	CHECK(f.module->child->next != NULL && f.module->child->next->kind == NODE_PASS);
}

TEST(parse_limits)
{
	limited(a, repeat(a, "x = a", ".b", LIMIT_PY_DEPTH + 1, "\npass\n"));
	limited(a, repeat(a, "x = a", " + a", LIMIT_PY_DEPTH + 1, "\npass\n"));
	limited(a, repeat(a, "a", "()", LIMIT_PY_DEPTH + 1, "\npass\n"));
	limited(a, repeat(a, "x = ", "not ", 100000, "a\npass\n"));
	limited(a, repeat(a, "x = ", "lambda: ", 100000, "a\npass\n"));
	limited(a, repeat(a, "x = ", "a if b else ", 100000, "a\npass\n"));
	CHECK_INT(parsed(a, repeat(a, "x = a", " or a", 100000, "\n")).error_count, 0);
	CHECK_INT(parsed(a, repeat(a, "if a:\n b\n", "elif a:\n b\n", 900, "")).error_count, 0);
	CHECK(parsed(a, repeat(a, "x = ", "(", 100000, "\n")).error_count >= 1);
}

TEST(parse_dotted_names)
{
	struct py_file f = parsed(a, S("from a . b import c\nfrom .. import d\nimport x.y as z\n"));
	const struct node *n = f.module->child;

	CHECK_STR(atom_text(&f, n->atom), S("a.b"));
	CHECK_INT(n->next->flags, 2);
	CHECK_STR(atom_text(&f, n->next->next->child->atom), S("x.y"));
}
