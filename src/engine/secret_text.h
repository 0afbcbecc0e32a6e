/* What filters ask about texts and names. */
#ifndef ENGINE_SECRET_TEXT_H
#define ENGINE_SECRET_TEXT_H

#include "base/arena.h"

#define SECRET_WORDS 16

struct secret_words { /* of a name: "dbPassword_2" is db, Password, 2 */
	str list[SECRET_WORDS];
	unsigned count;
};

struct secret_words secret_split(str name);
/* Is `word` (in lower case) one of the name's words? */
PURE bool secret_name_has(str name, const char *word);
/* Does any of these occur, in any case? */
PURE bool secret_has_any(str s, const char *const *list, size_t count);
PURE bool secret_is_hex(str s);	 /* digits all of one case */
PURE bool secret_is_word(str s); /* letters, digits, _ */
/* A file of a programming language, where a word without quotes is a name. */
PURE bool secret_is_code(str path);
/* Which part of its letters stands in pieces that could be words (0 to 1); a random text has little
 * of them. */
double secret_wordiness(str s);
/* Nothing but words, with numbers at their ends. */
bool secret_is_wordy(str s);

/* Bits a character of the text itself (Shannon). */
double secret_entropy(str s);
/* What a guesser who knows the alphabet would need: words, repetitions and runs count little. */
double secret_bits(str s);

#endif
