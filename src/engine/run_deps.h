/* The dependency layer in a run (engine/run.c): takes what workers say of files, and makes findings
 * of it when all are done. */
#ifndef ENGINE_RUN_DEPS_H
#define ENGINE_RUN_DEPS_H

#include "engine/report.h"
#include "engine/worker.h"
#include "repo/walk.h"

struct deps;

/* NULL: the settings do not ask for the layer. In arena; borrows all. */
struct deps *run_deps_new(struct arena *a, const struct settings *s, const struct walk *w,
			  const struct worker_job *job, struct report *r);
void run_deps_take(struct deps *d, const struct walk_file *f, const struct file_result *r);
/* When all files were taken: an array in arena. *error says why something that should have been
 * looked up was not (NULL: nothing), with *fix; *incomplete that a part was not audited. */
size_t run_deps_judge(struct deps *d, struct finding **out, const char **error, const char **fix,
		      bool *incomplete);

#endif
