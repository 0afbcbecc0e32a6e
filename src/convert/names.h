/* The names of arrays in what is written, and which arrays there are. */
#ifndef CONVERT_NAMES_H
#define CONVERT_NAMES_H

#include "base/buf.h"
#include "convert/item.h"

struct tensor_list {
	struct tensor **at; /* in arena, in the order of the tree */
	uint32_t count;
	/* A table of text to tensors and nothing else: every key is a name, so that a tensor that
	 * stands under two keys is there twice. */
	bool flat;
	uint32_t tied; /* pairs of the list that read the same bytes in the same way */
};

/* Sets the names of all tensors below root. Names: the keys of a flat table, "arr_0" for a tensor
 * that is all there is, else keys, attributes and indices on the way joined with "."; one that is
 * taken gets "~2". False: a name that cannot be written, nesting too deep, too many. */
MUST_CHECK bool tensor_names(struct arena *a, const struct item *root, struct tensor_list *out,
			     struct refusal *why);

/* Why this may not be a name, or NULL. */
const char *tensor_name_bad(str name);

#endif
