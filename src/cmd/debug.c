/* `assay debug STAGE FILE`: what each stage of the analysis makes of a file. The file is read
 * first; then the process locks itself into the jail, because what comes after may be hostile. */
#include "cmd/debug.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include "base/fail.h"
#include "base/limits.h"
#include "base/sandbox.h"
#include "cmd/command.h"

static bool read_all(struct buf *b, int fd)
{
	for (;;) {
		uint8_t *room = buf_room(b, 64 * KiB);
		ssize_t n = read(fd, room, 64 * KiB);
		b->n -= 64 * KiB - (n > 0 ? (size_t)n : 0);
		if (n <= 0)
			break;
		if (b->n > LIMIT_SOURCE_BYTES)
			return false;
	}
	memset(buf_room(b, 64), 0, 64);
	b->n -= 64;
	return true;
}

static const struct stage *find_stage(str name)
{
	for (size_t i = 0; i < stage_count; i++)
		if (str_eq(str_of(stage_table[i]->name), name))
			return stage_table[i];
	return NULL;
}

static int list_stages(FILE *to)
{
	fputs("Usage: assay debug STAGE [--OPTION] FILE     (FILE - is standard input)\n\n", to);
	for (size_t i = 0; i < stage_count; i++)
		fprintf(to, "  %-10s %s\n", stage_table[i]->name, stage_table[i]->help);
	return EXIT_USAGE;
}

static bool write_all(str s)
{
	while (s.n > 0) {
		ssize_t n = write(STDOUT_FILENO, s.p, s.n);
		if (n <= 0)
			return false;
		s = str_slice(s, (size_t)n, s.n);
	}
	return true;
}

static int run_stage(struct arena *a, const struct stage *stage, str path, str bytes, str option)
{
	struct fail_point here;
	volatile int code = EXIT_INCOMPLETE;

	if (FAIL_SET(&here) == FAIL_NONE) {
		struct buf out = buf_in(a);
		bool ok = stage->print(a, path, bytes, option, &out);
		if (write_all(buf_str(&out)))
			code = ok ? EXIT_CLEAN : EXIT_FINDINGS;
	} else {
		str text = str_of(here.what);
		(void)!write(STDERR_FILENO, text.p, text.n);
		(void)!write(STDERR_FILENO, "\n", 1);
	}
	fail_clear(&here);
	return code;
}

static int debug(int argc, char **argv)
{
	const struct stage *stage = argc > 1 ? find_stage(str_of(argv[1])) : NULL;
	str option = argc > 3 ? str_of(argv[2]) : (str){NULL, 0};
	const char *path = argc > 2 ? argv[argc - 1] : "-";
	struct arena a;
	struct buf bytes;
	bool ok;
	int fd;

	if (stage == NULL)
		return list_stages(stderr);
	if (strcmp(path, "--test") ==
	    0) { /* the suites of others give the file on standard input */
		option = str_of(path);
		path = "-";
	}
	fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0) {
		perror(path);
		return EXIT_USAGE;
	}
	arena_init(&a, LIMIT_FILE_MEMORY);
	bytes = buf_in(&a);
	ok = read_all(&bytes, fd);
	close(fd);
	if (!ok || !sandbox_enter()) {
		fputs(ok ? "assay: this kernel gives no jail\n" : "assay: file too large\n",
		      stderr);
		return EXIT_INCOMPLETE;
	}
	return run_stage(&a, stage, str_of(path), buf_str(&bytes), option);
}

const struct command command_debug = {
	.name = "debug",
	.summary = "Print what a stage of the analysis makes of a file",
	.usage = "Usage: assay debug STAGE [--OPTION] FILE\n"
		 "\n"
		 "Without a STAGE, lists them. FILE - is standard input.\n",
	.order = 95,
	.run = debug,
};
