/* Invariants of the tree that all text formats share. */
#ifndef FUZZ_TREE_H
#define FUZZ_TREE_H

#include "fuzz.h"
#include "text/tree.h"

/* Returns the number of nodes as a walker sees them. */
static inline uint64_t fuzz_tree(const struct tree *t, size_t size, unsigned depth)
{
	uint64_t nodes = 1;
	uint32_t children = 0;
	int64_t number;
	double real;
	bool truth;

	INVARIANT(depth <= LIMIT_TEXT_DEPTH + 2);
	INVARIANT(t->start <= t->end && t->end <= size);
	INVARIANT(t->key_start <= t->key_end && t->key_end <= size);
	(void)!tree_int(t, &number);
	(void)!tree_double(t, &real);
	(void)!tree_bool(t, &truth);
	if (t->kind != TREE_ARRAY && t->kind != TREE_TABLE)
		return nodes;
	for (const struct tree *c = t->first; c != NULL; c = c->next, children++) {
		INVARIANT((c->key.p != NULL) == (t->kind == TREE_TABLE));
		INVARIANT(c->next != NULL || c == t->last);
		nodes += fuzz_tree(c, size, depth + 1);
	}
	INVARIANT(children == t->count);
	return nodes;
}

#endif
