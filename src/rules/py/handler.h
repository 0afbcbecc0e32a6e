/* What an except handler makes of the exception, and what the try block was doing: the two halves
 * of every EX rule. */
#ifndef RULES_PY_HANDLER_H
#define RULES_PY_HANDLER_H

#include "engine/check.h"

enum outcome {
	OUTCOME_HANDLED,  /* re-raised, reported, counted, or something we do not know */
	OUTCOME_PASS,	  /* the code after the try goes on as if nothing had happened */
	OUTCOME_CONTINUE, /* the loop goes on */
	OUTCOME_BREAK,
	OUTCOME_ASSIGN, /* a default stands in for the result */
	OUTCOME_NONE,	/* return, return None */
	OUTCOME_FALSE,
	OUTCOME_TRUE,
	OUTCOME_DEFAULT, /* return of another default */
};

/* What a handler catches. */
struct catch
{
	bool bare;  /* `except:` */
	bool base;  /* BaseException, or bare */
	bool broad; /* Exception, or base */
};

/* What a try block does that makes a lost exception matter. */
enum tier { TIER_NONE, TIER_LOW, TIER_MEDIUM, TIER_HIGH, TIER_CRITICAL };

struct duty {
	enum tier tier;
	bool cleanup; /* nothing but closing, removing, stopping */
	bool imports; /* tries an optional dependency */
	bool returns; /* leaves by return or yield on success */
	bool reads;   /* the callee that decided, and all of its tier, only read */
	bool soft; /* the tier is critical for a check of form, whose use stands in the block too */
	uint32_t calls;
	str what; /* the callee that decided, as written */
};

struct catch handler_catches(struct check *c, const struct node *handler);
/* `quiet_log`: whether a line logged at debug or info level counts as having handled it. */
enum outcome handler_outcome(struct check *c, const struct node *handler, bool quiet_log);
/* What the statements of a LIST do. */
struct duty block_duty(struct check *c, const struct node *body);

/* EX105: does this handler make a check answer yes? *o gets the answer. */
bool handler_fails_open(struct check *c, const struct node *try, const struct node *handler,
			enum outcome *o);

/* Does the code run only to clean up, where the first error is the one that matters: a finally
 * block, another handler, __del__, close() and the like? */
bool in_cleanup(const struct check *c, const struct node *n);

static inline const struct node *handler_type(const struct node *h)
{
	return h->child->kind == NODE_ABSENT ? NULL : h->child;
}
static inline const struct node *handler_body(const struct node *h)
{
	return h->child->next;
}
static inline const struct node *try_body(const struct node *t)
{
	return t->child;
}
static inline const struct node *try_handlers(const struct node *t)
{
	return t->child->next;
}
static inline const struct node *try_orelse(const struct node *t)
{
	return node_child(t, 2);
}
static inline const struct node *try_finally(const struct node *t)
{
	return node_child(t, 3);
}

/* First statement of a function's body. */
static inline const struct node *function_first(const struct node *f)
{
	const struct node *body = function_body(f);
	return body != NULL ? body->child : NULL;
}

/* Does n, or something below that runs in the same function, have one of these kinds? */
bool holds(const struct node *n, enum node_kind a, enum node_kind b);

/* Cuts an identifier into its words, at underscores and at capitals: `_verifyTokenOf` gives verify,
 * Token, Of. Empty when none is left. */
str word_cut(str *rest);
/* Is one of the identifier's words in the list (lower case, without case)? */
bool has_word(str identifier, const char *words);
bool word_in(str word, const char *words);

#endif
