/* Tokens: 8 bytes each, in one array, so that the parser can look ahead as far as it likes. */
#ifndef PY_TOKEN_H
#define PY_TOKEN_H

#include "base/arena.h"

struct py_file;

struct token {
	uint32_t start;      /* byte offset */
	uint32_t kind : 8;   /* enum token_kind of py/token.c's table */
	uint32_t len : 24;   /* bytes; a longer token has len = TOKEN_LONG and ends where its text does */
};

#endif
