#include "test.h"

#include "base/fail.h"
#include "base/limits.h"
#include "text/yaml.h"

static const struct tree *parse(struct arena *a, str text)
{
	const struct tree *t;
	struct diag d;

	if (!CHECK(yaml_parse(a, test_guarded(text, 0), &t, &d)))
		CHECK_STR(str_of(d.msg), text);
	return yaml_document(t);
}

static void check_error(struct arena *a, str text, enum yaml_diag code, uint32_t offset)
{
	const struct tree *t;
	struct diag d;

	CHECK(!yaml_parse(a, test_guarded(text, 0), &t, &d));
	CHECK_INT(d.code, code);
	CHECK_INT(d.offset, offset);
}

TEST(yaml_tree_and_positions)
{
	const struct tree *t = parse(a, S("\xc3\xa9: 1\nlist:\n  - a\n  - {k: v}\nlist: 2\n"));

	CHECK_INT(t->count, 3);
	CHECK_INT(t->first->key_end, 2);
	CHECK_INT(t->first->start, 4);
	CHECK_INT(t->first->next->start, 14);
	CHECK_INT(t->first->next->end, 28);
	CHECK_INT(t->first->next->last->first->key_start, 23);
	CHECK_STR(tree_get(t, S("list"))->text, S("2"));
	CHECK(parse(a, S("")) == NULL);
	CHECK_INT(parse(a, S("--- a\n--- b\n"))->next->start, 10);
}

TEST(yaml_scalar_types)
{
	static const struct {
		const char *text;
		enum tree_kind kind;
	} rows[] = {
		{"~", TREE_NULL},
		{"null", TREE_NULL},
		{"yes", TREE_BOOL},
		{"Off", TREE_BOOL},
		{"y", TREE_STRING},
		{"0", TREE_INT},
		{"-12", TREE_INT},
		{"017", TREE_INT},
		{"08", TREE_STRING},
		{"0x1F", TREE_INT},
		{"0b10", TREE_INT},
		{"1_000", TREE_INT},
		{"1:30", TREE_INT},
		{"1:70", TREE_STRING},
		{"1.5", TREE_FLOAT},
		{"1e3", TREE_STRING},
		{"1.0e+3", TREE_FLOAT},
		{".5", TREE_FLOAT},
		{".inf", TREE_FLOAT},
		{"-.INF", TREE_FLOAT},
		{".nan", TREE_FLOAT},
		{"2001-01-02", TREE_DATE},
		{"2001-01-02T03:04:05Z", TREE_DATETIME},
		{"2001-01-02 03:04:05", TREE_DATETIME_LOCAL},
		{"1.2.3", TREE_STRING},
		{"'1'", TREE_STRING},
		{"!!str 1", TREE_STRING},
		{"abc", TREE_STRING},
		{"-", TREE_ARRAY},
		{"+", TREE_STRING},
		{".", TREE_STRING},
		{"2.6.0", TREE_STRING},
	};

	for (size_t i = 0; i < COUNTOF(rows); i++)
		if (!CHECK_INT(parse(a, str_of(rows[i].text))->kind, rows[i].kind))
			CHECK_STR(str_of(rows[i].text), S("(the scalar above)"));
}

TEST(yaml_aliases_share)
{
	const struct tree *t = parse(a, S("a: &x [1, 2]\nb: *x\nc: &s v\n*s : w\n"));

	CHECK_INT(tree_get(t, S("b"))->count, 2);
	CHECK(tree_get(t, S("b"))->flags & TREE_ALIAS);
	CHECK_STR(tree_get(t, S("v"))->text, S("w"));
}

TEST(yaml_errors_at_their_offsets)
{
	const struct tree *t;
	struct diag d;

	check_error(a, S("a: [1"), YAML_DIAG_SYNTAX, 5);
	check_error(a, S("a: \xff"), YAML_DIAG_SYNTAX, 3);
	check_error(a, S("a: *b"), YAML_DIAG_ALIAS, 3);
	check_error(a, S("a: &b [*b]"), YAML_DIAG_ALIAS, 7);
	check_error(a, S("? [a]\n: b"), YAML_DIAG_KEY, 2);
	check_error(a,
		    S("\xff\xfe"
		      "a"),
		    YAML_DIAG_ENCODING, 0);
	CHECK(!yaml_parse(a, (str){(const uint8_t *)"", LIMIT_YAML_BYTES + 1}, &t, &d));
	CHECK_INT(d.code, YAML_DIAG_SIZE);
}

TEST(yaml_limits)
{
	struct buf b = buf_in(a);
	const struct tree *t;
	struct diag d;

	for (int i = 0; i < 5000; i++)
		buf_byte(&b, '[');
	check_error(a, buf_str(&b), YAML_DIAG_DEPTH, LIMIT_TEXT_DEPTH - 1);
	b.n = 0;
	buf_add(&b, S("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"));
	for (int i = 1; i < 20; i++) {
		buf_printf(&b, "a%d: &a%d [", i, i);
		for (int k = 0; k < 10; k++)
			buf_printf(&b, "%s*a%d", k ? "," : "", i - 1);
		buf_add(&b, S("]\n"));
	}
	CHECK(!yaml_parse(a, buf_str(&b), &t, &d));
	CHECK_INT(d.code, YAML_DIAG_NODES);
	b.n = 0;
	buf_add(&b, S("a0: &a0 [x]\n"));
	for (int i = 1; i < 1000; i++)
		buf_printf(&b, "a%d: &a%d [*a%d]\n", i, i, i - 1);
	CHECK(!yaml_parse(a, buf_str(&b), &t, &d));
	CHECK_INT(d.code, YAML_DIAG_DEPTH);
	b.n = 0;
	tree_print(&b, t); /* what was read can be walked */
	CHECK(b.n > 0);
}

TEST(yaml_gives_memory_back_when_the_arena_is_full)
{
	struct buf b = buf_in(a);
	struct fail_point here;
	struct arena small;
	const struct tree *t;
	struct diag d;

	for (int i = 0; i < 20000; i++)
		buf_add(&b, S("- abc\n"));
	arena_init(&small, 300 << 10);
	if (FAIL_SET(&here) == FAIL_NONE)
		CHECK(!yaml_parse(&small, buf_str(&b), &t, &d) && false);
	fail_clear(&here);
	CHECK(here.what != NULL);
	arena_free(&small);
}
