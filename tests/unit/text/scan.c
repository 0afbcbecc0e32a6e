#include "text/scan.h"

#include "test.h"

static bool has(const struct scan_hit *hits, size_t n, struct scan_hit h)
{
	for (size_t i = 0; i < n; i++)
		if (hits[i].end == h.end && hits[i].word == h.word)
			return true;
	return false;
}

TEST(scan_finds_words_in_any_case)
{
	static const struct scan_word words[] = {
		{S_INIT("token"), true}, {S_INIT("AKIA"), false}, {S_INIT("to"), true}};
	struct scan_words *w = scan_words_new(a, words, 3);
	struct scan_hit hits[16];
	size_t done, n;
	str text = test_guarded(S("a TOKEN and AKIA, no akia"), 0);

	n = scan_words_find(w, text, hits, 16, &done);
	CHECK_INT(done, text.n);
	CHECK_INT(n, 3);
	CHECK(has(hits, n, (struct scan_hit){7, 0}));
	CHECK(has(hits, n, (struct scan_hit){4, 2}));
	CHECK(has(hits, n, (struct scan_hit){16, 1}));
	for (size_t i = 1; i < n; i++)
		CHECK(hits[i - 1].end <= hits[i].end);
}

TEST(scan_goes_on_where_there_was_no_room)
{
	static const struct scan_word words[] = {{S_INIT("ab"), true}};
	struct scan_words *w = scan_words_new(a, words, 1);
	struct scan_hit hits[2];
	size_t done, n = scan_words_find(w, S("ab ab ab"), hits, 2, &done);

	CHECK_INT(n, 2);
	CHECK_INT(done, 5);
}

/* The compiled words and the small matcher agree on text made of words and their pieces. */
TEST(scan_builtin_agrees_with_the_plain_matcher)
{
	const struct scan_word *list;
	size_t count, done, n, m;
	struct scan_words *fast = scan_words_builtin(a, &list, &count),
			  *plain = scan_words_new(a, list, count);
	struct scan_hit *x = NEW(a, struct scan_hit, 100000), *y = NEW(a, struct scan_hit, 100000);
	uint32_t seed = 1;
	uint8_t *p;
	size_t at = 0;

	CHECK(count > 100);
	p = arena_alloc(a, 65536, 1);
	while (at < 60000) {
		str word;
		seed = seed * 1664525 + 1013904223;
		word = list[(seed >> 8) % count].text;
		word = str_slice(word, 0, seed % 5 == 0 ? word.n / 2 : word.n);
		memcpy(p + at, word.p, word.n);
		at += word.n;
		if (seed % 3 == 0)
			p[at++] = ' ';
	}
	n = scan_words_find(fast, (str){p, at}, x, 100000, &done);
	CHECK_INT(done, at);
	m = scan_words_find(plain, (str){p, at}, y, 100000, &done);
	CHECK_INT(n, m);
	for (size_t i = 0; i < n && i < 2000; i++)
		CHECK(has(y, m, x[i]));
}
