/* Lexer and parser: positions lie inside the source and inside the parent, nesting is bounded, the
 * number of nodes is bounded by the size, tokens come in order, literals decode. */
#include "fuzz.h"

#include "py/file.h"
#include "py/literal.h"

struct walk {
	struct arena *arena;
	const struct py_file *file;
	uint32_t nodes;
};

static void check_node(struct walk *w, const struct node *n, unsigned depth)
{
	int64_t number;
	double real;

	w->nodes++;
	INVARIANT(depth < 4 * LIMIT_PY_DEPTH);
	INVARIANT(n->kind < NODE_KIND_COUNT);
	INVARIANT(n->start <= n->end && n->end <= w->file->source.n);
	INVARIANT(n->kind == NODE_CONSTANT || n->atom < w->file->atom_count);
	if (n->kind == NODE_CONSTANT) {
		str text = literal_text(w->arena, w->file, n);
		INVARIANT(text.n <= 12 * (size_t)(n->end - n->start) + 8);
		(void)!literal_int(w->file, n, &number);
		(void)!literal_number(w->file, n, &real);
	}
	for (const struct node *c = n->child; c != NULL; c = c->next)
		check_node(w, c, depth + 1);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	struct py_file file = {0};
	struct walk w = {.arena = a, .file = &file};
	struct diag d;
	str source;

	if (size == 0)
		return;
	(void)!py_decode(a, fuzz_input(a, data + 1, size - 1, 64), &source, &d);
	py_parse(&file, a, source, data[0] & 1 ? PY_PARSE_NOTEBOOK : PY_PARSE_DEFAULT);
	INVARIANT(file.module != NULL && file.module->kind == NODE_MODULE);
	check_node(&w, file.module, 0);
	INVARIANT(w.nodes <= 8 * source.n + 64);
	for (uint32_t i = 1; i < file.token_count; i++)
		INVARIANT(file.tokens[i - 1].start <= file.tokens[i].start);
	for (uint32_t i = 0; i < file.comment_count; i++)
		INVARIANT(file.comments[i].start < file.comments[i].end &&
			  file.comments[i].end <= source.n);
	for (uint32_t i = 0; i < file.error_count; i++)
		INVARIANT(file.errors[i].offset <= source.n && file.errors[i].msg != NULL);
	py_lines(&file, a);
	for (uint32_t i = 0; i <= source.n; i += 1 + (uint32_t)source.n / 64) {
		struct py_pos p = py_position(&file, i);
		INVARIANT(p.line >= 1 && p.line <= file.line_count + 1 && p.column >= 1);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
