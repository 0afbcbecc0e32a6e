/* See sandbox_files.h. A filter of its own and not a variant of sandbox.c's, so that either can be
 * read as a whole. Calls that are not on the list are refused with EPERM and do not kill: the code
 * inside is not ours, and what it does when a call fails is better than a lost run. */
#include "base/sandbox_files.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/limits.h"

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#else
#error "the jail's filter is written for x86-64 and aarch64"
#endif

#ifndef SYS_faccessat2
#define SYS_faccessat2 439
#endif
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

static const uint16_t allowed[] = {
	/* What it has open: the socket to the parent, shared memory. */
	SYS_read,
	SYS_pread64,
	SYS_write,
	SYS_pwrite64,
	SYS_writev,
	SYS_ftruncate,
	SYS_recvmsg,
	SYS_recvfrom,
	SYS_sendmsg,
	SYS_sendto,
	SYS_ppoll,
#ifdef SYS_poll
	SYS_poll,
#endif
	SYS_lseek,
	SYS_close,
	SYS_fcntl,
	/* Looking at files and folders; opening them is looked at more closely below. */
	SYS_fstat,
	SYS_newfstatat,
	SYS_statx,
	SYS_faccessat,
	SYS_faccessat2,
	SYS_readlinkat,
	SYS_getdents64,
	SYS_getcwd,
#ifdef SYS_stat
	SYS_stat,
	SYS_lstat,
	SYS_access,
	SYS_readlink,
#endif
	SYS_munmap,
	SYS_mremap,
	SYS_brk,
	SYS_madvise,
	SYS_clock_gettime,
	SYS_getrandom,
	SYS_sysinfo,
	SYS_futex,
	SYS_sched_yield,
	SYS_getpid,
	SYS_gettid,
	SYS_getuid,
	SYS_geteuid,
	SYS_getgid,
	SYS_getegid,
	SYS_exit,
	SYS_exit_group,
	SYS_rt_sigprocmask,
	SYS_rt_sigaction,
	SYS_rt_sigreturn,
	SYS_restart_syscall,
	SYS_sigaltstack,
};

enum { FILTER_MAX = 192, WRITES = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_TMPFILE };

struct filter {
	struct sock_filter code[FILTER_MAX];
	unsigned short n;
};

static void emit(struct filter *f, uint16_t op, uint32_t k, uint8_t yes, uint8_t no)
{
	f->code[f->n++] = (struct sock_filter){op, yes, no, k};
}

/* Allowed unless the low word of an argument has one of these bits; then refused. */
static void unless_bits(struct filter *f, uint32_t number, unsigned arg, uint32_t banned)
{
	emit(f, BPF_JMP | BPF_JEQ | BPF_K, number, 0, 4);
	emit(f, BPF_LD | BPF_W | BPF_ABS, (uint32_t)(offsetof(struct seccomp_data, args) + 8 * arg),
	     0, 0);
	emit(f, BPF_JMP | BPF_JSET | BPF_K, banned, 0, 1);
	emit(f, BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES, 0, 0);
	emit(f, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

/* O_TMPFILE has O_DIRECTORY's bit, which reading a folder needs: its other bit wants O_RDWR or
 * O_WRONLY anyway, as the kernel asks for them. */
static void build(struct filter *f)
{
	const uint32_t writes = WRITES & ~(uint32_t)O_TMPFILE;

	f->n = 0;
	emit(f, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch), 0, 0);
	emit(f, BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0);
	emit(f, BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS, 0, 0);
	emit(f, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr), 0, 0);
#if defined(__x86_64__)
	emit(f, BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1); /* x32 */
	emit(f, BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS, 0, 0);
#endif
	for (size_t i = 0; i < COUNTOF(allowed); i++) {
		emit(f, BPF_JMP | BPF_JEQ | BPF_K, allowed[i], 0, 1);
		emit(f, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
	}
	unless_bits(f, SYS_openat, 2, writes);
#ifdef SYS_open
	unless_bits(f, SYS_open, 1, writes);
#endif
	unless_bits(f, SYS_mmap, 2, PROT_EXEC);
	unless_bits(f, SYS_mprotect, 2, PROT_EXEC);
	emit(f, BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM, 0, 0);
}

static int landlock_version(void)
{
	return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static void allow(int ruleset, const char *folder)
{
	struct landlock_path_beneath_attr rule = {
		.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
		.parent_fd = open(folder, O_PATH | O_CLOEXEC),
	};

	if (rule.parent_fd < 0)
		return;
	(void)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(rule.parent_fd);
}

static bool landlock(const char *const *folders, unsigned count)
{
	struct {
		uint64_t fs, net, scoped;
	} rules = {0};
	static const uint8_t fs_bits[] = {0, 13, 14, 15, 15, 16};
	int version = landlock_version(), fd;
	size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
	bool ok;

	if (version < 1)
		return false;
	rules.fs = ((uint64_t)1 << fs_bits[version < 5 ? version : 5]) - 1;
	rules.net = version >= 4 ? 3 : 0;
	rules.scoped = version >= 6 ? 3 : 0;
	fd = (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
	if (fd < 0)
		return false;
	for (unsigned i = 0; i < count; i++)
		allow(fd, folders[i]);
	ok = syscall(SYS_landlock_restrict_self, fd, 0) == 0;
	close(fd);
	return ok;
}

bool sandbox_enter_files(const char *const *folders, unsigned count, bool *beneath)
{
	const struct rlimit none = {0, 0};
	struct filter f;
	struct sock_fprog program;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 ||
	    setrlimit(RLIMIT_CORE, &none) < 0)
		return false;
	*beneath = landlock(folders, count);
	build(&f);
	program = (struct sock_fprog){f.n, f.code};
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}
