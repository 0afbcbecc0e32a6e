#include "test.h"

#include <zlib.h>
#include "pack/crc32.h"

static uint8_t *bytes_of(struct arena *a, size_t n)
{
	uint8_t *p = arena_raw(a, n, 1);
	uint32_t x = 1;

	for (size_t i = 0; i < n; i++) {
		x = x * 1664525 + 1013904223;
		p[i] = (uint8_t)(x >> 24);
	}
	return p;
}

TEST(crc32_is_zlibs)
{
	uint8_t *p = bytes_of(a, 70000);

	for (size_t n = 0; n < 1200; n++)
		for (size_t at = 0; at < 3; at++) {
			str s = {p + at, n};
			uint32_t begin = (uint32_t)(n * 2654435761U);
			CHECK_INT(crc32_of(0, s), crc32_z(0, s.p, s.n));
			CHECK_INT(crc32_of(begin, s), crc32_z(begin, s.p, s.n));
		}
	CHECK_INT(crc32_of(0, (str){p, 70000}), crc32_z(0, p, 70000));
	CHECK_INT(crc32_of(0, test_guarded((str){p, 4096}, 0)), crc32_z(0, p, 4096));
}

TEST(crc32_adds_pieces_in_any_order)
{
	size_t size = 50000;
	uint8_t *p = bytes_of(a, size);
	static const size_t cuts[] = {0, 1, 300, 301, 20000, 49999, 50000};
	static const unsigned order[] = {3, 0, 5, 1, 4, 2};
	uint32_t sum = 0;

	for (size_t i = 0; i < COUNTOF(order); i++) {
		size_t from = cuts[order[i]], to = cuts[order[i] + 1];
		sum = crc32_part(sum, (str){p + from, to - from}, size - to);
	}
	CHECK_INT(crc32_whole(sum, size), crc32_z(0, p, size));
	/* Behind it five billion zeros, whose checksum has a closed form only here. */
	sum = crc32_part(0, (str){p, 10}, (uint64_t)5 << 30);
	for (unsigned i = 0; i < 5; i++)
		sum = crc32_part(sum, S(""), (uint64_t)i << 30);
	CHECK_INT(crc32_whole(sum, 10 + ((uint64_t)5 << 30)),
		  crc32_combine64(crc32_z(0, p, 10), crc32_whole(0, (uint64_t)5 << 30),
				  (long)5 << 30));
}
