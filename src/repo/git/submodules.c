/* The repositories of submodules. They lie below the repository's own folder, in `modules`, under
 * the submodule's name, which is the path that it once had, or in the work tree. Names and paths
 * change, so what decides is who has the commit that a version's tree names. Each repository is
 * looked at once, whatever its paths were, and those that no version names any more as well. */
#include "repo/git/history.h"

#include <dirent.h>
#include "base/limits.h"

struct module {
	str name; /* below `modules`; none: it lies in the work tree */
	git_repository *repo;
	git_odb *odb;
	struct loose *loose;
	bool visited;
	struct module *next;
};

static struct module *add_module(struct session *s, const char *git, str name)
{
	struct module *m, **end = &s->modules;
	git_repository *repo;
	git_odb *odb;
	struct loose *loose = NULL;
	unsigned count = 0;

	/* Bare: what its configuration names as its work tree may be gone. */
	if (git_repository_open_ext(
		    &repo, git, GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_BARE, NULL) < 0)
		return NULL;
	for (; *end != NULL; end = &(*end)->next, count++) {
		m = *end;
		if (strcmp(git_repository_path(m->repo), git_repository_path(repo)) != 0)
			continue;
		git_repository_free(repo);
		return m;
	}
	if (count == LIMIT_GIT_MODULES ||
	    (loose = objects_open(s, repo, git_repository_commondir(repo), &odb)) == NULL) {
		git_repository_free(repo);
		return NULL;
	}
	m = NEW(&s->arena, struct module, 1);
	*m = (struct module){.name = name, .repo = repo, .odb = odb, .loose = loose};
	*end = m;
	return m;
}

/* A name may have slashes, so what is no repository may have some below. */
static void list_modules(struct session *s, str folder, str name, unsigned depth)
{
	DIR *dir = depth < LIMIT_GIT_DEPTH ? opendir(arena_cstr(&s->arena, folder)) : NULL;
	struct dirent *e;

	while (dir != NULL && (e = readdir(dir)) != NULL) {
		str path = arena_printf(&s->arena, "%.*s/%s", STR_ARG(folder), e->d_name);
		str below = arena_printf(&s->arena, "%.*s%s%s", STR_ARG(name), name.n ? "/" : "",
					 e->d_name);
		if (e->d_name[0] == '.' || (e->d_type != DT_DIR && e->d_type != DT_UNKNOWN))
			continue;
		if (add_module(s, (const char *)path.p, below) != NULL)
			path = arena_printf(&s->arena, "%.*s/modules", STR_ARG(path));
		list_modules(s, path, below, depth + 1);
	}
	if (dir != NULL)
		closedir(dir);
}

static bool has(const struct module *m, const git_oid *commit)
{
	return m != NULL && git_odb_exists(m->odb, commit);
}

static struct module *choose(struct session *s, str path, const git_oid *commit)
{
	struct module *here = NULL, *named = NULL, *found = NULL;

	if (s->place.work != NULL)
		here = add_module(s,
				  (const char *)arena_printf(&s->arena, "%s/%.*s/.git",
							     s->place.work, STR_ARG(path))
					  .p,
				  (str){NULL, 0});
	for (struct module *m = s->modules; m != NULL; m = m->next) {
		if (str_eq(m->name, path))
			named = m;
		if (found == NULL && has(m, commit))
			found = m;
	}
	if (has(here, commit))
		return here;
	if (has(named, commit))
		return named;
	return found ? found : here ? here : named;
}

static void visit(struct history *above, struct module *m, str path)
{
	struct session *s = above->s;
	struct history *h;

	m->visited = true;
	s->repo = m->repo;
	s->odb = m->odb;
	loose_list(m->loose);
	h = history_new(s, arena_printf(&s->arena, "%.*s/", STR_ARG(path)));
	h->depth = above->depth + 1;
	history_everything(h);
	s->repo = above->repo;
	s->odb = above->odb;
}

static void visit_path(struct history *h, str path, const git_oid *commit)
{
	struct module *m = choose(h->s, path, commit);

	if (m == NULL || (!m->visited && h->depth >= LIMIT_GIT_ALTERNATES))
		say_problem(
			h->s, GIT_NOTE, path,
			"a submodule whose repository is not here: what it holds was not checked");
	else if (!m->visited)
		visit(h, m, path);
}

void history_submodules(struct history *h)
{
	struct session *s = h->s;

	if (h->depth == 0)
		list_modules(s, arena_printf(&s->arena, "%s/modules", s->place.common),
			     (str){NULL, 0}, 0);
	for (size_t i = 0; i < h->submodules.count; i++)
		visit_path(h, h->submodules.entries[i].key,
			   (const git_oid *)(uintptr_t)h->submodules.entries[i].value);
	for (struct module *m = s->modules; h->depth == 0 && m != NULL; m = m->next)
		if (!m->visited)
			visit(h, m, m->name);
}
