/* GGUF, versions 1 to 3, in both byte orders (specification: docs/gguf.md of ggml): counts, key and
 * value pairs, descriptions of tensors, and their bytes at aligned offsets. Everything is read in
 * order; of string tables only the lengths are looked at, and 24 bytes are kept of a tensor. */
#ifndef MODEL_GGUF_H
#define MODEL_GGUF_H

#include "base/blob.h"
#include "base/buf.h"

enum gguf_diag {
	GGUF_SHORT,	/* the file ends inside the header */
	GGUF_VERSION,	/* none of 1, 2 and 3 */
	GGUF_LENGTH,	/* a length or count that the rest of the file cannot hold */
	GGUF_VALUE,	/* a value of an unknown type, or one that its type does not have */
	GGUF_DEPTH,	/* arrays in arrays deeper than LIMIT_GGUF_DEPTH */
	GGUF_KEY,	/* a key that is longer than 65,535 bytes */
	GGUF_TWICE,	/* a key or tensor name that was there before */
	GGUF_ALIGNMENT, /* not a power of two */
	GGUF_DIMS,	/* more than four dimensions */
	GGUF_TYPE,	/* a tensor type that is not known */
	GGUF_SIZE,	/* the shape overflows, or is no whole number of blocks */
	GGUF_OUTSIDE,	/* a tensor outside the file */
	GGUF_MISALIGNED,
	GGUF_OVERLAP,
	GGUF_HOLE,     /* bytes between tensors that are more than padding */
	GGUF_TRAILING, /* bytes behind the last tensor that are more than padding */
	GGUF_COUNT,    /* more keys or tensors than are looked at */
	GGUF_DIAGS,
};

#define GGUF_TOLD 10 /* each at most so often */

struct gguf_tensor {
	uint64_t begin : 56; /* in the data part */
	uint64_t type : 8;   /* GGUF_TYPE_UNKNOWN: the size is not known */
	uint64_t end;
	uint32_t hash; /* of its name */
	uint32_t at;   /* offset of its description in the file; UINT32_MAX: beyond 4 GiB */
};

#define GGUF_TYPE_UNKNOWN 255

struct gguf {
	unsigned version;
	bool big;		     /* big-endian */
	uint64_t keys, tensor_count; /* as the file says */
	uint64_t alignment, data_at;
	struct gguf_tensor *tensors; /* in arena, in order of their bytes */
	uint32_t count;
	uint64_t elements; /* of all tensors */
	bool readable;	   /* the header was read to its end */
};

struct gguf_sink {
	void (*issue)(void *ctx, enum gguf_diag code, uint64_t from, uint64_t to, str what,
		      const char *msg);
	/* A string, or a string inside an array; cut to LIMIT_JSON_STRING when the key speaks of a
	 * template, to LIMIT_MODEL_PROPERTY_BYTES otherwise. */
	void (*string)(void *ctx, str key, str value, uint64_t offset, bool cut);
	void *ctx;
};

struct gguf_type {
	const char *name; /* NULL: there is no such type any more, or yet */
	uint16_t block, bytes;
	char kind; /* as in safetensors_dtypes; 'x' for quantised */
};

/* NULL: not known. */
const struct gguf_type *gguf_type(uint32_t type);

void gguf_read(struct arena *a, struct blob b, const struct gguf_sink *sink, struct gguf *out);
/* A tensor's name; borrowed from `room`. */
str gguf_name(struct buf *room, struct blob b, const struct gguf *g, const struct gguf_tensor *t);

#endif
