/* A finished run: sorted, filtered, resolved. Made by engine/run.c, read by the reporters. Lives in
 * the run's arena. */
#ifndef ENGINE_REPORT_H
#define ENGINE_REPORT_H

#include "engine/finding.h"
#include "engine/settings.h"

struct run_error { /* a run-level problem: a lost worker, no file checked, a damaged baseline */
	str what, fix;
};

struct skip_count {
	str reason; /* "ignored by .gitignore", "virtual environment", "excluded by assay.toml" */
	uint64_t files;
};

struct report_file { /* a file that was looked at */
	str path;    /* as in struct finding */
	uint32_t lines;
};

struct report {
	struct finding
		*findings; /* sorted by path, line, column, rule, message; suppressed ones too */
	size_t finding_count;
	struct suppression *suppressions; /* sorted by path and line */
	size_t suppression_count;
	struct report_file *per_file; /* sorted by path; only for --format bandit */
	size_t per_file_count;
	struct run_error *errors;
	size_t error_count;
	struct skip_count *skips;
	size_t skip_count;
	uint64_t files, bytes, lines; /* looked at */
	uint64_t files_by_layer[6];
	uint64_t cut_short; /* findings dropped by a limit */
	uint64_t new_since_baseline, absorbed_by_baseline;
	const struct settings *settings;
	str root; /* repository root, for SARIF's relative paths */
	str cwd;  /* absolute: what relative paths of findings start from */
	str args; /* the paths asked for, separated by spaces */
	/* What depends on clock or machine: left out with --reproducible. */
	int64_t started_unix, wall_ns, cpu_ns;
	unsigned jobs;
	str jail; /* "seccomp", "seccomp+landlock", "none (why)" */
	uint64_t cache_hits;
	int exit_code;
};

#endif
