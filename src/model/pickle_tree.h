/* A pickle's value as a whole: every list in full length, every call with its arguments and what
 * was done to its result, executed as the C unpickler would, but calling nothing. For those who
 * need what is in a file (convert/); what a file may be trusted with is the machine's business
 * (model/pickle.h), which keeps far less and is to be asked first.
 *
 * Where the machine goes on in doubt, this one stops: what no pickler writes is an error. Values of
 * 16 bytes, what Python shares is shared. Text and bytes of more than PICKLE_TREE_SHORT bytes are
 * not copied: they are a place in the blob. Nesting is as deep as the file makes it and lists may
 * hold themselves: whoever walks a tree carries a depth. */
#ifndef MODEL_PICKLE_TREE_H
#define MODEL_PICKLE_TREE_H

#include "model/pickle.h"

enum pickle_tree_kind {
	PT_ABSENT, /* no value: what an accessor gives that finds nothing */
	PT_NONE,
	PT_BOOL,  /* number: 0 or 1 */
	PT_INT,	  /* number */
	PT_BIG,	  /* an int beyond 64 bits: pickle_tree_digits */
	PT_FLOAT, /* real */
	PT_STR,	  /* pickle_tree_text */
	PT_BYTES, /* pickle_tree_bytes */
	PT_BYTEARRAY,
	PT_TUPLE, /* pickle_tree_count, pickle_tree_item, pickle_tree_walk */
	PT_LIST,
	PT_DICT, /* key, value, key, value, in the order of the file */
	PT_SET,
	PT_FROZENSET,
	PT_GLOBAL,    /* a module's name: global */
	PT_CALL,      /* what calling, or making an object of, a class gives: call */
	PT_PERSID,    /* item[0]: what persistent_load is asked for */
	PT_BUFFER,    /* an out-of-band buffer (NEXT_BUFFER) */
	PT_EXTENSION, /* number: an extension code */
};

enum {
	PT_HERE = 1 << 0,     /* text and bytes: `p`, already decoded; else `place` */
	PT_PYTHON2 = 1 << 1,  /* PT_STR: bytes of Python 2 (STRING, BINSTRING, SHORT_BINSTRING) */
	PT_DECIMAL = 1 << 2,  /* PT_BIG: as text of a number, not as binary */
	PT_READONLY = 1 << 3, /* PT_BUFFER */
};

#define PICKLE_TREE_SHORT 1024

struct pickle_tree_value {
	uint8_t kind;
	uint8_t flags;
	uint32_t count; /* tuples: items; text and bytes that are here: how many bytes */
	union {
		int64_t number;
		double real;
		const uint8_t *p;
		const struct pickle_tree_place *place;
		const struct pickle_tree_value *item; /* PT_TUPLE, PT_PERSID */
		struct pickle_tree_list *list;	      /* PT_LIST, PT_DICT, PT_SET, PT_FROZENSET */
		struct pickle_tree_call *call;
		const struct pickle_tree_global *global;
	};
};

enum pickle_tree_form {
	PT_FORM_PLAIN,	/* bytes, or UTF-8 with surrogates */
	PT_FORM_STRING, /* a quoted line with Python's escapes: bytes */
	PT_FORM_RAW,	/* a line in raw-unicode-escape */
};

struct pickle_tree_place {
	uint64_t at, length; /* as it stands in the blob */
	uint8_t form;
};

struct pickle_tree_chunk {
	struct pickle_tree_chunk *next;
	uint32_t count, room;
	struct pickle_tree_value item[];
};

struct pickle_tree_list {
	struct pickle_tree_chunk *first, *last;
	void *made;	/* for who walks the tree: what it made of this; NULL at first */
	uint32_t count; /* values: a dict's keys and values */
	bool frozen;	/* it was used as a call's argument or as state: nothing may be added */
};

struct pickle_tree_global {
	str module, name; /* after Python 2's names were mapped; in arena */
};

struct pickle_tree_call {
	struct pickle_tree_value callee; /* mostly a PT_GLOBAL */
	struct pickle_tree_value args;	 /* a PT_TUPLE, but for computed ones */
	struct pickle_tree_more *more;	 /* NULL: nothing was done to the result */
	void *made;			 /* for who walks the tree; NULL at first */
	uint8_t op;			 /* PK_REDUCE, PK_NEWOBJ, PK_NEWOBJ_EX, PK_OBJ or PK_INST */
};

struct pickle_tree_more {
	struct pickle_tree_value kwargs;   /* NEWOBJ_EX: a PT_DICT; else PT_ABSENT */
	struct pickle_tree_value state;	   /* BUILD's; PT_ABSENT: none */
	struct pickle_tree_value appended; /* APPEND, APPENDS, ADDITEMS: a PT_LIST or PT_ABSENT */
	struct pickle_tree_value items;	   /* SETITEM, SETITEMS: a PT_DICT or PT_ABSENT */
	/* Of joblib's NumpyArrayWrapper: where the elements lie in the blob (array_bytes of them,
	 * at `array_at`), or for objects the value of the pickle that stands there. */
	bool array;
	uint64_t array_at, array_bytes;
	struct pickle_tree_value array_objects;
};

struct pickle_tree;

struct pickle_tree_end {
	enum pickle_error error; /* PICKLE_OK: at STOP */
	const char *why;	 /* a literal: what is wrong, when something is */
	uint64_t at;		 /* of the instruction that stopped it */
	uint64_t end;		 /* PICKLE_OK: where the next byte is, after STOP */
	unsigned proto;
	struct pickle_tree_value value; /* PICKLE_OK: the result */
};

/* Values go to `a` and stay; stack and memo go to `scratch`. `joblib`: array bytes stand in the
 * file behind the BUILD of joblib's wrappers, and are passed over. */
struct pickle_tree *pickle_tree_new(struct arena *a, struct arena *scratch, struct blob blob,
				    bool joblib);
/* Runs the pickle at `at`; a file with several pickles is run one after the other, from `end` on.
 * Each begins with an empty memo. */
struct pickle_tree_end pickle_tree_run(struct pickle_tree *t, uint64_t at);
struct blob pickle_tree_source(const struct pickle_tree *t);
/* Bytes that both arenas have got since pickle_tree_new: of the tree, and of what is made of it. */
size_t pickle_tree_memory(const struct pickle_tree *t);

/* ---- Containers ---- */

static inline bool pickle_tree_is_container(struct pickle_tree_value v)
{
	return v.kind >= PT_TUPLE && v.kind <= PT_FROZENSET;
}

/* Values in a container (a dict's keys count too); 0 for anything else. */
uint32_t pickle_tree_count(struct pickle_tree_value v);
/* The i-th; PT_ABSENT behind the end. For lists in time of i / 1000: walk long ones. */
struct pickle_tree_value pickle_tree_item(struct pickle_tree_value v, uint32_t i);

struct pickle_tree_walk {
	const struct pickle_tree_value *at, *end;
	const struct pickle_tree_chunk *next;
};

/*	for (struct pickle_tree_walk w = pickle_tree_walk(v); pickle_tree_next(&w, &item);) */
struct pickle_tree_walk pickle_tree_walk(struct pickle_tree_value v);
bool pickle_tree_next(struct pickle_tree_walk *w, struct pickle_tree_value *item);

/* ---- Text, bytes, numbers ---- */

/* A string as UTF-8 (surrogates passed; Python 2's bytes as Latin-1), borrowed or in arena. False:
 * no string, longer than `most`, or it cannot be read. */
MUST_CHECK bool pickle_tree_text(struct pickle_tree *t, struct arena *a, struct pickle_tree_value v,
				 size_t most, str *out);
/* Is it this string? */
bool pickle_tree_is(struct pickle_tree_value v, str text);
/* Content of bytes, bytearrays and Python 2's strings of any length; in arena what is needed for
 * it. Escapes of protocol 0 are decoded while reading. False: something else, or unreadable. */
MUST_CHECK bool pickle_tree_bytes(struct pickle_tree *t, struct arena *a,
				  struct pickle_tree_value v, struct blob *out);
/* A string's characters as one byte each, as text.encode("latin1") gives (this is how Python 3
 * writes bytes up to protocol 2). False: no string, or a character over 255. */
MUST_CHECK bool pickle_tree_latin1(struct pickle_tree *t, struct arena *a,
				   struct pickle_tree_value v, struct blob *out);
/* PT_INT, PT_BIG, PT_BOOL in decimal; empty: no int. */
str pickle_tree_digits(struct arena *a, struct pickle_tree_value v);

/* ---- Names and calls ---- */

bool pickle_tree_is_global(struct pickle_tree_value v, str module, str name);
/* A call of a global: what is called; NULL otherwise. */
const struct pickle_tree_global *pickle_tree_callee(struct pickle_tree_value v);
/* The i-th argument of a call; PT_ABSENT: there is none. */
struct pickle_tree_value pickle_tree_arg(struct pickle_tree_value v, uint32_t i);
uint32_t pickle_tree_args(struct pickle_tree_value v);
/* BUILD's state; PT_ABSENT: none. */
struct pickle_tree_value pickle_tree_state(struct pickle_tree_value v);
/* A dict's value for a text key (the last one), or PT_ABSENT. */
struct pickle_tree_value pickle_tree_get(struct pickle_tree_value dict, str key);

#endif
