/* What the files of the dependency layer share and rules do not see. */
#ifndef ENGINE_DEPS_INT_H
#define ENGINE_DEPS_INT_H

#include "base/map.h"
#include "engine/deps.h"
#include "engine/report.h"
#include "engine/worker.h"

struct plan;

struct deps {
	struct arena *arena;
	const struct settings *settings;
	const struct walk *walk;
	const struct worker_job *job;
	struct report *report;
	struct deps_file *files;
	uint32_t count, room;
	struct finding *findings;
	uint32_t finding_count, finding_room;
	struct plan *plan;	    /* NULL: none is wanted */
	struct deps_file *metadata; /* of --metadata: not judged */
	uint32_t metadata_count, metadata_room;
	bool incomplete; /* something could not be audited */
	bool lost;	 /* a file could not be read */
	struct dep_check check;
	struct map uses; /* folder -> struct map * (deps_use.c) */
	uint32_t source_room;
};

void deps_add(struct deps *d, str path, const struct walk_file *file, const struct dep_file *dep);
void deps_sort(struct deps *d); /* by path */
/* deps_use.c */
void deps_add_source(struct deps *d, const struct walk_file *f, const struct dep_import *imports,
		     uint32_t count);
void deps_sort_sources(struct deps *d);
/* A finding of any rule, also of AS. */
struct finding *deps_record(struct deps *d, const char *rule, struct deps_file *f, uint32_t line,
			    str same, str message);

/* Does a path that the file names lie in what the walk looked at? (deps_include.c) */
bool deps_is_inside(const struct deps *d, const struct deps_file *f, str path);
/* deps_include.c: reads the files that others include and the walk did not meet. */
void deps_follow(struct deps *d);

/* deps_named.c: what a named file includes from others that are named counts for it, too. */
void deps_answer_for_named(struct deps *d);

/* Everything, when all files are there. False: the database is damaged. */
MUST_CHECK bool deps_judge(struct deps *d);

/* deps_advisory.c: compares every package with the advisories of its name. False: the database is
 * damaged. */
MUST_CHECK bool deps_compare(struct deps *d);

#endif
