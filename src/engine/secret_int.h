/* What the files of the secrets engine share. */
#ifndef ENGINE_SECRET_INT_H
#define ENGINE_SECRET_INT_H

#include "base/limits.h"
#include "engine/secret_assign.h"
#include "engine/secret_filter.h"
#include "engine/secret_scan.h"
#include "text/regex.h"
#include "text/scan.h"

#define SECRET_FIRST_LINE 4096 /* bytes in which columns are named */
#define SECRET_HEAD 8192       /* bytes by which it is judged whether a file is text */
#define SECRET_CONTEXT 300     /* bytes of a line before and after a value that filters see */

struct secret_row {
	const struct rule *rule;
	const struct secret *secret;
	str id;		     /* of a row of the configuration; empty elsewhere */
	struct regex *regex; /* NULL: not needed yet */
	uint64_t input;	     /* the window that the following is about */
	bool broken, over_lines;
	str path; /* a pattern of paths; empty: everywhere */
	struct regex *path_regex;
	bool elsewhere; /* not on this path */
	str allow;	/* patterns of values that are none, one a line */
	struct regex **allowed;
	size_t allow_count;
	uint32_t stuck; /* matches in this input that reached a limit */
	/* SECRET_TEXT, in the view at hand of each depth: a match that begins before `covered` was
	 * looked for. */
	struct secret_searched {
		const struct secret_view *view;
		uint32_t covered;
	} at[LIMIT_ROOM(LIMIT_SECRET_DEPTH) + 1];
};

struct secret_link {
	struct secret_row *row;
	struct secret_link *next;
	/* The pattern spells the word: a match begins with it or before it. One that does not hold
	 * it is found by another keyword or not at all, whatever stands before it. */
	bool inside;
};

enum { OWN_NONE, OWN_PERCENT, OWN_ESCAPE, OWN_CODE, OWN_COMMENT };

/* Words and the rows they belong to. */
struct secret_index {
	struct scan_words *words; /* NULL: none */
	const struct scan_word *list;
	size_t count;
	struct secret_link **rows; /* by word */
	uint8_t *own;		   /* by word: OWN_* */
};

/* The keywords of a version. */
struct secret_hit {
	const struct secret_index *index;
	struct scan_hit hit;
	uint32_t reach; /* the last byte below its line on which it depends what it leads to */
};

struct secret_hits {
	struct secret_hit *list;
	uint32_t count;
	bool full; /* there are more than LIMIT_SECRET_KEYWORDS */
};

struct secret_engine {
	struct arena *arena;
	struct secret_index builtin, custom;
	struct secret_link *everywhere; /* rows without keywords */
	struct secret_row *rows;
	size_t row_count;
	struct regex_room *room;
	uint64_t input;		  /* counts windows */
	struct scan_hit *hits[8]; /* by depth of the view */
	bool follows;		  /* versions of files come one after the other */
	struct secret_hits last, now;
};

struct secret_claim {
	struct secret_row *row;
	const struct secret_view *view;
	uint32_t start, end; /* in the view */
	uint32_t from, to;   /* in the window */
	str value, name, note;
	uint8_t severity, confidence;
	unsigned rank;
	uint32_t keyword; /* bytes of the word by which it was found */
	const struct secret_filter *filter;
	bool rejected; /* it looks like one, but cannot be: nobody else's either, unless he knows
			  more */
	bool lost;
};

/* Text of a notebook's cell. */
struct secret_group {
	uint32_t cell;	   /* 1-based */
	uint32_t from, to; /* in the window */
	struct secret_view *view;
	struct secret_group *next;
};

struct secret_job {
	struct secret_engine *engine;
	struct arena *arena; /* scratch */
	str path;
	unsigned flags;
	secret_sink *sink;
	void *ctx;
	struct secret_view *root; /* the window */
	uint64_t base;		  /* where it begins in the input */
	bool whole;		  /* it is all of the input */
	bool python;		  /* the path says that it is */
	bool wants_python;	  /* literals of it look like parts of a secret */
	bool full;		  /* more candidates than are kept */
	bool wants_code;	  /* it names what reads the environment */
	bool table;		  /* a keyword heads a column */
	uint32_t *comments;	  /* where words of comments that accept secrets end */
	uint32_t comment_count;
	struct secret_claim *claims;
	size_t count, room;
	const struct secret_row *stuck; /* its pattern reached a limit */
	const struct secret_view *assign_view;
	struct secret_assign assign; /* of the name looked at last */
	struct secret_group *groups; /* of a notebook */
};

/* secret_input.c: the path is one of Python's. */
bool secret_is_python(str path);

/* secret_parts.c. The bytes of the line before `at`, SECRET_CONTEXT at most. */
str secret_line_before(str s, uint32_t at);
/* A literal ends right behind the keyword [from, end), and the rest of a token may stand elsewhere:
 * "sk-" + rest, f"sk-{rest}". */
bool secret_cut_off(struct secret_view *v, uint32_t from, uint32_t end);
/* What a keyword that ends here names is filled in: f"Bearer {token}", "password=%s" % word,
 * "token: " + token, "postgres://user:" + word + "@host". */
bool secret_filled_in(struct secret_view *v, uint32_t end);
/* The literal around `at` ends on this line, and another one follows: "postgres://u:" "secret@h".
 */
bool secret_goes_on(struct secret_view *v, uint32_t at);

/* secret_engine.c */
bool secret_match(struct secret_job *j, struct secret_row *row, str text, size_t from, unsigned how,
		  struct regex_match *m);
bool secret_match_until(struct secret_job *j, struct secret_row *row, str text, size_t from,
			size_t last, struct regex_match *m);
/* Forgets what the row knew of another input. */
void secret_row_begin(struct secret_job *j, struct secret_row *row);
/* Does the project's own rule allow this value? */
bool secret_row_allows(struct secret_engine *e, struct secret_row *row, str value);

/* secret_scan.c: everything in v, and in what is found encoded in it. */
void secret_look(struct secret_job *j, struct secret_view *v);
/* The same for keywords that end in (from, to]. */
void secret_look_range(struct secret_job *j, struct secret_view *v, uint32_t from, uint32_t to);
/* The same for one, which is remembered. */
void secret_look_hit(struct secret_job *j, struct secret_view *v, const struct secret_index *x,
		     const struct scan_hit *h);

/* secret_changes.c */
void secret_hit_add(struct secret_engine *e, const struct secret_hit *h);
/* What was the version at hand is the last one now. */
void secret_hits_begin(struct secret_engine *e);

/* secret_input.c */
PURE bool secret_is_text(str bytes);
PURE uint64_t secret_line_ends(str s);

/* secret_settle.c */
void secret_settle(struct secret_job *j);

/* secret_encoded.c: runs of base64 and hexadecimal digits that hold text. */
void secret_look_encoded(struct secret_job *j, struct secret_view *v, uint32_t from, uint32_t to);

/* secret_notebook.c */
void secret_look_notebook(struct secret_job *j, struct secret_view *root);
void secret_cell_of(const struct secret_job *j, uint32_t at, uint32_t *cell, uint32_t *line);

/* secret_python.c */
void secret_look_python(struct secret_job *j, struct secret_view *root);

#endif
