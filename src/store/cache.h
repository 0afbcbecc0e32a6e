/* Results of files that have not changed, in SQLite under $XDG_CACHE_HOME/assay. Never trusted:
 * rows carry a checksum, records are read as strictly as a worker's; whatever is wrong with the
 * cache, the run goes on without it. Nothing here prints or fails. */
#ifndef STORE_CACHE_H
#define STORE_CACHE_H

#include "base/arena.h"

struct cache;

struct cache_row {
	str path; /* as reports call the file */
	int64_t dev, ino, size, mtime_ns, ctime_ns;
	uint8_t content[32]; /* SHA-256 of the file */
	str record;	     /* of engine/wire.h, before anything is joined */
};

/* `digest` is of everything but the file that decides the result: program, rules, settings. `base`
 * is the folder that relative paths start from. NULL when there can be no cache. In arena. */
struct cache *cache_open(struct arena *a, const uint8_t digest[32], str base);

/* All rows in order of path, one a call; false at the end. Strings borrow until the next call. */
MUST_CHECK bool cache_next(struct cache *c, struct cache_row *row);
/* The row of one path. */
MUST_CHECK bool cache_find(struct cache *c, str path, struct cache_row *row);
/* Adds or replaces; kept when cache_close can commit it. */
void cache_put(struct cache *c, const struct cache_row *row);
void cache_close(struct cache *c);

/* What identifies this program: its build id, or a digest of the file it was started from. */
void cache_program(uint8_t digest[32]);

#endif
