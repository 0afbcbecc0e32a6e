/* A command: one file under src/cmd/ that ends in `const struct command command_NAME = {...};`. The
 * build lists them; src/main.c finds the one that was asked for and does nothing else. */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include "base/compiler.h"

enum exit_code { /* CONTRACT; when several hold: 2, 3, 1, 0 */
		 EXIT_CLEAN = 0,
		 EXIT_FINDINGS = 1,
		 EXIT_USAGE = 2,
		 EXIT_INCOMPLETE = 3,
		 EXIT_GATE = 12,
};

struct command {
	const char *name;
	const char *summary;		   /* one line for `assay help` */
	const char *usage;		   /* the whole --help text, with examples */
	const char *more;		   /* printed after it; may be NULL */
	int order;			   /* place in `assay help`; 0 = not listed */
	int (*run)(int argc, char **argv); /* argv[0] is the command's name */
};

extern const struct command *const command_table[];
extern const size_t command_count;

#endif
