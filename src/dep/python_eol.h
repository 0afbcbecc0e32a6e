/* When each Python stops, or stopped, getting security fixes (PEPs 373, 478, 494, 537, 569, 596,
 * 619, 664, 693, 719, 745). */
#ifndef DEP_PYTHON_EOL_H
#define DEP_PYTHON_EOL_H

#include "base/str.h"

#define PYTHON_EOL_DATE "2026-11-26"

struct python_eol {
	const char *version; /* "3.8" */
	const char *end;     /* "2024-10-07"; of those to come the planned day */
};

extern const struct python_eol python_eols[]; /* in order; a NULL version ends */

/* Of the version that a text names ("3.8", "3.8.10-slim", "python-3.8.10", "cpython-3.8"); NULL:
 * none that is known. A text that names only "3" names none. */
const struct python_eol *python_eol_of(str text);

#endif
