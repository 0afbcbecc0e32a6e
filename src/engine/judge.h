/* The verdict on one open file: what the models layer finds in it, whatever configuration and
 * policy say. Nothing is suppressed, no rule that is on by default is off, nothing comes from a
 * cache: for those who act on the very descriptor that was judged. */
#ifndef ENGINE_JUDGE_H
#define ENGINE_JUDGE_H

#include "engine/finding.h"

struct arena;

enum judged {
	JUDGED_CLEAN,	   /* nothing at medium or above */
	JUDGED_FINDINGS,   /* something is, whether or not all of it could be checked */
	JUDGED_INCOMPLETE, /* not all of it could be checked: AS findings, or `why` */
	JUDGED_NOTHING,	   /* not recognised as a model */
};

struct judgement {
	enum judged end;
	const struct finding *findings; /* in arena; the worst first */
	size_t count;
	uint64_t cut_short;
	const char *why; /* no worker; NULL else. A literal */
};

/* `path` is its name in reports. The descriptor stays the caller's. */
void judge_file(struct arena *a, str path, int fd, struct judgement *out);

#endif
