#include "test.h"

#include "base/limits.h"
#include "json_agree.h"
#include "text/json.h"

/* Whatever the tree's reader says of a text, the reader of events says too, wherever its windows
 * end. */
static void check_agree(struct arena *a, str text)
{
	static const size_t steps[] = {1, 2, 3, 7, 64, 1 << 20};

	for (size_t i = 0; i < COUNTOF(steps); i++)
		CHECK(json_agree(a, test_guarded(text, 0), steps[i]));
}

/* The tree as one line without positions, for short assertions. */
static void flat(struct buf *b, const struct tree *t)
{
	if (t->key.p != NULL) {
		tree_quote(b, t->key);
		buf_byte(b, ':');
	}
	if (t->kind < TREE_ARRAY) {
		if (t->kind == TREE_STRING)
			tree_quote(b, t->text);
		else
			buf_add(b, t->text);
		return;
	}
	buf_byte(b, t->kind == TREE_ARRAY ? '[' : '{');
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		flat(b, c);
		if (c->next != NULL)
			buf_byte(b, ',');
	}
	buf_byte(b, t->kind == TREE_ARRAY ? ']' : '}');
}

static str round_trip(struct arena *a, str text)
{
	const struct tree *t;
	struct diag d;
	struct buf b = buf_in(a);

	check_agree(a, text);
	if (!json_parse(a, test_guarded(text, 0), &t, &d))
		return arena_printf(a, "error %u at %u", d.code, d.offset);
	flat(&b, t);
	return buf_str(&b);
}

static void check_error(struct arena *a, str text, enum json_diag code, uint32_t offset)
{
	const struct tree *t;
	struct diag d;

	check_agree(a, text);
	CHECK(!json_parse(a, test_guarded(text, 0), &t, &d));
	CHECK_INT(d.code, code);
	CHECK_INT(d.offset, offset);
}

TEST(json_accepts)
{
	static const char *const good[] = {
		"[]",
		"{}",
		"null",
		"true",
		"0",
		"-0",
		"1e5",
		"1E+2",
		"-1.25e-3",
		"\"\"",
		"[1,[2,[3]],{\"a\":{}}]",
		"{\"a\":1,\"a\":2}",
		"[\"\\u0000\",\"\xf4\x8f\xbf\xbf\"]",
		"123456789012345678901234567890",
		"[true,false,null]",
		"\"\x7f\xe2\x80\xa8\"",
	};

	for (size_t i = 0; i < COUNTOF(good); i++) {
		const struct tree *t;
		struct diag d;
		check_agree(a, str_of(good[i]));
		CHECK(json_parse(a, test_guarded(str_of(good[i]), 0), &t, &d));
		CHECK_INT(d.code, JSON_DIAG_NONE);
		CHECK_INT(t->start, 0);
		CHECK_INT(t->end, strlen(good[i]));
	}
	CHECK_STR(round_trip(a, S(" { \"a\" : [ 1 , 2.5 ,\r\n\t\"x\" ] , \"a\" : null } ")),
		  S("{\"a\":[1,2.5,\"x\"],\"a\":null}"));
	CHECK_STR(round_trip(a, S("\xef\xbb\xbf[]")), S("[]"));
	CHECK_STR(round_trip(a, S("[NaN,-Infinity,Infinity]")), S("[NaN,-Infinity,Infinity]"));
}

TEST(json_decodes_escapes)
{
	const struct tree *t;
	struct diag d;

	check_agree(a, S("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00z\""));
	check_agree(a, S("\"\\ud83dx\\udc00\\ud800\\ud800\""));
	CHECK(json_parse(a,
			 test_guarded(S("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00z\""), 0),
			 &t, &d));
	CHECK_STR(t->text, S("\"\\/\b\f\n\r\t\xc3\xa9\xf0\x9f\x98\x80z"));
	CHECK(t->flags & TREE_ESCAPED);
	CHECK(json_parse(a, test_guarded(S("\"\\ud83dx\\udc00\\ud800\\ud800\""), 0), &t, &d));
	CHECK_STR(t->text, S("\xed\xa0\xbdx\xed\xb0\x80\xed\xa0\x80\xed\xa0\x80"));
	CHECK(json_parse(a, test_guarded(S("\"plain\""), 0), &t, &d));
	CHECK(!(t->flags & TREE_ESCAPED));
}

TEST(json_positions)
{
	const struct tree *t, *v;
	struct diag d;
	str text = S("{\"k\\n\": [10, \"ab\"]}");

	CHECK(json_parse(a, text, &t, &d));
	v = tree_get(t, S("k\n"));
	CHECK(v != NULL);
	CHECK_INT(v->key_start, 1);
	CHECK_INT(v->key_end, 6);
	CHECK_INT(v->start, 8);
	CHECK_INT(v->end, 18);
	CHECK_INT(v->first->start, 9);
	CHECK_INT(v->first->end, 11);
	CHECK_INT(v->last->start, 13);
	CHECK_INT(v->last->end, 17);
}

TEST(json_string_offsets)
{
	str raw = S("\"a\\n\\u00e9\xc3\xa9\\ud83d\\ude00b\"");
	static const size_t want[][2] = {{0, 1},  {1, 2},  {2, 4},   {3, 4},   {4, 10}, {5, 11},
					 {6, 12}, {9, 12}, {10, 24}, {11, 25}, {99, 25}};

	for (size_t i = 0; i < COUNTOF(want); i++)
		CHECK_INT(json_string_offset(raw, want[i][0]), want[i][1]);
	CHECK_INT(json_string_offset(S("\"\""), 0), 1);
}

TEST(json_errors_at_their_offsets)
{
	check_error(a, S(""), JSON_DIAG_EMPTY, 0);
	check_error(a, S(" \n"), JSON_DIAG_EMPTY, 2);
	check_error(a, S("[1,]"), JSON_DIAG_VALUE, 3);
	check_error(a, S("[,1]"), JSON_DIAG_VALUE, 1);
	check_error(a, S("nul"), JSON_DIAG_VALUE, 0);
	check_error(a, S("truer"), JSON_DIAG_VALUE, 0);
	check_error(a, S("['a']"), JSON_DIAG_VALUE, 1);
	check_error(a, S("]"), JSON_DIAG_VALUE, 0);
	check_error(a, S("{1:2}"), JSON_DIAG_KEY, 1);
	check_error(a, S("{\"a\":1,}"), JSON_DIAG_KEY, 7);
	check_error(a, S("{\"a\" 1}"), JSON_DIAG_COLON, 5);
	check_error(a, S("{\"a\""), JSON_DIAG_COLON, 4);
	check_error(a, S("[1 2]"), JSON_DIAG_COMMA, 3);
	check_error(a, S("[1}"), JSON_DIAG_COMMA, 2);
	check_error(a, S("01"), JSON_DIAG_NUMBER, 0);
	check_error(a, S("[-]"), JSON_DIAG_NUMBER, 1);
	check_error(a, S("[1.]"), JSON_DIAG_NUMBER, 1);
	check_error(a, S("[.5]"), JSON_DIAG_NUMBER, 1);
	check_error(a, S("[+1]"), JSON_DIAG_NUMBER, 1);
	check_error(a, S("[1e]"), JSON_DIAG_NUMBER, 1);
	check_error(a, S("[\"abc"), JSON_DIAG_STRING, 1);
	check_error(a, S("\"a\\\""), JSON_DIAG_STRING, 0);
	check_error(a, S("\"a\nb\""), JSON_DIAG_CONTROL, 2);
	check_error(a, S("\"\\x\""), JSON_DIAG_ESCAPE, 1);
	check_error(a, S("\"\\u12g4\""), JSON_DIAG_ESCAPE, 1);
	check_error(a, S("\"\\"), JSON_DIAG_ESCAPE, 1);
	check_error(a, S("\"a\xff\""), JSON_DIAG_UTF8, 2);
	check_error(a, S("\"\xed\xa0\x80\""), JSON_DIAG_UTF8, 1);
	check_error(a, S("\"\xc0\x80\""), JSON_DIAG_UTF8, 1);
	check_error(a, S("1 2"), JSON_DIAG_TRAILING, 2);
	check_error(a, S("{}}"), JSON_DIAG_TRAILING, 2);
	check_error(a, S("[1"), JSON_DIAG_UNCLOSED, 2);
	check_error(a, S("[1,"), JSON_DIAG_UNCLOSED, 3);
	check_error(a, S("{"), JSON_DIAG_UNCLOSED, 1);
	{
		const struct tree *t;
		struct diag d;
		CHECK(!json_parse(a, (str){(const uint8_t *)"", LIMIT_SOURCE_BYTES + 1}, &t, &d));
		CHECK_INT(d.code, JSON_DIAG_SIZE);
	}
}

TEST(json_depth_is_limited)
{
	struct buf b = buf_in(a);
	const struct tree *t;
	struct diag d;

	for (int i = 0; i < LIMIT_TEXT_DEPTH; i++)
		buf_byte(&b, '[');
	for (int i = 0; i < LIMIT_TEXT_DEPTH; i++)
		buf_byte(&b, ']');
	CHECK(json_parse(a, buf_str(&b), &t, &d));
	b.n = 0;
	for (int i = 0; i < 100000; i++)
		buf_byte(&b, '[');
	check_error(a, buf_str(&b), JSON_DIAG_DEPTH, LIMIT_TEXT_DEPTH);
}

TEST(json_keeps_what_came_before_an_error)
{
	const struct tree *t;
	struct diag d;

	CHECK(!json_parse(a, S("{\"a\": [1, 2], \"b\": ?}"), &t, &d));
	CHECK_INT(tree_get(t, S("a"))->count, 2);
	CHECK(tree_get(t, S("b")) == NULL);
}

TEST(json_every_cut_is_safe)
{
	str text = S("{\"a\\u00e9\\ud83d\\ude00\": [1.5e+3, -0, true, "
		     "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"], \"b\": null}");
	const struct tree *t;
	struct diag d;

	for (size_t n = 0; n < text.n; n++) {
		CHECK(!json_parse(a, test_guarded(str_slice(text, 0, n), 0), &t, &d));
		CHECK(d.offset <= n);
		check_agree(a, str_slice(text, 0, n));
	}
}

/* The 16-byte scan must stop at the same bytes as the plain one, wherever they stand. */
TEST(json_scan_sees_every_byte)
{
	for (unsigned byte = 0; byte < 256; byte++) {
		for (unsigned at = 1; at < 40; at += 3) {
			char text[42];
			const struct tree *t;
			struct diag d;
			bool want = byte >= 0x20 && byte < 0x80 && byte != '\\' && byte != '"';
			memset(text, 'x', sizeof(text));
			text[0] = text[41] = '"';
			text[at] = (char)byte;
			CHECK(json_parse(a, test_guarded((str){(uint8_t *)text, 42}, 0), &t, &d) ==
			      want);
			CHECK(json_agree(a, (str){(uint8_t *)text, 42}, 16));
			if (!want && byte != '\\')
				CHECK_INT(d.offset, byte == '"' ? at + 1 : at);
		}
	}
}

TEST(tree_numbers)
{
	static const struct {
		const char *text;
		int64_t want;
		bool ok;
	} rows[] = {
		{"0", 0, true},
		{"-7", -7, true},
		{"9223372036854775807", INT64_MAX, true},
		{"-9223372036854775808", INT64_MIN, true},
		{"9223372036854775808", 0, false},
		{"0xff", 255, true},
		{"0o17", 15, true},
		{"0b101", 5, true},
		{"1_000", 1000, true},
		{"1:30", 90, true},
		{"017", 15, true},
		{"99999999999999999999999", 0, false},
	};
	double v;
	struct tree f = {.kind = TREE_FLOAT};

	for (size_t i = 0; i < COUNTOF(rows); i++) {
		struct tree t = {.kind = TREE_INT};
		int64_t got = 0;
		t.text = str_of(rows[i].text);
		CHECK(tree_int(&t, &got) == rows[i].ok);
		if (rows[i].ok)
			CHECK_INT(got, rows[i].want);
	}
	f.text = S("6.02_5e3");
	CHECK(tree_double(&f, &v) && v == 6025.0);
	f.text = S("-.inf");
	CHECK(tree_double(&f, &v) && v < -1e300);
	f.text = S(".5");
	CHECK(tree_double(&f, &v) && v == 0.5);
}
