/* What torch.save() puts into a pickle, whatever lies around it: storages as persistent ids,
 * tensors as calls of torch._utils. Strides, offsets and sizes are hostile: every tensor is checked
 * against its storage before it is an item. */
#ifndef CONVERT_TORCH_H
#define CONVERT_TORCH_H

#include "base/map.h"
#include "convert/pickle.h"
#include "convert/read.h"

struct torch_use { /* a tensor of a storage */
	struct torch_use *next;
	struct tensor *tensor;
	uint64_t from, bytes; /* of the storage: views of old files are a part of it */
};

struct torch_storage {
	str key;
	uint64_t bytes;
	uint8_t dtype, item;
	bool slow, placed;
	struct blob blob; /* once it is placed */
	struct torch_use *uses;
};

struct torch {
	struct reading *r;
	struct unpickle u;
	bool big;
	/* Finds a storage's bytes: places it. NULL: they are placed when all is read. False:
	 * refused. */
	bool (*find)(struct torch *t, struct torch_storage *s);
	void *ctx;
	struct map storages; /* by key: struct torch_storage * */
};

/* Sets the hooks of t->u; t->r is set. */
void torch_init(struct torch *t, struct pickle_tree *tree);
/* Bytes of an element, and the dtype, of a storage's class. False: refused, or no such class. */
MUST_CHECK bool torch_storage_class(struct torch *t, struct pickle_tree_value type, uint8_t *dtype,
				    uint8_t *item);
/* A new storage; refused when there is one of the key with another size. */
struct torch_storage *torch_storage_add(struct torch *t, str key, uint8_t dtype, uint8_t item,
					uint64_t count);
struct torch_storage *torch_storage_get(struct torch *t, str key);
/* Now its bytes are known. */
void torch_storage_place(struct torch_storage *s, struct blob b, bool slow);

struct torch_view { /* of a storage, in bytes */
	struct torch_storage *storage;
	uint64_t from, bytes;
	uint8_t dtype;
};

struct torch_shape { /* as files have it: in elements */
	uint64_t size[TENSOR_DIMS];
	int64_t stride[TENSOR_DIMS];
	unsigned dims;
	uint64_t offset;
};

MUST_CHECK bool torch_tensor(struct torch *t, const struct torch_view *v,
			     const struct torch_shape *s, struct item **out);
/* The storage itself, as a row of its elements. */
MUST_CHECK bool torch_storage_item(struct torch *t, const struct torch_view *v, struct item **out);
/* An int of Python from 0 on. */
bool torch_number(struct pickle_tree_value v, uint64_t *out);
/* Moves the refusal to the reading; returns NULL. */
const struct item *torch_refused(struct torch *t);
/* Runs a pickle; false: refused. */
MUST_CHECK bool torch_pickle(struct reading *r, struct pickle_tree *tree, str what, uint64_t at,
			     struct pickle_tree_end *out);

#endif
