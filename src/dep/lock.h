/* What the readers of lock files, environments and bills of materials share beyond dep/reader.h:
 * packages by name, and edges by name that become indices at the end.
 *
 *	struct lock l;
 *	lock_begin(&l, arena, "uv.lock", path, bytes, out);
 *	p = lock_package(&l, DEP_LOCKED, name, at);
 *	lock_end(&l);
 *
 * One bad entry never costs the rest: what is no package becomes a problem, and reading goes on. */
#ifndef DEP_LOCK_H
#define DEP_LOCK_H

#include "base/map.h"
#include "dep/reader.h"

struct lock {
	struct reader r;
	struct dep_file *out;

	/* Private. */
	struct lock_edge *edges;
	uint32_t edge_count, edge_room;
};

/* Clears *out. `format` is a literal. */
void lock_begin(struct lock *l, struct arena *a, const char *format, str path, str bytes,
		struct dep_file *out);
/* Edges become `needs`. */
void lock_end(struct lock *l);

/* A package with its name, normal name, line and column (of the byte `at`). NULL: the name is none
 * by PEP 508, which is a problem now. Valid until the next one is made. */
struct dep_package *lock_package(struct lock *l, enum dep_kind kind, str name, size_t at);
/* Another one, a copy of an earlier one: for entries that say two versions. */
struct dep_package *lock_copy(struct lock *l, uint32_t from);
static inline uint32_t lock_newest(const struct lock *l)
{
	return l->out->package_count - 1;
}

/* Sets marker and marker_text; a text that is none says nothing. */
void lock_marker(struct lock *l, struct dep_package *p, str text);
/* A repository: without a commit it is mutable. */
void lock_vcs(struct lock *l, struct dep_package *p, str url, str revision);

/* A package asks for another one, by its name or by its index + 1. */
struct lock_edge {
	uint32_t from;
	uint32_t to;
	str normal;
	str version;			  /* as written; empty: any */
	const struct specifiers *allowed; /* NULL: anything */
	uint16_t flags; /* DEP_DIRECT, DEP_OPTIONAL: what that makes of the other one */
	str group;
};

/* If there are several packages of the name, those that `version` and `allowed` fit are meant;
 * names that no package of the file has are dropped. */
void lock_edge(struct lock *l, const struct lock_edge *e);

/* After lock_end: in files that do not name the project, what nobody else asks for is asked for by
 * the project. */
void lock_direct(struct lock *l);
/* After lock_end: in files that name the project, what it asks for only by way of optional packages
 * is optional as well. */
void lock_optional(struct lock *l);

/* An arena for one entry after another, which keeps a block when it is released to its mark: asking
 * the system for it again and again costs more than the reading. */
void lock_scratch(struct arena *a);

/* PEP 503's name; borrows it when it is normal already, otherwise in arena. */
str lock_normal(struct lock *l, str name);

#endif
