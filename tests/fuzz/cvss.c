/* A vector: a score from 0 to 10, or none; only of a version that is known. */
#include "fuzz.h"

#include "dep/cvss.h"

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input = fuzz_input(a, data, size, 0);
	uint8_t tenths;

	if (!cvss_score(input, &tenths))
		return;
	INVARIANT(tenths <= 100);
	INVARIANT(cvss_version(input) != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
