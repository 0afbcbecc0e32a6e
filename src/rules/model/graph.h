/* What the formats of computation graphs (ONNX, TensorFlow, TFLite, ...) share. */
#ifndef RULES_MODEL_GRAPH_H
#define RULES_MODEL_GRAPH_H

#include "engine/model.h"

/* Text of a hostile file for a message: quoted, control characters escaped, at most some 100
 * characters; in m->arena. */
str graph_show(struct model *m, str s);

/* Does an operator's name say that it runs Python (PyFunc, PythonOp, EagerPyFunc, ...)? */
bool graph_python_op(str op);
/* Does the name of an operator that nobody knows say that it runs programs, loads libraries, opens
 * files or talks to the network? */
bool graph_telling_op(str op);

/* True the first time for each `what` of a rule; after some thousand of a file only for the first
 * of a rule. */
bool graph_first(struct map *seen, const char *id, str what);

/* Is it a Git LFS pointer instead of the file? */
bool graph_lfs_pointer(struct model *m);

/* Tensor data: does it begin with the magic number of a program, an archive or a pickle? Only then
 * is it recognised and scanned as something of its own. */
void graph_hidden(struct model *m, str member, struct blob data);

/* Calls between functions that a graph defines: do they go in circles, or multiply beyond reason?
 */
struct graph_calls {
	struct arena *arena;
	struct map functions; /* name -> index */
	uint64_t *nodes;      /* nodes of each function, and of the graph itself at `room` */
	struct graph_call {
		uint32_t from, to;
	} * calls;
	uint32_t count, room, call_count, call_room;
	bool full; /* more functions or calls than are remembered */
};

/* `room`: how many functions there will be at most. */
struct graph_calls graph_calls_of(struct arena *a, uint32_t room);
/* Adds a function; false when there is one of that name already (or no room). `name` is kept. */
bool graph_define(struct graph_calls *g, str name);
/* Notes that a node in `from` (graph_main(g) for the graph itself) calls `name`; true if that is a
 * function. */
bool graph_node(struct graph_calls *g, uint32_t from, str name);
/* The same without counting a node: for a name in an attribute. */
bool graph_call(struct graph_calls *g, uint32_t from, str name);
static inline uint32_t graph_main(const struct graph_calls *g)
{
	return g->room;
}
/* The index of a function, or graph_main. */
uint32_t graph_index(const struct graph_calls *g, str name);
/* Nodes after writing out every call, saturating; *circle is a function that calls itself through
 * others (p == NULL: there is none). */
uint64_t graph_expanded(const struct graph_calls *g, str *circle);

#endif
