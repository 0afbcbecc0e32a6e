/* The parent's side of assay-git (repo/git/session.h): starts the helper program with an empty
 * environment, asks, and takes its answers for what they are: hostile. Nothing here knows git's
 * formats. */
#ifndef REPO_GIT_H
#define REPO_GIT_H

#include <sys/types.h>
#include "repo/gitwire.h"

struct git_problem_said {
	enum git_problem what;
	str path, message; /* path empty: of the repository */
};

struct git_counts {
	uint64_t refs, commits, trees, blobs, reads, bytes, messages;
};

struct git_lines { /* [first, end), 1-based */
	uint32_t first, end;
};

struct git_blob {
	uint32_t commit;
	uint8_t flags; /* GIT_AT_HEAD ... */
	uint8_t id[20];
	uint64_t bytes;
	str path;
	struct git_lines *lines; /* NULL: all of it is new */
	uint32_t line_count;
};

struct git_batch {
	struct arena arena;
	uint32_t slot;
	struct git_blob *blobs;
	uint32_t count, messages; /* messages: so many of them are no files */
};

/* Shared memory that the helper writes, now and at any time: for workers alone, which inherit it
 * and cannot write. */
struct git_slot {
	int fd;		    /* for reading only */
	const uint8_t *map; /* LIMIT_GIT_SLOT bytes; a blob that is larger makes the file grow */
};

struct git_commit {
	uint32_t number;
	str id, author; /* "NAME <MAIL>" */
	int64_t seconds;
};

struct git_changed {
	str path;
	const struct git_lines *lines;
	uint32_t line_count; /* 0: all of it */
};

struct git {
	pid_t pid;
	int fd; /* -1: not running */
	struct arena *arena;
	struct arena message;
	struct git_slot slots[GIT_SLOTS];
	bool greeted;
	bool beneath;			   /* its files are bound to the repository's folders */
	unsigned flags;			   /* GIT_BARE ... */
	str work, folder;		   /* absolute; work is empty for a bare repository */
	struct git_problem_said *problems; /* in arena */
	size_t problem_count, problem_room;
	struct git_counts counts;
	uint64_t alive_commits, alive_blobs;
	void (*alive)(void *ctx, uint64_t commits, uint64_t blobs); /* may be NULL */
	void *ctx;
	const char *refused; /* not NULL: what was asked for does not exist */
	const char *lost;    /* not NULL: the helper died, hung or talked nonsense */
};

/* Starts the helper for the repository that `path` (absolute) is in. False: *why says what is wrong
 * with it, or with the helper. */
MUST_CHECK bool git_start(struct git *g, struct arena *a, const char *path, const char **why);
void git_stop(struct git *g);

/* Asks for blobs; `revision` as in GIT_ASK_HISTORY. */
MUST_CHECK bool git_ask(struct git *g, unsigned kind, str text);
/* The next batch. False: there is none any more, or the helper is lost (g->lost). */
MUST_CHECK bool git_next_batch(struct git *g, struct git_batch *b);
/* The slot is free again. */
void git_free_slot(struct git *g, uint32_t slot);

/* One commit for each number, in any order, in arena. */
size_t git_commits(struct git *g, struct arena *a, const uint32_t *numbers, uint32_t count,
		   struct git_commit *out);
/* What differs between the work tree and a revision, in arena. */
MUST_CHECK bool git_diff(struct git *g, struct arena *a, str revision, struct git_changed **out,
			 size_t *count);
/* For each path (relative to the work tree): enum git_tracked, and the bytes of what is tracked. */
MUST_CHECK bool git_is_tracked(struct git *g, const str *paths, uint32_t count, uint8_t *tracked,
			       uint64_t *bytes);
/* Who wrote these lines: number of the result is the line. */
size_t git_blame(struct git *g, struct arena *a, str path, const uint32_t *lines, uint32_t count,
		 struct git_commit *out);

#endif
