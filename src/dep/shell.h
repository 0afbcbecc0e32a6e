/* Shell scripts as far as it takes to see which commands they run with which words: POSIX quoting,
 * comments, continued lines, operators, redirections. Nothing is run; loops and functions are read
 * as if each command ran once. Never fails. */
#ifndef DEP_SHELL_H
#define DEP_SHELL_H

#include "dep/reader.h"

struct shell_word {
	struct reader_text text; /* without quotes; variables that are known put in */
	bool unknown;		 /* holds a variable or command whose value is not known */
	bool pattern;		 /* holds an unquoted `*` or `?` */
};

struct shell {
	struct arena *arena;
	/* The value of a variable; p == NULL: unknown. May be NULL itself. */
	str (*variable)(void *ctx, str name);
	/* A command and its words; the array is gone afterwards. */
	void (*command)(void *ctx, const struct shell_word *words, uint32_t count);
	void *ctx;
};

void shell_read(const struct shell *s, const struct reader_text *script);

#endif
