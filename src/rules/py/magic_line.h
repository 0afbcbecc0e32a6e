/* A line of a notebook that is for IPython or the shell, cut into commands and words. */
#ifndef RULES_PY_MAGIC_LINE_H
#define RULES_PY_MAGIC_LINE_H

#include "engine/check.h"

#define WORDS_MAX 64 /* words of one command; what follows is not looked at */

struct command {
	str word[WORDS_MAX]; /* without the quotes around it; nothing is expanded */
	unsigned count;
	bool piped; /* takes the output of the one before */
};

struct magic_line {
	str text;   /* behind the ! or % */
	bool magic; /* %name */
	bool shell; /* !command, also %pip, %sx */
};

struct magic_line magic_line_of(const struct check *c, const struct node *magic);
/* Cuts the next command off *rest, at && || ; | and &; false when there is none. */
bool next_command(str *rest, struct command *out);
/* Drops what stands before the program: `sudo`, `VAR=x`, `time`. */
void skip_prefixes(struct command *k);
/* The program's name without its folder. */
str program(const struct command *k);

/* Without one pair of quotes around it. */
str word_unquote(str word);

#endif
