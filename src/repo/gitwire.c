#include "repo/gitwire.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "base/limits.h"

enum { HEADER = 8 };

static bool send_all(int to, str bytes)
{
	while (bytes.n > 0) {
		ssize_t n = send(to, bytes.p, bytes.n, MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes = str_slice(bytes, (size_t)n, bytes.n);
	}
	return true;
}

/* A short body travels with its header: one wake-up of the other side instead of two. */
bool gitwire_send(int to, unsigned kind, str body)
{
	uint8_t small[1024] = {0};
	size_t first = body.n <= sizeof(small) - HEADER ? body.n : 0;

	for (unsigned i = 0; i < 4; i++)
		small[i] = (uint8_t)(body.n >> 8 * i);
	small[4] = (uint8_t)kind;
	if (first > 0)
		memcpy(small + HEADER, body.p, first);
	return send_all(to, (str){small, HEADER + first}) &&
	       send_all(to, str_slice(body, first, body.n));
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool receive_all(int from, uint8_t *p, size_t n, int64_t until)
{
	while (n > 0) {
		ssize_t got = recv(from, p, n, MSG_DONTWAIT);
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

	*m = (struct gitwire_message){0};
	if (!receive_all(from, header, HEADER, until))
		return false;
	n = cur_u32le(&c);
	m->kind = cur_u8(&c);
	if (n > LIMIT_GIT_MESSAGE)
		return false;
	p = arena_raw(a, n + 1, 8);
	m->body = (str){p, n};
	return receive_all(from, p, n, until);
}
