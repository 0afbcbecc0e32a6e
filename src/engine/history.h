/* A run over what git holds instead of what lies on disk: every version of every file that any
 * reference reaches, what came since a revision, or what is staged. assay-git hands the versions
 * over in shared memory (repo/git.h), workers scan them, and what they find is joined: a secret
 * that stands in a hundred versions is one finding, in the first of them. */
#ifndef ENGINE_HISTORY_H
#define ENGINE_HISTORY_H

#include "engine/run.h"
#include "repo/git.h"

/* Is this what the settings ask for? */
bool history_wanted(const struct settings *s);
/* As run(). */
MUST_CHECK bool history_run(const struct run_options *o, struct arena *a, struct report *r,
			    const char **usage);

struct history_job {
	const struct settings *settings;
	const struct git_slot *slots; /* of the helper */
};

/* Workers that scan whole slots; a slot's path is its number, one digit. The result's facts are,
 * for each version in which something was found, u32 its number in the slot and the record of
 * file_result. */
struct worker_job history_worker(const struct history_job *j);

#endif
