/* Files of dependencies that name other files: `-r base.txt`, `-c constraints.txt`. What the walk
 * met is in the run anyway; the rest is opened here and read by a worker like any other file, in
 * rounds until nothing new is named, so that circles end by themselves. What it asks for is
 * reported once, in its own file.
 *
 * A project must not make assay read what is not its own: beneath the PATH a file may be called
 * anything; above it, but inside of the repository, too; elsewhere only a file that is known by its
 * name as one of dependencies is opened, and only by a relative path without links. */
#include "engine/deps_int.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/limits.h"
#include "engine/pool.h"
#include "engine/problem.h"
#include "engine/rule.h"

struct follow {
	struct deps *d;
	struct map known;	   /* paths that are read, or were tried */
	struct walk_file **wanted; /* of this round */
	uint32_t count, room, all;
};

/* "a/./b/../c" -> "a/c"; what leads above the beginning stays in front ("../x"). */
static str tidy(struct arena *a, str path)
{
	bool absolute = str_starts(path, S("/"));
	struct buf b = buf_in(a);

	for (str rest = path, part; rest.p != NULL;) {
		str so_far = buf_str(&b), last = str_after_last(so_far, '/');
		part = str_cut(&rest, '/');
		if (part.n == 0 || str_eq(part, S(".")))
			continue;
		if (str_eq(part, S("..")) && so_far.n > 0 && !str_eq(last, S(".."))) {
			size_t slash = str_rfind_byte(so_far, '/');
			b.n = slash == STR_NONE ? 0 : slash;
			continue;
		}
		if (absolute || b.n > 0)
			buf_byte(&b, '/');
		buf_add(&b, part);
	}
	return buf_str(&b);
}

static str folder_of(str path)
{
	size_t slash = str_rfind_byte(path, '/');

	return slash == STR_NONE ? (str){NULL, 0} : str_slice(path, 0, slash ? slash : 1);
}

static str beside(struct arena *a, str folder, str path)
{
	return tidy(a, str_starts(path, S("/")) ? path : deps_path(a, folder, path));
}

static str shown(const struct deps *d, const struct deps_file *f, str path)
{
	return beside(d->arena, f->folder, walk_escape(d->arena, path));
}

struct deps_file *deps_included(const struct dep_check *c, const struct deps_file *f,
				const struct dep_include *include)
{
	return deps_find(c, shown(c->state, f, include->path));
}

/* Did the walk meet the file, or anything in the folder? */
bool deps_is_inside(const struct deps *d, const struct deps_file *f, str path)
{
	const str pdm_root = S("/${PROJECT_ROOT}/");
	str at;

	if (str_starts(path, S("file://")))
		path = str_slice(path, 7, path.n);
	if (str_starts(path, pdm_root))
		path = str_slice(path, pdm_root.n, path.n);
	at = shown(d, f, path);
	return at.n == 0 || deps_exists(&d->check, at) ||
	       walk_has(d->walk, deps_path(d->arena, at, S("")));
}

/* ---- What may be opened ---- */

static unsigned levels_up(str rel)
{
	unsigned n = 0;

	for (; str_starts(rel, S("../")); rel = str_slice(rel, 3, rel.n))
		n++;
	return n;
}

static unsigned depth(str prefix)
{
	unsigned n = prefix.n > 0;

	for (size_t i = 0; i < prefix.n; i++)
		n += prefix.p[i] == '/';
	return n;
}

static bool may_be_read(const struct deps *d, const struct walk_file *f)
{
	str rel = str_of(f->rel);
	unsigned up = levels_up(rel);

	if (up == 0 && !str_starts(rel, S("/")))
		return true;
	if (up > 0 && d->walk->repository && up <= depth(d->walk->roots[f->root].prefix))
		return true;
	return up > 0 && dep_format_of(rel, S("")) != NULL;
}

/* ---- One round ---- */

static void lost(struct deps *d, const struct walk_file *f, const char *rule, const char *what)
{
	struct deps_file at = {.path = f->path};

	deps_record(d, rule, &at, 0, f->path, str_of(what));
	d->lost = true;
}

static int open_one(void *ctx, uint32_t id, struct worker_file *file)
{
	struct follow *w = ctx;
	const struct walk_file *f = w->wanted[id];
	int fd = walk_open_named(w->d->walk, f->root, f->rel, levels_up(str_of(f->rel)) > 0);

	file->path = f->path;
	file->layers = LAYER_DEPS | SCAN_NAMED;
	if (fd < 0 && (errno == EMFILE || errno == ENFILE))
		return POOL_NO_DESCRIPTOR;
	if (fd < 0) /* it could be a moment ago */
		lost(w->d, f, "AS003", "the system cannot open it");
	return fd;
}

static bool take_one(struct follow *w, const struct walk_file *f, str record)
{
	struct deps *d = w->d;
	struct cur c = cur_of(arena_dup(d->arena, record));
	struct file_result r;

	if (!file_result_read(&c, d->arena, &r) || cur_left(&c) != 0)
		return false;
	for (uint32_t i = 0; i < r.finding_count; i++) {
		struct deps_file at = {.path = f->path};
		struct finding *one =
			deps_record(d, r.findings[i].rule->id, &at, 0, f->path, S(""));
		*one = r.findings[i];
		one->path = f->path;
	}
	d->lost |= r.unread != 0;
	d->report->files++;
	d->report->bytes += r.bytes;
	if (r.deps != NULL) {
		deps_add(d, f->path, f, r.deps);
		d->files[d->count - 1].beside = true;
	}
	return true;
}

static bool done_one(void *ctx, uint32_t id, enum pool_end end, str record)
{
	struct follow *w = ctx;
	const struct walk_file *f = w->wanted[id];

	switch (end) {
	case POOL_ANSWERED:
		return take_one(w, f, record);
	case POOL_LOST:
		lost(w->d, f, "AS006", "the process that read this file died");
		break;
	case POOL_HUNG:
		lost(w->d, f, "AS007", "reading this file took too long");
		break;
	case POOL_UNOPENED:
		lost(w->d, f, "AS003", "the system allows no more open files");
		break;
	}
	return true;
}

static void refuse(struct follow *w, struct deps_file *f, const struct dep_include *include,
		   const char *why)
{
	struct deps *d = w->d;

	deps_record(d, "AS022", f, include->line, include->path,
		    arena_printf(d->arena, "%.*s is included and %s",
				 STR_ARG(str_slice(include->path, 0, 200)), why));
	d->incomplete = true;
}

static void want(struct follow *w, const struct walk_file *file)
{
	w->wanted = GROW(w->d->arena, w->wanted, w->count, &w->room);
	w->wanted[w->count] = NEW(w->d->arena, struct walk_file, 1);
	*w->wanted[w->count++] = *file;
}

static const char *why_not_opened(int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return "does not exist";
	case EXDEV:
		return "not read: it lies outside of what is checked";
	case ELOOP:
		return "not read: there are links in its path";
	default:
		return strerror(error);
	}
}

static void open_include(struct follow *w, struct deps_file *f, const struct dep_include *include,
			 struct walk_file *file)
{
	bool above = levels_up(str_of(file->rel)) > 0;
	const char *rel = file->rel[0] != 0 ? file->rel : ".";
	int fd = walk_open_named(w->d->walk, file->root, rel, above);
	struct stat st;

	if (fd < 0) {
		refuse(w, f, include, why_not_opened(errno));
		return;
	}
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		file->dev = st.st_dev;
		file->ino = st.st_ino;
		file->size = (uint64_t)st.st_size;
		want(w, file);
	} else {
		refuse(w, f, include, "not read: it is a folder or a device, not a file");
	}
	close(fd);
}

static void look_at(struct follow *w, struct deps_file *f, const struct dep_include *include)
{
	struct arena *a = w->d->arena;
	struct walk_file file = {.path = shown(w->d, f, include->path), .root = f->file->root};

	if (file.path.n > 0 && (*map_put(&w->known, file.path))++ > 0)
		return;
	file.rel = arena_cstr(a, beside(a, folder_of(str_of(f->file->rel)), include->path));
	if (++w->all > LIMIT_DEP_INCLUDES) {
		refuse(w, f, include, "not read: more files are included than assay follows");
		return;
	}
	if (w->d->walk->roots[file.root].fd < 0) {
		refuse(w, f, include, "not read: what is piped in lies in no folder");
		return;
	}
	if (str_find(include->path, S("://")) != STR_NONE) {
		refuse(w, f, include, "not read: nothing is asked of a network");
		return;
	}
	if (!may_be_read(w->d, &file)) {
		refuse(w, f, include, "not read: it lies outside of what is checked");
		return;
	}
	open_include(w, f, include, &file);
}

static void read_wanted(struct follow *w)
{
	uint32_t *order = NEW(w->d->arena, uint32_t, w->count + 1);
	struct pool p = {
		.job = w->d->job,
		.order = order,
		.count = w->count,
		.jobs = 1,
		.ctx = w,
		.open = open_one,
		.done = done_one,
	};
	const char *why;

	for (uint32_t i = 0; i < w->count; i++)
		order[i] = i;
	if (w->count > 0 && !pool_run(&p, w->d->arena, &why))
		lost(w->d, w->wanted[0], "AS006", why);
}

void deps_follow(struct deps *d)
{
	struct follow w = {.d = d, .known = map_in(d->arena)};
	uint32_t from = 0, to = d->count;

	for (uint32_t i = 0; i < d->count; i++)
		(*map_put(&w.known, tidy(d->arena, d->files[i].path)))++;
	for (; from < to; from = to, to = d->count) {
		w.count = 0;
		for (uint32_t i = from; i < to; i++) {
			const struct dep_file *dep = d->files[i].dep;
			for (uint32_t k = 0; k < dep->include_count; k++)
				look_at(&w, &d->files[i], &dep->includes[k]);
		}
		read_wanted(&w);
	}
}
