/* What the two readers of JSON share: the tree's (json.c) and the events' (json_pull.c). */
#ifndef TEXT_JSON_INT_H
#define TEXT_JSON_INT_H

#include "base/str.h"

/* First offset from `i` of a byte that a string's scan has to look at: a quote, a backslash, a
 * control character, or one outside ASCII. */
PURE size_t json_plain_run(str s, size_t i);

/* What the character after a backslash stands for; -1 when it is none of the short escapes. */
PURE int json_simple_escape(uint8_t c);

#endif
