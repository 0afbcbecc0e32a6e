/* The outline of JSON: the tree's invariants; the same errors as json_parse; of a small document
 * without long lists, the same values below the same keys. */
#include "tree.h"

#include "text/json_outline.h"

static uint64_t keys(const struct tree *t)
{
	uint64_t n = 0;

	if (t->kind >= TREE_ARRAY)
		for (const struct tree *c = t->first; c != NULL; c = c->next)
			n += (t->kind == TREE_TABLE) + keys(c);
	return n;
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input = fuzz_input(a, data, size < 4000 ? size : 4000, 64);
	const struct tree *t = NULL;
	struct json_outline o = json_outline(a, stream_of(a, blob_of(input)), "a", NULL, NULL);
	struct diag d = {0};
	bool ok = json_parse(a, input, &t, &d);

	INVARIANT(ok == (o.error == JSON_DIAG_NONE));
	INVARIANT(ok || (o.error == d.code && o.error_offset == d.offset));
	if (o.root == NULL)
		return;
	fuzz_tree(o.root, input.n, 0);
	if (ok && input.n < LIMIT_OUTLINE_NUMBERS)
		INVARIANT(keys(o.root) == keys(t));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
