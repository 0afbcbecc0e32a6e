/* The worker that parses what surrounds a run: configuration, ignore files, the baseline. Started
 * at the first call; one that dies costs the file it was given, and the next call starts another.
 */
#ifndef ENGINE_HELPER_H
#define ENGINE_HELPER_H

#include "engine/worker.h"

struct helper {
	struct worker worker;
	struct worker_job job;
};

void helper_init(struct helper *h);
/* What the worker makes of an open file (enum worker_kind but WORKER_SCAN), in arena. */
MUST_CHECK bool helper_call(struct helper *h, struct arena *a, unsigned kind, str path, int fd,
			    str *record);
void helper_stop(struct helper *h);

#endif
