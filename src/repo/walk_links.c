/* Links: one counts only if what it leads to is not looked at anyway, and only beneath the argument
 * it was found in. Loops and links that lead out are findings. In order of path, so that of two
 * links to one file it is always the same that counts. */
#include "repo/walk_int.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <unistd.h>

static int by_link(const void *x, const void *y)
{
	const struct link *a = *(const struct link *const *)x, *b = *(const struct link *const *)y;

	if (a->root != b->root)
		return a->root < b->root ? -1 : 1;
	return str_cmp(a->rel, b->rel);
}

/* A link that leads out matters if its name is code's (any name where models are looked for), or if
 * a folder is behind it. */
static void link_refused(struct walker *k, str rel, int error)
{
	const char *path = arena_cstr(k->w->arena, rel);
	int root = k->w->roots[k->root].fd;
	enum walk_kind kind;
	struct stat st;
	bool code = walk_kind_of(k, rel, false, &kind);
	bool folder = fstatat(root, path, &st, 0) == 0 && S_ISDIR(st.st_mode) && !k->o->compat;

	if (error == ENOENT || error == ENOTDIR)
		k->w->skips[WALK_SKIP_LINK_DANGLING]++;
	else if (error == ELOOP)
		walk_trouble(k, "AS011", rel, "the link leads back to itself");
	else if (error == EXDEV && (code || folder))
		walk_trouble(k, "AS011", rel,
			     "the link leads out of what is checked: it was not followed");
	else if (error != EXDEV)
		walk_trouble(k, "AS003", rel, strerror(error));
}

static void follow(struct walker *k, const struct link *l, struct map *seen)
{
	struct arena *a = k->w->arena;
	const char *path = arena_cstr(a, l->rel);
	int root, fd;
	enum walk_kind kind;
	struct stat st;

	k->root = l->root;
	k->prefix = k->w->roots[l->root].prefix;
	k->ignore_count = 0;
	k->below_ignored = k->below_git_ignored = l->ignored;
	root = k->w->roots[l->root].fd;
	fd = walk_open2(root, path, O_PATH, RESOLVE_BENEATH);
	if (fd < 0 || fstat(fd, &st) < 0) {
		link_refused(k, l->rel, errno);
		if (fd >= 0)
			close(fd);
		return;
	}
	close(fd);
	if (S_ISREG(st.st_mode) && walk_kind_of(k, l->rel, (st.st_mode & 0111) != 0, &kind)) {
		kind = l->ignored ? WALK_DATA : kind;
		uint64_t *known = map_put(seen, walk_identity(a, st.st_dev, st.st_ino));
		if (*known != 0 && !k->o->compat) {
			k->w->skips[WALK_SKIP_LINK_TWICE]++;
			return;
		}
		*known = 1;
		(void)walk_add_file(k, l->rel, kind, &st);
	} else if (S_ISDIR(st.st_mode) && !k->o->compat) {
		if (map_get(&k->folders, walk_identity(a, st.st_dev, st.st_ino)) != NULL) {
			k->w->skips[WALK_SKIP_LINK_TWICE]++;
			return;
		}
		fd = walk_open2(root, path, O_RDONLY | O_DIRECTORY, RESOLVE_BENEATH);
		if (fd < 0) {
			link_refused(k, l->rel, errno);
			return;
		}
		walk_folder(k, fd, l->rel, 1);
		close(fd);
	} else if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) {
		walk_special(k, l->rel);
	}
}

/* Folders behind links may hold links again: goes on until there are none. Every round enters
 * folders never entered before, so it ends. */
void walk_follow_links(struct walker *k)
{
	struct arena *a = k->w->arena;
	struct map seen = map_in(a);
	struct link **all;
	size_t n, i;

	for (uint32_t at = 0; k->links != NULL;) {
		for (; at < k->w->count; at++) {
			const struct walk_file *f = &k->w->files[at];
			*map_put(&seen, walk_identity(a, f->dev, f->ino)) = 1;
		}
		n = 0;
		for (const struct link *l = k->links; l != NULL; l = l->next)
			n++;
		all = NEW(a, struct link *, n);
		i = 0;
		for (struct link *l = k->links; l != NULL; l = l->next)
			all[i++] = l;
		k->links = NULL;
		qsort(all, n, sizeof(*all), by_link);
		for (i = 0; i < n; i++)
			follow(k, all[i], &seen);
	}
}
