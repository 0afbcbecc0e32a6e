/* What assay and its helper program assay-git say to each other over a socket. A message is u32
 * bytes of the body, u8 kind, three zero bytes, and the body (buf_* / cur_*). Either side's bytes
 * are hostile to the other.
 *
 * A conversation: the helper says HELLO, then OPENED or REFUSED. Each question of the parent is
 * answered by any number of messages and END. Blobs come in batches, each in a slot of shared
 * memory; the parent says NEXT for every slot that is free again. The helper's end of the socket
 * and the slots are its descriptors from GIT_TO_PARENT on. */
#ifndef REPO_GITWIRE_H
#define REPO_GITWIRE_H

#include "base/buf.h"
#include "base/cur.h"

enum git_ask {
	/* field revision: blobs that commits after it brought, with the lines that they added;
	 * empty: every blob that any ref reaches, once */
	GIT_ASK_HISTORY = 1,
	/* field path of the index, empty: the usual one; what `git diff --cached` adds: blobs with
	 * lines */
	GIT_ASK_STAGED,
	GIT_ASK_DIFF,	 /* field revision: CHANGED for every file of the work tree that differs */
	GIT_ASK_COMMITS, /* u32 count, u32 numbers: COMMIT for each */
	GIT_ASK_TRACKED, /* u32 count, fields path: TRACKED for each */
	GIT_ASK_BLAME,	 /* field path, u32 count, u32 lines: BLAME for each */
	GIT_ASK_NEXT,	 /* u32 slot: its batch has been dealt with */
};

enum git_say {
	GIT_SAY_HELLO = 1, /* u8 beneath: its files are bound to folders (landlock) */
	GIT_SAY_OPENED,	   /* u8 flags, field work tree, field git directory */
	GIT_SAY_REFUSED,   /* field why: there is no repository, or none that can be read */
	GIT_SAY_ALIVE,	   /* u64 commits, u64 blobs so far */
	GIT_SAY_BATCH,	   /* u32 slot, u32 count; per blob u32 commit, u8 flags, 20 bytes id,
			    * u64 bytes, field path, u32 count, u32 pairs of lines [first,
			    * end); no pair: all */
	GIT_SAY_CHANGED,   /* field path, u32 count, u32 pairs of lines [first, end) */
	GIT_SAY_COMMIT,	   /* u32 number, field id in hex, field author, u64 seconds */
	GIT_SAY_TRACKED,   /* u32 index of the path, u8 enum git_tracked, u64 bytes */
	GIT_SAY_BLAME,	   /* u32 line, field id in hex, field author, u64 seconds */
	GIT_SAY_PROBLEM,   /* u8 enum git_problem, field path, field message */
	GIT_SAY_COUNTS,	   /* u64 refs, commits, trees, blobs, reads, bytes, messages */
	GIT_SAY_END,
};

enum { /* GIT_SAY_OPENED */
       GIT_BARE = 1 << 0,
       GIT_SHALLOW = 1 << 1,
       GIT_PARTIAL = 1 << 2,
};

enum { /* of a version */
       GIT_AT_HEAD = 1 << 0,
       GIT_OF_COMMIT = 1 << 1, /* a commit's message */
       GIT_OF_TAG = 1 << 2,    /* an annotated tag's; `commit` is its number */
};

/* Paths of messages; no tree has a folder of this name. A tag's ends with what it is called. */
#define GIT_COMMIT_MESSAGE ".git/COMMIT_MESSAGE"
#define GIT_TAGS ".git/refs/tags/"

#define GIT_NO_COMMIT UINT32_MAX /* of a version that no commit has */

enum git_problem {
	GIT_NOT_CHECKED, /* something that was asked for could not be read */
	GIT_TOO_LARGE,	 /* a blob over the limit */
	GIT_NOTE,	 /* worth saying; nothing is missing that could be there */
};

enum git_tracked { GIT_UNTRACKED, GIT_TRACKED, GIT_TRACKED_POINTER /* of Git LFS */, GIT_IGNORED };

/* A slot: each blob's bytes at a multiple of GIT_SLOT_ALIGN, followed by GIT_SLOT_PADDING zero
 * bytes; at its end the table (u32 count; per blob field path, u64 offset, u64 bytes) and u64 bytes
 * of the table. */
#define GIT_SLOT_ALIGN 64
#define GIT_SLOT_PADDING 64
#define GIT_SLOTS 4

enum { GIT_TO_PARENT = 3, GIT_FIRST_SLOT, GIT_DESCRIPTORS = GIT_FIRST_SLOT + GIT_SLOTS };

/* Sends a whole message, waiting as long as it takes. False: the other side is gone. */
MUST_CHECK bool gitwire_send(int to, unsigned kind, str body);

struct gitwire_message {
	unsigned kind;
	str body; /* in arena */
};

/* Waits for a whole message, at most so many milliseconds (-1: for ever). False: the other side is
 * gone, silent or talks nonsense. */
MUST_CHECK bool gitwire_receive(int from, struct arena *a, int timeout_ms,
				struct gitwire_message *m);

#endif
