/* Many numbers, of which percentiles are asked for: exactly, without sorting them. */
#ifndef COMPARE_RANKS_H
#define COMPARE_RANKS_H

#include "base/arena.h"

struct ranks {
	struct arena *arena;
	double *v;
	size_t n, room;
	bool full; /* there were more than LIMIT_COMPARE_ROWS; the first are kept */
};

void ranks_init(struct ranks *r, struct arena *a, uint64_t expected);
void ranks_add(struct ranks *r, double v); /* not NaN */
/* As numpy.quantile does by default: linear between the two nearest. r->n > 0. */
PURE double ranks_quantile(const struct ranks *r, double q);

#endif
