/* Commits that no reference reaches: amended ones, those before a reset, of deleted branches and of
 * what was fetched or merged by address. Reflogs know them, and files like FETCH_HEAD, of this work
 * tree and of all others. They are visited behind all that references reach, so of what both
 * brought the commit is named that everybody has.
 *
 * A reflog has a line for each change of a reference: "OLD NEW NAME <MAIL> SECONDS ZONE\tMESSAGE"
 * (refs/files-backend.c of git); the others begin with an id, some of them have one a line. */
#include "repo/git/history.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/input.h"
#include "base/limits.h"

struct forgotten {
	struct history *h;
	struct oids ids;
};

static bool id_at(str line, size_t at, git_oid *id)
{
	return line.n >= at + GIT_OID_HEXSZ &&
	       git_oid_fromstrn(id, (const char *)line.p + at, GIT_OID_HEXSZ) == 0 &&
	       !git_oid_is_zero(id);
}

static enum input read_path(struct arena *a, const char *path, str *bytes)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
	enum input end;

	*bytes = (str){NULL, 0};
	if (fd < 0)
		return INPUT_NOT_FILE;
	end = input_read(a, fd, LIMIT_GIT_REFLOG, bytes);
	close(fd);
	return end;
}

bool file_id(struct session *s, const char *path, git_oid *id)
{
	str bytes;

	return read_path(&s->scratch, path, &bytes) == INPUT_OK && id_at(bytes, 0, id);
}

/* Those that git has forgotten as well are no loss that anybody could do something about. */
static void take(struct forgotten *f, str line, size_t at)
{
	struct history *h = f->h;
	git_oid id;
	bool fresh;

	if (id_at(line, at, &id) && oids_find(&h->commit_ids, &id) == OID_NONE &&
	    git_odb_exists(h->s->odb, &id))
		oids_add(&f->ids, &id, &fresh);
}

static void take_file(struct forgotten *f, const char *path, bool reflog)
{
	struct arena a;
	str rest;
	enum input end;

	arena_init(&a, LIMIT_GIT_REFLOG + MiB);
	end = read_path(&a, path, &rest);
	if (end == INPUT_TOO_BIG || end == INPUT_UNREADABLE)
		say_problem(f->h->s, GIT_NOT_CHECKED, (str){NULL, 0},
			    "%s cannot be read: what only it knows was not checked", path);
	while (rest.p != NULL && rest.n > 0) {
		str line = str_cut(&rest, '\n');
		take(f, line, 0);
		if (reflog)
			take(f, line, GIT_OID_HEXSZ + 1);
	}
	arena_free(&a);
}

/* A reference's name has no more bytes than a path. */
static void take_logs(struct forgotten *f, str folder, unsigned depth)
{
	struct arena *a = &f->h->s->arena;
	DIR *dir = depth < LIMIT_GIT_DEPTH ? opendir(arena_cstr(a, folder)) : NULL;
	struct dirent *e;

	while (dir != NULL && (e = readdir(dir)) != NULL) {
		str path = arena_printf(a, "%.*s/%s", STR_ARG(folder), e->d_name);
		struct stat st;
		if (str_in(str_of(e->d_name), ". ..") || lstat((const char *)path.p, &st) < 0)
			continue;
		if (S_ISDIR(st.st_mode))
			take_logs(f, path, depth + 1);
		else if (S_ISREG(st.st_mode))
			take_file(f, (const char *)path.p, true);
	}
	if (dir != NULL)
		closedir(dir);
}

static void take_git(struct forgotten *f, str git)
{
	static const char *const names[] = {"HEAD",	   "ORIG_HEAD",	       "FETCH_HEAD",
					    "MERGE_HEAD",  "CHERRY_PICK_HEAD", "REVERT_HEAD",
					    "REBASE_HEAD", "AUTO_MERGE"};
	struct arena *a = &f->h->s->arena;

	for (size_t i = 0; i < COUNTOF(names); i++)
		take_file(f, (const char *)arena_printf(a, "%.*s/%s", STR_ARG(git), names[i]).p,
			  false);
	take_logs(f, arena_printf(a, "%.*s/logs", STR_ARG(git)), 0);
}

static void take_worktrees(struct forgotten *f, str common)
{
	struct arena *a = &f->h->s->arena;
	str folder = arena_printf(a, "%.*s/worktrees", STR_ARG(common));
	DIR *dir = opendir((const char *)folder.p);
	struct dirent *e;

	while (dir != NULL && (e = readdir(dir)) != NULL)
		if (e->d_name[0] != '.')
			take_git(f, arena_printf(a, "%.*s/%s", STR_ARG(folder), e->d_name));
	if (dir != NULL)
		closedir(dir);
}

void history_start_forgotten(struct history *h)
{
	struct forgotten f = {.h = h, .ids = oids_in(&h->s->arena)};
	str common = str_of(git_repository_commondir(h->s->repo));

	h->reachable = h->commit_ids.count;
	take_git(&f, common);
	take_worktrees(&f, common);
	for (uint32_t i = 0; i < f.ids.count; i++)
		history_start_at(h, &f.ids.ids[i]);
	history_read(h, h->reachable);
	if (h->commit_ids.count > h->reachable)
		say_problem(h->s, GIT_NOTE, buf_str(&h->path),
			    "%u commits are known to the reflog alone (amended, reset, deleted "
			    "branches), and a clone has none of them: looked at behind all others",
			    h->commit_ids.count - h->reachable);
}
