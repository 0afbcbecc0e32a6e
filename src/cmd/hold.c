#include "cmd/hold.h"

#include <sys/signalfd.h>
#include <unistd.h>

static bool is_ignored(int signal)
{
	struct sigaction now;

	return sigaction(signal, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

void hold_begin(struct hold *h)
{
	static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
	sigset_t held;

	sigemptyset(&held);
	for (size_t i = 0; i < COUNTOF(ends); i++) {
		if (!is_ignored(ends[i]))
			sigaddset(&held, ends[i]);
	}
	h->caught = 0;
	sigprocmask(SIG_BLOCK, &held, &h->before);
	h->fd = signalfd(-1, &held, SFD_CLOEXEC | SFD_NONBLOCK);
}

bool hold_caught(struct hold *h)
{
	struct signalfd_siginfo info;

	if (h->caught == 0 && h->fd >= 0 && read(h->fd, &info, sizeof(info)) == sizeof(info))
		h->caught = (int)info.ssi_signo;
	return h->caught != 0;
}

void hold_end(struct hold *h)
{
	if (h->fd >= 0)
		close(h->fd);
	h->fd = -1;
	sigprocmask(SIG_SETMASK, &h->before, NULL);
	if (h->caught != 0)
		raise(h->caught);
}
