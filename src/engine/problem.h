/* Findings about assay's own work (AS###) where no rule runs: in the parent, and around a scan. */
#ifndef ENGINE_PROBLEM_H
#define ENGINE_PROBLEM_H

#include "base/arena.h"
#include "engine/wire.h"

/* A finding for a whole file, in arena. `path` is what reports call it; the fingerprint of such a
 * finding contains it, as nothing else tells two of them apart. */
struct finding problem(struct arena *a, const char *rule_id, str path, const char *fmt, ...)
	PRINTF_LIKE(4, 5);

/* A result that says: nothing of this file was checked, and why. */
struct file_result problem_result(struct arena *a, const struct finding *why);

#endif
