#include "test.h"

#include "base/limits.h"
#include "text/toml.h"

static const struct tree *parse(struct arena *a, str text)
{
	const struct tree *t;
	struct diag d;

	CHECK(toml_parse(a, test_guarded(text, 0), &t, &d));
	CHECK_INT(d.offset, 0);
	return t;
}

static void check_error(struct arena *a, const char *text, enum toml_diag code, uint32_t offset)
{
	const struct tree *t;
	struct diag d;

	CHECK(!toml_parse(a, test_guarded(str_of(text), 0), &t, &d));
	if (!CHECK_INT(d.code, code) || !CHECK_INT(d.offset, offset))
		CHECK_STR(str_of(text), S("(the text above)"));
}

TEST(toml_tables_and_positions)
{
	const struct tree *t =
		parse(a, S("a.b = 1\n[t.\"x y\"]\nk = [1, {c = 'v'}]\n[[e]]\n[[e]]\nz=1e3\n"));
	const struct tree *k = tree_get(tree_get(tree_get(t, S("t")), S("x y")), S("k"));

	CHECK(tree_path(t, "a.b") != NULL);
	CHECK_INT(tree_path(t, "a.b")->key_start, 2);
	CHECK_INT(tree_path(t, "a.b")->start, 6);
	CHECK_INT(tree_get(t, S("a"))->end, 7);
	CHECK_INT(k->start, 22);
	CHECK_INT(k->end, 36);
	CHECK_STR(tree_get(k->last, S("c"))->text, S("v"));
	CHECK_INT(tree_get(t, S("e"))->count, 2);
	CHECK_INT(tree_path(t, "e")->last->first->kind, TREE_FLOAT);
}

TEST(toml_scalars)
{
	const struct tree *t =
		parse(a, S("s = \"\"\"\\\n  a\\tb\\u00e9\"\"\"\"\n"
			   "l = '''\n'x'''\n"
			   "d = 1979-05-27 07:32:00z\nt = 07:32:00.5\nld = 2000-02-29\n"
			   "x = 0xdead_beef\nn = +nan\nb = true\n"));
	int64_t i;
	double f;

	CHECK_STR(tree_get(t, S("s"))->text, S("a\tb\xc3\xa9\""));
	CHECK_STR(tree_get(t, S("l"))->text, S("'x"));
	CHECK_STR(tree_get(t, S("d"))->text, S("1979-05-27T07:32:00Z"));
	CHECK_INT(tree_get(t, S("d"))->kind, TREE_DATETIME);
	CHECK_INT(tree_get(t, S("t"))->kind, TREE_TIME);
	CHECK_INT(tree_get(t, S("ld"))->kind, TREE_DATE);
	CHECK(tree_int(tree_get(t, S("x")), &i) && i == 0xdeadbeef);
	CHECK(tree_double(tree_get(t, S("n")), &f) && f != f);
}

TEST(toml_errors_at_their_offsets)
{
	check_error(a, "# \xff\n", TOML_DIAG_UTF8, 2);
	check_error(a, "a = '\xc0\x80'\n", TOML_DIAG_UTF8, 5);
	check_error(a, "# \x01\n", TOML_DIAG_CONTROL, 2);
	check_error(a, "a = 1\rb = 2", TOML_DIAG_CONTROL, 5);
	check_error(a, "= 1", TOML_DIAG_KEY, 0);
	check_error(a, "a. = 1", TOML_DIAG_KEY, 3);
	check_error(a, "[]", TOML_DIAG_KEY, 1);
	check_error(a, "a 1", TOML_DIAG_EQUALS, 2);
	check_error(a, "a =", TOML_DIAG_VALUE, 3);
	check_error(a, "a = maybe", TOML_DIAG_VALUE, 4);
	check_error(a, "a = 01", TOML_DIAG_NUMBER, 4);
	check_error(a, "a = 1__0", TOML_DIAG_NUMBER, 4);
	check_error(a, "a = 0x", TOML_DIAG_NUMBER, 4);
	check_error(a, "a = .5", TOML_DIAG_NUMBER, 4);
	check_error(a, "a = 9223372036854775808", TOML_DIAG_RANGE, 4);
	check_error(a, "a = 2023-02-29", TOML_DIAG_DATE, 4);
	check_error(a, "a = 25:00:00", TOML_DIAG_DATE, 4);
	check_error(a, "a = \"x", TOML_DIAG_STRING, 4);
	check_error(a, "a = 'x\n'", TOML_DIAG_STRING, 4);
	check_error(a, "a = \"\\x41\"", TOML_DIAG_ESCAPE, 5);
	check_error(a, "a = \"\\ud800\"", TOML_DIAG_ESCAPE, 5);
	check_error(a, "[a", TOML_DIAG_HEADER, 2);
	check_error(a, "[[a]", TOML_DIAG_HEADER, 4);
	check_error(a, "a = 1 b = 2", TOML_DIAG_NEWLINE, 6);
	check_error(a, "a = [1 2]", TOML_DIAG_COMMA, 7);
	check_error(a, "a = {b = 1 c = 2}", TOML_DIAG_COMMA, 11);
	check_error(a, "a = 1\na = 2", TOML_DIAG_DUPLICATE, 6);
	check_error(a, "[a]\n[a]", TOML_DIAG_DUPLICATE, 5);
	check_error(a, "a = {}\n[a.b]", TOML_DIAG_CLOSED, 8);
	check_error(a, "[a.b]\n[a]\nb.c = 1", TOML_DIAG_CLOSED, 10);
}

TEST(toml_limits)
{
	struct buf b = buf_in(a);
	const struct tree *t;
	struct diag d;

	buf_add(&b, S("a = "));
	for (int i = 0; i < 100000; i++)
		buf_byte(&b, '[');
	CHECK(!toml_parse(a, buf_str(&b), &t, &d));
	CHECK_INT(d.code, TOML_DIAG_DEPTH);
	b.n = 0;
	buf_byte(&b, 'a');
	for (int i = 0; i < 100000; i++)
		buf_add(&b, S(".a"));
	CHECK(!toml_parse(a, buf_str(&b), &t, &d));
	CHECK_INT(d.code, TOML_DIAG_DEPTH);
	b.n = 0;
	for (int i = 0; i < 49; i++) { /* the deepest that is accepted can be walked */
		buf_add(&b, S("[[a"));
		for (int k = 0; k < i; k++)
			buf_add(&b, S(".a"));
		buf_add(&b, S("]]\n"));
	}
	buf_add(&b, S("v = "));
	for (int i = 0; i < 98; i++)
		buf_byte(&b, '[');
	for (int i = 0; i < 98; i++)
		buf_byte(&b, ']');
	CHECK(toml_parse(a, buf_str(&b), &t, &d));
	b.n = 0;
	tree_print(&b, t);
	CHECK(b.n > 0);
	CHECK(!toml_parse(a, (str){(const uint8_t *)"", LIMIT_SOURCE_BYTES + 1}, &t, &d));
	CHECK_INT(d.code, TOML_DIAG_SIZE);
}

TEST(toml_every_cut_is_safe)
{
	str text = S("[a.'b']\nk = \"\\u00e9\\n\" # c\n[[x]]\nd = 1979-05-27 07:32:00.1+01:00\n"
		     "m = \"\"\"a\\\n b\"\"\"\ni = {a.b = [1.5, 'x',\n], c = -0x}\n");
	const struct tree *t;
	struct diag d;

	for (size_t n = 0; n <= text.n; n++)
		if (!toml_parse(a, test_guarded(str_slice(text, 0, n), 0), &t, &d))
			CHECK(d.offset <= n);
}
