#include "test.h"

#include <math.h>
#include "base/buf.h"
#include "model/weights.h"

static const enum weights_type types[] = {WEIGHTS_F16, WEIGHTS_BF16, WEIGHTS_F32, WEIGHTS_F64};

/* Both ways, in parts of different sizes, must come to the same. */
static void check_same(str s, enum weights_type type, bool big)
{
	struct weights fast = {0}, plain = {0};
	size_t cut = s.n / 3 / 8 * 8;

	weights_add(&fast, type, big, str_slice(s, 0, cut));
	weights_add(&fast, type, big, str_slice(s, cut, s.n));
	weights_add_plain(&plain, type, big, s);
	CHECK_INT(fast.count, plain.count);
	CHECK_INT(fast.count, s.n / weights_bytes(type));
	CHECK_INT(fast.nan, plain.nan);
	CHECK_INT(fast.inf, plain.inf);
	CHECK_INT(fast.minus_inf, plain.minus_inf);
	CHECK_INT(fast.zero, plain.zero);
	CHECK(fast.varies == plain.varies);
	CHECK_INT(fast.first, plain.first);
	CHECK(fast.largest == plain.largest);
	CHECK(fast.squares == plain.squares ||
	      fabs(fast.squares - plain.squares) <= 1e-4 * plain.squares + 1e-30);
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

TEST(weights_fast_is_plain)
{
	uint32_t seed = 1;

	for (size_t n = 0; n < 40000; n = n * 3 / 2 + 1) {
		uint8_t *p = arena_raw(a, n + 1, 1);
		for (size_t i = 0; i < n; i++)
			p[i] = (uint8_t)next_random(&seed);
		for (size_t t = 0; t < COUNTOF(types); t++) {
			check_same(test_guarded((str){p, n}, 0), types[t], false);
			check_same(test_guarded((str){p, n}, 0), types[t], true);
		}
		memset(p, 0, n);
		for (size_t t = 0; t < COUNTOF(types); t++)
			check_same((str){p, n}, types[t], false);
		if (n > 40) /* one odd byte among zeros */
			p[n / 2 | 1] = 0x7f;
		for (size_t t = 0; t < COUNTOF(types); t++)
			check_same((str){p, n}, types[t], false);
	}
}

/* Every 16-bit number, with what its 32-bit form says. */
TEST(weights_every_half)
{
	struct buf b = buf_in(a);
	struct weights w = {0};

	for (uint32_t i = 0; i < 65536; i++)
		buf_u16(&b, (uint16_t)i);
	weights_add(&w, WEIGHTS_F16, false, buf_str(&b));
	CHECK_INT(w.count, 65536);
	CHECK_INT(w.nan, 2 * 1023);
	CHECK_INT(w.inf, 2);
	CHECK_INT(w.minus_inf, 1);
	CHECK_INT(w.zero, 2);
	CHECK(w.largest == 65504);
	check_same(buf_str(&b), WEIGHTS_F16, false);
	check_same(buf_str(&b), WEIGHTS_BF16, false);
	w = (struct weights){0};
	weights_add(&w, WEIGHTS_BF16, false, buf_str(&b));
	CHECK_INT(w.nan, 2 * 127);
	CHECK_INT(w.inf, 2);
	w = (struct weights){0};
	weights_add(&w, WEIGHTS_F16, false, S("\x01\x00\x00\x3c\x00\x03\x00\x00"));
	CHECK(w.squares > 1 && w.squares < 1.01);
}

TEST(weights_see_one_among_many)
{
	static const uint8_t nan_bytes[] = {0, 0, 0xc0, 0x7f}, inf_bytes[] = {0, 0, 0x80, 0xff},
			     one[] = {0, 0, 0x80, 0x3f}, huge[] = {0xff, 0xff, 0x7f, 0x7f};
	struct buf b = buf_in(a);

	for (int i = 0; i < 10007; i++)
		buf_add(&b, (str){one, 4});
	for (size_t at = 0; at < 10007; at += 667) {
		struct weights w = {0};
		weights_add(&w, WEIGHTS_F32, false, buf_str(&b));
		CHECK(!w.varies && w.nan + w.inf + w.zero == 0 && w.largest == 1);
		CHECK(w.squares == 10007);
		memcpy(&b.p[4 * at], nan_bytes, 4);
		w = (struct weights){0};
		weights_add(&w, WEIGHTS_F32, false, buf_str(&b));
		CHECK(w.varies && w.nan == 1 && w.inf == 0 && w.largest == 1);
		memcpy(&b.p[4 * at], inf_bytes, 4);
		w = (struct weights){0};
		weights_add(&w, WEIGHTS_F32, false, buf_str(&b));
		CHECK(w.nan == 0 && w.inf == 1 && w.minus_inf == 1 && w.largest == 1);
		memcpy(&b.p[4 * at], huge, 4);
		w = (struct weights){0};
		weights_add(&w, WEIGHTS_F32, false, buf_str(&b));
		CHECK(w.nan == 0 && w.inf == 0 && w.largest > 3e38 && w.squares > 1e76);
		memcpy(&b.p[4 * at], one, 4);
	}
}
