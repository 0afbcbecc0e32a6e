/* TOML 1.0.0 as a tree with positions. */
#ifndef TEXT_TOML_H
#define TEXT_TOML_H

#include "base/diag.h"
#include "text/tree.h"

enum toml_diag {
	TOML_DIAG_NONE,
	TOML_DIAG_UTF8,	     /* not UTF-8 */
	TOML_DIAG_CONTROL,   /* a control character in a string or comment, or a bare CR */
	TOML_DIAG_KEY,	     /* no key where one is expected */
	TOML_DIAG_EQUALS,    /* no `=` after a key */
	TOML_DIAG_VALUE,     /* no value where one is expected */
	TOML_DIAG_NUMBER,    /* a number that the grammar does not know */
	TOML_DIAG_RANGE,     /* an integer beyond 64 bits */
	TOML_DIAG_DATE,	     /* no such date or time */
	TOML_DIAG_STRING,    /* the string does not end */
	TOML_DIAG_ESCAPE,    /* an unknown escape or no scalar value */
	TOML_DIAG_HEADER,    /* a table header does not end */
	TOML_DIAG_NEWLINE,   /* something after a value or header */
	TOML_DIAG_COMMA,     /* neither `,` nor the closing bracket after a value */
	TOML_DIAG_DUPLICATE, /* a key or table defined twice */
	TOML_DIAG_CLOSED,    /* adds to what is no open table */
	TOML_DIAG_DEPTH,     /* nested deeper than LIMIT_TEXT_DEPTH */
	TOML_DIAG_SIZE,	     /* over LIMIT_SOURCE_BYTES */
};

/* The tree of `bytes` in arena; *out is the root table and never NULL. Returns false and fills *d
 * at the first error; the tree then holds what was read before it. Integers fit 64 bits, dates
 * exist. The text of a date is normalised: `T` between date and time, `Z` in upper case. */
MUST_CHECK bool toml_parse(struct arena *a, str bytes, const struct tree **out, struct diag *d);

/* The same for the bytes [from, to) of a file; offsets stay those of the file. */
MUST_CHECK bool toml_parse_part(struct arena *a, str bytes, size_t from, size_t to,
				const struct tree **out, struct diag *d);

/* The JSON in which the official toml-test suite states what a file means. */
void toml_print_tagged(struct buf *out, const struct tree *t);

#endif
