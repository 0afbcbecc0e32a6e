/* Dockerfiles as BuildKit's frontend reads them: instructions of one or more lines, comments and
 * empty lines between their lines, `# escape=` and other directives, flags, the JSON form, here
 * documents, ONBUILD. Nothing is expanded: `$X` stays. Never fails; what is no known instruction is
 * one all the same. Linear time.
 *
 * Offsets are bytes of the input. The text of an instruction is not contiguous there (continuation
 * lines, comments between them): docker_offset leads back. */
#ifndef TEXT_DOCKERFILE_H
#define TEXT_DOCKERFILE_H

#include "base/arena.h"

struct docker_word {
	str text;	     /* quotes and escapes removed */
	uint32_t start, end; /* in the input, quotes included */
};

struct docker_heredoc {
	str name, body; /* body: the lines up to the one that is `name`; borrows */
	uint32_t start; /* of the body */
	bool verbatim;	/* <<'EOF': nothing in it is expanded */
};

struct docker_piece {
	uint32_t text_at, input_at;
};

struct docker_line {
	str name;			 /* in capitals: "RUN"; in arena */
	str text;			 /* what follows name and flags, as one line; in arena */
	const struct docker_word *flags; /* "--mount=type=secret,id=x", "--from=build" */
	const struct docker_word *words; /* of the JSON form its strings, else words as a shell
					    separates them */
	const struct docker_heredoc *heredocs;
	const struct docker_piece *pieces;
	uint32_t flag_count, word_count, heredoc_count, piece_count;
	uint32_t start, end; /* from the name to the end of the last line or here document */
	uint32_t stage;	     /* how many FROM there were up to here: 0 before the first */
	bool onbuild, json;
};

/* Is a file of this path called as Dockerfiles are? */
PURE bool docker_named(str path);

/* The instructions in order, in arena; how many, at most LIMIT_DOCKER_LINES. */
size_t docker_read(struct arena *a, str bytes, const struct docker_line **out);

/* Where in the input a byte of line->text comes from. */
PURE uint32_t docker_offset(const struct docker_line *line, size_t text_at);

/* NAME=value pairs of ENV, ARG and LABEL, and the old form `ENV NAME value with blanks`. */
struct docker_pair {
	str name, value; /* value.p is NULL for `ARG NAME` */
	uint32_t start, end;
};

size_t docker_pairs(struct arena *a, const struct docker_line *line,
		    const struct docker_pair **out);

/* The value of the flag `--name=...`; p is NULL when there is none. */
str docker_flag(const struct docker_line *line, const char *name);

#endif
