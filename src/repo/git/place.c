/* Where a repository lies. Runs before the jail, which it decides: the files it reads hold a path
 * in a line, and a path is all that becomes of them.
 *
 * A `.git` file, `commondir` and `alternates` may lead anywhere. They are followed where the user
 * who runs this, or the owner of the repository, owns what they lead to: nobody else's repository
 * can then make this program read what is not theirs. git's own rule (safe.directory) refuses other
 * users' repositories as a whole, because it runs what their configuration names; nothing here
 * does.
 */
#include "repo/git/session.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/input.h"
#include "base/limits.h"

static const char *join(struct arena *a, const char *folder, str name)
{
	if (name.n > 0 && name.p[0] == '/')
		return arena_cstr(a, name);
	return (const char *)arena_printf(a, "%s/%.*s", folder, STR_ARG(name)).p;
}

static const char *below(struct arena *a, const char *folder, const char *name)
{
	return join(a, folder, str_of(name));
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static str read_small(struct arena *a, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	str bytes = {NULL, 0};

	if (fd < 0)
		return bytes;
	if (input_read(a, fd, 64 * KiB, &bytes) != INPUT_OK)
		bytes = (str){NULL, 0};
	close(fd);
	return bytes;
}

static str first_line(str bytes)
{
	return str_trim(str_slice(bytes, 0, str_find_byte(bytes, '\n')));
}

static bool is_git_folder(struct arena *a, const char *path)
{
	return is_file(below(a, path, "HEAD")) &&
	       (is_folder(below(a, path, "objects")) || is_file(below(a, path, "commondir")));
}

static bool may_follow(const struct place *p, const char *path)
{
	struct stat st, own;
	const char *root = p->work ? p->work : p->git;

	if (stat(path, &st) < 0)
		return true; /* nothing there: nothing is read */
	return st.st_uid == geteuid() || (stat(root, &own) == 0 && own.st_uid == st.st_uid);
}

/* False: it is not there, is known already, or is one too many. */
static bool add(struct place *p, struct arena *a, const char *path)
{
	char real[PATH_MAX];

	if (p->count == COUNTOF(p->folders) || realpath(path, real) == NULL)
		return false;
	for (unsigned i = 0; i < p->count; i++)
		if (strcmp(p->folders[i], real) == 0)
			return false;
	p->folders[p->count++] = arena_cstr(a, str_of(real));
	return true;
}

/* An alternate may name itself, or two each other: each is followed once. */
static bool follow(struct place *p, struct arena *a, const char *path)
{
	if (!may_follow(p, path)) {
		p->foreign = path;
		return false;
	}
	return add(p, a, path);
}

static void add_objects(struct place *p, const char *path)
{
	if (p->object_count < COUNTOF(p->objects))
		p->objects[p->object_count++] = path;
}

static void follow_alternates(struct place *p, struct arena *a, const char *objects, unsigned depth)
{
	str rest = read_small(a, below(a, objects, "info/alternates"));

	while (depth < LIMIT_GIT_ALTERNATES && rest.p != NULL && rest.n > 0) {
		str line = str_trim(str_cut(&rest, '\n'));
		const char *path;
		if (line.n == 0 || line.p[0] == '#')
			continue;
		path = join(a, objects, line);
		if (!follow(p, a, path))
			continue;
		add_objects(p, path);
		follow_alternates(p, a, path, depth + 1);
	}
}

static void find_git(struct place *p, struct arena *a)
{
	const char *dot = below(a, p->work, ".git");
	str line;

	if (is_folder(dot)) {
		p->git = dot;
		return;
	}
	line = first_line(read_small(a, dot));
	if (!str_starts(line, S("gitdir:"))) {
		p->why = "its .git is neither a folder nor a file that names one";
		return;
	}
	p->git = join(a, p->work, str_trim(str_slice(line, 7, line.n)));
	if (!is_folder(p->git))
		p->why = "its .git file names a folder that is not there";
	else if (!may_follow(p, p->git))
		p->why = "its .git file leads to a folder of another user";
}

static void find_common(struct place *p, struct arena *a)
{
	str line = first_line(read_small(a, below(a, p->git, "commondir")));

	p->common = line.n > 0 ? join(a, p->git, line) : p->git;
	if (!may_follow(p, p->common))
		p->why = "its commondir leads to a folder of another user";
}

/* The nearest folder at or above `path` that is a repository's. */
static void find_root(struct place *p, struct arena *a, const char *path)
{
	str at = arena_dup(a, str_of(path));

	while (p->work == NULL && p->git == NULL) {
		const char *folder = at.n > 0 ? arena_cstr(a, at) : "/";
		if (access(below(a, folder, ".git"), F_OK) == 0)
			p->work = folder;
		else if (is_git_folder(a, folder))
			p->git = folder;
		else if (at.n == 0)
			break;
		at = str_slice(at, 0, at.n > 0 ? str_rfind_byte(at, '/') : 0);
	}
}

void place_objects(struct place *p, struct arena *a, const char *git)
{
	const char *objects = below(a, git, "objects");

	p->object_count = 0;
	add_objects(p, objects);
	follow_alternates(p, a, objects, 0);
}

/* What libgit2 opens and reads to the end: a pipe in such a place would make it wait. */
static const char *pipe_in(struct arena *a, const char *folder)
{
	static const char *const names[] = {"HEAD",	   "config",  "config.worktree",
					    "packed-refs", "gitdir",  "commondir",
					    "index",	   "shallow", "objects/info/alternates"};

	for (size_t i = 0; i < COUNTOF(names); i++) {
		const char *path = below(a, folder, names[i]);
		struct stat st;
		if (stat(path, &st) == 0 && S_ISFIFO(st.st_mode))
			return path;
	}
	return NULL;
}

void place_find(struct place *p, struct arena *a, const char *path)
{
	*p = (struct place){0};
	find_root(p, a, path);
	if (p->work == NULL && p->git == NULL) {
		p->why = "there is no git repository";
		return;
	}
	if (p->work != NULL)
		find_git(p, a);
	if (p->why == NULL)
		find_common(p, a);
	if (p->why == NULL) {
		const char *pipe = pipe_in(a, p->git);
		if (pipe == NULL && p->common != p->git)
			pipe = pipe_in(a, p->common);
		if (pipe != NULL)
			p->why = (const char *)arena_printf(a, "%s is a pipe", pipe).p;
	}
	if (p->why != NULL)
		return;
	if (p->work != NULL)
		(void)add(p, a, p->work);
	(void)add(p, a, p->git);
	(void)add(p, a, p->common);
	place_objects(p, a, p->common);
}
