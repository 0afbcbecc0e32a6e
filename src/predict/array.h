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

#endif
