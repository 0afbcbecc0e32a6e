/* Inside of the TOML parser: the seam between tables (toml.c) and values (toml_value.c). */
#ifndef TEXT_TOML_VALUE_H
#define TEXT_TOML_VALUE_H

#include "base/map.h"
#include "text/toml.h"

struct toml {
	str s;
	size_t at;
	struct arena *arena;
	struct diag *diag;
	struct tree *root, *current; /* the table that key/value lines go to */
	uint32_t section;	     /* number of headers read */
	struct map children;	     /* table and key -> struct tree * */
	struct buf scratch;
};

struct toml_key {
	str text;
	uint32_t start, end;
};

static inline int toml_peek(const struct toml *t)
{
	return t->at < t->s.n ? t->s.p[t->at] : -1;
}

static inline void toml_skip_blank(struct toml *t)
{
	while (toml_peek(t) == ' ' || toml_peek(t) == '\t')
		t->at++;
}

bool toml_bad(struct toml *t, enum toml_diag code, size_t offset, const char *msg); /* false */
bool toml_newline(struct toml *t); /* moves over LF or CR LF */
bool toml_comment(struct toml *t);
bool toml_line_end(struct toml *t);
struct tree *toml_child(struct toml *t, const struct tree *table, str key);
struct tree *toml_add_child(struct toml *t, struct tree *table, const struct toml_key *key,
			    enum tree_kind kind, size_t start);
bool toml_key_value(struct toml *t, struct tree *table, unsigned depth);
/* The value at t->at, added to `parent` (under `key` unless that is NULL). */
bool toml_value(struct toml *t, struct tree *parent, const struct toml_key *key, unsigned depth);
bool toml_string(struct toml *t, bool multiline, str *text, bool *escaped);

#endif
