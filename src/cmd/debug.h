/* A stage that prints itself: `assay debug NAME [OPTION...] FILE`. A stage is a `const struct stage
 * stage_NAME = {...};` (or an array) in any file under src/cmd/; the build lists them. The stage
 * runs in the jail, with the file's bytes in memory. */
#ifndef CMD_DEBUG_H
#define CMD_DEBUG_H

#include "base/buf.h"

struct stage {
	const char *name;
	const char *help; /* one line */
	/* `bytes` are followed by 64 zero bytes. False: the input has errors, which were printed
	 * too. */
	bool (*print)(struct arena *a, str path, str bytes, str option, struct buf *out);
};

extern const struct stage *const stage_table[];
extern const size_t stage_count;

#endif
