/* Many files over several workers. The parent hands descriptors out in batches, keeps two batches
 * under way to each worker so that none waits, and collects the answers. A worker that dies, hangs
 * or talks nonsense costs exactly the file it was at; what else it held goes to a fresh worker. */
#ifndef ENGINE_POOL_H
#define ENGINE_POOL_H

#include "base/arena.h"
#include "engine/worker.h"

enum pool_end {
	POOL_ANSWERED,
	POOL_LOST,     /* the worker died or talked nonsense at this file */
	POOL_HUNG,     /* no answer for `seconds` */
	POOL_UNOPENED, /* the process may not have one descriptor more */
};

extern const char pool_no_jail[]; /* what *why is when nothing hostile may be read */

#define POOL_NO_DESCRIPTOR (-2) /* from `open`: EMFILE or ENFILE, to be asked again */

struct pool {
	const struct worker_job *job;
	const uint32_t *order; /* ids of the files, in the order in which they are handed out */
	uint32_t count;
	unsigned jobs;
	unsigned seconds; /* 0 = LIMIT_WORKER_SECONDS */
	void *ctx;
	/* The file's descriptor and, in *file, the path and the layers its worker is told; -1 if it
	 * has been dealt with, or POOL_NO_DESCRIPTOR. */
	int (*open)(void *ctx, uint32_t id, struct worker_file *file);
	/* Exactly once for every file that was not dealt with, in no order. `record` borrows until
	 * return. False says that the record is nonsense: then the worker is lost and the file ends
	 * as POOL_LOST. */
	bool (*done)(void *ctx, uint32_t id, enum pool_end end, str record);
	void (*tick)(void *ctx, uint32_t finished); /* progress, now and then; may be NULL */
	uint32_t heavy; /* the first so many are much work each: handed out one at a time, and a
			   worker that has one gets no other file meanwhile */
};

/* false: no worker could be made or put into its jail; *why is a literal. Files not yet answered
 * then stay so. */
MUST_CHECK bool pool_run(const struct pool *p, struct arena *scratch, const char **why);

#endif
