/* Identifiers that are not only ASCII. */
#ifndef PY_UNICODE_H
#define PY_UNICODE_H

#include "base/buf.h"

/* Cuts the first code point off s, which must not be empty; U+FFFD for a byte that starts none. */
uint32_t utf8_next(str *s);

/* Offset in s[0..n) of the first character that may not stand there in an identifier; n if none. */
PURE size_t py_name_check(const uint8_t *s, size_t n);

/* The identifier in normal form NFKC, as far as the head of unicode.c says: borrows `name`
 * when that is its own normal form, otherwise in arena. */
str py_name_normal(struct arena *a, str name);

#endif
