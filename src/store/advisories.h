/* The advisory database: one SQLite file, $XDG_DATA_HOME/assay/advisories.db unless `--db` or
 * ASSAY_DB says otherwise. Written by `assay db`, one transaction an import; read by the dependency
 * layer, read-only. Its bytes are not trusted: a record that does not decode is an error. */
#ifndef STORE_ADVISORIES_H
#define STORE_ADVISORIES_H

#include "dep/advisory.h"

struct advisories;

struct advisories_info {
	uint32_t advisories, withdrawn, packages, kev, epss;
	str newest;   /* YYYY-MM-DD of the newest advisory's last change */
	str imported; /* YYYY-MM-DDThh:mm:ssZ of the last import */
	str sources;  /* one line each: name, records, licence where the source needs attribution */
	str digest;   /* of what it holds; part of cache keys */
};

enum advisories_state {
	ADVISORIES_OPEN,
	ADVISORIES_ABSENT,  /* no such file: nothing was imported yet */
	ADVISORIES_CORRUPT, /* not a database of ours, or of another version: *error says */
};

/* In read-only mode; `error` (arena) says what was expected and found, and the command that mends
 * it. */
MUST_CHECK enum advisories_state advisories_open(struct arena *a, const char *path,
						 struct advisories **out, str *error);
void advisories_close(struct advisories *db);

/* Active advisories of the package, in order of their id; in arena. False: the database is corrupt
 * (the caller must not take that for "none"). */
MUST_CHECK bool advisories_find(struct advisories *db, struct arena *a, str normal,
				const struct advisory **list, uint32_t *count);

MUST_CHECK bool advisories_info(struct advisories *db, struct arena *a,
				struct advisories_info *out);

#endif
