/* The repository's index, read by our own reader. */
#ifndef REPO_GIT_STAGED_H
#define REPO_GIT_STAGED_H

#include "repo/git/session.h"
#include "repo/index.h"

struct index_file {
	struct index ix, shared;
	bool empty; /* there is none: nothing was ever staged */
};

/* In the session's arena. NULL: it is damaged, and the parent was told. */
struct index_file *index_open(struct session *s, str path); /* empty: the usual one */

#endif
