/* Elements of NumPy arrays as doubles: every dtype of numbers, of both byte orders. */
#ifndef PREDICT_ARRAY_H
#define PREDICT_ARRAY_H

#include "model/npy.h"

struct element {      /* how an element lies there */
	uint8_t kind; /* 'f', 'i', 'u', 'b' */
	uint8_t bytes;
	bool big;
};

/* False: no dtype of numbers that predict reads. */
MUST_CHECK bool element_of(const struct npy *n, struct element *out);
/* One element; integers beyond 53 bits are rounded, as NumPy's astype does. */
double element_double(struct element e, const uint8_t *p);
int64_t element_int(struct element e, const uint8_t *p);
/* `n` elements `step` bytes apart to doubles `to_step` apart. */
void element_doubles(struct element e, const uint8_t *p, size_t step, double *to, size_t to_step,
		     size_t n);

/* A two-dimensional array of numbers as rows of doubles, whatever its order. Rows of an array in C
 * order may as well be taken one element wide: then its elements come as they lie. */
struct array_rows {
	struct arena *arena;
	struct blob blob;
	uint64_t at; /* byte of the first element */
	struct element element;
	uint64_t rows;
	size_t columns;
	bool fortran;
	size_t block; /* rows that are read at once, at most */
	uint8_t *raw; /* a block as it lies there, once it was needed; NULL at first */
};

/* Rows [first, first + n) to `to`, n <= block, all inside. False: they cannot be read. */
MUST_CHECK bool array_rows_read(struct array_rows *r, uint64_t first, size_t n, double *to);

#endif
