/* Runs the unit tests: all, or those whose name or file contains one of the arguments. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/limits.h"

extern const struct test *const test_table[]; /* generated; ended by NULL */

enum { TEST_FAILED = 1, TEST_SKIPPED = 77, TEST_SECONDS = 120 };

static int failures;
static bool skipped;

bool test_check(bool ok, const char *what, const char *file, int line)
{
	if (!ok) {
		failures++;
		printf("  %s:%d: does not hold: %s\n", file, line, what);
	}
	return ok;
}

bool test_check_str(str got, str want, const char *what, const char *file, int line)
{
	if (str_eq(got, want))
		return true;
	failures++;
	printf("  %s:%d: %s\n    got  \"%.*s\"\n    want \"%.*s\"\n", file, line, what,
	       STR_ARG(got), STR_ARG(want));
	return false;
}

bool test_check_int(int64_t got, int64_t want, const char *what, const char *file, int line)
{
	if (got == want)
		return true;
	failures++;
	printf("  %s:%d: %s\n    got  %lld\n    want %lld\n", file, line, what, (long long)got,
	       (long long)want);
	return false;
}

str test_guarded(str s, size_t slack)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t room = (s.n + slack + page - 1) / page * page;
	uint8_t *base =
		mmap(NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uint8_t *at;

	if (base == MAP_FAILED || mprotect(base + room, page, PROT_NONE) != 0) {
		perror("mmap");
		exit(TEST_FAILED);
	}
	at = base + room - s.n - slack;
	if (s.n > 0)
		memcpy(at, s.p, s.n);
	return (str){at, s.n};
}

str test_read_file(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	struct stat st;
	uint8_t *p;

	if (f == NULL || fstat(fileno(f), &st) != 0) {
		printf("  cannot read %s\n", path);
		failures++;
		if (f != NULL)
			fclose(f);
		return (str){NULL, 0};
	}
	p = arena_alloc(a, (size_t)st.st_size + 64, 1);
	if (fread(p, 1, (size_t)st.st_size, f) != (size_t)st.st_size)
		failures++;
	fclose(f);
	return (str){p, (size_t)st.st_size};
}

const char *test_shared(void)
{
	const char *path = getenv("ASSAY_SHARED");
	const char *ci = getenv("CI");

	if (path == NULL)
		path = "../shared";
	if (access(path, R_OK) == 0)
		return path;
	if (ci != NULL && ci[0] != '\0') {
		printf("  shared test data is missing: set ASSAY_SHARED\n");
		failures++;
	} else {
		skipped = true;
	}
	return NULL;
}

static int run_here(const struct test *t)
{
	struct arena arena;

	failures = 0;
	skipped = false;
	arena_init(&arena, LIMIT_FILE_MEMORY);
	t->run(&arena);
	arena_free(&arena);
	fflush(stdout);
	return failures ? TEST_FAILED : skipped ? TEST_SKIPPED : 0;
}

static int run_forked(const struct test *t)
{
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		alarm(TEST_SECONDS);
		exit(run_here(t));
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return TEST_FAILED;
	if (WIFSIGNALED(status)) {
		printf("  died of signal %d\n", WTERMSIG(status));
		return TEST_FAILED;
	}
	return WEXITSTATUS(status);
}

static bool wanted(const struct test *t, int argc, char **argv)
{
	bool any = false;

	for (int i = 1; i < argc; i++) {
		if (argv[i][0] == '-')
			continue;
		any = true;
		if (strstr(t->name, argv[i]) || strstr(t->file, argv[i]))
			return true;
	}
	return !any;
}

int main(int argc, char **argv)
{
	bool one_process = argc > 1 && strcmp(argv[1], "--no-fork") == 0; /* for debuggers */
	int passed = 0, failed = 0, skips = 0;

	for (size_t i = 0; test_table[i] != NULL; i++) {
		const struct test *t = test_table[i];
		int result;
		if (!wanted(t, argc, argv))
			continue;
		result = one_process ? run_here(t) : run_forked(t);
		if (result == TEST_SKIPPED) {
			printf("SKIP %s (%s): shared test data is missing: set ASSAY_SHARED\n",
			       t->name, t->file);
			skips++;
		} else if (result != 0) {
			printf("FAIL %s (%s)\n", t->name, t->file);
			failed++;
		} else {
			passed++;
		}
	}
	printf("unit: %d passed, %d failed, %d skipped\n", passed, failed, skips);
	return failed ? 1 : 0;
}
