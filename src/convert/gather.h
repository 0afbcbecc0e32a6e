/* An array of any strides as contiguous bytes, in bounded memory.
 *
 * What lies in order is passed on in large pieces. For the rest a box of the array at a time is
 * read into one buffer and turned round into another. Where the box is a piece of the result in
 * order (slices, channels-last weights, small transposes) the result comes out in order. Where that
 * would mean to read a few bytes here and there (a 4 GB matrix that is transposed), the box is a
 * square: runs of some KiB are read, and runs of some KiB are put into their places. */
#ifndef CONVERT_GATHER_H
#define CONVERT_GATHER_H

#include "base/limits.h"
#include "convert/tensor.h"

struct gather; /* the buffers */

#define GATHER_BYTES ((size_t)16 * MiB)

/* Takes twice `most` bytes (GATHER_BYTES; at least 64 KiB) of the arena once an array is not dense.
 */
struct gather *gather_new(struct arena *a, size_t most);

enum gather_end {
	GATHER_OK,
	GATHER_UNREAD,	/* bytes of the tensor cannot be had */
	GATHER_STOPPED, /* put said false */
};

/* Bytes of the result and their place in it; every byte is put exactly once. False: stop. */
typedef bool gather_put(void *ctx, uint64_t at, str bytes);

/* Will the pieces come in order? */
bool gather_in_order(const struct gather *g, const struct tensor *t, bool fortran);
/* The elements with the last index fastest (the first one: fortran), little-endian if `little`, or
 * as they are. The tensor lies inside its blob (tensor_outside). */
enum gather_end gather_run(struct gather *g, const struct tensor *t, bool fortran, bool little,
			   gather_put *put, void *ctx);

#endif
