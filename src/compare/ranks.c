/* Selection by digits: the number with a given rank is found from its most significant bits down,
 * by counting in each pass how many share the bits that are known. Six passes whatever the numbers
 * are: a hostile order costs nothing, and nothing is moved. */
#include "compare/ranks.h"

#include "base/limits.h"

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

void ranks_init(struct ranks *r, struct arena *a, uint64_t expected)
{
	*r = (struct ranks){.arena = a};
	if (expected > LIMIT_COMPARE_ROWS)
		expected = LIMIT_COMPARE_ROWS;
	r->room = (size_t)expected;
	r->v = arena_raw(a, r->room * sizeof(double), 8);
}

void ranks_add(struct ranks *r, double v)
{
	double *more;

	if (r->n == LIMIT_COMPARE_ROWS) {
		r->full = true;
		return;
	}
	if (r->n == r->room) {
		r->room = r->room < 512 ? 1024 : 2 * r->room;
		more = arena_raw(r->arena, r->room * sizeof(double), 8);
		if (r->n > 0)
			memcpy(more, r->v, r->n * sizeof(double));
		r->v = more;
	}
	r->v[r->n++] = v;
}

/* Bits that order as the numbers do. */
static uint64_t key_of(double v)
{
	uint64_t bits;

	memcpy(&bits, &v, 8);
	return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

static double of_key(uint64_t key)
{
	uint64_t bits = key >> 63 ? key & ~((uint64_t)1 << 63) : ~key;
	double v;

	memcpy(&v, &bits, 8);
	return v;
}

/* The number that would stand at `rank` if they were sorted. */
static double select_rank(const struct ranks *r, size_t rank)
{
	uint64_t known = 0, mask = 0;
	unsigned shift = 64;

	while (shift > 0) {
		unsigned bits = shift > DIGIT_BITS ? DIGIT_BITS : shift, digit = 0;
		uint32_t counts[DIGITS] = {0};
		shift -= bits;
		for (size_t i = 0; i < r->n; i++) {
			uint64_t key = key_of(r->v[i]);
			if ((key & mask) == known)
				counts[key >> shift & ((1U << bits) - 1)]++;
		}
		for (; rank >= counts[digit]; digit++)
			rank -= counts[digit];
		known |= (uint64_t)digit << shift;
		mask |= (uint64_t)((1U << bits) - 1) << shift;
	}
	return of_key(known);
}

double ranks_quantile(const struct ranks *r, double q)
{
	double at = q * (double)(r->n - 1);
	size_t below = (size_t)at;
	double t = at - (double)below, low = select_rank(r, below), high;

	if (t == 0 || below + 1 >= r->n)
		return low;
	high = select_rank(r, below + 1);
	return t < 0.5 ? low + (high - low) * t : high - (high - low) * (1 - t);
}
