/* From a pickle's tree (model/pickle_tree.h) to items: NumPy's arrays and scalars, containers of
 *the standard library, scipy's sparse matrices, objects of scikit-learn. What is not known to be
 *data is refused by name; nothing is ever called.
 *
 *	struct unpickle u = {.tree = t, .arena = a, .scratch = s, .root = S("model")};
 *	if (!unpickle_item(&u, end.value, &item)) ... u.refusal says where and why
 *
 * The verdict on the file was asked before: here only the shape of what is read is in question.
 *
 * Hooks: a reader that knows what persistent ids mean (torch's storages), or calls that are not
 * known here (torch._utils._rebuild_tensor_v2), sets `persid` and `call`. `call` is asked first for
 * every call of a global; it answers UNPICKLE_PASS for what is not its own. Hooks convert parts of
 * what they get with unpickle_item (unpickle_part, to name the place in refusals) and refuse with
 * unpickle_refuse. What is made of a call is remembered: a hook sees each call once. A hook that
 * needs a persistent id's value as something that is no item looks at the tree itself.
 *
 * Forms (docs/convert.md):
 *	ndarray, matrix, memmap, recarray       TENSOR; of objects: LIST in LIST, a level a
 *dimension NumPy scalar                            SCALAR ("float64"; str_ and bytes_ as TEXT and
 *BYTES) dtype                                   TYPE "numpy.dtype:<f8", "numpy.dtype:[('a',
 *'<f8')]" MaskedArray                             OBJECT numpy.ma.MaskedArray: data, mask,
 *fill_value OrderedDict, defaultdict, Counter, Bunch, mappingproxy   DICT deque, range LIST
 *	RandomState, Generator                  DROPPED
 *	slice                                   OBJECT builtins.slice: start, stop, step
 *	classes and functions as values         TYPE
 *	objects of sklearn.*, scipy.sparse.*    OBJECT: their state; made with arguments: "args" too
 */
#ifndef CONVERT_PICKLE_H
#define CONVERT_PICKLE_H

#include "convert/item.h"
#include "model/pickle_tree.h"

enum unpickle_answer { UNPICKLE_PASS, UNPICKLE_DONE, UNPICKLE_REFUSED };

struct unpickle_path { /* the way to a value, on the stack of who walks */
	const struct unpickle_path *up;
	str name; /* p == NULL: an index */
	uint32_t index;
};

struct unpickle {
	struct pickle_tree *tree;
	struct arena *arena;   /* items go here */
	struct arena *scratch; /* must be another one */
	str root;	       /* what refusals call the value as a whole; empty: "model" */

	void *ctx; /* of the hooks */
	bool (*persid)(struct unpickle *u, struct pickle_tree_value pid, struct item **out);
	enum unpickle_answer (*call)(struct unpickle *u, struct pickle_tree_value call,
				     struct item **out);

	/* Results. */
	struct refusal refusal;
	str sklearn_version; /* the first _sklearn_version that an object has; empty: none */

	/* Of the walk. */
	const struct unpickle_path *path;
	unsigned depth;
};

/* False: refused. */
MUST_CHECK bool unpickle_item(struct unpickle *u, struct pickle_tree_value v, struct item **out);
/* The same for a part of what is being converted: an attribute or key, an element. */
MUST_CHECK bool unpickle_part(struct unpickle *u, str name, struct pickle_tree_value v,
			      struct item **out);
MUST_CHECK bool unpickle_element(struct unpickle *u, uint32_t index, struct pickle_tree_value v,
				 struct item **out);
/* Sets the refusal, with the place where the walk is, unless there is one; returns false. */
bool unpickle_refuse(struct unpickle *u, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* ---- For hooks and between the files ---- */

struct item *unpickle_new(struct unpickle *u, enum item_kind kind);
struct item *unpickle_text(struct unpickle *u, str utf8); /* borrows */
struct item *unpickle_number(struct unpickle *u, int64_t n);
/* A LIST, TUPLE or SET of a container's elements; a DICT of a dict's pairs. */
bool unpickle_list(struct unpickle *u, struct pickle_tree_value v, enum item_kind kind,
		   struct item **out);
bool unpickle_dict(struct unpickle *u, struct pickle_tree_value v, struct item **out);
/* "module.name" of a global, in arena. */
str unpickle_name(struct unpickle *u, const struct pickle_tree_global *g);
/* Content of bytes in all the forms in which a pickle has them: bytes, bytearrays, Python 2's
 * strings, _codecs.encode(text, "latin1"), a buffer in band. False, and no refusal: none of these.
 */
bool unpickle_bytes(struct unpickle *u, struct pickle_tree_value v, struct blob *out);

/* What numpy.dtype() was called with. */
struct numpy_type {
	uint8_t dtype; /* enum tensor_dtype */
	uint8_t kind;  /* NumPy's letter: b i u f c S U V M m O; a record is V */
	bool big;
	uint32_t item;		       /* bytes of an element; 0 for empty strings */
	str descr;		       /* a Python literal, as in NPY; without quotes for records */
	str name;		       /* "float64", "datetime64[ns]" */
	const struct numpy_type *base; /* a field that is an array: of these, */
	const uint64_t *shape;	       /* in this shape */
	uint8_t dims;
	struct item *value; /* the dtype as a value, once asked for */
};

/* Of a numpy.dtype() call; in arena. False: refused. */
MUST_CHECK bool unpickle_dtype(struct unpickle *u, struct pickle_tree_value v,
			       const struct numpy_type **out);
/* A tuple of non-negative ints as a shape, in arena. False: refused. */
MUST_CHECK bool unpickle_shape(struct unpickle *u, struct pickle_tree_value v,
			       const uint64_t **shape, uint8_t *dims);

/* Calls of numpy.*, of joblib's wrappers, of the standard library, of scikit-learn and scipy. */
enum unpickle_answer unpickle_numpy(struct unpickle *u, struct pickle_tree_value v,
				    struct item **out);
enum unpickle_answer unpickle_standard(struct unpickle *u, struct pickle_tree_value v,
				       struct item **out);
enum unpickle_answer unpickle_object(struct unpickle *u, struct pickle_tree_value v,
				     struct item **out);
/* Refuses an object of a class that is not converted, saying what to do instead. */
bool unpickle_unknown(struct unpickle *u, const struct pickle_tree_global *g);

#endif
