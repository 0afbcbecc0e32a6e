#include "text/json_outline.h"

#include "base/limits.h"
#include "test.h"

static struct json_outline of(struct arena *a, str text)
{
	return json_outline(a, stream_of(a, blob_of(test_guarded(text, 0))), "telling other", NULL,
			    NULL);
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
	CHECK(o.parts == 1 && o.error == JSON_DIAG_NONE);
	CHECK(tree_path(o.root, "v.class_name") != NULL);
	CHECK_INT(tree_path(o.root, "v")->count, LIMIT_OUTLINE_MEMBERS + 1);
	CHECK(tree_get(tree_path(o.root, "n")->last, S("last")) != NULL);
	CHECK_INT(tree_path(o.root, "t")->count, LIMIT_OUTLINE_LIST);
}

struct parts {
	unsigned lambdas, parts, most;
	bool context;
};

static uint32_t count(struct parts *p, const struct tree *t, const struct tree *outer)
{
	uint32_t n = 1;

	if (t->kind < TREE_ARRAY) {
		if (t->kind == TREE_STRING && str_eq(t->text, S("here"))) {
			p->lambdas++;
			p->context |= tree_get(outer, S("telling")) != NULL;
		}
		return n;
	}
	for (const struct tree *c = t->first; c != NULL; c = c->next)
		n += count(p, c, t);
	return n;
}

static void on_part(void *ctx, const struct tree *root)
{
	struct parts *p = ctx;
	uint32_t n = count(p, root, NULL);

	p->parts++;
	if (n > p->most)
		p->most = n;
}

/* A document of any size comes in parts; what is open keeps its telling members. */
TEST(json_outline_parts)
{
	struct buf b = buf_in(a);
	struct parts p = {0};
	struct json_outline o;

	buf_add(&b, S("{\"x\": {\"telling\": \"yes\", \"y\": 1, \"list\": ["));
	for (int i = 0; i < 3 * LIMIT_OUTLINE_NODES; i++)
		buf_printf(&b, "{\"k%d\": \"v\"}, ", i);
	buf_add(&b, S("{}], \"late\": \"here\"}}"));
	o = json_outline(a, stream_of(a, blob_of(buf_str(&b))), "telling other", on_part, &p);
	CHECK_INT(o.error, JSON_DIAG_NONE);
	CHECK_INT(o.parts, p.parts);
	CHECK(p.parts >= 6 && p.most <= LIMIT_OUTLINE_NODES + 300);
	CHECK(p.lambdas == 1 && p.context);
	CHECK(tree_path(o.root, "x.telling") != NULL && tree_path(o.root, "x.y") == NULL);
}
