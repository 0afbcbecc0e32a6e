/* Names of one file, numbered: open addressing over a keyed hash of at most three 8-byte loads for
 * the usual lengths. The key makes flooding the table with colliding names impracticable. */
#include "py/parse.h"

#include "py/simd.h"
#include "py/unicode.h"

static ALWAYS_INLINE uint64_t mix(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

#define MIX_1 UINT64_C(0x9e3779b97f4a7c15)
#define MIX_2 UINT64_C(0xd6e8feb86659fd93)

static NOINLINE uint64_t hash_long(uint64_t seed, const uint8_t *s, size_t n)
{
	uint64_t h = seed ^ n;

	for (size_t i = 0; i + 8 <= n; i += 8)
		h = mix(h ^ load_word(s + i), MIX_2);
	return mix(h ^ load_word(s + n - 8), MIX_1 ^ seed);
}

static ALWAYS_INLINE uint64_t first_bytes(const uint8_t *s, size_t n) /* 1 to 8 */
{
	return load_word(s) & (UINT64_MAX >> (64 - 8 * n));
}

struct name_key {
	uint64_t key;
	uint32_t hash;
};

static ALWAYS_INLINE struct name_key key_of(uint64_t seed, const uint8_t *s, size_t n)
{
	uint64_t wide, key;

	if (LIKELY(n <= 8)) {
		key = first_bytes(s, n);
		wide = mix(key ^ seed, MIX_1 ^ n);
		return (struct name_key){key, (uint32_t)wide};
	}
	if (LIKELY(n <= 16))
		wide = mix(load_word(s) ^ seed, load_word(s + n - 8) ^ MIX_2 ^ n);
	else
		wide = hash_long(seed, s, n);
	return (struct name_key){wide, (uint32_t)wide};
}

static ALWAYS_INLINE bool same(const uint8_t *a, const uint8_t *b, size_t n) /* over 8 */
{
	if (n <= 16)
		return ((load_word(a) ^ load_word(b)) |
			(load_word(a + n - 8) ^ load_word(b + n - 8))) == 0;
	return memcmp(a, b, n) == 0;
}

static NOINLINE void grow(struct parser *p)
{
	struct py_file *f = p->f;
	uint32_t room = p->atom_room * 2, old = p->slot_mask;
	struct atom *atoms = arena_raw(p->arena, room * sizeof(*atoms), _Alignof(struct atom));
	struct name_slot *slots = NEW(p->arena, struct name_slot, (size_t)room * 2);

	memcpy(atoms, f->atoms, f->atom_count * sizeof(*atoms));
	p->slot_mask = room * 2 - 1;
	for (uint32_t i = 0; i <= old; i++) {
		uint32_t at;
		if (p->slots[i].n == 0)
			continue;
		at = atoms[p->slots[i].atom].hash & p->slot_mask;
		while (slots[at].n != 0)
			at = (at + 1) & p->slot_mask;
		slots[at] = p->slots[i];
	}
	f->atoms = atoms;
	p->slots = slots;
	p->atom_room = room;
}

void intern_init(struct parser *p)
{
	uint32_t room = 64;

	while (room < p->f->source.n / 64 && room < 1u << 16)
		room *= 2;
	p->atom_room = room;
	p->slot_mask = room * 2 - 1;
	p->slots = NEW(p->arena, struct name_slot, (size_t)room * 2);
	p->f->atoms = arena_raw(p->arena, room * sizeof(struct atom), _Alignof(struct atom));
	p->f->atoms[0] = (struct atom){.text = S("")};
	p->f->atom_count = 1;
	p->seed = str_hash(S("names")); /* base/str.h: keyed once a process */
}

static NOINLINE uint32_t add(struct parser *p, const uint8_t *s, size_t n, struct name_key key)
{
	struct py_file *f = p->f;
	uint32_t at, atom = f->atom_count;

	if (atom == p->atom_room)
		grow(p);
	for (at = key.hash & p->slot_mask; p->slots[at].n != 0;)
		at = (at + 1) & p->slot_mask;
	p->slots[at] = (struct name_slot){key.key, (uint32_t)n, atom};
	f->atoms[atom] = (struct atom){.text = {s, n}, .hash = key.hash};
	if (p->known != NULL)
		f->atoms[atom].known = py_known_find(p->known, (str){s, n});
	f->atom_count = atom + 1;
	return atom;
}

HOT uint32_t intern(struct parser *p, const uint8_t *s, size_t n)
{
	const struct name_key key = key_of(p->seed, s, n);
	const struct name_slot *slots = p->slots;

	for (uint32_t at = key.hash & p->slot_mask; slots[at].n != 0;
	     at = (at + 1) & p->slot_mask) {
		if (slots[at].key == key.key && slots[at].n == n &&
		    (n <= 8 || same(p->f->atoms[slots[at].atom].text.p, s, n)))
			return slots[at].atom;
	}
	return add(p, s, n, key);
}

uint32_t intern_token(struct parser *p, const struct token *t)
{
	const uint8_t *s = p->src + t->start;
	size_t n = token_end(p->f, t) - t->start;

	if (UNLIKELY(t->kind == TOK_NAME_WIDE)) {
		str normal = py_name_normal(p->arena, (str){s, n});
		uint8_t *padded;
		if (normal.p == s)
			return intern(p, s, n);
		padded = arena_alloc(p->arena, normal.n + 16, 1);
		memcpy(padded, normal.p, normal.n);
		return intern(p, padded, normal.n);
	}
	return intern(p, s, n);
}

/* ---- The names that rules ask for ---- */

struct known_names py_known_names(struct arena *a, const str *names, uint32_t count)
{
	struct known_names known = {.names = names, .mask = 15};

	while (known.mask < count * 2)
		known.mask = known.mask * 2 + 1;
	known.slots = NEW(a, uint32_t, (size_t)known.mask + 1);
	for (uint32_t i = 1; i < count; i++) {
		uint32_t at = (uint32_t)str_hash(names[i]) & known.mask;
		while (known.slots[at] != 0)
			at = (at + 1) & known.mask;
		known.slots[at] = i;
	}
	return known;
}

uint32_t py_known_find(const struct known_names *known, str name)
{
	uint32_t at = (uint32_t)str_hash(name) & known->mask;

	for (; known->slots[at] != 0; at = (at + 1) & known->mask) {
		if (str_eq(known->names[known->slots[at]], name))
			return known->slots[at];
	}
	return 0;
}
