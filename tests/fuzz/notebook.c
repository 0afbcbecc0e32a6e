/* Notebooks: runs are in order and inside of both texts, every byte of the module has a place. */
#include "fuzz.h"

#include "py/notebook.h"

static void check_runs(const struct notebook *nb)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < nb->run_count; i++) {
		const struct notebook_run *r = &nb->runs[i];
		INVARIANT(at <= r->start && r->start <= r->end && r->end <= nb->source.n);
		INVARIANT(r->raw <= r->raw_end && r->raw_end <= nb->bytes.n);
		INVARIANT(r->line >= 1 && r->column >= 1 && r->cell >= 1 && r->cell_line >= 1);
		INVARIANT(r->cell <= nb->cells);
		at = r->end;
	}
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	struct notebook nb = {0};
	struct diag d = {0};

	if (!notebook_read(a, fuzz_input(a, data, size, 64), &nb, &d)) {
		INVARIANT(d.code != NOTEBOOK_DIAG_NONE && d.offset <= size && d.msg != NULL);
		if (d.code != NOTEBOOK_DIAG_SIZE)
			return;
	}
	INVARIANT(nb.code_cells <= nb.cells);
	check_runs(&nb);
	for (uint32_t i = 0; i <= nb.source.n; i++) {
		struct notebook_place p = notebook_place(&nb, i);
		INVARIANT(p.offset <= size);
		INVARIANT(nb.run_count == 0 || (p.line >= 1 && p.cell >= 1));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
