/* What the files of the secrets engine share. */
#ifndef ENGINE_SECRET_INT_H
#define ENGINE_SECRET_INT_H

#include "engine/secret_assign.h"
#include "engine/secret_filter.h"
#include "engine/secret_scan.h"
#include "text/regex.h"
#include "text/scan.h"

#define SECRET_CONTEXT 300 /* bytes of a line before and after a value that filters see */

struct secret_row {
	const struct rule *rule;
	const struct secret *secret;
	struct regex *regex; /* NULL: not needed yet */
	bool broken, over_lines;
	uint32_t stuck; /* matches in this input that reached a limit */
	/* SECRET_TEXT, in the view at hand: up to where it was searched; 1 + the hit of the last
	 * search. */
	const struct secret_view *view;
	uint32_t covered, searched;
};

struct secret_link {
	struct secret_row *row;
	struct secret_link *next;
};

enum { OWN_NONE, OWN_PERCENT, OWN_ESCAPE };

struct secret_engine {
	struct arena *arena;
	struct scan_words *words;
	const struct scan_word *list;
	size_t word_count;
	struct secret_link **rows_of; /* by word */
	uint8_t *own;		      /* by word: OWN_* */
	struct secret_row *rows;
	size_t row_count;
	struct regex_room *room;
	struct scan_hit *hits[8]; /* by depth of the view */
};

struct secret_claim {
	struct secret_row *row;
	const struct secret_view *view;
	uint32_t start, end; /* in the view */
	uint32_t from, to;   /* in the input */
	str value, name, note;
	uint8_t severity, confidence;
	unsigned rank;
	uint32_t keyword; /* bytes of the word by which it was found */
	const struct secret_filter *filter;
	bool rejected; /* it looks like one, but cannot be: nobody else's either, unless he knows
			  more */
	bool lost;
};

struct secret_job {
	struct secret_engine *engine;
	struct arena *arena;
	str path;
	struct secret_view *root;
	struct secret_claim *claims;
	size_t count, room;
	const char *problem;
	const struct secret_view *assign_view;
	struct secret_assign assign; /* of the name looked at last */
};

/* Runs of base64 and hexadecimal digits that hold text. */
void secret_look_encoded(struct secret_job *j, struct secret_view *v,
			 void (*look)(struct secret_job *j, struct secret_view *inner));

#endif
