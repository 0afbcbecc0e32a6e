#include "base/map.h"

static struct map_entry *find(const struct map *m, str key, uint64_t hash, size_t *slot)
{
	size_t i = hash & m->mask;

	for (; m->slots[i] != 0; i = (i + 1) & m->mask) {
		struct map_entry *e = &m->entries[m->slots[i] - 1];
		if (e->hash == hash && str_eq(e->key, key))
			return e;
	}
	*slot = i;
	return NULL;
}

uint64_t *map_get(const struct map *m, str key)
{
	struct map_entry *e;
	size_t slot;

	if (m->count == 0)
		return NULL;
	e = find(m, key, str_hash(key), &slot);
	return e ? &e->value : NULL;
}

static void grow(struct map *m)
{
	size_t room = m->room ? m->room * 2 : 8;
	struct map_entry *entries = NEW(m->arena, struct map_entry, room);

	if (m->count > 0)
		memcpy(entries, m->entries, m->count * sizeof(*entries));
	m->entries = entries;
	m->room = room;
	m->mask = room * 2 - 1;
	m->slots = NEW(m->arena, uint32_t, room * 2);
	for (size_t i = 0; i < m->count; i++) {
		size_t slot = entries[i].hash & m->mask;
		while (m->slots[slot] != 0)
			slot = (slot + 1) & m->mask;
		m->slots[slot] = (uint32_t)(i + 1);
	}
}

uint64_t *map_put(struct map *m, str key)
{
	uint64_t hash = str_hash(key);
	struct map_entry *e;
	size_t slot;

	if (m->count == m->room)
		grow(m);
	e = find(m, key, hash, &slot);
	if (e == NULL) {
		e = &m->entries[m->count++];
		*e = (struct map_entry){.key = key, .hash = hash};
		m->slots[slot] = (uint32_t)m->count;
	}
	return &e->value;
}
