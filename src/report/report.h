/* Reporters: one file each that ends in `const struct reporter reporter_NAME = {...};`; the build
 * lists them. Output goes to a struct buf and is written by the caller at once (to a temporary
 * file, then renamed, when --output is given). Scratch memory is the buffer's arena.
 *
 * Findings come from workers, whose answers are hostile: positions need not make sense, strings may
 * hold any byte. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/buf.h"
#include "engine/report.h"
#include "engine/rule.h"

struct reporter {
	const char *name; /* --format */
	const char *help;
	void (*write)(struct buf *out, const struct report *r, bool colour);
};

extern const struct reporter *const reporter_table[];
extern const size_t reporter_count;

/* The inventory of what is suppressed, where and why, and of comments that suppress nothing. */
void report_write_suppressions(struct buf *out, const struct report *r, bool colour);

/* ---- Words (facts.c) ---- */

const char *report_level(unsigned level);	   /* "info" ... "critical" */
const char *report_layer(const struct rule *rule); /* "code", "models", ..., "assay" for AS */
const char *report_suppressed_by(unsigned by);	   /* "nosec", "baseline", "exception" */
str report_fix(const struct finding *f);	   /* its own, or the rule's */
str report_message(const struct finding *f);	   /* never empty */
/* " (in MEMBER, byte N, since commit ...)", or nothing where there is neither; in arena. */
str report_inside(struct arena *a, const struct finding *f);
/* "commit" or "tag" of what is in no file, but in such a message; NULL elsewhere. */
const char *report_message_of(const struct finding *f);

/* YYYY-MM-DDThh:mm:ssZ; in arena. Empty for times that no calendar has. */
str report_utc(struct arena *a, int64_t unix_seconds);

/* ---- Models (facts.c) ---- */

#define REPORT_VERDICTS 4
extern const char *const report_verdicts[REPORT_VERDICTS]; /* from "clean" to "dangerous" */
unsigned report_verdict_of(unsigned worst);		   /* index of report_verdicts */
static inline const char *report_verdict(unsigned worst)
{
	return report_verdicts[report_verdict_of(worst)];
}
/* The first value of a property; empty when there is none. */
str report_property(const struct report_model *m, const char *key);

#define REPORT_LAYERS 7
extern const char *const report_layers[REPORT_LAYERS]; /* all that report_layer returns */

/* ---- Counts ---- */

struct rule_count {
	const struct rule *rule;
	uint64_t findings, suppressed; /* suppressed ones are not in findings */
	unsigned severity;	       /* the highest */
};

struct report_counts {
	uint64_t findings; /* that are not suppressed */
	uint64_t files;	   /* that have such findings */
	uint64_t by_level[CRITICAL + 1];
	uint64_t by_layer[REPORT_LAYERS][CRITICAL + 1];
	uint64_t suppressed[SUPPRESSED_FILTER + 1]; /* [0]: all */
	struct rule_count *rules;		    /* in arena: most findings first, then by id */
	size_t rule_count;
};

void report_count(struct arena *a, const struct report *r, struct report_counts *c);

/* Makes room for so many bytes a finding at once: growing a report by doubling touches every page
 * of it twice. */
void report_reserve(struct buf *out, const struct report *r, size_t each);

/* ---- Paths (place.c) ---- */

/* The path relative to the repository root, as bytes, in arena; for one outside the root the
 * absolute path, and *outside is set. */
str report_place(struct arena *a, const struct report *r, str path, bool *outside);
/* The same as a URI reference (RFC 3986). */
str report_uri(struct arena *a, const struct report *r, str path, bool *outside);
void report_uri_escape(struct buf *out, str path);

#endif
