/* What stands in brackets: groups, tuples, lists, dicts, sets, comprehensions, arguments, slices.
 */
#include "py/parse.h"

static bool at_comprehension(const struct parser *p)
{
	return peek(p) == TOK_FOR || (peek(p) == TOK_ASYNC && p->tok[1].kind == TOK_FOR);
}

void parse_comprehensions(struct parser *p, struct chain *out)
{
	while (at_comprehension(p)) {
		const uint32_t start = p->tok->start;
		const bool async = accept(p, TOK_ASYNC);
		struct chain parts;
		struct node *n;

		p->tok++;
		chain_init(&parts);
		n = parse_targets(p);
		make_target(p, n, CTX_STORE);
		chain_add(&parts, n);
		expect(p, TOK_IN, "expected `in` after the target of `for`");
		chain_add(&parts, parse_disjunction(p));
		while (accept(p, TOK_IF))
			chain_add(&parts, parse_disjunction(p));
		n = node_new(p, NODE_COMPREHENSION, start, last_end(p));
		n->flags = async ? FLAG_ASYNC : 0;
		n->child = parts.first;
		chain_add(out, n);
	}
}

static struct node *comprehension(struct parser *p, enum node_kind kind, struct node *element,
				  uint32_t start, unsigned closer)
{
	struct chain parts;
	struct node *n;

	if (element->kind == NODE_STARRED)
		fail_at(p, PY_DIAG_SYNTAX, element->start, "a comprehension cannot unpack");
	chain_init(&parts);
	chain_add(&parts, element);
	if (element->next != NULL) /* key and value of a dict */
		chain_add(&parts, node_mut(element->next));
	parse_comprehensions(p, &parts);
	expect(p, closer, "expected the closing bracket of the comprehension");
	n = node_new(p, kind, start, last_end(p));
	n->child = parts.first;
	return n;
}

static struct node *star_named(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct node *value, *n;

	if (!accept(p, TOK_STAR))
		return parse_named(p);
	value = parse_bit_or(p);
	n = node_new(p, NODE_STARRED, start, last_end(p));
	n->child = value;
	return n;
}

/* More elements after the first, up to the closer, which is taken. */
static void elements(struct parser *p, struct chain *out, unsigned closer, const char *msg)
{
	while (accept(p, TOK_COMMA) && peek(p) != closer)
		chain_add(out, star_named(p));
	expect(p, closer, msg);
}

struct node *parse_group(struct parser *p)
{
	const uint32_t start = p->tok++->start;
	struct chain parts;
	struct node *n, *first;

	chain_init(&parts);
	if (peek(p) == TOK_RPAR) {
		p->tok++;
	} else {
		first = peek(p) == TOK_YIELD ? parse_value(p) : star_named(p);
		if (peek(p) == TOK_RPAR) {
			if (first->kind == NODE_STARRED && !(first->flags & FLAG_PAREN))
				fail_at(p, PY_DIAG_SYNTAX, first->start,
					"a starred expression cannot stand in parentheses alone");
			else
				p->tok++;
			first->flags |= FLAG_PAREN;
			return first;
		}
		if (at_comprehension(p))
			return comprehension(p, NODE_GENERATOR_EXP, first, start, TOK_RPAR);
		chain_add(&parts, first);
		if (!(first->flags & FLAG_PAREN) &&
		    (first->kind == NODE_YIELD || first->kind == NODE_YIELD_FROM))
			fail_here(p, "expected )");
		elements(p, &parts, TOK_RPAR, "expected , or )");
	}
	n = node_new(p, NODE_TUPLE, start, last_end(p));
	n->flags = FLAG_PAREN;
	n->child = parts.first;
	return n;
}

struct node *parse_list(struct parser *p)
{
	const uint32_t start = p->tok++->start;
	struct chain parts;
	struct node *n;

	chain_init(&parts);
	if (!accept(p, TOK_RSQB)) {
		n = star_named(p);
		if (at_comprehension(p))
			return comprehension(p, NODE_LIST_COMP, n, start, TOK_RSQB);
		chain_add(&parts, n);
		elements(p, &parts, TOK_RSQB, "expected , or ]");
	}
	n = node_new(p, NODE_LIST_EXPR, start, last_end(p));
	n->child = parts.first;
	return n;
}

/* `key: value` or `**value`, two nodes. */
static void dict_item(struct parser *p, struct chain *out)
{
	if (accept(p, TOK_DOUBLE_STAR)) {
		chain_add(out, absent_node(p));
		chain_add(out, parse_bit_or(p));
		return;
	}
	chain_add(out, parse_expression(p));
	expect(p, TOK_COLON, "expected : after the key");
	chain_add(out, parse_expression(p));
}

static struct node *dict(struct parser *p, struct chain *items, uint32_t start)
{
	struct node *n;

	while (accept(p, TOK_COMMA) && peek(p) != TOK_RBRACE)
		dict_item(p, items);
	expect(p, TOK_RBRACE, "expected , or }");
	n = node_new(p, NODE_DICT, start, last_end(p));
	n->child = items->first;
	return n;
}

struct node *parse_dict_or_set(struct parser *p)
{
	const uint32_t start = p->tok++->start;
	struct chain parts;
	struct node *n;

	chain_init(&parts);
	if (accept(p, TOK_RBRACE)) {
		n = node_new(p, NODE_DICT, start, last_end(p));
		return n;
	}
	if (peek(p) == TOK_DOUBLE_STAR) {
		dict_item(p, &parts);
		return dict(p, &parts, start);
	}
	n = star_named(p);
	chain_add(&parts, n);
	if (peek(p) == TOK_COLON && n->kind != NODE_STARRED &&
	    (n->kind != NODE_NAMED_EXPR || (n->flags & FLAG_PAREN))) {
		p->tok++;
		chain_add(&parts, parse_expression(p));
		if (at_comprehension(p))
			return comprehension(p, NODE_DICT_COMP, n, start, TOK_RBRACE);
		return dict(p, &parts, start);
	}
	if (at_comprehension(p))
		return comprehension(p, NODE_SET_COMP, n, start, TOK_RBRACE);
	elements(p, &parts, TOK_RBRACE, "expected , or }");
	n = node_new(p, NODE_SET, start, last_end(p));
	n->child = parts.first;
	return n;
}

/* ---- Arguments ---- */

static struct node *starred_argument(struct parser *p)
{
	const uint32_t start = p->tok++->start;
	struct node *value = parse_expression(p);
	struct node *n = node_new(p, NODE_STARRED, start, last_end(p));

	n->child = value;
	return n;
}

static struct node *keyword_argument(struct parser *p)
{
	const struct token *name = p->tok;
	struct node *value, *n;

	p->tok += name->kind == TOK_DOUBLE_STAR ? 1 : 2;
	value = parse_expression(p);
	n = node_new(p, NODE_KEYWORD, name->start, last_end(p));
	n->atom = name->kind == TOK_DOUBLE_STAR ? 0 : intern_token(p, name);
	n->child = value;
	return n;
}

/* The tokens after `(` up to and with `)`. A class has no generator as its only argument. */
HOT void parse_arguments(struct parser *p, struct chain *out, bool generator)
{
	const uint32_t open = p->tok[-1].start;
	bool keywords = false, unpacked = false;
	unsigned count = 0;

	for (; peek(p) != TOK_RPAR; count++) {
		struct node *n;
		const unsigned kind = peek(p);
		if (kind == TOK_DOUBLE_STAR) {
			n = keyword_argument(p);
			unpacked = true;
		} else if (token_is_name(kind) && p->tok[1].kind == TOK_ASSIGN) {
			n = keyword_argument(p);
			keywords = true;
		} else if (kind == TOK_STAR) {
			n = starred_argument(p);
			if (unpacked)
				fail_at(p, PY_DIAG_SYNTAX, n->start,
					"`*` argument after a `**` argument");
		} else {
			const uint32_t start = p->tok->start;
			n = parse_named(p);
			if (at_comprehension(p)) {
				if (count == 0 && generator) {
					n = comprehension(p, NODE_GENERATOR_EXP, n, open, TOK_RPAR);
					chain_add(out, n);
					return;
				}
				fail_at(p, PY_DIAG_SYNTAX, start,
					"a generator that is not the only argument needs "
					"parentheses");
			}
			if (keywords || unpacked)
				fail_at(p, PY_DIAG_SYNTAX, start,
					"positional argument after a keyword argument");
		}
		chain_add(out, n);
		if (!accept(p, TOK_COMMA))
			break;
	}
	expect(p, TOK_RPAR, "expected , or )");
}

/* ---- Subscripts ---- */

static struct node *slice_part(struct parser *p)
{
	const unsigned kind = peek(p);

	if (kind == TOK_COLON || kind == TOK_COMMA || kind == TOK_RSQB)
		return absent_node(p);
	return parse_expression(p);
}

static struct node *slice(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct chain parts;
	struct node *n;

	if (peek(p) == TOK_STAR)
		return starred_argument(p);
	n = peek(p) == TOK_COLON ? absent_node(p) : parse_named(p);
	if (peek(p) != TOK_COLON)
		return n;
	if (n->kind == NODE_NAMED_EXPR && !(n->flags & FLAG_PAREN))
		fail_here(p, "`:=` in a slice needs parentheses");
	chain_init(&parts);
	chain_add(&parts, n);
	p->tok += peek(p) == TOK_COLON;
	chain_add(&parts, slice_part(p));
	chain_add(&parts, accept(p, TOK_COLON) ? slice_part(p) : absent_node(p));
	n = node_new(p, NODE_SLICE, start, last_end(p));
	n->child = parts.first;
	return n;
}

struct node *parse_slices(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct node *n = slice(p), *first = n;

	if (LIKELY(peek(p) != TOK_COMMA) && n->kind != NODE_STARRED)
		return n;
	while (accept(p, TOK_COMMA) && peek(p) != TOK_RSQB) {
		struct node *next = slice(p);
		n->next = next;
		n = next;
	}
	n = node_new(p, NODE_TUPLE, start, last_end(p));
	n->child = first;
	return n;
}
