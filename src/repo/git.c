#include "repo/git.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/limits.h"
#include "base/program.h"

/* ---- The program ---- */

/* A descriptor out of the way of those that the helper gets. */
static int above(int fd)
{
	int moved = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, GIT_DESCRIPTORS);

	if (fd >= 0)
		close(fd);
	return moved;
}

/* A second descriptor for reading only: what is mapped by it can never be made writable. */
static int reopen(int fd)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* Returns the descriptor for writing, or -1. */
static int make_slot(struct git_slot *s)
{
	int fd = above(memfd_create("assay-git", MFD_CLOEXEC));
	void *map = MAP_FAILED;

	if (fd < 0)
		return -1;
	s->fd = reopen(fd);
	if (s->fd >= 0 && ftruncate(fd, LIMIT_GIT_SLOT) == 0)
		map = mmap(NULL, LIMIT_GIT_SLOT, PROT_READ, MAP_SHARED, s->fd, 0);
	if (map != MAP_FAILED) {
		s->map = map;
		return fd;
	}
	close(fd);
	return -1;
}

static void free_slots(struct git *g)
{
	for (unsigned i = 0; i < GIT_SLOTS; i++) {
		struct git_slot *s = &g->slots[i];
		if (s->map != NULL)
			munmap((void *)(uintptr_t)s->map, LIMIT_GIT_SLOT);
		if (s->fd >= 0)
			close(s->fd);
		*s = (struct git_slot){.fd = -1};
	}
}

/* Whatever else is open closes on exec. */
static bool spawn(struct git *g, const char *program, const char *path, const int *theirs)
{
	char name[] = "assay-git", *empty[] = {NULL};
	char *argv[] = {name, (char *)(uintptr_t)path, NULL};
	posix_spawn_file_actions_t actions;
	int error = 0;

	if (posix_spawn_file_actions_init(&actions) != 0)
		return false;
	for (int i = 0; i < GIT_DESCRIPTORS - GIT_TO_PARENT && error == 0; i++)
		error = posix_spawn_file_actions_adddup2(&actions, theirs[i], GIT_TO_PARENT + i);
	if (error == 0)
		error = posix_spawn(&g->pid, program, &actions, NULL, argv, empty);
	posix_spawn_file_actions_destroy(&actions);
	errno = error;
	return error == 0;
}

void git_stop(struct git *g)
{
	int status;

	if (g->fd < 0)
		return;
	close(g->fd);
	kill(g->pid, SIGKILL);
	while (waitpid(g->pid, &status, 0) < 0 && errno == EINTR)
		;
	arena_free(&g->message);
	free_slots(g);
	g->fd = -1;
}

/* ---- Messages ---- */

static bool lose(struct git *g, const char *why)
{
	if (g->lost == NULL)
		g->lost = why;
	return false;
}

static void add_problem(struct git *g, struct cur *c)
{
	struct git_problem_said p = {.what = (enum git_problem)cur_u8(c)};

	p.path = arena_dup(g->arena, cur_field(c));
	p.message = arena_dup(g->arena, str_slice(cur_field(c), 0, LIMIT_MESSAGE_BYTES));
	if (c->bad || p.what > GIT_NOTE || g->problem_count > 1000)
		return;
	if (g->problem_count == g->problem_room) {
		size_t room = g->problem_room ? 2 * g->problem_room : 16;
		struct git_problem_said *more = NEW(g->arena, struct git_problem_said, room);
		if (g->problem_count > 0)
			memcpy(more, g->problems, g->problem_count * sizeof(*more));
		g->problems = more;
		g->problem_room = room;
	}
	g->problems[g->problem_count++] = p;
}

static void take_counts(struct git *g, struct cur *c)
{
	struct git_counts *n = &g->counts;

	n->refs += cur_u64le(c);
	n->commits += cur_u64le(c);
	n->trees += cur_u64le(c);
	n->blobs += cur_u64le(c);
	n->reads += cur_u64le(c);
	n->bytes += cur_u64le(c);
	n->messages += cur_u64le(c);
}

static const char *text_of(struct git *g, struct cur *c)
{
	return arena_cstr(g->arena, str_slice(cur_field(c), 0, LIMIT_MESSAGE_BYTES));
}

/* The next message that is an answer, in `a`; what is said beside is taken care of. */
static bool next(struct git *g, struct arena *a, struct gitwire_message *m, struct cur *c)
{
	for (;;) {
		if (!gitwire_receive(g->fd, a, LIMIT_GIT_SECONDS * 1000, m))
			return lose(g, "assay-git died or said nothing for too long");
		*c = cur_of(m->body);
		switch (m->kind) {
		case GIT_SAY_ALIVE:
			g->alive_commits = cur_u64le(c);
			g->alive_blobs = cur_u64le(c);
			if (g->alive != NULL)
				g->alive(g->ctx, g->alive_commits, g->alive_blobs);
			break;
		case GIT_SAY_PROBLEM:
			add_problem(g, c);
			break;
		case GIT_SAY_REFUSED:
			if (g->greeted) {
				g->refused = text_of(g, c);
				break;
			}
			return true;
		case GIT_SAY_COUNTS:
			take_counts(g, c);
			break;
		default:
			return true;
		}
	}
}

static bool greet(struct git *g, const char **why)
{
	struct gitwire_message m;
	struct cur c;

	if (!next(g, &g->message, &m, &c) || m.kind != GIT_SAY_HELLO) {
		*why = "assay-git could not enter its jail (seccomp)";
		return false;
	}
	g->beneath = cur_u8(&c) == 1;
	if (!next(g, &g->message, &m, &c)) {
		*why = g->lost;
		return false;
	}
	if (m.kind != GIT_SAY_OPENED) {
		*why = m.kind == GIT_SAY_REFUSED ? text_of(g, &c) : "assay-git talked nonsense";
		return false;
	}
	g->greeted = true;
	g->flags = cur_u8(&c);
	g->work = arena_dup(g->arena, cur_field(&c));
	g->folder = arena_dup(g->arena, cur_field(&c));
	return true;
}

/* Starts the helper with what it shares with this process. */
static bool start(struct git *g, const char *program, const char *path)
{
	int pair[2], theirs[GIT_DESCRIPTORS - GIT_TO_PARENT];
	bool ok;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return false;
	theirs[0] = above(pair[1]);
	ok = theirs[0] >= 0;
	for (unsigned i = 0; i < GIT_SLOTS; i++) {
		theirs[1 + i] = make_slot(&g->slots[i]);
		ok = ok && theirs[1 + i] >= 0;
	}
	ok = ok && spawn(g, program, path, theirs);
	for (size_t i = 0; i < COUNTOF(theirs); i++)
		if (theirs[i] >= 0)
			close(theirs[i]);
	if (ok) {
		g->fd = pair[0];
		return true;
	}
	close(pair[0]);
	free_slots(g);
	return false;
}

bool git_start(struct git *g, struct arena *a, const char *path, const char **why)
{
	const char *program = program_find(a, "assay-git");

	*g = (struct git){.fd = -1, .arena = a};
	for (unsigned i = 0; i < GIT_SLOTS; i++)
		g->slots[i].fd = -1;
	*why = "the program assay-git, which reads git's objects, is not where assay is, nor in "
	       "../libexec/assay";
	if (program == NULL)
		return false;
	*why = "assay-git could not be started (it needs /proc and memory that is shared)";
	if (!start(g, program, path))
		return false;
	arena_init(&g->message, 8 * LIMIT_GIT_MESSAGE);
	if (greet(g, why)) {
		arena_reset(&g->message);
		return true;
	}
	git_stop(g);
	return false;
}

static bool ask(struct git *g, unsigned kind, const struct buf *body)
{
	if (g->fd < 0 || g->lost != NULL)
		return false;
	arena_reset(&g->message);
	return gitwire_send(g->fd, kind, buf_str(body)) || lose(g, "assay-git died");
}

bool git_ask(struct git *g, unsigned kind, str text)
{
	struct buf b = buf_in(g->arena);

	buf_field(&b, text);
	return ask(g, kind, &b);
}

/* ---- Batches ---- */

static struct git_lines *read_lines(struct cur *c, struct arena *a, uint32_t *count)
{
	struct git_lines *lines;

	*count = cur_u32le(c);
	if (*count > cur_left(c) / 8)
		c->bad = true;
	if (c->bad || *count == 0)
		return NULL;
	lines = NEW(a, struct git_lines, *count);
	for (uint32_t i = 0; i < *count; i++) {
		lines[i].first = cur_u32le(c);
		lines[i].end = cur_u32le(c);
	}
	return lines;
}

static bool read_batch(struct git_batch *b, struct cur *c)
{
	enum { LEAST = 4 + 1 + 20 + 8 + 4 + 4 };

	b->slot = cur_u32le(c);
	b->count = cur_u32le(c);
	if (c->bad || b->slot >= GIT_SLOTS || b->count == 0 || b->count > cur_left(c) / LEAST)
		return false;
	b->blobs = NEW(&b->arena, struct git_blob, b->count);
	for (uint32_t i = 0; i < b->count; i++) {
		struct git_blob *blob = &b->blobs[i];
		str id;
		blob->commit = cur_u32le(c);
		blob->flags = cur_u8(c);
		b->messages += (blob->flags & (GIT_OF_COMMIT | GIT_OF_TAG)) != 0;
		id = cur_bytes(c, sizeof(blob->id));
		if (id.n > 0)
			memcpy(blob->id, id.p, id.n);
		blob->bytes = cur_u64le(c);
		blob->path = cur_field(c);
		blob->lines = read_lines(c, &b->arena, &blob->line_count);
	}
	return !c->bad && cur_left(c) == 0;
}

bool git_next_batch(struct git *g, struct git_batch *b)
{
	struct gitwire_message m;
	struct cur c;

	if (g->fd < 0 || g->lost != NULL || !next(g, &b->arena, &m, &c) || m.kind == GIT_SAY_END)
		return false;
	return (m.kind == GIT_SAY_BATCH && read_batch(b, &c)) ||
	       lose(g, "assay-git talked nonsense");
}

void git_free_slot(struct git *g, uint32_t slot)
{
	uint8_t body[4] = {(uint8_t)slot, 0, 0, 0};

	if (g->fd >= 0 && !gitwire_send(g->fd, GIT_ASK_NEXT, (str){body, 4}))
		(void)lose(g, "assay-git died");
}

/* ---- Single questions ---- */

static bool read_commit(struct git *g, struct arena *a, unsigned kind, struct gitwire_message *m,
			struct cur *c, struct git_commit *out)
{
	if (m->kind != kind)
		return lose(g, "assay-git talked nonsense");
	*out = (struct git_commit){.number = cur_u32le(c)};
	out->id = arena_dup(a, cur_field(c));
	out->author = arena_dup(a, cur_field(c));
	out->seconds = (int64_t)cur_u64le(c);
	return !c->bad || lose(g, "assay-git talked nonsense");
}

static size_t commits(struct git *g, struct arena *a, unsigned kind, uint32_t most,
		      struct git_commit *out)
{
	struct gitwire_message m;
	struct cur c;
	size_t n = 0;

	while (next(g, &g->message, &m, &c) && m.kind != GIT_SAY_END) {
		if (n == most || !read_commit(g, a, kind, &m, &c, &out[n])) {
			(void)lose(g, "assay-git talked nonsense");
			break;
		}
		n++;
	}
	return n;
}

size_t git_commits(struct git *g, struct arena *a, const uint32_t *numbers, uint32_t count,
		   struct git_commit *out)
{
	struct buf b = buf_in(a);

	buf_u32(&b, count);
	for (uint32_t i = 0; i < count; i++)
		buf_u32(&b, numbers[i]);
	return ask(g, GIT_ASK_COMMITS, &b) ? commits(g, a, GIT_SAY_COMMIT, count, out) : 0;
}

size_t git_blame(struct git *g, struct arena *a, str path, const uint32_t *lines, uint32_t count,
		 struct git_commit *out)
{
	struct buf b = buf_in(a);

	buf_field(&b, path);
	buf_u32(&b, count);
	for (uint32_t i = 0; i < count; i++)
		buf_u32(&b, lines[i]);
	return ask(g, GIT_ASK_BLAME, &b) ? commits(g, a, GIT_SAY_BLAME, count, out) : 0;
}

bool git_diff(struct git *g, struct arena *a, str revision, struct git_changed **out, size_t *count)
{
	struct gitwire_message m;
	size_t room = 0;
	struct cur c;

	*out = NULL;
	*count = 0;
	if (!git_ask(g, GIT_ASK_DIFF, revision))
		return false;
	while (next(g, &g->message, &m, &c) && m.kind == GIT_SAY_CHANGED) {
		struct git_changed *one;
		if (*count == room) {
			struct git_changed *more;
			room = room ? 2 * room : 64;
			more = NEW(a, struct git_changed, room);
			if (*count > 0)
				memcpy(more, *out, *count * sizeof(*more));
			*out = more;
		}
		one = &(*out)[(*count)++];
		one->path = arena_dup(a, cur_field(&c));
		one->lines = read_lines(&c, a, &one->line_count);
		if (c.bad)
			return lose(g, "assay-git talked nonsense");
		arena_reset(&g->message);
	}
	return g->lost == NULL && m.kind == GIT_SAY_END;
}

bool git_is_tracked(struct git *g, const str *paths, uint32_t count, uint8_t *tracked,
		    uint64_t *bytes)
{
	struct gitwire_message m;
	struct buf b = buf_in(g->arena);
	struct cur c;

	buf_u32(&b, count);
	for (uint32_t i = 0; i < count; i++)
		buf_field(&b, paths[i]);
	if (!ask(g, GIT_ASK_TRACKED, &b))
		return false;
	memset(tracked, GIT_UNTRACKED, count);
	while (next(g, &g->message, &m, &c) && m.kind == GIT_SAY_TRACKED) {
		uint32_t i = cur_u32le(&c);
		uint8_t what = cur_u8(&c);
		if (c.bad || i >= count || what > GIT_IGNORED)
			return lose(g, "assay-git talked nonsense");
		tracked[i] = what;
		bytes[i] = cur_u64le(&c);
	}
	return g->lost == NULL && m.kind == GIT_SAY_END;
}
