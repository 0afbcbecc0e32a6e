/* Which findings are wanted at all: severity, confidence, and rules that are off for a path. What
 * is not wanted is dropped; what is accepted (baseline, exceptions) is only marked:
 * engine/baseline.h. */
#ifndef ENGINE_ACCEPT_H
#define ENGINE_ACCEPT_H

#include "engine/settings.h"
#include "text/glob.h"

struct path_filter { /* settings.per_path, compiled */
	struct glob glob;
	const uint8_t *off;
	struct path_filter *next;
};

struct path_filter *path_filters(const struct settings *s, struct arena *a); /* in arena */

/* Is the rule on, as far as paths do not matter? For what the parent itself has to say. */
bool accept_is_on(const struct settings *s, const struct rule *rule);
/* Is the finding's rule off for its path? `place` is that path relative to the repository. */
bool accept_is_off(const struct path_filter *filters, str place, const struct finding *f);
/* Is it on, and grave and sure enough to be listed? */
bool accept_wanted(const struct settings *s, const struct path_filter *filters, str place,
		   const struct finding *f);

#endif
