/* The run's side of the cache: which files need no worker because their result is known. A file is
 * the one that was scanned if stat says so (device, inode, size, mtime and ctime, which nobody can
 * set), or if its content has the same digest. */
#ifndef ENGINE_REUSE_H
#define ENGINE_REUSE_H

#include "engine/settings.h"
#include "repo/walk.h"
#include "store/cache.h"

struct reuse {
	struct cache *cache; /* NULL: there is none */
	struct arena *arena;
	const struct walk *walk;
	struct reuse_file *files; /* by id */
	int64_t started_ns;	  /* CLOCK_REALTIME */
};

/* Opens the cache if the run is large enough to gain from it. */
void reuse_begin(struct reuse *u, struct arena *a, const struct settings *s, const struct walk *w,
		 str base);
/* The record of a file that stat knows, in arena; empty: there is none. Call once all begin. */
str reuse_known(const struct reuse *u, uint32_t id);
/* Of a file just opened: takes the digest of its content; its record if that is known. */
str reuse_opened(struct reuse *u, uint32_t id, int fd);
/* Keeps a result. */
void reuse_keep(struct reuse *u, uint32_t id, str record);
void reuse_end(struct reuse *u);

#endif
