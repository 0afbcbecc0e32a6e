/* ZIP: members and gaps lie in the file, in order; read piece by piece it is the same archive. */
#include "pieces.h"

#include "pack/zip.h"

static void check(const struct zip *z, uint64_t size)
{
	INVARIANT(z->count <= LIMIT_ZIP_MEMBERS && z->view_count <= ZIP_VIEWS);
	for (uint32_t i = 0; i < z->count; i++) {
		const struct zip_entry *e = &z->entries[i];
		INVARIANT(i == 0 || e[-1].at <= e->at);
		INVARIANT(e->views != 0 || (e->problems & ZIP_LOCAL_ONLY) != 0);
		if ((e->problems & ZIP_NO_LOCAL) != 0)
			continue;
		INVARIANT(e->at < size && e->data >= e->at && e->data <= size);
		INVARIANT(e->end >= e->data && e->end <= size);
		INVARIANT((e->problems & ZIP_OUTSIDE) != 0 || e->h.packed <= e->end - e->data);
	}
	for (uint32_t i = 0; i < z->gap_count; i++)
		INVARIANT(z->gaps[i].size > 0 && z->gaps[i].at < size);
	for (unsigned i = 0; i < z->view_count; i++)
		INVARIANT(z->views[i].at <= size && z->views[i].end_at + 22 <= size);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input = fuzz_input(a, data, size, 0);
	struct buf whole = buf_in(a), parts = buf_in(a);
	struct pieces p;
	const struct zip *z = zip_read(a, blob_of(input));

	check(z, size);
	zip_print(&whole, z);
	z = zip_read(a, pieces_of(&p, input));
	check(z, size);
	zip_print(&parts, z);
	INVARIANT(str_eq(buf_str(&whole), buf_str(&parts)));
	/* Nothing is silent: without a directory there is a note. */
	INVARIANT(z->view_count > 0 || z->note_count > 0);
	(void)zip_ends(input, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
