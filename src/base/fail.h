/* Failures that are ours, not the input's: a broken invariant, or a file that needs more memory
 * than base/limits.h grants. They end the work on one file, never the host process: whoever
 * starts such work (the worker's loop, a library call, a fuzz target) sets a fail point, and
 * `fail` returns there. Everything such work allocates lives in arenas, so nothing leaks.
 *
 *	struct fail_point here;
 *	if (FAIL_SET(&here) == FAIL_NONE)
 *		work();
 *	fail_clear(&here);
 */
#ifndef BASE_FAIL_H
#define BASE_FAIL_H

#include <setjmp.h>
#include "base/compiler.h"

enum fail {
	FAIL_NONE,
	FAIL_ASSERT, /* an ASSERT did not hold */
	FAIL_MEMORY, /* an arena reached its cap, or the system has no memory */
};

struct fail_point {
	jmp_buf jump;
	struct fail_point *outer;
	const char *what; /* after a failure: expression or reason, a literal */
	const char *file; /* source file of the failed ASSERT, a literal */
	int line;
};

/* Ends the current work: jumps to the innermost fail point of this thread, or aborts if there
 * is none. */
NORETURN COLD void fail(enum fail kind, const char *what, const char *file, int line);

/* Use only through FAIL_SET and in pairs with fail_clear. */
void fail_push(struct fail_point *f);
void fail_clear(struct fail_point *f);

#define FAIL_SET(f) (fail_push(f), (enum fail)setjmp((f)->jump))
#define ASSERT(cond) ((cond) ? (void)0 : fail(FAIL_ASSERT, #cond, __FILE__, __LINE__))

#endif
