/* [[exception]]: findings accepted for a while, by id or fingerprint and path, with a reason. */
#ifndef ENGINE_EXCEPTION_H
#define ENGINE_EXCEPTION_H

#include "base/map.h"
#include "engine/settings.h"

struct exception_run {
	const struct settings *settings;
	str today;	 /* "YYYY-MM-DD"; an exception holds through the day of its expiry */
	bool whole;	 /* the run looked at the whole project: what matched nothing is then said
			    (AS018) */
	bool advisories; /* dependencies were compared with advisories */
	/* Of a history: lines of .gitleaksignore ("PATH:LINE") at which some version had a secret;
	 * NULL: what was looked at is no history. */
	const struct map *stood;
	/* A finding's path relative to the repository, which the exceptions' globs mean. */
	str (*place)(void *ctx, const struct finding *f);
	void *ctx;
};

/* Marks the findings that an exception in force accepts, and leaves those suppressed otherwise.
 * Expired exceptions accept nothing and become findings (AS016); so do unused ones (AS018), and
 * what lists of known secrets of other tools have that is not there any more, as far as the run
 * looked at all that they could be about. Those findings are in arena; returns how many there are.
 */
str exception_line(struct arena *a, str path, uint32_t line); /* a key of `stood`, in arena */

size_t exceptions_apply(const struct exception_run *r, struct arena *a, struct finding *findings,
			size_t count, struct finding **extra);

#endif
