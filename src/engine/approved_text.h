/* Approvals written into the text of a configuration file: what else stands in it, comments and
 * order included, stays as it is. Works on lines and understands no TOML; whoever writes the result
 * parses it first and sees whether it says what it should. */
#ifndef ENGINE_APPROVED_TEXT_H
#define ENGINE_APPROVED_TEXT_H

#include "base/arena.h"

struct approved_change {
	str path, sha256;      /* sha256 as 64 hex digits */
	str purpose, by, date; /* by: may be empty */
	uint32_t line;	       /* where the entry for this path stands now; 0: nowhere */
	str old_sha256;	       /* what it says now; empty for a new one */
};

/* `table` is the name of the array of tables that new ones are added to, at the end. Sorts the
 * changes. In arena. */
str approved_text(struct arena *a, str text, struct approved_change *changes, size_t count,
		  const char *table);

#endif
