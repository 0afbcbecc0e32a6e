/* libgit2's memory. What an object says its size is may be anything, and asking for it first costs
 * as much again as looking an object up: so libgit2 may take what it wants, and what is too large
 * for an object it does not get, which ends the reading of that object. libgit2 passes nothing to
 * these functions from which they could know whose object it is, hence the one variable. */
#include <git2/sys/alloc.h>
#include <stdlib.h>
#include <string.h>
#include "repo/git/session.h"

static size_t most = SIZE_MAX; /* bytes at once */

void memory_most(size_t bytes)
{
	most = bytes;
}

static void *allocate(size_t n, const char *file, int line)
{
	(void)file;
	(void)line;
	return n <= most ? malloc(n) : NULL;
}

static void *reallocate(void *p, size_t n, const char *file, int line)
{
	(void)file;
	(void)line;
	return n <= most ? realloc(p, n) : NULL;
}

#if LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR < 6

static void *allocate_zeroed(size_t count, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return size == 0 || count <= most / size ? calloc(count, size) : NULL;
}

static void *allocate_array(size_t count, size_t size, const char *file, int line)
{
	return size == 0 || count <= most / size ? allocate(count * size, file, line) : NULL;
}

static void *reallocate_array(void *p, size_t count, size_t size, const char *file, int line)
{
	return size == 0 || count <= most / size ? reallocate(p, count * size, file, line) : NULL;
}

static char *copy(const char *s, size_t n, const char *file, int line)
{
	char *p = n < most ? allocate(n + 1, file, line) : NULL;

	if (p == NULL)
		return NULL;
	memcpy(p, s, n);
	p[n] = 0;
	return p;
}

static char *copy_string(const char *s, const char *file, int line)
{
	return copy(s, strlen(s), file, line);
}

static char *copy_start(const char *s, size_t n, const char *file, int line)
{
	return copy(s, strnlen(s, n), file, line);
}

#endif

void memory_set_up(void)
{
	git_allocator ours = {
		.gmalloc = allocate,
		.grealloc = reallocate,
		.gfree = free,
#if LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR < 6
		.gcalloc = allocate_zeroed,
		.gmallocarray = allocate_array,
		.greallocarray = reallocate_array,
		.gstrdup = copy_string,
		.gstrndup = copy_start,
		.gsubstrdup = copy,
#endif
	};

	if (git_libgit2_opts(GIT_OPT_SET_ALLOCATOR, &ours) < 0)
		_Exit(1);
}
