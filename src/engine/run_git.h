/* What a run over the work tree asks git (repo/git.h): which lines differ from a revision (--diff),
 * which files are tracked, who wrote a suppression. The helper is started when something is asked
 * and not before; a run that needs nothing of git costs nothing. */
#ifndef ENGINE_RUN_GIT_H
#define ENGINE_RUN_GIT_H

#include "engine/report.h"
#include "repo/git.h"
#include "repo/walk.h"
#include "text/glob.h"

struct run_git {
	struct arena *arena;
	const struct walk *walk;
	struct glob *data; /* what the configuration says is data */
	size_t data_count;
	str *prefixes; /* of each root of the walk, in the repository */
	struct git git;
	bool tried, running;
	const char *why;    /* not running */
	bool diff;	    /* only what differs counts */
	const char *broken; /* what differs is not known: the repository is damaged */
	struct map changed; /* place -> 1 + index */
	struct git_changed *changes;
	struct map tracked; /* place -> enum git_tracked, 0: asked and not tracked */
};

void run_git_init(struct run_git *g, struct arena *a, const struct walk *w,
		  const struct settings *s);
void run_git_stop(struct run_git *g);

/* Loads what differs from `revision`. False: wrong usage, *usage says how. Of a damaged repository
 * everything counts, and `broken` says so. */
MUST_CHECK bool run_git_diff(struct run_git *g, str revision, const char **usage);
/* Is it on a line that the change brought, or in a file that it brought? */
bool run_git_brought(struct run_git *g, const struct walk_file *file, const struct finding *f);

/* Finds out about every file that a finding's condition asks about, about data, and about models;
 * *out are findings for what should not be in git. In arena. */
size_t run_git_tracked(struct run_git *g, const struct finding *findings, size_t count,
		       const struct report_model *models, size_t model_count, bool project,
		       struct finding **out);
/* Both are false of a file that was not asked about. */
bool run_git_is_untracked(const struct run_git *g, const struct walk_file *file);
bool run_git_is_tracked(const struct run_git *g, const struct walk_file *file);

/* Who wrote each of them, and when. */
void run_git_authors(struct run_git *g, struct suppression *all, size_t count);

#endif
