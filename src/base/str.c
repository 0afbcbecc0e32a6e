#include "base/str.h"

#include <sys/auxv.h>

int str_cmp(str a, str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	if (order != 0)
		return order;
	return (a.n > b.n) - (a.n < b.n);
}

static uint8_t fold(uint8_t b)
{
	return b >= 'A' && b <= 'Z' ? (uint8_t)(b | 0x20) : b;
}

bool str_eq_nocase(str a, str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++) {
		if (fold(a.p[i]) != fold(b.p[i]))
			return false;
	}
	return true;
}

size_t str_find(str s, str needle)
{
	const uint8_t *at;

	if (needle.n == 0)
		return 0;
	if (s.n < needle.n)
		return STR_NONE;
	at = memmem(s.p, s.n, needle.p, needle.n);
	return at ? (size_t)(at - s.p) : STR_NONE;
}

size_t str_find_nocase(str s, str needle)
{
	uint8_t first = needle.n ? fold(needle.p[0]) : 0;

	for (size_t i = 0; i + needle.n <= s.n; i++) {
		if (needle.n == 0 ||
		    (fold(s.p[i]) == first &&
		     str_eq_nocase((str){s.p + i, needle.n}, needle)))
			return i;
	}
	return STR_NONE;
}

size_t str_find_byte(str s, uint8_t b)
{
	const uint8_t *at = s.n ? memchr(s.p, b, s.n) : NULL;

	return at ? (size_t)(at - s.p) : STR_NONE;
}

size_t str_rfind_byte(str s, uint8_t b)
{
	const uint8_t *at = s.n ? memrchr(s.p, b, s.n) : NULL;

	return at ? (size_t)(at - s.p) : STR_NONE;
}

/* Random numbers of this process, so that nobody can prepare a file whose identifiers all fall into
 * one slot. Written once before main and never again; nothing that leaves the process, and no order
 * of anything, depends on them. */
static uint64_t hash_secret[2] = {0x9e3779b97f4a7c15u, 0xd1b54a32d192ed03u};

__attribute__((constructor)) static void hash_secret_init(void)
{
	const void *random = (const void *)getauxval(AT_RANDOM);
	uint64_t seed[2];

	if (random == NULL)
		return;
	memcpy(seed, random, sizeof(seed));
	/* These bytes are also the stack protector's: use only a mixture of them. */
	hash_secret[0] ^= (seed[0] ^ seed[1] >> 31) * 0xbf58476d1ce4e5b9u;
	hash_secret[1] ^= (seed[1] ^ seed[0] >> 27) * 0x94d049bb133111ebu;
}

/* All bits of both in all bits of the result: the two halves of the product, folded. Multiplying
 * modulo 2^64 alone would let differences in high bits cancel whatever the secret is. */
static ALWAYS_INLINE uint64_t fold_product(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static ALWAYS_INLINE uint64_t load64(const uint8_t *p)
{
	uint64_t word;

	memcpy(&word, p, 8);
	return word;
}

static ALWAYS_INLINE uint64_t load32(const uint8_t *p)
{
	uint32_t word;

	memcpy(&word, p, 4);
	return word;
}

uint64_t str_hash(str s)
{
	uint64_t h = hash_secret[0] ^ s.n, a = 0, b = 0;
	const uint8_t *p = s.p;
	size_t n = s.n;

	for (; n > 16; p += 16, n -= 16)
		h = fold_product(load64(p) ^ hash_secret[1], load64(p + 8) ^ h);
	if (n >= 8) {
		a = load64(p);
		b = load64(p + n - 8);
	} else if (n >= 4) {
		a = load32(p);
		b = load32(p + n - 4);
	} else if (n > 0) {
		a = (uint64_t)p[0] << 16 | (uint64_t)p[n / 2] << 8 | p[n - 1];
	}
	h = fold_product(a ^ hash_secret[1], b ^ h);
	return fold_product(h, hash_secret[1] | 1);
}

unsigned str_distance(str a, str b)
{
	enum { MAX = 40 };
	unsigned rows[3][MAX + 1];

	if (a.n > MAX || b.n > MAX)
		return MAX;
	for (unsigned j = 0; j <= b.n; j++)
		rows[0][j] = j;
	for (unsigned i = 1; i <= a.n; i++) {
		unsigned *now = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
		now[0] = i;
		for (unsigned j = 1; j <= b.n; j++) {
			unsigned best = last[j - 1] + (fold(a.p[i - 1]) != fold(b.p[j - 1]));
			if (last[j] + 1 < best)
				best = last[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1] &&
			    before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			now[j] = best;
		}
	}
	return rows[a.n % 3][b.n];
}

bool str_near(str wrong, str right, unsigned *best)
{
	unsigned d = str_distance(wrong, right);
	unsigned allowed = wrong.n < 4 ? 1 : wrong.n < 8 ? 2 : 3;

	if (d > allowed || d >= *best)
		return false;
	*best = d;
	return true;
}

static bool is_space(uint8_t b)
{
	return b == ' ' || (b >= '\t' && b <= '\r');
}

str str_trim(str s)
{
	while (s.n > 0 && is_space(s.p[0]))
		s = str_slice(s, 1, s.n);
	while (s.n > 0 && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

str str_cut(str *rest, uint8_t sep)
{
	str s = *rest;
	size_t at = str_find_byte(s, sep);

	if (at == STR_NONE) {
		*rest = (str){NULL, 0};
		return s;
	}
	*rest = str_slice(s, at + 1, s.n);
	return str_slice(s, 0, at);
}

bool str_in(str s, const char *words)
{
	for (str rest = str_of(words); rest.p != NULL;) {
		str word = str_cut(&rest, ' ');
		if (word.n > 0 && str_eq(word, s))
			return true;
	}
	return false;
}

bool str_to_u64(str s, uint64_t *out)
{
	uint64_t v = 0;

	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		uint64_t digit = (uint64_t)(s.p[i] - '0');
		if (digit > 9 || __builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, digit, &v))
			return false;
	}
	*out = v;
	return true;
}

unsigned str_utf8_len(str s)
{
	const uint8_t *p = s.p;
	unsigned len;

	if (s.n == 0)
		return 0;
	if (p[0] < 0x80)
		return 1;
	len = p[0] >= 0xc2 && p[0] <= 0xdf ? 2 : p[0] >> 4 == 0xe ? 3 : p[0] >= 0xf0 && p[0] <= 0xf4 ? 4 : 0;
	if (len == 0 || s.n < len)
		return 0;
	for (unsigned i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	}
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
	    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return len;
}
