/* See oids.h. An id is a digest already: its first bytes are the hash, and whoever makes up ids
 * that collide there has to find SHA-1 collisions of 64 bits for each. */
#include "repo/git/oids.h"

#include "base/fail.h"
#include "base/limits.h"

static uint64_t hash(const git_oid *id)
{
	uint64_t h;

	memcpy(&h, id->id, sizeof(h));
	return h;
}

static uint32_t slot_of(const struct oids *o, const git_oid *id)
{
	uint32_t at = (uint32_t)hash(id) & o->mask;

	while (o->slots[at] != 0 && memcmp(o->ids[o->slots[at] - 1].id, id->id, GIT_OID_RAWSZ) != 0)
		at = (at + 1) & o->mask;
	return at;
}

void *grown_to(struct arena *a, void *array, uint32_t count, uint32_t *room, size_t size)
{
	void *more;

	if (count < *room)
		return array;
	if (count >= LIMIT_GIT_OBJECTS)
		fail(FAIL_MEMORY, "the history has more objects than are looked at", __FILE__,
		     __LINE__);
	*room = *room ? 2 * *room : 256;
	more = arena_raw(a, *room * size, 8);
	if (count > 0)
		memcpy(more, array, count * size);
	return more;
}

static void rehash(struct oids *o)
{
	uint32_t n = 2 * o->room;

	o->slots = NEW(o->arena, uint32_t, n);
	o->mask = n - 1;
	for (uint32_t i = 0; i < o->count; i++)
		o->slots[slot_of(o, &o->ids[i])] = i + 1;
}

uint32_t oids_find(const struct oids *o, const git_oid *id)
{
	uint32_t number = o->count > 0 ? o->slots[slot_of(o, id)] : 0;

	return number ? number - 1 : OID_NONE;
}

uint32_t oids_add(struct oids *o, const git_oid *id, bool *fresh)
{
	uint32_t at;

	if (o->count == o->room) {
		o->ids = grown_to(o->arena, o->ids, o->count, &o->room, sizeof(*o->ids));
		rehash(o);
	}
	at = slot_of(o, id);
	*fresh = o->slots[at] == 0;
	if (*fresh) {
		o->ids[o->count++] = *id;
		o->slots[at] = o->count;
	}
	return o->slots[at] - 1;
}
