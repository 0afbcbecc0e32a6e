/* --hash=shards: SHA-256 of every gigabyte of a file on its own, as OpenSSF model signing does
 * (model_signing's shard serialisation: [0, 10^9), [10^9, 2*10^9), ...), so that one large file
 * keeps all processors busy. Runs after the scan, over the models that it found. */
#ifndef ENGINE_SHARDS_H
#define ENGINE_SHARDS_H

#include "engine/inventory.h"

struct shards {
	struct arena *arena;
	const struct walk *walk;
	struct inventory *models; /* their shards are filled in */
	unsigned jobs;
	void *ctx;
	/* The digest of a file is wrong or missing: `f` is an AS finding. */
	void (*problem)(void *ctx, const struct finding *f);
};

/* False: no worker could be had; *why is a literal. */
MUST_CHECK bool shards_hash(struct shards *t, const char **why);

#endif
