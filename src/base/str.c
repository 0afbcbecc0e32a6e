#include "base/str.h"
#include "base/ascii.h"

#include <sys/auxv.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

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

/* ---- Searching ----
 *
 * Rules look for short words in short texts, millions of times: a place is compared with the needle
 * only where the needle's first and last byte fit, which is known of 16 places at once. */

enum search { SEARCH_EXACT, SEARCH_NOCASE, SEARCH_WORD };

static ALWAYS_INLINE bool search_fits(str s, str needle, size_t at, enum search how)
{
	size_t end = at + needle.n;

	if (how == SEARCH_NOCASE)
		return str_eq_nocase((str){s.p + at, needle.n}, needle);
	if (how == SEARCH_WORD &&
	    ((at > 0 && s.p[at - 1] != ' ') || (end < s.n && s.p[end] != ' ')))
		return false;
	return memcmp(s.p + at, needle.p, needle.n) == 0;
}

/* Folding everything only gives more places to compare. */
static ALWAYS_INLINE uint8_t search_byte(uint8_t b, enum search how)
{
	return how == SEARCH_NOCASE ? b | 0x20 : b;
}

#if defined(__SSE2__)
/* A bit for each of the places at `at` ... `at` + 15 whose first and last byte fit. */
static ALWAYS_INLINE unsigned search_mask(const uint8_t *at, str needle, enum search how)
{
	__m128i first = _mm_loadu_si128((const __m128i *)(const void *)at);
	__m128i last = _mm_loadu_si128((const __m128i *)(const void *)(at + needle.n - 1));

	if (how == SEARCH_NOCASE) {
		first = _mm_or_si128(first, _mm_set1_epi8(0x20));
		last = _mm_or_si128(last, _mm_set1_epi8(0x20));
	}
	first = _mm_cmpeq_epi8(first, _mm_set1_epi8((char)search_byte(needle.p[0], how)));
	last = _mm_cmpeq_epi8(last, _mm_set1_epi8((char)search_byte(needle.p[needle.n - 1], how)));
	return (unsigned)_mm_movemask_epi8(_mm_and_si128(first, last));
}
#endif

static ALWAYS_INLINE size_t search(str s, str needle, enum search how)
{
	size_t places = s.n - needle.n + 1, at = 0;

	if (needle.n == 0 || s.n < needle.n)
		return needle.n == 0 ? 0 : STR_NONE;
#if defined(__SSE2__)
	while (places >= 16 && at < places) {
		size_t block = at + 16 <= places ? at : places - 16; /* the last one overlaps */
		unsigned mask = search_mask(s.p + block, needle, how);
		for (mask &= ~0u << (at - block); mask != 0; mask &= mask - 1) {
			size_t hit = block + (unsigned)__builtin_ctz(mask);
			if (search_fits(s, needle, hit, how))
				return hit;
		}
		at = block + 16;
	}
#endif
	for (; at < places; at++)
		if (search_byte(s.p[at], how) == search_byte(needle.p[0], how) &&
		    search_fits(s, needle, at, how))
			return at;
	return STR_NONE;
}

size_t str_find(str s, str needle)
{
	return search(s, needle, SEARCH_EXACT);
}

size_t str_find_nocase(str s, str needle)
{
	return search(s, needle, SEARCH_NOCASE);
}

bool str_in_words(str s, str words)
{
	return s.n > 0 && search(words, s, SEARCH_WORD) != STR_NONE &&
	       str_find_byte(s, ' ') == STR_NONE;
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

str str_before_last(str s, uint8_t b)
{
	size_t at = str_rfind_byte(s, b);

	return str_slice(s, 0, at == STR_NONE ? 0 : at);
}

str str_after_last(str s, uint8_t b)
{
	size_t at = str_rfind_byte(s, b);

	return at == STR_NONE ? s : str_slice(s, at + 1, s.n);
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
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
			    a.p[i - 2] == b.p[j - 1] && before[j - 2] + 1 < best)
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
	len = p[0] >= 0xc2 && p[0] <= 0xdf   ? 2
	      : p[0] >> 4 == 0xe	     ? 3
	      : p[0] >= 0xf0 && p[0] <= 0xf4 ? 4
					     : 0;
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

bool str_is_utf8(str s)
{
	for (size_t i = 0; i < s.n;) {
		unsigned n = s.p[i] < 0x80 ? 1 : str_utf8_len(str_slice(s, i, s.n));
		if (n == 0)
			return false;
		i += n;
	}
	return true;
}
