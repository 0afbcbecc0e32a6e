/* INI: the tree's invariants; two levels, every value a string. */
#include "tree.h"

#include "text/ini.h"

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input = fuzz_input(a, data, size, 0);
	const struct tree *t = NULL;
	struct diag d = {0};
	bool ok = ini_parse(a, input, &t, &d);

	INVARIANT(t != NULL && t->kind == TREE_TABLE);
	INVARIANT(ok || (d.code != INI_DIAG_NONE && d.offset <= input.n && d.msg != NULL));
	fuzz_tree(t, input.n, 0);
	for (const struct tree *s = t->first; s != NULL; s = s->next) {
		INVARIANT(s->kind == TREE_TABLE);
		for (const struct tree *v = s->first; v != NULL; v = v->next)
			INVARIANT(v->kind == TREE_STRING);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
