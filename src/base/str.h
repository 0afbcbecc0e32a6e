/* Slices: bytes that somebody else owns. Never NUL-terminated, may hold any byte. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <string.h>
#include "base/compiler.h"

typedef struct {
	const uint8_t *p;
	size_t n;
} str;

/* A slice of a string literal; S_INIT is the form that static initialisers need. */
#define S(literal) ((str){(const uint8_t *)("" literal), sizeof(literal) - 1})
#define S_INIT(literal)                                                                            \
	{                                                                                          \
		(const uint8_t *)("" literal), sizeof(literal) - 1                                 \
	}
/* For printf: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)((s).n), (const char *)(s).p

static inline str str_of(const char *z) /* borrows a NUL-terminated string */
{
	return (str){(const uint8_t *)z, z ? strlen(z) : 0};
}

static inline bool str_eq(str a, str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_starts(str s, str prefix)
{
	return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool str_ends(str s, str suffix)
{
	return s.n >= suffix.n &&
	       (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

/* The bytes [from, to) of s; both are clamped to the slice. */
static inline str str_slice(str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	return (str){s.p ? s.p + from : NULL, to - from};
}

#define STR_NONE ((size_t)-1)

PURE int str_cmp(str a, str b);		 /* memcmp order, shorter first */
PURE bool str_eq_nocase(str a, str b);	 /* ASCII letters fold */
PURE size_t str_find(str s, str needle); /* first offset, or STR_NONE */
PURE size_t str_find_nocase(str s, str needle);
PURE size_t str_find_byte(str s, uint8_t b);  /* first offset, or STR_NONE */
PURE size_t str_rfind_byte(str s, uint8_t b); /* last offset, or STR_NONE */
PURE str str_after_last(str s, uint8_t b);    /* what follows the last b; all of s without one */
PURE str str_before_last(str s, uint8_t b);   /* what stands before it; empty without one */
PURE uint64_t str_hash(str s); /* for tables inside one process only: differs in the next one */
str str_trim(str s);	       /* without ASCII white space at both ends */

/* Cuts *rest at the first sep: returns what is before it, leaves what is after. When sep does
 * not occur the whole is returned and *rest has p == NULL, so that
 *	for (str rest = s, part; rest.p != NULL;) { part = str_cut(&rest, ','); ... }
 * visits every part, empty ones included (and nothing when s.p is NULL). */
str str_cut(str *rest, uint8_t sep);

/* Is s one of the space-separated words? (Inline, so that the length of a literal list is known
 * when compiling.) */
PURE bool str_in_words(str s, str words);
static inline bool str_in(str s, const char *words)
{
	return str_in_words(s, str_of(words));
}

/* Reads the whole slice as an unsigned decimal number: false when empty, not all digits, or
 * over UINT64_MAX. */
MUST_CHECK bool str_to_u64(str s, uint64_t *out);

/* How many letters must be inserted, dropped, changed or swapped with their neighbour to get from
 * one to the other; 40 when either is longer than that. */
PURE unsigned str_distance(str a, str b);
/* For "did you mean": is `right` close enough to `wrong`, and closer than *best (start: UINT_MAX)?
 * Then lowers *best. */
bool str_near(str wrong, str right, unsigned *best);

/* Length of the UTF-8 sequence at s.p[0] when it is well formed (RFC 3629), otherwise 0. */
PURE unsigned str_utf8_len(str s);
PURE bool str_is_utf8(str s); /* all of it */

#endif
