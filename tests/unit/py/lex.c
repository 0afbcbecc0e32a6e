#include "test.h"

#include "py/intern.h"
#include "py/unicode.h"

/* ---- Every SIMD search against its definition: all bytes, all places in two vectors ---- */

static uint8_t *page(struct arena *a)
{
	return memset(arena_raw(a, 256, 64), 'x', 256);
}

TEST(simd_name_length)
{
	uint8_t *p = page(a);

	for (unsigned c = 0; c < 256; c++) {
		for (size_t at = 0; at < 40; at++) {
			for (size_t from = 0; from <= at && from < 17; from++) {
				bool wide = false;
				size_t want = at - from, n;
				p[at] = (uint8_t)c;
				p[41] = ' ';
				n = name_length(p + from, &wide);
				if (is_name_byte((uint8_t)c))
					want = 41 - from;
				if (n != want || wide != (c >= 0x80)) {
					CHECK_INT(n, want);
					return;
				}
				p[at] = 'x';
			}
		}
	}
	CHECK(true);
}

static bool stops(const uint8_t *(*find)(const uint8_t *p), const char *set, struct arena *a)
{
	uint8_t *p = page(a);

	p[100] = 0;
	for (unsigned c = 0; c < 256; c++) {
		bool in = c == 0 || strchr(set, (int)c) != NULL;
		for (size_t at = 0; at < 40; at++) {
			const uint8_t *found;
			p[at] = (uint8_t)c;
			found = find(p);
			if (found != p + (in ? at : 100))
				return false;
			p[at] = 'x';
		}
	}
	return true;
}

static const uint8_t *in_string(const uint8_t *p)
{
	return find_string_stop(p, '"');
}

static const uint8_t *in_triple(const uint8_t *p)
{
	return find_triple_stop(p, '\'');
}

static const uint8_t *in_fstring(const uint8_t *p)
{
	return find_fstring_stop(p, '"');
}

static const uint8_t *in_line(const uint8_t *p)
{
	return find_line_end(p);
}

TEST(simd_searches)
{
	CHECK(stops(in_string, "\"\\\n\r", a));
	CHECK(stops(in_triple, "'\\\r", a));
	CHECK(stops(in_fstring, "\"\\\n\r{}", a));
	CHECK(stops(in_line, "\n\r", a));
}

TEST(simd_space_length)
{
	uint8_t *p = page(a);

	for (size_t n = 0; n < 50; n++) {
		memset(p, 'x', 60);
		memset(p, ' ', n);
		CHECK_INT(space_length(p), n);
	}
}

/* ---- Tokens ---- */

static struct py_file lexed(struct arena *a, const char *text, unsigned mode)
{
	struct py_file f = {.source = test_guarded(str_of(text), 64)};
	struct interner names;

	intern_init(&names, &f, a);
	py_lex(&f, &names, mode);
	return f;
}

/* The kinds, separated by spaces. */
static str kinds_in(struct arena *a, const char *text, unsigned mode)
{
	struct py_file f = lexed(a, text, mode);
	str all = S("");

	for (uint32_t i = 0; i + 1 < f.token_count; i++)
		all = arena_printf(a, "%.*s%s%s", STR_ARG(all), i ? " " : "",
				   token_kind_text(f.tokens[i].kind));
	return all;
}

static str kinds(struct arena *a, const char *text)
{
	return kinds_in(a, text, PY_PARSE_DEFAULT);
}

TEST(lex_operators)
{
	CHECK_STR(kinds(a, "a:=b->c**=d//e//=f<<=g>>h!=i...j.k@=l|m^n&=~o"),
		  S("name := name -> name **= name // name //= name <<= name >> name != name ... "
		    "name . name @= name | name ^ name &= ~ name newline"));
}

TEST(lex_numbers)
{
	CHECK_STR(kinds(a,
			"0 0_0 00 1_0 0x_fF 0o7 0b1 1. .5 1e5 1E-5_0 1.j 00j 09.5 1if 2else 0xfor"),
		  S("int int int int int int int float float float float imaginary imaginary float "
		    "int "
		    "if int else int or newline"));
}

static void bad_number(struct arena *a, const char *text)
{
	struct py_file f = lexed(a, text, PY_PARSE_DEFAULT);

	CHECK_INT(f.error_count, 1);
	CHECK_INT(f.tokens[0].kind, TOK_ERROR);
}

TEST(lex_bad_numbers)
{
	static const char *const bad[] = {"0777", "09",	 "1__0", "1_",	"0x",	 "0b12", "0o8",
					  "1e",	  "1e+", "1a",	 "0_7", "1.e5_", "0xg",	 "1._5"};

	for (size_t i = 0; i < COUNTOF(bad); i++)
		bad_number(a, bad[i]);
}

TEST(lex_strings)
{
	CHECK_STR(kinds(a, "'a' \"b\" '''c\n'd''' rb'x' Rb\"\"\"y\"\"\" u'' ur''"),
		  S("string string string string string string name string newline"));
	CHECK_STR(kinds(a, "'a\\'b' r'\\\\' '' '''\r\n'''"),
		  S("string with escapes string with escapes string string with escapes newline"));
}

TEST(lex_fstrings)
{
	CHECK_STR(kinds(a, "f'a{{b{x!r:>{w}.2}c}}'"),
		  S("f-string start f-string text { name ! name : f-string text { name } f-string "
		    "text } "
		    "f-string text f-string end newline"));
	CHECK_STR(kinds(a, "f'{a!=b}{c:=5}{(d:=1)}'"),
		  S("f-string start { name != name } { name : f-string text } { ( name := int ) } "
		    "f-string end newline"));
	CHECK_STR(kinds(a, "f'{f\"{'x'}\"}' rt'\\N{x}' f'\\N{DASH}'"),
		  S("f-string start { f-string start { string } f-string end } f-string end "
		    "t-string start "
		    "f-string text { name } f-string end f-string start f-string text f-string end "
		    "newline"));
}

TEST(lex_indentation)
{
	CHECK_STR(kinds(a, "if a:\n\tb\n        c\n\f\nd\n"),
		  S("if name : newline indent name newline name newline dedent name newline"));
	CHECK_STR(kinds(a, "a\\\n  b\n# c\n   \n(\n  d\r\n)\re"),
		  S("name name newline ( name ) newline name newline"));
}

TEST(lex_soft_keywords_and_wide_names)
{
	CHECK_STR(kinds(a, "match case type _ \xc3\xa9t\xc3\xa9 print"),
		  S("match case type name wide name name newline"));
}

TEST(lex_notebook)
{
	CHECK_STR(
		kinds_in(
			a,
			"%matplotlib inline\n!ls | wc\nx = !ls\ny = %time f()\nz?\nn = 5 % 3\n?q\n",
			PY_PARSE_NOTEBOOK),
		S("magic newline magic newline name = magic newline name = magic newline magic "
		  "newline "
		  "name = int % int newline magic newline"));
}

static void one_error(struct arena *a, const char *text, uint32_t code, uint32_t offset)
{
	struct py_file f;

	py_parse(&f, a, test_guarded(str_of(text), 64), PY_PARSE_DEFAULT);
	if (!CHECK(f.error_count >= 1))
		return;
	CHECK_INT(f.errors[0].code, code);
	CHECK_INT(f.errors[0].offset, offset);
}

TEST(lex_errors_by_code)
{
	one_error(a, "x = 'abc\ny", PY_DIAG_TOKEN, 4);
	one_error(a, "x = \"\"\"abc\n", PY_DIAG_TOKEN, 4);
	one_error(a, "x = 1 $ 2", PY_DIAG_TOKEN, 6);
	one_error(a, "a \\ b", PY_DIAG_TOKEN, 2);
	one_error(a,
		  "a = \xc2\xa0"
		  "b",
		  PY_DIAG_TOKEN, 4);
	one_error(a, "f'{a'\n", PY_DIAG_SYNTAX, 0);
	one_error(a, "f'}'", PY_DIAG_TOKEN, 2);
	one_error(a, "if a:\n  b\n c\n", PY_DIAG_INDENT, 11);
	one_error(a, "if a:\n\tb\n        c\n\tif d:\n\t\te\n        \tf\n", PY_DIAG_INDENT, 17);
	one_error(a, "x = (1,\ny = 2\n", PY_DIAG_SYNTAX, 4);
}

TEST(lex_zero_bytes)
{
	str text = test_guarded(S("a = 1\0\0 2\nb = 3\n"), 64);
	struct py_file f;

	py_parse(&f, a, text, PY_PARSE_DEFAULT);
	CHECK_INT(f.error_count, 1);
	CHECK_INT(f.errors[0].offset, 5);
	CHECK_INT(f.module->child->kind, NODE_ERROR_STMT);
	CHECK_INT(f.module->child->next->kind, NODE_ASSIGN);
}

TEST(unicode_normal_forms)
{
	CHECK_STR(py_name_normal(a, S("\xf0\x9d\x94\xb8"
				      "b")),
		  S("Ab"));
	CHECK_STR(py_name_normal(a, S("\xef\xac\x81x")), S("fix"));
	CHECK_STR(py_name_normal(a, S("\xef\xbd\x81")), S("a"));
	CHECK_STR(py_name_normal(a, S("\xc2\xaa")), S("a"));
	CHECK_STR(py_name_normal(a, S("\xc3\xa9")), S("\xc3\xa9"));
	CHECK_INT(py_name_check((const uint8_t *)"a\xc2\xb7", 3), 3);
	CHECK_INT(py_name_check((const uint8_t *)"\xc2\xb7"
						 "a",
				3),
		  0);
	CHECK_INT(py_name_check((const uint8_t *)"ab\xe2\x82\xac", 5), 2);
}
