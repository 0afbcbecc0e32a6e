/* Everything that decides what a run does: from the command line, the policy, the configuration
 * file (CONTRACT: command line > --policy > assay.toml > pyproject.toml > Bandit's own), each
 * setting with where it came from. Made once in the parent by engine/config.c, sent to the workers,
 * constant afterwards. */
#ifndef ENGINE_SETTINGS_H
#define ENGINE_SETTINGS_H

#include "base/map.h"
#include "engine/finding.h"

enum layer {
	LAYER_CODE = 1 << 0,
	LAYER_MODELS = 1 << 1,
	LAYER_SECRETS = 1 << 2,
	LAYER_DEPS = 1 << 3,
	LAYER_DATA = 1 << 4,
	LAYER_PROJECT = 1 << 5,
	LAYER_ALL = (1 << 6) - 1,
};

enum hash_mode { HASH_NONE, HASH_FILE, HASH_SHARDS };

/* [[models.approved]]: a file that may run code when it is loaded, and whose content is known. */
struct approved {
	str path; /* relative to the root, escaped as in reports */
	uint8_t sha256[32];
	str purpose, by, date; /* the last two may be empty */
	str where;	       /* place of the entry */
	struct approved *next;
};

enum incomplete { INCOMPLETE_FAIL, INCOMPLETE_WARN };

/* A weakening setting in force: listed in every report. */
struct weakening {
	str what;  /* "rule B101 is off" */
	str where; /* "assay.toml:12", "command line", ".bandit" */
	struct weakening *next;
};

/* [[exception]]: a finding that is accepted for a while. */
struct exception {
	str id;		      /* rule id; empty when given by fingerprint or advisory */
	str advisory;	      /* ... of findings about it, by any of its ids */
	str package, version; /* ... or about a package (PEP 503); may be empty */
	bool until_fixed;     /* only as long as no version is free of it */
	str fingerprint;
	str path; /* glob; empty = anywhere */
	str reason, owner;
	str expiry;    /* "YYYY-MM-DD" */
	uint32_t line; /* 0 = any; otherwise a secret on this line of this very path */
	str commit;    /* with a line: in histories only in this commit (hex); empty = any */
	str where;     /* place of the entry */
	struct exception *next;
};

/* [[secrets.rule]], or a rule of gitleaks' configuration. */
struct secret_custom {
	str id, description, pattern, path; /* path: a pattern; may be empty */
	str keywords, allow;		    /* one a line */
	double entropy;
	struct secret_custom *next;
};

/* What a baseline of detect-secrets lists. */
struct secret_known {
	str path; /* relative to the root */
	uint8_t sha1[20];
	uint32_t number; /* 1, 2 ... */
	str where;	 /* place of the entry */
	struct secret_known *next;
};

struct path_rules { /* [per-path]: rules off below a glob */
	str glob;
	uint8_t *off; /* one byte a rule, as settings.off */
	struct path_rules *next;
};

struct settings {
	unsigned layers;
	uint8_t *off;	    /* rule_count bytes: 1 = rule does not run */
	enum level fail_on; /* findings below it do not change the exit code; default INFO..: LOW */
	enum level min_severity, min_confidence; /* findings below are not reported */
	enum incomplete incomplete;
	bool compat; /* --bandit-compat */
	bool isolated, reproducible, quiet, exit_zero, no_cache, statistics, suppressions;
	bool line_hashes;  /* SARIF asked for: compute finding.line_hash */
	bool weights;	   /* look at the numbers in tensors */
	bool models_only;  /* `assay models`: of code only what is loaded with a model */
	bool deps_only;	   /* `assay deps` */
	bool secrets_only; /* `assay secrets`: of the code layer only the rules about secrets */
	bool reveal;	   /* secrets are shown whole */
	bool from_stdin;   /* what is piped in, instead of files */
	str stdin_name;	   /* what it is called */
	bool explain, show_filtered; /* what filters held back is listed, with the reason */
	enum hash_mode hash;	     /* SHA-256 of every model */
	bool history, staged; /* what git holds instead of what lies on disk: all of it; what is
				 staged */
	str since;	      /* ... or what commits after this revision brought */
	str diff;	      /* only what differs from this revision */
	bool approval;	      /* there is a list of approved models, perhaps an empty one */
	struct approved *approved;
	unsigned jobs;
	str format, output, baseline, write_baseline;
	str trace_file;	     /* --trace: where the timeline goes */
	struct trace *trace; /* ... and where it is collected; NULL: nowhere */
	str root;	     /* repository root (absolute), or the first PATH's folder */
	str *exclude;	     /* globs relative to the root */
	size_t exclude_count;
	str *data_paths; /* [data] paths: globs relative to the root */
	size_t data_path_count;
	struct map options; /* "B108.tmp_dirs" -> str * (lists: items separated by newlines) */
	struct weakening *weakenings;
	struct exception *exceptions;
	struct secret_custom *custom_secrets;
	struct secret_known *known_secrets;
	struct path_rules *per_path;
	enum level
		nosec_level;   /* of AS findings for suppressions without reason: LOW, or INFO where
				  only a  Bandit configuration exists; the policy can raise it */
	bool no_suppressions;  /* the policy does not allow nosec: it suppresses nothing */
	bool deps_required;    /* [deps] required: without a database the run is incomplete */
	bool plan;	       /* --plan: the way out of what is found */
	bool fix;	       /* --fix: ... and edit pins */
	str fix_package;       /* --package: only this one, whatever its risk */
	str metadata;	       /* --metadata: a folder with metadata of newer parents */
	str db;		       /* --db: the advisory database; empty: its default place */
	unsigned deps_max_age; /* days after which the database is too old */
	struct map deps_watch; /* [deps.watch]: package to reason (str *) */
	str *deps_deny;	       /* [deps] licences.deny: globs of SPDX identifiers */
	size_t deps_deny_count;
	str *deps_sources; /* [deps] sources: addresses for `assay db update` */
	size_t deps_source_count;
	str config_path;       /* the file used; empty if none */
	bool config_for_assay; /* it speaks to assay, not only to Bandit */
	str *targets;	       /* of Bandit's .bandit: what to check when no PATH is given */
	size_t target_count;
	uint8_t digest[32]; /* of everything above that changes what a worker finds: part of the
			       cache key */
};

/* Does the run look at what git holds? */
static inline bool settings_of_git(const struct settings *s)
{
	return s->history || s->staged || s->since.n > 0;
}

#endif
