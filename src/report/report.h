/* Reporters: one file each that ends in `const struct reporter reporter_NAME = {...};`; the build lists
 * them. Output goes to a struct buf and is written by the caller at once (to a temporary file, then
 * renamed, when --output is given). */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/buf.h"
#include "engine/report.h"

struct reporter {
	const char *name; /* --format */
	const char *help;
	void (*write)(struct buf *out, const struct report *r, bool colour);
};

extern const struct reporter *const reporter_table[];
extern const size_t reporter_count;

#endif
