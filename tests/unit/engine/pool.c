/* Workers that die, hang, talk nonsense or try to leave their jail: each costs its own file. */
#include "engine/pool.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/fail.h"
#include "base/input.h"
#include "base/limits.h"
#include "base/sandbox.h"
#include "test.h"

struct given {
	const char *content;
	enum pool_end end;
	uint32_t lines;
	int seen;
};

struct bench {
	struct given *files;
	struct arena *arena;
	const char *why;
};

static bool is(str bytes, const char *word)
{
	return str_eq(bytes, str_of(word));
}

/* A reply that is as long as its header says and holds nothing of use. */
static void send_large(uint32_t n)
{
	static const uint8_t zeros[65536];
	const uint8_t header[8] = {
		70, 0, 0, 0, (uint8_t)n, (uint8_t)(n >> 8), (uint8_t)(n >> 16), (uint8_t)(n >> 24)};
	ssize_t sent = send(3, header, sizeof(header), MSG_NOSIGNAL);

	for (uint32_t left = n; left > 0 && sent > 0; left -= (uint32_t)sent)
		sent = send(3, zeros, left < sizeof(zeros) ? left : sizeof(zeros), MSG_NOSIGNAL);
	if (sent <= 0)
		_exit(1);
}

static void misbehave(str bytes)
{
	char *const none[] = {NULL};

	if (is(bytes, "crash"))
		_exit(9);
	else if (is(bytes, "hang"))
		for (volatile unsigned i = 0;; i++)
			;
	else if (is(bytes, "open"))
		_exit(open("/etc/passwd", O_RDONLY) >= 0 ? 0 : 1);
	else if (is(bytes, "socket"))
		_exit(socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 0 : 1);
	else if (is(bytes, "exec"))
		execve("/bin/true", none, none);
	else if (is(bytes, "code"))
		_exit(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
		      MAP_FAILED);
	else if (is(bytes, "nonsense"))
		(void)!send(3, "nonsense nonsense nonsense", 26, MSG_NOSIGNAL);
	else if (is(bytes, "large"))
		send_large(LIMIT_REPLY_BYTES);
	else if (is(bytes, "larger"))
		send_large(LIMIT_REPLY_BYTES + 1);
	else if (is(bytes, "half"))
		(void)!send(3, "\0\0\0\0\20\0\0\0half", 12, MSG_NOSIGNAL);
}

struct forbidden {
	const char *what;
	long number, args[4];
};

/* One call that the filter must not let through, for each thing a filter can forget. */
static const struct forbidden forbidden[] = {
	{"prctl", SYS_prctl, {15, 0, 0, 0}},
	{"ioctl", SYS_ioctl, {3, 0x5413, 0, 0}},
	{"fcntl", SYS_fcntl, {3, F_SETFL, 0, 0}},
	{"kill", SYS_kill, {1, 0, 0, 0}},
	{"ptrace", SYS_ptrace, {0, 0, 0, 0}},
	{"memfd", SYS_memfd_create, {0, 0, 0, 0}},
	{"dup", SYS_dup, {3, 0, 0, 0}},
	{"file memory", SYS_mmap, {0, 4096, PROT_READ, MAP_PRIVATE}},
	{"write and execute", SYS_mprotect, {0, 4096, PROT_READ | PROT_EXEC, 0}},
	{"futex", SYS_futex, {0, 6 /* FUTEX_LOCK_PI */, 0, 0}},
	{"io_uring", 425, {1, 0, 0, 0}},
	{"landlock", 444, {0, 0, 1, 0}},
#ifdef __x86_64__
	{"x32", 0x40000000L + 39, {0, 0, 0, 0}},
#endif
};

static void call_forbidden(str bytes)
{
	for (size_t i = 0; i < COUNTOF(forbidden); i++) {
		const struct forbidden *f = &forbidden[i];
		if (is(bytes, f->what))
			(void)syscall(f->number, f->args[0], f->args[1], f->args[2], f->args[3], -1,
				      0);
	}
}

static void scan(void *prepared, struct arena *a, const struct scan_input *in,
		 struct file_result *out)
{
	str bytes = blob_get(in->blob, a, 0, (size_t)in->blob.size);

	(void)prepared;
	misbehave(bytes);
	call_forbidden(bytes);
	ASSERT(!is(bytes, "assert"));
	if (is(bytes, "memory"))
		for (;;)
			(void)arena_raw(a, 64 << 20, 8);
	*out = (struct file_result){.lines = (uint32_t)bytes.n};
}

static int open_given(void *ctx, uint32_t id, struct worker_file *file)
{
	struct bench *b = ctx;
	int fd = memfd_create("given", MFD_CLOEXEC);

	file->path = S("given.py");
	CHECK(fd >= 0 && output_all(fd, str_of(b->files[id].content)));
	return fd;
}

static bool done(void *ctx, uint32_t id, enum pool_end end, str record)
{
	struct bench *b = ctx;
	struct cur c = cur_of(arena_dup(b->arena, record));
	struct file_result r = {0};

	if (end == POOL_ANSWERED && !file_result_read(&c, b->arena, &r))
		return false;
	b->files[id].seen++;
	b->files[id].end = end;
	b->files[id].lines = r.lines ? r.lines : r.finding_count ? 1000 + r.finding_count : 0;
	return true;
}

static bool run_within(struct arena *a, struct given *files, uint32_t n, uint32_t heavy,
		       unsigned jobs, unsigned seconds)
{
	struct bench b = {files, a, NULL};
	struct worker_job job = {.scan = scan};
	uint32_t *order = NEW(a, uint32_t, n);
	struct pool p = {&job, order, n, jobs, seconds, &b, open_given, done, NULL, heavy};

	for (uint32_t i = 0; i < n; i++)
		order[i] = i;
	if (pool_run(&p, a, &b.why))
		return true;
	CHECK_STR(str_of(b.why), S(""));
	return false;
}

static bool run_heavy(struct arena *a, struct given *files, uint32_t n, uint32_t heavy,
		      unsigned jobs)
{
	return run_within(a, files, n, heavy, jobs, 1);
}

static bool run_pool(struct arena *a, struct given *files, uint32_t n, unsigned jobs)
{
	return run_heavy(a, files, n, 0, jobs);
}

static void check_one(struct arena *a, const char *bad, enum pool_end end)
{
	struct given files[150];
	unsigned wrong = 0;

	for (unsigned i = 0; i < COUNTOF(files); i++)
		files[i] = (struct given){.content = "x = 1\n"};
	files[70].content = bad;
	/* Only what hangs is to be given up early: a busy machine makes anything slow. */
	CHECK(run_within(a, files, COUNTOF(files), 0, 2, end == POOL_HUNG ? 1 : 30));
	for (unsigned i = 0; i < COUNTOF(files); i++) {
		if (i != 70)
			wrong += files[i].seen != 1 || files[i].end != POOL_ANSWERED ||
				 files[i].lines != 6;
	}
	CHECK_INT(wrong, 0);
	CHECK_INT(files[70].seen, 1);
	CHECK_INT(files[70].end, end);
}

TEST(pool_answers_all)
{
	check_one(a, "x = 1 + 2\n", POOL_ANSWERED);
}

TEST(pool_crash_costs_one_file)
{
	check_one(a, "crash", POOL_LOST);
}

TEST(pool_hang_costs_one_file)
{
	check_one(a, "hang", POOL_HUNG);
}

TEST(pool_nonsense_costs_one_file)
{
	check_one(a, "nonsense", POOL_LOST);
}

TEST(pool_jail_kills_open)
{
	check_one(a, "open", POOL_LOST);
}

TEST(pool_jail_kills_socket)
{
	check_one(a, "socket", POOL_LOST);
}

TEST(pool_jail_kills_execve)
{
	check_one(a, "exec", POOL_LOST);
}

TEST(pool_jail_kills_executable_memory)
{
	check_one(a, "code", POOL_LOST);
}

TEST(pool_jail_forgets_nothing)
{
#ifndef __SANITIZE_ADDRESS__ /* whose own calls are refused, not punished */
	struct given files[COUNTOF(forbidden)];

	for (unsigned i = 0; i < COUNTOF(files); i++)
		files[i] = (struct given){.content = forbidden[i].what};
	CHECK(run_pool(a, files, COUNTOF(files), 2));
	for (unsigned i = 0; i < COUNTOF(files); i++) {
		if (files[i].end != POOL_LOST)
			CHECK_STR(str_of(forbidden[i].what), S("is not let through"));
	}
#else
	(void)a;
#endif
}

TEST(pool_large_reply_costs_one_file)
{
	check_one(a, "large", POOL_LOST);
	check_one(a, "larger", POOL_LOST);
}

TEST(pool_half_a_reply_costs_one_file)
{
	check_one(a, "half", POOL_LOST);
}

TEST(pool_failures_are_findings)
{
	struct given files[] = {{.content = "assert"}, {.content = "memory"}, {.content = "fine"}};

	/* A sanitizer marks all the memory that the second one takes, which is slow. */
	CHECK(run_within(a, files, 3, 0, 1, 30));
	CHECK_INT(files[0].lines, 1001);
	CHECK_INT(files[1].lines, 1001);
	CHECK_INT(files[2].lines, 4);
}

/* One death for each file at most, however many there are. */
TEST(pool_only_crashes)
{
	struct given files[20];

	for (unsigned i = 0; i < COUNTOF(files); i++)
		files[i] = (struct given){.content = "crash"};
	CHECK(run_pool(a, files, COUNTOF(files), 2));
	for (unsigned i = 0; i < COUNTOF(files); i++) {
		CHECK_INT(files[i].seen, 1);
		CHECK_INT(files[i].end, POOL_LOST);
	}
}

static bool refuse(const void *ctx)
{
	(void)ctx;
	return false;
}

TEST(pool_without_jail_checks_nothing)
{
	struct given files[] = {{.content = "x"}};
	struct bench b = {files, a, NULL};
	struct worker_job job = {.scan = scan, .before = refuse};
	uint32_t order[] = {0};
	struct pool p = {&job, order, 1, 1, 1, &b, open_given, done, NULL, 0};

	CHECK(!pool_run(&p, a, &b.why));
	CHECK(b.why != NULL);
	CHECK_INT(files[0].seen, 0);
}

/* A FIFO must not stop anybody. */
TEST(pool_refuses_what_is_no_file)
{
	int pair[2];
	struct worker w;
	struct worker_job job = {.scan = scan};
	str out;

	CHECK(pipe2(pair, O_CLOEXEC) == 0);
	CHECK(worker_start(&w, &job));
	CHECK(worker_call(&w, a, WORKER_SCAN, S("fifo.py"), pair[0], &out));
	CHECK(str_find(out, S("not a regular file")) != STR_NONE);
	worker_stop(&w);
}

/* Heavy files go out one at a time: whoever dies at one takes no other along, and all are answered
 * exactly once, whatever the number of workers. */
TEST(pool_heavy_files_go_alone)
{
	struct given files[60];

	for (unsigned jobs = 1; jobs <= 4; jobs++) {
		for (unsigned i = 0; i < COUNTOF(files); i++)
			files[i] = (struct given){.content = i % 10 == 3 ? "assert" : "x = 1\n"};
		CHECK(run_heavy(a, files, COUNTOF(files), 20, jobs));
		for (unsigned i = 0; i < COUNTOF(files); i++) {
			CHECK_INT(files[i].seen, 1);
			CHECK_INT(files[i].end, POOL_ANSWERED);
		}
		files[2].content = "crash";
		for (unsigned i = 0; i < COUNTOF(files); i++)
			files[i].seen = 0;
		CHECK(run_heavy(a, files, COUNTOF(files), COUNTOF(files), jobs));
		CHECK_INT(files[2].end, POOL_LOST);
		CHECK_INT(files[3].seen, 1);
	}
}
