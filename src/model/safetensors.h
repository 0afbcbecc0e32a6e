/* Safetensors: eight bytes of length, a JSON object that maps names to dtype, shape and
 * data_offsets, and the tensors' bytes, without a gap (format description in the README of
 * huggingface/safetensors; checks as its reference reader makes them, and those that it leaves
 * out). The header is read as events: 24 bytes are kept of a tensor. */
#ifndef MODEL_SAFETENSORS_H
#define MODEL_SAFETENSORS_H

#include "base/blob.h"
#include "base/buf.h"

enum safetensors_diag {
	SAFETENSORS_SHORT,	 /* the file ends inside the length or the header */
	SAFETENSORS_HEADER_SIZE, /* a header larger than any reader takes */
	SAFETENSORS_START,	 /* the header does not begin with `{` */
	SAFETENSORS_JSON,	 /* the header is not JSON */
	SAFETENSORS_DEPTH,	 /* nested deeper than LIMIT_TEXT_DEPTH */
	SAFETENSORS_STRUCTURE,	 /* JSON of another structure */
	SAFETENSORS_METADATA,	 /* __metadata__ is not a table of strings */
	SAFETENSORS_TWICE,	 /* a key that was there before */
	SAFETENSORS_KEY,	 /* a key of a tensor that means nothing */
	SAFETENSORS_DTYPE,	 /* unknown */
	SAFETENSORS_OFFSETS,	 /* reversed, or outside the file */
	SAFETENSORS_SIZE,	 /* dtype x shape is not what the offsets span */
	SAFETENSORS_OVERLAP,	 /* two tensors share bytes */
	SAFETENSORS_HOLE,	 /* bytes between tensors that belong to none */
	SAFETENSORS_TRAILING,	 /* bytes behind the last tensor */
	SAFETENSORS_COUNT,	 /* more than LIMIT_TENSORS: what follows is not read */
	SAFETENSORS_DIAGS,
};

struct safetensors_dtype {
	const char *name;
	uint16_t bits;
	char kind; /* 'f' and 'c' of IEEE widths, 'b' bfloat16, 'i', 'u', '?', or 'x' for the rest
		    */
};

struct safetensors_tensor {
	uint64_t begin, end; /* in the data part */
	uint32_t hash;	     /* of its name */
	uint32_t key : 27;   /* offset of its name's quote in the header */
	uint32_t dtype : 5;  /* index into safetensors_dtypes */
};

struct safetensors {
	uint64_t header_bytes, data_at;
	struct safetensors_tensor *tensors; /* in arena, in order of their bytes */
	uint32_t count;
	uint64_t elements; /* of all tensors */
	bool readable;	   /* the header was read to its end */
};

/* What is said while reading. Each diag at most SAFETENSORS_TOLD times; `what` is a tensor's name
 * or a key, or empty; from..to are bytes of the file. */
struct safetensors_sink {
	void (*issue)(void *ctx, enum safetensors_diag code, uint64_t from, uint64_t to, str what,
		      const char *msg);
	void (*metadata)(void *ctx, str key, str value);
	void *ctx;
};

#define SAFETENSORS_TOLD 10

#define SAFETENSORS_DTYPES 23
extern const struct safetensors_dtype safetensors_dtypes[SAFETENSORS_DTYPES];

void safetensors_read(struct arena *a, struct blob b, const struct safetensors_sink *sink,
		      struct safetensors *out);
/* A tensor's name as it is decoded; borrowed from `room`. */
str safetensors_name(struct buf *room, struct blob b, const struct safetensors_tensor *t);

#endif
