/* One run: from paths to a report. Walks, has workers scan, joins what they found, filters, sorts
 * and decides the exit code. Prints nothing. */
#ifndef ENGINE_RUN_H
#define ENGINE_RUN_H

#include "base/arena.h"
#include "engine/helper.h"
#include "engine/report.h"

struct run_options {
	const struct settings *settings;
	const char *const *paths;
	size_t path_count;
	void (*progress)(uint64_t done, uint64_t all); /* may be NULL */
	struct helper *helper;			       /* for ignore files and the baseline */
	int input; /* settings.from_stdin: a descriptor of what was piped in */
};

/* Fills the report, in arena. false: the arguments are wrong, and *usage says how (exit code 2). */
MUST_CHECK bool run(const struct run_options *o, struct arena *a, struct report *r,
		    const char **usage);

/* What the workers of a run do: scan_file with these settings. */
struct worker_job run_job(const struct settings *s);
/* The same, knowing one charset of the C library more (PEP 263). In arena. */
struct worker_job run_job_charset(struct arena *a, const struct settings *s, str charset);

/* The same for ranges of files: the path is "FIRST-END", the result the SHA-256 of those bytes. */
struct worker_job run_job_range(void);

#endif
