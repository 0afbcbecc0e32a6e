/* TensorFlow graphs (SavedModel, MetaGraphDef, GraphDef and what surrounds them) as a walk over the
 * file: every node of the graph and of every function in its library is shown, with those of its
 * attributes that hold text, names of functions or tensors. Nothing is held but what is shown. */
#ifndef MODEL_TF_H
#define MODEL_TF_H

#include "model/protobuf.h"

#define TF_NAME 512 /* bytes kept of a name */

enum tf_kind {
	TF_NONE,
	TF_SAVED_MODEL,
	TF_META_GRAPH,
	TF_GRAPH,
	TF_KERAS_METADATA, /* SavedMetadata of keras_metadata.pb */
};

/* Where a node is: the graph itself (function.p == NULL) or a function of its library. */
struct tf_where {
	str function;
	struct pb_range in; /* the GraphDef's or FunctionDef's content */
	uint32_t node_field;
};

struct tf_node {
	uint64_t at;
	str name, op;
	bool twice;	    /* op is given more than once */
	str input[2];	    /* the first ones */
	struct pb_range in; /* content of its NodeDef */
	uint8_t name_bytes[TF_NAME], op_bytes[TF_NAME], input_bytes[2][TF_NAME];
};

struct tf_visitor {
	void *ctx;
	/* Before everything else in a graph: its functions' names. */
	void (*define)(void *ctx, str function, uint64_t at);
	void (*node)(void *ctx, const struct tf_where *w, const struct tf_node *n);
	/* An attribute's string (of lists: each). */
	void (*text)(void *ctx, const struct tf_node *n, str attribute, const struct pb_field *s);
	/* A function that an attribute names. */
	void (*calls)(void *ctx, const struct tf_where *w, const struct tf_node *n, str function);
	/* A string in a tensor. */
	void (*string)(void *ctx, const struct tf_node *n, const struct pb_field *s);
	void (*asset)(void *ctx, const struct pb_field *filename);
	/* SavedUserObject.metadata, and what keras_metadata.pb holds: JSON. */
	void (*object)(void *ctx, str identifier, const struct pb_field *metadata);
	void (*saver)(void *ctx, str restore_op);
	void (*version)(void *ctx, str tensorflow);
};

struct tf_walk {
	struct pb *p;
	const struct tf_visitor *v;
	bool deep; /* something was nested beyond LIMIT_TF_DEPTH, at: */
	uint64_t where;
};

/* What a file beginning with `head` is. */
enum tf_kind tf_looks_like(str head, uint64_t size);
void tf_walk(struct tf_walk *w, enum tf_kind kind);

/* The text of a string constant that reaches `input` of a node in `w` (through nodes that only pass
 * it on or put it together): its first 1,000 bytes, in p->arena; p == NULL: none is known. *passes
 * is how often the graph may still be read through. */
str tf_constant(struct pb *p, const struct tf_where *w, str input, unsigned *passes);

#endif
