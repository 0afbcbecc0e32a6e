/* See outfile.h. What has no name gets one through /proc/self/fd, the way that open(2) describes;
 * without /proc a temporary name is used from the beginning. */
#include "base/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef RENAME_NOREPLACE
#define RENAME_NOREPLACE 1
#endif

enum { TRIES = 16 };

static bool random_name(char out[32])
{
	uint64_t word;

	if (getrandom(&word, sizeof(word), 0) != sizeof(word))
		return false;
	snprintf(out, 32, ".assay-%016llx", (unsigned long long)word);
	return true;
}

static const char *link_of(char out[32], int fd)
{
	snprintf(out, 32, "/proc/self/fd/%d", fd);
	return out;
}

static bool open_named(struct outfile *f)
{
	for (unsigned i = 0; i < TRIES; i++) {
		if (!random_name(f->temporary))
			break;
		f->fd = openat(f->folder, f->temporary,
			       O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
		if (f->fd >= 0)
			return true;
		if (errno != EEXIST)
			break;
	}
	f->temporary[0] = 0;
	return false;
}

static bool open_nameless(struct outfile *f)
{
	char link[32];

	f->fd = openat(f->folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
	if (f->fd < 0)
		return false;
	if (access(link_of(link, f->fd), F_OK) == 0)
		return true;
	close(f->fd);
	f->fd = -1;
	return false;
}

bool outfile_open(struct outfile *f, struct arena *a, str path)
{
	size_t slash = str_rfind_byte(path, '/');
	str folder = slash == STR_NONE ? S(".") : str_slice(path, 0, slash ? slash : 1);
	mode_t mask = umask(022);
	int error;

	umask(mask);
	*f = (struct outfile){.fd = -1};
	f->name = arena_cstr(a, str_after_last(path, '/'));
	f->folder = open(arena_cstr(a, folder), O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (f->folder < 0)
		return false;
	if ((open_nameless(f) || open_named(f)) && fchmod(f->fd, 0666 & ~mask) == 0)
		return true;
	error = errno;
	outfile_close(f);
	errno = error;
	return false;
}

bool outfile_sync(struct outfile *f)
{
	return fsync(f->fd) == 0;
}

/* A name of its own for what has none. */
static bool name_it(struct outfile *f)
{
	char link[32];

	for (unsigned i = 0; i < TRIES; i++) {
		if (!random_name(f->temporary))
			break;
		if (linkat(AT_FDCWD, link_of(link, f->fd), f->folder, f->temporary,
			   AT_SYMLINK_FOLLOW) == 0)
			return true;
		if (errno != EEXIST)
			break;
	}
	f->temporary[0] = 0;
	return false;
}

/* Some file systems cannot say "unless it exists" when they rename; a link can. */
static bool rename_new(struct outfile *f)
{
	if (syscall(SYS_renameat2, f->folder, f->temporary, f->folder, f->name, RENAME_NOREPLACE) ==
	    0)
		return true;
	if (errno != EINVAL && errno != ENOSYS)
		return false;
	if (linkat(f->folder, f->temporary, f->folder, f->name, 0) < 0)
		return false;
	unlinkat(f->folder, f->temporary, 0);
	return true;
}

bool outfile_publish(struct outfile *f, bool replace)
{
	char link[32];
	bool ok;

	if (f->temporary[0] == 0 && !replace)
		ok = linkat(AT_FDCWD, link_of(link, f->fd), f->folder, f->name,
			    AT_SYMLINK_FOLLOW) == 0;
	else if (f->temporary[0] == 0 && !name_it(f))
		ok = false;
	else
		ok = replace ? renameat(f->folder, f->temporary, f->folder, f->name) == 0
			     : rename_new(f);
	if (!ok)
		return false;
	f->temporary[0] = 0;
	f->published = true;
	return true;
}

void outfile_sync_folder(const struct outfile *f)
{
	int fd = openat(f->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	(void)fsync(fd);
	close(fd);
}

void outfile_remove_old(const struct outfile *f)
{
	unlinkat(f->folder, f->name, 0);
}

void outfile_withdraw(struct outfile *f)
{
	if (f->published)
		unlinkat(f->folder, f->name, 0);
	f->published = false;
}

void outfile_close(struct outfile *f)
{
	if (f->folder >= 0 && f->temporary[0] != 0)
		unlinkat(f->folder, f->temporary, 0);
	if (f->fd >= 0)
		close(f->fd);
	if (f->folder >= 0)
		close(f->folder);
	f->fd = f->folder = -1;
	f->temporary[0] = 0;
}
