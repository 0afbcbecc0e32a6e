/* The pass over 32-bit floats is the inner loop, at the speed of memory: four at a time, in blocks
 * of some thousand. A block's sum of squares is finite unless one of its numbers is not (or is so
 * large that its square is not): only then the block is looked at one by one. 16-bit numbers are
 * widened, a block at a time. */
#include "model/weights.h"

#include <math.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* Numbers of one block: its widened form lies on the stack and in the first cache. */
#define BLOCK 2048

size_t weights_bytes(enum weights_type type)
{
	return type == WEIGHTS_F64 ? 8 : type == WEIGHTS_F32 ? 4 : 2;
}

/* ---- One by one -------------------------------------------------------------------------------
 */

static uint64_t load(const uint8_t *p, size_t n, bool big)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		v |= (uint64_t)p[i] << 8 * (big ? n - 1 - i : i);
	return v;
}

static float float_of(uint32_t bits)
{
	float f;

	memcpy(&f, &bits, sizeof(f));
	return f;
}

static float half(uint16_t h)
{
	uint32_t sign = (uint32_t)(h & 0x8000) << 16, rest = h & 0x7fff;

	if (rest >= 0x7c00)
		return float_of(sign | 0x7f800000 | (rest & 0x3ff) << 13);
	/* Shifted into place its exponent is 112 too small, denormal or not. */
	rest <<= 13;
	return float_of(rest) * 0x1p112F * (sign ? -1.0F : 1.0F);
}

static double value_of(enum weights_type type, uint64_t bits)
{
	double d;

	switch (type) {
	case WEIGHTS_F16:
		return (double)half((uint16_t)bits);
	case WEIGHTS_BF16:
		return (double)float_of((uint32_t)bits << 16);
	case WEIGHTS_F32:
		return (double)float_of((uint32_t)bits);
	case WEIGHTS_F64:
		memcpy(&d, &bits, sizeof(d));
		return d;
	}
	return 0;
}

static void add_value(struct weights *w, double v)
{
	double magnitude = fabs(v);

	if (isnan(v)) {
		w->nan++;
	} else if (isinf(v)) {
		w->inf++;
		w->minus_inf += v < 0;
	} else {
		w->zero += magnitude == 0;
		w->squares += v * v;
		if (magnitude > w->largest)
			w->largest = magnitude;
	}
}

static void add_first(struct weights *w, uint64_t bits)
{
	if (w->count == 0)
		w->first = bits;
}

void weights_add_plain(struct weights *w, enum weights_type type, bool big, str s)
{
	size_t width = weights_bytes(type);

	for (size_t at = 0; s.n - at >= width; at += width) {
		uint64_t bits = load(&s.p[at], width, big);
		add_first(w, bits);
		w->varies |= bits != w->first;
		add_value(w, value_of(type, bits));
		w->count++;
	}
}

/* ---- Blocks -----------------------------------------------------------------------------------
 */

#if defined(__SSE2__)

struct block {
	float squares, largest;
	uint32_t zero;
	bool varies;
};

static float sum4(__m128 v)
{
	float f[4];

	_mm_storeu_ps(f, v);
	return (f[0] + f[1]) + (f[2] + f[3]);
}

static float max4(__m128 v)
{
	float f[4];

	_mm_storeu_ps(f, v);
	return fmaxf(fmaxf(f[0], f[1]), fmaxf(f[2], f[3]));
}

static int sum4i(__m128i v)
{
	int i[4];

	_mm_storeu_si128((__m128i *)(void *)i, v);
	return i[0] + i[1] + i[2] + i[3];
}

/* n is a multiple of 8. */
static HOT struct block look_floats(const float *p, size_t n, uint32_t first)
{
	const __m128 magnitude = _mm_castsi128_ps(_mm_set1_epi32(0x7fffffff));
	const __m128 want = _mm_castsi128_ps(_mm_set1_epi32((int)first)), none = _mm_setzero_ps();
	__m128 squares0 = none, squares1 = none, largest0 = none, largest1 = none, other = none;
	__m128i zero = _mm_setzero_si128();

	for (size_t i = 0; i < n; i += 8) {
		__m128 a = _mm_loadu_ps(&p[i]), b = _mm_loadu_ps(&p[i + 4]);
		squares0 = _mm_add_ps(squares0, _mm_mul_ps(a, a));
		squares1 = _mm_add_ps(squares1, _mm_mul_ps(b, b));
		largest0 = _mm_max_ps(_mm_and_ps(a, magnitude), largest0);
		largest1 = _mm_max_ps(_mm_and_ps(b, magnitude), largest1);
		zero = _mm_sub_epi32(zero, _mm_castps_si128(_mm_cmpeq_ps(a, none)));
		zero = _mm_sub_epi32(zero, _mm_castps_si128(_mm_cmpeq_ps(b, none)));
		other = _mm_or_ps(other, _mm_or_ps(_mm_xor_ps(a, want), _mm_xor_ps(b, want)));
	}
	return (struct block){
		.squares = sum4(_mm_add_ps(squares0, squares1)),
		.largest = max4(_mm_max_ps(largest0, largest1)),
		.zero = (uint32_t)sum4i(zero),
		.varies = _mm_movemask_epi8(_mm_cmpeq_epi32(_mm_castps_si128(other),
							    _mm_setzero_si128())) != 0xffff,
	};
}

static void add_floats(struct weights *w, const float *p, size_t n, uint32_t first)
{
	struct block b = look_floats(p, n, first);

	w->varies |= b.varies;
	if (isfinite(b.squares)) {
		w->zero += b.zero;
		w->squares += (double)b.squares;
		if ((double)b.largest > w->largest)
			w->largest = (double)b.largest;
		return;
	}
	for (size_t i = 0; i < n; i++)
		add_value(w, (double)p[i]);
}

/* Eight 16-bit numbers as two times four of 32. */
static void widen_brain(const uint8_t *p, float *to)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p), none = _mm_setzero_si128();

	_mm_storeu_si128((__m128i *)(void *)to, _mm_unpacklo_epi16(none, v));
	_mm_storeu_si128((__m128i *)(void *)&to[4], _mm_unpackhi_epi16(none, v));
}

static __m128 widen_half4(__m128i h)
{
	const __m128i sign = _mm_slli_epi32(_mm_and_si128(h, _mm_set1_epi32(0x8000)), 16);
	const __m128i rest = _mm_and_si128(h, _mm_set1_epi32(0x7fff));
	/* Infinities and NaN: the exponent is set to the largest. */
	const __m128i special = _mm_and_si128(_mm_cmpgt_epi32(rest, _mm_set1_epi32(0x7bff)),
					      _mm_set1_epi32(0x7f800000));
	__m128 f = _mm_mul_ps(_mm_castsi128_ps(_mm_slli_epi32(rest, 13)), _mm_set1_ps(0x1p112F));

	return _mm_or_ps(f, _mm_castsi128_ps(_mm_or_si128(sign, special)));
}

static void widen_half(const uint8_t *p, float *to)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p), none = _mm_setzero_si128();

	_mm_storeu_ps(to, widen_half4(_mm_unpacklo_epi16(v, none)));
	_mm_storeu_ps(&to[4], widen_half4(_mm_unpackhi_epi16(v, none)));
}

static float first_float(enum weights_type type, uint64_t first)
{
	return type == WEIGHTS_F16    ? half((uint16_t)first)
	       : type == WEIGHTS_BF16 ? float_of((uint32_t)first << 16)
				      : float_of((uint32_t)first);
}

/* Little-endian 16- and 32-bit numbers; returns how many were added: whole groups of eight. */
static size_t add_fast(struct weights *w, enum weights_type type, str s)
{
	size_t width = weights_bytes(type), n = s.n / width & ~(size_t)7, done = 0;
	float block[BLOCK], f;
	uint32_t first;

	if (n == 0)
		return 0;
	add_first(w, load(s.p, width, false));
	f = first_float(type, w->first);
	memcpy(&first, &f, sizeof(first));
	while (done < n) {
		size_t some = n - done < BLOCK ? n - done : BLOCK;
		str part = str_slice(s, done * width, (done + some) * width);
		if (type == WEIGHTS_F32)
			memcpy(block, part.p, part.n);
		else
			for (size_t i = 0; i < some; i += 8) {
				if (type == WEIGHTS_F16)
					widen_half(&part.p[2 * i], &block[i]);
				else
					widen_brain(&part.p[2 * i], &block[i]);
			}
		add_floats(w, block, some, first);
		done += some;
	}
	w->count += n;
	return n;
}

#else

static size_t add_fast(struct weights *w, enum weights_type type, str s)
{
	(void)w;
	(void)type;
	(void)s;
	return 0;
}

#endif

/* Eight bytes are wide enough to be read one at a time at half the speed of memory. */
static size_t add_doubles(struct weights *w, str s)
{
	size_t n = s.n / 8;
	double squares[2] = {0, 0}, largest[2] = {0, 0};
	uint64_t zero = 0, other = 0;

	if (n == 0)
		return 0;
	add_first(w, load(s.p, 8, false));
	for (size_t i = 0; i < n; i++) {
		double v, magnitude;
		uint64_t bits;
		memcpy(&v, &s.p[8 * i], sizeof(v));
		memcpy(&bits, &s.p[8 * i], sizeof(bits));
		magnitude = fabs(v);
		other |= bits ^ w->first;
		zero += magnitude == 0;
		squares[i & 1] += v * v;
		largest[i & 1] = magnitude > largest[i & 1] ? magnitude : largest[i & 1];
	}
	w->varies |= other != 0;
	if (isfinite(squares[0] + squares[1])) {
		w->zero += zero;
		w->squares += squares[0] + squares[1];
		w->largest = fmax(w->largest, fmax(largest[0], largest[1]));
	} else {
		for (size_t i = 0; i < n; i++) {
			double v;
			memcpy(&v, &s.p[8 * i], sizeof(v));
			add_value(w, v);
		}
	}
	w->count += n;
	return n;
}

void weights_add(struct weights *w, enum weights_type type, bool big, str s)
{
	size_t done = 0;
	const uint16_t one = 1;
	bool little_machine = *(const uint8_t *)&one == 1;

	if (!big && little_machine)
		done = type == WEIGHTS_F64 ? add_doubles(w, s) : add_fast(w, type, s);
	weights_add_plain(w, type, big, str_slice(s, done * weights_bytes(type), s.n));
}

bool weights_read(struct weights *w, enum weights_type type, bool big, struct blob b, uint64_t at,
		  uint64_t n, uint8_t *room)
{
	while (n > 0) {
		size_t some = n < WEIGHTS_ROOM ? (size_t)n : WEIGHTS_ROOM;
		if (!blob_copy(b, at, room, some))
			return false;
		weights_add(w, type, big, (str){room, some});
		at += some;
		n -= some;
	}
	return true;
}
