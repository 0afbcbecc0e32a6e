/* Jinja2 templates (grammar of jinja2 3.1 with the tags that transformers adds): a parser, and an
 * evaluator that runs every branch once with what is known. Strings that are written, joined,
 * reversed, formatted or put together in loops and macros are worked out, so that a name is seen
 * however it is spelled; what comes from outside (messages, tools) stays unknown. Nothing is ever
 * called but string functions of our own. */
#ifndef MODEL_JINJA_H
#define MODEL_JINJA_H

#include "base/buf.h"

enum jinja_kind {
	/* Expressions. Children in order: `first`, linked by `next`. */
	JINJA_STRING, /* text: decoded */
	JINJA_INT,    /* number; INT64_MAX when it does not fit */
	JINJA_FLOAT,
	JINJA_TRUE,
	JINJA_FALSE,
	JINJA_NONE,
	JINJA_NAME,
	JINJA_LIST,
	JINJA_TUPLE,
	JINJA_DICT,    /* keys and values in turn */
	JINJA_ATTR,    /* object; text: the attribute */
	JINJA_ITEM,    /* object, key */
	JINJA_SLICE,   /* begin, end, step; JINJA_NONE where one is missing */
	JINJA_CALL,    /* callee, arguments */
	JINJA_KEYWORD, /* value; text: its name */
	JINJA_SPREAD,  /* value, of *args or **kwargs */
	JINJA_FILTER,  /* target (absent in blocks: op = 1), arguments; text: the filter */
	JINJA_TEST,    /* target, arguments; text: the test */
	JINJA_BINARY,  /* two; op */
	JINJA_UNARY,   /* one; op */
	JINJA_CONCAT,  /* operands of ~ */
	JINJA_IF_ELSE, /* value, condition, other value or none */
	/* Statements */
	JINJA_TEXT,   /* text as it stands, without what a minus takes away */
	JINJA_OUTPUT, /* one expression */
	JINJA_IF,     /* JINJA_BRANCHes */
	JINJA_BRANCH, /* condition (op = 1: an else without), then statements */
	JINJA_FOR,    /* target, iterable, condition or JINJA_NONE, JINJA_BODY, JINJA_BODY (else) */
	JINJA_BODY,   /* statements */
	JINJA_SET,    /* target, value */
	JINJA_SET_BLOCK,    /* target, filter or JINJA_NONE, JINJA_BODY */
	JINJA_MACRO,	    /* text: name; JINJA_PARAMs, JINJA_BODY */
	JINJA_PARAM,	    /* text: name; default or nothing */
	JINJA_CALL_BLOCK,   /* call, JINJA_BODY */
	JINJA_FILTER_BLOCK, /* filter, JINJA_BODY */
	JINJA_GROUP, /* block, with, autoescape, generation, ...: expressions, then JINJA_BODY;
			text: the tag */
	JINJA_LOAD,  /* extends, include, import, from: the name; text: the tag */
	JINJA_DO,    /* expressions */
	JINJA_DEBUG,
};

enum jinja_op {
	JINJA_OP_NONE,
	JINJA_OP_ELSE, /* marks a branch without a condition, a filter without a target */
	JINJA_OP_ADD,
	JINJA_OP_SUB,
	JINJA_OP_MUL,
	JINJA_OP_DIV,
	JINJA_OP_FLOOR,
	JINJA_OP_MOD,
	JINJA_OP_POW,
	JINJA_OP_COMPARE, /* all comparisons, `in` too */
	JINJA_OP_AND,
	JINJA_OP_OR,
	JINJA_OP_NOT,
	JINJA_OP_NEGATE,
	JINJA_OP_PLUS,
};

struct jinja_node {
	uint8_t kind, op;
	uint16_t depth;	 /* of its subtree */
	uint32_t offset; /* in the template */
	str text;
	int64_t number;
	struct jinja_node *first, *last, *next;
};

enum jinja_diag {
	JINJA_SYNTAX,	 /* jinja2 would refuse it */
	JINJA_INTERNAL,	 /* an attribute that leads to the interpreter: __class__, gi_frame */
	JINJA_SPELLED,	 /* a string that is the name of one */
	JINJA_COMPUTED,	 /* attr() with a name that is not known */
	JINJA_RUNS,	 /* calls popen, eval and the like, or touches os */
	JINJA_LOADS,	 /* include, import, extends */
	JINJA_BOMB,	 /* asks for more time or memory than any message needs */
	JINJA_FRAMEWORK, /* request, config: objects of web frameworks */
	JINJA_FORMATS,	 /* a format string that reads attributes */
	JINJA_PRINTED,	 /* takes characters from what an object looks like when printed */
	JINJA_LIMIT,	 /* too deep, long or laborious to be followed */
	JINJA_PRIVATE,	 /* an attribute that begins with one underscore */
	JINJA_PROMPT,	 /* text that speaks to the model behind the user's back */
	JINJA_DIAGS,
};

struct jinja_sink {
	/* `what`: the name, path or string in question. */
	void (*issue)(void *ctx, enum jinja_diag code, uint32_t offset, str what, const char *msg);
	void *ctx;
};

/* The tree, a JINJA_BODY; a part that cannot be read is told as JINJA_SYNTAX and left out. */
const struct jinja_node *jinja_parse(struct arena *a, str text, const struct jinja_sink *sink);
/* Runs it. `chat`: the template is given messages, and nothing of a web framework. */
void jinja_eval(struct arena *a, const struct jinja_node *body, bool chat,
		const struct jinja_sink *sink);

#endif
