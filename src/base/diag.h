/* What is wrong with an input: reported by a parser, which then goes on with what it has. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/str.h"

struct diag {
	uint32_t code;	 /* of the parser's own enum; 0 = nothing is wrong */
	uint32_t offset; /* byte offset in the input */
	const char *msg; /* a literal: what was expected, citing the specification */
};

#endif
