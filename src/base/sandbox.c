/* See sandbox.h. The filter is classic BPF written by hand: check the architecture (and on x86-64
 * that the number is no x32 call), allow what is listed, check the protection argument of mmap and
 * mprotect, kill the process for the rest. No library, so that what is allowed can be read here.
 *
 * Traps: a 32-bit filter sees a 64-bit argument as two words, low word first on the machines
 * supported. glibc serves clock_gettime from the vDSO but may fall back to the call. stdio's first
 * write calls fstat. A sanitizer's reports need a few calls more; those that would open files are
 * refused with EACCES there instead of killing, or every report would be lost. */
#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/limits.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#else
#error "the jail's filter is written for x86-64 and aarch64"
#endif

/* Where C libraries and older headers lack the name. */
#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_restrict_self 446
#endif

/* Descriptors in reach are those of files to be checked (read-only), one socket to the parent, who
 * takes no descriptors from it, and /dev/null. */
static const uint16_t allowed[] = {
	/* The socket: requests in, answers out. */
	SYS_recvmsg,
	SYS_recvfrom,
	SYS_sendto,
	SYS_sendmsg,
	/* The files. */
	SYS_read,
	SYS_pread64,
	SYS_fstat,
	SYS_lseek,
	SYS_close,
	/* What an abort prints, into /dev/null. */
	SYS_write,
	SYS_writev,
	/* Memory; what maps or protects it is looked at more closely below. */
	SYS_munmap,
	SYS_mremap,
	SYS_brk,
	SYS_madvise,
	/* How long answers have been kept back; the vDSO falls back to it on some machines. */
	SYS_clock_gettime,
	SYS_getrandom, /* malloc asks for it once */
	SYS_sysinfo, /* glibc's qsort asks for the size of memory before it sorts more than 1 KB */
	/* Endings, and going on after a signal stopped the process. */
	SYS_exit,
	SYS_exit_group,
	SYS_rt_sigprocmask, /* abort() */
	SYS_rt_sigreturn,
	SYS_restart_syscall,
#if SANITIZED
	SYS_futex,
	SYS_readv,
	SYS_sched_yield,
	SYS_sigaltstack,
	SYS_getpid,
	SYS_gettid,
	SYS_nanosleep,
	SYS_clock_nanosleep,
	SYS_rt_sigaction,
	SYS_getrlimit,
	SYS_prlimit64,
#endif
};

#if SANITIZED
static const uint16_t refused[] = {
	SYS_openat, SYS_readlinkat, SYS_newfstatat, SYS_ioctl,
	SYS_prctl,  SYS_pipe2,	    SYS_clone,	    SYS_faccessat,
#ifdef SYS_open
	SYS_open,   SYS_readlink,   SYS_stat,	    SYS_access,
#endif
};
#endif

enum { FILTER_MAX = 160, SANDBOX_KEEP = 8 };

struct filter {
	struct sock_filter code[FILTER_MAX];
	unsigned short n;
};

static void emit(struct filter *f, uint16_t op, uint32_t k, uint8_t yes, uint8_t no)
{
	f->code[f->n++] = (struct sock_filter){op, yes, no, k};
}

static void load(struct filter *f, size_t offset)
{
	emit(f, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void ret(struct filter *f, uint32_t action)
{
	emit(f, BPF_RET | BPF_K, action, 0, 0);
}

static void on_number(struct filter *f, uint32_t number, uint32_t action)
{
	emit(f, BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1);
	ret(f, action);
}

/* Allowed unless the low word of an argument has one of these bits: all that the kernel looks at of
 * an argument that is an int or of known bits. */
static void on_number_bits(struct filter *f, uint32_t number, unsigned arg, uint32_t banned)
{
	emit(f, BPF_JMP | BPF_JEQ | BPF_K, number, 0, 4);
	load(f, offsetof(struct seccomp_data, args) + 8 * arg);
	emit(f, BPF_JMP | BPF_JSET | BPF_K, banned, 0, 1);
	ret(f, SECCOMP_RET_KILL_PROCESS);
	ret(f, SECCOMP_RET_ALLOW);
}

static void mmap_anonymous(struct filter *f)
{
	emit(f, BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 0, 6);
	load(f, offsetof(struct seccomp_data, args) + 8 * 2);
	emit(f, BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 2, 0);
	load(f, offsetof(struct seccomp_data, args) + 8 * 3);
	emit(f, BPF_JMP | BPF_JSET | BPF_K, MAP_ANONYMOUS, 1, 0);
	ret(f, SECCOMP_RET_KILL_PROCESS);
	ret(f, SECCOMP_RET_ALLOW);
}

static void build(struct filter *f, bool writing)
{
	f->n = 0;
	load(f, offsetof(struct seccomp_data, arch));
	emit(f, BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0);
	ret(f, SECCOMP_RET_KILL_PROCESS);
	load(f, offsetof(struct seccomp_data, nr));
#if defined(__x86_64__)
	emit(f, BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1); /* x32 */
	ret(f, SECCOMP_RET_KILL_PROCESS);
#endif
	for (size_t i = 0; i < COUNTOF(allowed); i++)
		on_number(f, allowed[i], SECCOMP_RET_ALLOW);
	if (writing)
		on_number(f, SYS_pwrite64, SECCOMP_RET_ALLOW);
#if SANITIZED
	for (size_t i = 0; i < COUNTOF(refused); i++)
		on_number(f, refused[i], SECCOMP_RET_ERRNO | EACCES);
#endif
	mmap_anonymous(f);
	on_number_bits(f, SYS_mprotect, 2, PROT_EXEC);
	/* Only to wait and to wake: pthread_once wakes though nobody waits. The rest of futex has
	 * been a way into kernels. */
	on_number_bits(f, SYS_futex, 1, ~(uint32_t)(FUTEX_WAKE | FUTEX_PRIVATE_FLAG));
	ret(f, SECCOMP_RET_KILL_PROCESS);
}

static int landlock_version(void)
{
	return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

/* A ruleset without a rule: every kind of access that this kernel knows of is denied. */
static void landlock(void)
{
	struct {
		uint64_t fs, net, scoped;
	} rules = {0};
	static const uint8_t fs_bits[] = {0, 13, 14, 15, 15, 16};
	int version = landlock_version(), fd;
	size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;

	if (version < 1)
		return;
	rules.fs = ((uint64_t)1 << fs_bits[version < 5 ? version : 5]) - 1;
	rules.net = version >= 4 ? 3 : 0;
	rules.scoped = version >= 6 ? 3 : 0;
	fd = (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
	if (fd < 0)
		return;
	(void)syscall(SYS_landlock_restrict_self, fd, 0);
	close(fd);
}

const char *sandbox_state(void)
{
	uint32_t kill = SECCOMP_RET_KILL_PROCESS;

	/* ENOSYS and EPERM: where seccomp(2) itself is filtered, prctl() may still do. */
	if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0 ||
	    (syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &kill) < 0 && errno == EOPNOTSUPP))
		return "none (this kernel has no seccomp filters)";
	return landlock_version() >= 1 ? "seccomp+landlock" : "seccomp";
}

/* First out of the way of their new numbers, then to them. */
static bool place(const int *keep, unsigned count)
{
	int aside[SANDBOX_KEEP];

	for (unsigned i = 0; i < count; i++) {
		aside[i] = keep[i] < 0 ? -1 : fcntl(keep[i], F_DUPFD_CLOEXEC, 3 + SANDBOX_KEEP);
		if (aside[i] < 0 && keep[i] >= 0)
			return false;
	}
	for (unsigned i = 0; i < count; i++) {
		if (aside[i] >= 0 ? dup2(aside[i], (int)(3 + i)) < 0
				  : close((int)(3 + i)) < 0 && errno != EBADF)
			return false;
	}
	return true;
}

bool sandbox_strip_to(const int *keep, unsigned count)
{
	int last = SANITIZED ? 1 : 2, null;

	if (count > SANDBOX_KEEP || !place(keep, count))
		return false;
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (null < 0)
		return false;
	for (int fd = 0; fd <= last; fd++) {
		if (dup2(null, fd) < 0)
			return false;
	}
	if (null > 2)
		close(null);
	if (syscall(SYS_close_range, 3 + count, ~0U, 0) < 0) {
		for (int fd = (int)(3 + count); fd < 65536; fd++)
			close(fd);
	}
	for (char **e = environ; e != NULL && *e != NULL; e++)
		memset(*e, 0, strlen(*e));
	return true;
}

bool sandbox_strip(int keep)
{
	return sandbox_strip_to(&keep, 1);
}

static bool set_limit(unsigned what, rlim_t most)
{
	struct rlimit r;

	if (getrlimit(what, &r) < 0)
		return false;
	if (r.rlim_max == RLIM_INFINITY || r.rlim_max > most)
		r.rlim_max = most;
	if (r.rlim_cur == RLIM_INFINITY || r.rlim_cur > r.rlim_max)
		r.rlim_cur = r.rlim_max;
	return setrlimit(what, &r) == 0;
}

bool sandbox_limit_memory(size_t bytes)
{
	return SANITIZED || set_limit(RLIMIT_DATA, bytes);
}

static bool enter(bool writing)
{
	struct filter f;
	struct sock_fprog program;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 ||
	    !set_limit(RLIMIT_CORE, 0) || !set_limit(RLIMIT_NOFILE, LIMIT_WORKER_DESCRIPTORS))
		return false;
	if (!SANITIZED && !set_limit(RLIMIT_AS, LIMIT_WORKER_MEMORY))
		return false;
	landlock();
	build(&f, writing);
	program = (struct sock_fprog){f.n, f.code};
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

bool sandbox_enter(void)
{
	return enter(false);
}

bool sandbox_enter_writing(void)
{
	return enter(true);
}
