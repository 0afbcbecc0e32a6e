/* Names of one file, numbered: open addressing over a keyed hash of at most three 8-byte loads for
 * the usual lengths. The key makes flooding the table with colliding names impracticable. */
#include "py/intern.h"

#include "py/unicode.h"

static NOINLINE uint64_t hash_long(uint64_t seed, const uint8_t *s, size_t n)
{
	uint64_t h = seed ^ n;

	for (size_t i = 0; i + 8 <= n; i += 8)
		h = mix(h ^ load_word(s + i), MIX_2);
	return mix(h ^ load_word(s + n - 8), MIX_1 ^ seed);
}

static ALWAYS_INLINE struct name_key key_of(uint64_t seed, const uint8_t *s, size_t n)
{
	uint64_t wide;

	if (LIKELY(n <= 8))
		return short_key(seed, first_bytes(s, n), n);
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

static NOINLINE void grow(struct interner *in)
{
	struct py_file *f = in->f;
	uint32_t room = in->room * 2, old = in->mask;
	struct atom *atoms = arena_raw(in->arena, room * sizeof(*atoms), _Alignof(struct atom));
	struct name_slot *slots = NEW(in->arena, struct name_slot, (size_t)room * 2);

	memcpy(atoms, f->atoms, f->atom_count * sizeof(*atoms));
	in->mask = room * 2 - 1;
	for (uint32_t i = 0; i <= old; i++) {
		uint32_t at;
		if (in->slots[i].n == 0)
			continue;
		at = atoms[in->slots[i].atom].hash & in->mask;
		while (slots[at].n != 0)
			at = (at + 1) & in->mask;
		slots[at] = in->slots[i];
	}
	f->atoms = atoms;
	in->slots = slots;
	in->room = room;
}

void intern_init(struct interner *in, struct py_file *f, struct arena *a)
{
	uint32_t room = 64;

	while (room < f->source.n / 64 && room < 1u << 16)
		room *= 2;
	*in = (struct interner){.f = f, .arena = a, .room = room, .mask = room * 2 - 1};
	in->slots = NEW(a, struct name_slot, (size_t)room * 2);
	in->seed = str_hash(S("names")); /* base/str.h: keyed once a process */
	f->atoms = arena_raw(a, room * sizeof(struct atom), _Alignof(struct atom));
	f->atoms[0] = (struct atom){.text = S("")};
	f->atom_count = 1;
}

static NOINLINE uint32_t add(struct interner *in, const uint8_t *s, size_t n, struct name_key key)
{
	struct py_file *f = in->f;
	uint32_t at, atom = f->atom_count;

	if (atom == in->room)
		grow(in);
	for (at = key.hash & in->mask; in->slots[at].n != 0;)
		at = (at + 1) & in->mask;
	in->slots[at] = (struct name_slot){key.key, (uint32_t)n, atom};
	f->atoms[atom] = (struct atom){.text = {s, n}, .hash = key.hash};
	f->atom_count = atom + 1;
	return atom;
}

HOT uint32_t intern(struct interner *in, const uint8_t *s, size_t n)
{
	const struct name_key key = key_of(in->seed, s, n);
	const struct name_slot *slots = in->slots;

	for (uint32_t at = key.hash & in->mask; slots[at].n != 0; at = (at + 1) & in->mask) {
		if (slots[at].key == key.key && slots[at].n == n &&
		    (n <= 8 || same(in->f->atoms[slots[at].atom].text.p, s, n)))
			return slots[at].atom;
	}
	return add(in, s, n, key);
}

/* Off the lexer's fast path: the first slot was not it. */
NOINLINE uint32_t intern_short(struct interner *in, const uint8_t *s, size_t n, struct name_key key)
{
	for (uint32_t at = key.hash & in->mask; in->slots[at].n != 0; at = (at + 1) & in->mask) {
		if (in->slots[at].key == key.key && in->slots[at].n == n)
			return in->slots[at].atom;
	}
	return add(in, s, n, key);
}

uint32_t intern_wide(struct interner *in, const uint8_t *s, size_t n)
{
	str normal = py_name_normal(in->arena, (str){s, n});
	uint8_t *padded;

	if (normal.p == s)
		return intern(in, s, n);
	padded = arena_alloc(in->arena, normal.n + 16, 1);
	memcpy(padded, normal.p, normal.n);
	return intern(in, padded, normal.n);
}
