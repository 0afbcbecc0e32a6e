/* The writers: safetensors, NPZ, NPY. Each takes tensors with names and a sink, and holds nothing
 * but the directory of what it writes. */
#ifndef CONVERT_WRITE_H
#define CONVERT_WRITE_H

#include "convert/item.h"
#include "convert/sink.h"

struct write_pair {
	str key, value; /* UTF-8 */
};

struct write_job {
	struct arena *arena;
	struct sink *sink; /* sink_begin was called */
	struct tensor *const *tensors;
	uint32_t count;
	const struct write_pair *metadata; /* of safetensors */
	unsigned metadata_count;

	/* Results. */
	uint64_t bytes; /* of the whole output: known before the first byte is written */
	struct refusal refusal;
};

/* False: refused (`refusal`; where.n > 0), or sink->failed. The names are unique (tensor_names). */
MUST_CHECK bool safetensors_write(struct write_job *j);
MUST_CHECK bool npz_write(struct write_job *j);
/* Of exactly one tensor. */
MUST_CHECK bool npy_write(struct write_job *j);

/* ---- Between the writers ---- */

/* Can the format hold it, does it lie inside its storage, is the sum not too large? Sets
 * j->refusal. Call it for all before the first byte is written. */
MUST_CHECK bool write_check(struct write_job *j, bool numpy);
/* What precedes an array in NPY, as NumPy writes it; `fortran` as npy_fortran says. In arena.
 * Empty: it cannot be said in NPY. */
str npy_header(struct arena *a, const struct tensor *t);
/* Is it written with the first index fastest? Only when that is how it lies there. */
bool npy_fortran(const struct tensor *t);
uint64_t tensor_bytes(const struct tensor *t);
bool write_unread(struct write_job *j, const struct tensor *t);

#endif
