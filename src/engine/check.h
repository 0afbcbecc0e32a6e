/* What a Python rule sees: the node it is called with, and these questions about it. Rules hold no
 * state; the walk is in source order and keeps the chain of ancestors and the current scope. */
#ifndef ENGINE_CHECK_H
#define ENGINE_CHECK_H

#include "base/arena.h"
#include "engine/finding.h"
#include "engine/rule.h"
#include "py/file.h"
#include "py/literal.h"
#include "py/scope.h"

struct check {
	struct arena *arena; /* of the file: results and scratch alike */
	struct py_file *file;
	struct py_scopes *scopes;
	const struct scope *scope; /* of the node at hand */
	const struct rule *rule;   /* at work */
	const struct node **stack; /* ancestors of the node at hand, outermost first; NODE_LIST is
				      never among them: a block's statements have the compound
				      statement (handler, case) as parent */
	uint32_t depth;		   /* how many */
	str path;		   /* of the file, for rules that look at names */
	bool compat;		   /* --bandit-compat */
	bool notebook;
	bool secrets_only;	   /* `assay secrets`: no other layer's rules run */
	struct check_state *state; /* the engine's own */
};

/* ---- Reporting ---- */

/* A finding at a node, with the rule's severity and confidence. Returns it for further detail
 * (never NULL; beyond LIMIT_FILE_FINDINGS it is counted and not kept). */
struct finding *finding(struct check *c, const struct node *n, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
/* The same with another grade. */
struct finding *finding_graded(struct check *c, const struct node *n, enum level severity,
			       enum level confidence, const char *fmt, ...) PRINTF_LIKE(5, 6);
/* At source bytes, for what is no node (comments, characters). */
struct finding *finding_at(struct check *c, uint32_t start, uint32_t end, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
/* A safe automatic fix: replaces source bytes [start, end). May be called several times. */
void finding_edit(struct check *c, struct finding *f, uint32_t start, uint32_t end, str text);
/* The finding stands only if the project fact holds: "version:torch<2.6", "unpinned:org/model",
 * "!guard:router". Facts and their grammar: engine/join.h. */
void finding_when(struct check *c, struct finding *f, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* What this file tells the joining step ("env-read:HF_TOKEN"), whatever is found in it. */
void check_fact(struct check *c, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* ---- Who and what ---- */

/* The parent (level 0), its parent (1), ... or NULL. */
static inline const struct node *check_parent(const struct check *c, uint32_t level)
{
	return level < c->depth ? c->stack[c->depth - 1 - level] : NULL;
}
/* The innermost enclosing FUNCTION_DEF (or LAMBDA), CLASS_DEF, or statement; NULL at module level.
 */
const struct node *check_function(const struct check *c);
const struct node *check_class(const struct check *c);
const struct node *check_statement(const struct check *c);

/* Dotted name that an expression denotes; empty when unknown (py/scope.h). With --bandit-compat:
 * what Bandit's own resolution says. */
str name_of(struct check *c, const struct node *expr);
/* name_of the callee of a CALL. */
str call_name(struct check *c, const struct node *call);
bool call_is(struct check *c, const struct node *call, const char *names); /* words; no wildcards */
/* Last part of the callee as written: `x.y.execute(...)` and `execute(...)` give "execute". */
str call_method(const struct check *c, const struct node *call);
/* Receiver of a method call: `x.y` of `x.y.execute()`; NULL for a plain name. */
const struct node *call_receiver(const struct node *call);

struct value value_of(struct check *c, const struct node *expr); /* n may be NULL: UNKNOWN */
bool is_none(struct check *c, const struct node *expr);
bool is_true(struct check *c, const struct node *expr);
bool is_false(struct check *c, const struct node *expr);

/* Argument by 0-based position (-1: keyword only) or name. With --bandit-compat as Bandit counts
 * them:
 * `*x` is one positional argument, nothing is looked for in `**x`; and value_of knows literals
 * only. */
struct call_arg arg_at(struct check *c, const struct node *call, int position, const char *name);
/* Its expression if GIVEN, otherwise NULL. */
const struct node *arg_node(struct check *c, const struct node *call, int position,
			    const char *name);
bool arg_given(struct check *c, const struct node *call, int position, const char *name);
bool arg_is_true(struct check *c, const struct node *call, int position, const char *name);
bool arg_is_false(struct check *c, const struct node *call, int position, const char *name);

/* Identifier text of a NAME, ATTRIBUTE, KEYWORD, ARG, FUNCTION_DEF, ...; empty when it has none. */
str node_name(const struct check *c, const struct node *n);

/* Is the module imported in this file, anywhere, under any name ("torch" also for torch.nn)? */
bool imports_module(const struct check *c, const char *module);
/* --bandit-compat: does a module imported so far have this name, or contain it (`like`)? */
bool compat_imported(const struct check *c, const char *module, bool like);

/* Visits n and everything below, parents first; stops descending where `visit` returns false. */
void node_each(const struct node *n, bool (*visit)(const struct node *n, void *ctx), void *ctx);

/* A place for what a family of rules finds out once per file; `key` is the address of anything
 * static. NULL at first. */
void **file_memo(struct check *c, const void *key);

/* ---- Options ---- */
bool option_bool(const struct check *c, const char *name);
int64_t option_int(const struct check *c, const char *name);
str option_string(const struct check *c, const char *name);
/* A list's items, one a line. */
str option_list(const struct check *c, const char *name);
bool option_list_has(const struct check *c, const char *name, str item);

#endif
