/* Expressions (Language Reference, chapter 6): precedence climbing over one table, atoms by a
 * switch. Left-deep chains (a + b + c, a.b(c)[d]) are built in loops; `chain` remembers the longest
 * so that check_height can cap the height of the tree.
 *
 * Positions are CPython's: a node starts at its first token, parentheses included only if they are
 * its own syntax (tuples, generators); `(a) + b` starts at the parenthesis all the same. */
#include "py/parse.h"

enum {
	LEVEL_NONE,
	LEVEL_OR,
	LEVEL_AND,
	LEVEL_NOT,
	LEVEL_COMPARE,
	LEVEL_BIT_OR,
	LEVEL_BIT_XOR,
	LEVEL_BIT_AND,
	LEVEL_SHIFT,
	LEVEL_SUM,
	LEVEL_TERM,
	LEVEL_FACTOR,
};

struct operator
{
	uint8_t level, op;
};

// clang-format off
static const struct operator operators[TOKEN_KIND_COUNT] = {
	[TOK_OR] = {LEVEL_OR, OP_OR},
	[TOK_AND] = {LEVEL_AND, OP_AND},
	[TOK_LESS] = {LEVEL_COMPARE, CMP_LT}, [TOK_GREATER] = {LEVEL_COMPARE, CMP_GT},
	[TOK_EQUAL] = {LEVEL_COMPARE, CMP_EQ}, [TOK_NOT_EQUAL] = {LEVEL_COMPARE, CMP_NOT_EQ},
	[TOK_LESS_EQUAL] = {LEVEL_COMPARE, CMP_LT_E},
	[TOK_GREATER_EQUAL] = {LEVEL_COMPARE, CMP_GT_E},
	[TOK_IN] = {LEVEL_COMPARE, CMP_IN}, [TOK_IS] = {LEVEL_COMPARE, CMP_IS},
	[TOK_NOT] = {LEVEL_COMPARE, CMP_NOT_IN},
	[TOK_BAR] = {LEVEL_BIT_OR, OP_BIT_OR},
	[TOK_CARET] = {LEVEL_BIT_XOR, OP_BIT_XOR},
	[TOK_AMPERSAND] = {LEVEL_BIT_AND, OP_BIT_AND},
	[TOK_LSHIFT] = {LEVEL_SHIFT, OP_LSHIFT}, [TOK_RSHIFT] = {LEVEL_SHIFT, OP_RSHIFT},
	[TOK_PLUS] = {LEVEL_SUM, OP_ADD}, [TOK_MINUS] = {LEVEL_SUM, OP_SUB},
	[TOK_STAR] = {LEVEL_TERM, OP_MULT}, [TOK_SLASH] = {LEVEL_TERM, OP_DIV},
	[TOK_AT] = {LEVEL_TERM, OP_MAT_MULT}, [TOK_PERCENT] = {LEVEL_TERM, OP_MOD},
	[TOK_DOUBLE_SLASH] = {LEVEL_TERM, OP_FLOOR_DIV},
};
// clang-format on

static struct node *binary(struct parser *p, unsigned min);

bool starts_expression(unsigned kind)
{
	switch (kind) {
	case TOK_LPAR:
	case TOK_LSQB:
	case TOK_LBRACE:
	case TOK_MINUS:
	case TOK_PLUS:
	case TOK_TILDE:
	case TOK_STAR:
	case TOK_ELLIPSIS:
	case TOK_NOT:
	case TOK_LAMBDA:
	case TOK_AWAIT:
	case TOK_NONE:
	case TOK_TRUE:
	case TOK_FALSE:
	case TOK_FSTRING_START:
	case TOK_TSTRING_START:
	case TOK_STRING:
	case TOK_STRING_ESC:
	case TOK_INT:
	case TOK_FLOAT:
	case TOK_IMAGINARY:
		return true;
	default:
		return token_is_name(kind);
	}
}

struct node *parse_name(struct parser *p, enum ctx ctx)
{
	const struct token *t = p->tok;
	struct node *n;

	if (UNLIKELY(!token_is_name(t->kind))) {
		fail_here(p, "expected a name");
		return absent_node(p);
	}
	p->tok++;
	n = node_new(p, NODE_NAME, t->start, token_end(p->f, t));
	n->atom = intern_token(p, t);
	n->op = (uint8_t)ctx;
	return n;
}

static struct node *constant(struct parser *p, enum constant kind)
{
	const struct token *t = p->tok++;
	struct node *n = node_new(p, NODE_CONSTANT, t->start, token_end(p->f, t));

	n->op = (uint8_t)kind;
	return n;
}

static struct node *bracketed(struct parser *p)
{
	struct node *n;

	deeper(p);
	if (peek(p) == TOK_LPAR)
		n = parse_group(p);
	else if (peek(p) == TOK_LSQB)
		n = parse_list(p);
	else if (peek(p) == TOK_LBRACE)
		n = parse_dict_or_set(p);
	else
		n = absent_node(p);
	p->depth--;
	return n;
}

static ALWAYS_INLINE struct node *atom(struct parser *p)
{
	switch (peek(p)) {
	case TOK_NAME:
	case TOK_NAME_WIDE:
	case TOK_SOFT_MATCH:
	case TOK_SOFT_CASE:
	case TOK_SOFT_TYPE:
		return parse_name(p, CTX_LOAD);
	case TOK_INT:
		return constant(p, CONST_INT);
	case TOK_FLOAT:
		return constant(p, CONST_FLOAT);
	case TOK_IMAGINARY:
		return constant(p, CONST_COMPLEX);
	case TOK_NONE:
		return constant(p, CONST_NONE);
	case TOK_TRUE:
		return constant(p, CONST_TRUE);
	case TOK_FALSE:
		return constant(p, CONST_FALSE);
	case TOK_ELLIPSIS:
		return constant(p, CONST_ELLIPSIS);
	case TOK_STRING:
	case TOK_STRING_ESC:
	case TOK_FSTRING_START:
	case TOK_TSTRING_START:
		return parse_strings(p);
	case TOK_LPAR:
	case TOK_LSQB:
	case TOK_LBRACE:
		return bracketed(p);
	default:
		fail_here(p, token_is_keyword(peek(p)) ? "a keyword cannot stand here"
						       : "expected an expression");
		return absent_node(p);
	}
}

static ALWAYS_INLINE void note_chain(struct parser *p, uint32_t links)
{
	if (UNLIKELY(links > p->chain))
		p->chain = links;
}

HOT struct node *parse_primary(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct node *n = atom(p), *outer;
	uint32_t links = 0;
	struct chain parts;

	for (;; links++) {
		switch (peek(p)) {
		case TOK_DOT: {
			const struct token *t = ++p->tok;
			if (UNLIKELY(!token_is_name(t->kind))) {
				fail_here(p, "expected a name after the dot");
				return n;
			}
			p->tok++;
			outer = node_new(p, NODE_ATTRIBUTE, start, token_end(p->f, t));
			outer->atom = intern_token(p, t);
			outer->child = n;
			break;
		}
		case TOK_LPAR:
			p->tok++;
			parts.first = n;
			parts.tail = &n->next;
			parse_arguments(p, &parts, true);
			outer = node_new(p, NODE_CALL, start, last_end(p));
			outer->child = n;
			break;
		case TOK_LSQB:
			p->tok++;
			n->next = parse_slices(p);
			expect(p, TOK_RSQB, "expected ]");
			outer = node_new(p, NODE_SUBSCRIPT, start, last_end(p));
			outer->child = n;
			break;
		default:
			note_chain(p, links);
			return n;
		}
		n = outer;
	}
}

static struct node *unary(struct parser *p, enum py_op op, unsigned level)
{
	const uint32_t start = p->tok->start;
	struct node *value, *n;

	p->tok++;
	deeper(p);
	value = binary(p, level);
	p->depth--;
	n = node_new(p, NODE_UNARY_OP, start, last_end(p));
	n->op = (uint8_t)op;
	n->child = value;
	return n;
}

/* power: await_primary ['**' factor] */
static ALWAYS_INLINE struct node *power(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct node *n, *left;

	if (UNLIKELY(accept(p, TOK_AWAIT))) {
		struct node *value = parse_primary(p);
		n = node_new(p, NODE_AWAIT, start, last_end(p));
		n->child = value;
	} else {
		n = parse_primary(p);
	}
	if (LIKELY(peek(p) != TOK_DOUBLE_STAR))
		return n;
	p->tok++;
	left = n;
	deeper(p);
	left->next = binary(p, LEVEL_FACTOR);
	p->depth--;
	n = node_new(p, NODE_BIN_OP, start, last_end(p));
	n->op = OP_POW;
	n->child = left;
	return n;
}

static ALWAYS_INLINE struct node *operand(struct parser *p, unsigned min)
{
	switch (peek(p)) {
	case TOK_MINUS:
		return unary(p, OP_USUB, LEVEL_FACTOR);
	case TOK_PLUS:
		return unary(p, OP_UADD, LEVEL_FACTOR);
	case TOK_TILDE:
		return unary(p, OP_INVERT, LEVEL_FACTOR);
	case TOK_NOT:
		if (min <= LEVEL_NOT)
			return unary(p, OP_NOT, LEVEL_NOT);
		fail_here(p, "`not` here needs parentheses");
		return absent_node(p);
	default:
		return power(p);
	}
}

/* One of `or`, `and`: all operands of the same operator in one node. */
static struct node *bool_op(struct parser *p, struct node *left, uint32_t start, unsigned level,
			    enum py_op op)
{
	const unsigned token = peek(p);
	struct node *last = left, *n;

	while (accept(p, token)) {
		struct node *right = binary(p, level + 1);
		last->next = right;
		last = right;
	}
	n = node_new(p, NODE_BOOL_OP, start, last_end(p));
	n->op = (uint8_t)op;
	n->child = left;
	return n;
}

static struct node *comparison(struct parser *p, struct node *left, uint32_t start)
{
	struct node *last = left, *n;

	while (operators[peek(p)].level == LEVEL_COMPARE) {
		unsigned cmp = operators[peek(p)].op;
		struct node *right;
		p->tok++;
		if (cmp == CMP_NOT_IN)
			expect(p, TOK_IN, "expected `in` after `not`");
		else if (cmp == CMP_IS && accept(p, TOK_NOT))
			cmp = CMP_IS_NOT;
		right = binary(p, LEVEL_BIT_OR);
		right->flags |= (uint16_t)(cmp << FLAG_COMPARE_SHIFT);
		last->next = right;
		last = right;
	}
	n = node_new(p, NODE_COMPARE, start, last_end(p));
	n->child = left;
	return n;
}

static HOT struct node *binary(struct parser *p, unsigned min)
{
	const uint32_t start = p->tok->start;
	struct node *left = operand(p, min);
	uint32_t links = 0;

	for (;; links++) {
		const struct operator op = operators[peek(p)];
		if (LIKELY(op.level < min || op.level == LEVEL_NONE))
			break;
		if (op.level >= LEVEL_BIT_OR) {
			struct node *n;
			p->tok++;
			left->next = binary(p, op.level + 1u);
			n = node_new(p, NODE_BIN_OP, start, last_end(p));
			n->op = op.op;
			n->child = left;
			left = n;
		} else if (op.level == LEVEL_COMPARE) {
			left = comparison(p, left, start);
		} else {
			left = bool_op(p, left, start, op.level, (enum py_op)op.op);
		}
	}
	note_chain(p, links);
	return left;
}

struct node *parse_disjunction(struct parser *p)
{
	return binary(p, LEVEL_OR);
}

struct node *parse_bit_or(struct parser *p)
{
	return binary(p, LEVEL_BIT_OR);
}

static struct node *lambda(struct parser *p)
{
	const uint32_t start = p->tok++->start;
	struct node *args = parse_parameters(p, TOK_COLON, true), *n;

	expect(p, TOK_COLON, "expected : after the parameters of lambda");
	args->next = parse_expression(p);
	n = node_new(p, NODE_LAMBDA, start, last_end(p));
	n->child = args;
	return n;
}

HOT struct node *parse_expression(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct node *n;

	deeper(p);
	if (UNLIKELY(peek(p) == TOK_LAMBDA)) {
		n = lambda(p);
	} else {
		n = binary(p, LEVEL_OR);
		if (UNLIKELY(peek(p) == TOK_IF)) {
			struct node *body = n, *test;
			p->tok++;
			test = binary(p, LEVEL_OR);
			expect(p, TOK_ELSE, "expected `else` after the condition");
			body->next = parse_expression(p);
			test->next = body;
			n = node_new(p, NODE_IF_EXP, start, last_end(p));
			n->child = test;
		}
	}
	p->depth--;
	return n;
}

struct node *parse_named(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct node *n = parse_expression(p), *target = n;

	if (LIKELY(peek(p) != TOK_WALRUS))
		return n;
	if (target->kind != NODE_NAME || (target->flags & FLAG_PAREN)) {
		fail_at(p, PY_DIAG_SYNTAX, start, "`:=` can assign to a name only");
		return n;
	}
	p->tok++;
	target->op = CTX_STORE;
	target->next = parse_expression(p);
	n = node_new(p, NODE_NAMED_EXPR, start, last_end(p));
	n->child = target;
	return n;
}

static struct node *starred(struct parser *p)
{
	const uint32_t start = p->tok++->start;
	struct node *value = parse_bit_or(p);
	struct node *n = node_new(p, NODE_STARRED, start, last_end(p));

	n->child = value;
	return n;
}

/* A chain of elements with commas between them to a tuple, if there is a comma. */
static struct node *maybe_tuple(struct parser *p, struct node *first, uint32_t start,
				struct node *(*element)(struct parser *p))
{
	struct node *last = first, *n;

	while (accept(p, TOK_COMMA)) {
		struct node *next;
		if (peek(p) != TOK_STAR && !starts_expression(peek(p)))
			break;
		next = element(p);
		last->next = next;
		last = next;
	}
	n = node_new(p, NODE_TUPLE, start, last_end(p));
	n->child = first;
	return n;
}

static struct node *star_expression(struct parser *p)
{
	return peek(p) == TOK_STAR ? starred(p) : parse_expression(p);
}

struct node *parse_star_list(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct node *n = star_expression(p);

	return peek(p) == TOK_COMMA ? maybe_tuple(p, n, start, star_expression) : n;
}

static struct node *target_part(struct parser *p)
{
	return peek(p) == TOK_STAR ? starred(p) : parse_bit_or(p);
}

struct node *parse_targets(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct node *n;

	deeper(p);
	n = target_part(p);
	if (peek(p) == TOK_COMMA)
		n = maybe_tuple(p, n, start, target_part);
	p->depth--;
	return n;
}

static struct node *yield_expression(struct parser *p)
{
	const uint32_t start = p->tok++->start;
	const bool from = accept(p, TOK_FROM);
	struct node *value = NULL, *n;

	if (from)
		value = parse_expression(p);
	else if (starts_expression(peek(p)))
		value = parse_star_list(p);
	n = node_new(p, from ? NODE_YIELD_FROM : NODE_YIELD, start, last_end(p));
	n->child = value;
	return n;
}

struct node *parse_value(struct parser *p)
{
	if (UNLIKELY(peek(p) == TOK_YIELD))
		return yield_expression(p);
	return parse_star_list(p);
}
