/* The upgrade plan of a run (`assay deps --plan`): for each vulnerable version of a package the way
 * out and what to do in each place that has it; and edits that `--fix` may make. Made by
 * engine/deps_plan.c. In the run's arena. */
#ifndef ENGINE_PLAN_H
#define ENGINE_PLAN_H

#include "dep/plan.h"
#include "repo/walk.h"

enum plan_edit {
	PLAN_EDIT_NONE,	  /* another file decides, or nobody wrote a version here */
	PLAN_EDIT,	  /* bytes [start, end) become `after` */
	PLAN_EDIT_HASHED, /* refused: the digests of the new version cannot be known */
};

enum plan_parent {
	PLAN_PARENT_NONE,    /* no other package asks for it, as far as is known */
	PLAN_PARENT_UNKNOWN, /* what the parent allows is not known */
	PLAN_PARENT_ALLOWS,  /* as it is */
	PLAN_PARENT_NEWER,   /* from `parent_version` on, by the metadata at hand */
	PLAN_PARENT_FORBIDS, /* in every version whose metadata is at hand */
};

struct plan_place {
	str path;
	uint32_t line;
	const struct walk_file *file;
	const str *via; /* from the direct dependency to the parent; none: direct */
	uint32_t via_count;
	uint8_t edit;	/* enum plan_edit */
	uint8_t parent; /* enum plan_parent: the worst of those that ask for it */
	str parents;	/* which these are, with the versions from which on they allow it */
	uint32_t start, end;
	str before, after; /* bytes that are there (of a pin), and that should be */
	str advice;	   /* what to run or do; a sentence or command */
};

struct plan_step {
	str package; /* normal name */
	str version; /* empty: a requirement that leaves it open */
	struct plan_target target;
	bool malicious; /* to be removed */
	str risk;	/* why an upgrade needs a look (the watch-list); empty: it is low-risk */
	struct plan_place *places;
	uint32_t count, room;
};

struct plan {
	struct plan_step *steps; /* in order of names */
	uint32_t count, room;
};

/* What to look at when an upgrade is high-risk, one line each. */
extern const char *const plan_checklist[];
extern const size_t plan_checklist_count;

#endif
