/* The match statement (PEP 634). `match` is a keyword only if its logical line ends in a colon and
 * an indented `case` follows: a scan of one line decides, nothing is parsed twice. */
#include "py/parse.h"

static struct node *pattern(struct parser *p);
static struct node *as_pattern(struct parser *p);

bool is_match(const struct parser *p)
{
	const struct token *t = p->tok + 1;

	if (!starts_expression(t->kind))
		return false;
	while (t->kind != TOK_NEWLINE && t->kind != TOK_END)
		t++;
	return t->kind == TOK_NEWLINE && t[-1].kind == TOK_COLON && t[1].kind == TOK_INDENT &&
	       t[2].kind == TOK_SOFT_CASE;
}

static bool is_underscore(const struct parser *p, const struct token *t)
{
	return t->kind == TOK_NAME && t->len == 1 && p->src[t->start] == '_';
}

static struct node *with_child(struct parser *p, enum node_kind kind, uint32_t start,
			       const struct node *child)
{
	struct node *n = node_new(p, kind, start, last_end(p));

	n->child = child;
	return n;
}

/* A name that captures: its atom, 0 for `_`. */
static uint32_t capture(struct parser *p)
{
	const struct token *t = p->tok;

	if (!token_is_name(t->kind)) {
		fail_here(p, "expected a name in the pattern");
		return 0;
	}
	p->tok++;
	return is_underscore(p, t) ? 0 : intern_token(p, t);
}

/* NAME ('.' NAME)* */
static struct node *dotted(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct node *n = parse_name(p, CTX_LOAD);
	uint32_t links = 0;

	for (; accept(p, TOK_DOT); links++) {
		const struct token *t = p->tok;
		struct node *outer;
		if (!token_is_name(t->kind)) {
			fail_here(p, "expected a name after the dot");
			return n;
		}
		p->tok++;
		outer = with_child(p, NODE_ATTRIBUTE, start, n);
		outer->atom = intern_token(p, t);
		n = outer;
	}
	if (links > p->chain)
		p->chain = links;
	return n;
}

static struct node *number(struct parser *p)
{
	const struct token *t = p->tok;
	struct node *n;

	if (t->kind < TOK_INT || t->kind > TOK_IMAGINARY) {
		fail_here(p, "expected a number in the pattern");
		return absent_node(p);
	}
	p->tok++;
	n = node_new(p, NODE_CONSTANT, t->start, last_end(p));
	n->op = (uint8_t)(CONST_INT + (t->kind - TOK_INT));
	return n;
}

/* [-] number [(+|-) imaginary] */
static struct node *signed_number(struct parser *p)
{
	const uint32_t start = p->tok->start;
	const bool minus = accept(p, TOK_MINUS);
	struct node *n = number(p), *right;

	if (minus) {
		n = with_child(p, NODE_UNARY_OP, start, n);
		n->op = OP_USUB;
	}
	if (peek(p) != TOK_PLUS && peek(p) != TOK_MINUS)
		return n;
	if (p->tok[-1].kind == TOK_IMAGINARY || p->tok[1].kind != TOK_IMAGINARY) {
		fail_here(p, "a complex literal is a real and an imaginary number");
		return n;
	}
	right = n;
	const unsigned sign = p->tok++->kind;
	right->next = number(p);
	n = with_child(p, NODE_BIN_OP, start, right);
	n->op = sign == TOK_PLUS ? OP_ADD : OP_SUB;
	return n;
}

static struct node *singleton(struct parser *p, enum node_kind kind)
{
	const struct token *t = p->tok++;
	struct node *n = node_new(p, kind, t->start, last_end(p));

	n->op = (uint8_t)(t->kind == TOK_NONE	? CONST_NONE
			  : t->kind == TOK_TRUE ? CONST_TRUE
						: CONST_FALSE);
	return n;
}

static struct node *star_pattern(struct parser *p)
{
	const uint32_t start = p->tok++->start;
	const uint32_t name = capture(p);
	struct node *n = node_new(p, NODE_MATCH_STAR, start, last_end(p));

	n->atom = name;
	return n;
}

static struct node *sequence_part(struct parser *p)
{
	return peek(p) == TOK_STAR ? star_pattern(p) : as_pattern(p);
}

/* Patterns in brackets; *commas tells whether there was a comma. */
static void sequence(struct parser *p, struct chain *parts, unsigned closer, bool *commas)
{
	chain_init(parts);
	*commas = false;
	while (peek(p) != closer && !p->failed) {
		chain_add(parts, sequence_part(p));
		if (!accept(p, TOK_COMMA))
			break;
		*commas = true;
	}
	expect(p, closer, "expected , or the closing bracket of the pattern");
}

static struct node *bracketed_pattern(struct parser *p)
{
	const uint32_t start = p->tok->start;
	const unsigned open = p->tok++->kind;
	struct chain parts;
	bool commas;

	sequence(p, &parts, open == TOK_LPAR ? TOK_RPAR : TOK_RSQB, &commas);
	if (open == TOK_LPAR && !commas && parts.first != NULL) {
		if (parts.first->kind == NODE_MATCH_STAR)
			fail_at(p, PY_DIAG_SYNTAX, start,
				"a starred pattern in parentheses needs a comma");
		node_mut(parts.first)->flags |= FLAG_PAREN;
		return node_mut(parts.first);
	}
	return with_child(p, NODE_MATCH_SEQUENCE, start, parts.first);
}

static bool is_string_token(unsigned kind)
{
	return kind >= TOK_STRING && kind <= TOK_TSTRING_START;
}

static struct node *mapping_key(struct parser *p)
{
	const unsigned kind = peek(p);
	struct node *n;

	if (kind == TOK_NONE || kind == TOK_TRUE || kind == TOK_FALSE)
		return singleton(p, NODE_CONSTANT);
	if (is_string_token(kind))
		return parse_strings(p);
	if (!token_is_name(kind))
		return signed_number(p);
	n = dotted(p);
	if (n->kind == NODE_NAME)
		fail_at(p, PY_DIAG_SYNTAX, n->start,
			"a mapping pattern's key is a literal or a dotted name");
	return n;
}

static struct node *mapping(struct parser *p)
{
	const uint32_t start = p->tok++->start;
	struct chain parts;
	uint32_t rest = 0;
	struct node *n;

	chain_init(&parts);
	while (peek(p) != TOK_RBRACE && !p->failed) {
		if (rest != 0)
			fail_here(p, "`**` must come last in a mapping pattern");
		if (accept(p, TOK_DOUBLE_STAR)) {
			if (is_underscore(p, p->tok))
				fail_here(p, "`**_` means nothing");
			rest = capture(p);
		} else {
			chain_add(&parts, mapping_key(p));
			expect(p, TOK_COLON, "expected : after the key");
			chain_add(&parts, as_pattern(p));
		}
		if (!accept(p, TOK_COMMA))
			break;
	}
	expect(p, TOK_RBRACE, "expected , or }");
	n = with_child(p, NODE_MATCH_MAPPING, start, parts.first);
	n->atom = rest;
	return n;
}

static struct node *class_pattern(struct parser *p, struct node *callee, uint32_t start)
{
	struct chain parts = {.first = callee, .tail = &callee->next};
	bool keywords = false;

	p->tok++;
	while (peek(p) != TOK_RPAR && !p->failed) {
		const struct token *t = p->tok;
		if (token_is_name(t->kind) && t[1].kind == TOK_ASSIGN) {
			struct node *n;
			keywords = true;
			p->tok += 2;
			n = as_pattern(p);
			n = with_child(p, NODE_KEYWORD, t->start, n);
			n->atom = intern_token(p, t);
			chain_add(&parts, n);
		} else if (keywords) {
			fail_here(p, "positional pattern after a keyword pattern");
		} else {
			chain_add(&parts, as_pattern(p));
		}
		if (!accept(p, TOK_COMMA))
			break;
	}
	expect(p, TOK_RPAR, "expected , or )");
	return with_child(p, NODE_MATCH_CLASS, start, callee);
}

static struct node *name_pattern(struct parser *p)
{
	const struct token *t = p->tok;
	struct node *n;

	if (t[1].kind != TOK_DOT && t[1].kind != TOK_LPAR) {
		uint32_t name = capture(p);
		n = node_new(p, NODE_MATCH_AS, t->start, last_end(p));
		n->atom = name;
		return n;
	}
	n = dotted(p);
	if (peek(p) == TOK_LPAR)
		return class_pattern(p, n, t->start);
	return with_child(p, NODE_MATCH_VALUE, t->start, n);
}

static struct node *closed_pattern(struct parser *p)
{
	const uint32_t start = p->tok->start;
	const unsigned kind = peek(p);

	switch (kind) {
	case TOK_NONE:
	case TOK_TRUE:
	case TOK_FALSE:
		return singleton(p, NODE_MATCH_SINGLETON);
	case TOK_LPAR:
	case TOK_LSQB:
		return bracketed_pattern(p);
	case TOK_LBRACE:
		return mapping(p);
	case TOK_MINUS:
	case TOK_INT:
	case TOK_FLOAT:
	case TOK_IMAGINARY: {
		struct node *value = signed_number(p);
		return with_child(p, NODE_MATCH_VALUE, start, value);
	}
	default:
		break;
	}
	if (token_is_name(kind))
		return name_pattern(p);
	if (is_string_token(kind)) {
		struct node *value = parse_strings(p);
		return with_child(p, NODE_MATCH_VALUE, start, value);
	}
	fail_here(p, "expected a pattern");
	return absent_node(p);
}

static struct node *as_pattern(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct node *n;

	deeper(p);
	n = closed_pattern(p);
	if (peek(p) == TOK_BAR) {
		struct node *first = n;
		while (accept(p, TOK_BAR)) {
			struct node *next = closed_pattern(p);
			n->next = next;
			n = next;
		}
		n = with_child(p, NODE_MATCH_OR, start, first);
	}
	if (accept(p, TOK_AS)) {
		struct node *inner = n;
		uint32_t name;
		if (is_underscore(p, p->tok))
			fail_here(p, "`_` cannot be the name after `as`");
		name = capture(p);
		n = with_child(p, NODE_MATCH_AS, start, inner);
		n->atom = name;
	}
	p->depth--;
	return n;
}

/* The pattern after `case`: a sequence needs no brackets. */
static struct node *pattern(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct node *n = sequence_part(p), *first = n;

	if (peek(p) != TOK_COMMA && n->kind != NODE_MATCH_STAR)
		return n;
	if (peek(p) != TOK_COMMA) {
		fail_here(p, "expected , after a starred pattern");
		return n;
	}
	while (accept(p, TOK_COMMA) && peek(p) != TOK_COLON && peek(p) != TOK_IF) {
		struct node *next = sequence_part(p);
		n->next = next;
		n = next;
	}
	return with_child(p, NODE_MATCH_SEQUENCE, start, first);
}

static struct node *match_case(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct node *test, *guard, *n;

	expect(p, TOK_SOFT_CASE, "expected `case`");
	test = pattern(p);
	guard = accept(p, TOK_IF) ? parse_named(p) : absent_node(p);
	test->next = guard;
	guard->next = parse_block(p);
	n = node_new(p, NODE_MATCH_CASE, start, p->stmt_end);
	n->child = test;
	return n;
}

/* The first case is broken: what follows hangs below a pattern that matches anything. */
static struct node *lost_case(struct parser *p, uint32_t start)
{
	struct node *test = node_new(p, NODE_MATCH_AS, start, start);
	struct node *guard = absent_node(p), *body, *n;
	struct chain none;

	chain_init(&none);
	body = list_node(p, &none, start);
	test->next = guard;
	guard->next = body;
	p->block_tail = &body->child;
	parse_salvage(p);
	n = node_new(p, NODE_MATCH_CASE, start, p->stmt_end);
	n->child = test;
	return n;
}

static struct node *subject_part(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct node *value;

	if (!accept(p, TOK_STAR))
		return parse_named(p);
	value = parse_bit_or(p);
	return with_child(p, NODE_STARRED, start, value);
}

static struct node *match_subject(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct node *first = subject_part(p), *n = first;

	if (peek(p) != TOK_COMMA) {
		if (n->kind == NODE_STARRED)
			fail_here(p, "expected , after a starred subject");
		return n;
	}
	while (accept(p, TOK_COMMA) && peek(p) != TOK_COLON) {
		struct node *next = subject_part(p);
		n->next = next;
		n = next;
	}
	return with_child(p, NODE_TUPLE, start, first);
}

struct node *parse_match(struct parser *p)
{
	const uint32_t start = p->tok++->start;
	struct node *subject = match_subject(p), *n;
	struct chain parts = {.first = subject, .tail = &subject->next};

	expect(p, TOK_COLON, "expected : after the subject");
	accept(p, TOK_NEWLINE);
	if (p->failed)
		return subject;
	p->tok++; /* INDENT: is_match saw it */
	while (peek(p) != TOK_DEDENT && peek(p) != TOK_END) {
		const uint32_t at = p->tok->start;
		n = match_case(p);
		if (!p->failed)
			chain_add(&parts, n);
		else if (subject->next == NULL)
			chain_add(&parts, lost_case(p, at));
		else
			parse_salvage(p);
	}
	accept(p, TOK_DEDENT);
	n = node_new(p, NODE_MATCH, start, p->stmt_end);
	n->child = subject;
	return n;
}
