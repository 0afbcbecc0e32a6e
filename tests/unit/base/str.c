/* Searching: needles at every place of texts around the width of a vector, against the plain way.
 */
#include "test.h"

#include "base/str.h"

static size_t plain_find(str s, str needle, bool fold)
{
	for (size_t i = 0; i + needle.n <= s.n; i++) {
		str part = str_slice(s, i, i + needle.n);
		if (fold ? str_eq_nocase(part, needle) : str_eq(part, needle))
			return i;
	}
	return STR_NONE;
}

TEST(str_find_every_place)
{
	static const char *const needles[] = {"",    "a", "B",	"ab",
					      "aBa", "[", "{a", "abcabcabcabcabcabcabc"};
	char text[70];

	(void)a;
	for (size_t n = 0; n < 50; n++)
		for (size_t at = 0; at < 50; at++)
			for (size_t k = 0; k < COUNTOF(needles); k++) {
				str needle = str_of(needles[k]), s;
				memset(text, '{', sizeof(text));
				for (size_t i = 0; i < needle.n && at + i < n; i++)
					text[at + i] = needles[k][i];
				s = test_guarded((str){(const uint8_t *)text, n}, 0);
				CHECK(str_find(s, needle) == plain_find(s, needle, false));
				CHECK(str_find_nocase(s, needle) == plain_find(s, needle, true));
			}
}

TEST(str_in_word_lists)
{
	static const char words[] =
		"get set  append extend read_excel a ab abc some_rather_long_word z";

	(void)a;
	for (str rest = str_of(words); rest.p != NULL;) {
		str word = str_cut(&rest, ' ');
		CHECK(str_in(word, words) == (word.n > 0));
		if (word.n > 3)
			CHECK(!str_in(str_slice(word, 0, word.n - 1), words));
	}
	CHECK(!str_in(S("get set"), words));
	CHECK(!str_in(S(" get"), words));
	CHECK(!str_in(S("xcel"), words));
	CHECK(!str_in(S("z"), ""));
	CHECK(str_in(S("z"), "z"));
	CHECK(!str_in((str){0}, "z"));
}
