/* The jail of a worker that parses hostile bytes: a seccomp filter that allows computing, memory,
 * and reading and writing descriptors it already has; nothing that opens, connects, executes,
 * signals or asks about the system. Everything else kills the process. Landlock is added where the
 * kernel has it, as a second wall. There is no way out once inside. */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include "base/compiler.h"

/* What this kernel gives: "seccomp+landlock", "seccomp", or "none (why)". A literal. */
const char *sandbox_state(void);

/* Before the jail: closes every descriptor but `keep`, which becomes 3; 0, 1 and 2 become
 * /dev/null (2 stays in sanitizer builds); wipes the environment, which may hold secrets that a
 * parser has no business with. False: the worker must not go on. */
MUST_CHECK bool sandbox_strip(int keep);

/* The same for several, which become 3, 4, 5 ... in their order; a place whose descriptor is -1
 * stays closed. */
MUST_CHECK bool sandbox_strip_to(const int *keep, unsigned count);

/* So much memory may this process have that is not mapped from files. */
MUST_CHECK bool sandbox_limit_memory(size_t bytes);

/* Locks this single-threaded process in. False: nothing hostile may be read. */
MUST_CHECK bool sandbox_enter(void);
/* The same for one that also writes into the middle of files it was handed. */
MUST_CHECK bool sandbox_enter_writing(void);

#endif
