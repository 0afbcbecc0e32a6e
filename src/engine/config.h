/* Configuration: from files and the command line to struct settings.
 *
 * Files are hostile, so they are parsed in a jailed worker: config_parse is a pure function from
 * bytes to a flat record, which the parent reads back with config_read. The command line becomes
 * the same list of entries (config_set). settings_make puts them together: command line over policy
 * over project; what the policy refuses and what weakens the analysis is listed in
 * settings.weakenings. */
#ifndef ENGINE_CONFIG_H
#define ENGINE_CONFIG_H

#include "base/buf.h"
#include "base/cur.h"
#include "engine/settings.h"

enum config_kind {
	CONFIG_ASSAY_TOML,  /* assay.toml, and any other TOML file named by --config */
	CONFIG_PYPROJECT,   /* [tool.assay]; otherwise [tool.bandit] */
	CONFIG_POLICY,	    /* assay.toml's keys and [policy] */
	CONFIG_BANDIT_INI,  /* .bandit */
	CONFIG_BANDIT_YAML, /* bandit.yaml */
	CONFIG_BANDIT_TOML, /* only [tool.bandit], for --bandit-compat */
	CONFIG_COMMAND_LINE,
	CONFIG_GITLEAKS,	/* gitleaks' rules */
	CONFIG_GITLEAKS_IGNORE, /* .gitleaksignore */
	CONFIG_DETECT_SECRETS,	/* .secrets.baseline */
	CONFIG_OSV_SCANNER,	/* osv-scanner.toml */
	CONFIG_AUDIT_TOOLS,	/* [tool.uv.audit], [tool.pip-audit] of pyproject.toml */
	CONFIG_OPENVEX,
};

enum config_tag {
	CONFIG_ERROR,	   /* text[0] = what is wrong */
	CONFIG_HAS_ASSAY,  /* the file speaks to assay */
	CONFIG_HAS_BANDIT, /* the file speaks to Bandit */
	CONFIG_SELECT,	   /* a selector */
	CONFIG_EXTEND_SELECT,
	CONFIG_IGNORE,
	CONFIG_BANDIT_TESTS, /* a selector that narrows the B rules only */
	CONFIG_EXCLUDE,	     /* a glob, the same as Bandit has it */
	CONFIG_FAIL_ON,	     /* number = enum level */
	CONFIG_SEVERITY,
	CONFIG_CONFIDENCE,
	CONFIG_INCOMPLETE, /* number = enum incomplete */
	CONFIG_JOBS,
	CONFIG_NOSEC_REASON,  /* number = enum level, LEVEL_DEFAULT = off */
	CONFIG_DEPS_REQUIRED, /* number = 0 or 1 */
	CONFIG_DEPS_MAX_AGE,  /* number = days */
	CONFIG_DEPS_WATCH,    /* package, reason */
	CONFIG_DEPS_DENY,     /* a licence's identifier, as a glob */
	CONFIG_DEPS_SOURCE,   /* an address that `assay db update` reads */
	CONFIG_PER_PATH,      /* glob, selector */
	CONFIG_OPTION,	      /* "B108.tmp_dirs", value (a list's items one a line) */
	CONFIG_EXCEPTION,     /* id, fingerprint, path, reason, owner, expiry */
	CONFIG_APPROVAL,      /* there is a list of approved models, perhaps empty */
	CONFIG_APPROVED,      /* path, sha256, purpose, by, date */
	CONFIG_SECRET_RULE,   /* id, pattern, keywords, allowed (one a line), description, path;
				 number =   1000 times the entropy */
	CONFIG_GITLEAKS_FILE, /* path */
	CONFIG_VEX_FILE,      /* path */
	CONFIG_ADVISORY,      /* id, package, version, reason, "fixed" (until then), expiry */
	CONFIG_KNOWN_SECRET,  /* path, SHA-1; or path, commit or empty, "line", number = line */
	CONFIG_DATA_PATH,     /* a glob: data, whatever it is called */
	CONFIG_MAX_EXCEPTION_DAYS,
	CONFIG_ALLOW_SUPPRESSIONS,
	CONFIG_ALLOW_EXCLUDE,
	/* What only Bandit's files say; config_use_profile has the word about profiles */
	CONFIG_PROFILE,	      /* a profile of this name is there */
	CONFIG_PROFILE_TESTS, /* selector, profile */
	CONFIG_PROFILE_SKIPS, /* selector, profile */
	CONFIG_LEGACY_DATA,   /* the block that holds names of its own, profile */
	CONFIG_USE_PROFILE,   /* a profile's name */
	CONFIG_USE_FILE,      /* a configuration file's path */
	CONFIG_TARGET,	      /* what to check when no PATH is given */
	CONFIG_IGNORE_NOSEC,
	CONFIG_TAGS,
};

#define CONFIG_TEXTS 6

struct config_entry {
	enum config_tag tag;
	uint32_t line; /* 1-based; 0 = none */
	int64_t number;
	str text[CONFIG_TEXTS];
	struct config_entry *next;
};

struct config { /* one source */
	enum config_kind kind;
	str where;			   /* "assay.toml", "command line" */
	struct config_entry *first, *last; /* in arena */
};

/* ---- In the worker ---- */

/* Pure. Never fails: what is wrong with the bytes is a CONFIG_ERROR entry. */
void config_parse(struct arena *a, enum config_kind kind, str bytes, struct buf *out);

/* ---- In the parent ---- */

/* Reads a worker's record, which is hostile; false when it is none. Texts borrow from it. */
MUST_CHECK bool config_read(struct arena *a, str record, struct config *c);

/* One option of the command line: key as in the file ("select", "fail-on", ...), lists separated by
 * commas. False: *error says why (for exit 2). */
MUST_CHECK bool config_set(struct arena *a, struct config *c, str key, str value, str *error);

bool config_has(const struct config *c, enum config_tag tag);

/* Profiles of Bandit's configuration: the named one takes the place of the file's own tests and
 * skips; without a name all profiles are forgotten. False: the sources (NULL ends) have none of
 * that name, and *near is one that is like it, or NULL. */
MUST_CHECK bool config_use_profile(struct arena *a, struct config **sources, str name,
				   const char **near);

struct config_sources {
	const struct config *command_line, *policy; /* may be NULL */
	const struct config *project[24];	    /* the first is the strongest; NULL ends */
	str today; /* "YYYY-MM-DD": how far away exceptions expire */
	bool compat;
};

struct config_errors { /* "assay.toml:12: unknown key ..." */
	str *items;    /* in arena */
	size_t count, room;
};

/* Fills everything of *s that the sources decide, defaults included; the caller has set layers, the
 * plain switches (compat, isolated, quiet, ...) and format, output, root, which stay. False when a
 * source has errors (all of them are listed). */
MUST_CHECK bool settings_make(struct arena *a, struct settings *s,
			      const struct config_sources *sources, struct config_errors *errors);

/* Days since 1970-01-01 of "YYYY-MM-DD"; INT64_MAX: it is no date. */
int64_t config_day_number(str date);

/* ---- Finding the files ---- */

struct config_io {
	void *ctx;
	/* Has a worker run config_parse on an open file; the record in arena. False: worker lost.
	 */
	bool (*parse)(void *ctx, struct arena *a, enum config_kind kind, str path, int fd,
		      str *record);
};

struct config_request {
	str path;	 /* what is checked: a file or folder, absolute */
	str root;	 /* repository root, or the folder of `path`: the search ends there */
	str config_path; /* --config; empty: searched */
	str profile;	 /* --profile of a Bandit configuration; may be empty */
	str policy_path; /* --policy; may be empty */
	bool isolated;
	bool compat; /* Bandit reads nothing but .bandit unless told to */
	struct config command_line;
	str today;
};

/* Finds, reads and joins it all into *s. False: *errors says why, exit 2. s->config_path is set. */
MUST_CHECK bool config_load(struct arena *a, const struct config_io *io,
			    const struct config_request *r, struct settings *s,
			    struct config_errors *errors);

/* The nearest folder at or above `path` (absolute) that has a `.git`; empty when there is none. */
str config_repository_root(struct arena *a, str path);

/* ---- Shared with messages of other commands ---- */

/* The candidate most like `word`, or NULL when none is near. Ends at NULL. */
const char *config_suggest(str word, const char *const *candidates);
/* Does a selector (id, prefix of ids, name, or ALL) mean this rule? *exact: it names this one
 * alone. */
bool selector_matches(str selector, const struct rule *r, bool *exact);

#endif
