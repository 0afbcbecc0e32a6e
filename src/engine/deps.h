/* The dependencies of a run: what all its files together ask for and lock. Workers read the files
 * (engine/dep_layer.c), the parent collects what they say, follows what includes what
 * (engine/deps_include.c), compares with the advisories (engine/deps_advisory.c) and asks every
 * rule that has a `deps` hook, once a run. Nothing here reads a byte of the project.
 *
 * What a rule sees is constant and in order: files by path, packages as in their file. */
#ifndef ENGINE_DEPS_H
#define ENGINE_DEPS_H

#include "base/arena.h"
#include "dep/imports.h"
#include "dep/package.h"
#include "engine/finding.h"
#include "engine/settings.h"
#include "repo/walk.h"

/* One file of dependencies. */
struct deps_file {
	str path;		      /* as reports call it */
	str folder, name;	      /* its parts; folder is empty for none */
	const struct dep_file *dep;   /* what it says */
	const struct walk_file *file; /* NULL: an include that the walk did not meet */
	bool constraints;	      /* others include it with -c, none with -r */
	bool beside;		      /* it is only there because others include it */
	bool included;		      /* others include it */
	/* The file that decides what this manifest leaves open ("uv.lock" beside pyproject.toml),
	 * and the other way round; NULL: none. */
	struct deps_file *lock, *manifest;
	/* Of the project that it belongs to; NULL: unknown. */
	const struct specifiers *requires_python;
	uint32_t cut_short; /* findings over LIMIT_FILE_FINDINGS */
	uint32_t findings;
	const uint32_t *order;	 /* deps_package: the packages by name; NULL: not yet */
	const uint32_t *reached; /* deps_via: 1 + index of who asks for a package; NULL: not yet */
};

/* A Python file of the run, and what it imports (dep/imports.h). */
struct deps_source {
	str path;
	const struct dep_import *imports;
	uint32_t count;
	bool aside; /* tests, documentation, tools: not the program itself */
};

struct deps_use { /* where a distribution is imported */
	const struct deps_source *source;
	const struct dep_import *import;
};

struct advisories;
struct advisories_info;

/* What a rule's `deps` hook is called with. */
struct dep_check {
	struct arena *arena;
	const struct settings *settings;
	const struct walk *walk; /* for asking what else lies there */
	struct deps_file *files; /* sorted by path */
	uint32_t count;
	struct deps_source *sources; /* sorted by path */
	uint32_t source_count;
	struct advisories *db;		    /* NULL: none is open */
	const struct advisories_info *info; /* of it */
	str today;			    /* YYYY-MM-DD */
	const struct rule *rule;	    /* at work */
	struct deps *state;		    /* the engine's own */
};

/* A finding with the rule's grades at a package (NULL: the file as a whole, then the message is
 * what makes it the same finding elsewhere). Never NULL; its further fields may be set. */
struct finding *dep_finding(struct dep_check *c, struct deps_file *f, const struct dep_package *p,
			    const char *fmt, ...) PRINTF_LIKE(4, 5);
/* The same at a line, with what it is the same by. */
struct finding *dep_finding_at(struct dep_check *c, struct deps_file *f, uint32_t line, str same,
			       const char *fmt, ...) PRINTF_LIKE(5, 6);

/* The file of that path; NULL: none. */
struct deps_file *deps_find(const struct dep_check *c, str path);
/* The file that an `include` of `f` names; NULL: it was not read. */
struct deps_file *deps_included(const struct dep_check *c, const struct deps_file *f,
				const struct dep_include *include);
/* Does the walk know a file of this path (as reports call it)? */
bool deps_exists(const struct dep_check *c, str path);
/* "FOLDER/NAME", or NAME where there is no folder. */
str deps_path(struct arena *a, str folder, str name);

/* The version that a package has: locked, installed or pinned with == or ===; empty: a range. */
str deps_version(const struct dep_package *p);
/* Is it something that advisories of an index can be about (no project, no folder)? */
bool deps_is_looked_up(const struct dep_package *p);
/* What a lock, or a file of constraints, decides is judged there: does `f` leave it this package?
 */
bool deps_is_decided(struct dep_check *c, const struct deps_file *f, const struct dep_package *p);
/* The packages of a file by name: the first with this normal name at or after *at in the order of
 * names (start: 0), and *at behind it; NULL: no more. */
const struct dep_package *deps_package(struct dep_check *c, struct deps_file *f, str normal,
				       uint32_t *at);
/* Is a distribution imported by the code below the file's folder (or the nearest above it that has
 * any)? Then *out is the place that says most: in the program rather than in its tests. */
enum deps_used { DEPS_NO_CODE, DEPS_UNUSED, DEPS_USED };
enum deps_used deps_use(struct dep_check *c, const struct deps_file *f, str normal,
			struct deps_use *out);
/* The sources [*from, *to) lie below the folder. */
void deps_sources_below(const struct dep_check *c, str folder, uint32_t *from, uint32_t *to);
/* Why upgrades of this package are high-risk: the project's word ([deps.watch]) or that of the
 * shipped list (dep/watchlist.h); empty: they are not. */
str deps_watch_reason(const struct settings *s, str normal);
/* Names from a direct dependency down to the one that asks for package `index`; none when it is
 * direct or nothing is known. In arena. */
void deps_via(struct dep_check *c, struct deps_file *f, uint32_t index, const str **via,
	      uint32_t *count);

#endif
