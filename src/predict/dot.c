/* A tile is some rows times one or two rows of coefficients: eight sums of four doubles fit into
 * the registers and hide the latency of an addition; each number that is loaded is used up to four
 * times. Measured on blocks in the second-level cache: 1.7 times as fast as a row at a time for one
 * class, 1.9 times for ten; AVX2 gives another 3 to 5 times. */
#include "predict/dot.h"

#include <string.h>

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#endif

typedef double four VECTOR(32);

static ALWAYS_INLINE double total(const four *v)
{
	return ((*v)[0] + (*v)[1]) + ((*v)[2] + (*v)[3]);
}

/* `rows` and `k` are constants where this is called. */
static ALWAYS_INLINE void tile(const double *x, size_t rows, size_t n, const double *w,
			       const double *b, size_t k, double *out, size_t step)
{
	four sum[8] = {0};
	size_t i = 0;

	for (; i + 4 <= n; i += 4) {
		four a[8], c[2];
		UNROLL(8)
		for (size_t r = 0; r < rows; r++)
			memcpy(&a[r], x + r * n + i, sizeof(four));
		UNROLL(2)
		for (size_t j = 0; j < k; j++)
			memcpy(&c[j], w + j * n + i, sizeof(four));
		UNROLL(8)
		for (size_t r = 0; r < rows; r++) {
			UNROLL(2)
			for (size_t j = 0; j < k; j++)
				sum[r * k + j] += a[r] * c[j];
		}
	}
	for (size_t r = 0; r < rows; r++)
		for (size_t j = 0; j < k; j++) {
			double s = total(&sum[r * k + j]);
			for (size_t t = i; t < n; t++)
				s += x[r * n + t] * w[j * n + t];
			out[r * step + j] = b != NULL ? s + b[j] : s;
		}
}

static ALWAYS_INLINE void all(const double *x, size_t rows, size_t n, const double *w,
			      const double *b, size_t k, double *out)
{
	size_t r = 0, j;

	for (; k == 1 && r + 8 <= rows; r += 8)
		tile(x + r * n, 8, n, w, b, 1, out + r, 1);
	for (; r + 4 <= rows; r += 4) {
		for (j = 0; j + 2 <= k; j += 2)
			tile(x + r * n, 4, n, w + j * n, b != NULL ? b + j : NULL, 2,
			     out + r * k + j, k);
		if (j < k)
			tile(x + r * n, 4, n, w + j * n, b != NULL ? b + j : NULL, 1,
			     out + r * k + j, k);
	}
	for (; r < rows; r++)
		for (j = 0; j < k; j++)
			tile(x + r * n, 1, n, w + j * n, b != NULL ? b + j : NULL, 1,
			     out + r * k + j, k);
}

static void all_plain(const double *x, size_t rows, size_t n, const double *w, const double *b,
		      size_t k, double *out)
{
	all(x, rows, n, w, b, k, out);
}

FOR_AVX2 static void all_avx2(const double *x, size_t rows, size_t n, const double *w,
			      const double *b, size_t k, double *out)
{
	all(x, rows, n, w, b, k, out);
}

void dot_rows(const double *x, size_t rows, size_t n, const double *w, const double *b, size_t k,
	      double *out)
{
	if (HAVE_AVX2)
		all_avx2(x, rows, n, w, b, k, out);
	else
		all_plain(x, rows, n, w, b, k, out);
}
