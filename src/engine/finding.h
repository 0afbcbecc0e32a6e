/* What a rule reports. Inside a worker it points into the file's arena; sent to the parent it is a
 * flat record (engine/wire.h), and there it points into the report's arena. */
#ifndef ENGINE_FINDING_H
#define ENGINE_FINDING_H

#include "base/str.h"

/* Of severity (all five) and of confidence (low, medium, high). */
enum level { LEVEL_DEFAULT, INFO, LOW, MEDIUM, HIGH, CRITICAL };

struct edit { /* replace source bytes [start, end) by text */
	uint32_t start, end;
	str text;
	uint32_t line, column, end_line, end_column; /* the same place, as in struct finding */
};

enum suppressed_by {
	SUPPRESSED_NOT,
	SUPPRESSED_NOSEC,
	SUPPRESSED_BASELINE,
	SUPPRESSED_EXCEPTION,
	SUPPRESSED_FILTER, /* looked like a secret and is none; only with --show-filtered */
};

struct rule;

/* Of a finding about a dependency. Texts may be empty, lists too. */
struct finding_package {
	str package, version, advisory;
	const str *aliases, *fixed_versions;
	const str *via; /* names, from a direct dependency down to the one that asks for it */
	uint32_t alias_count, fixed_count, via_count;
	str summary, vector, url; /* of the advisory: one line; CVSS; where a person reads it */
	uint8_t cvss;		  /* base score in tenths, with a vector */
};

/* A `# nosec` comment, for the inventory (--suppressions). */
struct suppression {
	str path;      /* of the file, as in struct finding */
	uint32_t line; /* 1-based */
	str ids;       /* as written, separated by spaces; empty: all rules */
	str reason;
	uint32_t used;	  /* findings it suppressed */
	str author, date; /* of its line, as git knows: "NAME <MAIL>", YYYY-MM-DD; or empty */
};

enum finding_message { FINDING_OF_FILE, FINDING_OF_COMMIT, FINDING_OF_TAG };

struct finding {
	const struct rule *rule;
	uint8_t severity; /* never LEVEL_DEFAULT once recorded */
	uint8_t confidence;
	uint8_t suppressed; /* enum suppressed_by */
	str path;	    /* as reached from the argument given, escaped */
	uint32_t line, column, end_line, end_column; /* 1-based on disk, code points; 0 = no line */
	uint32_t cell, cell_line;		     /* notebooks, 1-based; 0 elsewhere */
	str member;	 /* path inside the file at `path` (archives); empty elsewhere */
	uint64_t offset; /* byte in the file or member, if has_offset */
	bool has_offset;
	uint32_t start, end; /* byte offsets in the decoded source (worker only) */
	bool by_place;	     /* the fingerprint is to be made once more with the file's place */
	str message;
	str fix;     /* how to mend this very finding; empty: the rule's own text */
	str snippet; /* the source line, cut to LIMIT_SNIPPET_BYTES; empty where lines mean nothing
		      */
	uint32_t snippet_column;  /* of the snippet's first character; 0 or 1: the line's start */
	str reason;		  /* of the suppression */
	str fingerprint;	  /* "v1:" + 32 hex digits */
	str line_hash;		  /* GitHub's primaryLocationLineHash, only when asked for */
	const struct edit *edits; /* a safe automatic fix; none: NULL */
	uint32_t edit_count;
	/* Of what git holds: the first commit that had it (hex), "NAME <MAIL>" and time (RFC 3339)
	 * of its author; empty elsewhere. Of an annotated tag: the commit that it names, if it
	 * names one, and who made the tag. */
	str commit, author, date;
	uint32_t known;	    /* the entry of the settings' known_secrets that accepts it; 0: none */
	uint8_t message_of; /* enum finding_message; the parent's */
	bool at_head;	    /* it still stands in the commit that is checked out */
	const struct finding_package *dep; /* parent only; NULL: it is about none */
	str when; /* a named project fact on which the finding depends ("version:torch<2.6"); empty:
		     none */
};

/* Order inside one file: member, line, column, offset, rule, message, fingerprint. */
PURE int finding_order(const struct finding *a, const struct finding *b);

struct arena;

/* A finding about assay's own work on a file (AS###), for the parent and for what has no tree: no
 * line, fingerprint of rule and message. In arena; path and the like are borrowed. */
struct finding *engine_finding(struct arena *a, const char *id, str path, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
/* "v1:" and 32 hex digits of the parts: what a layer's fingerprint is made of (CONTRACT, Identity).
 */
str fingerprint_of(struct arena *a, const char *rule_id, str statement, str qualname,
		   uint32_t ordinal);
/* Of a finding that is identified by its file's place (by_place): makes the fingerprint anew. */
void finding_placed(struct arena *a, struct finding *f, str place);

#endif
