/* What the parts of the walk share. */
#ifndef REPO_WALK_INT_H
#define REPO_WALK_INT_H

#include "base/map.h"
#include "repo/ignore.h"
#include "repo/name.h"
#include "repo/walk.h"

struct link {
	uint32_t root;
	str rel;
	bool ignored;
	struct link *next;
};

struct walker {
	struct walk *w;
	const struct walk_options *o;
	uint32_t root;
	str prefix;		 /* of the root at hand */
	struct ignore **ignores; /* in force here, the nearest last */
	bool *ignores_git;	 /* which of them are git's own */
	size_t ignore_count;
	struct ignore *exclude;
	uint64_t fuel;
	struct link *links;
	struct map folders; /* dev and ino of every folder entered */
	uint8_t *dents;
	bool below_ignored; /* in a folder that ignore files leave out: everything is WALK_DATA */
	bool below_git_ignored; /* ... that git's do */
};

/* openat2 without magic links, again while the kernel asks for it. */
int walk_open2(int dir, const char *path, uint64_t flags, uint64_t resolve);
void walk_trouble(struct walker *k, const char *rule, str rel, const char *message);
struct walk_file *walk_add_file(struct walker *k, str rel, enum walk_kind kind,
				const struct stat *st);
str walk_identity(struct arena *a, dev_t dev, ino_t ino); /* a key for maps */
/* What the walk takes a file for; false: it is not looked at. */
bool walk_kind_of(struct walker *k, str rel, bool executable, enum walk_kind *kind);
void walk_special(struct walker *k, str rel); /* neither file nor folder nor link */
void walk_folder(struct walker *k, int fd, str rel, unsigned depth);

/* walk_links.c: looks at the links that were met, when all real files are known. */
void walk_follow_links(struct walker *k);

#endif
