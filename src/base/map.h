/* A hash table from byte strings to 64-bit values, in an arena. Keys are borrowed. Insertion order
 * is kept, so walking a map is deterministic:
 *	for (size_t i = 0; i < m.count; i++) use(m.entries[i].key, m.entries[i].value);
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

struct map_entry {
	str key; /* borrows */
	uint64_t hash, value;
};

struct map {
	struct map_entry *entries; /* in arena, in order of insertion */
	uint32_t *slots;	   /* in arena; index into entries + 1, 0 = free */
	size_t count, room, mask;
	struct arena *arena;
};

static inline struct map map_in(struct arena *a)
{
	return (struct map){.arena = a};
}

/* The value's place, or NULL when the key is absent. Valid until the next map_put. */
uint64_t *map_get(const struct map *m, str key);
/* The value's place, made (zero) when the key is absent. Valid until the next map_put. */
uint64_t *map_put(struct map *m, str key);

#endif
