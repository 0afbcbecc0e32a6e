/* A finished run: sorted, filtered, resolved. Made by engine/run.c, read by the reporters. Lives in
 * the run's arena. */
#ifndef ENGINE_REPORT_H
#define ENGINE_REPORT_H

#include "engine/finding.h"
#include "engine/settings.h"
#include "engine/wire.h"

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

/* OpenSSF model signing hashes files in parts of this size, each on its own. */
#define SHARD_BYTES ((uint64_t)1000000000)

/* The bytes [start, end) of a file. */
struct report_shard {
	uint64_t start, end;
	uint8_t sha256[32];
};

/* A file in which a format of the models layer recognised something. */
struct report_model {
	str path; /* as in struct finding */
	uint64_t size;
	const struct property *properties; /* as the formats said; hostile text */
	uint32_t property_count;
	uint8_t worst; /* the highest severity of what is known of it and stands, listed or not;
			  LEVEL_DEFAULT: nothing */
	bool unsafe;   /* may run code when it is loaded */
	bool hashed;
	bool companion; /* says something of a model, and is none itself */
	uint8_t sha256[32];
	const struct report_shard *shards; /* with --hash=shards */
	size_t shard_count;
	uint32_t file;	    /* index in the walk */
	str place;	    /* relative to the repository, escaped as path is */
	uint32_t directory; /* 1 + index in model_directories; 0: it is a model of its own */
};

/* A folder whose files are one model together. */
struct report_directory {
	str path;
	const char *kind;    /* "huggingface", "mlflow", ... */
	uint8_t worst;	     /* of its models and of the code beside them */
	uint32_t count;	     /* of models */
	uint32_t first, end; /* they are in report.models from `first` on, before `end`, perhaps
				with others in between */
};

/* What was read of git's objects. */
struct report_git {
	bool used;
	uint64_t refs, commits, trees, blobs; /* blobs: different ones */
	uint64_t reads;			      /* of blobs: as many as there are */
	uint64_t bytes;
	uint64_t messages; /* of commits and annotated tags */
};

/* The advisories that dependencies were compared with. */
struct report_advisories {
	bool used;
	uint32_t count;	  /* of those in force */
	int64_t age_days; /* since the newest of them */
	str newest, imported, sources, digest;
};

/* A file of dependencies. */
struct report_deps {
	str path; /* as in struct finding */
	const struct dep_file *dep;
};
struct plan;

struct report {
	struct finding
		*findings; /* sorted by path, line, column, rule, message; suppressed ones too */
	size_t finding_count;
	struct suppression *suppressions; /* sorted by path and line */
	size_t suppression_count;
	struct report_file *per_file; /* sorted by path; only for --format bandit */
	size_t per_file_count;
	struct report_model *models; /* sorted by path */
	size_t model_count;
	struct report_directory *model_directories; /* sorted by path */
	size_t model_directory_count;
	struct report_deps *deps; /* sorted by path */
	size_t dep_count;
	struct run_error *errors;
	size_t error_count;
	struct skip_count *skips;
	size_t skip_count;
	uint64_t files, bytes, lines; /* looked at */
	uint64_t files_by_layer[6];
	struct report_git git;
	struct report_advisories advisories;
	const struct plan *plan; /* engine/plan.h; NULL: not asked for */
	uint64_t cut_short;	 /* findings dropped by a limit */
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
