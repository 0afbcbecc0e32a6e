/* NumPy's array header: whatever it says, sizes stay inside 63 bits and offsets inside the input.
 */
#include "fuzz.h"

#include "model/npy.h"

static void check(str input, struct buf *room)
{
	struct npy n;
	bool ok = npy_read(room, blob_of(input), &n);

	INVARIANT(ok == n.readable);
	INVARIANT(ok || n.issue_count > 0);
	INVARIANT(n.issue_count <= NPY_ISSUES);
	INVARIANT(!n.unsure || n.issue_count > 0);
	INVARIANT(n.item <= INT64_MAX && n.count <= INT64_MAX && n.bytes <= INT64_MAX);
	INVARIANT(n.dims <= LIMIT_NPY_DIMS + input.n);
	for (unsigned i = 0; i < n.issue_count; i++)
		INVARIANT(n.issues[i].offset <= input.n && n.issues[i].msg != NULL);
	if (ok)
		INVARIANT(n.data_at <= input.n);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input = fuzz_input(a, data, size, 0);
	struct buf room = buf_in(a), made = buf_in(a);

	check(input, &room);
	/* The same bytes as a header that is whole. */
	buf_add(&made, S(NPY_MAGIC));
	buf_u8(&made, 3);
	buf_u8(&made, 0);
	buf_u32(&made, (uint32_t)size);
	buf_add(&made, input);
	check(fuzz_input(a, made.p, made.n, 0), &room);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
