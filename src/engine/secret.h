/* A type of secret: a row of a table in rules/secret/, one rule (SE###) each. The row says by which
 * words it is found and how it looks; the engine does the rest:
 *
 *	keywords of all rows, in one pass over the bytes (text/scan.h)
 *	-> at each hit the rows of that keyword are matched where `place` says (text/regex.h)
 *	-> entropy, `verify`, and the filters that say why something is none
 *(engine/secret_filter.h)
 *	-> the most specific row wins where several claim the same bytes
 *	-> a finding; it never has the secret in it, only a short prefix.
 *
 * The tables are data: a row's pattern is written for the token as its issuer documents it, its
 * examples are made up (never a real secret) and split in the source. */
#ifndef ENGINE_SECRET_H
#define ENGINE_SECRET_H

#include "base/arena.h"
#include "engine/rule.h"

enum secret_place {
	/* The keyword is the token's own fixed part ("ghp_", "AKIA"): the pattern is matched so
	 * that it begins where the keyword does, and must not be preceded or followed by a byte of
	 * its own alphabet. */
	SECRET_TOKEN,
	/* The keyword stands in a name ("COHERE_API_KEY", --cohere-key, a key of JSON, a column of
	 * CSV, an environment variable's look-up): the pattern must match the whole value that is
	 * given to the name. */
	SECRET_VALUE,
	/* The pattern is searched for from the line of the keyword on, in a window of
	 * LIMIT_SECRET_WINDOW bytes; group 1 is the secret (URLs, headers, command lines, PEM). */
	SECRET_TEXT,
};

/* What the engine believes to be a secret, before it is one. */
struct secret_candidate {
	const struct rule *rule;
	str value;	     /* the secret itself */
	str name;	     /* what it is given to; may be empty */
	str path;	     /* of the file: a hint */
	str before, after;   /* the rest of its line */
	struct arena *arena; /* scratch */
	/* Set by `verify` when it knows more: LEVEL_DEFAULT leaves the rule's own. */
	uint8_t severity, confidence;
	const char *note; /* "expired 2021-04-01", "encrypted with a passphrase": goes into the
			     message; in arena */
};

enum {
	SECRET_GENERIC = 1 << 0,  /* gives way to every other row; all filters apply */
	SECRET_CASE = 1 << 1,	  /* keywords are compared with their case */
	SECRET_ANYWHERE = 1 << 2, /* no filter but placeholders applies (private keys, checksummed
				     tokens) */
	SECRET_SHORT =
		1 << 3, /* fewer than 64 estimated bits: identified by name, never by value */
	SECRET_SHARED = 1 << 4, /* several issuers use its fixed part: gives way to a row that
				   knows the name */
	SECRET_URL = 1 << 5,	/* the pattern matches a URL that holds the keyword and, behind it,
				   an @ after at most 500 bytes without blanks and quotes */
};

struct secret {
	const char *keywords; /* words; at least one stands in the text; compared without case */
	const char *pattern;  /* a regular expression (text/regex.h); group 1, if there is one, is
				 the secret */
	enum secret_place place;
	unsigned flags;
	double entropy; /* bits a character (Shannon, of the value itself) that it has at least; 0:
			 * any
			 */
	/* False: it is none (a checksum does not fit, a structure is broken). May be NULL. */
	bool (*verify)(struct secret_candidate *c);
	const char *revoke; /* where its owner revokes it: "https://github.com/settings/tokens" or a
			       sentence */
};

#endif
