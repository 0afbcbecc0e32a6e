/* The door: finds the command that was asked for and runs it. Commands are files under src/cmd/
 * that the build lists in command_table; nothing else is decided here. */
#include "cmd/command.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/fail.h"
#include "base/str.h"

int main(int argc, char **argv);

static const struct command *find(str name)
{
	for (size_t i = 0; i < command_count; i++) {
		if (str_eq(str_of(command_table[i]->name), name))
			return command_table[i];
	}
	return NULL;
}

static void help(void)
{
	printf("assay checks Python machine-learning projects and never executes what it "
	       "checks.\n\n"
	       "Usage: assay COMMAND [OPTION...] [PATH...]\n\nCommands:\n");
	for (int order = 1; order < 1000; order++) {
		for (size_t i = 0; i < command_count; i++) {
			if (command_table[i]->order == order)
				printf("  %-10s %s\n", command_table[i]->name,
				       command_table[i]->summary);
		}
	}
	printf("\n`assay COMMAND --help` prints a command's options with examples.\n"
	       "\nExamples\n"
	       "  assay check .                    everything below the current folder\n"
	       "  assay explain B614               what a finding's rule means\n"
	       "\nExit codes: 0 nothing found, 1 findings, 2 wrong usage or configuration,\n"
	       "3 something was not checked that should have been.\n");
}

/* A path where the command belongs gets its own advice: `assay src` is what many type first. */
static int unknown(const char *word)
{
	const char *near = NULL;
	unsigned best = UINT_MAX;

	for (size_t i = 0; i < command_count; i++) {
		if (str_near(str_of(word), str_of(command_table[i]->name), &best))
			near = command_table[i]->name;
	}
	fprintf(stderr, "assay: there is no %s '%s'", word[0] == '-' ? "option" : "command", word);
	if (near != NULL)
		fprintf(stderr, "; did you mean '%s'?\n", near);
	else
		fprintf(stderr, ". To check files: assay check PATH...\n");
	fprintf(stderr, "`assay --help` lists the commands.\n");
	return EXIT_USAGE;
}

static int command_help(const char *name)
{
	const struct command *c = find(str_of(name));

	if (c == NULL)
		return unknown(name);
	fputs(c->usage, stdout);
	if (c->more != NULL)
		fputs(c->more, stdout);
	return EXIT_CLEAN;
}

static int run(int argc, char **argv)
{
	const struct command *c = find(str_of(argv[0]));
	volatile int code = EXIT_INCOMPLETE;
	struct fail_point here;

	if (c == NULL)
		return unknown(argv[0]);
	for (int i = 1; i < argc && !str_eq(str_of(argv[i]), S("--")); i++) {
		if (str_eq(str_of(argv[i]), S("--help")) || str_eq(str_of(argv[i]), S("-h")))
			return command_help(argv[0]);
	}
	if (FAIL_SET(&here) == FAIL_NONE)
		code = c->run(argc, argv);
	else
		fprintf(stderr, "assay: %s\n", here.what);
	fail_clear(&here);
	return code;
}

/* A program started without standard input, output or error would get a file or a socket of its own
 * by that number, and print into it. Reading from what stands in is allowed, writing fails. */
static void standard_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			(void)!open("/dev/null", O_RDONLY); /* the lowest that is free: fd */
	}
}

int main(int argc, char **argv)
{
	char version[] = "version";
	char *as_command[] = {version, NULL};
	str first = argc > 1 ? str_of(argv[1]) : (str){NULL, 0};
	int code;

	(void)signal(SIGXFSZ, SIG_IGN); /* a file too large is an error of write() */
	standard_descriptors();
	if (argc < 2) {
		help();
		code = EXIT_USAGE;
	} else if (str_eq(first, S("--help")) || str_eq(first, S("-h"))) {
		help();
		code = EXIT_CLEAN;
	} else if (str_eq(first, S("help"))) {
		if (argc > 2) {
			code = command_help(argv[2]);
		} else {
			help();
			code = EXIT_CLEAN;
		}
	} else if (str_eq(first, S("--version")) || str_eq(first, S("-V"))) {
		code = run(1, as_command);
	} else {
		code = run(argc - 1, argv + 1);
	}
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "assay: the output could not be written\n");
		return EXIT_INCOMPLETE;
	}
	return code;
}
