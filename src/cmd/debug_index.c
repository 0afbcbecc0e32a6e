#include "base/hash.h"
#include "cmd/debug.h"
#include "repo/index.h"

static void print_tree(struct buf *out, struct arena *a, const struct index *ix,
		       const struct index_tree *t, unsigned depth)
{
	for (; t != NULL && depth < 200; t = t->next) {
		buf_printf(out, "# tree %*s%.*s/ ", (int)depth, "", STR_ARG(t->name));
		if (t->id != NULL)
			buf_printf(out, "%u %.*s", t->entries,
				   STR_ARG(hash_hex_in(a, t->id, ix->id_bytes)));
		else
			buf_add(out, S("changed"));
		buf_byte(out, '\n');
		print_tree(out, a, ix, t->child, depth + 1);
	}
}

static void print_entries(struct buf *out, struct arena *a, const struct index *ix)
{
	struct index_walk w = index_begin(ix, a);
	struct index_entry e;

	while (index_next(&w, &e)) {
		buf_printf(out, "%06o %.*s %u\t", e.mode,
			   STR_ARG(hash_hex_in(a, e.id, ix->id_bytes)), e.stage);
		buf_add(out, e.path);
		buf_byte(out, 0);
	}
}

/* Options: --sha256; --split=N: the first N bytes are the shared index. */
static bool print_index(struct arena *a, str path, str bytes, str option, struct buf *out)
{
	unsigned id_bytes = str_eq(option, S("--sha256")) ? 32 : 20;
	struct index ix, shared;
	struct diag d;
	uint64_t split = 0;
	bool ok;

	(void)path;
	if (str_starts(option, S("--split=")))
		(void)!str_to_u64(str_slice(option, 8, option.n), &split);
	ok = index_read(&ix, a, str_slice(bytes, (size_t)split, bytes.n), id_bytes, &d);
	if (ok && split > 0)
		ok = index_read(&shared, a, str_slice(bytes, 0, (size_t)split), id_bytes, &d) &&
		     index_join(&ix, &shared, &d);
	if (!ok)
		buf_printf(out, "%u: %s\n", d.offset, d.msg);
	else if (!index_sound(&ix))
		buf_add(out, S("# the checksum does not fit\n"));
	print_entries(out, a, &ix);
	print_tree(out, a, &ix, ix.tree, 0);
	return ok;
}

const struct stage stage_index = {
	.name = "index",
	.help = "git's index: its entries as `git ls-files -z --stage` prints them, and TREE",
	.print = print_index,
};
