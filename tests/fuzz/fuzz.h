/* What every fuzz target needs: an arena that is new for each input, the input with the padding
 * that parsers ask for and poison right behind it, and a fail point, because running into a limit
 * is fine and a broken ASSERT is not. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdio.h>
#include <stdlib.h>
#include "base/arena.h"
#include "base/fail.h"
#include "base/limits.h"

#define FUZZ_MEMORY (512 * MiB)

/* Ends the process with a message when an invariant does not hold. */
#define INVARIANT(cond) fuzz_invariant((cond), #cond, __LINE__)

static inline void fuzz_invariant(bool ok, const char *what, int line)
{
	if (!ok) {
		fprintf(stderr, "invariant at line %d does not hold: %s\n", line, what);
		abort();
	}
}

static inline str fuzz_input(struct arena *a, const uint8_t *data, size_t size, size_t slack)
{
	uint8_t *p = arena_alloc(a, size + slack, 1);

	if (size > 0)
		memcpy(p, data, size);
	return (str){p, size};
}

/* Runs `work` in an arena of its own. */
static inline void fuzz_run(const uint8_t *data, size_t size,
			    void (*work)(struct arena *a, const uint8_t *data, size_t size))
{
	struct fail_point here;
	struct arena a;

	arena_init(&a, FUZZ_MEMORY);
	if (FAIL_SET(&here) == FAIL_NONE) {
		work(&a, data, size);
	} else if (here.file != NULL &&
		   strcmp(here.what, "memory limit of one file reached") != 0) {
		fprintf(stderr, "%s:%d: %s\n", here.file, here.line, here.what);
		abort();
	}
	fail_clear(&here);
	arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
