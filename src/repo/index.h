/* git's index file, versions 2 to 4 (Documentation/gitformat-index), for SHA-1 and SHA-256: what is
 * staged, in order of path. Bounded: one pass over the entries, nothing is copied but the paths of
 * version 4. With TREE (the ids of folders that nothing was staged in), sdir (sparse: entries that
 * are whole folders) and link (split: most entries are in a second file); other extensions that git
 * may pass over are passed over.
 *
 * Checked as git checks when it reads (read-cache.c): signature, version, lengths, order. The
 * checksum at the end is for index_sound, as git looks at it only in fsck; with index.skipHash it
 * is zero. */
#ifndef REPO_INDEX_H
#define REPO_INDEX_H

#include "base/arena.h"
#include "base/cur.h"
#include "base/diag.h"

enum index_diag {
	INDEX_FINE,
	INDEX_NO_INDEX,	 /* no DIRC, or cut within the header */
	INDEX_VERSION,	 /* none of 2, 3, 4 */
	INDEX_CUT,	 /* it ends within its entries */
	INDEX_NAME,	 /* a path that is empty, or strips more than there is (v4) */
	INDEX_ORDER,	 /* entries that are not in order */
	INDEX_EXTENSION, /* one that must be understood, and is not; or one that is cut */
	INDEX_TREE,	 /* TREE is none */
	INDEX_LINK,	 /* the link extension is none, or does not fit the shared index */
};

enum { /* struct index_entry.flags */
       INDEX_ASSUME_VALID = 1 << 0,
       INDEX_SKIP_WORKTREE = 1 << 1,
       INDEX_INTENT_TO_ADD = 1 << 2, /* nothing is staged of it yet */
};

struct index_entry {
	str path;	   /* borrows; of version 4 until the next entry. A folder ends with / */
	const uint8_t *id; /* index.id_bytes */
	uint32_t mode, size /* of the file at that time, modulo 2^32 */;
	uint8_t stage; /* 1 to 3: one side of a conflict */
	uint8_t flags;
};

/* A folder as TREE has it: what it was when it was last written as a tree object. */
struct index_tree {
	str name;	   /* of its last part; empty for the root */
	const uint8_t *id; /* NULL: something below it was changed since */
	uint32_t entries;  /* below it, if it has an id */
	const struct index_tree *child, *next;
};

struct index_bits { /* a bitmap of the link extension, written out */
	const uint64_t *words;
	uint32_t bits;
};

struct index {
	str bytes;
	unsigned id_bytes; /* 20 or 32 */
	uint32_t version, count;
	const uint32_t *offsets;	  /* of entries, for index_skip; NULL in version 4 */
	bool sparse;			  /* sdir: some entries are folders */
	const struct index_tree *tree;	  /* NULL: no TREE */
	const uint8_t *link;		  /* id of the shared index; NULL: not split */
	struct index_bits gone, replaced; /* entries of the shared index, by number */
	const struct index *shared;	  /* set by index_join */
};

/* `link` with an id and no index_join: entries are those of this file alone. False: what is wrong,
 * and where; index holds what came before. In arena. */
MUST_CHECK bool index_read(struct index *ix, struct arena *a, str bytes, unsigned id_bytes,
			   struct diag *d);
/* Joins a split index with the file that it names. `shared` must live as long. */
MUST_CHECK bool index_join(struct index *ix, const struct index *shared, struct diag *d);
/* Does the checksum fit? True as well where the writer left it out. Of SHA-256 it is not looked at
 * where `id_bytes` says SHA-1. */
bool index_sound(const struct index *ix);

struct index_walk { /* over all entries, in order of path and stage */
	const struct index *ix;
	struct cur c;	  /* in this file */
	uint32_t at, own; /* entries taken; own: of this file */
	struct index_walk *shared;
	uint32_t shared_at, replacements;
	struct index_entry ahead[2]; /* [0] of this file, [1] of the shared one */
	bool has[2];
	uint8_t *path; /* of version 4 */
	size_t path_n, path_cap;
	struct arena *arena;
	struct index_walk *substitute; /* entries that replace the shared index's */
};

struct index_walk index_begin(const struct index *ix, struct arena *a);
bool index_next(struct index_walk *w, struct index_entry *e);
/* Passes over the next n - 1 entries and gives the n-th (n > 0). */
bool index_skip(struct index_walk *w, uint32_t n, struct index_entry *e);

#endif
