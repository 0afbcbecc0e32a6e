/* A worker's reply of arbitrary bytes: refused, or something that writes back to the same bytes. */
#include "fuzz.h"

#include "engine/wire.h"

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	struct cur c = cur_of(fuzz_input(a, data, size, 0));
	struct file_result r = {0}, again = {0};
	struct buf b = buf_in(a);

	if (!file_result_read(&c, a, &r))
		return;
	file_result_write(&b, &r);
	c = cur_of(buf_str(&b));
	INVARIANT(file_result_read(&c, a, &again));
	INVARIANT(again.finding_count == r.finding_count && again.fact_count == r.fact_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
