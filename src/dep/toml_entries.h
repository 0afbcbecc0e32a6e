/* Lock files in TOML, one entry at a time: memory is that of the largest entry, and an entry that
 * is no TOML costs only itself. The file is cut in front of its headers ([[package]], [metadata],
 * ...), each part is parsed alone, and what a parser cannot read is left out line by line: an
 * entry may so come in several pieces. */
#ifndef DEP_TOML_ENTRIES_H
#define DEP_TOML_ENTRIES_H

#include "base/limits.h"
#include "dep/lock.h"
#include "text/tree.h"

struct toml_entry {
	bool package; /* an element of the array of packages; otherwise other tables: roots */
	size_t start, end;
	const struct tree
		*piece[LIMIT_ROOM(LIMIT_DEP_PIECES)]; /* tables; more than one only after errors */
	uint32_t count;
};

/* Calls `read` for every element of the array named so, and for what is between them. Trees are
 * gone when it returns: what must stay is in the file's arena or in its bytes. */
void toml_entries(struct lock *l, str array, void (*read)(void *ctx, const struct toml_entry *e),
		  void *ctx);

/* The value at a path ("source.registry") in the first piece that has it. */
const struct tree *entry_get(const struct toml_entry *e, const char *path);
/* Its text; empty if it is none. In the file's arena when it is not in the bytes. */
str entry_text(struct lock *l, const struct toml_entry *e, const char *path);
/* The same of any string of a tree that will be gone. */
str kept_text(struct lock *l, const struct tree *t);

/* Makes the package of the entry: name, version with its place, the entry's bytes; one for each
 * version if there are several (merge conflicts, duplicate keys). Returns how many (0: a problem
 * was told); they are the newest. No version is a problem if `versioned`. */
uint32_t entry_packages(struct lock *l, const struct toml_entry *e, bool versioned);

#endif
