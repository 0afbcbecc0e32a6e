/* Packages whose upgrades need a look at what they do, not only at whether they install: numbers,
 * files or interfaces of machine-learning programs depend on them. A project adds its own in
 * [deps.watch]. */
#ifndef DEP_WATCHLIST_H
#define DEP_WATCHLIST_H

#include "base/str.h"

#define WATCHLIST_VERSION "1"
#define WATCHLIST_DATE "2026-11-26"

struct watched {
	const char *name;   /* PEP 503 form */
	const char *reason; /* what an upgrade may change */
};

/* NULL: an upgrade is no more than an upgrade. */
const struct watched *watchlist_find(str normal);

#endif
