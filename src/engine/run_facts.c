#include "engine/run_facts.h"

#include <fcntl.h>
#include <stdlib.h>
#include "base/limits.h"

static int by_path(const void *key, const void *element)
{
	return str_cmp(*(const str *)key, ((const struct walk_file *)element)->path);
}

const struct walk_file *run_facts_file(const struct walk *w, str path)
{
	if (w->count == 0)
		return NULL;
	return bsearch(&path, w->files, w->count, sizeof(*w->files), by_path);
}

bool run_facts_git(const void *ctx, str question, str path)
{
	const struct run_git *g = ctx;
	const struct walk *w = g->walk;
	const struct walk_file *f;

	if (str_eq(question, S("worktree")))
		return true;
	if (str_eq(question, S("repository")))
		return w->repository;
	f = run_facts_file(w, path);
	if (f != NULL && str_eq(question, S("tracked")))
		return run_git_is_tracked(g, f);
	if (f != NULL && str_eq(question, S("untracked")))
		return run_git_is_untracked(g, f);
	return f != NULL && str_eq(question, S("ignored")) && f->ignored;
}

static bool has_example(const struct walk_root *root, unsigned up)
{
	static const char *const names[] = {".env.example", ".env.sample", ".env.template",
					    ".env.dist", "env.example"};
	char path[LIMIT_PATH_BYTES];
	size_t n = 0;
	struct stat st;

	for (; up > 0 && n + 32 < sizeof(path); up--, n += 3)
		memcpy(path + n, "../", 3);
	for (size_t i = 0; i < COUNTOF(names); i++) {
		memcpy(path + n, names[i], strlen(names[i]) + 1);
		if (fstatat(root->fd, path, &st, AT_SYMLINK_NOFOLLOW) == 0)
			return true;
	}
	return false;
}

void run_facts_above(struct facts *f, const struct walk *w)
{
	for (uint32_t i = 0; i < w->root_count; i++) {
		const struct walk_root *root = &w->roots[i];
		unsigned levels = root->prefix.n > 0;

		if (root->fd < 0)
			continue;
		for (size_t k = 0; k < root->prefix.n; k++)
			levels += root->prefix.p[k] == '/';
		for (unsigned up = 0; up <= levels; up++) {
			if (has_example(root, up))
				facts_add(f, S("env-examples:above"));
		}
	}
}
