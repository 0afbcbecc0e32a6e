/* The end of a run: which of the findings of all files stand, which are accepted, in what order,
 * and what the exit code is. */
#ifndef ENGINE_SETTLE_H
#define ENGINE_SETTLE_H

#include "engine/baseline.h"
#include "engine/helper.h"
#include "engine/join.h"
#include "engine/report.h"
#include "repo/walk.h"

enum { RUN_CLEAN = 0, RUN_FINDINGS = 1, RUN_USAGE = 2, RUN_INCOMPLETE = 3 };

struct settle {
	const struct settings *settings;
	struct arena *arena;
	struct report *report; /* findings in any order; left as reporters want them */
	struct facts *facts;
	const struct walk *walk;
	struct helper *helper;
	bool whole;		 /* the run looked at the whole repository */
	const struct map *stood; /* of a history: exception_run.stood */
	str prefix;		 /* ... and what its paths begin with; empty: nothing */
	bool incomplete;	 /* something was not checked */
};

/* false: the baseline is unusable, *why says how (exit code 2). */
MUST_CHECK bool settle(struct settle *t, const char **why);

/* A baseline file as a worker read it; false: *why says what is wrong with it. */
MUST_CHECK bool settle_read_baseline(struct helper *helper, struct arena *a, str file,
				     struct baseline *b, const char **why);

/* "YYYY-MM-DD", in arena */
str today_utc(struct arena *a);

#endif
