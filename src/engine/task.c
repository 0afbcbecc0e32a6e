/* See task.h. The parent believes nothing but the form of what it hears: a message longer than it
 * may be, one before TASK_HELLO or behind the reply, and the task counts as lost. */
#include "engine/task.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/cur.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/sandbox.h"

enum { TASK_HELLO = 1, TASK_REPLY = 2, HEADER = 8, PAGE = 4096, READ_BYTES = 16 * 1024 };

/* ---- Inside ---- */

static void send_all(int fd, str rest)
{
	while (rest.n > 0) {
		ssize_t n = send(fd, rest.p, rest.n, MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			_exit(0);
		rest = str_slice(rest, (size_t)n, rest.n);
	}
}

static void say(int fd, uint32_t kind, str bytes)
{
	uint8_t header[HEADER];

	for (unsigned i = 0; i < 4; i++) {
		header[i] = (uint8_t)(kind >> 8 * i);
		header[4 + i] = (uint8_t)(bytes.n >> 8 * i);
	}
	send_all(fd, (str){header, HEADER});
	send_all(fd, bytes);
}

bool task_hear(struct task_inside *t, void *to, size_t n)
{
	uint8_t *p = to;

	while (n > 0) {
		ssize_t got = recv(t->fd, p, n, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		p += got;
		n -= (size_t)got;
	}
	return true;
}

/* Answers are composed in an arena of their own: a job that used up its memory can still answer. */
static void work(struct task_inside *t, const struct task_job *job)
{
	struct fail_point here, again;
	enum fail kind = FAIL_SET(&here);

	if (kind == FAIL_NONE)
		job->work(t);
	fail_clear(&here);
	if (kind == FAIL_NONE)
		return;
	t->reply->n = 0;
	if (job->failed != NULL && FAIL_SET(&again) == FAIL_NONE)
		job->failed(t, kind == FAIL_MEMORY, here.what);
	if (job->failed != NULL)
		fail_clear(&again);
}

NORETURN static void inside(const struct task_job *job, int fd, const int *files, unsigned count,
			    struct task_page *page)
{
	int keep[1 + TASK_FILES] = {fd};
	struct task_inside t = {.ctx = job->ctx, .page = page, .fd = 3};
	struct arena arena, replies;
	struct buf reply;

	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	(void)signal(SIGPIPE, SIG_IGN); /* an output that nobody reads is an error of write() */
	arena_init(&arena, job->memory);
	arena_init(&replies, 8 * LIMIT_TASK_REPLY);
	for (unsigned i = 0; i < TASK_FILES; i++)
		t.file[i] = i < count && files[i] >= 0 ? (int)(4 + i) : -1;
	for (unsigned i = 0; i < count; i++)
		keep[1 + i] = files[i];
	if (!sandbox_strip_to(keep, 1 + count) ||
	    !(job->writes ? sandbox_enter_writing() : sandbox_enter()))
		_exit(1);
	say(t.fd, TASK_HELLO, (str){NULL, 0});
	reply = buf_in(&replies);
	t.arena = &arena;
	t.reply = &reply;
	work(&t, job);
	if (reply.n > LIMIT_TASK_REPLY)
		_exit(1);
	say(t.fd, TASK_REPLY, buf_str(&reply));
	_exit(0);
}

/* ---- Outside ---- */

bool task_start(struct task *t, struct arena *a, const struct task_job *job, const int *files,
		unsigned count)
{
	int pair[2], error;
	void *page;

	ASSERT(count <= TASK_FILES);
	*t = (struct task){.fd = -1, .arena = a, .in = buf_in(a), .state = TASK_LOST};
	page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (page == MAP_FAILED)
		return false;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0) {
		munmap(page, PAGE);
		return false;
	}
	t->page = page;
	t->pid = fork();
	if (t->pid == 0)
		inside(job, pair[1], files, count, page);
	error = errno;
	close(pair[1]);
	t->fd = pair[0];
	if (t->pid < 0) {
		close(t->fd);
		t->fd = -1;
		munmap(page, PAGE);
		t->page = NULL;
		errno = error;
		return false;
	}
	t->state = TASK_RUNNING;
	t->began_ns = t->heard_ns = clock_now_ns();
	return true;
}

void task_stop(struct task *t)
{
	int status;

	if (t->fd < 0)
		return;
	kill(t->pid, SIGKILL);
	close(t->fd);
	t->fd = -1;
	while (waitpid(t->pid, &status, 0) < 0 && errno == EINTR)
		;
	munmap(t->page, PAGE);
	t->page = NULL;
	if (t->state == TASK_RUNNING)
		t->state = TASK_LOST;
}

bool task_tell(struct task *t, str word)
{
	while (t->fd >= 0 && word.n > 0 && word.n <= TASK_WORD) {
		ssize_t n = send(t->fd, word.p, word.n, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		word = str_slice(word, (size_t)n, word.n);
	}
	return word.n == 0;
}

static void end(struct task *t, enum task_state state)
{
	t->state = state;
}

/* One message of what was received, if it is whole. */
static bool next_message(struct task *t, uint32_t *kind, str *bytes)
{
	struct cur c = cur_of(buf_str(&t->in));
	uint32_t n;

	*kind = cur_u32le(&c);
	n = cur_u32le(&c);
	if (!c.bad && n > LIMIT_TASK_REPLY)
		end(t, TASK_LOST);
	*bytes = cur_bytes(&c, n);
	return !c.bad && t->state == TASK_RUNNING;
}

/* The hello has no bytes, so that what follows it is only moved to the front. */
static void consume(struct task *t)
{
	uint32_t kind;
	str bytes;

	while (t->state == TASK_RUNNING && next_message(t, &kind, &bytes)) {
		if (kind == TASK_HELLO && bytes.n == 0 && !t->in_jail) {
			t->in_jail = true;
			t->in.n -= HEADER;
			memmove(t->in.p, t->in.p + HEADER, t->in.n);
		} else if (kind == TASK_REPLY && t->in_jail && t->in.n == HEADER + bytes.n) {
			t->reply = bytes;
			end(t, TASK_ANSWERED);
		} else {
			end(t, TASK_LOST);
		}
	}
}

static void hear(struct task *t)
{
	uint8_t *p = buf_room(&t->in, READ_BYTES);
	ssize_t n = recv(t->fd, p, READ_BYTES, MSG_DONTWAIT);

	t->in.n -= READ_BYTES;
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0) {
		end(t, t->in_jail ? TASK_LOST : TASK_NO_JAIL);
		return;
	}
	t->in.n += (size_t)n;
	t->heard_ns = clock_now_ns();
	consume(t);
}

/* Signs of life stretch its time; but a liar does not get for ever. */
static void feel_pulse(struct task *t, int64_t now)
{
	uint32_t pulse = t->page->pulse;

	if (pulse != t->pulse && now - t->began_ns < (int64_t)LIMIT_WORKER_LONGEST * 1000000000)
		t->heard_ns = now;
	t->pulse = pulse;
	if (now - t->heard_ns > (int64_t)LIMIT_WORKER_SECONDS * 1000000000)
		end(t, TASK_HUNG);
}

void task_wait(struct task *const *tasks, unsigned count, int also, int ms)
{
	struct pollfd fds[8];
	int64_t now;

	ASSERT(count < COUNTOF(fds));
	for (unsigned i = 0; i < count; i++)
		fds[i] = (struct pollfd){.fd = tasks[i]->state == TASK_RUNNING ? tasks[i]->fd : -1,
					 .events = POLLIN};
	fds[count] = (struct pollfd){.fd = also, .events = POLLIN};
	(void)poll(fds, count + 1, ms);
	now = clock_now_ns();
	for (unsigned i = 0; i < count; i++) {
		if (tasks[i]->state != TASK_RUNNING)
			continue;
		if (fds[i].revents != 0)
			hear(tasks[i]);
		else
			feel_pulse(tasks[i], now);
	}
}

const char *task_problem(enum task_state state)
{
	switch (state) {
	case TASK_RUNNING:
	case TASK_ANSWERED:
		break;
	case TASK_LOST:
		return "the process that worked on it died";
	case TASK_HUNG:
		return "the process that worked on it gave no sign of life and was ended";
	case TASK_NO_JAIL:
		return "the process that should have worked on it could not enter its jail "
		       "(seccomp)";
	}
	return "";
}
