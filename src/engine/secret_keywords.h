/* The words by which secrets are found: the keywords of all rows, and some of the engine's own. The
 * build compiles them into the program; the engine asks for the same list to know which row a word
 * belongs to. */
#ifndef ENGINE_SECRET_KEYWORDS_H
#define ENGINE_SECRET_KEYWORDS_H

#include "engine/secret.h"
#include "text/scan.h"

/* Every word once, in arena, sorted; in lower case where case means nothing. */
size_t secret_keywords(struct arena *a, struct scan_word **words);

/* The next of a row's keywords; empty at the end. */
str secret_keyword_next(str *rest);
/* As it stands in the list: in arena. */
struct scan_word secret_keyword(struct arena *a, str text, bool exact);
/* Where the list has it, or `count`. */
size_t secret_keyword_find(const struct scan_word *list, size_t count,
			   const struct scan_word *word);

/* Text that is written in another way (percent signs, escapes of strings), code that reads the
 * environment, comments that accept secrets. */
extern const char secret_engine_words[];

#endif
