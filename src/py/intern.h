/* Names of one file, numbered. */
#ifndef PY_INTERN_H
#define PY_INTERN_H

#include "base/arena.h"
#include "py/file.h"
#include "py/simd.h"

/* A name of up to 8 bytes is its own key, so a look-up ends here; a longer one's is its hash. */
struct name_slot {
	uint64_t key;
	uint32_t n; /* bytes of the name; 0 = free */
	uint32_t atom;
};

/* Open addressing; the hash is keyed by `seed`, so nobody can make names collide. */
struct interner {
	struct name_slot *slots;
	uint32_t mask, room; /* slots - 1; atoms */
	uint64_t seed;
	struct py_file *f;
	struct arena *arena;
};

struct name_key {
	uint64_t key;
	uint32_t hash;
};

#define MIX_1 UINT64_C(0x9e3779b97f4a7c15)
#define MIX_2 UINT64_C(0xd6e8feb86659fd93)

static ALWAYS_INLINE uint64_t mix(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static ALWAYS_INLINE uint64_t first_bytes(const uint8_t *s, size_t n) /* 1 to 8 */
{
	return load_word(s) & (UINT64_MAX >> (64 - 8 * n));
}

static ALWAYS_INLINE struct name_key short_key(uint64_t seed, uint64_t word, size_t n)
{
	return (struct name_key){word, (uint32_t)mix(word ^ seed, MIX_1 ^ n)};
}

void intern_init(struct interner *in, struct py_file *f, struct arena *a);

/* The number of s[0..n), n > 0; 8 bytes after it must be readable. */
uint32_t intern(struct interner *in, const uint8_t *s, size_t n);
/* The same for an identifier that is not only ASCII: normalised first. */
uint32_t intern_wide(struct interner *in, const uint8_t *s, size_t n);
/* The same for up to 8 bytes whose key is known. */
uint32_t intern_short(struct interner *in, const uint8_t *s, size_t n, struct name_key key);

#endif
