/* Sixteen bytes at once. A comparison gives 0xFF in each lane in which it holds, 0 in the others.
 */
#ifndef BASE_LANES_H
#define BASE_LANES_H

#include <stdint.h>
#include <string.h>
#include "base/compiler.h"

enum { LANES = 16 };

typedef uint8_t lanes VECTOR(16);

static inline lanes lanes_load(const uint8_t *p)
{
	lanes x;

	memcpy(&x, p, sizeof(x));
	return x;
}

static inline lanes lanes_equal(lanes x, uint8_t c)
{
	return (lanes)(x == c);
}

/* first <= x <= last */
static inline lanes lanes_between(lanes x, uint8_t first, uint8_t last)
{
	return (lanes)((lanes)(x - first) <= (uint8_t)(last - first));
}

static inline bool lanes_any(lanes x)
{
	uint64_t half[2];

	memcpy(half, &x, sizeof(half));
	return (half[0] | half[1]) != 0;
}

/* One bit for each lane of a comparison, the first one's lowest: a product gathers eight. */
static inline uint16_t lanes_bits(lanes x)
{
	const uint64_t each = 0x0101010101010101u, gather = 0x0102040810204080u;
	uint64_t half[2];

	memcpy(half, &x, sizeof(half));
	return (uint16_t)(((half[0] & each) * gather) >> 56 |
			  ((half[1] & each) * gather) >> 56 << 8);
}

static inline unsigned lanes_sum(lanes x)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < LANES; i++)
		sum += x[i];
	return sum;
}

#endif
