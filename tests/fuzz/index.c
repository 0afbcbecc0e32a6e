/* git's index: every entry and folder lies inside the input, paths are in order, the walk ends, and
 * skipping comes to where walking comes. The first byte decides the length of ids and whether the
 * input is a split index together with the shared one. */
#include "fuzz.h"

#include "repo/index.h"

static str whole;

static bool inside(const uint8_t *p, size_t n)
{
	return p >= whole.p && n <= whole.n && p - whole.p <= (ptrdiff_t)(whole.n - n);
}

static void check_tree(const struct index_tree *t, unsigned id_bytes)
{
	for (; t != NULL; t = t->next) {
		INVARIANT(t->name.n == 0 || inside(t->name.p, t->name.n));
		INVARIANT(t->id == NULL || inside(t->id, id_bytes));
	}
}

static void check_walk(struct arena *a, const struct index *ix)
{
	struct index_walk w = index_begin(ix, a), skip;
	struct index_entry e, same;
	uint32_t n = 0;

	while (index_next(&w, &e)) {
		INVARIANT(inside(e.id, ix->id_bytes));
		INVARIANT(e.stage <= 3);
		n++;
	}
	INVARIANT(ix->shared != NULL || n == ix->count);
	if (n == 0 || ix->shared != NULL)
		return;
	skip = index_begin(ix, a);
	INVARIANT(index_skip(&skip, n, &same));
	INVARIANT(same.id == e.id || ix->version == 4);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	unsigned id_bytes = size > 0 && (data[0] & 1) != 0 ? 32 : 20;
	size_t split = size > 2 && (data[0] & 2) != 0 ? 1 + (data[1] | (size_t)data[2] << 8) : 0;
	struct index ix, shared;
	struct diag d;

	whole = fuzz_input(a, data, size, 0);
	if (size < 3 || split >= size)
		return;
	if (!index_read(&ix, a, str_slice(whole, 3 + split, size), id_bytes, &d)) {
		INVARIANT(d.code != INDEX_FINE && d.msg != NULL && d.offset <= size);
		return;
	}
	(void)index_sound(&ix);
	check_tree(ix.tree, id_bytes);
	check_walk(a, &ix);
	if (split > 0 && index_read(&shared, a, str_slice(whole, 3, 3 + split), id_bytes, &d) &&
	    index_join(&ix, &shared, &d))
		check_walk(a, &ix);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
