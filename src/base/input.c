#include "base/input.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Asks for one byte more than the size: at the end of an unchanged file one call gives exactly the
 * size. A file that claims to be empty and is not (as under /proc) counts as growing. */
enum input input_read(struct arena *a, int fd, size_t max, str *out)
{
	struct stat st;
	size_t size, n = 0;
	uint8_t *p;

	*out = (str){NULL, 0};
	/* Not fstat(): glibc asks newfstatat, which the jail does not allow as it takes paths. */
	if (syscall(SYS_fstat, fd, &st) < 0)
		return INPUT_UNREADABLE;
	if (!S_ISREG(st.st_mode))
		return INPUT_NOT_FILE;
	if (st.st_size < 0 || (uint64_t)st.st_size > max)
		return INPUT_TOO_BIG;
	size = (size_t)st.st_size;
	p = arena_raw(a, size + INPUT_PADDING, 64);
	while (n <= size) {
		ssize_t got = pread(fd, p + n, size + 1 - n, (off_t)n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return INPUT_UNREADABLE;
		if (got == 0)
			break;
		n += (size_t)got;
		if (n == size)
			break;
	}
	*out = (str){p, n < size ? n : size};
	memset(p + out->n, 0, size + INPUT_PADDING - out->n);
	return n == size ? INPUT_OK : INPUT_CHANGED;
}

int input_open(const char *path)
{
	return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

bool output_all(int fd, str bytes)
{
	while (bytes.n > 0) {
		ssize_t n = write(fd, bytes.p, bytes.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes = str_slice(bytes, (size_t)n, bytes.n);
	}
	return true;
}

/* What is no regular file (/dev/stdout, a FIFO) is written to directly. */
static bool write_through(const char *path, str bytes)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	bool ok = fd >= 0 && output_all(fd, bytes);

	if (fd >= 0 && close(fd) < 0)
		ok = false;
	return ok;
}

/* From the making of the temporary file until it has its name or is gone, signals that end the
 * process wait. */
static void hold_signals(sigset_t *before)
{
	sigset_t ends;

	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGHUP);
	sigaddset(&ends, SIGQUIT);
	sigprocmask(SIG_BLOCK, &ends, before);
}

bool output_replace(struct arena *a, str path, str bytes)
{
	const char *final = arena_cstr(a, path);
	char *temporary = (char *)(uintptr_t)arena_printf(a, "%s.XXXXXX", final).p;
	mode_t mask = umask(022);
	sigset_t before;
	struct stat st;
	bool ok;
	int fd, error;

	umask(mask);
	if (stat(final, &st) == 0 && !S_ISREG(st.st_mode))
		return write_through(final, bytes);
	hold_signals(&before);
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0) {
		error = errno;
		sigprocmask(SIG_SETMASK, &before, NULL);
		errno = error;
		return false;
	}
	ok = output_all(fd, bytes) && fchmod(fd, 0666 & ~mask) == 0 && fsync(fd) == 0;
	error = errno;
	if (close(fd) < 0 && ok) {
		ok = false;
		error = errno;
	}
	if (ok && rename(temporary, final) < 0) {
		ok = false;
		error = errno;
	}
	if (!ok)
		unlink(temporary);
	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = error;
	return ok;
}
