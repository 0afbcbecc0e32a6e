/* The pickle machine: reads pickles exactly as CPython's C unpickler does (Modules/_pickle.c of 3.8
 * to 3.14) and works out, without running anything, what loading one would import, call and set.
 *
 * A pickle is a program for a stack machine. This one keeps for every object only what a verdict
 * needs: constants as the place where they stand, globals by name, and the last 65,536 containers
 * and calls with their first elements. So a file of any size is read in the same memory; what was
 * forgotten counts as data of unknown content, never as harmless where it would be called.
 *
 * Who wants to know what happens (rules, the debug stage, tests) hands in a pickle_watch.
 *
 * The unpickler has two readings. From bytes in memory the length in a FRAME only has to be there.
 * From a file the frame is read as a whole, and an argument that runs over its end is read after
 * it: what is left of the frame is dropped. No pickler writes such a thing, so that it is an issue
 * by itself, and both readings can be had. */
#ifndef MODEL_PICKLE_H
#define MODEL_PICKLE_H

#include "base/buf.h"
#include "base/map.h"
#include "base/stream.h"
#include "model/pickle_policy.h"

/* Opcodes, as pickletools names them. */
enum pickle_op {
	PK_MARK = '(',
	PK_STOP = '.',
	PK_POP = '0',
	PK_POP_MARK = '1',
	PK_DUP = '2',
	PK_FLOAT = 'F',
	PK_INT = 'I',
	PK_BININT = 'J',
	PK_BININT1 = 'K',
	PK_LONG = 'L',
	PK_BININT2 = 'M',
	PK_NONE = 'N',
	PK_PERSID = 'P',
	PK_BINPERSID = 'Q',
	PK_REDUCE = 'R',
	PK_STRING = 'S',
	PK_BINSTRING = 'T',
	PK_SHORT_BINSTRING = 'U',
	PK_UNICODE = 'V',
	PK_BINUNICODE = 'X',
	PK_APPEND = 'a',
	PK_BUILD = 'b',
	PK_GLOBAL = 'c',
	PK_DICT = 'd',
	PK_EMPTY_DICT = '}',
	PK_APPENDS = 'e',
	PK_GET = 'g',
	PK_BINGET = 'h',
	PK_INST = 'i',
	PK_LONG_BINGET = 'j',
	PK_LIST = 'l',
	PK_EMPTY_LIST = ']',
	PK_OBJ = 'o',
	PK_PUT = 'p',
	PK_BINPUT = 'q',
	PK_LONG_BINPUT = 'r',
	PK_SETITEM = 's',
	PK_TUPLE = 't',
	PK_EMPTY_TUPLE = ')',
	PK_SETITEMS = 'u',
	PK_BINFLOAT = 'G',
	PK_BINBYTES = 'B',
	PK_SHORT_BINBYTES = 'C',
	PK_PROTO = 0x80,
	PK_NEWOBJ,
	PK_EXT1,
	PK_EXT2,
	PK_EXT4,
	PK_TUPLE1,
	PK_TUPLE2,
	PK_TUPLE3,
	PK_NEWTRUE,
	PK_NEWFALSE,
	PK_LONG1,
	PK_LONG4,
	PK_SHORT_BINUNICODE,
	PK_BINUNICODE8,
	PK_BINBYTES8,
	PK_EMPTY_SET,
	PK_ADDITEMS,
	PK_FROZENSET,
	PK_NEWOBJ_EX,
	PK_STACK_GLOBAL,
	PK_MEMOIZE,
	PK_FRAME,
	PK_BYTEARRAY8,
	PK_NEXT_BUFFER,
	PK_READONLY_BUFFER,
};

#define PICKLE_HIGHEST_PROTOCOL 5

/* Why the unpickler stops short. */
enum pickle_error {
	PICKLE_OK,
	PICKLE_END,	  /* the data ends where an opcode is expected */
	PICKLE_CUT,	  /* the data ends inside an argument */
	PICKLE_OPCODE,	  /* no such opcode */
	PICKLE_LINE,	  /* an empty line where an argument is expected */
	PICKLE_NUMBER,	  /* INT, LONG, FLOAT, GET, PUT: not a number */
	PICKLE_LENGTH,	  /* a length over 2^63 - 1, or a negative one */
	PICKLE_QUOTES,	  /* STRING without quotes */
	PICKLE_ESCAPE,	  /* STRING, UNICODE: a broken escape */
	PICKLE_UTF8,	  /* text that is not UTF-8 (GLOBAL, BINUNICODE) or ASCII (INST, PERSID) */
	PICKLE_PROTO,	  /* a protocol over 5 */
	PICKLE_UNDERFLOW, /* nothing on the stack, or a mark in the way */
	PICKLE_NO_MARK,
	PICKLE_NO_MEMO,	 /* GET of what was never PUT */
	PICKLE_MEMO_KEY, /* a negative PUT */
	PICKLE_ODD,	 /* DICT, SETITEMS: a key without a value */
	PICKLE_TYPE,	 /* an operand that cannot be meant: calls of numbers, APPEND to a tuple */
	PICKLE_CODE,	 /* EXT: a code of zero or less */
	PICKLE_BUFFER,	 /* NEXT_BUFFER: there are none */
	PICKLE_LIMIT,	 /* more marks, names or memo entries than base/limits.h grants */
	PICKLE_UNREADABLE, /* the bytes cannot be had */
};

const char *pickle_error_text(enum pickle_error e); /* a phrase: what was expected */
const char *pickle_op_name(unsigned op);	    /* NULL: there is none */

/* ---- Lexing ---- */

enum pickle_reading { PICKLE_FROM_BYTES, PICKLE_FROM_FILE };

/* Bytes of an argument that are kept; no name or number that means anything is longer. */
#define PICKLE_KEEP ((size_t)8192)

struct pickle_insn {
	uint64_t at, end; /* where it begins; where the next one does */
	uint64_t length;  /* bytes of the argument's content (a line: without its end) */
	uint64_t content; /* where that stands */
	int64_t number;	  /* of numeric arguments; of NEWTRUE, INT's booleans ... */
	str text;	  /* content, at most PICKLE_KEEP bytes of it; until the next one is read */
	str name;	  /* the second line of GLOBAL and INST */
	uint8_t op;
	bool big;     /* a number that does not fit `number` */
	bool boolean; /* INT: I00 or I01 */
	bool crossed; /* its argument runs over the end of a frame */
	bool nested;  /* FRAME: inside a frame that has not ended */
};

struct pickle_lexer {
	struct stream *s;
	uint64_t size; /* of what s reads */
	uint64_t frame_end;
	enum pickle_reading reading;
	enum pickle_error error; /* after pickle_lex has returned false; insn.at is where */
	struct pickle_insn insn;
	uint8_t keep[2][PICKLE_KEEP];
};

void pickle_lex_init(struct pickle_lexer *l, struct stream *s, uint64_t size,
		     enum pickle_reading reading);
/* Reads one instruction into l->insn. */
MUST_CHECK bool pickle_lex(struct pickle_lexer *l);

/* As strtol(base 0) and int(text, 0) read a line, base 10 for memo keys: false when neither does.
 */
bool pickle_int(str line, int64_t *out, bool *big);
bool pickle_long(str line, unsigned base, int64_t *out, bool *big);
bool pickle_float(str line);
double pickle_float_value(str line);

/* ---- Values ---- */

/* What an object is. `bits` holds kind, flags and a payload: for constants the offset of the
 * instruction that made it, for what has a node its number, for globals the index of its name. */
struct pickle_value {
	uint64_t bits;
};

enum pickle_kind {
	PV_ABSENT,
	PV_NONE,
	PV_BOOL,
	PV_INT, /* payload: the number, 56 bits */
	PV_BIG, /* an int that has no room there */
	PV_FLOAT,
	PV_STR,
	PV_BYTES,
	PV_BYTEARRAY,
	PV_TUPLE,
	PV_LIST,
	PV_DICT,
	PV_SET,
	PV_FROZENSET,
	PV_GLOBAL,
	PV_CALL,    /* what a call, an instantiation or a getattr() gave */
	PV_PERSID,  /* what persistent_load gave */
	PV_UNKNOWN, /* an extension code's object, an out-of-band buffer */
	PV_LOST,    /* data whose content is forgotten */
};

enum {
	PV_DUNDER = 1 << 0,	/* text that may be a key of special_key() */
	PV_UNHASHABLE = 1 << 1, /* a tuple that holds a list, a dict, ... */
	PV_DATA = 1 << 2,	/* PV_CALL: made by a safe callable, and nothing that is called */
};

static inline enum pickle_kind pv_kind(struct pickle_value v)
{
	return (enum pickle_kind)(v.bits & 31);
}

static inline unsigned pv_flags(struct pickle_value v)
{
	return (unsigned)(v.bits >> 5 & 7);
}

static inline uint64_t pv_payload(struct pickle_value v)
{
	return v.bits >> 8;
}

static inline int64_t pv_int(struct pickle_value v)
{
	return (int64_t)v.bits >> 8;
}

static inline struct pickle_value pv_make(enum pickle_kind kind, unsigned flags, uint64_t payload)
{
	return (struct pickle_value){payload << 8 | flags << 5 | (uint64_t)kind};
}

#define PICKLE_ITEMS 12

struct pickle_node {
	uint64_t at;		   /* of the instruction that made it */
	uint64_t count;		   /* elements; a dict's keys and values, a call's arguments */
	uint64_t weight;	   /* objects when every one is counted as often as it is reached */
	struct pickle_value head;  /* calls: what was called */
	struct pickle_value state; /* calls: what BUILD gave it last */
	struct pickle_value
		setstate; /* a dict's value for "__setstate__"; an object's, from BUILD */
	uint32_t depth;	  /* of containers inside each other */
	uint8_t op;	  /* that made it */
	uint8_t flags;	  /* PN_* */
	struct pickle_value item[PICKLE_ITEMS];
};

enum {
	PN_GLOBAL = 1 << 0,	/* holds a global, or what is not known to be data */
	PN_UNHASHABLE = 1 << 1, /* holds a list, dict, set or bytearray */
	PN_SPECIAL =
		1 << 2, /* has a key that is the name of a special method: `state` is the key */
	PN_COMPUTED = 1 << 3, /* has a key that a call made */
	PN_FORMULA = 1 << 4,  /* has a formula that a call made, or one that is forgotten */
	PN_METHOD = 1 << 5,   /* has a function for "append", "extend" or "add"; of an object: its
				 state has */
};

struct pickle_global {
	str module, name; /* as asked for, after Python 2's names were mapped */
	struct pickle_verdict verdict;
	uint64_t at;	/* where it was first named */
	bool called;	/* a call of it was judged, and reported if need be */
	uint32_t calls; /* that were reported, or would have been */
	bool reported;	/* its import was reported */
	bool derived;	/* by getattr(), of a class that was asked for by name */
};

/* ---- The machine ---- */

enum pickle_issue_kind {
	PICKLE_ISSUE_DANGEROUS_CALL,
	PICKLE_ISSUE_UNKNOWN_CALL,
	PICKLE_ISSUE_KNOWN_CLASS,      /* of a known library, only made and given state */
	PICKLE_ISSUE_DANGEROUS_IMPORT, /* named, not called */
	PICKLE_ISSUE_UNKNOWN_IMPORT,
	PICKLE_ISSUE_ARGUMENT, /* of an allowed callable */
	PICKLE_ISSUE_COMPUTED, /* names that are made while loading */
	PICKLE_ISSUE_EXTENSION,
	PICKLE_ISSUE_CALL_RESULT, /* a call of what a call gave */
	PICKLE_ISSUE_WRITE, /* BUILD, SETITEM, APPEND on a class, function or module's object */
	PICKLE_ISSUE_STATE, /* state that replaces special methods */
	PICKLE_ISSUE_PROTO,
	PICKLE_ISSUE_FRAME,
	PICKLE_ISSUE_MEMO,
	PICKLE_ISSUE_EXPANSION,
	PICKLE_ISSUE_LONG,
	PICKLE_ISSUE_NESTING,
	PICKLE_ISSUE_SIZE, /* an allowed constructor, asked for more than there can be */
	PICKLE_ISSUE_PATH, /* a file name in joblib's state that leads elsewhere */
	PICKLE_ISSUE_KINDS,
};

struct pickle_issue {
	enum pickle_issue_kind kind;
	enum pickle_grade grade;
	uint64_t at;
	str what; /* identifies it: a global's name; in arena */
	str text; /* one sentence, in arena */
};

struct pickle;

struct pickle_watch {
	void *ctx;
	void (*issue)(void *ctx, struct pickle *p, const struct pickle_issue *i);
	/* Bytes or text that a call unpickles, or that may be a model by themselves. */
	void (*inner)(void *ctx, struct pickle *p, struct pickle_value v, bool unpickled);
	/* After each instruction; before `error` is acted upon. For those who print. */
	void (*step)(void *ctx, struct pickle *p, const struct pickle_insn *i);
	/* A global is asked for, as find_class() sees it: names before mapping. `name` may be empty
	 * with `known` false: computed. */
	void (*global)(void *ctx, struct pickle *p, uint64_t at, str module, str name, bool known);
	/* The argument of a persistent load. */
	void (*persistent)(void *ctx, struct pickle *p, struct pickle_value pid);
	/* An instruction that succeeds or fails depending on an object that is not known. */
	void (*doubt)(void *ctx, struct pickle *p);
};

/* A machine for blob's pickles, in arena. One machine runs all the pickles of a file. */
struct pickle *pickle_new(struct arena *a, struct blob blob, const struct pickle_watch *w);

struct pickle_end {
	enum pickle_error error;   /* PICKLE_OK: at STOP */
	uint64_t at;		   /* of the instruction that stopped it */
	uint64_t end;		   /* where the next byte is, after STOP */
	uint64_t insns;		   /* how many were read */
	bool enough;		   /* stopped by pickle_limit */
	struct pickle_value value; /* PICKLE_OK: the result */
	bool raw;     /* stopped behind a BUILD of joblib's wrapper, before the array's bytes */
	bool crossed; /* an argument crossed a frame's end: the other reading differs */
};

/* Runs the pickle at `at`. With `joblib` set it stops where joblib reads an array from the file
 * (raw); pickle_resume goes on at `at` with the array on the stack. */
struct pickle_end pickle_run(struct pickle *p, uint64_t at, enum pickle_reading reading,
			     bool joblib);
struct pickle_end pickle_resume(struct pickle *p, uint64_t at);

/* Runs from here on read no more than `insns` instructions each; 0: any number. */
void pickle_limit(struct pickle *p, uint64_t insns);
/* Issues are to have no text from now on: they cost no memory. */
void pickle_mute(struct pickle *p, bool mute);
/* Other bytes, nothing reported yet: as a new machine, in the memory of this one. */
void pickle_reuse(struct pickle *p, struct blob blob);
/* Reports what was named and not called: after the last pickle of a file. */
void pickle_imports(struct pickle *p);

/* ---- What a watch may ask ---- */

struct arena *pickle_arena(struct pickle *p);
struct blob pickle_blob(const struct pickle *p);
uint64_t pickle_depth(const struct pickle *p);			  /* objects on the stack */
struct pickle_value pickle_top(struct pickle *p, uint64_t below); /* PV_ABSENT when there is none */
unsigned pickle_proto(const struct pickle *p);
/* NULL: forgotten, or a kind without one. */
const struct pickle_node *pickle_node(struct pickle *p, struct pickle_value v);
const struct pickle_global *pickle_global(struct pickle *p, struct pickle_value v);
const struct pickle_global *pickle_globals(const struct pickle *p, size_t *count);
/* The i-th element, key or value; PV_LOST when it is not kept. */
struct pickle_value pickle_item(struct pickle *p, struct pickle_value v, uint64_t i);
/* A dict's value for a text key among those kept, or PV_ABSENT. */
struct pickle_value pickle_dict_get(struct pickle *p, struct pickle_value dict, str key);
/* A string's text as UTF-8 (surrogates passed), a bytes object's content: at most `most` bytes, in
 * arena or borrowed; p == NULL when it cannot be had. */
str pickle_text(struct pickle *p, struct pickle_value v, size_t most);
/* Where a bytes object's or binary string's content stands. False: not such a constant. */
bool pickle_content(struct pickle *p, struct pickle_value v, uint64_t *at, uint64_t *length);
/* As Python would write it, cut to what a message can hold. */
void pickle_show(struct pickle *p, struct buf *out, struct pickle_value v);

/* ---- Pickles where none is expected (pickle_probe.c) ---- */

/* What bytes do when an unpickler begins to read at them. */
struct pickle_hit {
	uint64_t at, end;
	bool stop;   /* STOP was reached */
	bool calls;  /* something was called, instantiated or given state before it ended */
	bool global; /* a global with a plausible name was asked for */
	uint64_t insns;
	enum pickle_grade worst; /* of the issues found; 0: none */
	enum pickle_issue_kind kind;
	str text; /* of the worst; in arena */
};

/* Can it be the name of a module, class or function? Dots may stand in it. */
bool pickle_plausible(str name);
/* Does the opcode call, make or give state? */
bool pickle_op_calls(unsigned op);

struct pickle_prober;

struct pickle_prober *pickle_prober_new(struct arena *a, struct blob b);
/* Runs at most `most` instructions. */
struct pickle_hit pickle_probe_at(struct pickle_prober *r, uint64_t at, uint64_t most);
/* The next place from `from` on where a pickle begins that does something (calls or imports what is
 * not harmless): in time linear in the bytes; *work counts bytes. False: none up to the end. */
bool pickle_probe_next(struct pickle_prober *r, uint64_t from, struct pickle_hit *hit);
uint64_t pickle_prober_work(const struct pickle_prober *r);

/* Do `head`, the first of `size` bytes, begin a pickle? 0 to 100; 50 and more: beyond doubt; a
 * little: they may, but an argument goes on behind them. With
 * `strict` only what calls a global or comes to its end counts. */
unsigned pickle_sure(str head, uint64_t size, bool strict);

/* ---- Arrays that joblib writes between opcodes (pickle_array.c) ---- */

struct pickle_array {
	const char *error; /* NULL, or why it cannot be told what follows */
	bool objects;	   /* a pickle follows */
	bool aligned;	   /* a byte follows that counts the bytes of padding behind it */
	uint64_t bytes;	   /* of data, without padding */
};

/* Of the wrapper on top of the stack. */
struct pickle_array pickle_array_of(struct pickle *p);
/* Bytes of one element of what numpy.dtype() gave; 0: unknown. *objects: it holds references. */
uint64_t pickle_dtype_size(struct pickle *p, struct pickle_value dtype, bool *objects);
/* The same of what numpy.dtype() is called with ("f8", "<U12"); sets *objects, never clears it. */
uint64_t pickle_type_size(str type, bool *objects);

#endif
