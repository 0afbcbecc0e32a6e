/* The lines of a requirements file as pip makes them (pip._internal.req.req_file.preprocess):
 *   1. physical lines are those of Python's str.splitlines();
 *   2. a line that ends in `\` is joined with the next one, without anything between, also in front
 *      of white space or a comment; a comment line ends the joining;
 *   3. `#` begins a comment at the start of a line and after white space, quotes or not. */
#ifndef DEP_PIP_LINES_H
#define DEP_PIP_LINES_H

#include "dep/reader.h"

struct pip_line {
	struct reader_text text; /* without white space around it; may be empty */
	str comment;		 /* from its `#` on; empty: none */
};

/* The logical line at *at (a byte of r->bytes), and *at behind it; false at the end. */
bool pip_lines_next(struct reader *r, size_t *at, struct pip_line *line);

/* Without white space, as Python's str.strip() sees it, at the end. */
str pip_lines_trim_end(str s);

#endif
