/* Tokens of a Jinja template. */
#ifndef MODEL_JINJA_LEX_H
#define MODEL_JINJA_LEX_H

#include "base/buf.h"

enum jinja_token_kind {
	JINJA_T_END,
	JINJA_T_TEXT,	     /* outside of tags */
	JINJA_T_OPEN_OUTPUT, /* {{ */
	JINJA_T_OPEN_TAG,    /* {% */
	JINJA_T_CLOSE,	     /* }} or %} */
	JINJA_T_NAME,
	JINJA_T_STRING, /* decoded */
	JINJA_T_INT,
	JINJA_T_FLOAT,
	JINJA_T_OPERATOR, /* text: one or two characters */
	JINJA_T_BAD,	  /* nothing of these; msg says what */
};

struct jinja_token {
	uint8_t kind;
	uint32_t offset;
	str text;
	int64_t number;
	const char *msg;
};

struct jinja_lexer {
	str s;
	size_t at;
	struct arena *arena;
	struct jinja_token now;
	unsigned brackets;   /* open in the tag */
	bool inside, output; /* in a tag; it is an output */
	size_t tag;	     /* where it begins */
	bool trim;	     /* the tag before took the white space that follows it */
};

void jinja_lex_begin(struct jinja_lexer *l, struct arena *a, str text);
/* Moves on; the new token is l->now. */
void jinja_lex_next(struct jinja_lexer *l);
/* Passes over the rest of a tag; of one that could not be read, to what looks like its end. */
void jinja_lex_leave(struct jinja_lexer *l);
void jinja_lex_recover(struct jinja_lexer *l);

#endif
