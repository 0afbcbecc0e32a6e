#include "base/input.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "test.h"

static int file_with(str bytes)
{
	int fd = memfd_create("input", MFD_CLOEXEC);

	CHECK(fd >= 0 && output_all(fd, bytes));
	return fd;
}

TEST(input_reads_whole_and_pads)
{
	str out;
	int fd = file_with(S("content"));

	CHECK_INT(input_read(a, fd, 100, &out), INPUT_OK);
	CHECK_STR(out, S("content"));
	for (size_t i = 0; i < INPUT_PADDING; i++)
		CHECK(out.p[out.n + i] == 0);
	CHECK_INT(input_read(a, fd, 7, &out), INPUT_OK); /* from the beginning, whatever was read */
	CHECK_INT(input_read(a, fd, 6, &out), INPUT_TOO_BIG);
	CHECK_INT(input_read(a, file_with(S("")), 6, &out), INPUT_OK);
	CHECK_INT(out.n, 0);
}

TEST(input_refuses_what_is_no_file)
{
	int ends[2];
	str out;

	CHECK(pipe(ends) == 0);
	CHECK_INT(input_read(a, ends[0], 100, &out), INPUT_NOT_FILE);
	CHECK_INT(input_read(a, open("/", O_RDONLY), 100, &out), INPUT_NOT_FILE);
	CHECK_INT(input_read(a, open("/dev/zero", O_RDONLY), 100, &out), INPUT_NOT_FILE);
	CHECK_INT(input_read(a, -1, 100, &out), INPUT_UNREADABLE);
}

/* /proc says 0 bytes and gives more: as a file that grows while it is read. */
TEST(input_notices_growth)
{
	str out;

	CHECK_INT(input_read(a, open("/proc/self/stat", O_RDONLY), 100, &out), INPUT_CHANGED);
	CHECK_INT(out.n, 0);
}

TEST(output_replaces_whole)
{
	char folder[] = "/tmp/assay-test-XXXXXX";
	str path, out;

	CHECK(mkdtemp(folder) != NULL);
	path = arena_printf(a, "%s/file", folder);
	CHECK(output_replace(a, path, S("first")));
	CHECK(output_replace(a, path, S("second")));
	CHECK_INT(input_read(a, open((const char *)path.p, O_RDONLY), 100, &out), INPUT_OK);
	CHECK_STR(out, S("second"));
	CHECK(!output_replace(a, arena_printf(a, "%s/no/file", folder), S("x")));
	CHECK(unlink((const char *)path.p) == 0);
	CHECK(rmdir(folder) == 0); /* nothing else was left there */
}
