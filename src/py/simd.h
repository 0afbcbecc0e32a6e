/* Scanning many bytes at a time: SSE2 on x86-64, plain loops elsewhere. All readers may look up to
 * 31 bytes ahead; the 64 zero bytes after a source make that safe, and a zero byte stops every
 * search, so nobody needs to compare with the end. */
#ifndef PY_SIMD_H
#define PY_SIMD_H

#include <string.h>
#include "base/compiler.h"

#if defined(__SSE2__) && !defined(PY_NO_SIMD)
#include <emmintrin.h>
#define PY_SSE2 1
#else
#define PY_SSE2 0
#endif

static inline uint64_t load_word(const uint8_t *p) /* little-endian on every machine */
{
	uint64_t w;

	memcpy(&w, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	w = __builtin_bswap64(w);
#endif
	return w;
}

/* Letters, digits, underscore, and every byte of a multi-byte UTF-8 sequence. */
static inline bool is_name_byte(uint8_t c)
{
	return (uint8_t)((c | 0x20) - 'a') < 26 || (uint8_t)(c - '0') < 10 || c == '_' || c >= 0x80;
}

#if PY_SSE2

static ALWAYS_INLINE __m128i load16(const uint8_t *p)
{
	return _mm_loadu_si128((const __m128i *)(const void *)p);
}

static ALWAYS_INLINE unsigned mask16(__m128i v)
{
	return (unsigned)_mm_movemask_epi8(v);
}

static ALWAYS_INLINE __m128i equals16(__m128i v, uint8_t c)
{
	return _mm_cmpeq_epi8(v, _mm_set1_epi8((char)c));
}

/* 0xff where lo <= v <= hi, for ASCII bounds: one signed comparison after a shift of the range's
 * end to the end of the signed numbers. */
static ALWAYS_INLINE __m128i between16(__m128i v, uint8_t lo, uint8_t hi)
{
	__m128i shifted = _mm_add_epi8(v, _mm_set1_epi8((char)(127 - hi)));

	return _mm_cmpgt_epi8(shifted, _mm_set1_epi8((char)(127 - (hi - lo) - 1)));
}

static ALWAYS_INLINE unsigned name_mask16(__m128i v)
{
	__m128i letter = between16(_mm_or_si128(v, _mm_set1_epi8(0x20)), 'a', 'z');
	__m128i digit = between16(v, '0', '9');
	__m128i other = _mm_or_si128(equals16(v, '_'), v); /* v's own high bit counts in the mask */

	return mask16(_mm_or_si128(_mm_or_si128(letter, digit), other));
}

#endif

/* Bytes of the name at p; *wide is set when some are not ASCII. */
static ALWAYS_INLINE size_t name_length(const uint8_t *p, bool *wide)
{
	size_t n = 0;
#if PY_SSE2
	unsigned high = 0;

	for (;;) {
		__m128i v = load16(p + n);
		unsigned end = ~name_mask16(v) & 0xffff;
		if (LIKELY(end != 0)) {
			unsigned k = (unsigned)__builtin_ctz(end);
			high |= mask16(v) & ((1u << k) - 1);
			*wide = high != 0;
			return n + k;
		}
		high |= mask16(v);
		n += 16;
	}
#else
	uint8_t all = 0;

	for (; is_name_byte(p[n]); n++)
		all |= p[n];
	*wide = all >= 0x80;
	return n;
#endif
}

/* Number of spaces at p. */
static ALWAYS_INLINE size_t space_length(const uint8_t *p)
{
	size_t n = 0;
#if PY_SSE2
	for (;; n += 16) {
		unsigned end = ~mask16(equals16(load16(p + n), ' ')) & 0xffff;
		if (LIKELY(end != 0))
			return n + (unsigned)__builtin_ctz(end);
	}
#else
	while (p[n] == ' ')
		n++;
	return n;
#endif
}

/* A bit for each of the 16 bytes at p that is c. */
static ALWAYS_INLINE unsigned byte_mask(const uint8_t *p, uint8_t c)
{
#if PY_SSE2
	return mask16(equals16(load16(p), c));
#else
	unsigned mask = 0;

	for (unsigned i = 0; i < 16; i++)
		mask |= (unsigned)(p[i] == c) << i;
	return mask;
#endif
}

/* How many of the 16 * `blocks` bytes at p are c; at most 255 blocks. */
static ALWAYS_INLINE uint32_t count_byte(const uint8_t *p, size_t blocks, uint8_t c)
{
#if PY_SSE2
	__m128i counts = _mm_setzero_si128(), sums;

	for (size_t i = 0; i < blocks; i++)
		counts = _mm_sub_epi8(counts, equals16(load16(p + 16 * i), c));
	sums = _mm_sad_epu8(counts, _mm_setzero_si128());
	return (uint32_t)_mm_cvtsi128_si32(sums) +
	       (uint32_t)_mm_cvtsi128_si32(_mm_srli_si128(sums, 8));
#else
	uint32_t n = 0;

	for (size_t i = 0; i < 16 * blocks; i++)
		n += p[i] == c;
	return n;
#endif
}

/* First newline, carriage return or zero byte at or after p. */
static ALWAYS_INLINE const uint8_t *find_line_end(const uint8_t *p)
{
#if PY_SSE2
	for (;; p += 16) {
		__m128i v = load16(p);
		unsigned hit = mask16(_mm_or_si128(
			_mm_or_si128(equals16(v, '\n'), equals16(v, '\r')), equals16(v, 0)));
		if (hit != 0)
			return p + (unsigned)__builtin_ctz(hit);
	}
#else
	while (*p != '\n' && *p != '\r' && *p != 0)
		p++;
	return p;
#endif
}

/* First quote, backslash, line end or zero byte: what can stop a string in single quotes. */
static ALWAYS_INLINE const uint8_t *find_string_stop(const uint8_t *p, uint8_t quote)
{
#if PY_SSE2
	for (;; p += 16) {
		__m128i v = load16(p);
		__m128i a = _mm_or_si128(equals16(v, quote), equals16(v, '\\'));
		__m128i b = _mm_or_si128(equals16(v, '\n'), equals16(v, '\r'));
		unsigned hit = mask16(_mm_or_si128(_mm_or_si128(a, b), equals16(v, 0)));
		if (hit != 0)
			return p + (unsigned)__builtin_ctz(hit);
	}
#else
	while (*p != quote && *p != '\\' && *p != '\n' && *p != '\r' && *p != 0)
		p++;
	return p;
#endif
}

/* The same for three quotes: a line feed does not stop it. */
static ALWAYS_INLINE const uint8_t *find_triple_stop(const uint8_t *p, uint8_t quote)
{
#if PY_SSE2
	for (;; p += 16) {
		__m128i v = load16(p);
		__m128i a = _mm_or_si128(equals16(v, quote), equals16(v, '\\'));
		__m128i b = _mm_or_si128(equals16(v, '\r'), equals16(v, 0));
		unsigned hit = mask16(_mm_or_si128(a, b));
		if (hit != 0)
			return p + (unsigned)__builtin_ctz(hit);
	}
#else
	while (*p != quote && *p != '\\' && *p != '\r' && *p != 0)
		p++;
	return p;
#endif
}

/* What can stop the literal text of an f-string: also braces, and line ends of both kinds. */
static ALWAYS_INLINE const uint8_t *find_fstring_stop(const uint8_t *p, uint8_t quote)
{
#if PY_SSE2
	for (;; p += 16) {
		__m128i v = load16(p);
		__m128i a = _mm_or_si128(equals16(v, quote), equals16(v, '\\'));
		__m128i b = _mm_or_si128(equals16(v, '\n'), equals16(v, '\r'));
		__m128i c = _mm_or_si128(equals16(v, '{'), equals16(v, '}'));
		unsigned hit =
			mask16(_mm_or_si128(_mm_or_si128(a, b), _mm_or_si128(c, equals16(v, 0))));
		if (hit != 0)
			return p + (unsigned)__builtin_ctz(hit);
	}
#else
	while (*p != quote && *p != '\\' && *p != '\n' && *p != '\r' && *p != '{' && *p != '}' &&
	       *p != 0)
		p++;
	return p;
#endif
}

#endif
