/* [[exception]]: findings accepted for a while, by id or fingerprint and path, with a reason. */
#ifndef ENGINE_EXCEPTION_H
#define ENGINE_EXCEPTION_H

#include "base/arena.h"
#include "engine/settings.h"

struct exception_run {
	const struct settings *settings;
	str today;	 /* "YYYY-MM-DD"; an exception holds through the day of its expiry */
	bool whole;	 /* the run looked at the whole project: what matched nothing is then said
			    (AS018) */
	bool advisories; /* dependencies were compared with advisories */
	/* A finding's path relative to the repository, which the exceptions' globs mean. */
	str (*place)(void *ctx, const struct finding *f);
	void *ctx;
};

/* Marks the findings that an exception in force accepts, and leaves those suppressed otherwise.
 * Expired exceptions accept nothing and become findings (AS016); so do unused ones (AS018). Those
 * findings are in arena; returns how many there are. */
size_t exceptions_apply(const struct exception_run *r, struct arena *a, struct finding *findings,
			size_t count, struct finding **extra);

#endif
