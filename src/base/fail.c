#include "base/fail.h"

#include <stdio.h>
#include <stdlib.h>

static _Thread_local struct fail_point *innermost;

void fail_push(struct fail_point *f)
{
	f->outer = innermost;
	f->what = NULL;
	f->file = NULL;
	f->line = 0;
	innermost = f;
}

void fail_clear(struct fail_point *f)
{
	innermost = f->outer;
}

void fail(enum fail kind, const char *what, const char *file, int line)
{
	struct fail_point *f = innermost;

	if (f == NULL) {
		fprintf(stderr, "assay: %s:%d: %s\n", file, line, what);
		abort();
	}
	f->what = what;
	f->file = file;
	f->line = line;
	longjmp(f->jump, (int)kind);
}
