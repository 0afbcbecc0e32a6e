/* JSON: the tree's invariants; every offset of a decoded string has a place in the raw one. */
#include "tree.h"

#include "text/json.h"

static void check_strings(const struct tree *t, str input)
{
	if (t->kind == TREE_STRING) {
		str raw = str_slice(input, t->start, t->end);
		size_t last = 0;
		for (size_t i = 0; i <= t->text.n; i++) {
			size_t at = json_string_offset(raw, i);
			INVARIANT(at >= last && at < raw.n);
			last = at;
		}
	} else if (t->kind == TREE_ARRAY || t->kind == TREE_TABLE) {
		for (const struct tree *c = t->first; c != NULL; c = c->next)
			check_strings(c, input);
	}
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input = fuzz_input(a, data, size < 4000 ? size : 4000, 64);
	const struct tree *t = NULL;
	struct diag d = {0};
	bool ok = json_parse(a, input, &t, &d);

	INVARIANT(ok ? t != NULL : d.code != JSON_DIAG_NONE && d.offset <= input.n && d.msg);
	if (t == NULL)
		return;
	INVARIANT(fuzz_tree(t, input.n, 0) <= input.n + 1);
	if (ok)
		check_strings(t, input);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
