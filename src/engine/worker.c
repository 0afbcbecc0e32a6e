/* See worker.h. The worker's half keeps its answers back until there is a fair amount of them: a
 * write for every file would wake the parent for every file, which costs more than a small file's
 * scan. It also keeps none back for long, because the parent takes silence for hanging. */
#include "engine/worker.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/fail.h"
#include "base/input.h"
#include "base/limits.h"
#include "base/sandbox.h"
#include "base/trace.h"
#include "engine/problem.h"

enum {
	HEADER = 8,
	FLUSH_BYTES = 48 * 1024,
	FLUSH_NS = 5 * 1000 * 1000,
};

/* ---- Inside ---- */

struct inside {
	const struct worker_job *job;
	void *prepared;
	int fd;
	struct arena forever, file, replies;
	struct buf out;
	int64_t flushed_ns;
	volatile uint32_t *file_at;
};

static void flush_replies(struct inside *w)
{
	for (str rest = buf_str(&w->out); rest.n > 0;) {
		ssize_t n = send(w->fd, rest.p, rest.n, MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			_exit(0);
		rest = str_slice(rest, (size_t)n, rest.n);
	}
	if (w->out.cap > 4 * FLUSH_BYTES) {
		arena_reset(&w->replies);
		w->out = buf_in(&w->replies);
	}
	w->out.n = 0;
	w->flushed_ns = clock_now_ns();
}

static void reply(struct inside *w, uint32_t id, str bytes)
{
	if (bytes.n > LIMIT_REPLY_BYTES)
		fail(FAIL_MEMORY, "more findings than a worker may answer", __FILE__, __LINE__);
	buf_u32(&w->out, id);
	buf_field(&w->out, bytes);
	if (w->out.n >= FLUSH_BYTES || clock_now_ns() - w->flushed_ns > FLUSH_NS)
		flush_replies(w);
}

static const char *read_problem(enum input status, const char **message)
{
	switch (status) {
	case INPUT_OK:
		break;
	case INPUT_NOT_FILE:
		*message = "not a regular file: it was not read";
		return "AS003";
	case INPUT_TOO_BIG:
		break; /* read piece by piece */
	case INPUT_UNREADABLE:
		*message = "the system cannot read it";
		return "AS003";
	case INPUT_CHANGED:
		*message = "it changed while it was read";
		return "AS012";
	}
	return NULL;
}

/* A large file's blob reads while it is scanned: what went wrong is known only then. */
static enum input scan_large(struct inside *w, struct scan_input *in, int fd, struct file_result *r)
{
	struct blob_file file;

	if (!blob_file_open(&file, fd, &w->file_at[1]))
		return INPUT_UNREADABLE;
	file.hash = w->job->hash;
	in->blob = blob_file(&file);
	in->file = &file;
	w->job->scan(w->prepared, &w->file, in, r);
	if (file.failed)
		return INPUT_UNREADABLE;
	return file.changed ? INPUT_CHANGED : INPUT_OK;
}

static void scan_one(struct inside *w, struct scan_input *in, int fd, struct file_result *r)
{
	const char *message = "", *rule;
	struct finding why;
	enum input status;
	int64_t since = trace_begin(w->job->trace);
	str bytes;

	*r = (struct file_result){0};
	status =
		w->job->unread ? INPUT_TOO_BIG : input_read(&w->file, fd, LIMIT_READ_WHOLE, &bytes);
	trace_end(w->job->trace, since, TRACE_READ, in->path);
	if (status == INPUT_OK) {
		in->blob = blob_of(bytes);
		in->padded = true;
		w->job->scan(w->prepared, &w->file, in, r);
		return;
	}
	if (status == INPUT_TOO_BIG)
		status = scan_large(w, in, fd, r);
	rule = read_problem(status, &message);
	if (rule == NULL)
		return;
	why = problem(&w->file, rule, in->path, "%s", message);
	*r = problem_result(&w->file, &why);
}

/* After a failure nothing in the arena can be trusted to be whole, and a file that ran into the
 * memory limit gives everything back. */
static void failed(struct inside *w, str path, enum fail kind, const struct fail_point *f,
		   struct file_result *r)
{
	struct finding why;
	const char *slash = f->file ? strrchr(f->file, '/') : NULL;

	arena_free(&w->file);
	if (kind == FAIL_MEMORY)
		why = problem(&w->file, "AS005", path, "%s", f->what);
	else
		why = problem(&w->file, "AS013", path, "%s:%d: `%s` does not hold",
			      slash ? slash + 1 : f->file, f->line, f->what);
	*r = problem_result(&w->file, &why);
}

/* Where not even the failure can be told, the process ends, which says it too. */
static void answer_scan(struct inside *w, uint32_t id, struct scan_input *in, int fd)
{
	const int64_t since = trace_begin(w->job->trace);
	volatile unsigned failures = 0;
	struct fail_point here;
	struct file_result r;
	struct buf record;
	enum fail kind = FAIL_SET(&here);

	*w->file_at = id;
	if (kind != FAIL_NONE && ++failures > 1)
		_exit(1);
	if (kind == FAIL_NONE)
		scan_one(w, in, fd, &r);
	else
		failed(w, in->path, kind, &here, &r);
	record = buf_in(&w->file);
	file_result_write(&record, &r);
	trace_end(w->job->trace, since, TRACE_FILE, in->path);
	reply(w, id, buf_str(&record));
	fail_clear(&here);
	arena_reset(&w->file);
}

/* What cannot be read, or needs too much memory, ends the process: no answer is not taken for an
 * empty one, and the next question finds a new process. */
static void answer_call(struct inside *w, unsigned kind, uint32_t id, int fd)
{
	size_t most = kind == WORKER_BASELINE ? LIMIT_SOURCE_BYTES : LIMIT_CONFIG_BYTES;
	struct fail_point here;
	struct buf out;
	str bytes;

	*w->file_at = id;
	if (FAIL_SET(&here) != FAIL_NONE)
		_exit(1);
	out = buf_in(&w->file);
	if (input_read(&w->file, fd, most, &bytes) != INPUT_OK)
		_exit(1);
	w->job->call(kind, &w->file, bytes, &out);
	reply(w, id, buf_str(&out));
	fail_clear(&here);
	arena_reset(&w->file);
	flush_replies(w);
}

static bool receive(int fd, uint8_t *p, size_t n, int *fds, unsigned *fd_count)
{
	union {
		char space[CMSG_SPACE(LIMIT_BATCH_FILES * sizeof(int))];
		struct cmsghdr align;
	} control;
	struct iovec part = {p, n};
	struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1};
	struct cmsghdr *c;
	ssize_t got;

	if (fds != NULL) {
		m.msg_control = control.space;
		m.msg_controllen = sizeof(control.space);
	}
	do
		got = recvmsg(fd, &m, MSG_WAITALL | MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	if (got != (ssize_t)n || (m.msg_flags & MSG_CTRUNC) != 0)
		return false;
	if (fds == NULL)
		return true;
	*fd_count = 0;
	c = CMSG_FIRSTHDR(&m);
	if (c != NULL && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS) {
		*fd_count = (unsigned)((c->cmsg_len - CMSG_LEN(0)) / sizeof(int));
		memcpy(fds, CMSG_DATA(c), *fd_count * sizeof(int));
	}
	return true;
}

static bool serve_batch(struct inside *w, uint8_t *body)
{
	uint8_t header[HEADER];
	int fds[LIMIT_BATCH_FILES];
	unsigned fd_count, count, kind;
	size_t bytes;
	struct cur c;

	if (!receive(w->fd, header, HEADER, fds, &fd_count))
		return false;
	c = cur_of((str){header, HEADER});
	bytes = cur_u32le(&c);
	count = cur_u16le(&c);
	kind = cur_u8(&c);
	if (bytes > 2 * LIMIT_BATCH_BYTES || count != fd_count || kind >= WORKER_KINDS ||
	    !receive(w->fd, body, bytes, NULL, NULL))
		return false;
	c = cur_of((str){body, bytes});
	for (unsigned i = 0; i < count; i++) {
		uint32_t id = cur_u32le(&c);
		struct scan_input in = {.layers = cur_u8(&c)};
		in.path = cur_field(&c);
		if (kind == WORKER_SCAN && w->job->scan != NULL)
			answer_scan(w, id, &in, fds[i]);
		else if (w->job->call != NULL)
			answer_call(w, kind, id, fds[i]);
		close(fds[i]);
	}
	flush_replies(w);
	return true;
}

NORETURN static void inside(const struct worker_job *job, int fd, volatile uint32_t *file_at)
{
	struct inside w = {.job = job, .fd = 3, .file_at = file_at};
	struct fail_point here;
	int64_t since;
	uint8_t *body;

	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	trace_forked(job->trace);
	since = trace_begin(job->trace);
	arena_keep_pages();
	arena_init(&w.forever, LIMIT_FILE_MEMORY);
	arena_init(&w.file, LIMIT_FILE_MEMORY);
	arena_init(&w.replies, 8 * LIMIT_REPLY_BYTES);
	if (FAIL_SET(&here) != FAIL_NONE || !sandbox_strip(fd) ||
	    (job->before != NULL && !job->before(job->ctx)) || !sandbox_enter())
		_exit(1);
	w.out = buf_in(&w.replies);
	body = arena_alloc(&w.forever, 2 * LIMIT_BATCH_BYTES, 8);
	if (job->prepare != NULL)
		w.prepared = job->prepare(&w.forever, job->ctx);
	trace_end(job->trace, since, TRACE_PREPARE, (str){NULL, 0});
	w.flushed_ns = clock_now_ns();
	reply(&w, WORKER_HELLO, (str){NULL, 0});
	flush_replies(&w);
	while (serve_batch(&w, body))
		;
	_exit(0);
}

/* ---- Outside ---- */

bool worker_start(struct worker *w, const struct worker_job *job)
{
	int pair[2];
	void *page;

	*w = (struct worker){.fd = -1};
	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (page == MAP_FAILED)
		return false;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0) {
		munmap(page, 4096);
		return false;
	}
	w->file_at = page;
	*w->file_at = WORKER_HELLO;
	w->pid = fork();
	if (w->pid == 0)
		inside(job, pair[1], w->file_at);
	close(pair[1]);
	w->fd = pair[0];
	if (w->pid < 0) {
		int error = errno;
		close(w->fd);
		munmap(page, 4096);
		*w = (struct worker){.fd = -1};
		errno = error;
		return false;
	}
	return true;
}

/* Killed, not asked: a worker owns nothing that would be lost. */
void worker_stop(struct worker *w)
{
	int status;

	if (w->fd < 0)
		return;
	kill(w->pid, SIGKILL);
	close(w->fd);
	while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
		;
	munmap((void *)(uintptr_t)w->file_at, 4096);
	*w = (struct worker){.fd = -1};
}

static size_t put_u32(uint8_t *p, uint32_t v)
{
	for (unsigned i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * i);
	return 4;
}

/* Never waits: what is under way to one worker fits the socket's buffer (LIMIT_BATCH_BYTES), so a
 * worker whose buffer is full is not a worker any more. */
bool worker_send(struct worker *w, unsigned kind, const struct worker_file *files, unsigned count)
{
	uint8_t message[HEADER + 2 * LIMIT_BATCH_BYTES];
	union {
		char space[CMSG_SPACE(LIMIT_BATCH_FILES * sizeof(int))];
		struct cmsghdr align;
	} control;
	size_t n = HEADER;
	int fds[LIMIT_BATCH_FILES];
	struct iovec part;
	struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.space};
	struct cmsghdr *c;
	ssize_t sent;

	ASSERT(count >= 1 && count <= LIMIT_BATCH_FILES);
	for (unsigned i = 0; i < count; i++) {
		str path = files[i].path;
		ASSERT(path.n + 9 <= sizeof(message) - n);
		n += put_u32(message + n, files[i].id);
		message[n++] = files[i].layers;
		n += put_u32(message + n, (uint32_t)path.n);
		if (path.n > 0)
			memcpy(message + n, path.p, path.n);
		n += path.n;
		fds[i] = files[i].fd;
	}
	put_u32(message, (uint32_t)(n - HEADER));
	put_u32(message + 4, count | kind << 16);
	m.msg_controllen = CMSG_SPACE(count * sizeof(int));
	memset(control.space, 0, sizeof(control.space));
	c = CMSG_FIRSTHDR(&m);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(count * sizeof(int));
	memcpy(CMSG_DATA(c), fds, count * sizeof(int));
	part = (struct iovec){message, n};
	do
		sent = sendmsg(w->fd, &m, MSG_NOSIGNAL | MSG_DONTWAIT);
	while (sent < 0 && errno == EINTR);
	return sent == (ssize_t)n;
}

static bool read_within(int fd, uint8_t *p, size_t n, int64_t deadline)
{
	while (n > 0) {
		struct pollfd one = {.fd = fd, .events = POLLIN};
		int64_t left = deadline - clock_now_ns();
		ssize_t got;
		if (left <= 0 || poll(&one, 1, (int)(left / 1000000) + 1) == 0)
			return false;
		got = recv(fd, p, n, MSG_DONTWAIT);
		if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
			return false;
		if (got > 0) {
			p += got;
			n -= (size_t)got;
		}
	}
	return true;
}

bool worker_call(struct worker *w, struct arena *a, unsigned kind, str path, int fd, str *out)
{
	int64_t deadline = clock_now_ns() + (int64_t)LIMIT_WORKER_SECONDS * 1000000000;
	const struct worker_file ask = {.path = path, .fd = fd};
	uint8_t header[HEADER], *p;
	uint32_t id, n;
	struct cur c;

	if (!worker_send(w, kind, &ask, 1))
		return false;
	do {
		if (!read_within(w->fd, header, HEADER, deadline))
			return false;
		c = cur_of((str){header, HEADER});
		id = cur_u32le(&c);
		n = cur_u32le(&c);
	} while (id == WORKER_HELLO && n == 0);
	if (id != ask.id || n > LIMIT_REPLY_BYTES)
		return false;
	p = arena_alloc(a, n, 8);
	*out = (str){p, n};
	return read_within(w->fd, p, n, deadline);
}
