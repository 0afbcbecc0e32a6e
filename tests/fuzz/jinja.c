/* Jinja: offsets told lie inside the template, the tree is no deeper than its evaluator may
 * recurse, and whatever is built stays within its memory. */
#include "fuzz.h"

#include "model/jinja.h"

static size_t input_bytes;

static void issue(void *ctx, enum jinja_diag code, uint32_t offset, str what, const char *msg)
{
	(void)ctx;
	INVARIANT(code < JINJA_DIAGS && msg != NULL);
	INVARIANT(offset <= input_bytes);
	for (size_t i = 0; i < what.n; i++)
		INVARIANT(what.p[i] <= 0xff);
}

static void check_tree(const struct jinja_node *n, unsigned depth)
{
	INVARIANT(depth <= LIMIT_JINJA_TREE + LIMIT_JINJA_DEPTH);
	INVARIANT(n->offset <= input_bytes);
	for (const struct jinja_node *c = n->first; c != NULL; c = c->next) {
		INVARIANT(c->next != NULL || c == n->last);
		check_tree(c, depth + 1);
	}
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	const struct jinja_sink sink = {issue, NULL};
	const struct jinja_node *body;
	str input = fuzz_input(a, data, size, 0);

	input_bytes = size;
	body = jinja_parse(a, input, &sink);
	check_tree(body, 0);
	jinja_eval(a, body, size % 2, &sink);
	INVARIANT(arena_used(a) <= 40 * MiB);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
