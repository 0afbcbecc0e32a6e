/* Statements: the loop with its recovery, and the simple ones (Language Reference, chapter 7).
 *
 * A statement that is broken costs itself: the loop puts an ERROR_STMT in its place, goes on after
 * the logical line, and takes an indented block that follows as statements of the same list. */
#include "py/parse.h"

static struct node *node_with(struct parser *p, enum node_kind kind, uint32_t start,
			      const struct node *child)
{
	struct node *n = node_new(p, kind, start, last_end(p));

	n->child = child;
	return n;
}

/* What follows `=`: in a notebook it can be IPython's. */
static struct node *right_side(struct parser *p)
{
	if (UNLIKELY(peek(p) == TOK_MAGIC)) {
		const struct token *t = p->tok++;
		return node_new(p, NODE_MAGIC, t->start, token_end(p->f, t));
	}
	return parse_value(p);
}

static struct node *assign(struct parser *p, struct node *target, uint32_t start)
{
	struct chain targets;
	struct node *value = target, *n;

	chain_init(&targets);
	while (accept(p, TOK_ASSIGN)) {
		make_target(p, value, CTX_STORE);
		chain_add(&targets, value);
		value = right_side(p);
	}
	value->next = targets.first;
	n = node_with(p, NODE_ASSIGN, start, value);
	return n;
}

static struct node *ann_assign(struct parser *p, struct node *target, uint32_t start)
{
	const bool simple = target->kind == NODE_NAME && !(target->flags & FLAG_PAREN);
	struct node *annotation, *n;

	make_single_target(p, target, "only a single target can be annotated");
	p->tok += !p->failed;
	annotation = parse_expression(p);
	target->next = annotation;
	if (accept(p, TOK_ASSIGN))
		annotation->next = right_side(p);
	n = node_with(p, NODE_ANN_ASSIGN, start, target);
	n->flags = simple ? FLAG_SIMPLE : 0;
	return n;
}

static struct node *expression_statement(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct node *first = parse_value(p), *n;
	const unsigned kind = peek(p);

	if (kind == TOK_ASSIGN)
		return assign(p, first, start);
	if (kind == TOK_COLON)
		return ann_assign(p, first, start);
	if (kind >= TOK_PLUS_ASSIGN && kind <= TOK_DOUBLE_SLASH_ASSIGN) {
		make_single_target(p, first,
				   "this cannot be the target of an augmented assignment");
		p->tok += !p->failed;
		first->next = parse_value(p);
		n = node_with(p, NODE_AUG_ASSIGN, start, first);
		n->op = (uint8_t)(OP_ADD + (kind - TOK_PLUS_ASSIGN));
		return n;
	}
	return node_with(p, NODE_EXPR_STMT, start, first);
}

static struct node *return_statement(struct parser *p)
{
	const uint32_t start = p->tok++->start;
	const unsigned kind = peek(p);
	const struct node *value = NULL;

	if (kind != TOK_NEWLINE && kind != TOK_SEMI)
		value = parse_star_list(p);
	return node_with(p, NODE_RETURN, start, value);
}

static struct node *raise_statement(struct parser *p)
{
	const uint32_t start = p->tok++->start;
	const unsigned kind = peek(p);
	struct node *value = NULL;

	if (kind != TOK_NEWLINE && kind != TOK_SEMI) {
		value = parse_expression(p);
		if (accept(p, TOK_FROM))
			value->next = parse_expression(p);
	}
	return node_with(p, NODE_RAISE, start, value);
}

static struct node *assert_statement(struct parser *p)
{
	const uint32_t start = p->tok++->start;
	struct node *test = parse_expression(p);

	if (accept(p, TOK_COMMA))
		test->next = parse_expression(p);
	return node_with(p, NODE_ASSERT, start, test);
}

static struct node *del_statement(struct parser *p)
{
	const uint32_t start = p->tok++->start;
	struct chain targets;

	chain_init(&targets);
	do {
		struct node *n = parse_primary(p);
		make_target(p, n, CTX_DEL);
		chain_add(&targets, n);
	} while (accept(p, TOK_COMMA) && starts_expression(peek(p)));
	return node_with(p, NODE_DELETE, start, targets.first);
}

static struct node *names_statement(struct parser *p, enum node_kind kind)
{
	const uint32_t start = p->tok++->start;
	struct chain names;

	chain_init(&names);
	do
		chain_add(&names, parse_name(p, CTX_LOAD));
	while (accept(p, TOK_COMMA));
	return node_with(p, kind, start, names.first);
}

static struct node *word(struct parser *p, enum node_kind kind)
{
	const uint32_t start = p->tok++->start;

	return node_with(p, kind, start, NULL);
}

static bool is_type_alias(const struct parser *p)
{
	return peek(p) == TOK_SOFT_TYPE && token_is_name(p->tok[1].kind) &&
	       (p->tok[2].kind == TOK_ASSIGN || p->tok[2].kind == TOK_LSQB);
}

static struct node *type_alias(struct parser *p)
{
	const uint32_t start = p->tok++->start;
	struct node *name = parse_name(p, CTX_STORE);

	name->next = parse_type_params(p);
	expect(p, TOK_ASSIGN, "expected = and the type");
	node_mut(name->next)->next = parse_expression(p);
	return node_with(p, NODE_TYPE_ALIAS, start, name);
}

struct node *parse_simple(struct parser *p)
{
	switch (peek(p)) {
	case TOK_RETURN:
		return return_statement(p);
	case TOK_IMPORT:
	case TOK_FROM:
		return parse_import(p);
	case TOK_RAISE:
		return raise_statement(p);
	case TOK_PASS:
		return word(p, NODE_PASS);
	case TOK_BREAK:
		return word(p, NODE_BREAK);
	case TOK_CONTINUE:
		return word(p, NODE_CONTINUE);
	case TOK_ASSERT:
		return assert_statement(p);
	case TOK_DEL:
		return del_statement(p);
	case TOK_GLOBAL:
		return names_statement(p, NODE_GLOBAL);
	case TOK_NONLOCAL:
		return names_statement(p, NODE_NONLOCAL);
	case TOK_MAGIC:
		return word(p, NODE_MAGIC);
	case TOK_SOFT_TYPE:
		if (is_type_alias(p))
			return type_alias(p);
		return expression_statement(p);
	default:
		return expression_statement(p);
	}
}

/* ---- The loop ---- */

static void check_depth(struct parser *p, const struct node *n)
{
	check_height(p, n, (p->deepest + 1) * (16 + p->chain));
}

static void reset_depth(struct parser *p)
{
	p->depth = p->deepest = p->chain = 0;
}

/* Skips the rest of the logical line of an error; the node for what is lost. */
static struct node *lost(struct parser *p, uint32_t start)
{
	const struct token *t = p->error_tok;
	struct node *n;

	while (t->kind != TOK_NEWLINE && t->kind != TOK_END)
		t++;
	p->failed = false;
	p->tok = t;
	p->stmt_end = t > p->f->tokens ? last_end(p) : 0;
	n = node_new(p, NODE_ERROR_STMT, start, p->stmt_end > start ? p->stmt_end : start);
	accept(p, TOK_NEWLINE);
	return n;
}

/* Simple statements up to the end of the line; false when one is lost. */
static bool simple_line(struct parser *p, struct chain *out)
{
	for (;;) {
		const uint32_t start = p->tok->start;
		struct node *n;

		reset_depth(p);
		n = parse_simple(p);
		check_depth(p, n);
		if (LIKELY(!p->failed) && peek(p) != TOK_NEWLINE && peek(p) != TOK_SEMI)
			fail_here(p, "expected the end of the statement");
		if (UNLIKELY(p->failed)) {
			chain_add(out, lost(p, start));
			return false;
		}
		chain_add(out, n);
		accept(p, TOK_SEMI);
		if (LIKELY(peek(p) == TOK_NEWLINE)) {
			p->stmt_end = last_end(p);
			p->tok++;
			return true;
		}
	}
}

static bool starts_clause(unsigned kind)
{
	return kind == TOK_ELSE || kind == TOK_ELIF || kind == TOK_EXCEPT || kind == TOK_FINALLY;
}

/* Up to the DEDENT that closes the block (taken), or END. */
void parse_statements(struct parser *p, struct chain *out)
{
	uint32_t extra = 0; /* blocks that nothing opened */
	bool broken = false;

	for (;;) {
		const struct token *t = p->tok;
		const uint32_t start = t->start;
		struct node *n;

		switch (t->kind) {
		case TOK_END:
			return;
		case TOK_DEDENT:
			p->tok++;
			if (extra-- == 0)
				return;
			continue;
		case TOK_INDENT:
			if (!broken)
				py_error(p->f, p->arena, PY_DIAG_INDENT, start,
					 "indented without a block");
			p->tok++;
			extra++;
			continue;
		case TOK_NEWLINE: /* after an error */
			p->tok++;
			continue;
		default:
			break;
		}
		if (broken && starts_clause(t->kind)) { /* of a statement already lost */
			p->error_tok = t;
			chain_add(out, lost(p, start));
			continue;
		}
		reset_depth(p);
		n = parse_compound(p);
		if (n == NULL) {
			broken = !simple_line(p, out);
			continue;
		}
		check_depth(p, n);
		broken = p->failed;
		chain_add(out, broken ? lost(p, start) : n);
	}
}

struct node *parse_block(struct parser *p)
{
	const uint32_t deepest = p->deepest, chain = p->chain;
	const uint32_t at = p->tok->start;
	struct chain body;

	chain_init(&body);
	expect(p, TOK_COLON, "expected :");
	if (p->failed)
		return list_node(p, &body, at);
	if (!accept(p, TOK_NEWLINE)) {
		simple_line(p, &body);
	} else if (accept(p, TOK_INDENT)) {
		parse_statements(p, &body);
	} else {
		py_error(p->f, p->arena, PY_DIAG_INDENT, p->tok->start,
			 "expected an indented block");
		p->stmt_end = at + 1;
	}
	if (body.first == NULL)
		chain_add(&body, node_new(p, NODE_ERROR_STMT, at, at + 1));
	p->depth = 0;
	p->deepest = deepest;
	p->chain = chain;
	p->block_tail = body.tail;
	return list_node(p, &body, at);
}

/* A later clause of a compound statement is broken: what is lost, and the block that may follow,
 * continue the block before. */
void parse_salvage(struct parser *p)
{
	struct chain body = {.tail = p->block_tail};

	chain_add(&body, lost(p, p->error_tok->start));
	if (accept(p, TOK_INDENT))
		parse_statements(p, &body);
	p->block_tail = body.tail;
}
