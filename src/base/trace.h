/* A timeline of a run (--trace): spans of time that the parent and all workers write into one piece
 * of memory that was shared before they were forked, so that a jailed worker needs no right for it.
 * What workers write there is as hostile as their answers: a stage is a number of a table, a name
 *is bytes, times are numbers.
 *
 *	int64_t since = trace_begin(t);
 *	work();
 *	trace_end(t, since, TRACE_PARSE, path);
 *
 * `t` is NULL when no timeline is wanted: then neither looks at a clock. */
#ifndef BASE_TRACE_H
#define BASE_TRACE_H

#include "base/arena.h"
#include "base/clock.h"

enum trace_stage {
	TRACE_RUN, /* the parent's: the whole run, */
	TRACE_WALK,
	TRACE_SCAN, /* all files over all workers, */
	TRACE_JOIN, /* what crosses files, */
	TRACE_DEPS,
	TRACE_GIT,
	TRACE_SETTLE, /* suppressions, baseline, policy, order, */
	TRACE_REPORT,
	TRACE_PREPARE, /* a worker's: its tables, */
	TRACE_FILE,    /* one file, which is made of the following */
	TRACE_READ,
	TRACE_SECRETS,
	TRACE_DECODE,
	TRACE_PARSE,
	TRACE_BIND, /* names of a Python file */
	TRACE_CHECK,
	TRACE_MODELS,
	TRACE_PROJECT,
	TRACE_PACKAGES,
	TRACE_IMPORTS,
	TRACE_STAGES,
};

struct trace; /* in arena; what it shares is there until the process ends */

/* NULL when the system gives no memory. */
struct trace *trace_new(struct arena *a);
/* In a process that was just forked: the spans are its own from here on. */
void trace_forked(struct trace *t);

static inline int64_t trace_begin(const struct trace *t)
{
	return t == NULL ? 0 : clock_now_ns();
}

/* `name` may be empty; its end is kept when it is too long. */
void trace_end(struct trace *t, int64_t since, enum trace_stage stage, str name);

/* The timeline as trace events in JSON (what Chromium's and Perfetto's viewers read), in arena. */
str trace_print(struct arena *a, const struct trace *t);

#endif
