/* Regular expressions over bytes: the only file that sees PCRE2. Interpreted (a worker's jail
 * allows no memory that can be executed), with limits on steps, depth and memory, all of it in
 * arenas. Patterns of a project are hostile: a pattern that would run for long ends in REGEX_LIMIT,
 * never in silence. Syntax: Perl's, bytes without Unicode; `.` stops at line ends, `$` is the very
 * end, `^` the very beginning, (?m) changes both. */
#ifndef TEXT_REGEX_H
#define TEXT_REGEX_H

#include "base/arena.h"

struct regex;	   /* a compiled pattern, in arena */
struct regex_room; /* what matching needs, in arena; one thread at a time */

struct regex_room *regex_room_new(struct arena *a);

/* NULL: *error says what is wrong (in arena), *offset where in the pattern. */
struct regex *regex_compile(struct arena *a, str pattern, str *error, size_t *offset);

enum regex_result { REGEX_NONE, REGEX_MATCH, REGEX_LIMIT };

struct regex_match {
	size_t start, end;	       /* of the whole match */
	size_t group_start, group_end; /* of group 1; of the whole match when there is none */
};

enum {
	REGEX_SEARCH = 0,
	REGEX_HERE = 1 << 0,  /* the match begins at `from` */
	REGEX_WHOLE = 1 << 1, /* and ends at the end of the text */
};

/* Looks for a match that begins at or after `from`; text before it counts for assertions. */
enum regex_result regex_match(struct regex_room *room, const struct regex *r, str text, size_t from,
			      unsigned how, struct regex_match *m);
/* The same for a match that begins at or before `last` too. */
enum regex_result regex_match_until(struct regex_room *room, const struct regex *r, str text,
				    size_t from, size_t last, struct regex_match *m);

#endif
