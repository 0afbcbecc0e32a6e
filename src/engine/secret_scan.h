/* The secrets layer over bytes: hits of keywords -> rows -> candidates -> verification and filters
 * -> what is the most specific -> the sink. Pure: no I/O, no globals; linear in the size of the
 * text, with bounds from base/limits.h. The same for files, for blobs of a history and for lines of
 * a diff. */
#ifndef ENGINE_SECRET_SCAN_H
#define ENGINE_SECRET_SCAN_H

#include "base/blob.h"
#include "engine/secret.h"
#include "engine/settings.h"

/* Rows by keyword, and patterns as they are compiled when they are first needed. In arena; one
 * thread at a time. */
struct secret_engine;
struct secret_engine *secret_engine_new(struct arena *a, const struct settings *s);

/* What the sink gets; valid during the call. */
struct secret_found {
	const struct rule *rule;
	uint8_t severity, confidence;
	uint64_t start, end; /* bytes of the input, as UTF-8 without a mark */
	uint32_t line, column, end_line, end_column; /* 1-based, columns in code points */
	uint32_t cell, cell_line;		     /* of a notebook; 0 elsewhere */
	str value;				     /* the whole secret: for nobody to show */
	str written;	  /* how it stands in the input; empty when that is on several lines */
	str name;	  /* what it is given to; may be empty */
	str note;	  /* of the verification; may be empty */
	str row;	  /* id of a rule of the project's configuration; empty for built-in ones */
	bool by_name;	  /* too few bits: identified by rule, path and name, never by its value */
	str line_text;	  /* the source line, or the part around it */
	uint32_t line_at; /* column of its first character, 1-based */
	str line_above;	  /* the end of the line before; may be empty */
	/* Not NULL: it was filtered, by the filter of this name. Only when asked for
	 * (SECRET_SCAN_FILTERED). */
	const char *filter, *reason;
};

typedef void secret_sink(void *ctx, const struct secret_found *f);

enum {
	SECRET_SCAN_FILTERED = 1 << 0, /* candidates that a filter held back are handed on too */
	SECRET_SCAN_COMMENTS = 1 << 1, /* comments that accept secrets are looked for */
};

/* Where a word of a comment that accepts secrets stands. */
struct secret_comment {
	uint32_t line;
	str before, after; /* the word: the line up to its end, and what follows */
};

/* What could not be looked at: "a pattern of rule SE012 reached its limit". NULL: nothing. */
struct secret_scan_result {
	const char *problem; /* in arena */
	uint64_t lines;	     /* line ends seen, and a last line without one */
	bool binary;	     /* not text: not looked at */
	bool wants_code;     /* it names what reads the environment */
	/* What is found in it depends on the text around it alone, not on other parts of the file
	 * (a table's first line, Python's constants, cells of a notebook). */
	bool local;
	const struct secret_comment *comments; /* in arena, with SECRET_SCAN_COMMENTS */
	uint32_t comment_count;
};

/* `path` is a hint. Findings come in the order of their places. `a` is scratch, parts of which are
 * given back on the way: the sink keeps what it wants elsewhere. */
void secret_scan(struct secret_engine *e, struct arena *a, str path, str bytes, unsigned flags,
		 secret_sink *sink, void *ctx, struct secret_scan_result *result);

/* The same for what need not fit into memory, in windows that overlap. */
void secret_scan_blob(struct secret_engine *e, struct arena *a, str path, struct blob blob,
		      unsigned flags, secret_sink *sink, void *ctx,
		      struct secret_scan_result *result);

/* `old` is a version of the same file in which nothing was found and everything was local, with so
 * many lines. True: nothing is in `now` either, because what differs from `old` was looked at, with
 * as much around it as findings can depend on; *lines are those of `now`. False: it has to be
 * scanned whole. */
MUST_CHECK bool secret_scan_changes(struct secret_engine *e, struct arena *a, str path, str old,
				    str now, uint32_t *lines);

#endif
