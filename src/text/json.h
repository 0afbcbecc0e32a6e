/* JSON (RFC 8259) as a tree with positions. */
#ifndef TEXT_JSON_H
#define TEXT_JSON_H

#include "base/diag.h"
#include "text/tree.h"

enum json_diag {
	JSON_DIAG_NONE,
	JSON_DIAG_EMPTY,    /* nothing but white space */
	JSON_DIAG_VALUE,    /* no value where one is expected */
	JSON_DIAG_KEY,	    /* no string where a key is expected */
	JSON_DIAG_COLON,    /* no `:` after a key */
	JSON_DIAG_COMMA,    /* neither `,` nor the closing bracket after a value */
	JSON_DIAG_NUMBER,   /* a number that the grammar does not know: 01, 1., .5, +1 */
	JSON_DIAG_STRING,   /* the string does not end */
	JSON_DIAG_CONTROL,  /* an unescaped control character in a string */
	JSON_DIAG_ESCAPE,   /* an unknown escape, or \u without four digits */
	JSON_DIAG_UTF8,	    /* a string is not UTF-8 */
	JSON_DIAG_TRAILING, /* something after the value */
	JSON_DIAG_DEPTH,    /* nested deeper than LIMIT_TEXT_DEPTH */
	JSON_DIAG_SIZE,	    /* over LIMIT_SOURCE_BYTES */
	JSON_DIAG_UNCLOSED, /* the input ends inside an array or object */
	JSON_DIAG_INPUT,    /* json_pull: the input cannot be read any further */
};

/* The tree of `bytes` in arena. Returns false and fills *d at the first error; *out then holds what
 * was read before it (NULL when that is nothing). A BOM is skipped. NaN, Infinity and -Infinity,
 * which Python's json writes into notebooks, are floats marked TREE_EXTENSION. Escaped lone
 * surrogates decode to three bytes each. Linear time. */
MUST_CHECK bool json_parse(struct arena *a, str bytes, const struct tree **out, struct diag *d);

/* Where in a string literal (`raw`, from quote to quote: input bytes start..end of its tree node)
 * the byte at `decoded_offset` of its decoded text comes from: offset in raw of the character or
 * escape that produced it; of the closing quote for the end of the text. */
PURE size_t json_string_offset(str raw, size_t decoded_offset);

#endif
