/* Compound statements (Language Reference, chapter 8) but `match`. When a later clause is broken,
 * the clauses before it stay: parse_salvage. */
#include "py/parse.h"

static struct node *block_node(struct parser *p, enum node_kind kind, uint32_t start,
			       const struct node *child)
{
	struct node *n = node_new(p, kind, start, p->stmt_end);

	n->child = child;
	return n;
}

static struct node *empty_list(struct parser *p)
{
	struct chain none;

	chain_init(&none);
	return list_node(p, &none, p->stmt_end);
}

/* `else` or `finally` with its block; an empty LIST without. */
static struct node *clause(struct parser *p, unsigned keyword)
{
	struct node *body;

	if (!accept(p, keyword))
		return empty_list(p);
	body = parse_block(p);
	if (p->failed) {
		parse_salvage(p);
		return empty_list(p);
	}
	return body;
}

/* `if` and its `elif`s: one IF in the other's orelse, built from the outside in a loop. */
static struct node *if_statement(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct node *top = NULL, *list = NULL;
	const struct node *last = NULL;
	uint32_t count = 0;

	for (;;) {
		struct node *n, *test, *body;
		const uint32_t at = p->tok++->start;

		test = parse_named(p);
		n = block_node(p, NODE_IF, at, test);
		if (top != NULL)
			check_height(p, n, (p->deepest + 1) * (16 + p->chain));
		body = parse_block(p);
		test->next = body;
		if (top == NULL && p->failed)
			return n;
		if (p->failed) {
			parse_salvage(p);
		} else if (top == NULL) {
			top = n;
			last = n;
			list = body;
		} else if (++count < LIMIT_PY_DEPTH / 2) {
			struct node *orelse = list_node(p, &(struct chain){.first = n}, at);
			list->next = orelse;
			last = n;
			list = body;
		} else if (count == LIMIT_PY_DEPTH / 2) {
			py_error(p->f, p->arena, PY_DIAG_LIMIT, at, "too many `elif`");
		}
		if (peek(p) != TOK_ELIF)
			break;
	}
	list->next = clause(p, TOK_ELSE);
	for (struct node *n = top;; n = node_mut(n->child->next->next->child)) {
		n->end = p->stmt_end;
		if (n == last)
			break;
	}
	top->start = start;
	return top;
}

static struct node *while_statement(struct parser *p)
{
	const uint32_t start = p->tok++->start;
	struct node *test = parse_named(p), *body = parse_block(p);

	test->next = body;
	if (!p->failed)
		body->next = clause(p, TOK_ELSE);
	return block_node(p, NODE_WHILE, start, test);
}

static struct node *for_statement(struct parser *p, uint32_t start)
{
	struct node *target, *iter, *body;

	p->tok++;
	target = parse_targets(p);
	make_target(p, target, CTX_STORE);
	expect(p, TOK_IN, "expected `in` after the target of `for`");
	iter = parse_star_list(p);
	target->next = iter;
	body = parse_block(p);
	iter->next = body;
	if (!p->failed)
		body->next = clause(p, TOK_ELSE);
	return block_node(p, NODE_FOR, start, target);
}

/* ---- with ---- */

static struct node *with_item(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct node *context = parse_expression(p), *n;

	if (accept(p, TOK_AS)) {
		const uint32_t at = p->tok->start;
		const bool star = accept(p, TOK_STAR);
		struct node *target = parse_primary(p);
		if (star) {
			struct node *value = target;
			target = node_new(p, NODE_STARRED, at, last_end(p));
			target->child = value;
		}
		make_target(p, target, CTX_STORE);
		context->next = target;
	}
	n = node_new(p, NODE_WITH_ITEM, start, last_end(p));
	n->child = context;
	return n;
}

/* Is the parenthesis after `with` one around the items? It is when its partner is followed by a
 * colon, unless what it holds can only be an expression: a tuple with stars, `:=`, yield, a
 * generator, nothing. */
static bool items_in_parentheses(const struct parser *p)
{
	const struct token *t = p->tok;
	uint32_t level = 0;
	bool lambda = false, plain = true;

	if (t->kind != TOK_LPAR || t[1].kind == TOK_RPAR)
		return false;
	for (;; t++) {
		switch (t->kind) {
		case TOK_LPAR:
		case TOK_LSQB:
		case TOK_LBRACE:
			level++;
			break;
		case TOK_RPAR:
		case TOK_RSQB:
		case TOK_RBRACE:
			if (--level == 0)
				return t[1].kind == TOK_COLON && plain;
			break;
		case TOK_AS:
			if (level == 1)
				return true;
			break;
		case TOK_LAMBDA:
			lambda |= level == 1;
			break;
		case TOK_COLON:
			lambda &= level != 1;
			break;
		case TOK_WALRUS:
		case TOK_YIELD:
		case TOK_FOR:
			plain &= level != 1;
			break;
		case TOK_STAR:
			plain &= level != 1 || lambda ||
				 (t[-1].kind != TOK_LPAR && t[-1].kind != TOK_COMMA);
			break;
		case TOK_NEWLINE:
		case TOK_END:
			return false;
		default:
			break;
		}
	}
}

static struct node *with_statement(struct parser *p, uint32_t start)
{
	struct node *list;
	struct chain items;
	bool parenthesised;

	p->tok++;
	chain_init(&items);
	parenthesised = items_in_parentheses(p);
	p->tok += parenthesised;
	do {
		if (parenthesised && items.first != NULL && peek(p) == TOK_RPAR)
			break;
		chain_add(&items, with_item(p));
	} while (accept(p, TOK_COMMA));
	if (parenthesised)
		expect(p, TOK_RPAR, "expected , or )");
	list = list_node(p, &items, start);
	list->next = parse_block(p);
	return block_node(p, NODE_WITH, start, list);
}

/* ---- try ---- */

/* The type after `except`: PEP 758 allows several without parentheses when no name follows. */
static struct node *except_type(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct node *first = parse_expression(p), *last = first, *n;

	if (LIKELY(peek(p) != TOK_COMMA))
		return first;
	while (accept(p, TOK_COMMA) && peek(p) != TOK_COLON) {
		struct node *next = parse_expression(p);
		last->next = next;
		last = next;
	}
	if (peek(p) == TOK_AS)
		fail_at(p, PY_DIAG_SYNTAX, start, "several exceptions with `as` need parentheses");
	n = node_new(p, NODE_TUPLE, start, last_end(p));
	n->child = first;
	return n;
}

static struct node *handler(struct parser *p, bool *star)
{
	const uint32_t start = p->tok++->start;
	struct node *type, *n;
	uint32_t name = 0;

	*star = accept(p, TOK_STAR);
	if (peek(p) == TOK_COLON && !*star) {
		type = absent_node(p);
	} else {
		type = except_type(p);
		if (accept(p, TOK_AS)) {
			if (token_is_name(peek(p)))
				name = intern_token(p, p->tok++);
			else
				fail_here(p, "expected a name after `as`");
		}
	}
	type->next = parse_block(p);
	n = block_node(p, NODE_EXCEPT_HANDLER, start, type);
	n->atom = name;
	return n;
}

static struct node *try_statement(struct parser *p)
{
	const uint32_t start = p->tok++->start;
	struct node *body = parse_block(p), *list, *n;
	struct chain handlers;
	unsigned kinds = 0; /* 1 = except, 2 = except* */

	if (p->failed)
		return body;
	chain_init(&handlers);
	while (peek(p) == TOK_EXCEPT) {
		const uint32_t at = p->tok->start;
		bool star;
		n = handler(p, &star);
		kinds |= star ? 2 : 1;
		if (p->failed)
			parse_salvage(p);
		else
			chain_add(&handlers, n);
		if (kinds == 3)
			py_error(p->f, p->arena, PY_DIAG_SYNTAX, at,
				 "`except` and `except*` in one `try`");
	}
	list = list_node(p, &handlers, start);
	body->next = list;
	list->next = kinds != 0 ? clause(p, TOK_ELSE) : empty_list(p);
	if (kinds == 0 && peek(p) != TOK_FINALLY)
		py_error(p->f, p->arena, PY_DIAG_SYNTAX, p->tok->start,
			 "expected `except` or `finally`");
	node_mut(list->next)->next = clause(p, TOK_FINALLY);
	n = block_node(p, NODE_TRY, start, body);
	n->flags = kinds & 2 ? FLAG_STAR : 0;
	return n;
}

/* ---- def and class ---- */

static struct node *function(struct parser *p, uint32_t start, struct node *decorators)
{
	const struct token *name;
	struct node *types, *args, *returns, *n;

	p->tok++;
	name = p->tok;
	if (!token_is_name(name->kind)) {
		fail_here(p, "expected the function's name");
		return decorators;
	}
	p->tok++;
	types = parse_type_params(p);
	expect(p, TOK_LPAR, "expected ( after the function's name");
	args = parse_parameters(p, TOK_RPAR, false);
	expect(p, TOK_RPAR, "expected , or )");
	returns = accept(p, TOK_ARROW) ? parse_expression(p) : absent_node(p);
	args->next = returns;
	returns->next = decorators;
	decorators->next = types;
	types->next = parse_block(p);
	n = block_node(p, NODE_FUNCTION_DEF, start, args);
	n->atom = p->failed ? 0 : intern_token(p, name);
	return n;
}

static struct node *class(struct parser *p, struct node *decorators)
{
	const uint32_t start = p->tok++->start;
	const struct token *name = p->tok;
	struct node *types, *list, *n;
	struct chain bases;

	if (!token_is_name(name->kind)) {
		fail_here(p, "expected the class's name");
		return decorators;
	}
	p->tok++;
	types = parse_type_params(p);
	chain_init(&bases);
	if (accept(p, TOK_LPAR))
		parse_arguments(p, &bases, false);
	list = list_node(p, &bases, start);
	list->next = decorators;
	decorators->next = types;
	types->next = parse_block(p);
	n = block_node(p, NODE_CLASS_DEF, start, list);
	n->atom = p->failed ? 0 : intern_token(p, name);
	return n;
}

static struct node *async_statement(struct parser *p, struct node *decorators)
{
	const uint32_t start = p->tok++->start;
	const unsigned kind = peek(p);
	struct node *n;

	if (kind == TOK_DEF) {
		n = function(p, start, decorators ? decorators : empty_list(p));
	} else if (kind == TOK_FOR && decorators == NULL) {
		n = for_statement(p, start);
	} else if (kind == TOK_WITH && decorators == NULL) {
		n = with_statement(p, start);
	} else {
		fail_here(p, "expected `def`, `for` or `with` after `async`");
		return absent_node(p);
	}
	n->flags |= FLAG_ASYNC;
	return n;
}

static struct node *decorated(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct chain decorators;
	struct node *list;

	chain_init(&decorators);
	while (accept(p, TOK_AT)) {
		chain_add(&decorators, parse_named(p));
		expect(p, TOK_NEWLINE, "expected the end of the line after the decorator");
	}
	list = list_node(p, &decorators, start);
	if (peek(p) == TOK_DEF)
		return function(p, p->tok->start, list);
	if (peek(p) == TOK_CLASS)
		return class(p, list);
	if (peek(p) == TOK_ASYNC)
		return async_statement(p, list);
	fail_here(p, "expected a function or class after the decorator");
	return list;
}

struct node *parse_compound(struct parser *p)
{
	switch (peek(p)) {
	case TOK_IF:
		return if_statement(p);
	case TOK_DEF:
		return function(p, p->tok->start, empty_list(p));
	case TOK_FOR:
		return for_statement(p, p->tok->start);
	case TOK_WITH:
		return with_statement(p, p->tok->start);
	case TOK_TRY:
		return try_statement(p);
	case TOK_CLASS:
		return class(p, empty_list(p));
	case TOK_AT:
		return decorated(p);
	case TOK_WHILE:
		return while_statement(p);
	case TOK_ASYNC:
		return async_statement(p, NULL);
	case TOK_SOFT_MATCH:
		return is_match(p) ? parse_match(p) : NULL;
	default:
		return NULL;
	}
}
