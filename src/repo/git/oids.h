/* A set of object ids, each with a number: 0, 1, 2 ... in the order in which they came. 24 to 36
 * bytes an id. */
#ifndef REPO_GIT_OIDS_H
#define REPO_GIT_OIDS_H

#include <git2/oid.h>
#include "base/arena.h"

#define OID_NONE UINT32_MAX

struct oids {
	git_oid *ids;	 /* in arena */
	uint32_t *slots; /* number + 1; 0: free */
	uint32_t count, room, mask;
	struct arena *arena;
};

static inline struct oids oids_in(struct arena *a)
{
	return (struct oids){.arena = a};
}

uint32_t oids_find(const struct oids *o, const git_oid *id); /* OID_NONE: it is not there */
/* Its number; *fresh: it was not there before. */
uint32_t oids_add(struct oids *o, const git_oid *id, bool *fresh);

/* Room for one more of an array in arena: a copy twice as large when it is full. */
void *grown_to(struct arena *a, void *array, uint32_t count, uint32_t *room, size_t size);

#endif
