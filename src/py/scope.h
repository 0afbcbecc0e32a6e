/* Who is meant by a name: scopes, bindings, imports, and what an expression denotes.
 *
 * py_bind visits the tree once and records every binding. Nothing is evaluated; a question about an
 * expression is answered on demand and from bindings of this file only.
 *
 * Dotted names are the language between resolution and rules:
 *	torch.load                  import torch as t; t.load      from torch import load as f; f
 *	requests.Session().get      s = requests.Session(); s.get  with Session() as s; param:
 *Session .app.get                    something that this module defines (leading dot), never a
 *library's open                        a builtin that nothing shadows
 * `()` stands for "the result of calling". An unknown root gives an empty name, with one exception:
 * a method of anything is still asked for by its last part through call_method(). */
#ifndef PY_SCOPE_H
#define PY_SCOPE_H

#include "base/map.h"
#include "py/file.h"

enum bind_kind {
	BIND_IMPORT, /* import a.b (binds a), import a.b as c */
	BIND_FROM,   /* from a import b [as c] */
	BIND_ASSIGN, /* name = value, name: T = value, name := value */
	BIND_AUG,    /* name += value */
	BIND_UNPACK, /* part of a tuple target, for target, comprehension target */
	BIND_WITH,   /* with value as name */
	BIND_EXCEPT,
	BIND_FUNCTION,
	BIND_CLASS,
	BIND_PARAM,
	BIND_MATCH,
	BIND_DELETE,
};

struct binding {
	uint32_t atom;
	uint8_t kind;	  /* enum bind_kind */
	bool conditional; /* under if/try/loop of its scope */
	bool mutated;	  /* its value is changed in place: x[k] = v, x.update(...), del x[k] */
	uint16_t count;	  /* bindings of this name in this scope up to this one (saturates): ask the
			     newest. An annotation without a value counts nothing */
	uint32_t at;	  /* source offset from which it is in force */
	const struct node *stmt;  /* statement or part that binds */
	const struct node *value; /* ASSIGN, WITH: value; PARAM: annotation or NULL; others NULL */
	const struct node *dflt;  /* PARAM: default value or NULL */
	str target;		  /* IMPORT, FROM: dotted name meant; in arena */
	const struct binding *older; /* earlier binding of the same name in the same scope */
};

struct scope {
	const struct scope
		*parent; /* enclosing scope for name look-up (class scopes are skipped by it) */
	const struct scope *cls; /* class whose method this is, or that a function inside one sees
				    as the type of `self`; NULL elsewhere */
	const struct node *node; /* MODULE, FUNCTION_DEF, CLASS_DEF, LAMBDA, comprehension */
	str qualname;		 /* "Class.method", "f.<locals>.g", empty for the module */
	const struct node *returned; /* a function's only `return value`: the value; else NULL */
	uint32_t id;
	uint32_t self_atom; /* name of the method's first parameter; 0 = none */
	bool is_class;
	bool self_is_class; /* of a class method: `cls` */
	bool many_returns;
};

struct py_scopes; /* in arena */

struct py_scopes *py_bind(struct arena *a, const struct py_file *f);

/* The scope that a FUNCTION_DEF, CLASS_DEF or MODULE opens; NULL for anything else. */
const struct scope *scope_of(const struct py_scopes *s, const struct node *n);
/* The scope of a LAMBDA or comprehension that stands in `outer`: made when it is first asked for.
 */
const struct scope *scope_open(struct py_scopes *s, const struct scope *outer,
			       const struct node *n);
/* The newest binding of an attribute of a class made in this module: `self.x = v` in its methods
 * (instance) or `x = v` in its body. NULL if there is none; base classes are not asked. */
const struct binding *scope_attribute(const struct py_scopes *s, const struct scope *cls,
				      uint32_t atom, bool instance);
/* Modules that the file imports, anywhere, in source order: "torch.nn" for `import torch.nn as n`,
 * and for `from torch import nn` both "torch" and "torch.nn". Relative ones start with a dot. */
size_t scope_imports(const struct py_scopes *s, const str **names);
/* The full names that rules ask for: decides between several `from x import *`. */
void scope_targets(struct py_scopes *s, const struct map *names);
/* May a call of this bare name or attribute mean something else than its spelling says, because the
 * file gives the name to a function (`f = torch.load`, `from torch import load as f`)? */
bool scope_is_alias(const struct py_scopes *s, uint32_t atom);
/* Prints scopes, bindings and imports for `assay debug scope`. */
struct buf;
void scope_print(struct py_scopes *s, struct buf *out);
/* The newest binding of a name as seen from `scope`, or NULL (builtin or undefined); *where gets
 * the scope that holds it. */
const struct binding *scope_find(const struct py_scopes *s, const struct scope *scope,
				 uint32_t atom, const struct scope **where);

/* The dotted name an expression denotes, seen from `scope` (see above); empty when unknown.
 * In arena or borrowed. */
str py_name(struct py_scopes *s, const struct scope *scope, const struct node *expr);

/* What an expression is known to be. `node` is where the value was found: it may stand elsewhere.
 */
enum value_kind {
	VALUE_UNKNOWN,
	VALUE_NONE,
	VALUE_BOOL,
	VALUE_INT,
	VALUE_FLOAT,
	VALUE_STR,
	VALUE_BYTES,
	VALUE_LIST,
	VALUE_TUPLE,
	VALUE_DICT,
	VALUE_SET,	   /* displays: look at node's children */
	VALUE_PARTIAL_STR, /* a string of which only the literal parts are known: text joins them,
			      with U+FFFD for each unknown part */
};

struct value {
	enum value_kind kind;
	bool b;
	int64_t i; /* INT (VALUE_UNKNOWN if it does not fit) */
	double d;  /* FLOAT */
	str text;  /* STR, BYTES, PARTIAL_STR */
	const struct node *node;
};

/* Folds literals, unary and binary operators on them, + and % and .format and .join and f-strings
 * of strings, conditional expressions whose test is constant, and names (also attributes of self
 * and of classes) that are bound exactly once. */
struct value py_value(struct py_scopes *s, const struct scope *scope, const struct node *expr);

/* The arguments of a call as the callee sees them. */
enum arg_state {
	ARG_STATE_ABSENT,  /* not given */
	ARG_STATE_GIVEN,   /* node is the expression */
	ARG_STATE_UNKNOWN, /* may or may not be in a `*x` or `**x` of unknown content */
};

struct call_arg {
	enum arg_state state;
	const struct node *node; /* GIVEN: the expression, never the KEYWORD around it */
};

/* Argument number `position` (0-based; -1 if it can only be a keyword), or keyword `name`. Looks
 * into
 * `**{...}` and `**kwargs` bound once to a dict display, `*[...]`, and into a functools.partial
 * that the callee is. A bound method's `self` is not counted. */
struct call_arg py_call_arg(struct py_scopes *s, const struct scope *scope, const struct node *call,
			    int position, str name);

#endif
