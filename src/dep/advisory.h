/* An advisory (Open Source Vulnerability format 1.6) as far as judging needs it, after import:
 * merged with the other records of the same flaw, scored, for one package. In arena. */
#ifndef DEP_ADVISORY_H
#define DEP_ADVISORY_H

#include "dep/specifier.h"

enum event_kind { EVENT_INTRODUCED, EVENT_FIXED, EVENT_LAST_AFFECTED, EVENT_LIMIT };

struct affected_event {
	enum event_kind kind;
	str version; /* as written; "0" = from the beginning */
};

/* One ECOSYSTEM (or SEMVER) range; GIT ranges say nothing of versions and are not kept. */
struct affected_range {
	const struct affected_event *events; /* sorted: affected_sort */
	uint32_t event_count;
};

/* `affected[]` of one package: a version is affected when a range holds it or the list names it
 * (OSV specification, "Evaluation"). Neither: the record does not say which versions are affected,
 * so that none is known to be. */
struct affected {
	const struct affected_range *ranges;
	uint32_t range_count;
	const str *versions;
	uint32_t version_count;
};

#define CVSS_UNKNOWN 0xff

struct advisory {
	str id;		    /* PYSEC-... where there is one, then GHSA, then the rest */
	const str *aliases; /* sorted, without `id` */
	uint32_t alias_count;
	str summary;	/* one line; may be empty */
	str vector;	/* CVSS vector the score was computed from; may be empty */
	uint8_t cvss;	/* base score in tenths, 0-100; CVSS_UNKNOWN */
	bool malicious; /* the package itself is the attack (MAL-...) */
	bool kev;	/* known to be exploited (CISA's catalogue) */
	int32_t epss;	/* probability of exploitation in 1/100,000; -1 = unknown */
	str kev_due;	/* YYYY-MM-DD; may be empty */
	str published;	/* YYYY-MM-DD; may be empty */
	str url;	/* where a person reads it; may be empty */
	struct affected affected;
};

/* Of one range: is it affected? Asked for versions in their order, all of them together cost as
 * many steps as there are events. */
struct affected_walk {
	const struct affected_range *range;
	struct version limit;
	bool limited;
	bool affected; /* by the events before `next`, which count for every version to come */
	uint32_t next;
};
void affected_walk_begin(struct affected_walk *w, const struct affected_range *r);
bool affected_walk(struct affected_walk *w, const struct version *v);

/* Sorts events as evaluation needs them. */
void affected_sort(struct arena *scratch, struct affected_event *events, uint32_t count);
/* The version that an event names, or its longest release prefix: false when it has none. */
MUST_CHECK bool affected_event_version(str text, struct version *v);
PURE bool affected_in_ranges(const struct affected *a, const struct version *v);

/* Is this one version affected? `text` as written in the lock file; versions that are not PEP 440
 * are compared as texts with the enumerated ones only. */
PURE bool affected_version(const struct affected *a, str text);

/* How much of what a requirement allows is affected, by intervals on the line of versions: nothing
 * has to be known of what was released. */
enum affected_share {
	AFFECTED_NONE,
	AFFECTED_SOME,	 /* an allowed version is, the newest allowed is not */
	AFFECTED_NEWEST, /* the newest allowed one is, an older one is not */
	AFFECTED_ALL,	 /* every allowed version is */
};
enum affected_share affected_allowed(struct arena *scratch, const struct affected *a,
				     const struct specifiers *allowed);

/* The versions named by "fixed" events, in order, each once; in arena. */
void affected_fixes(struct arena *arena, const struct affected *a, const str **fixes,
		    uint32_t *count);

#endif
