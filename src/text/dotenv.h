/* .env files as python-dotenv reads them: `[export ]NAME = value`, a line each; values plain, in
 * single quotes (\\ and \' are escapes) or double quotes (the usual escapes), which may go over
 * several lines; ` #` ends a plain value. Nothing is expanded. Never fails: what is no entry is
 * skipped. */
#ifndef TEXT_DOTENV_H
#define TEXT_DOTENV_H

#include "base/arena.h"

struct dotenv_entry {
	str name, value; /* value: decoded; borrows or in arena; p is NULL for a NAME alone */
	uint32_t start;	 /* byte of the name */
	uint32_t value_start, value_end; /* bytes between the quotes, if there are any */
	bool comment;			 /* stands behind `#`: `# NAME=value` */
};

/* The entries in order, in arena; how many. Linear time. At most LIMIT_DOTENV_ENTRIES. */
size_t dotenv_read(struct arena *a, str bytes, const struct dotenv_entry **out);

#endif
