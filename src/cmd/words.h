/* The command line of commands that take files and a few options (convert, predict). */
#ifndef CMD_WORDS_H
#define CMD_WORDS_H

#include "base/arena.h"

struct word_option {
	const char *name;
	char letter;	  /* 0: none */
	bool *flag;	  /* either this, */
	str *value;	  /* or this */
	const char *what; /* that a value must be, for messages */
};

/* Takes options out of argv[1...]; what is left is in files (in arena). False: a mistake, which is
 * printed (exit code 2). */
MUST_CHECK bool words_read(struct arena *a, int argc, char **argv,
			   const struct word_option *options, size_t count, const char ***files,
			   size_t *file_count);

#endif
