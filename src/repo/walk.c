/* See walk.h. Folders are opened one from the other (openat2, no links, no magic links), never by a
 * path from outside, so nobody can swap a component under the walk. Links are collected and looked
 * at when all real files are known: a link counts only if what it leads to is not looked at anyway,
 * and only beneath the argument it was found in. Nothing here depends on the order of folder
 * entries. */
#include "repo/walk_int.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/limits.h"
#include "repo/name.h"
#include "repo/private.h"

#ifndef SYS_openat2
#define SYS_openat2 437
#endif

enum {
	IGNORES_MOST = 3 * (LIMIT_ROOM(LIMIT_WALK_DEPTH) + 2) + LIMIT_PATH_BYTES,
	DENTS_BYTES = 64 * 1024
};

struct entry {
	const char *name;
	unsigned char type;
};

/* Longest struct linux_dirent64 head; glibc's struct dirent64 has the same layout. */
struct entries {
	struct entry *p;
	uint32_t n;
	bool venv, gitignore, ignore;
};

int walk_open2(int dir, const char *path, uint64_t flags, uint64_t resolve)
{
	struct open_how how = {.flags = flags | O_CLOEXEC,
			       .resolve = resolve | RESOLVE_NO_MAGICLINKS};
	int fd;

	for (unsigned i = 0; i < 100; i++) {
		fd = (int)syscall(SYS_openat2, dir, path, &how, sizeof(how));
		if (fd >= 0 || (errno != EAGAIN && errno != EINTR))
			break;
	}
	return fd;
}

str walk_escape(struct arena *a, str path)
{
	static const char digits[] = "0123456789ABCDEF";
	uint8_t *out = arena_alloc(a, 3 * path.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < path.n;) {
		unsigned len = str_utf8_len(str_slice(path, i, path.n));
		if (len == 0 || path.p[i] == '%') {
			out[n++] = '%';
			out[n++] = (uint8_t)digits[path.p[i] >> 4];
			out[n++] = (uint8_t)digits[path.p[i] & 15];
			i++;
		} else {
			memcpy(out + n, path.p + i, len);
			n += len;
			i += len;
		}
	}
	return (str){out, n};
}

static unsigned hex_digit(uint8_t c)
{
	return (unsigned)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
}

const char *walk_system_path(struct arena *a, str escaped)
{
	char *out = arena_alloc(a, escaped.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < escaped.n; i++) {
		uint8_t c = escaped.p[i];
		if (c == '%' && i + 2 < escaped.n) {
			c = (uint8_t)(hex_digit(escaped.p[i + 1]) << 4 |
				      hex_digit(escaped.p[i + 2]));
			i += 2;
		}
		out[n++] = (char)c;
	}
	out[n] = 0;
	return out;
}

const char *walk_skip_reason(enum walk_skip skip)
{
	static const char *const reasons[WALK_SKIPS] = {
		[WALK_SKIP_GIT] = "version control",
		[WALK_SKIP_VENV] = "virtual environment",
		[WALK_SKIP_NODE] = "node_modules",
		[WALK_SKIP_CACHE] = "cache of a tool",
		[WALK_SKIP_IGNORED] = "ignored by an ignore file",
		[WALK_SKIP_EXCLUDED] = "excluded by the settings",
		[WALK_SKIP_LINK_TWICE] = "link to what is checked already",
		[WALK_SKIP_LINK_DANGLING] = "link to nothing",
	};
	return reasons[skip];
}

static str join(struct arena *a, str folder, str name)
{
	if (folder.n == 0)
		return arena_dup(a, name);
	if (name.n == 0)
		return folder;
	if (folder.p[folder.n - 1] == '/')
		return arena_printf(a, "%.*s%.*s", STR_ARG(folder), STR_ARG(name));
	return arena_printf(a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
}

static str shown(struct walker *k, str rel)
{
	str arg = k->w->roots[k->root].arg;

	rel = walk_escape(k->w->arena, rel);
	if (rel.n == 0)
		return arg;
	if (str_eq(arg, S(".")) && !k->o->compat)
		return rel;
	return join(k->w->arena, arg, rel);
}

void walk_trouble(struct walker *k, const char *rule, str rel, const char *message)
{
	struct walk *w = k->w;

	w->problems = GROW(w->arena, w->problems, w->problem_count, &w->problem_room);
	w->problems[w->problem_count++] =
		(struct walk_problem){rule, shown(k, rel), arena_dup(w->arena, str_of(message))};
}

static int64_t in_ns(struct timespec t)
{
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

struct walk_file *walk_add_file(struct walker *k, str rel, enum walk_kind kind,
				const struct stat *st)
{
	struct walk *w = k->w;
	struct walk_file *f;

	w->files = GROW(w->arena, w->files, w->count, &w->room);
	f = &w->files[w->count++];
	*f = (struct walk_file){
		.path = shown(k, rel),
		.rel = arena_cstr(w->arena, rel),
		.root = k->root,
		.kind = (uint8_t)kind,
		.dev = st->st_dev,
		.ino = st->st_ino,
		.size = (uint64_t)st->st_size,
		.mtime_ns = in_ns(st->st_mtim),
		.ctime_ns = in_ns(st->st_ctim),
	};
	return f;
}

/* ---- What is left out ---- */

static bool excluded(struct walker *k, str rel, bool is_folder)
{
	if (k->exclude == NULL)
		return false;
	return ignore_match(k->exclude, join(k->w->arena, k->prefix, rel), is_folder, &k->fuel) ==
	       IGNORE_SKIP;
}

/* `path` is relative to the repository. */
static bool ignored_path(struct walker *k, str path, bool is_folder, bool git_only)
{
	for (size_t i = k->ignore_count; i-- > 0;) {
		enum ignored says;
		if (git_only && !k->ignores_git[i])
			continue;
		says = ignore_match(k->ignores[i], path, is_folder, &k->fuel);
		if (says != IGNORE_UNDECIDED)
			return says == IGNORE_SKIP;
	}
	return false;
}

static bool ignored_by(struct walker *k, str rel, bool is_folder, bool git_only)
{
	return k->ignore_count > 0 &&
	       ignored_path(k, join(k->w->arena, k->prefix, rel), is_folder, git_only);
}

static bool ignored(struct walker *k, str rel, bool is_folder)
{
	return ignored_by(k, rel, is_folder, false);
}

static void mark_private(struct walker *k, struct walk_file *f, str rel)
{
	f->private = private_kind(rel) != PRIVATE_NOT;
	f->ignored = f->private && (k->below_git_ignored || ignored_by(k, rel, false, true));
}

/* A PATH is never ignored, but git may ignore a folder that it lies in, and then all of it. */
static bool below_git_ignored(struct walker *k)
{
	for (size_t i = 1; i <= k->prefix.n; i++) {
		if ((i == k->prefix.n || k->prefix.p[i] == '/') &&
		    ignored_path(k, str_slice(k->prefix, 0, i), true, true))
			return true;
	}
	return false;
}

/* Bandit joins the argument and the path and looks for its patterns anywhere in the result. */
static bool left_out_compat(struct walker *k, str rel)
{
	str path = shown(k, rel);

	if (name_excluded_by_bandit(path, k->o->exclude, k->o->exclude_count)) {
		k->w->skips[WALK_SKIP_EXCLUDED]++;
		return true;
	}
	return false;
}

/* Ignore files keep things from the code layer only: what they leave out is data where data is
 * wanted. */
static bool left_out(struct walker *k, str rel, bool is_folder, enum walk_kind *kind)
{
	bool was_code = is_folder || *kind != WALK_DATA;

	if (k->o->compat)
		return !is_folder && left_out_compat(k, rel);
	if (excluded(k, rel, is_folder)) {
		k->w->skips[WALK_SKIP_EXCLUDED]++;
		return true;
	}
	if (k->below_ignored)
		*kind = WALK_DATA;
	else if (was_code && (is_folder || *kind != WALK_FACTS) && ignored(k, rel, is_folder))
		*kind = WALK_DATA, k->w->skips[WALK_SKIP_IGNORED]++;
	return *kind == WALK_DATA && !k->o->data;
}

bool walk_kind_of(struct walker *k, str rel, bool executable, enum walk_kind *kind)
{
	if (name_kind(rel, executable, k->o->compat, kind))
		return true;
	*kind = WALK_DATA;
	return k->o->data;
}

static void load_ignore(struct walker *k, int dir, const char *name, str base)
{
	int fd = walk_open2(dir, name, O_RDONLY | O_NONBLOCK | O_NOCTTY, RESOLVE_BENEATH);
	struct ignore *ig;
	str record;

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP || errno == EXDEV))
		return; /* absent, or a link that git does not follow either */
	if (fd >= 0 && k->ignore_count < IGNORES_MOST &&
	    k->o->parse_ignore(k->o->ctx, fd, &record)) {
		ig = ignore_read(k->w->arena, record, base);
		if (ig != NULL) {
			k->ignores_git[k->ignore_count] = !str_eq(str_of(name), S(".ignore"));
			k->ignores[k->ignore_count++] = ig;
		}
	} else {
		walk_trouble(k, "AS003", S(""),
			     "an ignore file here could not be read: nothing is "
			     "ignored on its account");
	}
	if (fd >= 0)
		close(fd);
}

/* The ignore files from the repository's root down to the argument, without the argument's own. */
static void load_ancestors(struct walker *k)
{
	int dir = open(k->o->repository, O_RDONLY | O_DIRECTORY | O_CLOEXEC), next;
	struct arena *a = k->w->arena;
	str base = {NULL, 0};

	if (dir < 0) {
		walk_trouble(k, "AS003", S(""),
			     "the repository's folder could not be opened: nothing is ignored on "
			     "account of its ignore files");
		return;
	}
	load_ignore(k, dir, ".git/info/exclude", base);
	for (str rest = k->prefix; rest.n > 0;) {
		load_ignore(k, dir, ".gitignore", base);
		load_ignore(k, dir, ".ignore", base);
		str name = str_cut(&rest, '/');
		base = join(a, base, name);
		next = walk_open2(dir, arena_cstr(a, name), O_RDONLY | O_DIRECTORY,
				  RESOLVE_BENEATH);
		close(dir);
		dir = next;
		if (dir < 0)
			return;
	}
	close(dir);
}

/* ---- The walk ---- */

static struct entries read_folder(struct walker *k, int fd, bool *failed)
{
	struct entries es = {0};
	uint32_t room = 0;
	long n;

	while ((n = syscall(SYS_getdents64, fd, k->dents, DENTS_BYTES)) > 0) {
		for (long at = 0; at < n;) {
			const struct dirent64 *d = (const void *)(k->dents + at);
			str name = str_of(d->d_name);
			at += d->d_reclen;
			if (str_eq(name, S(".")) || str_eq(name, S("..")))
				continue;
			es.venv |= str_eq(name, S("pyvenv.cfg"));
			es.gitignore |= str_eq(name, S(".gitignore"));
			es.ignore |= str_eq(name, S(".ignore"));
			if (es.n == room) {
				struct entry *more =
					NEW(k->w->arena, struct entry, room ? 2 * room : 32);
				if (es.n > 0)
					memcpy(more, es.p, es.n * sizeof(*more));
				es.p = more;
				room = room ? 2 * room : 32;
			}
			es.p[es.n++] = (struct entry){arena_cstr(k->w->arena, name), d->d_type};
		}
	}
	*failed = n < 0;
	return es;
}

str walk_identity(struct arena *a, dev_t dev, ino_t ino)
{
	uint64_t both[2] = {dev, ino};

	return arena_dup(a, (str){(const uint8_t *)both, sizeof(both)});
}

static void enter(struct walker *k, int dir, const char *name, str rel, unsigned depth)
{
	enum walk_kind kind = WALK_CODE;
	bool below = k->below_ignored, below_git = k->below_git_ignored;
	enum walk_skip why;
	int fd;

	if (!k->o->compat && name_skipped(str_of(name), &why)) {
		k->w->skips[why]++;
		return;
	}
	if (left_out(k, rel, true, &kind))
		return;
	if (depth >= LIMIT_WALK_DEPTH || rel.n >= LIMIT_PATH_BYTES) {
		walk_trouble(k, "AS004", rel,
			     "folders nested deeper than assay looks: nothing below was "
			     "checked");
		return;
	}
	fd = walk_open2(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW,
			RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
	if (fd < 0) {
		walk_trouble(k, errno == ENOENT ? "AS012" : "AS003", rel,
			     errno == ENOENT ? "the folder vanished"
					     : "the folder cannot be opened");
		return;
	}
	k->below_ignored = kind == WALK_DATA;
	k->below_git_ignored = below_git || (k->below_ignored && ignored_by(k, rel, true, true));
	walk_folder(k, fd, rel, depth + 1);
	k->below_ignored = below;
	k->below_git_ignored = below_git;
	close(fd);
}

static void regular(struct walker *k, int dir, const char *name, str rel)
{
	bool dotless = strchr(name, '.') == NULL;
	enum walk_kind kind;
	struct stat st;

	/* Executable or not matters only where the name says nothing: most files need no stat here.
	 */
	if (!walk_kind_of(k, rel, dotless, &kind) || left_out(k, rel, false, &kind))
		return;
	if (rel.n >= LIMIT_PATH_BYTES) {
		walk_trouble(k, "AS004", rel, "the path is longer than assay looks");
		return;
	}
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		walk_trouble(k, errno == ENOENT ? "AS012" : "AS003", rel,
			     errno == ENOENT ? "the file vanished" : strerror(errno));
		return;
	}
	if (kind != WALK_DATA && !walk_kind_of(k, rel, (st.st_mode & 0111) != 0, &kind))
		return;
	mark_private(k, walk_add_file(k, rel, kind, &st), rel);
}

void walk_special(struct walker *k, str rel)
{
	enum walk_kind kind;

	if (name_kind(rel, false, k->o->compat, &kind) && !left_out(k, rel, false, &kind))
		walk_trouble(k, "AS003", rel,
			     "neither a file nor a folder (FIFO, socket or device): it was "
			     "not read");
}

static void remember_link(struct walker *k, str rel)
{
	enum walk_kind kind = WALK_CODE;
	struct link *l;

	if (left_out(k, rel, false, &kind))
		return;
	l = NEW(k->w->arena, struct link, 1);
	*l = (struct link){k->root, rel, kind == WALK_DATA, k->links};
	k->links = l;
}

static unsigned char entry_type(int dir, const struct entry *e)
{
	struct stat st;

	if (e->type != DT_UNKNOWN)
		return e->type;
	if (fstatat(dir, e->name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return DT_REG; /* regular() says what is wrong with it */
	return (unsigned char)IFTODT(st.st_mode);
}

void walk_folder(struct walker *k, int fd, str rel, unsigned depth)
{
	struct arena *a = k->w->arena;
	size_t outer = k->ignore_count;
	bool failed;
	struct entries es;
	struct stat st;

	if (fstat(fd, &st) == 0)
		*map_put(&k->folders, walk_identity(a, st.st_dev, st.st_ino)) = 1;
	es = read_folder(k, fd, &failed);
	if (failed)
		walk_trouble(k, "AS003", rel, "the folder cannot be read");
	if (es.venv && depth > 0 && !k->o->compat) {
		k->w->skips[WALK_SKIP_VENV]++;
		return;
	}
	if (k->o->repository != NULL && es.gitignore)
		load_ignore(k, fd, ".gitignore", join(a, k->prefix, rel));
	if (k->o->repository != NULL && es.ignore)
		load_ignore(k, fd, ".ignore", join(a, k->prefix, rel));
	for (uint32_t i = 0; i < es.n; i++) {
		const char *name = es.p[i].name;
		unsigned char type = entry_type(fd, &es.p[i]);
		str path = join(a, rel, str_of(name));
		if (type == DT_DIR)
			enter(k, fd, name, path, depth);
		else if (type == DT_REG)
			regular(k, fd, name, path);
		else if (type == DT_LNK)
			remember_link(k, path);
		else
			walk_special(k, path);
	}
	k->ignore_count = outer;
}

/* ---- Arguments ---- */

static bool usage(struct walk *w, const char *path, const char *what)
{
	w->error = (const char *)arena_printf(w->arena, "%s: %s", path, what).p;
	return false;
}

/* How the folder `path` lies below the repository: "" for itself. */
static str prefix_of(struct walker *k, const char *path)
{
	char real[PATH_MAX];
	str repository = str_of(k->o->repository ? k->o->repository : ""), full;

	if (repository.n == 0 || realpath(path, real) == NULL)
		return (str){NULL, 0};
	full = str_of(real);
	if (str_starts(full, repository) && full.n > repository.n &&
	    (full.p[repository.n] == '/' || repository.n == 1))
		return arena_dup(k->w->arena,
				 str_slice(full, repository.n + (repository.n > 1), full.n));
	return (str){NULL, 0};
}

static bool start_file(struct walker *k, const char *arg, const struct stat *st)
{
	str path = str_of(arg), name = path;
	size_t slash = str_rfind_byte(path, '/');
	const char *folder = ".";
	struct walk_root *root = &k->w->roots[k->root];
	enum walk_kind kind;
	struct walk_file *f;

	if (slash != STR_NONE) {
		folder = slash ? arena_cstr(k->w->arena, str_slice(path, 0, slash)) : "/";
		name = str_slice(path, slash + 1, path.n);
	}
	root->fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (root->fd < 0)
		return usage(k->w, arg, strerror(errno));
	root->arg = walk_escape(k->w->arena, path);
	if (k->o->compat)
		root->arg = join(k->w->arena, S("."), root->arg);
	if (k->o->compat && slash == 0)
		root->arg = walk_escape(k->w->arena, path);
	root->prefix = prefix_of(k, folder);
	k->ignore_count = 0;
	k->below_git_ignored = false;
	if (!S_ISREG(st->st_mode)) {
		walk_trouble(k, "AS003", S(""), "neither a file nor a folder: it was not read");
		return true;
	}
	if (k->o->compat && name_excluded_by_bandit(path, k->o->exclude, k->o->exclude_count)) {
		k->w->skips[WALK_SKIP_EXCLUDED]++;
		return true;
	}
	if (!name_kind(name, false, false, &kind))
		kind = WALK_CODE;
	f = walk_add_file(k, S(""), kind, st);
	f->rel = arena_cstr(k->w->arena, name);
	f->explicit = true;
	if (private_kind(name) != PRIVATE_NOT && k->o->repository != NULL && !k->o->compat) {
		k->prefix = root->prefix;
		load_ancestors(k);
		k->below_git_ignored = below_git_ignored(k);
		load_ignore(k, root->fd, ".gitignore", k->prefix);
		mark_private(k, f, name);
	}
	return true;
}

static bool start_folder(struct walker *k, const char *arg)
{
	struct walk_root *root = &k->w->roots[k->root];
	str shown_as = str_of(arg);

	while (shown_as.n > 1 && shown_as.p[shown_as.n - 1] == '/')
		shown_as.n--;
	while (shown_as.n > 2 && str_starts(shown_as, S("./")) && !k->o->compat)
		shown_as = str_slice(shown_as, 2, shown_as.n);
	root->arg = walk_escape(k->w->arena, shown_as);
	root->fd = open(arg, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (root->fd < 0) {
		walk_trouble(k, "AS003", S(""), "the folder cannot be opened");
		return true;
	}
	k->prefix = root->prefix = prefix_of(k, arg);
	k->ignore_count = 0;
	k->below_ignored = k->below_git_ignored = false;
	if (k->o->repository != NULL) {
		load_ancestors(k);
		k->below_git_ignored = below_git_ignored(k);
	}
	walk_folder(k, root->fd, S(""), 0);
	return true;
}

static bool start(struct walker *k, const char *arg)
{
	struct stat st;

	k->w->roots[k->root] =
		(struct walk_root){.fd = -1, .arg = walk_escape(k->w->arena, str_of(arg))};
	if (stat(arg, &st) < 0)
		return usage(k->w, arg, strerror(errno));
	return S_ISDIR(st.st_mode) ? start_folder(k, arg) : start_file(k, arg, &st);
}

static int by_path(const void *x, const void *y)
{
	const struct walk_file *a = x, *b = y;
	int order = str_cmp(a->path, b->path);

	return order ? order : (a->root > b->root) - (a->root < b->root);
}

static void sort_files(struct walk *w)
{
	uint32_t kept = 0;

	if (w->count > 0)
		qsort(w->files, w->count, sizeof(*w->files), by_path);
	for (uint32_t i = 0; i < w->count; i++) {
		if (kept == 0 || !str_eq(w->files[i].path, w->files[kept - 1].path))
			w->files[kept++] = w->files[i];
	}
	w->count = kept;
}

static struct ignore *exclude_patterns(struct arena *a, const struct walk_options *o)
{
	struct buf record = buf_in(a);

	for (size_t i = 0; i < o->exclude_count && !o->compat; i++)
		ignore_parse_line(o->exclude[i], &record);
	return record.n > 0 ? ignore_read(a, buf_str(&record), (str){NULL, 0}) : NULL;
}

static bool has_git(const char *repository)
{
	int dir = open(repository, O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct stat st;
	/* Where it cannot be asked, git says later whether there is one. */
	bool yes = dir < 0 ? errno != ENOENT && errno != ENOTDIR
			   : fstatat(dir, ".git", &st, AT_SYMLINK_NOFOLLOW) == 0;

	if (dir >= 0)
		close(dir);
	return yes;
}

bool walk(struct walk *w, struct arena *a, const struct walk_options *o)
{
	struct walker k = {.w = w, .o = o, .fuel = LIMIT_IGNORE_STEPS, .folders = map_in(a)};
	int probe = walk_open2(AT_FDCWD, "/", O_PATH, 0);

	*w = (struct walk){.arena = a};
	w->repository = o->repository != NULL && has_git(o->repository);
	if (probe < 0) {
		w->no_openat2 = true;
		w->error = "this kernel, or the container's seccomp profile, has no openat2 (Linux "
			   "5.6): "
			   "assay does not open files without it";
		return false;
	}
	close(probe);
	k.dents = arena_alloc(a, DENTS_BYTES, 16);
	k.ignores = NEW(a, struct ignore *, IGNORES_MOST);
	k.ignores_git = NEW(a, bool, IGNORES_MOST);
	k.exclude = exclude_patterns(a, o);
	w->roots = NEW(a, struct walk_root, o->path_count);
	for (size_t i = 0; i < o->path_count; i++) {
		k.root = w->root_count++;
		if (!start(&k, o->paths[i]))
			return false;
	}
	walk_follow_links(&k);
	if (k.fuel == 0)
		walk_trouble(&k, "AS004", S(""),
			     "the ignore files take too long to match: the rest of the "
			     "tree was not ignored");
	sort_files(w);
	return true;
}

str walk_place(const struct walk *w, const struct walk_file *f)
{
	return join(w->arena, w->roots[f->root].prefix, str_of(f->rel));
}

int walk_open(const struct walk *w, const struct walk_file *f)
{
	return walk_open2(w->roots[f->root].fd, f->rel, O_RDONLY | O_NONBLOCK | O_NOCTTY,
			  f->explicit ? 0 : RESOLVE_BENEATH);
}

int walk_open_named(const struct walk *w, uint32_t root, const char *rel, bool outside)
{
	return walk_open2(w->roots[root].fd, rel, O_RDONLY | O_NONBLOCK | O_NOCTTY,
			  outside ? RESOLVE_NO_SYMLINKS : RESOLVE_BENEATH);
}

bool walk_has(const struct walk *w, str beginning)
{
	uint32_t low = 0, high = w->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (str_cmp(w->files[middle].path, beginning) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < w->count && str_starts(w->files[low].path, beginning);
}

bool walk_unchanged(const struct walk *w, const struct walk_file *f)
{
	struct stat st;

	return fstatat(w->roots[f->root].fd, f->rel, &st, 0) == 0 && st.st_dev == f->dev &&
	       st.st_ino == f->ino && (uint64_t)st.st_size == f->size &&
	       in_ns(st.st_mtim) == f->mtime_ns && in_ns(st.st_ctim) == f->ctime_ns;
}

void walk_close(struct walk *w)
{
	for (uint32_t i = 0; i < w->root_count; i++) {
		if (w->roots[i].fd >= 0)
			close(w->roots[i].fd);
		w->roots[i].fd = -1;
	}
}

const char *walk_repository(struct arena *a, const char *path, bool *is_repository)
{
	char real[PATH_MAX];
	struct stat st;
	const char *start;
	str at;

	*is_repository = false;
	if (realpath(path, real) == NULL || stat(real, &st) < 0)
		return NULL;
	at = str_of(real);
	if (!S_ISDIR(st.st_mode))
		at = str_slice(at, 0, str_rfind_byte(at, '/'));
	start = arena_cstr(a, at.n ? at : S("/"));
	for (;;) {
		const char *git = (const char *)arena_printf(a, "%.*s/.git", STR_ARG(at)).p;
		if (lstat(git, &st) == 0) {
			*is_repository = true;
			return arena_cstr(a, at.n ? at : S("/"));
		}
		if (at.n == 0)
			return start;
		at = str_slice(at, 0, str_rfind_byte(at, '/'));
	}
}
