/* Lock files and bills of materials in JSON, one member of a member at a time: memory is that of
 * the largest, and one that is no JSON costs only itself. What lies behind an error is looked for
 * line by line: objects that begin at the end of a line are read again from there. */
#ifndef DEP_JSON_ENTRIES_H
#define DEP_JSON_ENTRIES_H

#include "dep/lock.h"
#include "text/tree.h"

struct json_entry {
	str section; /* the key of the member of the document */
	str key;     /* of the member inside of it; empty: an element, or the member itself */
	const struct tree *value;
	size_t base;   /* what the offsets of `value` are counted from */
	size_t key_at; /* where the key stands; without one, the value */
};

struct json_reading {
	bool (*wants)(void *ctx, str section); /* NULL: all; the others are passed over */
	void (*read)(void *ctx, const struct json_entry *e);
	void *ctx;
};

/* Trees are gone when `read` returns, as keys are. */
void json_entries(struct lock *l, const struct json_reading *r);

#endif
