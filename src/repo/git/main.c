/* See session.h. Started as `assay-git PATH` with the descriptors of repo/gitwire.h. */
#include "repo/git/session.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "base/fail.h"
#include "base/limits.h"
#include "base/sandbox.h"
#include "base/sandbox_files.h"

enum { ALIVE_MS = 200 };

int main(int argc, char **argv);

void say(struct session *s, unsigned kind, const struct buf *body)
{
	if (!gitwire_send(s->fd, kind, body ? buf_str(body) : (str){NULL, 0}))
		_exit(0);
}

static void say_text(struct session *s, unsigned kind, const char *text)
{
	struct buf b = buf_in(&s->scratch);

	buf_field(&b, str_of(text));
	say(s, kind, &b);
}

/* A broken repository has millions of problems: the first hundred of each kind are said. */
void say_problem(struct session *s, enum git_problem what, str path, const char *fmt, ...)
{
	char text[512];
	struct arena a;
	struct buf b;
	va_list args;
	int n;

	if (s->problems[what]++ >= 100)
		return;
	va_start(args, fmt);
	n = vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	arena_init(&a, LIMIT_GIT_MESSAGE);
	b = buf_in(&a);
	buf_u8(&b, (uint8_t)what);
	buf_field(&b, str_slice(path, 0, LIMIT_GIT_PATH));
	buf_field(&b, n < 0 ? (str){NULL, 0} : str_of(text));
	say(s, GIT_SAY_PROBLEM, &b);
	arena_free(&a);
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void say_alive(struct session *s, uint64_t commits, uint64_t blobs)
{
	int64_t now = now_ms();
	struct arena a;
	struct buf b;

	if (now - s->told_ms < ALIVE_MS)
		return;
	s->told_ms = now;
	arena_init(&a, LIMIT_GIT_MESSAGE);
	b = buf_in(&a);
	buf_u64(&b, commits);
	buf_u64(&b, blobs);
	say(s, GIT_SAY_ALIVE, &b);
	arena_free(&a);
}

/* ---- The start ---- */

static void close_others(void)
{
	for (int fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) < 0)
			_exit(1);
	}
	(void)syscall(SYS_close_range, GIT_DESCRIPTORS, ~0U, 0);
}

/* Mapped before the jail. */
static void map_slots(struct session *s)
{
	for (unsigned i = 0; i < GIT_SLOTS; i++) {
		struct slot *slot = &s->slots[i];
		slot->fd = GIT_FIRST_SLOT + (int)i;
		slot->map =
			mmap(NULL, LIMIT_GIT_SLOT, PROT_READ | PROT_WRITE, MAP_SHARED, slot->fd, 0);
		if (slot->map == MAP_FAILED)
			_exit(1);
	}
}

/* No configuration but the repository's own; of packs at most 64 MiB mapped at once; what an object
 * says is taken from the object: recomputing SHA-1 with collision detection costs more than reading
 * it, and a pack whose bytes do not belong to their name is found out by `git fsck`. */
static void set_up_libgit2(void)
{
	static char partial[] = "partialclone", worktree[] = "worktreeconfig",
		    precious[] = "preciousobjects";
	static const char *extensions[] = {partial, worktree, precious};

	memory_set_up();
	if (git_libgit2_init() < 0)
		_exit(1);
	for (int level = GIT_CONFIG_LEVEL_PROGRAMDATA; level <= GIT_CONFIG_LEVEL_GLOBAL; level++)
		(void)git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
	(void)git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	(void)git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	(void)git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
	(void)git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, 16 * MiB);
	(void)git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, 64 * MiB);
	(void)git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, COUNTOF(extensions));
}

static const char *unreadable(struct session *s)
{
	str said = str_of(git_said());
	struct arena *a = &s->scratch;

	if (str_find(said, S("objectformat")) != STR_NONE)
		return "it names its objects by SHA-256, which libgit2 cannot read yet";
	if (str_find(said, S("refstorage")) != STR_NONE)
		return "it keeps its references in a reftable, which libgit2 cannot read yet";
	if (s->place.foreign != NULL)
		return (const char *)arena_printf(
			       a,
			       "it keeps objects in %s, which belongs to another "
			       "user",
			       s->place.foreign)
			.p;
	return arena_cstr(a, said);
}

static bool is_partial(struct session *s)
{
	git_config *config;
	git_config_entry *entry = NULL;
	bool yes = false;

	if (git_repository_config_snapshot(&config, s->repo) < 0)
		return false;
	yes = git_config_get_entry(&entry, config, "extensions.partialclone") == 0;
	git_config_entry_free(entry);
	git_config_free(config);
	return yes;
}

static bool open_repository(struct session *s)
{
	const char *path = s->place.work ? s->place.work : s->place.git;
	struct buf b = buf_in(&s->scratch);
	unsigned flags = 0;

	if (git_repository_open_ext(&s->repo, path, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) < 0 ||
	    (s->loose = objects_open(s, s->repo, s->place.common, &s->odb)) == NULL) {
		say_text(s, GIT_SAY_REFUSED, unreadable(s));
		return false;
	}
	/* Where the files are is known: core.worktree may say otherwise, and then what differs is
	 * looked for among other files. */
	if (s->place.work != NULL && !git_repository_is_bare(s->repo))
		(void)git_repository_set_workdir(s->repo, s->place.work, 0);
	flags |= git_repository_is_bare(s->repo) ? GIT_BARE : 0;
	flags |= git_repository_is_shallow(s->repo) == 1 ? GIT_SHALLOW : 0;
	flags |= is_partial(s) ? GIT_PARTIAL : 0;
	buf_u8(&b, (uint8_t)flags);
	buf_field(&b, str_of(s->place.work));
	buf_field(&b, str_of(s->place.git));
	say(s, GIT_SAY_OPENED, &b);
	if (s->place.foreign != NULL)
		say_problem(s, GIT_NOTE, (str){NULL, 0},
			    "objects are kept in %s too, which belongs to another user and is not "
			    "read",
			    s->place.foreign);
	return true;
}

/* ---- Questions ---- */

static void say_counts(struct session *s)
{
	const struct counts *n = &s->counts;
	struct buf b = buf_in(&s->scratch);

	buf_u64(&b, n->refs);
	buf_u64(&b, n->commits);
	buf_u64(&b, n->trees);
	buf_u64(&b, n->blobs);
	buf_u64(&b, n->reads);
	buf_u64(&b, n->bytes);
	buf_u64(&b, n->messages);
	say(s, GIT_SAY_COUNTS, &b);
	say(s, GIT_SAY_END, NULL);
}

static void answer(struct session *s, unsigned kind, str body)
{
	struct cur c = cur_of(body);
	str path;

	s->counts = (struct counts){0};
	switch (kind) {
	case GIT_ASK_HISTORY:
		answer_history(s, cur_field(&c));
		break;
	case GIT_ASK_STAGED:
		answer_staged(s, cur_field(&c));
		break;
	case GIT_ASK_DIFF:
		answer_diff(s, cur_field(&c));
		break;
	case GIT_ASK_TRACKED:
		answer_tracked(s, &c);
		break;
	case GIT_ASK_BLAME:
		path = cur_field(&c);
		answer_blame(s, path, &c);
		break;
	case GIT_ASK_COMMITS:
		answer_commits(s, &c);
		break;
	case GIT_ASK_NEXT: /* of the last batches of an answer */
		if (cur_left(&c) == 4)
			s->slots[cur_u32le(&c) % GIT_SLOTS].busy = false;
		return;
	default:
		break;
	}
	arena_reset(&s->scratch);
	say_counts(s);
}

static void serve(struct session *s)
{
	struct arena question;
	struct gitwire_message m;

	arena_init(&question, 2 * LIMIT_GIT_MESSAGE);
	while (gitwire_receive(s->fd, &question, -1, &m)) {
		answer(s, m.kind, m.body);
		arena_reset(&question);
		arena_reset(&s->scratch);
	}
}

static void work(struct session *s, const char *path)
{
	struct buf hello;
	bool beneath;

	place_find(&s->place, &s->arena, path);
	map_slots(s);
	if (!sandbox_limit_memory(LIMIT_GIT_PROCESS) ||
	    !sandbox_enter_files(s->place.folders, s->place.count, &beneath))
		_exit(1);
	hello = buf_in(&s->scratch);
	buf_u8(&hello, beneath);
	say(s, GIT_SAY_HELLO, &hello);
	if (s->place.why != NULL) {
		say_text(s, GIT_SAY_REFUSED, s->place.why);
		return;
	}
	set_up_libgit2();
	if (open_repository(s))
		serve(s);
}

int main(int argc, char **argv)
{
	struct session s = {.fd = GIT_TO_PARENT};
	struct fail_point here;

	if (argc != 2 || fcntl(GIT_DESCRIPTORS - 1, F_GETFD) < 0) {
		fputs("assay-git is a part of assay and is started by it.\n", stderr);
		return 2;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	close_others();
	arena_init(&s.arena, LIMIT_GIT_MEMORY);
	arena_init(&s.scratch, LIMIT_GIT_MEMORY);
	if (FAIL_SET(&here) == FAIL_NONE)
		work(&s, argv[1]);
	else
		say_problem(&s, GIT_NOT_CHECKED, (str){NULL, 0}, "assay-git gave up: %s",
			    here.what);
	fail_clear(&here);
	_exit(0);
}
