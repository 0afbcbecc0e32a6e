#include "engine/secret_keywords.h"

#include <stdlib.h>

const char secret_engine_words[] =
	"%3a%2f%2f %22 \\u002 \\u003 \\u004 \\u005 \\u006 \\u007 \\x2 \\x3 "
	"\\x4 \\x5 \\x6 \\x7 environ getenv dotenv basesettings decouple starlette prettyconf "
	"gitleaks:allow pragma:";

str secret_keyword_next(str *rest)
{
	str word = {0};

	while (word.n == 0 && rest->n > 0 && rest->p != NULL)
		word = str_cut(rest, ' ');
	return word;
}

struct scan_word secret_keyword(struct arena *a, str text, bool exact)
{
	uint8_t *low;

	low = arena_alloc(a, text.n, 1);
	for (size_t i = 0; i < text.n; i++) {
		low[i] = text.p[i];
		if (!exact && low[i] >= 'A' && low[i] <= 'Z')
			low[i] |= 32;
		if (low[i] == '\t')
			low[i] = ' ';
	}
	return (struct scan_word){(str){low, text.n}, !exact};
}

static int order(const struct scan_word *x, const struct scan_word *y)
{
	int n = str_cmp(x->text, y->text);

	return n != 0 ? n : (int)x->any_case - (int)y->any_case;
}

static int by_text(const void *x, const void *y)
{
	return order(x, y);
}

size_t secret_keyword_find(const struct scan_word *list, size_t count, const struct scan_word *word)
{
	size_t lo = 0, hi = count;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int n = order(&list[mid], word);
		if (n == 0)
			return mid;
		if (n < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return count;
}

static size_t add(struct arena *a, struct scan_word *words, size_t n, const char *list, bool exact)
{
	for (str rest = str_of(list), word; (word = secret_keyword_next(&rest)).n > 0; n++) {
		if (words != NULL)
			words[n] = secret_keyword(a, word, exact);
	}
	return n;
}

static size_t add_all(struct arena *a, struct scan_word *words)
{
	size_t n = add(a, words, 0, secret_engine_words, false);

	for (size_t i = 0; i < rule_count; i++) {
		const struct secret *s = rule_table[i]->secret;
		if (s != NULL && s->keywords != NULL)
			n = add(a, words, n, s->keywords, (s->flags & SECRET_CASE) != 0);
	}
	return n;
}

size_t secret_keywords(struct arena *a, struct scan_word **words)
{
	size_t n = add_all(a, NULL), kept = 0;
	struct scan_word *list = NEW(a, struct scan_word, n + 1);

	n = add_all(a, list);
	qsort(list, n, sizeof(*list), by_text);
	for (size_t i = 0; i < n; i++) {
		if (kept == 0 || order(&list[kept - 1], &list[i]) != 0)
			list[kept++] = list[i];
	}
	*words = list;
	return kept;
}
