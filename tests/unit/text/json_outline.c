#include "text/json_outline.h"

#include "base/limits.h"
#include "test.h"

static struct json_outline of(struct arena *a, str text)
{
	return json_outline(a, stream_of(a, blob_of(test_guarded(text, 0))), "telling other");
}

static str printed(struct arena *a, str text)
{
	struct json_outline o = of(a, text);
	struct buf out = buf_in(a);

	tree_print(&out, o.root);
	return buf_str(&out);
}

TEST(json_outline_small)
{
	CHECK_STR(printed(a, S("{\"a\": [1, {}, []], \"b\": {}, \"c\": \"x\\u0041\"}")),
		  S("0-43 table\n"
		    "  6-17 array 0-0 \"a\"\n"
		    "    7-8 int = \"1\"\n"
		    "  24-26 table 0-0 \"b\"\n"
		    "  33-42 string 0-0 \"c\" = \"xA\"\n"));
	CHECK_STR(printed(a, S("[[[\"x\"]]]")), S("0-9 array\n"
						  "  1-8 array\n"
						  "    2-7 array\n"
						  "      3-6 string = \"x\"\n"));
	CHECK(of(a, S("")).error == JSON_DIAG_EMPTY);
	CHECK(of(a, S("7")).root != NULL);
}

/* What comes before an error is kept. */
TEST(json_outline_broken)
{
	struct json_outline o = of(a, S("{\"a\": {\"b\": \"c\"} \"d\": 1}"));

	CHECK_INT(o.error, JSON_DIAG_COMMA);
	CHECK_INT(o.error_offset, 17);
	CHECK(tree_path(o.root, "a.b") != NULL);
}

/* Numbers and texts of long lists are left out; members of tables that are texts never are. */
TEST(json_outline_long)
{
	struct buf b = buf_in(a);
	struct json_outline o;

	buf_add(&b, S("{\"v\": {"));
	for (int i = 0; i < 20000; i++)
		buf_printf(&b, "\"k%d\": %d, ", i, i);
	buf_add(&b, S("\"class_name\": \"Lambda\"}, \"n\": ["));
	for (int i = 0; i < 20000; i++)
		buf_printf(&b, "[%d, %d], ", i, i);
	buf_add(&b, S("{\"last\": \"x\"}], \"t\": ["));
	for (int i = 0; i < 20000; i++)
		buf_printf(&b, "\"t%d\", ", i);
	buf_add(&b, S("\"\"]}"));
	o = of(a, buf_str(&b));
	CHECK(!o.over && o.error == JSON_DIAG_NONE);
	CHECK(tree_path(o.root, "v.class_name") != NULL);
	CHECK_INT(tree_path(o.root, "v")->count, LIMIT_OUTLINE_MEMBERS + 1);
	CHECK(tree_get(tree_path(o.root, "n")->last, S("last")) != NULL);
	CHECK_INT(tree_path(o.root, "t")->count, LIMIT_OUTLINE_LIST);
}

TEST(json_outline_over)
{
	struct buf b = buf_in(a);
	struct json_outline o;

	buf_add(&b, S("{"));
	for (int i = 0; i < LIMIT_OUTLINE_NODES + 10; i++)
		buf_printf(&b, "\"k%d\": \"\", ", i);
	buf_add(&b, S("\"x\": {}}"));
	o = of(a, buf_str(&b));
	CHECK(o.over && !o.telling && o.error == JSON_DIAG_NONE);
	b.n -= 2;
	buf_add(&b, S("\"telling\": 1}}"));
	o = of(a, buf_str(&b));
	CHECK(o.over && o.telling);
}
