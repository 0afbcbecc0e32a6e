/* Unit tests: `TEST(name) { CHECK(...); }` in any file below tests/unit/. The build lists them; the
 * runner gives every test a process of its own and a fresh arena. */
#ifndef TEST_H
#define TEST_H

#include "base/arena.h"

struct test {
	const char *name, *file;
	void (*run)(struct arena *a);
};

#define TEST(test_name)                                                                            \
	static void run_##test_name(struct arena *a);                                              \
	extern const struct test test_##test_name;                                                 \
	const struct test test_##test_name = {#test_name, __FILE__, run_##test_name};              \
	static void run_##test_name(UNUSED struct arena *a)

/* All go on after a failure, which the runner counts. */
#define CHECK(cond) test_check((cond), #cond, __FILE__, __LINE__)
#define CHECK_STR(got, want) test_check_str((got), (want), #got, __FILE__, __LINE__)
#define CHECK_INT(got, want)                                                                       \
	test_check_int((int64_t)(got), (int64_t)(want), #got, __FILE__, __LINE__)

bool test_check(bool ok, const char *what, const char *file, int line);
bool test_check_str(str got, str want, const char *what, const char *file, int line);
bool test_check_int(int64_t got, int64_t want, const char *what, const char *file, int line);

/* A copy of `s` that ends where a page without access begins: reading one byte past it dies, with
 * or without a sanitizer. `slack` zero bytes follow it (64 for parsers that ask for padding). Freed
 * when the test's process ends. */
str test_guarded(str s, size_t slack);

/* A file's content, in arena, followed by 64 zero bytes; a missing one fails the test. */
str test_read_file(struct arena *a, const char *path);

/* The folder of shared test data ($ASSAY_SHARED, by default ../shared), or NULL: then the test is
 * counted as skipped, or as failed when $CI is set, and should return. */
const char *test_shared(void);

#endif
