/* The way out of the known flaws of one version of a package: the smallest version named by the
 * advisories (their "fixed" events) that none of them affects. Nothing is known of what was
 * released beyond what advisories name. */
#ifndef DEP_PLAN_H
#define DEP_PLAN_H

#include "dep/advisory.h"

struct plan_target {
	str version;	      /* empty: none is named that is better */
	const str *affected;  /* ids of the advisories that affect the version now */
	const str *remaining; /* ... and of those that still affect `version` */
	uint32_t affected_count, remaining_count;
};

/* `list`: every advisory of the package. `now`: its version, or the lowest that a requirement
 * allows; empty: any. Pre-releases are taken only where `now` is one. In arena; texts borrow. */
struct plan_target plan_target(struct arena *a, str now, const struct advisory *list,
			       uint32_t count);

#endif
