/* One Python file while it is being looked at: its bytes, tokens, tree, names and comments. Made by
 * py_parse, read-only afterwards, everything in the file's arena. */
#ifndef PY_FILE_H
#define PY_FILE_H

#include <iconv.h>
#include "base/arena.h"
#include "base/diag.h"
#include "py/ast.h"
#include "py/token.h"

/* An identifier or dotted module name, interned: equal text has an equal number. Identifiers are
 * NFKC-normalised (as CPython does) only if they are not ASCII. Number 0 is no identifier. */
struct atom {
	str text; /* borrows from the source, or in arena */
	uint32_t hash;
	uint32_t
		known; /* for the rule engine, which numbers the names that rules ask for; 0 here */
};

struct py_comment {
	uint32_t start, end; /* from `#` to the end of the line, exclusive */
};

struct py_pos {
	uint32_t line, column; /* 1-based; column in code points */
};

struct py_file {
	str source; /* UTF-8, as decoded; offsets refer to it. Followed by 64 readable zero bytes */
	const struct node *module;
	struct atom *atoms;
	uint32_t atom_count;
	struct token *tokens;
	uint32_t token_count;
	uint32_t *token_atoms; /* by number of a token that is a name; elsewhere undefined */
	uint32_t long_count;
	struct long_token long_tokens[8]; /* LIMIT_SOURCE_BYTES allows no more */
	struct py_comment *comments;
	uint32_t comment_count;
	struct diag *errors; /* what is no Python, in order of offset */
	uint32_t error_count, error_room;
	uint32_t node_count;
	uint32_t line_count;
	uint32_t *line_starts; /* offsets; line i+1 starts at line_starts[i]; filled by py_lines */
	uint32_t *continued;   /* files with very long lines: UTF-8 continuation bytes before every
				  PY_COLUMN_BLOCK-th byte; else NULL */
};

enum py_diag {
	PY_DIAG_NONE,
	PY_DIAG_SYNTAX,	  /* a statement that CPython rejects */
	PY_DIAG_TOKEN,	  /* bytes that are no token: unterminated string, stray character, NUL */
	PY_DIAG_INDENT,	  /* indentation that fits no block */
	PY_DIAG_ENCODING, /* bytes that are not what the coding line says */
	PY_DIAG_LIMIT,	  /* nesting over LIMIT_PY_DEPTH: the statement is skipped */
	PY_DIAG_CHARSET,  /* py_decode: the coding line's charset needs py_decode_with */
};

enum {
	PY_PARSE_DEFAULT = 0,
	PY_PARSE_NOTEBOOK =
		1 << 0, /* IPython cells: magics, `!shell`, `x?`, top-level await are fine */
};

/* Tokens and tree of `source` (owned by `a`, UTF-8 without BOM, followed by 64 zero bytes). Never
 * fails: what is no Python is in f->errors, each costing one statement (NODE_ERROR_STMT). */
void py_parse(struct py_file *f, struct arena *a, str source, unsigned mode);

/* Copies `bytes` into the arena as UTF-8 (PEP 263 coding lines, BOM), ready for py_parse. Returns
 * false and fills `d` when the charset is not known here or the bytes do not fit it; *out then
 * still holds what could be decoded, with U+FFFD for the rest. d->offset is one in `bytes`. */
MUST_CHECK bool py_decode(struct arena *a, str bytes, str *out, struct diag *d);

/* After PY_DIAG_CHARSET: the charset's name in lower case, as iconv_open wants it (untrusted: it is
 * what the file says); empty when py_decode needs no help. In arena. */
str py_charset(struct arena *a, str bytes);

/* The same as py_decode, with iconv_open("UTF-8", charset) done before the jail closed. */
MUST_CHECK bool py_decode_with(struct arena *a, str bytes, iconv_t convert, str *out,
			       struct diag *d);

/* Fills f->line_starts on first use. CPython's lines: \n, \r\n and \r end one; form feed does not.
 */
void py_lines(struct py_file *f, struct arena *a);
/* How many lines there are; without a table where nobody needed one. */
uint32_t py_line_count(const struct py_file *f);
struct py_pos py_position(const struct py_file *f, uint32_t offset); /* needs py_lines */
uint32_t py_line(const struct py_file *f,
		 uint32_t offset); /* its line alone, in logarithmic time */
uint32_t py_line_offset(const struct py_file *f, uint32_t line); /* start of a 1-based line */

static inline str atom_text(const struct py_file *f, uint32_t atom)
{
	return f->atoms[atom].text;
}

static inline str node_text(const struct py_file *f, const struct node *n)
{
	return str_slice(f->source, n->start, n->end);
}

#endif
