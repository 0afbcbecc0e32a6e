#include "base/outfile.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/input.h"
#include "test.h"

static bool in_folder(struct arena *a)
{
	char *name = (char *)(uintptr_t)arena_cstr(a, S("/var/tmp/assay-outfile.XXXXXX"));

	return mkdtemp(name) != NULL && chdir(name) == 0 && umask(027) != 0777;
}

static void leave(struct arena *a, const char *const *files)
{
	char here[200];

	for (; *files != NULL; files++)
		unlink(*files);
	CHECK(getcwd(here, sizeof(here)) != NULL && chdir("/") == 0);
	CHECK(rmdir(here) == 0); /* nothing else was left */
	(void)a;
}

static void write_new(struct arena *a, str bytes, bool replace, bool want)
{
	struct outfile f;

	CHECK(outfile_open(&f, a, S("out")));
	CHECK(output_all(f.fd, bytes));
	CHECK(outfile_sync(&f));
	CHECK(outfile_publish(&f, replace) == want);
	CHECK(want || errno == EEXIST);
	outfile_sync_folder(&f);
	outfile_close(&f);
	outfile_close(&f);
}

TEST(outfile_appears_whole)
{
	static const char *const files[] = {"out", NULL};
	struct stat st;

	if (!CHECK(in_folder(a)))
		return;
	write_new(a, S("one"), false, true);
	CHECK_STR(test_read_file(a, "out"), S("one"));
	CHECK(stat("out", &st) == 0 && (st.st_mode & 0777) == 0640);
	write_new(a, S("two"), false, false);
	CHECK_STR(test_read_file(a, "out"), S("one"));
	write_new(a, S("three"), true, true);
	CHECK_STR(test_read_file(a, "out"), S("three"));
	leave(a, files);
}

TEST(outfile_not_published_is_gone)
{
	static const char *const files[] = {NULL};
	struct outfile f;

	if (!CHECK(in_folder(a)))
		return;
	CHECK(outfile_open(&f, a, S("./out")));
	CHECK(output_all(f.fd, S("x")));
	outfile_close(&f);
	CHECK(access("out", F_OK) < 0);
	CHECK(outfile_open(&f, a, S("out")));
	CHECK(outfile_publish(&f, false));
	outfile_withdraw(&f);
	outfile_close(&f);
	CHECK(access("out", F_OK) < 0);
	leave(a, files);
}

TEST(outfile_missing_folder)
{
	struct outfile f;

	CHECK(!outfile_open(&f, a, S("/no such folder/out")) && errno == ENOENT);
	CHECK(!outfile_open(&f, a, S("/dev/null/out")) && errno == ENOTDIR);
	CHECK_INT(f.fd, -1);
}

/* As on systems without O_TMPFILE. */
TEST(outfile_with_a_temporary_name)
{
	static const char *const files[] = {"out", NULL};
	struct outfile f;

	if (!CHECK(in_folder(a)))
		return;
	for (unsigned round = 0; round < 3; round++) {
		CHECK(outfile_open(&f, a, S("out")));
		memcpy(f.temporary, "name", 5);
		CHECK(linkat(-100, (const char *)arena_printf(a, "/proc/self/fd/%d%c", f.fd, 0).p,
			     f.folder, "name", 0x400) == 0);
		CHECK(outfile_publish(&f, round == 2) == (round != 1));
		outfile_close(&f);
		CHECK(access("name", F_OK) < 0);
	}
	leave(a, files);
}
