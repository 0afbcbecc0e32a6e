/* Colours of a terminal. Nothing is written when `colour` is false. */
#ifndef REPORT_PAINT_H
#define REPORT_PAINT_H

#include "base/buf.h"

enum paint {
	PAINT_BOLD,
	PAINT_DIM,
	PAINT_GOOD,
	PAINT_GUTTER,
	PAINT_INFO, /* from here on in order of enum level */
	PAINT_LOW,
	PAINT_MEDIUM,
	PAINT_HIGH,
	PAINT_CRITICAL,
};

void paint(struct buf *out, bool colour, enum paint what);
void paint_end(struct buf *out, bool colour);
enum paint paint_of_level(unsigned level);

/* Does the file descriptor lead to a terminal that shows colours, and NO_COLOR is not set? */
bool paint_wanted(int fd);

/* ---- Text of others on a terminal (columns.c) ---- */

/* Columns that a code point takes: 0, 1 or 2. */
unsigned paint_columns(uint32_t code_point);
/* Decodes the first character of s (n > 0) into *code_point (U+FFFD for what is not UTF-8) and
 * returns its length. */
size_t paint_decode(str s, uint32_t *code_point);
/* Writes a character so that it cannot steer the terminal: controls as their pictures, marks that
 * turn the direction of writing as <U+202E>. Returns the columns taken. */
unsigned paint_char(struct buf *out, uint32_t code_point);
void paint_text(struct buf *out, str s);

#endif
