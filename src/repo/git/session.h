/* assay-git: the helper program that reads git repositories, and the only place that sees libgit2.
 * It answers the questions of repo/gitwire.h, jailed: below the folders of the repository it may
 * read, anywhere else nothing, and it can execute, write, connect to nothing whatever. What a
 * repository's configuration names (hooks, filters, file system monitors, text converters) is data
 * here.
 *
 * libgit2 is used for what is its own: packs, references, work-tree comparison.
 * Commits and trees are parsed here: libgit2 1.5 knows neither shallow nor partial clones, and ends
 * a walk at the first object that is missing. */
#ifndef REPO_GIT_SESSION_H
#define REPO_GIT_SESSION_H

#include <git2.h>
#include "base/arena.h"
#include "repo/git/oids.h"
#include "repo/gitwire.h"

/* Where a repository lies: found before the jail, because the jail needs to know. In arena. */
struct place {
	const char *work;	 /* NULL: bare */
	const char *git;	 /* of a worktree its own part */
	const char *common;	 /* the part that all worktrees share; may be equal to git */
	const char *folders[32]; /* that may be read */
	unsigned count;
	const char *objects[32]; /* folders of objects: its own, then alternates */
	unsigned object_count;
	const char *why;     /* not NULL: there is none, or none that may be read */
	const char *foreign; /* an alternate or the like that was left out; NULL: none */
};

void place_find(struct place *p, struct arena *a, const char *path);
/* Of another repository, below what may be read: its folders of objects instead of those before. */
void place_objects(struct place *p, struct arena *a, const char *git);

struct slot {
	int fd;
	uint8_t *map; /* LIMIT_GIT_SLOT bytes */
	bool busy;
	size_t grown; /* size of the file if it was grown for a large blob; 0: it was not */
};

struct message {
	uint32_t at; /* in session.messages, or MESSAGE_NOT_KEPT */
	uint32_t bytes;
};

#define MESSAGE_NOT_KEPT UINT32_MAX

struct commit {
	git_oid tree;
	uint32_t first, count; /* parents: places in `parents` */
	int64_t date;	       /* of the committer */
	uint32_t waiting;      /* parents that are not done yet */
	uint8_t state;	       /* COMMIT_* */
	struct message message;
};

enum {
	COMMIT_MISSING = 1 << 0,
	COMMIT_HIDDEN = 1 << 1, /* reachable from the revision that was excluded */
	COMMIT_PASSED = 1 << 3, /* not visited */
	COMMIT_WANTED = 1 << 2, /* reachable from what was asked for */
};

struct blob_seen {
	uint32_t commit;    /* place in the order of the visit */
	uint32_t folder;    /* in folders */
	uint32_t name, old; /* offset in names; blob that it replaces in `blobs`, OID_NONE: none */
	uint32_t rank;	    /* place in the packs; 0: in none */
	uint16_t name_bytes;
	uint8_t flags; /* BLOB_* */
};

enum { BLOB_AT_HEAD = GIT_AT_HEAD, BLOB_HIDDEN = 1 << 1 };

/* A first line and the one behind the last, 1-based. */
struct lines {
	uint32_t first, end;
};

struct counts {
	uint64_t refs, commits, trees, blobs, reads, bytes, messages;
};

struct session {
	int fd;
	struct arena arena, scratch; /* scratch: of one message or object */
	struct place place;
	git_repository *repo;
	git_odb *odb;
	struct slot slots[GIT_SLOTS];
	struct counts counts;
	uint64_t problems[3];
	int64_t told_ms;
	int64_t large_ns;	 /* spent with objects that need more memory than one may have */
	struct loose *loose;	 /* of the repository itself */
	struct buf messages;	 /* of the history that is visited, as many as may be kept */
	struct history *history; /* the last one: numbers of its commits are known */
	struct module *modules;	 /* submodules.c */
};

/* ---- Saying ---- */

/* The parent is gone: there is nobody to work for. */
void say(struct session *s, unsigned kind, const struct buf *body);
void say_problem(struct session *s, enum git_problem what, str path, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
void say_alive(struct session *s, uint64_t commits, uint64_t blobs); /* now and then */
const char *git_said(void);					     /* libgit2's last message */

/* ---- Objects ---- */

/* memory.c: libgit2 gets at most so many bytes at once. */
void memory_set_up(void);
void memory_most(size_t bytes);

/* NULL: it is not there or cannot be read, *missing says which, or it is larger than
 * LIMIT_GIT_BLOB. The caller frees it. */
git_odb_object *object_read(struct session *s, const git_oid *id, git_object_t type, bool *missing);

/* loose.c: the objects of the repository in the folder `git`, for libgit2 too from now on: its
 * packs, and loose ones that are read here. NULL: they cannot be had. */
struct loose *objects_open(struct session *s, git_repository *repo, const char *git, git_odb **odb);
/* Lists them, so that others cost no look at the disk. */
void loose_list(struct loose *l);

struct tree_entry {
	uint32_t mode;
	str name;
	const git_oid *id;
};

/* The next entry of a tree's bytes; false at the end, or *bad when it is none. */
bool tree_next(str *rest, struct tree_entry *e, bool *bad);
static inline bool mode_is_tree(uint32_t mode)
{
	return (mode & 0170000) == 0040000;
}
static inline bool mode_is_blob(uint32_t mode)
{
	return (mode & 0170000) == 0100000 || (mode & 0170000) == 0120000;
}
static inline bool mode_is_submodule(uint32_t mode)
{
	return (mode & 0170000) == 0160000;
}

/* The tree of a commit; false: it cannot be read. */
bool commit_tree(struct session *s, const git_oid *commit, git_oid *tree);
/* A revision as git writes it, to a commit. False: there is none, and the parent was told. */
bool revision_find(struct session *s, str revision, git_oid *commit);
/* Names a blob below a tree; false: there is none. */
bool tree_find(struct session *s, const git_oid *tree, str path, git_oid *blob, uint32_t *mode);

struct new_lines {
	struct lines *lines; /* NULL: all of them */
	uint32_t count, room;
};

/* The lines of `now` that `old` does not have, in at most LIMIT_GIT_RANGES ranges; in arena. */
struct new_lines lines_added(struct arena *a, str old, str now);
/* Those that are in both. */
struct new_lines lines_common(struct arena *a, struct new_lines x, struct new_lines y);

/* ---- Blobs to the parent ---- */

struct sending {
	const git_oid *id;
	const git_oid *old[2]; /* versions before: what they have is not new; NULL: none */
	uint32_t commit;
	uint8_t flags;
	str path;
};

struct batch {
	struct session *s;
	struct slot *slot;
	uint32_t count;
	size_t used;	  /* bytes of data in the slot */
	struct buf table; /* of the slot */
	struct buf list;  /* of the message */
	struct arena arena;
};

void batch_init(struct batch *b, struct session *s);
/* Reads a blob and puts it into the batch, which is sent when it is full. */
bool batch_add(struct batch *b, const struct sending *one); /* false: it could not be read */
/* The same with bytes that are a message's. */
void batch_add_bytes(struct batch *b, const struct sending *one, str bytes);
void batch_end(struct batch *b);

/* ---- Answers ---- */

void answer_history(struct session *s, str since);
void answer_commits(struct session *s, struct cur *c);
void answer_staged(struct session *s, str index); /* empty: the usual one */
void answer_diff(struct session *s, str revision);
void answer_tracked(struct session *s, struct cur *c);
void answer_blame(struct session *s, str path, struct cur *c);

#endif
