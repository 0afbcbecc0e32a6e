/* What the parser's files share.
 *
 * Errors need no unwinding: fail() notes the error, and puts `tok` on a STOP token, which fits
 * nowhere, so every loop ends and every function returns at once with a node that holds nothing.
 * The statement loop (parse_statement.c) then goes on after the logical line. */
#ifndef PY_PARSE_H
#define PY_PARSE_H

#include "base/buf.h"
#include "base/fail.h"
#include "base/limits.h"
#include "py/intern.h"

struct parser {
	const struct token *tok; /* the next one */
	struct node *at, *end;	 /* free nodes */
	const uint8_t *src;
	struct py_file *f;
	struct arena *arena;
	struct interner names;
	/* Of the statement's expressions: nesting now, at most, and the longest left-deep chain. */
	uint32_t depth, deepest, chain;
	uint32_t stmt_end; /* end of the last token before the last NEWLINE */
	bool failed;
	const struct token *error_tok;	/* where it failed */
	const struct node **block_tail; /* end of the last block's chain of statements */
};

/* A chain of siblings under construction. */
struct chain {
	const struct node *first;
	const struct node **tail;
};

static inline void chain_init(struct chain *c)
{
	c->first = NULL;
	c->tail = &c->first;
}

static inline void chain_add(struct chain *c, struct node *n)
{
	*c->tail = n;
	c->tail = &n->next;
}

/* The tree is const for everybody else. */
static inline struct node *node_mut(const struct node *n)
{
	return (struct node *)(uintptr_t)n;
}

/* ---- Nodes and tokens ---- */

void parse_more_nodes(struct parser *p);

static ALWAYS_INLINE struct node *node_new(struct parser *p, enum node_kind kind, uint32_t start,
					   uint32_t end)
{
	struct node *n;

	if (UNLIKELY(p->at == p->end))
		parse_more_nodes(p);
	n = p->at++;
	*n = (struct node){.kind = (uint8_t)kind, .start = start, .end = end};
	return n;
}

static ALWAYS_INLINE unsigned peek(const struct parser *p)
{
	return p->tok->kind;
}

/* End of the token before the next one. */
static ALWAYS_INLINE uint32_t last_end(const struct parser *p)
{
	return token_end(p->f, p->tok - 1);
}

static ALWAYS_INLINE bool accept(struct parser *p, unsigned kind)
{
	if (p->tok->kind != kind)
		return false;
	p->tok++;
	return true;
}

/* The statement is lost. `msg` is a literal; the first error of a statement counts. */
COLD void fail_at(struct parser *p, uint32_t code, uint32_t offset, const char *msg);
COLD void fail_here(struct parser *p, const char *msg);

static ALWAYS_INLINE void expect(struct parser *p, unsigned kind, const char *msg)
{
	if (LIKELY(p->tok->kind == kind))
		p->tok++;
	else
		fail_here(p, msg);
}

static inline struct node *list_node(struct parser *p, const struct chain *c, uint32_t at)
{
	struct node *n = node_new(p, NODE_LIST, at, at);

	n->child = c->first;
	return n;
}

static inline struct node *absent_node(struct parser *p)
{
	return node_new(p, NODE_ABSENT, 0, 0);
}

/* Depth of recursion; over the limit the statement fails. Always in pairs. */
static ALWAYS_INLINE void deeper(struct parser *p)
{
	if (UNLIKELY(++p->depth > p->deepest)) {
		p->deepest = p->depth;
		if (UNLIKELY(p->depth > LIMIT_PY_DEPTH))
			fail_at(p, PY_DIAG_LIMIT, p->tok->start, "nested too deeply");
	}
}

/* The number of a name token, of any kind: the lexer has it. */
static ALWAYS_INLINE uint32_t intern_token(const struct parser *p, const struct token *t)
{
	return p->f->token_atoms[t - p->f->tokens];
}

/* ---- parse_expr.c ---- */

struct node *parse_expression(struct parser *p); /* expression: no `:=`, no star, no tuple */
struct node *parse_named(struct parser *p);	 /* named_expression */
struct node *parse_star_list(struct parser *p);	 /* star_expressions: a tuple without parentheses */
struct node *parse_value(struct parser *p);	 /* yield_expr | star_expressions */
struct node *parse_disjunction(struct parser *p);
struct node *parse_bit_or(struct parser *p);
struct node *parse_primary(struct parser *p);
struct node *parse_targets(struct parser *p);		 /* of `for`: up to `in`, not checked */
struct node *parse_name(struct parser *p, enum ctx ctx); /* a NAME or the error */
bool starts_expression(unsigned kind);

/* ---- parse_display.c: what stands in brackets ---- */

struct node *parse_group(struct parser *p);
struct node *parse_list(struct parser *p);
struct node *parse_dict_or_set(struct parser *p);
void parse_arguments(struct parser *p, struct chain *out, bool generator); /* after `(`, with `)` */
struct node *parse_slices(struct parser *p);
void parse_comprehensions(struct parser *p, struct chain *out);

/* ---- parse_params.c ---- */

struct node *parse_parameters(struct parser *p, unsigned closer, bool lambda);
struct node *parse_type_params(struct parser *p); /* LIST, empty when there is no `[` */

/* ---- fstring.c ---- */

struct node *parse_strings(struct parser *p);

/* ---- target.c ---- */

/* Makes an expression a target: context and whether it can be one. */
void make_target(struct parser *p, const struct node *n, enum ctx ctx);
void make_single_target(struct parser *p, const struct node *n, const char *msg);
/* Height of the expressions of a statement, when depth and chains say that it may be too much. */
void check_height(struct parser *p, const struct node *stmt, uint32_t bound);

/* ---- parse_statement.c, parse_compound.c, parse_match.c ---- */

void parse_statements(struct parser *p, struct chain *out); /* up to DEDENT or END */
struct node *parse_block(struct parser *p);		    /* from `:` on; a LIST */
void parse_salvage(struct parser *p);			    /* after a broken clause header */
struct node *parse_simple(struct parser *p);
struct node *parse_import(struct parser *p);
bool is_match(const struct parser *p);
struct node *parse_match(struct parser *p);
struct node *parse_compound(struct parser *p); /* NULL: the token starts none */

#endif
