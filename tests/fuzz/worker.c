/* The worker's reading side, and the parent's of a single question: any bytes on the socket, with
 * any number of descriptors. The first byte chooses the side, the second the descriptors. */
#include "engine/worker.c"

#include <fcntl.h>

#include "fuzz.h"

static void scan(void *prepared, struct arena *a, const struct scan_input *in,
		 struct file_result *out)
{
	(void)prepared;
	(void)a;
	for (size_t i = 0; i < in->path.n; i++)
		out->lines += in->path.p[i];
	out->bytes = in->blob.size;
}

static void call(unsigned kind, struct arena *a, str bytes, struct buf *out)
{
	(void)a;
	INVARIANT(kind < WORKER_KINDS);
	buf_add(out, bytes);
}

static void put(int fd, const uint8_t *data, size_t size, unsigned fds)
{
	union {
		char space[CMSG_SPACE(LIMIT_BATCH_FILES * sizeof(int))];
		struct cmsghdr align;
	} control = {0};
	struct iovec part = {(void *)(uintptr_t)data, size};
	struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1};
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (fds > 0) {
		struct cmsghdr *c = &control.align;
		m.msg_control = control.space;
		m.msg_controllen = CMSG_SPACE(fds * sizeof(int));
		*c = (struct cmsghdr){CMSG_LEN(fds * sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
		for (unsigned i = 0; i < fds; i++)
			memcpy(CMSG_DATA(c) + i * sizeof(int), &null, sizeof(int));
	}
	(void)!sendmsg(fd, &m, MSG_NOSIGNAL | MSG_DONTWAIT);
	close(null);
	shutdown(fd, SHUT_WR);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	static const struct worker_job job = {.scan = scan, .call = call};
	volatile uint32_t at[2] = {0};
	int pair[2];

	if (size < 3 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return;
	put(pair[0], data + 2, size - 2, data[1] % (LIMIT_BATCH_FILES + 1));
	if (data[0] & 1) {
		struct worker w = {.fd = pair[1], .file_at = at};
		str out = {NULL, 0};
		if (worker_call(&w, a, WORKER_IGNORE, S("a"), pair[1], &out))
			INVARIANT(out.n <= size);
	} else {
		struct inside w = {.job = &job, .fd = pair[1], .file_at = at};
		uint8_t *body = arena_alloc(a, 2 * LIMIT_BATCH_BYTES, 8);
		arena_init(&w.file, LIMIT_FILE_MEMORY);
		arena_init(&w.replies, 8 * LIMIT_REPLY_BYTES);
		w.out = buf_in(&w.replies);
		while (serve_batch(&w, body))
			;
		arena_free(&w.file);
		arena_free(&w.replies);
	}
	close(pair[0]);
	close(pair[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
