/* A program whose n-th allocation, read, write or opening fails, or one of whose limits is 1.
 *
 * Linked into build/debug/assay-fault with the linker's --wrap for every function below, so that
 * neither assay nor the libraries in it (SQLite, zlib, libyaml, expat ...) are built differently:
 * what runs is what is tested elsewhere, except that a call may come back with an error.
 *
 *	FAULT=KIND[-HOW]:N[+]	KIND is alloc, read, write or open; HOW is fail (the call fails),
 *				short (half the bytes) or intr (EINTR); N counts from 1 over all
 *				processes, + means that from there on all fail
 *	FAULT_LIMIT=NAME	a constant of base/limits.h is 1
 *	FAULT_COUNTS=FILE	of the size of struct counts, shared by all processes: what was
 *called
 *
 * The counters are shared by what is forked; run.py uses one worker, so that they come nearly the
 * same in every run. A fault that hits another call than the run before is as good. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { ALLOC, READ, WRITE, OPEN, KINDS };
enum { SITES = 65536 };
enum how { FAIL, SHORT, INTR };

struct counts {
	uint64_t calls[KINDS];
	uint64_t hits;
	uint64_t caller; /* of the first hit: an address in the program as linked */
	char function[32];
	char rest[4096 - 8 * KINDS - 48];
	uint32_t sites[KINDS][SITES]; /* callers of the calls, in order */
};

_Static_assert(sizeof(struct counts) == 4096 + KINDS * SITES * 4, "run.py reads it");

extern int limit_one;
extern const char *const limit_names[];
extern const char __executable_start;

static struct counts own, *counts = &own;
static enum kind fault_kind = KINDS;
static enum how fault_how;
static uint64_t fault_at;
static bool fault_stays;

static void complain(const char *what)
{
	fprintf(stderr, "assay-fault: %s is nonsense\n", what);
	_exit(99);
}

__attribute__((constructor)) static void begin(void)
{
	static const char *const kinds[KINDS] = {"alloc", "read", "write", "open"};
	const char *fault = getenv("FAULT"), *limit = getenv("FAULT_LIMIT");
	const char *file = getenv("FAULT_COUNTS");
	char kind[16] = "", how[16] = "fail", tail = 0;
	unsigned long long n = 0;

	if (limit != NULL) {
		for (int i = 0; limit_names[i] != NULL; i++) {
			if (strcmp(limit_names[i], limit) == 0)
				limit_one = i;
		}
		if (limit_one < 0)
			complain("FAULT_LIMIT");
	}
	if (file != NULL) {
		int fd = open(file, O_RDWR | O_CLOEXEC);
		void *map = mmap(NULL, sizeof(own), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		if (map == MAP_FAILED)
			complain("FAULT_COUNTS");
		close(fd);
		counts = map;
		memset(map, 0, sizeof(own));
	}
	if (fault == NULL)
		return;
	if (sscanf(fault, "%15[a-z]-%15[a-z]:%llu%c", kind, how, &n, &tail) < 3 &&
	    (strcpy(how, "fail"), sscanf(fault, "%15[a-z]:%llu%c", kind, &n, &tail)) < 2)
		complain("FAULT");
	fault_how = strcmp(how, "short") == 0 ? SHORT : strcmp(how, "intr") == 0 ? INTR : FAIL;
	fault_stays = tail == '+';
	fault_at = n;
	for (enum kind k = 0; k < KINDS; k++) {
		if (strcmp(kinds[k], kind) == 0)
			fault_kind = k;
	}
	if (fault_kind == KINDS || n == 0)
		complain("FAULT");
}

/* Is it this call's turn? */
static bool hit(enum kind kind, const char *function, const void *caller)
{
	uint64_t n = __atomic_add_fetch(&counts->calls[kind], 1, __ATOMIC_RELAXED);

	if (n <= SITES)
		counts->sites[kind][n - 1] = (uint32_t)((const char *)caller - &__executable_start);
	if (kind != fault_kind || n < fault_at || (n > fault_at && !fault_stays))
		return false;
	if (__atomic_fetch_add(&counts->hits, 1, __ATOMIC_RELAXED) == 0) {
		counts->caller = (uint64_t)((const char *)caller - &__executable_start);
		strncpy(counts->function, function, sizeof(counts->function) - 1);
	}
	return true;
}

/* The call of a kind that moves bytes: false when it fails, *n is cut when it moves fewer. */
static bool may_move(enum kind kind, const char *function, const void *caller, size_t *n)
{
	/* What cannot be cut is not counted, so that each number is a case of its own. */
	if (fault_kind == kind && fault_how == SHORT && *n < 2)
		return true;
	if (!hit(kind, function, caller))
		return true;
	if (fault_how == SHORT) {
		*n /= 2;
		return true;
	}
	errno = fault_how == INTR ? EINTR : kind == READ ? EIO : ENOSPC;
	return false;
}

/* The same for what can only work or not. */
static bool fails(enum kind kind, const char *function, const void *caller, int error)
{
	if ((fault_kind == kind && fault_how != FAIL) || !hit(kind, function, caller))
		return false;
	errno = error;
	return true;
}

#define CALLER __builtin_return_address(0)

/* TYPE NAME(PARAMETERS): the real function, or `failed` */
#define WRAP(type, name, parameters, arguments, kind, error, failed)                               \
	extern type __real_##name parameters;                                                      \
	type __wrap_##name parameters;                                                             \
	type __wrap_##name parameters                                                              \
	{                                                                                          \
		return fails(kind, #name, CALLER, error) ? (failed) : __real_##name arguments;     \
	}
#define MOVE(name, kind, n, parameters, arguments)                                                 \
	extern ssize_t __real_##name parameters;                                                   \
	ssize_t __wrap_##name parameters;                                                          \
	ssize_t __wrap_##name parameters                                                           \
	{                                                                                          \
		return may_move(kind, #name, CALLER, &(n)) ? __real_##name arguments : -1;         \
	}

WRAP(void *, malloc, (size_t n), (n), ALLOC, ENOMEM, NULL)
WRAP(void *, calloc, (size_t n, size_t of), (n, of), ALLOC, ENOMEM, NULL)
WRAP(void *, realloc, (void *p, size_t n), (p, n), ALLOC, ENOMEM, NULL)
WRAP(void *, aligned_alloc, (size_t to, size_t n), (to, n), ALLOC, ENOMEM, NULL)
WRAP(int, posix_memalign, (void **p, size_t to, size_t n), (p, to, n), ALLOC, ENOMEM, ENOMEM)
WRAP(char *, strdup, (const char *s), (s), ALLOC, ENOMEM, NULL)

MOVE(read, READ, n, (int fd, void *p, size_t n), (fd, p, n))
MOVE(pread, READ, n, (int fd, void *p, size_t n, off_t at), (fd, p, n, at))
MOVE(pread64, READ, n, (int fd, void *p, size_t n, off_t at), (fd, p, n, at))
MOVE(recv, READ, n, (int fd, void *p, size_t n, int flags), (fd, p, n, flags))
WRAP(int, fstat, (int fd, struct stat *st), (fd, st), READ, EIO, -1)
WRAP(int, fstat64, (int fd, struct stat *st), (fd, st), READ, EIO, -1)

MOVE(write, WRITE, n, (int fd, const void *p, size_t n), (fd, p, n))
MOVE(pwrite, WRITE, n, (int fd, const void *p, size_t n, off_t at), (fd, p, n, at))
MOVE(pwrite64, WRITE, n, (int fd, const void *p, size_t n, off_t at), (fd, p, n, at))
MOVE(send, WRITE, n, (int fd, const void *p, size_t n, int flags), (fd, p, n, flags))
WRAP(int, fsync, (int fd), (fd), WRITE, EIO, -1)
WRAP(int, fdatasync, (int fd), (fd), WRITE, EIO, -1)
WRAP(int, ftruncate, (int fd, off_t n), (fd, n), WRITE, EIO, -1)
WRAP(int, ftruncate64, (int fd, off_t n), (fd, n), WRITE, EIO, -1)
WRAP(int, fchmod, (int fd, mode_t mode), (fd, mode), WRITE, EIO, -1)
WRAP(int, rename, (const char *from, const char *to), (from, to), WRITE, EIO, -1)
WRAP(int, renameat, (int d, const char *from, int e, const char *to), (d, from, e, to), WRITE, EIO,
     -1)
WRAP(int, linkat, (int d, const char *from, int e, const char *to, int flags),
     (d, from, e, to, flags), WRITE, EIO, -1)

WRAP(int, mkostemp, (char *name, int flags), (name, flags), OPEN, ENOSPC, -1)
WRAP(int, memfd_create, (const char *name, unsigned flags), (name, flags), OPEN, EMFILE, -1)
WRAP(int, socketpair, (int domain, int type, int protocol, int *pair),
     (domain, type, protocol, pair), OPEN, EMFILE, -1)
WRAP(int, pipe2, (int *pair, int flags), (pair, flags), OPEN, EMFILE, -1)
WRAP(pid_t, fork, (void), (), OPEN, EAGAIN, -1)
WRAP(DIR *, opendir, (const char *name), (name), OPEN, EMFILE, NULL)
WRAP(DIR *, fdopendir, (int fd), (fd), OPEN, EMFILE, NULL)
WRAP(void *, mmap, (void *p, size_t n, int prot, int flags, int fd, off_t at),
     (p, n, prot, flags, fd, at), OPEN, ENOMEM, MAP_FAILED)
WRAP(void *, mmap64, (void *p, size_t n, int prot, int flags, int fd, off_t at),
     (p, n, prot, flags, fd, at), OPEN, ENOMEM, MAP_FAILED)

extern ssize_t __real_recvmsg(int fd, struct msghdr *m, int flags);
ssize_t __wrap_recvmsg(int fd, struct msghdr *m, int flags);
ssize_t __wrap_recvmsg(int fd, struct msghdr *m, int flags)
{
	size_t one = 1; /* what carries descriptors is never cut: its sender says so */

	return may_move(READ, "recvmsg", CALLER, &one) ? __real_recvmsg(fd, m, flags) : -1;
}

extern ssize_t __real_sendmsg(int fd, const struct msghdr *m, int flags);
ssize_t __wrap_sendmsg(int fd, const struct msghdr *m, int flags);
ssize_t __wrap_sendmsg(int fd, const struct msghdr *m, int flags)
{
	size_t one = 1;

	return may_move(WRITE, "sendmsg", CALLER, &one) ? __real_sendmsg(fd, m, flags) : -1;
}

/* The stream's buffer is lost with the error, as it is on a full disk. */
extern int __real_fflush(FILE *f);
int __wrap_fflush(FILE *f);
int __wrap_fflush(FILE *f)
{
	if (!fails(WRITE, "fflush", CALLER, ENOSPC))
		return __real_fflush(f);
	__fpurge(f);
	return EOF;
}

#define OPENING(name, parameters, arguments)                                                       \
	extern int __real_##name parameters;                                                       \
	int __wrap_##name parameters;                                                              \
	int __wrap_##name parameters                                                               \
	{                                                                                          \
		mode_t mode = 0;                                                                   \
		va_list more;                                                                      \
		va_start(more, flags);                                                             \
		if (flags & (O_CREAT | __O_TMPFILE))                                               \
			mode = va_arg(more, mode_t);                                               \
		va_end(more);                                                                      \
		return fails(OPEN, #name, CALLER, EIO) ? -1 : __real_##name arguments;             \
	}

OPENING(open, (const char *path, int flags, ...), (path, flags, mode))
OPENING(open64, (const char *path, int flags, ...), (path, flags, mode))
OPENING(openat, (int at, const char *path, int flags, ...), (at, path, flags, mode))
OPENING(openat64, (int at, const char *path, int flags, ...), (at, path, flags, mode))

#ifndef SYS_openat2
#define SYS_openat2 437
#endif

/* Takes six arguments whatever the caller passed: the sanitizer would mind. */
extern long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);
__attribute__((no_sanitize("address", "undefined"))) long __wrap_syscall(long number, ...)
{
	long a[6];
	va_list more;

	va_start(more, number);
	for (unsigned i = 0; i < 6; i++)
		a[i] = va_arg(more, long);
	va_end(more);
	if (number == SYS_openat2 && fails(OPEN, "openat2", CALLER, EIO))
		return -1;
	if ((number == SYS_getdents64 && fails(READ, "getdents64", CALLER, EIO)) ||
	    (number == SYS_fstat && fails(READ, "fstat", CALLER, EIO)))
		return -1;
	if (number == SYS_renameat2 && fails(WRITE, "renameat2", CALLER, EIO))
		return -1;
	return __real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
