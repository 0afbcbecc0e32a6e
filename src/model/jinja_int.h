/* Values of the evaluator, and what can be done with them. */
#ifndef MODEL_JINJA_INT_H
#define MODEL_JINJA_INT_H

#include "base/map.h"
#include "model/jinja.h"

enum jinja_value_kind {
	JINJA_V_UNKNOWN, /* s: the name by which it was reached, if any */
	JINJA_V_NONE,
	JINJA_V_BOOL,
	JINJA_V_INT,
	JINJA_V_STRING,
	JINJA_V_LIST,	  /* and tuples */
	JINJA_V_DICT,	  /* keys and values in turn; namespaces too */
	JINJA_V_FUNCTION, /* of Jinja's own: s is its name */
	JINJA_V_MACRO,
	JINJA_V_GENERATOR, /* what select and map give; unknown inside */
	JINJA_V_METHOD,	   /* s of items[0] */
};

enum {
	JINJA_V_DUNDER = 1,   /* unknown, but two underscores are in it */
	JINJA_V_MADE = 2,     /* unknown, but made of constants in a way that is not followed */
	JINJA_V_PRINTED = 4,  /* what an object looks like when printed */
	JINJA_V_MODULE = 8,   /* a module of Python's, by its name */
	JINJA_V_OUTSIDE = 16, /* a name that the template does not define */
};

struct jinja_value {
	uint8_t kind, flags;
	str s;
	int64_t n;
	const struct jinja_value **items; /* in arena */
	uint32_t count, room;
	const struct jinja_node *macro;
};

struct jinja_eval {
	struct arena *arena;
	const struct jinja_sink *sink;
	bool chat;
	struct map names; /* to struct jinja_value */
	struct map told;
	uint32_t told_count[JINJA_DIAGS];
	uint32_t steps;	       /* done */
	uint64_t bytes;	       /* of memory for values */
	uint64_t repeated;     /* product of the known counts of the loops around */
	unsigned depth, calls; /* calls: macros that are running */
	uint32_t inlined;      /* macros run because they were called */
	bool hurry;	       /* out of fuel: every branch once, nothing is inlined */
	struct jinja_output *out;
};

/* What is written; NULL parts are not known. */
struct jinja_output {
	struct buf text;
	uint8_t flags;
	bool known;
};

extern const struct jinja_value jinja_unknown;

void jinja_tell(struct jinja_eval *e, enum jinja_diag code, uint32_t offset, str what,
		const char *msg);
/* False: out of fuel. */
bool jinja_spend(struct jinja_eval *e, uint32_t offset, size_t bytes);

const struct jinja_value *jinja_string(struct jinja_eval *e, str s, uint32_t offset);
const struct jinja_value *jinja_int(struct jinja_eval *e, int64_t n);
const struct jinja_value *jinja_flagged(struct jinja_eval *e, unsigned flags);
struct jinja_value *jinja_writable(const struct jinja_value *v);
struct jinja_value *jinja_list(struct jinja_eval *e, uint32_t room);
void jinja_append(struct jinja_eval *e, struct jinja_value *list, const struct jinja_value *item);
/* As Jinja prints it; false: not known. */
bool jinja_text(struct jinja_eval *e, const struct jinja_value *v, str *out);
/* Flags of what is made from v; of a text made from it. */
unsigned jinja_flags(const struct jinja_value *v);
unsigned jinja_printed_flags(const struct jinja_value *v);
/* 1, 0, or -1: not known. */
int jinja_truth(const struct jinja_value *v);

/* `~` and join. */
const struct jinja_value *jinja_concat(struct jinja_eval *e, const struct jinja_value *const *v,
				       uint32_t n, str between, uint32_t offset);
/* Arguments: positional ones in a list, named ones in a dict. */
const struct jinja_value *jinja_filter(struct jinja_eval *e, str name,
				       const struct jinja_value *target,
				       const struct jinja_value *args,
				       const struct jinja_value *named, uint32_t offset);
const struct jinja_value *jinja_method(struct jinja_eval *e, const struct jinja_value *receiver,
				       str name, const struct jinja_value *args,
				       const struct jinja_value *named, uint32_t offset);
const struct jinja_value *jinja_binary(struct jinja_eval *e, enum jinja_op op,
				       const struct jinja_value *a, const struct jinja_value *b,
				       uint32_t offset);
const struct jinja_value *jinja_index(struct jinja_eval *e, const struct jinja_value *v,
				      const struct jinja_value *key);
const struct jinja_value *jinja_sliced(struct jinja_eval *e, const struct jinja_value *v,
				       const struct jinja_value *const part[3], uint32_t offset);
const struct jinja_value *jinja_dict_get(const struct jinja_value *dict, str key);
void jinja_dict_set(struct jinja_eval *e, struct jinja_value *dict, const struct jinja_value *key,
		    const struct jinja_value *value);
/* `%` and str.format. */
const struct jinja_value *jinja_percent(struct jinja_eval *e, str format,
					const struct jinja_value *args, uint32_t offset);
const struct jinja_value *jinja_format(struct jinja_eval *e, str format,
				       const struct jinja_value *args,
				       const struct jinja_value *named, uint32_t offset);

/* Is it the name of something that leads to the interpreter? `any`: every __name__, otherwise those
 * that Python has. */
bool jinja_is_internal(str name, bool any);
/* Does a format string read an attribute with two underscores? */
bool jinja_format_reads(str format);

#endif
