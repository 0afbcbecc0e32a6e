#include "test.h"

#include "json_agree.h"

/* (That it accepts and rejects what json_parse does is tested in json.c, on the same cases.) */

static struct json_pull pull(struct arena *a, str text, size_t step)
{
	struct json_pull j;

	json_pull_init(&j, a, split_stream(a, test_guarded(text, 0), step));
	return j;
}

static struct stream *behind(struct arena *a, str text, size_t n)
{
	struct stream *s = split_stream(a, text, 1);

	while (n-- > 0)
		(void)stream_byte(s);
	return s;
}

TEST(json_pull_numbers_beyond_the_grammar)
{
	struct json_pull j = pull(a, S("[NaN]"), 1);

	CHECK_INT(json_pull_next(&j), JSON_ARRAY);
	CHECK_INT(json_pull_next(&j), JSON_ERROR);
	CHECK_INT(j.error.code, JSON_DIAG_VALUE);
	CHECK_INT(j.error.offset, 1);
	j = pull(a, S("-Infinity"), 100);
	CHECK_INT(json_pull_next(&j), JSON_ERROR);
	CHECK_INT(j.error.code, JSON_DIAG_NUMBER);
	CHECK_INT(j.error.offset, 0);
	j = pull(a, S("-Infinity"), 3);
	j.lenient = true;
	CHECK_INT(json_pull_next(&j), JSON_NUMBER);
	CHECK_STR(j.text, S("-Infinity"));
}

TEST(json_pull_offsets_and_depth)
{
	struct json_pull j;

	json_pull_init(&j, a, behind(a, S("12345678 {\"k\" : [ {} ]} "), 8));
	CHECK_INT(json_pull_next(&j), JSON_OBJECT);
	CHECK_INT(j.start, 9);
	CHECK_INT(j.end, 10);
	CHECK_INT(j.depth, 1);
	CHECK_INT(json_pull_next(&j), JSON_KEY);
	CHECK_INT(j.start, 10);
	CHECK_INT(j.end, 13);
	CHECK_INT(json_pull_next(&j), JSON_ARRAY);
	CHECK_INT(j.depth, 2);
	CHECK_INT(json_pull_next(&j), JSON_OBJECT);
	CHECK_INT(json_pull_next(&j), JSON_OBJECT_END);
	CHECK_INT(j.start, 18);
	CHECK_INT(j.end, 20);
	CHECK_INT(json_pull_next(&j), JSON_ARRAY_END);
	CHECK_INT(j.start, 16);
	CHECK_INT(j.end, 22);
	CHECK_INT(json_pull_next(&j), JSON_OBJECT_END);
	CHECK_INT(j.depth, 0);
	CHECK_INT(json_pull_next(&j), JSON_END);
}

TEST(json_pull_skips)
{
	str text = S("{\"a\":{\"x\":[1,{\"y\":\"\\n\"}]},\"b\":1,\"c\":[[],[]],\"d\":\"last\"}");

	for (size_t step = 1; step < 70; step += 4) {
		struct json_pull j = pull(a, text, step);
		CHECK_INT(json_pull_next(&j), JSON_OBJECT);
		CHECK_INT(json_pull_next(&j), JSON_KEY);
		CHECK(json_pull_skip(&j));
		CHECK_INT(json_pull_next(&j), JSON_KEY);
		CHECK_STR(j.text, S("b"));
		CHECK(json_pull_skip(&j));
		CHECK_INT(json_pull_next(&j), JSON_KEY);
		CHECK_INT(json_pull_next(&j), JSON_ARRAY);
		CHECK(json_pull_skip(&j));
		CHECK(json_pull_skip(&j)); /* nothing is open: stays where it is */
		CHECK_INT(json_pull_next(&j), JSON_KEY);
		CHECK_INT(json_pull_next(&j), JSON_STRING);
		CHECK_STR(j.text, S("last"));
		CHECK(json_pull_skip(&j));
		CHECK_INT(json_pull_next(&j), JSON_OBJECT_END);
		CHECK_INT(json_pull_next(&j), JSON_END);
	}
	{
		struct json_pull j = pull(a, S("[[1,}"), 2);
		CHECK_INT(json_pull_next(&j), JSON_ARRAY);
		CHECK(!json_pull_skip(&j));
		CHECK_INT(j.error.offset, 4);
		CHECK(!json_pull_skip(&j));
	}
}

TEST(json_pull_cuts_long_strings)
{
	struct json_pull j;
	size_t held;
	struct buf b = buf_in(a);

	j = pull(a, S("[\"abcdef\xc3\xa9\",\"abc\\u00e9\",\"abcd\",\"\xc3\xa9\xe2\x82\xacx\"]"),
		 100);
	j.most = 4;
	CHECK_INT(json_pull_next(&j), JSON_ARRAY);
	CHECK_INT(json_pull_next(&j), JSON_STRING);
	CHECK_STR(j.text, S("abcd"));
	CHECK(j.cut);
	CHECK_INT(j.end, 11);
	CHECK_INT(json_pull_next(&j), JSON_STRING);
	CHECK_STR(j.text, S("abc"));
	CHECK(j.cut && j.escaped);
	CHECK_INT(json_pull_next(&j), JSON_STRING);
	CHECK_STR(j.text, S("abcd"));
	CHECK(!j.cut);
	CHECK_INT(json_pull_next(&j), JSON_STRING);
	CHECK_STR(j.text, S("\xc3\xa9"));
	CHECK(j.cut);
	CHECK_INT(json_pull_next(&j), JSON_ARRAY_END);

	buf_byte(&b, '"');
	memset(buf_room(&b, 8 * MiB), 'x', 8 * MiB);
	buf_byte(&b, '"');
	held = arena_used(a);
	json_pull_init(&j, a, split_stream(a, buf_str(&b), 1000));
	CHECK_INT(json_pull_next(&j), JSON_STRING);
	CHECK_INT(j.text.n, LIMIT_JSON_STRING);
	CHECK(j.cut);
	CHECK_INT(json_pull_next(&j), JSON_END);
	CHECK(arena_used(a) - held <= 3 * LIMIT_JSON_STRING);
}

static bool broken_more(struct stream *s)
{
	s->error = "the disk is gone";
	return false;
}

TEST(json_pull_says_what_the_stream_says)
{
	static const char *const parts[] = {"", "[", "[1", "{\"a", "{\"a\"", "[\"\\", "[1]", "tru"};

	for (size_t i = 0; i < COUNTOF(parts); i++) {
		str text = str_of(parts[i]);
		struct stream s = {
			.start = text.p, .p = text.p, .end = text.p + text.n, .more = broken_more};
		struct json_pull j;
		enum json_event e;
		json_pull_init(&j, a, &s);
		do
			e = json_pull_next(&j);
		while (e != JSON_ERROR && e != JSON_END);
		CHECK_INT(e, JSON_ERROR);
		CHECK_INT(j.error.code, JSON_DIAG_INPUT);
		CHECK_INT(j.error.offset, text.n);
		CHECK_STR(str_of(j.error.msg), S("the disk is gone"));
	}
}
