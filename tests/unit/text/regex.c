#include "text/regex.h"

#include "test.h"

static enum regex_result run(struct arena *a, const char *pattern, str text, unsigned how,
			     struct regex_match *m)
{
	size_t offset;
	str error;
	struct regex *r = regex_compile(a, str_of(pattern), &error, &offset);

	return r ? regex_match(regex_room_new(a), r, test_guarded(text, 0), 0, how, m)
		 : REGEX_LIMIT;
}

TEST(regex_gives_group_one)
{
	struct regex_match m;

	CHECK_INT(run(a, "k=([a-z]+);", S("x k=abc;"), REGEX_SEARCH, &m), REGEX_MATCH);
	CHECK_INT(m.start, 2);
	CHECK_INT(m.end, 8);
	CHECK_INT(m.group_start, 4);
	CHECK_INT(m.group_end, 7);
	CHECK_INT(run(a, "k=(?:a|(b))", S("k=a"), REGEX_SEARCH, &m), REGEX_MATCH);
	CHECK_INT(m.group_start, 0);
	CHECK_INT(m.group_end, 3);
}

TEST(regex_here_and_whole)
{
	struct regex_match m;

	CHECK_INT(run(a, "b+", S("abb"), REGEX_HERE, &m), REGEX_NONE);
	CHECK_INT(run(a, "ab", S("abb"), REGEX_HERE, &m), REGEX_MATCH);
	CHECK_INT(run(a, "ab", S("abb"), REGEX_WHOLE, &m), REGEX_NONE);
	CHECK_INT(run(a, "ab+?", S("abb"), REGEX_WHOLE, &m), REGEX_MATCH);
	CHECK_INT(run(a, "", S(""), REGEX_WHOLE, &m), REGEX_MATCH);
}

TEST(regex_ends_what_would_never_end)
{
	struct regex_match m;

	CHECK_INT(run(a, "(a+)+$", S("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"),
		      REGEX_SEARCH, &m),
		  REGEX_LIMIT);
}

TEST(regex_says_what_is_wrong)
{
	size_t offset = 0;
	str error = {0};

	CHECK(regex_compile(a, S("ab(c"), &error, &offset) == NULL);
	CHECK_INT(offset, 4);
	CHECK(error.n > 0);
	CHECK(regex_compile(a, S("[z-a]"), &error, &offset) == NULL);
	CHECK(regex_compile(a, S("\\C"), &error, &offset) == NULL);
	CHECK(regex_compile(a, S("(*UTF)a"), &error, &offset) == NULL);
}

TEST(regex_match_until_ends_where_a_match_may_begin)
{
	struct regex_room *room = regex_room_new(a);
	struct regex_match m;
	size_t offset;
	str error;
	struct regex *r = regex_compile(a, S("b+"), &error, &offset);

	CHECK(regex_match_until(room, r, S("aaabb"), 0, 2, &m) == REGEX_NONE);
	CHECK(regex_match_until(room, r, S("aaabb"), 0, 3, &m) == REGEX_MATCH);
	CHECK(m.start == 3 && m.end == 5);
	CHECK(regex_match_until(room, r, S("aaabb"), 4, 9, &m) == REGEX_MATCH && m.start == 4);
	CHECK(regex_match(room, r, S("aaabb"), 0, REGEX_SEARCH, &m) == REGEX_MATCH);
}
