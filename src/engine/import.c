/* The parent's half: it opens what is named, and below folders what may be a source, in order of
 * names; small files go to one task together, as a process for each of 7,000 would cost more than
 * reading them. Links in folders are not followed: what they name is in the folder, or not of it.
 */
#include "engine/import.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/input.h"
#include "base/limits.h"
#include "engine/import_int.h"

struct found { /* a file below a folder */
	str path;
	uint64_t size;
};

struct gathering {
	struct arena *arena;
	struct advisories_import *to;
	struct import_result *out;
	const char *root; /* the folder, as it was named */
	struct found *files;
	uint32_t count, room;
	int frames; /* memfd that is being filled */
	uint64_t framed;
};

static void failed(struct import_result *out, struct arena *a, str where, const char *what)
{
	if (out->error.n == 0)
		out->error = arena_printf(a, "%.*s: %s", STR_ARG(where), what);
}

/* ---- One task ---- */

static void add_counts(struct import_counts *to, const struct import_counts *c)
{
	to->records += c->records;
	to->withdrawn += c->withdrawn;
	to->unversioned += c->unversioned;
	to->others += c->others;
	to->kev += c->kev;
	to->epss += c->epss;
	to->passed += c->passed;
}

static void take_answer(struct arena *a, const struct task *t, int records, str name,
			struct advisories_import *to, struct import_result *out)
{
	struct import_answer answer;
	str bytes;

	if (t->state != TASK_ANSWERED) {
		failed(out, a, name, task_problem(t->state));
	} else if (!import_answer_read(a, t->reply, &answer)) {
		failed(out, a, name, "the process that read it answered nonsense");
	} else if (answer.end == IMPORT_UNREAD) {
		failed(out, a, name, "it cannot be read, or changed while it was read");
	} else if (answer.end != IMPORT_DONE && answer.line > 0) {
		out->error = arena_printf(a, "%.*s: line %llu: %.*s", STR_ARG(answer.where),
					  (unsigned long long)answer.line, STR_ARG(answer.why));
	} else if (answer.end != IMPORT_DONE) {
		out->error =
			arena_printf(a, "%.*s: %.*s", STR_ARG(answer.where), STR_ARG(answer.why));
	} else if (input_read(a, records, LIMIT_IMPORT_ANSWER, &bytes) != INPUT_OK ||
		   !import_take(a, bytes, to)) {
		failed(out, a, name, "the process that read it wrote nonsense");
	} else {
		add_counts(&out->counts, &answer.counts);
	}
}

/* Reads `fd` in a task of its own; the records come back in a file of memory. */
static void run_task(struct arena *a, struct advisories_import *to, const struct import_ask *ask,
		     int fd, struct import_result *out)
{
	const struct task_job job = import_task(ask);
	int records = memfd_create("assay-import", MFD_CLOEXEC);
	const int files[] = {fd, records};
	struct task task = {.fd = -1};
	struct task *tasks[] = {&task};

	if (records < 0 || !task_start(&task, a, &job, files, 2)) {
		failed(out, a, ask->name, "no process could be started for it");
	} else {
		while (task.state == TASK_RUNNING)
			task_wait(tasks, 1, -1, 1000);
		take_answer(a, &task, records, ask->name, to, out);
		task_stop(&task);
	}
	if (records >= 0)
		close(records);
}

/* ---- Folders ---- */

static void add_found(struct gathering *g, str path, uint64_t size)
{
	g->files = GROW(g->arena, g->files, g->count, &g->room);
	g->files[g->count++] = (struct found){path, size};
}

static void list_folder(struct gathering *g, int fd, str path, unsigned depth);

static void list_entry(struct gathering *g, int folder, str path, const char *name, unsigned depth)
{
	str below = path.n > 0 ? arena_printf(g->arena, "%.*s/%s", STR_ARG(path), name)
			       : arena_dup(g->arena, str_of(name));
	struct stat st;
	int fd;

	if (name[0] == '.')
		return;
	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		failed(g->out, g->arena, below, strerror(errno));
	} else if (S_ISDIR(st.st_mode)) {
		fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		list_folder(g, fd, below, depth + 1);
	} else if (S_ISREG(st.st_mode) && import_is_wanted(below)) {
		add_found(g, below, (uint64_t)st.st_size);
	}
}

/* Takes the descriptor. */
static void list_folder(struct gathering *g, int fd, str path, unsigned depth)
{
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *e;

	if (d == NULL || depth > LIMIT_IMPORT_DEPTH) {
		failed(g->out, g->arena, path,
		       d == NULL ? strerror(errno) : "folders in folders, deeper than is looked");
		if (d == NULL && fd >= 0)
			close(fd);
	} else {
		while ((e = readdir(d)) != NULL && g->out->error.n == 0)
			list_entry(g, dirfd(d), path, e->d_name, depth);
	}
	if (d != NULL)
		closedir(d);
}

static int by_path(const void *x, const void *y)
{
	return str_cmp(((const struct found *)x)->path, ((const struct found *)y)->path);
}

/* ---- Batches ---- */

static void run_batch(struct gathering *g)
{
	const struct import_ask ask = {.name = str_of(g->root), .frames = true, .folder = true};

	if (g->framed > 0 && g->out->error.n == 0)
		run_task(g->arena, g->to, &ask, g->frames, g->out);
	g->framed = 0;
	if (ftruncate(g->frames, 0) < 0 || lseek(g->frames, 0, SEEK_SET) < 0)
		failed(g->out, g->arena, ask.name, strerror(errno));
}

static void frame(struct gathering *g, struct arena *scratch, str path, str bytes)
{
	struct buf b = buf_in(scratch);

	buf_u32(&b, (uint32_t)path.n);
	buf_u64(&b, bytes.n);
	buf_add(&b, path);
	if (!output_all(g->frames, buf_str(&b)) || !output_all(g->frames, bytes))
		failed(g->out, g->arena, path, strerror(errno));
	g->framed += b.n + bytes.n;
}

static void read_found(struct gathering *g, int root, const struct found *f, struct arena *scratch)
{
	const struct import_ask ask = {.name = f->path, .folder = true};
	int fd = openat(root, arena_cstr(scratch, f->path),
			O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	str bytes;

	if (fd < 0) {
		failed(g->out, g->arena, f->path, strerror(errno));
		return;
	}
	if (f->size > LIMIT_IMPORT_BATCH) {
		run_batch(g);
		run_task(g->arena, g->to, &ask, fd, g->out);
	} else if (input_read(scratch, fd, LIMIT_IMPORT_BATCH, &bytes) != INPUT_OK) {
		failed(g->out, g->arena, f->path, "it cannot be read, or changed meanwhile");
	} else {
		frame(g, scratch, f->path, bytes);
	}
	close(fd);
	g->out->files++;
	if (g->framed >= LIMIT_IMPORT_BATCH)
		run_batch(g);
}

static void read_folder(struct gathering *g, int fd)
{
	struct arena scratch;

	arena_init(&scratch, 4 * LIMIT_IMPORT_BATCH);
	g->frames = memfd_create("assay-files", MFD_CLOEXEC);
	if (g->frames < 0)
		failed(g->out, g->arena, str_of(g->root), strerror(errno));
	list_folder(g, fcntl(fd, F_DUPFD_CLOEXEC, 3), (str){NULL, 0}, 0);
	if (g->count > 1)
		qsort(g->files, g->count, sizeof(*g->files), by_path);
	for (size_t i = 0; i < g->count && g->out->error.n == 0; i++) {
		read_found(g, fd, &g->files[i], &scratch);
		arena_reset(&scratch);
	}
	if (g->frames >= 0) {
		run_batch(g);
		close(g->frames);
	}
	arena_free(&scratch);
}

/* ---- All together ---- */

static bool gave_nothing(const struct import_counts *c)
{
	return c->records == 0 && c->others == 0 && c->kev == 0 && c->epss == 0;
}

static void want_something(struct arena *a, str name, struct import_result *out)
{
	if (out->error.n == 0 && gave_nothing(&out->counts))
		failed(out, a, name, "no advisory of any kind is in it");
}

void import_file(struct arena *a, struct advisories_import *to, int fd, str name,
		 struct import_result *out)
{
	const struct import_ask ask = {.name = name};

	*out = (struct import_result){0};
	run_task(a, to, &ask, fd, out);
	want_something(a, name, out);
}

void import_source(struct arena *a, struct advisories_import *to, const char *path,
		   struct import_result *out)
{
	struct gathering g = {.arena = a, .to = to, .out = out, .root = path, .frames = -1};
	const struct import_ask ask = {.name = str_of(path)};
	struct stat st;
	int fd = input_open(path);

	*out = (struct import_result){0};
	if (fd < 0 || fstat(fd, &st) < 0) {
		out->absent = errno == ENOENT || errno == ENOTDIR;
		failed(out, a, ask.name, strerror(errno));
	} else if (S_ISDIR(st.st_mode)) {
		read_folder(&g, fd);
	} else if (S_ISREG(st.st_mode)) {
		run_task(a, to, &ask, fd, out);
	} else {
		failed(out, a, ask.name, "it is neither a file nor a folder");
	}
	if (fd >= 0)
		close(fd);
	want_something(a, ask.name, out);
}
