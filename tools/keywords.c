/* When assay is built: prints the words by which the rules of the secrets layer are found, for
 * keywords_compile. Linked with the tables of rules/secret alone. */
#include <stdio.h>
#include "engine/secret_keywords.h"

const uint8_t scan_builtin_start[1] = {0}, scan_builtin_end[1] = {0};

int main(void)
{
	struct arena a;
	struct scan_word *words;
	size_t n;

	arena_init(&a, (size_t)1 << 30);
	n = secret_keywords(&a, &words);
	for (size_t i = 0; i < n; i++)
		printf("%c %.*s\n", words[i].any_case ? 'i' : 'c', STR_ARG(words[i].text));
	arena_free(&a);
	return 0;
}
