/* Glob patterns, compiled once and matched in time linear in the text whatever the pattern is: a
 * set of positions moves over the text, nothing is ever tried twice. */
#ifndef TEXT_GLOB_H
#define TEXT_GLOB_H

#include "base/arena.h"

enum glob_mode {
	GLOB_PATH,    /* `*`, `?` and `[...]` do not match `/`; `**` between slashes matches any
			 folders */
	GLOB_FNMATCH, /* Python's fnmatch on Linux: `*` matches anything, `/` too */
};

struct glob_part;

struct glob {
	struct glob_part *parts; /* in arena */
	uint32_t count;
	bool anchored; /* GLOB_PATH: has a `/` other than at its end, so it starts at the root */
};

/* False when the pattern is too long (LIMIT_GLOB_PARTS), and then matches nothing. An unclosed `[`
 * is itself, as in fnmatch. GLOB_PATH: a leading or trailing `/` is not compared. */
MUST_CHECK bool glob_compile(struct glob *g, struct arena *a, str pattern, enum glob_mode mode);

/* Does the pattern match the whole text? */
PURE bool glob_match(const struct glob *g, str text);

/* Does a GLOB_PATH pattern match the relative path, or a folder that it lies in? A pattern without
 * a slash matches at any depth, as in ignore files. */
PURE bool glob_covers(const struct glob *g, str path);

#endif
