#include "test.h"
#include "base/buf.h"
#include "base/limits.h"
#include "model/textproto.h"

static void on_field(void *ctx, str block, str name, str value, UNUSED uint64_t at)
{
	buf_printf(ctx, "%.*s/%.*s=%.*s ", STR_ARG(block), STR_ARG(name), STR_ARG(value));
}

static void on_close(void *ctx, str block)
{
	buf_printf(ctx, "~%.*s ", STR_ARG(block));
}

static bool read(struct arena *a, str text, struct buf *b, uint64_t *at)
{
	struct textproto_visitor v = {b, on_field, on_close};

	*b = buf_in(a);
	return textproto_read(a, stream_of(a, blob_of(test_guarded(text, 0))), &v, at);
}

static void check(struct arena *a, const char *text, const char *want)
{
	struct buf b;
	uint64_t at;

	CHECK(read(a, str_of(text), &b, &at));
	CHECK_STR(buf_str(&b), str_of(want));
}

TEST(textproto_fields)
{
	check(a, "node { name: \"a\" op: 'PyFunc' }", "node/name=a node/op=PyFunc ~node ");
	check(a, "node{op:\"Py\" \"Func\"}", "node/op=PyFunc ~node ");
	check(a, "node < op : \"\\120y\\x46unc\" >", "node/op=PyFunc ~node ");
	check(a, "# c { \"\na: 1, b: -2.5; c: TRUE", "/a=1 /b=-2.5 /c=TRUE ");
	check(a, "a { b: { c: 1 } d: 2 }", "b/c=1 ~b a/d=2 ~a ");
	check(a, "layer { type: # comment\n \"Python\" }", "layer/type=Python ~layer ");
	check(a, "op: \"a\\\"b\\n\"", "/op=a\"b\n ");
	check(a, "", "");
}

TEST(textproto_errors)
{
	struct buf b, deep = buf_in(a);
	uint64_t at;

	CHECK(!read(a, S("a { b: 1"), &b, &at));
	CHECK_INT(at, 8);
	CHECK(!read(a, S("a: \"x\n\""), &b, &at));
	CHECK_INT(at, 6);
	CHECK(!read(a, S("a: 1 } x"), &b, &at));
	CHECK_INT(at, 6);
	for (unsigned i = 0; i <= LIMIT_TEXTPROTO_DEPTH; i++)
		buf_add(&deep, S("a{"));
	CHECK(!read(a, buf_str(&deep), &b, &at));
	CHECK_INT(at, 2 * LIMIT_TEXTPROTO_DEPTH + 2);
}
