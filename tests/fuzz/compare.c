/* Two hostile files: a byte of options, two bytes with the length of the first. Read piece by piece
 * they compare the same; a file is never outside the tolerance of itself. */
#include "pieces.h"

#include "compare/compare.h"

static struct compare_result run(struct arena *a, const struct compare_ask *ask, struct blob before,
				 struct blob after)
{
	struct compare_result r = {.at = -1};

	r.side[0].blob = before;
	r.side[1].blob = after;
	compare_run(a, ask, &r);
	INVARIANT(r.item_count <= LIMIT_COMPARE_ITEMS);
	INVARIANT(r.verdict != COMPARE_WITHIN ||
		  (r.counts[COMPARE_OUTSIDE] == 0 && r.counts[COMPARE_INCOMPARABLE] == 0 &&
		   r.counts[COMPARE_WITHIN] > 0));
	for (uint32_t i = 0; i < r.item_count; i++)
		INVARIANT(r.items[i].verdict == COMPARE_WITHIN || r.items[i].why.n > 0);
	return r;
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	static const str metrics[] = {S_INIT("a*")};
	struct compare_ask ask = {.tolerance = 0.01, .min_cosine = 0.999, .max_changed = 0.01};
	struct compare_result whole, parts, same;
	struct pieces p, q;
	str before, after;
	size_t n;

	if (size < 3)
		return;
	ask.as = (enum compare_as)(data[0] % 3);
	ask.header = (enum compare_header)(data[0] / 3 % 3);
	ask.predictions = data[0] & 0x40;
	ask.metrics = metrics;
	ask.metric_count = data[0] >> 7;
	n = (size_t)(data[1] | data[2] << 8);
	n = n < size - 3 ? n : size - 3;
	before = fuzz_input(a, data + 3, n, 0);
	after = fuzz_input(a, data + 3 + n, size - 3 - n, 0);
	whole = run(a, &ask, blob_of(before), blob_of(after));
	parts = run(a, &ask, pieces_of(&p, before), pieces_of(&q, after));
	INVARIANT(whole.verdict == parts.verdict && whole.item_count == parts.item_count &&
		  str_eq(whole.why, parts.why) && str_eq(whole.where, parts.where));
	for (uint32_t i = 0; i < whole.item_count; i++)
		INVARIANT(str_eq(whole.items[i].why, parts.items[i].why));
	same = run(a, &ask, blob_of(before), blob_of(before));
	INVARIANT(same.verdict != COMPARE_OUTSIDE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
