/* import and from ... import. */
#include "py/parse.h"

/* a.b.c as one atom, without the white space that may stand around the dots. */
static uint32_t dotted_name(struct parser *p)
{
	const struct token *first = p->tok, *t;
	bool plain = true;
	struct buf joined;
	size_t length;

	for (;;) {
		if (!token_is_name(peek(p))) {
			fail_here(p, "expected a module's name");
			return 0;
		}
		plain &= peek(p) != TOK_NAME_WIDE;
		p->tok++;
		if (peek(p) != TOK_DOT)
			break;
		plain &= p->tok->start == last_end(p) && p->tok[1].start == p->tok->start + 1;
		p->tok++;
	}
	if (plain)
		return intern(&p->names, p->src + first->start, last_end(p) - first->start);
	joined = buf_in(p->arena);
	for (t = first; t < p->tok; t++) {
		if (t->kind == TOK_DOT)
			buf_byte(&joined, '.');
		else
			buf_add(&joined, p->f->atoms[intern_token(p, t)].text);
	}
	length = joined.n;
	memset(buf_room(&joined, 16), 0, 16);
	return intern(&p->names, joined.p, length);
}

static void as_name(struct parser *p, struct node *alias)
{
	if (!accept(p, TOK_AS))
		return;
	alias->child = parse_name(p, CTX_STORE);
	alias->end = p->failed ? alias->end : last_end(p);
}

static struct node *import(struct parser *p)
{
	const uint32_t start = p->tok++->start;
	struct chain names;
	struct node *n;

	chain_init(&names);
	do {
		const uint32_t at = p->tok->start;
		uint32_t name = dotted_name(p);
		n = node_new(p, NODE_ALIAS, at, last_end(p));
		n->atom = name;
		as_name(p, n);
		chain_add(&names, n);
	} while (accept(p, TOK_COMMA));
	n = node_new(p, NODE_IMPORT, start, last_end(p));
	n->child = names.first;
	return n;
}

static void from_names(struct parser *p, struct chain *names)
{
	const bool parenthesised = accept(p, TOK_LPAR);

	if (peek(p) == TOK_STAR && !parenthesised) {
		const struct token *t = p->tok++;
		struct node *n = node_new(p, NODE_ALIAS, t->start, last_end(p));
		n->atom = intern(&p->names, p->src + t->start, 1);
		chain_add(names, n);
		return;
	}
	do {
		const struct token *t = p->tok;
		struct node *n;
		if (!token_is_name(t->kind)) {
			fail_here(p, "expected a name to import");
			return;
		}
		p->tok++;
		n = node_new(p, NODE_ALIAS, t->start, last_end(p));
		n->atom = intern_token(p, t);
		as_name(p, n);
		chain_add(names, n);
	} while (accept(p, TOK_COMMA) && !(parenthesised && peek(p) == TOK_RPAR));
	if (parenthesised)
		expect(p, TOK_RPAR, "expected , or )");
}

struct node *parse_import(struct parser *p)
{
	const uint32_t start = p->tok->start;
	struct chain names;
	uint32_t level = 0, module = 0;
	struct node *n;

	if (peek(p) == TOK_IMPORT)
		return import(p);
	p->tok++;
	while (peek(p) == TOK_DOT || peek(p) == TOK_ELLIPSIS)
		level += p->tok++->kind == TOK_DOT ? 1 : 3;
	if (level == 0 || peek(p) != TOK_IMPORT)
		module = dotted_name(p);
	expect(p, TOK_IMPORT, "expected `import`");
	chain_init(&names);
	from_names(p, &names);
	n = node_new(p, NODE_IMPORT_FROM, start, last_end(p));
	n->atom = module;
	n->flags = (uint16_t)(level < UINT16_MAX ? level : UINT16_MAX);
	n->child = names.first;
	return n;
}
