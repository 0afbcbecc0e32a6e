/* Recursive descent over the token array, for the grammar of CPython 3.8 to 3.14 (Language
 * Reference, chapter 10): the union, so that nothing which one of them accepts is called an error.
 *
 * What CPython rejects only after parsing (in its symbol table and compiler: `return` outside a
 * function, a name that is both global and parameter) is no error here. */
#include "py/parse.h"

/* Where the parser stands after an error: looking back or ahead by one is fine. */
static const struct token stop[4] = {
	{.kind = TOK_STOP}, {.kind = TOK_STOP}, {.kind = TOK_STOP}, {.kind = TOK_STOP}};

void fail_at(struct parser *p, uint32_t code, uint32_t offset, const char *msg)
{
	if (p->failed)
		return;
	p->failed = true;
	p->error_tok = p->tok;
	if (p->tok->kind != TOK_ERROR) /* of that the lexer told */
		py_error(p->f, p->arena, code, offset, msg);
	p->tok = &stop[1];
}

void fail_here(struct parser *p, const char *msg)
{
	fail_at(p, PY_DIAG_SYNTAX, p->tok->start, msg);
}

void parse_more_nodes(struct parser *p)
{
	enum { CHUNK = 256 };

	p->f->node_count += CHUNK;
	p->at = arena_raw(p->arena, CHUNK * sizeof(*p->at), _Alignof(struct node));
	p->end = p->at + CHUNK;
}

/* By offset; the lexer's and the parser's come one after the other, each nearly sorted. */
static void sort_errors(struct py_file *f)
{
	for (uint32_t i = 1; i < f->error_count; i++) {
		struct diag d = f->errors[i];
		uint32_t k = i;
		for (; k > 0 && f->errors[k - 1].offset > d.offset; k--)
			f->errors[k] = f->errors[k - 1];
		f->errors[k] = d;
	}
}

void py_parse(struct py_file *f, struct arena *a, str source, unsigned mode)
{
	struct parser p = {.f = f, .arena = a, .src = source.p};
	struct chain body;
	struct node *module;

	*f = (struct py_file){.source = source};
	ASSERT(source.n <= LIMIT_SOURCE_BYTES);
	intern_init(&p.names, f, a);
	py_lex(f, &p.names, mode);
	p.tok = f->tokens;
	module = node_new(&p, NODE_MODULE, 0, (uint32_t)source.n);
	chain_init(&body);
	while (p.tok->kind != TOK_END)
		parse_statements(&p, &body);
	module->child = body.first;
	f->module = module;
	f->node_count -= (uint32_t)(p.end - p.at);
	sort_errors(f);
}
