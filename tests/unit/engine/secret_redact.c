#include "engine/secret_redact.h"

#include "test.h"

static str redacted(struct arena *a, str line, str value)
{
	struct secret_redactor *r = secret_redactor_new(a);

	secret_redactor_add(r, value);
	return secret_redact_line(r, line);
}

TEST(secret_redact_shows_a_short_prefix)
{
	CHECK_STR(secret_redact(a, S("abcdefghijklmnopqrstuvwxyz")), S("abcd****"));
	CHECK_STR(secret_redact(a, S("secret")), S("s****"));
	CHECK_STR(secret_redact(a, S("a\nbcdefghijklmnopqrst")), S("a****"));
}

TEST(secret_redact_whole)
{
	CHECK_STR(redacted(a, S("x = \"abcdefghijkl\""), S("abcdefghijkl")), S("x = \"ab****\""));
	CHECK_STR(redacted(a, S("ab=abcdefghijkl,abcdefghijkl;"), S("abcdefghijkl")),
		  S("ab=ab****,ab****;"));
	CHECK_STR(redacted(a, S("pw=x9Q; x9"), S("x9Q")), S("pw=****; x9"));
	CHECK_STR(redacted(a, S("nothing"), S("abcdefghijkl")), S("nothing"));
	CHECK_STR(redacted(a, S(""), S("abcdefghijkl")), S(""));
}

TEST(secret_redact_escaped)
{
	CHECK_STR(redacted(a, S("x = \"ab\\\"cdef\""), S("ab\"cdef")), S("x = \"a****\""));
	CHECK_STR(redacted(a, S("x = \"ab\\ncdefghijkl\""), S("ab\ncdefghijkl")),
		  S("x = \"ab****\""));
	CHECK_STR(redacted(a, S("x = \"ab\\/cd\\/efghijkl"), S("ab/cd/efghijklmnop")),
		  S("x = \"ab/****"));
	CHECK_STR(redacted(a, S("x = \"a\\\"b\\\"c\""), S("a\"b\"c")), S("x = \"a****\""));
}

/* Backslashes of its own, an escape at its beginning, line ends within. */
TEST(secret_redact_escaped_backslashes)
{
	CHECK_STR(redacted(a, S("x = \"nn\\\\\\\"x\\nyz\""), S("nn\\\"x\nyz")), S("x = \"n****\""));
	CHECK_STR(redacted(a, S("x = \"\\\"bcdefghij\""), S("\"bcdefghij")), S("x = \"\"b****\""));
	CHECK_STR(redacted(a, S("x = \"\\na\\nc\\nd\\ne\""), S("\na\nc\nd\ne")), S("x = \"****\""));
}

TEST(secret_redact_pieces)
{
	CHECK_STR(redacted(a, S("x = \"abcdef\" + \"ghijkl\""), S("abcdefghijkl")),
		  S("x = \"****\" + \"****\""));
	CHECK_STR(redacted(a, S("x = \"cdefghij\" + \"k\""), S("abcdefghijkl")),
		  S("x = \"****\" + \"k\""));
	CHECK_STR(redacted(a, S("cdefghXY"), S("abcdefghijkl")), S("****XY"));
	CHECK_STR(redacted(a, S("zcdefgh"), S("abcdefghijkl")), S("zcdefgh"));
	CHECK_STR(redacted(a, S("abcdefgh"), S("abcdefghijkl")), S("ab****"));
}

/* Of secrets that begin alike the longest, or all of the word. */
TEST(secret_redact_many)
{
	struct secret_redactor *r = secret_redactor_new(a);

	secret_redactor_add(r, S("abcdefgh"));
	secret_redactor_add(r, S("abcdefghijkl"));
	secret_redactor_add(r, S("abcdefghijkl"));
	CHECK_STR(secret_redact_line(r, S("abcdefghijkl abcdefghi")), S("ab**** ab****"));
	for (unsigned i = 0; i < 1000; i++)
		secret_redactor_add(r, arena_printf(a, "abcdefgh%u0123456789", i));
	CHECK_STR(secret_redact_line(r, S("x = abcdefgh70123456789!, y")), S("x = ****, y"));
	CHECK_STR(secret_redact_line(r, S("x = 0123456789")), S("x = ****"));
	CHECK_STR(secret_redact_line(r, S("x = 012345")), S("x = ****"));
}

/* Nor does what ends a word show the rest of one of many. */
TEST(secret_redact_many_with_commas)
{
	struct secret_redactor *r = secret_redactor_new(a);

	for (unsigned i = 0; i < 1000; i++)
		secret_redactor_add(r, arena_printf(a, ")da,,)e(%u)\"(bdd", i));
	CHECK_STR(secret_redact_line(r, S("x = )da,,)e(7)\"(bdd, y")), S("x = )da****, y"));
	CHECK_STR(secret_redact_line(r, S("x = )da,,)e(999)\\\"(bdd, y")), S("x = )da****, y"));
	CHECK_STR(secret_redact_line(r, S("x = )da,,)e(99")), S("x = )da****"));
}
