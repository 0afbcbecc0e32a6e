/* What of a model is left out on purpose, with its place. */
#ifndef CONVERT_DROPPED_H
#define CONVERT_DROPPED_H

#include "base/arena.h"
#include "convert/item.h"

struct dropped {
	str where, class; /* in arena; class is borrowed from the item */
	const char *why;
};

/* Those below root, in order; at most LIMIT_CONVERT_DROPPED are listed, *count says how many there
 * are. In arena. */
const struct dropped *dropped_find(struct arena *a, const struct item *root, uint32_t *listed,
				   uint64_t *count);

/* ---- Places ---- */

struct place { /* the way to an item, on the stack of who walks */
	const struct place *up;
	const struct item *key; /* NULL: an index */
	uint32_t index;
};

/* "steps.1.rng", from the root down; in arena. */
str place_text(struct arena *a, const struct place *p);

#endif
