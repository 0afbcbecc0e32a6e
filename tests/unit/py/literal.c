#include "test.h"

#include "py/literal.h"

/* The first CONSTANT below n. */
static const struct node *first_constant(const struct node *n)
{
	const struct node *found = n->kind == NODE_CONSTANT ? n : NULL;

	for (const struct node *c = n->child; c != NULL && found == NULL; c = c->next)
		found = first_constant(c);
	return found;
}

static str text_of(struct arena *a, const char *source)
{
	struct py_file f;

	py_parse(&f, a, test_guarded(str_of(source), 64), PY_PARSE_DEFAULT);
	CHECK_INT(f.error_count, 0);
	return literal_text(a, &f, first_constant(f.module));
}

TEST(literal_strings)
{
	CHECK_STR(text_of(a, "'abc'"), S("abc"));
	CHECK_STR(text_of(a, "'''a'b'''"), S("a'b"));
	CHECK_STR(text_of(a, "''"), S(""));
	CHECK_STR(text_of(a, "'a\\n\\x41\\101\\u00e9\\U0001F600\\\\\\'\\q'"),
		  S("a\nAA\xc3\xa9\xf0\x9f\x98\x80\\'\\q"));
	CHECK_STR(text_of(a, "b'\\xff\\u0041'"), S("\xff\\u0041"));
	CHECK_STR(text_of(a, "r'\\n'"), S("\\n"));
	CHECK_STR(text_of(a, "'a' \"b\" r'\\c'"), S("ab\\c"));
	CHECK_STR(text_of(a, "'''a\r\nb\rc\\\r\nd'''"), S("a\nb\ncd"));
	CHECK_STR(text_of(a, "'\\N{DASH}x'"), S("\xef\xbf\xbdx"));
	CHECK_STR(text_of(a, "'\\ud800'"), S("\xed\xa0\x80"));
}

static int first_of(struct arena *a, const char *source)
{
	struct py_file f;
	const struct node *n;
	str text;
	int first;

	py_parse(&f, a, test_guarded(str_of(source), 64), PY_PARSE_DEFAULT);
	n = first_constant(f.module);
	text = literal_text(a, &f, n);
	first = literal_first(&f, n);
	CHECK(first < 0 || (text.n > 0 && text.p[0] == first));
	return first;
}

TEST(literal_first_byte)
{
	CHECK_INT(first_of(a, "'abc'"), 'a');
	CHECK_INT(first_of(a, "rb\"\"\"xyz\"\"\""), 'x');
	CHECK_INT(first_of(a, "('b\\n' 'c')"), 'b');
	CHECK_INT(first_of(a, "f'{x}it\"s'"), 'i');
	CHECK_INT(first_of(a, "f'{{x}}'"), -1);
	CHECK_INT(first_of(a, "f'{x=}'"), -1);
	CHECK_INT(first_of(a, "''"), -1);
	CHECK_INT(first_of(a, "'' 'a'"), -1);
	CHECK_INT(first_of(a, "''''''"), -1);
	CHECK_INT(first_of(a, "'\\x41'"), -1);
	CHECK_INT(first_of(a, "'''\r\n'''"), -1);
}

TEST(literal_fstring_pieces)
{
	CHECK_STR(text_of(a, "f'a{{b}}\\n{x}'"), S("a{b}\n"));
	CHECK_STR(text_of(a, "'p' rf'a\\n{{' 'q' f'{x}'"), S("pa\\n{q"));
	CHECK_STR(text_of(a, "f'a{x = }'"), S("ax = "));
	CHECK_STR(text_of(a, "f'''{x # c\n = !r}'''"), S("x \n = "));
}

static void number(struct arena *a, const char *source, bool fits, int64_t want, double real)
{
	struct py_file f;
	int64_t got = 0;
	double d = 0;

	py_parse(&f, a, test_guarded(str_of(source), 64), PY_PARSE_DEFAULT);
	CHECK(literal_int(&f, first_constant(f.module), &got) == fits);
	CHECK_INT(got, want);
	CHECK(literal_number(&f, first_constant(f.module), &d) && d == real);
}

TEST(literal_numbers)
{
	number(a, "1_000", true, 1000, 1000);
	number(a, "0xFf_f", true, 4095, 4095);
	number(a, "0b1_0", true, 2, 2);
	number(a, "0o17", true, 15, 15);
	number(a, "00", true, 0, 0);
	number(a, "9223372036854775807", true, INT64_MAX, 9223372036854775807.0);
	number(a, "9223372036854775808", false, 0, 9223372036854775808.0);
	number(a, "1_0.5e1", false, 0, 105);
}
