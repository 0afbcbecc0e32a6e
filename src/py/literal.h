/* Values of literals, decoded only when a rule asks. */
#ifndef PY_LITERAL_H
#define PY_LITERAL_H

#include "py/file.h"

/* The value of a CONSTANT of kind CONST_STR (UTF-8, lone surrogates in their 3-byte form) or
 * CONST_BYTES: borrows the source when FLAG_PLAIN, otherwise in arena. Implicit concatenations are
 * joined, escapes decoded. Empty for other kinds. */
str literal_text(struct arena *a, const struct py_file *f, const struct node *n);

/* The first byte of a string CONSTANT's value as far as it is known without decoding, otherwise -1.
 */
int literal_first(const struct py_file *f, const struct node *n);

/* The value of a CONST_INT that fits in 64 bits, underscores and bases included. */
MUST_CHECK bool literal_int(const struct py_file *f, const struct node *n, int64_t *out);
/* The value of a CONST_INT or CONST_FLOAT. */
MUST_CHECK bool literal_number(const struct py_file *f, const struct node *n, double *out);

#endif
