/* .env files: entries in order, names and values inside the input. */
#include "fuzz.h"

#include "text/dotenv.h"

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input = fuzz_input(a, data, size, 0);
	const struct dotenv_entry *list;
	size_t n = dotenv_read(a, input, &list);

	for (size_t i = 0; i < n; i++) {
		const struct dotenv_entry *e = &list[i];
		INVARIANT(e->name.n > 0 && e->start + e->name.n <= size);
		INVARIANT(i == 0 || e->start > list[i - 1].start);
		INVARIANT(e->value.p == NULL ||
			  (e->value_start > e->start && e->value_start <= e->value_end &&
			   e->value_end <= size));
		INVARIANT(e->value.n <= e->value_end - e->value_start);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
