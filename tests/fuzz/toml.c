/* TOML: the tree's invariants, and a tagged print that is JSON again. */
#include "tree.h"

#include "text/json.h"
#include "text/toml.h"

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input = fuzz_input(a, data, size, 64);
	const struct tree *t = NULL, *again = NULL;
	struct diag d = {0};
	struct buf printed = buf_in(a);
	bool ok = toml_parse(a, input, &t, &d);

	INVARIANT(t != NULL && t->kind == TREE_TABLE);
	INVARIANT(ok || (d.code != TOML_DIAG_NONE && d.offset <= input.n && d.msg != NULL));
	fuzz_tree(t, input.n, 0);
	if (!ok)
		return;
	toml_print_tagged(&printed, t);
	memset(buf_room(&printed, 64), 0, 64);
	printed.n -= 64;
	INVARIANT(json_parse(a, buf_str(&printed), &again, &d) || d.code == JSON_DIAG_DEPTH);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
