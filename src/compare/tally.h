/* Pairs of numbers, as they come: what differs, and how each row lies to its counterpart. */
#ifndef COMPARE_TALLY_H
#define COMPARE_TALLY_H

#include "compare/compare.h"
#include "compare/ranks.h"

struct tally {
	struct compare_numbers *n; /* borrows; complete after tally_end */
	double tolerance, absolute;
	bool rows;	      /* columns > 1: cosines, largest values */
	double sum_magnitude; /* of |a| where both are finite */
	uint64_t finite;
	struct ranks cosines;

	/* The row that is being read. */
	uint64_t in_row;
	double dot, aa, bb, sum, top[2];
	uint64_t top_at[2];
	bool row_moved, row_differs, row_has_nan;
	bool improper; /* some row is no distribution */
};

/* `rows_expected` is a hint. n->columns is set; 1: numbers by themselves. */
void tally_begin(struct tally *t, struct arena *a, const struct compare_ask *ask,
		 struct compare_numbers *n, uint64_t columns, uint64_t rows_expected);
/* The next `count` elements of both, in C order; rows may be cut anywhere. */
void tally_add(struct tally *t, const double *a, const double *b, size_t count);
void tally_end(struct tally *t);

#endif
