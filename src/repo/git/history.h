/* What the files of the history share: history.c (trees, order, blobs), commits.c (which commits
 * there are), forgotten.c (those that only reflogs know), submodules.c (their repositories),
 * since.c (after a revision). */
#ifndef REPO_GIT_HISTORY_H
#define REPO_GIT_HISTORY_H

#include "base/map.h"
#include "repo/git/session.h"

struct tag {
	struct message object; /* all of it; 0 bytes: it is not to be sent */
	uint32_t commit;       /* that it names, in the end; OID_NONE: a blob or a tree */
};

struct olds { /* the versions that a blob replaced in the commit's parents */
	git_oid ids[2];
	uint8_t count;
};

struct history {
	struct session *s;
	struct oids commit_ids, trees, blobs;
	struct commit *commits;
	uint32_t commit_room;
	uint32_t reachable; /* so many of the commits are reached by references, the first ones */
	uint32_t *parents;
	uint32_t parent_count, parent_room;
	uint32_t *children, *first_child; /* edges by parent */
	struct blob_seen *seen;		  /* by number in blobs */
	uint32_t seen_room;
	struct map folder_numbers;
	str *folders;
	uint32_t folder_count, folder_room;
	struct buf names;
	struct map submodules; /* path at which some version has one -> address of its commit */
	uint32_t current;      /* the commit that is visited */
	uint32_t at;	       /* what it is called: base + its place in `order` */
	uint32_t *order;       /* commits, as they were visited */
	uint32_t visited, base;
	struct history *before; /* of another repository, in the same answer: a submodule's */
	git_repository *repo;	/* what the session had then */
	git_odb *odb;
	unsigned depth;	   /* of submodules in submodules */
	bool hiding;	   /* what is visited now was there before: nothing of it is new */
	struct olds *olds; /* with a revision to begin after: beside `seen` */
	uint32_t olds_room;
	bool since;
	str prefix; /* of its paths: a submodule's */
	struct oids tag_ids;
	struct tag *tags; /* by number in tag_ids */
	uint32_t tag_room;
	struct named *named; /* what has a tag or reference, and may be in no commit */
	uint32_t named_count, named_room;
	uint64_t missing_trees, missing_commits;
	uint32_t ranked;
	struct buf path;
};

struct named {
	git_oid id;
	git_object_t type; /* GIT_OBJECT_TREE or _BLOB */
};

struct header { /* of a commit; in scratch */
	git_oid tree;
	git_oid *parents; /* in arena */
	uint32_t count;
	int64_t date;
	str author, message;
};

/* Reads and parses a commit; false and *missing when it cannot be. */
bool commit_read(struct session *s, const git_oid *id, struct header *h, bool *missing);
int64_t commit_seconds(str line); /* of an author or committer line */

bool git_hex_id(str line, git_oid *id);

/* ---- commits.c ---- */

/* The commit's number in commit_ids, with these COMMIT_ states added. */
uint32_t history_commit(struct history *h, const git_oid *id, unsigned state);
void history_read(struct history *h, uint32_t from); /* and all their ancestors */
void history_start(struct history *h);		     /* at every reference, stash and worktree */
void history_start_at(struct history *h, const git_oid *id); /* a tag, commit, tree or blob */

/* ---- forgotten.c ---- */

/* And reads what only reflogs and files like FETCH_HEAD know, behind all others. */
void history_start_forgotten(struct history *h);
/* The id that a file of git begins with; false: it does not. */
bool file_id(struct session *s, const char *path, git_oid *id);

/* ---- submodules.c ---- */

void history_submodules(struct history *h); /* each repository once */

/* ---- history.c ---- */

void history_visit_tree(struct history *h, const git_oid *id, unsigned depth);
void history_new_blob(struct history *h, const git_oid *id, str name);
struct history *history_new(struct session *s, str prefix); /* of the session's repository */
void history_everything(struct history *h);
void history_visit(struct history *h); /* all commits, parents first */
void history_mark_head(struct history *h);
void history_send(struct history *h);

/* ---- messages.c ---- */

/* Kept for messages_send, as long as there is room. */
struct message message_keep(struct session *s, str text);
/* From a tag to what it names in the end, and remembers the tags on the way; GIT_OBJECT_INVALID:
 * there is nothing at the end. */
git_object_t tag_follow(struct history *h, git_oid *id);
void tags_since(struct history *h);
void messages_send(struct history *h, struct batch *b);
/* Who made a tag; commit is zero where it names none. False: it cannot be read. */
bool tag_said(struct session *s, const struct history *h, uint32_t number, str *tagger,
	      git_oid *commit);

/* ---- since.c ---- */

bool history_after(struct history *h, str revision); /* false: there is no such revision */

#endif
