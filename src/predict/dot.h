/* Many dot products: rows of features times rows of coefficients. The order of additions is fixed
 * (four interleaved sums, then the rest), with and without AVX2 and without fused operations, so
 * that results are the same bits everywhere. */
#ifndef PREDICT_DOT_H
#define PREDICT_DOT_H

#include "base/compiler.h"

/* out[r * k + c] = x[r * n ...] . w[c * n ...] + b[c] for all rows r and c < k; b may be NULL. */
void dot_rows(const double *x, size_t rows, size_t n, const double *w, const double *b, size_t k,
	      double *out);

#endif
