/* Between the files of the pickle machine. */
#ifndef MODEL_PICKLE_INT_H
#define MODEL_PICKLE_INT_H

#include "base/limits.h"
#include "model/pickle.h"

/* ---- Text (pickle_text.c) ---- */

enum pickle_text_form {
	PICKLE_TEXT_ASCII,
	PICKLE_TEXT_UTF8,
	PICKLE_TEXT_SURROGATES,	 /* UTF-8 in which surrogates may stand */
	PICKLE_TEXT_STRING,	 /* quoted, with Python's escapes */
	PICKLE_TEXT_RAW_UNICODE, /* Latin-1 with \uXXXX and \UXXXXXXXX */
};

/* Checks text that comes in pieces. */
struct pickle_text_check {
	enum pickle_text_form form;
	bool bad;
	uint8_t missing;   /* bytes of a sequence, digits of an escape */
	uint8_t low, high; /* UTF-8: what the next byte may be */
	uint8_t escape;	   /* 0; '\\' behind a backslash; 'x', 'u', 'U' among its digits */
	uint8_t first, last;
	uint64_t length;
	uint32_t code;
};

void pickle_text_check(struct pickle_text_check *c, str piece);
/* STRING: is it quoted? */
bool pickle_text_quoted(const struct pickle_text_check *c);
/* False: bad, or incomplete. */
bool pickle_text_done(const struct pickle_text_check *c);

/* Decoded to UTF-8. */
void pickle_text_string(struct buf *out, str s); /* what lies between the quotes */
void pickle_text_raw_unicode(struct buf *out, str line);
void pickle_text_latin1(struct buf *out, str bytes);

/* The bytes that lie between the quotes of a STRING; `to` has room for as many as s has. */
size_t pickle_escapes(str s, uint8_t *to);

/* ---- Names (pickle_names.c) ---- */

/* Protocols 0 to 2: what Python 3 calls a global of Python 2. */
void pickle_modern(str *module, str *name);

/* ---- Memory (pickle_memory.c) ---- */

#define PICKLE_NAMES (16 * KiB)		  /* bytes in a block of names */
#define PICKLE_PAGE 256			  /* values */
#define PICKLE_NODE_PAGE 64		  /* nodes */
#define PICKLE_PINNED ((uint64_t)1 << 47) /* in the number of a node */
#define PICKLE_NODE_PAGES (LIMIT_ROOM(LIMIT_PICKLE_NODES) / PICKLE_NODE_PAGE)

struct pickle_page {
	struct pickle_page *next; /* of the free, or of those in use */
	uint32_t index;
	struct pickle_value v[PICKLE_PAGE];
};

/* Values in pages: of the stack, and of the memo below LIMIT_PICKLE_MEMO. */
struct pickle_pages {
	struct pickle_page **page;
	size_t room;		  /* of `page` */
	uint32_t held;		  /* pages in use */
	struct pickle_page *used; /* memo: for clearing */
};

/* Numbers to numbers; 0 is no value. */
struct pickle_sparse {
	uint64_t *keys, *values; /* keys + 1 */
	size_t count, room;
};

struct pickle {
	struct arena *arena;
	struct blob blob;
	struct pickle_watch watch;
	struct stream *stream;
	struct pickle_lexer lex;
	struct pickle_end end;
	uint64_t most; /* instructions of a run; 0: any number */
	unsigned proto;
	bool joblib;
	bool mute; /* issues need no text */

	struct pickle_pages stack, memo;
	struct pickle_page *free;
	uint64_t depth; /* of the stack */
	uint64_t fold;	/* pages of the stack below this one were looked at for forgetting */
	uint64_t *marks;
	size_t mark_count, mark_room;

	uint64_t memo_count, memo_top; /* entries; the highest index so far, and one */
	uint64_t lost_from, lost_to;   /* memo entries that are known to be data, and no more */
	struct pickle_sparse sparse;   /* memo entries beyond the pages */

	struct pickle_node *nodes[PICKLE_NODE_PAGES];
	struct pickle_node *pinned[64]; /* pages of nodes that are not forgotten */
	uint64_t pinned_next;
	uint64_t node_next; /* the number of the next one; the first is 1 */

	struct pickle_global *globals;
	size_t global_count, global_room;
	uint8_t *names[LIMIT_ROOM(LIMIT_PICKLE_NAMES) / PICKLE_NAMES]; /* blocks */
	size_t name_block, name_used;
	struct map by_name;

	struct pickle_sparse kept; /* offset of a string to its text in `texts` */
	str *texts;
	size_t text_count, text_room, text_bytes;
	struct buf scratch[3];

	uint64_t worst; /* weight that was reported */
	bool reported_memo, reported_depth, reported_key, reported_long, reported_proto,
		reported_frame, reported_nested;
	bool methods; /* an object was given state that is PN_METHOD */
	uint32_t issues[PICKLE_ISSUE_KINDS];
};

/* Ends the run; returns false. */
bool pickle_stop(struct pickle *p, enum pickle_error e);

void pickle_clear(struct pickle *p); /* stack, marks and memo */
MUST_CHECK bool pickle_push(struct pickle *p, struct pickle_value v);
MUST_CHECK bool pickle_pop(struct pickle *p, struct pickle_value *v);
/* The value at a place of the stack below depth. */
struct pickle_value pickle_at(struct pickle *p, uint64_t place);
void pickle_set(struct pickle *p, uint64_t place, struct pickle_value v);
uint64_t pickle_fence(const struct pickle *p);
MUST_CHECK bool pickle_mark(struct pickle *p);
MUST_CHECK bool pickle_marker(struct pickle *p, uint64_t *place);
MUST_CHECK bool pickle_memo_put(struct pickle *p, uint64_t index, struct pickle_value v);
MUST_CHECK bool pickle_memo_get(struct pickle *p, uint64_t index, struct pickle_value *v);

struct pickle_node *pickle_node_new(struct pickle *p, enum pickle_kind kind,
				    struct pickle_value *v);
struct pickle_node *pickle_node_pinned(struct pickle *p, enum pickle_kind kind,
				       struct pickle_value *v);
struct pickle_node *pickle_node_of(struct pickle *p, struct pickle_value v);
/* What the unpickler would look up, in the table of globals; PV_ABSENT: the limit is reached. */
struct pickle_value pickle_global_of(struct pickle *p, str module, str name, uint64_t at);
struct pickle_global *pickle_global_at(struct pickle *p, struct pickle_value v);

void pickle_keep_text(struct pickle *p, struct pickle_value v, str text);
/* Is a constant's content, as it stands in the file, no longer? */
bool pickle_within(struct pickle *p, struct pickle_value v, size_t most);
/* A name on the stack, in one of the scratch buffers. */
str pickle_name_text(struct pickle *p, struct pickle_value v, unsigned slot);

/* ---- Calls (pickle_call.c, pickle_args.c) ---- */

struct pickle_call {
	uint64_t at;
	uint8_t op;
	unsigned depth; /* of calls that call */
	struct pickle_value callee;
	struct pickle_value args[PICKLE_ITEMS];
	uint64_t count;		    /* of arguments; may be more than are kept */
	bool known;		    /* the arguments are */
	bool data;		    /* known to hold nothing that can be called */
	bool instance;		    /* made by __new__ alone */
	struct pickle_value kwargs; /* NEWOBJ_EX; else PV_ABSENT */
};

/* Judges a call and reports what is wrong; the result is what it gives. */
struct pickle_value pickle_call(struct pickle *p, struct pickle_call *c);
void pickle_build(struct pickle *p, uint64_t at, struct pickle_value object,
		  struct pickle_value state);
/* What an argument rule has against a call; NULL: nothing. May report by itself. */
const char *pickle_args_check(struct pickle *p, const struct pickle_call *c,
			      const struct pickle_global *g, enum pickle_grade *grade);
/* What a call of an allowed constructor would fill memory with that the file does not hold; NULL:
 * nothing (pickle_size.c). */
const char *pickle_size_check(struct pickle *p, const struct pickle_call *c,
			      const struct pickle_global *g);
/* What a formula does that none of a model needs; NULL: nothing (pickle_formula.c). */
const char *pickle_formula(str text);
bool pickle_data(struct pickle *p, struct pickle_value v);
/* Can a function call this? */
bool pickle_harmless(struct pickle *p, struct pickle_value callable, bool without_arguments);
struct pickle_call pickle_call_args(struct pickle *p, uint64_t at, uint8_t op,
				    struct pickle_value callee, struct pickle_value tuple);
/* The same call with its first argument as callee. */
struct pickle_call pickle_call_shift(struct pickle *p, const struct pickle_call *c);
/* x.name, when x is a global. PV_ABSENT otherwise. */
struct pickle_value pickle_attribute(struct pickle *p, struct pickle_value x, str name,
				     uint64_t at);
void pickle_report(struct pickle *p, enum pickle_issue_kind kind, enum pickle_grade grade,
		   uint64_t at, str what, const char *fmt, ...) PRINTF_LIKE(6, 7);
str pickle_shown(struct pickle *p, struct pickle_value v); /* pickle_show, in arena */
/* Is it one of these classes of joblib, its copy inside old versions of scikit-learn included? */
bool pickle_joblib_class(const struct pickle_global *g, const char *names);
str pickle_show_name(struct pickle *p, const struct pickle_global *g);
str pickle_show_call(struct pickle *p, const struct pickle_call *c);

#endif
