/* JSON as events: the same values, errors and offsets as the tree, wherever the windows end. */
#include "fuzz.h"

#include "json_agree.h"

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input;

	if (size == 0)
		return;
	input = fuzz_input(a, data + 1, size - 1, 0);
	INVARIANT(json_agree(a, input, 1 + data[0] % 32));
	INVARIANT(json_agree(a, input, input.n + 1));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
