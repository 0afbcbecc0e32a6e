/* Decimal numbers and doubles, exactly: reading is correctly rounded, printing gives the fewest
 * digits that read back to the same double. Neither looks at the locale. */
#ifndef TEXT_NUMBER_H
#define TEXT_NUMBER_H

#include "base/buf.h"

/* The whole of s: an optional sign, digits with an optional point (5, 5., .5), an optional
 * exponent. False: anything else (nan, inf, hexadecimal, spaces), or more than 1000 characters. Too
 * large is infinite, too small zero. */
MUST_CHECK bool number_parse(str s, double *out);

/* As Python's repr does, but for the choice of an exponent: 0.1, 2.0, 1e+22, nan, inf, -inf. */
void number_print(struct buf *b, double v);

#endif
