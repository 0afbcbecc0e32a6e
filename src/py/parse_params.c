/* Parameters of functions and lambdas, and type parameters (PEP 695, 696). */
#include "py/parse.h"

struct params {
	struct chain chain;
	bool star, slash, dflt, double_star;
};

/* name [: annotation] [= default]; the annotation of `*args` may be starred (PEP 646). */
static struct node *parameter(struct parser *p, enum arg_kind kind, bool lambda)
{
	const struct token *name = p->tok;
	struct node *n, *annotation = NULL;
	uint32_t end;

	if (!token_is_name(name->kind)) {
		fail_here(p, "expected a parameter");
		return absent_node(p);
	}
	p->tok++;
	if (!lambda && accept(p, TOK_COLON)) {
		if (kind == ARG_VAR && peek(p) == TOK_STAR) {
			const uint32_t start = p->tok++->start;
			struct node *value = parse_bit_or(p);
			annotation = node_new(p, NODE_STARRED, start, last_end(p));
			annotation->child = value;
		} else {
			annotation = parse_expression(p);
		}
	}
	end = last_end(p);
	if (annotation == NULL)
		annotation = absent_node(p);
	if (peek(p) == TOK_ASSIGN) {
		if (kind == ARG_VAR || kind == ARG_KW)
			fail_here(p, "this parameter cannot have a default");
		else
			p->tok++;
		annotation->next = parse_expression(p);
	}
	n = node_new(p, NODE_ARG, name->start, end);
	n->op = (uint8_t)kind;
	n->atom = intern_token(p, name);
	n->child = annotation;
	return n;
}

static void slash(struct parser *p, struct params *s)
{
	if (s->chain.first == NULL || s->slash || s->star) {
		fail_here(p, "`/` cannot stand here");
		return;
	}
	p->tok++;
	s->slash = true;
	for (const struct node *n = s->chain.first; n != NULL; n = n->next)
		node_mut(n)->op = ARG_POS_ONLY;
}

static void star(struct parser *p, struct params *s, unsigned closer, bool lambda)
{
	if (s->star) {
		fail_here(p, "`*` stands twice");
		return;
	}
	p->tok++;
	s->star = true;
	if (peek(p) != TOK_COMMA) {
		chain_add(&s->chain, parameter(p, ARG_VAR, lambda));
		return;
	}
	if (p->tok[1].kind == closer || p->tok[1].kind == TOK_DOUBLE_STAR)
		fail_here(p, "named parameters must follow a bare `*`");
}

static void plain(struct parser *p, struct params *s, bool lambda)
{
	const uint32_t start = p->tok->start;
	struct node *n = parameter(p, s->star ? ARG_KW_ONLY : ARG_PLAIN, lambda);

	chain_add(&s->chain, n);
	if (s->star || p->failed)
		return;
	if (n->child->next != NULL)
		s->dflt = true;
	else if (s->dflt)
		fail_at(p, PY_DIAG_SYNTAX, start,
			"parameter without a default after one with a default");
}

struct node *parse_parameters(struct parser *p, unsigned closer, bool lambda)
{
	const uint32_t start = p->tok->start;
	struct params s = {0};
	struct node *n;

	chain_init(&s.chain);
	while (peek(p) != closer && !p->failed) {
		if (s.double_star) {
			fail_here(p, "nothing can follow the `**` parameter");
			break;
		}
		if (peek(p) == TOK_SLASH) {
			slash(p, &s);
		} else if (peek(p) == TOK_STAR) {
			star(p, &s, closer, lambda);
		} else if (accept(p, TOK_DOUBLE_STAR)) {
			chain_add(&s.chain, parameter(p, ARG_KW, lambda));
			s.double_star = true;
		} else {
			plain(p, &s, lambda);
		}
		if (!accept(p, TOK_COMMA))
			break;
	}
	n = node_new(p, NODE_ARGUMENTS, start, p->failed ? start : p->tok->start);
	n->child = s.chain.first;
	return n;
}

static struct node *type_param(struct parser *p)
{
	const uint32_t start = p->tok->start;
	const unsigned mark = peek(p);
	const struct token *name;
	struct node *bound = NULL, *dflt = NULL, *n;
	enum node_kind kind = NODE_TYPE_VAR;

	if (mark == TOK_STAR || mark == TOK_DOUBLE_STAR) {
		kind = mark == TOK_STAR ? NODE_TYPE_VAR_TUPLE : NODE_PARAM_SPEC;
		p->tok++;
	}
	name = p->tok;
	if (!token_is_name(name->kind)) {
		fail_here(p, "expected a type parameter");
		return absent_node(p);
	}
	p->tok++;
	if (kind == NODE_TYPE_VAR)
		bound = accept(p, TOK_COLON) ? parse_expression(p) : absent_node(p);
	if (accept(p, TOK_ASSIGN)) {
		if (kind == NODE_TYPE_VAR_TUPLE && peek(p) == TOK_STAR) {
			const uint32_t at = p->tok++->start;
			struct node *value = parse_bit_or(p);
			dflt = node_new(p, NODE_STARRED, at, last_end(p));
			dflt->child = value;
		} else {
			dflt = parse_expression(p);
		}
	}
	n = node_new(p, kind, start, last_end(p));
	n->atom = intern_token(p, name);
	n->child = bound != NULL ? bound : dflt;
	if (bound != NULL)
		bound->next = dflt;
	return n;
}

struct node *parse_type_params(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct chain params;

	chain_init(&params);
	if (accept(p, TOK_LSQB)) {
		do {
			chain_add(&params, type_param(p));
		} while (accept(p, TOK_COMMA) && peek(p) != TOK_RSQB);
		expect(p, TOK_RSQB, "expected , or ]");
	}
	return list_node(p, &params, start);
}
