/* Numbers in tensors, looked at once, in the order of the file: NaN, infinities, zeros, the largest
 * magnitude, the norm, and whether all are the same. */
#ifndef MODEL_WEIGHTS_H
#define MODEL_WEIGHTS_H

#include "base/blob.h"

enum weights_type { WEIGHTS_F16, WEIGHTS_BF16, WEIGHTS_F32, WEIGHTS_F64 };

struct weights {
	uint64_t count;
	uint64_t nan, inf, minus_inf; /* inf: of both signs */
	uint64_t zero;		      /* of both signs */
	double largest;		      /* magnitude of a finite one */
	double squares;		      /* sum over the finite ones */
	uint64_t first;		      /* bits of the first one */
	bool varies;		      /* some other has other bits */
};

/* Adds whole numbers; bytes that are none at the end are passed over. */
void weights_add(struct weights *w, enum weights_type type, bool big_endian, str bytes);
/* The same, one number at a time: what the fast one is measured and tested against. */
void weights_add_plain(struct weights *w, enum weights_type type, bool big_endian, str bytes);

size_t weights_bytes(enum weights_type type);

/* All numbers of [at, at + n) of a blob, through `room` (WEIGHTS_ROOM bytes). False: they cannot be
 * read. */
#define WEIGHTS_ROOM ((size_t)256 * 1024)
MUST_CHECK bool weights_read(struct weights *w, enum weights_type type, bool big_endian,
			     struct blob b, uint64_t at, uint64_t n, uint8_t *room);

#endif
