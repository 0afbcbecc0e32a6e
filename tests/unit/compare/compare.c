/* Small files written by hand: what is measured can be followed on paper. */
#include "test.h"

#include <math.h>
#include "compare/compare.h"
#include "compare/ranks.h"
#include "predict_make.h"

static const struct compare_ask usual = {
	.tolerance = 0.01, .min_cosine = 0.999, .max_changed = 0.01};

static struct compare_result compare_with(struct arena *a, const struct compare_ask *ask,
					  str before, str after)
{
	struct compare_result r = {.at = -1};

	r.side[0].blob = blob_of(before);
	r.side[1].blob = blob_of(after);
	compare_run(a, ask, &r);
	return r;
}

static struct compare_result compare(struct arena *a, str before, str after)
{
	return compare_with(a, &usual, before, after);
}

static str doubles(struct arena *a, const char *shape, const double *v, size_t n)
{
	return make_npy(a, "<f8", false, shape, make_doubles(a, v, n));
}

TEST(compare_rows)
{
	static const double x[] = {3, 4, 0, 0, 1, 0}, y[] = {4, 3, 0, 0, 2, 0};
	struct compare_result r =
		compare(a, doubles(a, "(3, 2)", x, 6), doubles(a, "(3, 2)", y, 6));
	const struct compare_numbers *n = &r.items[0].n;

	CHECK(r.item_count == 1 && r.verdict == COMPARE_OUTSIDE);
	CHECK(r.items[0].kind == COMPARE_ROWS);
	CHECK(n->rows == 3 && n->columns == 2 && n->values == 6);
	CHECK(n->max_absolute == 1 && n->max_absolute_at == 0);
	CHECK(n->max_relative == 1 && n->max_relative_at == 4);
	CHECK(n->cosine_min == 0.96 && n->cosine_min_at == 0 && n->cosine_median == 1);
	CHECK(n->length_low == 1 && n->length_high == 2 && n->length_high_at == 2);
	CHECK(n->changed == 1 && n->changed_at == 0 && !n->probabilities);
	CHECK_STR(r.items[0].why, S("row 0: its cosine similarity 0.96 is below 0.999"));
}

TEST(compare_length)
{
	static const double x[] = {1, 1, 1, 1}, y[] = {1, 1, 1.02, 1.02};
	struct compare_result r =
		compare(a, doubles(a, "(2, 2)", x, 4), doubles(a, "(2, 2)", y, 4));

	CHECK(r.verdict == COMPARE_OUTSIDE);
	CHECK_STR(r.items[0].why, S("row 1: its length is 1.02 times what it was"));
}

TEST(compare_not_finite)
{
	static const double x[] = {NAN, 1, INFINITY, 2}, y[] = {NAN, 1, INFINITY, 2};
	static const double z[] = {NAN, 1, -INFINITY, NAN};
	str before = doubles(a, "(2, 2)", x, 4);
	struct compare_result r = compare(a, before, doubles(a, "(2, 2)", y, 4));

	CHECK(r.verdict == COMPARE_WITHIN);
	CHECK(r.items[0].n.nan[0] == 1 && r.items[0].n.infinite[1] == 1);
	CHECK(r.items[0].n.cosine_min == 1 && r.items[0].n.no_cosine == 0);
	r = compare(a, before, doubles(a, "(2, 2)", z, 4));
	CHECK(r.verdict == COMPARE_OUTSIDE);
	CHECK(r.items[0].n.moved == 2 && r.items[0].n.moved_at == 2);
	CHECK(r.items[0].n.no_cosine == 1);
	CHECK_STR(r.items[0].why,
		  S("2 values are NaN or infinite on one side only, the first is row 1, "
		    "column 0"));
}

TEST(compare_values)
{
	static const double x[] = {100, 200, 1e-9}, near[] = {100.5, 200, 2e-9};
	static const double far[] = {100, 203, 1e-9};
	str before = doubles(a, "(3,)", x, 3);
	struct compare_result r = compare(a, before, doubles(a, "(3,)", near, 3));

	CHECK(r.verdict == COMPARE_WITHIN && r.items[0].kind == COMPARE_VALUES);
	CHECK(r.items[0].n.max_relative_at == 2);
	r = compare(a, before, doubles(a, "(3,)", far, 3));
	CHECK(r.verdict == COMPARE_OUTSIDE);
	CHECK_STR(r.items[0].why, S("value 1 was 200 and is 203"));
}

TEST(compare_labels)
{
	str before = make_npy(a, "<i8", false, "(2,)", S("\1\0\0\0\0\0\x20\0\1\0\0\0\0\0\0\0"));
	str after = make_npy(a, "<i8", false, "(2,)", S("\2\0\0\0\0\0\x20\0\1\0\0\0\0\0\0\0"));
	struct compare_result r = compare(a, before, after);

	/* 2^53 + 1 and 2^53 + 2 are the same double. */
	CHECK(r.items[0].kind == COMPARE_LABELS && r.items[0].n.changed == 1);
	CHECK(r.verdict == COMPARE_OUTSIDE);
	r = compare(a, make_npy(a, "<U1", false, "(1,)", S("a\0\0\0")),
		    make_npy(a, "<U2", false, "(1,)", S("a\0\0\0\0\0\0\0")));
	CHECK(r.verdict == COMPARE_WITHIN);
	r = compare(a, make_npy(a, "<U1", false, "(1,)", S("a\0\0\0")), before);
	CHECK(r.verdict == COMPARE_INCOMPARABLE);
}

TEST(compare_shapes)
{
	static const double x[] = {1, 2, 3, 4};
	struct compare_result r = compare(a, doubles(a, "(2, 2)", x, 4), doubles(a, "(4,)", x, 4));

	CHECK(r.verdict == COMPARE_INCOMPARABLE);
	CHECK_STR(r.items[0].why, S("the shape was (2, 2) and is (4,)"));
	r = compare(a, doubles(a, "(0, 2)", x, 0), doubles(a, "(0, 2)", x, 0));
	CHECK(r.verdict == COMPARE_INCOMPARABLE);
	/* The same numbers in Fortran's order. */
	r = compare(a, doubles(a, "(2, 2)", x, 4),
		    make_npy(a, "<f8", true, "(2, 2)",
			     make_doubles(a, (const double[]){1, 3, 2, 4}, 4)));
	CHECK(r.verdict == COMPARE_WITHIN && r.items[0].n.max_absolute == 0);
}

TEST(compare_archives)
{
	static const double x[] = {1, 2};
	str npy = doubles(a, "(2,)", x, 2);
	struct make_member before[] = {{"a.npy", npy}, {"b.npy", npy}};
	struct make_member after[] = {{"c.npy", npy}, {"a.npy", npy}};
	struct compare_result r = compare(a, make_npz(a, before, 2), make_npz(a, after, 2));

	CHECK(r.verdict == COMPARE_INCOMPARABLE && r.item_count == 2 && r.only_after == 1);
	CHECK(r.items[0].verdict == COMPARE_WITHIN);
	CHECK_STR(r.items[1].name, S("b"));
}

struct text_case {
	const char *before, *after;
	enum compare_verdict verdict;
	const char *why; /* of the whole, or of the first item */
};

static void check_texts(struct arena *a, const struct text_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct compare_result r =
			compare(a, str_of(cases[i].before), str_of(cases[i].after));
		str why = r.item_count > 0 && r.why.n == 0 ? r.items[0].why : r.why;
		CHECK_INT(r.verdict, cases[i].verdict);
		CHECK_STR(why, str_of(cases[i].why));
	}
}

TEST(compare_tables)
{
	static const struct text_case cases[] = {
		{"id,e1,e2\na,1,2\nb,3,4\n", "id,e1,e2\r\na,1,2\r\nb,3,4\r\n", COMPARE_WITHIN, ""},
		{"id,e1,e2\na,1,2\nb,3,4\n", "id,e1,e2\nb,3,4\na,1,2\n", COMPARE_INCOMPARABLE,
		 "the row was of \"a\" and is of \"b\": put the rows in the same order"},
		{"e1,e2\n1,2\n3,4\n", "e1,e2\n1,2\n", COMPARE_INCOMPARABLE,
		 "there were more rows than there are"},
		{"e1,e2\n1,2\n3,4\n", "e1,e3\n1,2\n3,4\n", COMPARE_INCOMPARABLE,
		 "it was named \"e2\" and is named \"e3\""},
		{"e1,e2\n1,2\n3,4\n", "e1,e2\n1,2\n3,x\n", COMPARE_INCOMPARABLE,
		 "expected a number, found \"x\""},
		{"e1,e2\n1,2\n3,4\n", "e1,e2\n1,2\n3,\n", COMPARE_OUTSIDE,
		 "1 values are NaN or infinite on one side only, the first is row 1, column 1"},
		{"1,2\n3,4\n", "1,2\n4,3\n", COMPARE_OUTSIDE,
		 "row 1: its cosine similarity 0.96 is below 0.999"},
		{"1,2\n3,4\n", "1,2\n3,4,5\n", COMPARE_INCOMPARABLE,
		 "expected 2 cells, as in the first line"},
		{"label\ncat\ndog\n", "label\ncat\ncat\n", COMPARE_OUTSIDE,
		 "1 of 2 values (50 %) are others, the first is value 1"},
		{"score\n0.5\n100.25\n", "score\n0.5\n90.25\n", COMPARE_OUTSIDE,
		 "value 1 was 100.25 and is 90.25"},
		{",0,1\n0,.1,.9\n", ",0,1\n0,.1,.9\n", COMPARE_WITHIN, ""},
		{"a,b\n", "a,b\n", COMPARE_INCOMPARABLE, "there are no rows in it"},
	};

	check_texts(a, cases, COUNTOF(cases));
}

TEST(compare_metrics)
{
	static const struct text_case cases[] = {
		{"{\"a\": {\"f1\": 1.0}}", "{\"a\": {\"f1\": 1.01}}", COMPARE_WITHIN, ""},
		{"{\"f1\": 1.0}", "{\"f1\": 0.98}", COMPARE_OUTSIDE, "it was 1 and is 0.98 (-2 %)"},
		{"{\"f1\": 0}", "{\"f1\": 0.5}", COMPARE_OUTSIDE, "it was 0 and is 0.5"},
		{"{\"f1\": NaN}", "{\"f1\": null}", COMPARE_WITHIN, ""},
		{"{\"f1\": 1}", "{\"f1\": NaN}", COMPARE_OUTSIDE, "it was 1 and is nan"},
		{"[1, 2]", "[1]", COMPARE_INCOMPARABLE, ""},
		{"{\"f1\": 1}", "{}", COMPARE_INCOMPARABLE,
		 "it is gone: there is no such metric any more"},
		{"{\"f1\": 1, \"f1\": 2}", "{\"f1\": 1}", COMPARE_INCOMPARABLE,
		 "it is there twice, so that it is not clear which one counts"},
		{"{\"runtime\": 1}", "{\"runtime\": 9}", COMPARE_INCOMPARABLE,
		 "nothing that is judged is in them"},
		{"{}", "{}", COMPARE_INCOMPARABLE,
		 "there is no metric in it: no number with a name"},
		{"metric,value\na,1\nb,2\n", "metric,value\nb,2\na,1\n", COMPARE_WITHIN, ""},
		{"a,1\nb,2\n", "b,2\na,1.5\n", COMPARE_OUTSIDE, "it was 1 and is 1.5 (+50 %)"},
		{"acc,f1\n1,2\n", "f1,acc\n2,1\n", COMPARE_WITHIN, ""},
		{"{\"f1\": 1}", "acc,f1\n1,2\n", COMPARE_INCOMPARABLE,
		 "json cannot be compared with csv"},
		{"", "{}", COMPARE_INCOMPARABLE, "it is empty"},
	};

	check_texts(a, cases, COUNTOF(cases));
}

TEST(compare_chosen_metrics)
{
	static const str names[] = {S_INIT("eval.*"), S_INIT("runtime")};
	struct compare_ask ask = usual;
	struct compare_result r;

	ask.metrics = names;
	ask.metric_count = 2;
	r = compare_with(a, &ask, S("{\"eval\": {\"f1\": 1}, \"x\": 1, \"runtime\": 1}"),
			 S("{\"eval\": {\"f1\": 1}, \"x\": 2, \"runtime\": 2}"));
	CHECK(r.verdict == COMPARE_OUTSIDE);
	CHECK(r.counts[COMPARE_WITHIN] == 1 && r.counts[COMPARE_OUTSIDE] == 1);
	CHECK(r.counts[COMPARE_SKIPPED] == 1);
}

TEST(compare_quantiles)
{
	static const double v[] = {0.5, -1, 0.25, 1, 0.25, -0.125, 0};
	struct ranks r;

	ranks_init(&r, a, 0);
	for (size_t i = 0; i < COUNTOF(v); i++)
		ranks_add(&r, v[i]);
	CHECK(ranks_quantile(&r, 0) == -1 && ranks_quantile(&r, 1) == 1);
	CHECK(ranks_quantile(&r, 0.5) == 0.25);
	CHECK(ranks_quantile(&r, 0.25) == -0.0625);
}
