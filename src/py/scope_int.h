/* What the files of name resolution share and nobody else sees.
 *
 * Bindings are found by (scope, atom) in one hash table. Attributes of a class's instances have the
 * class's number with ATTRIBUTE_BIT. `global x` and `nonlocal x` are entries without a binding that
 * redirect to another scope. */
#ifndef PY_SCOPE_INT_H
#define PY_SCOPE_INT_H

#include "py/scope.h"

#define ATTRIBUTE_BIT 0x80000000u

enum {			    /* flags of an atom */
       ATOM_BOUND = 1 << 0, /* some scope of the file binds it */
       ATOM_ALIAS =
	       1 << 1, /* it may be called: another name of a function, or what a class makes */
       ATOM_JUDGED = 1 << 2,	/* the next is known */
       ATOM_BUILTIN = 1 << 3,	/* name of the builtins module */
       ATOM_ATTRIBUTE = 1 << 4, /* some class of the file has such an attribute */
};

/* What an expression denotes. */
struct denoted {
	str name;		 /* empty = unknown */
	const struct scope *cls; /* of this module: the class itself, or that of the instance */
	bool instance;
};

struct bound { /* a binding and what is remembered about it */
	struct binding b;
	/* Some older binding, so that any is reached in logarithmic time (skew-binary jumps). */
	struct bound *jump;
	uint32_t depth; /* how many are older */
	struct denoted means;
	uint8_t state; /* 0 = not asked yet, 1 = being resolved, 2 = known */
};

struct name_slot {
	uint32_t scope, atom;
	struct bound *newest;
	const struct scope *redirect;
};

#define NAME_CACHE 64

struct py_scopes {
	struct arena *arena;
	const struct py_file *file;
	uint64_t seed; /* of the hash of slots */
	struct name_slot *slots;
	size_t slot_count, slot_mask;
	uint8_t *flags;	     /* by atom */
	struct scope **list; /* functions and classes in source order; [0] is the module */
	size_t count, room;
	struct scope **opened; /* lambdas and comprehensions: hash by node */
	size_t opened_count, opened_mask;
	uint32_t last_id;
	str *imports;
	size_t import_count, import_room;
	str *stars; /* modules of `from x import *` */
	size_t star_count, star_room;
	struct map atoms; /* text to atom, filled when looking through all of them costs more */
	unsigned atom_searches;
	const struct map *targets;
	unsigned fuel; /* steps left for the question at hand */
	size_t folded; /* bytes of text made by folding so far */
	struct {
		const struct node *node;
		str name;
	} cache[NAME_CACHE];
};

str scope_join(struct arena *a, str left, str between, str right); /* in arena */
struct name_slot *scope_slot(const struct py_scopes *s, uint32_t scope, uint32_t atom);
struct name_slot *scope_slot_make(struct py_scopes *s, uint32_t scope, uint32_t atom);
struct scope *scope_new(struct py_scopes *s, const struct node *n, const struct scope *outer);
/* The atom of a text, 0 if the file has none. */
uint32_t scope_atom(struct py_scopes *s, str text);
bool scope_is_builtin(struct py_scopes *s, uint32_t atom);
struct bound *bound_find(const struct py_scopes *s, const struct scope *scope, uint32_t atom,
			 const struct scope **where);
void bind_params(struct py_scopes *s, struct scope *scope, const struct node *args);
void bind_comprehension(struct py_scopes *s, struct scope *scope, const struct node *n);
/* As py_name, with the class; uses up s->fuel. */
struct denoted scope_denote(struct py_scopes *s, const struct scope *scope,
			    const struct node *expr);
/* The binding of an attribute of a denoted class or instance, also through base classes of this
 * module; NULL when there is none. *cls gets the class that has it. */
struct bound *bound_attribute(struct py_scopes *s, struct denoted of, uint32_t atom,
			      const struct scope **cls);

/* The scope in which the value of an attribute was written: `self.x = v` stands in a method. */
const struct scope *scope_of_attribute(const struct py_scopes *s, const struct scope *cls,
				       const struct binding *b);

static inline bool scope_is_inline(const struct scope *scope)
{
	return scope->node->kind >= NODE_LIST_COMP && scope->node->kind <= NODE_GENERATOR_EXP;
}

#endif
