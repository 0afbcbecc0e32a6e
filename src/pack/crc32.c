/* Folding: 64 bytes at a time, four registers of 16, each multiplied by x^(512+64) and x^512 modulo
 * the polynomial and added to what follows ("Fast CRC Computation for Generic Polynomials Using
 * PCLMULQDQ Instruction", Gopal et al., Intel 2009). What remains of 64 bytes and less is left to
 * zlib, with the registers as its first bytes: a message's checksum is that of its remainder.
 *
 * The algebra: without its first and last complement a CRC is linear, so that the pieces of a whole
 * add up (exclusive or), each shifted by what follows it: multiplied by x^(8 n). */
#include "pack/crc32.h"

#include <zlib.h>

#if defined(__x86_64__) && !defined(CRC32_PLAIN)
#include <immintrin.h>
#define FOLDS 1
#else
#define FOLDS 0
#endif

#define POLYNOMIAL 0xedb88320U
#define LONG ((size_t)256) /* bytes from which on folding pays */

#if FOLDS
/* x^(n+64) and x^n mod P, reflected and shifted as the instruction needs them: for n = 512 (four
 * registers ahead) and n = 128 (one). */
#define K512_HIGH 0x154442bd4
#define K512_LOW 0x1c6e41596
#define K128_HIGH 0x1751997d0
#define K128_LOW 0x0ccaa009e

TARGET("pclmul,sse4.1") static inline __m128i fold(__m128i x, __m128i k, __m128i next)
{
	__m128i low = _mm_clmulepi64_si128(x, k, 0x00), high = _mm_clmulepi64_si128(x, k, 0x11);

	return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

TARGET("pclmul,sse4.1") static inline __m128i load(const uint8_t *p)
{
	return _mm_loadu_si128((const __m128i *)(const void *)p);
}

/* n is a multiple of 64, at least 128. */
TARGET("pclmul,sse4.1") static uint32_t crc_folded(uint32_t crc, const uint8_t *p, size_t n)
{
	const __m128i far = _mm_set_epi64x(K512_LOW, K512_HIGH);
	const __m128i near = _mm_set_epi64x(K128_LOW, K128_HIGH);
	__m128i a = load(p), b = load(p + 16), c = load(p + 32), d = load(p + 48);
	uint8_t rest[16];

	a = _mm_xor_si128(a, _mm_cvtsi32_si128((int)~crc));
	for (p += 64, n -= 64; n >= 64; p += 64, n -= 64) {
		a = fold(a, far, load(p));
		b = fold(b, far, load(p + 16));
		c = fold(c, far, load(p + 32));
		d = fold(d, far, load(p + 48));
	}
	b = fold(a, near, b);
	c = fold(b, near, c);
	d = fold(c, near, d);
	_mm_storeu_si128((__m128i *)(void *)rest, d);
	return (uint32_t)crc32_z(0xffffffff, rest, sizeof(rest));
}

static bool can_fold(void)
{
	return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
}
#endif

uint32_t crc32_of(uint32_t crc, str bytes)
{
#if FOLDS
	if (bytes.n >= LONG && can_fold()) {
		size_t n = bytes.n & ~(size_t)63;
		crc = crc_folded(crc, bytes.p, n);
		bytes = str_slice(bytes, n, bytes.n);
	}
#endif
	return bytes.n > 0 ? (uint32_t)crc32_z(crc, bytes.p, bytes.n) : crc;
}

/* Polynomials modulo P, reflected: the highest bit is x^0. */
static uint32_t multiply(uint32_t a, uint32_t b)
{
	uint32_t product = 0;

	for (; a != 0; a <<= 1) {
		product ^= b & (0 - (a >> 31));
		b = b >> 1 ^ (POLYNOMIAL & (0 - (b & 1)));
	}
	return product;
}

/* x^(8 * 2^i); each is the square of the one before, and the 32th the first again. */
static const uint32_t powers[32] = {
	0x00800000U, 0x00008000U, 0xedb88320U, 0xb1e6b092U, 0xa06a2517U, 0xed627daeU, 0x88d14467U,
	0xd7bbfe6aU, 0xec447f11U, 0x8e7ea170U, 0x6427800eU, 0x4d47bae0U, 0x09fe548fU, 0x83852d0fU,
	0x30362f1aU, 0x7b5a9cc3U, 0x31fec169U, 0x9fec022aU, 0x6c8dedc4U, 0x15d6874dU, 0x5fde7a4eU,
	0xbad90e37U, 0x2e4e5eefU, 0x4eaba214U, 0xa8a472c0U, 0x429a969eU, 0x148d302aU, 0xc40ba6d0U,
	0xc4e22c3cU, 0x40000000U, 0x20000000U, 0x08000000U,
};

/* sum * x^(8 n) */
static uint32_t shift(uint32_t sum, uint64_t n)
{
	for (unsigned i = 0; n != 0 && sum != 0; n >>= 1, i++)
		if (n & 1)
			sum = multiply(powers[i % COUNTOF(powers)], sum);
	return sum;
}

uint32_t crc32_part(uint32_t sum, str piece, uint64_t behind)
{
	return sum ^ shift(~crc32_of(0xffffffffU, piece), behind);
}

uint32_t crc32_whole(uint32_t sum, uint64_t size)
{
	return ~(sum ^ shift(0xffffffffU, size));
}
