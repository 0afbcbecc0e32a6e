/* The tree that JSON, TOML, YAML and INI files become: one reader serves them all. Read-only once
 * parsed, in the file's arena; strings without escapes borrow from the input. Keys that occur
 * twice are kept, in order (where the format allows them at all). Depth is at most
 * LIMIT_TEXT_DEPTH, so walkers may recurse. YAML aliases share the children of what they name;
 * the parser bounds the size of the tree as seen by a walker. */
#ifndef TEXT_TREE_H
#define TEXT_TREE_H

#include "base/buf.h"

enum tree_kind {
	TREE_NULL,
	TREE_BOOL,
	TREE_INT,
	TREE_FLOAT,
	TREE_STRING,
	TREE_DATETIME,	     /* with an offset from UTC */
	TREE_DATETIME_LOCAL, /* without */
	TREE_DATE,
	TREE_TIME,
	TREE_ARRAY,
	TREE_TABLE,
};

enum {
	TREE_ESCAPED = 1 << 0,	 /* text differs from the bytes between the quotes */
	TREE_EXTENSION = 1 << 1, /* accepted although the standard does not know it (JSON: NaN) */
	TREE_ALIAS = 1 << 2,	 /* YAML *alias: text or children are those of the anchor */
	TREE_INLINE = 1 << 3,	 /* TOML: { } or [ ] value, closed to later additions */
	TREE_HEADER = 1 << 4,	 /* TOML: opened by [a] or an element of [[a]] */
	TREE_DOTTED = 1 << 5,	 /* TOML: made by a dotted key */
	TREE_OF_TABLES = 1 << 6, /* TOML: array made by [[a]] */
	TREE_QUOTED = 1 << 7,	 /* YAML: a quoted or block scalar */
};

struct tree {
	str key; /* decoded; p == NULL for the root and for elements of arrays */
	union {
		str text; /* strings: decoded. Others: as written; dates: RFC 3339 form */
		struct {
			struct tree *first, *last; /* children of ARRAY and TABLE */
		};
	};
	struct tree *next;	     /* sibling */
	uint32_t start, end;	     /* bytes of the value in the input, quotes included */
	uint32_t key_start, key_end; /* bytes of its key, quotes included */
	uint32_t count;		     /* children */
	uint8_t kind, flags;
};

/* Appends a new node to a container (or makes a root when it is NULL). */
struct tree *tree_add(struct arena *a, struct tree *parent, enum tree_kind kind, size_t start);

/* The value of a key: the last one when there are several, as every common reader has it; NULL
 * when there is none or t is no table (or NULL). Linear in the number of keys. */
const struct tree *tree_get(const struct tree *t, str key);
/* The same for a path of keys separated by dots: "tool.assay". */
const struct tree *tree_path(const struct tree *t, const char *path);

static inline bool tree_is(const struct tree *t, enum tree_kind kind)
{
	return t != NULL && t->kind == kind;
}

const char *tree_kind_name(const struct tree *t); /* "a string", for messages */

/* Values as numbers, whatever the format's notation (underscores, 0x, 0o, 0b, inf): false when t
 * is no such value or does not fit. tree_double takes integers too. */
MUST_CHECK bool tree_int(const struct tree *t, int64_t *out);
MUST_CHECK bool tree_double(const struct tree *t, double *out);
MUST_CHECK bool tree_bool(const struct tree *t, bool *out);

/* For humans and tests: a line a node, `start-end kind key: text`. */
void tree_print(struct buf *out, const struct tree *t);

/* A JSON string literal, quotes included; bytes that are no UTF-8 become U+FFFD. */
void tree_quote(struct buf *out, str s);

/* 1-based line of an offset. */
uint32_t text_line(str bytes, size_t offset);

#endif
