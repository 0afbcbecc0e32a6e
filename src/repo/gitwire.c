#include "repo/gitwire.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "base/limits.h"

enum { HEADER = 8 };

union control {
	char space[CMSG_SPACE(sizeof(int))];
	struct cmsghdr align;
};

static ssize_t send_some(int to, str bytes, int fd)
{
	union control control = {0};
	struct iovec part = {(void *)(uintptr_t)bytes.p, bytes.n};
	struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1};
	ssize_t n;

	if (fd >= 0) {
		struct cmsghdr *c = &control.align;
		m.msg_control = control.space;
		m.msg_controllen = sizeof(control.space);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(c), &fd, sizeof(int));
	}
	do
		n = sendmsg(to, &m, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	return n;
}

static bool send_all(int to, str bytes, int fd)
{
	while (bytes.n > 0) {
		ssize_t n = send_some(to, bytes, fd);
		if (n <= 0)
			return false;
		bytes = str_slice(bytes, (size_t)n, bytes.n);
		fd = -1;
	}
	return true;
}

/* A short body travels with its header: one wake-up of the other side instead of two. */
bool gitwire_send(int to, unsigned kind, str body, int fd)
{
	uint8_t small[1024] = {0};
	size_t first = body.n <= sizeof(small) - HEADER ? body.n : 0;

	for (unsigned i = 0; i < 4; i++)
		small[i] = (uint8_t)(body.n >> 8 * i);
	small[4] = (uint8_t)kind;
	if (first > 0)
		memcpy(small + HEADER, body.p, first);
	return send_all(to, (str){small, HEADER + first}, fd) &&
	       send_all(to, str_slice(body, first, body.n), -1);
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static ssize_t receive_some(int from, uint8_t *p, size_t n, int *fd)
{
	union control control = {0};
	struct iovec part = {p, n};
	struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1};
	struct cmsghdr *c;
	ssize_t got;

	m.msg_control = control.space;
	m.msg_controllen = sizeof(control.space);
	got = recvmsg(from, &m, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	c = CMSG_FIRSTHDR(&m);
	if (got >= 0 && c != NULL && c->cmsg_type == SCM_RIGHTS &&
	    c->cmsg_len == CMSG_LEN(sizeof(int))) {
		if (*fd >= 0)
			close(*fd);
		memcpy(fd, CMSG_DATA(c), sizeof(int));
	}
	return got;
}

static bool receive_all(int from, uint8_t *p, size_t n, int64_t until, int *fd)
{
	while (n > 0) {
		ssize_t got = receive_some(from, p, n, fd);
		struct pollfd one = {.fd = from, .events = POLLIN};
		int64_t left = until < 0 ? -1 : until - now_ms();
		if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
			return false;
		if (got > 0) {
			p += got;
			n -= (size_t)got;
		} else if ((until >= 0 && left <= 0) ||
			   (poll(&one, 1, (int)left) <= 0 && errno != EINTR)) {
			return false;
		}
	}
	return true;
}

bool gitwire_receive(int from, struct arena *a, int timeout_ms, struct gitwire_message *m)
{
	int64_t until = timeout_ms < 0 ? -1 : now_ms() + timeout_ms;
	uint8_t header[HEADER], *p;
	struct cur c = cur_of((str){header, HEADER});
	uint32_t n;

	*m = (struct gitwire_message){.fd = -1};
	if (!receive_all(from, header, HEADER, until, &m->fd))
		goto out;
	n = cur_u32le(&c);
	m->kind = cur_u8(&c);
	if (n > LIMIT_GIT_MESSAGE)
		goto out;
	p = arena_raw(a, n + 1, 8);
	m->body = (str){p, n};
	if (receive_all(from, p, n, until, &m->fd))
		return true;
out:
	if (m->fd >= 0)
		close(m->fd);
	m->fd = -1;
	return false;
}
