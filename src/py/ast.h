/* The syntax tree of a Python module: what CPython's `ast` says (3.8 to 3.14), in 32-byte nodes.
 *
 * Children are a chain of siblings in the fixed order that each kind states below. A child that
 * may be missing in the middle is a NODE_ABSENT; one that may be missing at the end is just not
 * there. A list among other children is a NODE_LIST (which may be empty). Positions are byte
 * offsets into the (UTF-8) source, end exclusive, equal to CPython's lineno/col_offset and
 * end_lineno/end_col_offset; py/file.h turns them into lines and columns.
 *
 * The tree is `const` after the parse and lives in the file's arena. Its depth is at most
 * LIMIT_PY_DEPTH, except for left-deep chains (BIN_OP, ATTRIBUTE, CALL, SUBSCRIPT, AWAIT), which
 * the parser builds in a loop and of which it caps the height likewise, so recursion is safe. */
#ifndef PY_AST_H
#define PY_AST_H

#include "base/str.h"

/* clang-format off */
#define NODE_KINDS(X)                                                                              \
	X(ABSENT)         /* a child that is not there */                                          \
	X(LIST)           /* any number of nodes */                                                \
	/* Statements */                                                                           \
	X(MODULE)         /* statement... */                                                       \
	X(FUNCTION_DEF)   /* ARGUMENTS, returns|ABSENT, decorators LIST, type_params LIST, body LIST; atom, FLAG_ASYNC */ \
	X(CLASS_DEF)      /* bases LIST (expr, STARRED, KEYWORD in source order), decorators LIST, type_params LIST, body LIST; atom */ \
	X(RETURN)         /* value? */                                                             \
	X(DELETE)         /* target... */                                                          \
	X(ASSIGN)         /* value, target... (the value first: it is evaluated first) */          \
	X(AUG_ASSIGN)     /* target, value; op */                                                  \
	X(ANN_ASSIGN)     /* target, annotation, value?; FLAG_SIMPLE */                            \
	X(TYPE_ALIAS)     /* NAME, type_params LIST, value */                                      \
	X(FOR)            /* target, iter, body LIST, orelse LIST; FLAG_ASYNC */                   \
	X(WHILE)          /* test, body LIST, orelse LIST */                                       \
	X(IF)             /* test, body LIST, orelse LIST (elif: one IF in it, as CPython) */      \
	X(WITH)           /* items LIST of WITH_ITEM, body LIST; FLAG_ASYNC */                     \
	X(MATCH)          /* subject, MATCH_CASE... */                                             \
	X(RAISE)          /* exception?, cause? */                                                 \
	X(TRY)            /* body LIST, handlers LIST of EXCEPT_HANDLER, orelse LIST, finally LIST; FLAG_STAR */ \
	X(ASSERT)         /* test, message? */                                                     \
	X(IMPORT)         /* ALIAS... */                                                           \
	X(IMPORT_FROM)    /* ALIAS...; atom = module or 0, level = number of leading dots */       \
	X(GLOBAL)         /* NAME... */                                                            \
	X(NONLOCAL)       /* NAME... */                                                            \
	X(EXPR_STMT)      /* value */                                                              \
	X(PASS)                                                                                    \
	X(BREAK)                                                                                   \
	X(CONTINUE)                                                                                \
	X(ERROR_STMT)     /* source that is no statement; nothing inside is known */               \
	X(MAGIC)          /* notebooks: a line for IPython (`%magic`, `!shell`, `x?`), or, as an expression, what follows `x =` in such a line */ \
	/* Expressions */                                                                          \
	X(BOOL_OP)        /* value...; op */                                                       \
	X(NAMED_EXPR)     /* target NAME, value */                                                 \
	X(BIN_OP)         /* left, right; op */                                                    \
	X(UNARY_OP)       /* operand; op */                                                        \
	X(LAMBDA)         /* ARGUMENTS, body */                                                    \
	X(IF_EXP)         /* test, body, orelse */                                                 \
	X(DICT)           /* (key|ABSENT, value)...; ABSENT for `**value` */                       \
	X(SET)            /* element... */                                                         \
	X(LIST_COMP)      /* element, COMPREHENSION... */                                          \
	X(SET_COMP)       /* element, COMPREHENSION... */                                          \
	X(DICT_COMP)      /* key, value, COMPREHENSION... */                                       \
	X(GENERATOR_EXP)  /* element, COMPREHENSION... */                                          \
	X(AWAIT)          /* value */                                                              \
	X(YIELD)          /* value? */                                                             \
	X(YIELD_FROM)     /* value */                                                              \
	X(COMPARE)        /* left, right...; node_compare_op() of each right */                    \
	X(CALL)           /* function, then expr | STARRED | KEYWORD in source order */            \
	X(FORMATTED_VALUE) /* value, format_spec JOINED_STR?; conversion = 0, 's', 'r' or 'a' (CPython 3.14's Interpolation when the parent is a TEMPLATE_STR) */ \
	X(JOINED_STR)     /* CONSTANT | FORMATTED_VALUE ... */                                     \
	X(TEMPLATE_STR)   /* the same, of a t-string (PEP 750) */                                  \
	X(CONSTANT)       /* op = enum constant; py/literal.h decodes it. CONST_STR, CONST_BYTES: atom = index of the first token */ \
	X(ATTRIBUTE)      /* value; atom, ctx */                                                   \
	X(SUBSCRIPT)      /* value, slice; ctx */                                                  \
	X(STARRED)        /* value; ctx */                                                         \
	X(NAME)           /* atom, ctx */                                                          \
	X(LIST_EXPR)      /* element...; ctx */                                                    \
	X(TUPLE)          /* element...; ctx */                                                    \
	X(SLICE)          /* lower|ABSENT, upper|ABSENT, step|ABSENT */                            \
	/* Parts */                                                                                \
	X(ALIAS)          /* NAME of `as`?; atom = dotted name without white space, or `*` */      \
	X(WITH_ITEM)      /* context expression, target? */                                        \
	X(EXCEPT_HANDLER) /* type|ABSENT, body LIST; atom = name or 0 */                           \
	X(COMPREHENSION)  /* target, iter, condition...; FLAG_ASYNC */                             \
	X(KEYWORD)        /* value; atom = name, 0 for `**value` */                                \
	X(ARGUMENTS)      /* ARG... in source order */                                             \
	X(ARG)            /* annotation|ABSENT, default?; atom, arg_kind */                        \
	X(MATCH_CASE)     /* pattern, guard|ABSENT, body LIST */                                   \
	X(MATCH_VALUE)    /* expression */                                                         \
	X(MATCH_SINGLETON) /* constant = NONE, TRUE or FALSE */                                    \
	X(MATCH_SEQUENCE) /* pattern... */                                                         \
	X(MATCH_MAPPING)  /* (key expression, pattern)...; atom = name after `**` or 0 */          \
	X(MATCH_CLASS)    /* class, pattern | KEYWORD(pattern)... */                               \
	X(MATCH_STAR)     /* atom = name or 0 for `*_` */                                          \
	X(MATCH_AS)       /* pattern?; atom = name or 0 for `_` */                                 \
	X(MATCH_OR)       /* pattern... */                                                         \
	X(TYPE_VAR)       /* bound|ABSENT, default?; atom */                                       \
	X(PARAM_SPEC)     /* default?; atom */                                                     \
	X(TYPE_VAR_TUPLE) /* default?; atom */
/* clang-format on */

enum node_kind {
#define X(name) NODE_##name,
	NODE_KINDS(X)
#undef X
		NODE_KIND_COUNT
};

/* The meaning of struct node's `op`, by kind. */
enum py_op { /* BIN_OP, AUG_ASSIGN, UNARY_OP, BOOL_OP, and comparisons */
	     OP_NONE,
	     OP_ADD,
	     OP_SUB,
	     OP_MULT,
	     OP_MAT_MULT,
	     OP_DIV,
	     OP_MOD,
	     OP_POW,
	     OP_LSHIFT,
	     OP_RSHIFT,
	     OP_BIT_OR,
	     OP_BIT_XOR,
	     OP_BIT_AND,
	     OP_FLOOR_DIV,
	     OP_INVERT,
	     OP_NOT,
	     OP_UADD,
	     OP_USUB,
	     OP_AND,
	     OP_OR,
};

enum py_compare { /* fits in 4 bits */
		  CMP_NONE,
		  CMP_EQ,
		  CMP_NOT_EQ,
		  CMP_LT,
		  CMP_LT_E,
		  CMP_GT,
		  CMP_GT_E,
		  CMP_IS,
		  CMP_IS_NOT,
		  CMP_IN,
		  CMP_NOT_IN,
};

enum constant {
	CONST_NONE,
	CONST_TRUE,
	CONST_FALSE,
	CONST_ELLIPSIS,
	CONST_INT,
	CONST_FLOAT,
	CONST_COMPLEX,
	CONST_STR,
	CONST_BYTES,
};

enum ctx { CTX_LOAD, CTX_STORE, CTX_DEL };

enum arg_kind { ARG_POS_ONLY, ARG_PLAIN, ARG_VAR, ARG_KW_ONLY, ARG_KW };

/* struct node's `flags`. Bits 12-15 are node_compare_op(). */
enum {
	FLAG_ASYNC = 1 << 0,  /* `async` def, for, with, comprehension */
	FLAG_STAR = 1 << 1,   /* `except*` */
	FLAG_SIMPLE = 1 << 2, /* ANN_ASSIGN: the target is a NAME without parentheses */
	FLAG_PAREN = 1 << 3,  /* the expression stands in parentheses of its own */
	/* CONSTANT of a string, and JOINED_STR: */
	FLAG_RAW = 1 << 4,
	FLAG_U_PREFIX = 1 << 5, /* u"..." (CPython's Constant.kind) */
	FLAG_PLAIN = 1 << 6,	/* one piece without escapes: the value is a slice of the source */
	FLAG_TRIPLE = 1 << 7,	/* (the first piece) in three quotes */
	FLAG_PIECE =
		1 << 8, /* literal text inside an f-string: start and end bound the text itself */
	FLAG_DEBUG = 1 << 9, /* FORMATTED_VALUE: `{x=}` */
	FLAG_COMPARE_SHIFT = 12,
};

struct node {
	uint8_t kind;	/* enum node_kind */
	uint8_t op;	/* enum py_op, constant, ctx, arg_kind; a conversion character */
	uint16_t flags; /* FLAG_*; IMPORT_FROM: the level */
	uint32_t atom; /* identifier: index into py_file.atoms, 0 = none; string CONSTANT: see there
			*/
	uint32_t start, end;
	const struct node *child; /* first child */
	const struct node *next;  /* next sibling */
};

static inline enum py_compare node_compare_op(const struct node *right)
{
	return (enum py_compare)(right->flags >> FLAG_COMPARE_SHIFT);
}

/* The i-th child, or NULL. */
static inline const struct node *node_child(const struct node *n, unsigned i)
{
	const struct node *c = n->child;

	while (c != NULL && i-- > 0)
		c = c->next;
	return c;
}

/* The i-th child, where the kind says that there is one. */
static inline const struct node *node_part(const struct node *n, unsigned i)
{
	const struct node *c = n->child;

	while (i-- > 0)
		c = c->next;
	return c;
}

static inline bool node_is(const struct node *n, enum node_kind kind)
{
	return n != NULL && n->kind == kind;
}

static inline bool node_is_statement(const struct node *n)
{
	return n->kind >= NODE_FUNCTION_DEF && n->kind <= NODE_MAGIC;
}

static inline bool node_is_constant(const struct node *n, enum constant k)
{
	return n != NULL && n->kind == NODE_CONSTANT && n->op == k;
}

/* Named children of the kinds with several parts. A LIST is returned itself (iterate ->child). */
static inline const struct node *function_args(const struct node *f)
{
	return f->child;
}
static inline const struct node *function_returns(const struct node *f) /* NULL if absent */
{
	const struct node *r = f->child->next;
	return r->kind == NODE_ABSENT ? NULL : r;
}
static inline const struct node *function_decorators(const struct node *f)
{
	return node_part(f, 2);
}
static inline const struct node *function_body(const struct node *f)
{
	return node_part(f, 4);
}
static inline const struct node *class_bases(const struct node *c)
{
	return c->child;
}
static inline const struct node *class_decorators(const struct node *c)
{
	return node_part(c, 1);
}
static inline const struct node *class_body(const struct node *c)
{
	return node_part(c, 3);
}
static inline const struct node *call_function(const struct node *c)
{
	return c->child;
}
static inline const struct node *call_first_arg(const struct node *c)
{
	return c->child->next;
}
static inline const struct node *assign_value(const struct node *a)
{
	return a->child;
}
static inline const struct node *assign_first_target(const struct node *a)
{
	return a->child->next;
}

#endif
