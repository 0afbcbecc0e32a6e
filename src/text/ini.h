/* INI files as Python's configparser reads them: sections, `key = value` or `key: value`, full-line
 * comments, indented continuation lines. Keys fold to lower case; every value is a string. */
#ifndef TEXT_INI_H
#define TEXT_INI_H

#include "base/diag.h"
#include "text/tree.h"

enum ini_diag {
	INI_DIAG_NONE,
	INI_DIAG_SECTION,   /* a key before any section, or `[` without `]` */
	INI_DIAG_KEY,	    /* a line that is neither key nor continuation */
	INI_DIAG_DUPLICATE, /* a section or key for the second time */
	INI_DIAG_UTF8,
	INI_DIAG_SIZE, /* over LIMIT_CONFIG_BYTES */
};

/* A table of sections, each a table of strings; *out is never NULL. False and *d at the first
 * error, with what was read before it. No interpolation: `%(x)s` stays as it is. */
MUST_CHECK bool ini_parse(struct arena *a, str bytes, const struct tree **out, struct diag *d);

#endif
