/* Runs a pickle on the machine, for tests: what comes of it, as text. */
#ifndef PICKLE_RUN_H
#define PICKLE_RUN_H

#include "model/pickle.h"
#include "test.h"

/* "VALUE" at STOP, or "error N at OFFSET"; then for each issue "; GRADE KIND text". `b` is copied
 * against a page without access. */
str test_pickle(struct arena *a, str b, enum pickle_reading reading);
/* The same, through a window instead of memory. */
str test_pickle_window(struct arena *a, str b);

struct pickle_case {
	str in;
	const char *want;
};

#define CASES(a, cases)                                                                            \
	for (size_t i = 0; i < COUNTOF(cases); i++) {                                              \
		CHECK_STR(test_pickle(a, cases[i].in, PICKLE_FROM_BYTES), str_of(cases[i].want));  \
		CHECK_STR(test_pickle_window(a, cases[i].in), str_of(cases[i].want));              \
	}

#endif
