/* An array of numbers where it lies: dtype, shape, strides and the bytes it reads from, which are
 * not looked at before they are written somewhere else. Every format that holds tensors is read
 * into these, every format that is written is written from them. */
#ifndef CONVERT_TENSOR_H
#define CONVERT_TENSOR_H

#include "base/blob.h"
#include "base/buf.h"

#define TENSOR_DIMS 64 /* NumPy's and torch's own limit */

enum tensor_dtype {
	TENSOR_BOOL,
	TENSOR_U8,
	TENSOR_I8,
	TENSOR_U16,
	TENSOR_I16,
	TENSOR_U32,
	TENSOR_I32,
	TENSOR_U64,
	TENSOR_I64,
	TENSOR_F16,
	TENSOR_BF16,
	TENSOR_F32,
	TENSOR_F64,
	TENSOR_C64,
	TENSOR_C128,
	TENSOR_F8_E4M3, /* torch.float8_e4m3fn */
	TENSOR_F8_E5M2,
	TENSOR_F8_E4M3FNUZ,
	TENSOR_F8_E5M2FNUZ,
	TENSOR_F8_E8M0,
	TENSOR_OTHER, /* NumPy's strings, dates, long doubles, records: `descr` says what; only NPZ
			 can hold them */
};

struct tensor_type {		 /* of tensor_types[], by enum tensor_dtype */
	const char *name;	 /* as messages say it: NumPy's or torch's */
	const char *safetensors; /* NULL: it has none */
	const char *numpy; /* NPY's descr without the byte order ("f4", "b1"); NULL: it has none */
	uint8_t bytes;	   /* of an element */
	uint8_t swap;	   /* bytes of what is swapped for the other byte order: half of complex
			      elements, 1 = nothing */
};

extern const struct tensor_type tensor_types[];

struct tensor {
	str name;	  /* in what is written; hostile */
	struct blob blob; /* the storage: views share it */
	uint64_t at;	  /* byte in it of the element [0, 0, ...] */
	uint64_t count;	  /* elements */
	uint32_t item;	  /* bytes of an element */
	uint8_t dtype;	  /* enum tensor_dtype */
	bool big;	  /* big-endian */
	bool slow;	  /* the bytes come out of a decompressor: to be read in their order */
	uint8_t dims;
	const uint64_t *shape; /* in arena */
	const int64_t *stride; /* in arena: bytes from one index to the next; may be 0 (expanded) */
	str descr;	       /* TENSOR_OTHER: NPY's descr, a Python literal with its quotes */
};

/* Sets count and stride for elements one after the other, the last index fastest (or the first one:
 * Fortran). False: the product overflows 63 bits. `t` has shape, dims, item. */
MUST_CHECK bool tensor_dense(struct arena *a, struct tensor *t, bool fortran);
/* Do the elements lie one after the other in C's order (Fortran's)? */
bool tensor_is_dense(const struct tensor *t, bool fortran);
/* NULL when every element lies inside the blob, or what is wrong (a literal): reaches before the
 * storage's beginning, behind its end ... */
const char *tensor_outside(const struct tensor *t);

#endif
