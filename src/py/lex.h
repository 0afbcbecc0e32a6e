/* What the lexer's files share: the state, and everything that is not on its fast path. */
#ifndef PY_LEX_H
#define PY_LEX_H

#include "base/fail.h"
#include "base/limits.h"
#include "py/intern.h"
#include "py/unicode.h"

/* An f-string or t-string that is open. `fields` replacement fields are open in it (more than one
 * only inside format specs); brackets count from `level`. */
struct lex_string {
	uint32_t level;	      /* brackets open outside the string */
	uint32_t outer_field; /* value of `field` outside the string */
	uint32_t start;	      /* offset of the string's start */
	uint8_t quote;
	bool triple, raw;
	uint8_t fields;
};

struct lexer {
	struct py_file *f;
	struct arena *arena;
	struct interner *names;
	const uint8_t *base, *end;
	bool notebook;
	unsigned retries; /* how often lexing went back to a bracket or quote that nothing closes */
	uint32_t comment_room;
	uint32_t strings; /* open f-strings */
	struct lex_string string[LIMIT_ROOM(LIMIT_PY_STRINGS)];
	uint32_t indents;				  /* index of the current indentation */
	uint32_t column[LIMIT_ROOM(LIMIT_PY_INDENT) + 1]; /* with tabs to multiples of 8 */
	uint32_t narrow[LIMIT_ROOM(LIMIT_PY_INDENT) +
			1]; /* with tabs as one column: both must agree on order */
	uint32_t open[LIMIT_ROOM(LIMIT_PY_BRACKETS) +
		      1]; /* offset of the bracket that opened level i */
};

enum {
	PREFIX_RAW = 1 << 0,
	PREFIX_BYTES = 1 << 1,
	PREFIX_F = 1 << 2,
	PREFIX_T = 1 << 3,
	PREFIX_U = 1 << 4,
	PREFIX_BAD = 1 << 5,
};

/* The meaning of the n letters before a quote: PREFIX_*. */
unsigned lex_prefix(const uint8_t *p, size_t n);

/* The number at s: its end and kind, TOK_ERROR and a message when it is none. */
const uint8_t *lex_number(const uint8_t *s, unsigned *kind, const char **msg);

/* Leading white space with tabs, form feeds and continuation lines. */
struct lex_indent {
	const uint8_t *at; /* first byte that counts */
	uint32_t column, narrow;
	bool blank; /* a comment, a line end or the end of the source follows */
};
struct lex_indent lex_indent(const struct lexer *lx, const uint8_t *s);

/* Tokens for an indentation other than the current one. */
struct token *lex_dent(struct lexer *lx, struct token *t, const uint8_t *s, uint32_t column,
		       uint32_t narrow);

/* Records the comment at s; returns the end of the line. */
const uint8_t *lex_comment(struct lexer *lx, const uint8_t *s);

/* End of the IPython line at s: a backslash continues it. */
const uint8_t *lex_magic_end(const uint8_t *s);

/* The source ends inside brackets, or inside a string that starts at `from`. Gives up what follows
 * `from`, up to the first line that looks like a new statement: sets *s and returns where tokens
 * go on (at the end of the source when that was tried too often). */
struct token *lex_retry(struct lexer *lx, struct token *line, struct token *t, uint32_t from,
			const uint8_t **s);

struct token *lex_put(struct lexer *lx, struct token *t, const uint8_t *from, const uint8_t *to,
		      unsigned kind);

#endif
