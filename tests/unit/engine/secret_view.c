#include "engine/secret_view.h"

#include "test.h"

static struct secret_view root_of(str text)
{
	return (struct secret_view){.text = test_guarded(text, 0)};
}

TEST(secret_view_escapes_know_their_places)
{
	struct secret_view root = root_of(S("x = \"a\\n\\u0041b\\x43\\\"d\""));
	struct secret_view *v = secret_unescape(a, &root, 6);

	CHECK(v != NULL);
	CHECK_STR(v->text, S("a\nAbC\"d"));
	CHECK_INT(secret_view_place(v, 0, false), 5);
	CHECK_INT(secret_view_place(v, 2, false), 8); /* the escape that made it */
	CHECK_INT(secret_view_place(v, 3, false), 14);
	CHECK_INT(secret_view_place(v, 6, false), 21);
	CHECK_INT(secret_view_place(v, 7, true), 22);
	CHECK(secret_unescape(a, &root, 6) == NULL); /* it was looked at */
}

TEST(secret_view_no_string_no_escapes)
{
	struct secret_view plain = root_of(S("x = \"abc\"")), open = root_of(S("x = \"ab\\n"));

	CHECK(secret_unescape(a, &plain, 6) == NULL);
	CHECK(secret_unescape(a, &open, 6) == NULL);
}

TEST(secret_view_literals_are_put_together)
{
	struct secret_view root = root_of(S("k = (\"ab\"\n  + 'cd' \\\n f\"ef\")"));
	struct secret_view *v = secret_fold(a, &root, 6);

	CHECK(v != NULL);
	CHECK_STR(v->text, S("\"abcdef\""));
	CHECK_INT(secret_view_place(v, 1, false), 6);
	CHECK_INT(secret_view_place(v, 3, false), 15);
	CHECK(secret_fold(a, &root, 6) == NULL);
	root = root_of(S("f(\"ab\", \"cd\")"));
	CHECK(secret_fold(a, &root, 4) == NULL);
}

TEST(secret_view_decodes)
{
	struct secret_view root = root_of(S("Z2hwX2FiY2RlZmdoaWpr 676870 a%3Db%2F"));
	struct secret_view *v = secret_decode_base64(a, &root, 0, 20);

	CHECK(v != NULL);
	CHECK_STR(v->text, S("ghp_abcdefghijk"));
	CHECK_INT(secret_view_place(v, 5, false), 0);
	CHECK_INT(secret_view_place(v, 5, true), 20);
	v = secret_decode_hex(a, &root, 21, 27);
	CHECK(v != NULL);
	CHECK_STR(v->text, S("ghp"));
	v = secret_decode_percent(a, &root, 28, 36);
	CHECK(v != NULL);
	CHECK_STR(v->text, S("a=b/"));
	CHECK_INT(secret_view_place(v, 3, false), 33);
}

TEST(secret_view_decodes_no_binary)
{
	struct secret_view root = root_of(S("iVBORw0KGgoAAAANSUhEUgAA 0001020304"));

	CHECK(secret_decode_base64(a, &root, 0, 24) == NULL);
	CHECK(secret_decode_hex(a, &root, 25, 35) == NULL);
	root = root_of(S("ZwBoAHAAXwBhAGIA")); /* UTF-16 */
	CHECK_STR(secret_decode_base64(a, &root, 0, 16)->text, S("ghp_ab"));
}

TEST(secret_view_depth_is_bounded)
{
	struct secret_view deep = root_of(S("\"a\\nb\""));

	deep.depth = 100;
	CHECK(secret_unescape(a, &deep, 2) == NULL);
	CHECK(secret_fold(a, &deep, 2) == NULL);
	CHECK(secret_decode_base64(a, &deep, 0, 4) == NULL);
	CHECK(secret_decode_percent(a, &deep, 0, 4) == NULL);
}
