/* YAML: the tree's invariants, and its limit of nodes with every alias written out. */
#include "tree.h"

#include "text/yaml.h"

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input = fuzz_input(a, data, size, 0);
	const struct tree *t = NULL;
	struct diag d = {0};
	bool ok = yaml_parse(a, input, &t, &d);

	INVARIANT(t != NULL && t->kind == TREE_ARRAY);
	INVARIANT(ok || (d.code != YAML_DIAG_NONE && d.offset <= input.n && d.msg != NULL));
	INVARIANT(fuzz_tree(t, input.n, 0) <= LIMIT_YAML_NODES + 1);
	(void)yaml_document(t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
