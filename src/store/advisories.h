/* The advisory database: one SQLite file, $XDG_DATA_HOME/assay/advisories.db unless `--db` or
 * ASSAY_DB says otherwise. Written by `assay db`, one transaction an import; read by the dependency
 * layer, read-only. Its bytes are not trusted: a record that does not decode is an error. */
#ifndef STORE_ADVISORIES_H
#define STORE_ADVISORIES_H

#include "dep/osv.h"

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

/* Where the database is: `given` (--db) if not empty, ASSAY_DB, or $XDG_DATA_HOME/assay. In arena;
 * empty: the user has no home. */
str advisories_place(struct arena *a, str given);

/* ---- Writing ---- */

struct advisories_import;

/* What the database holds already, unless it is to be `fresh`; waits for the end of another import.
 * NULL: it is not one of ours (*error). Ends with the commit, or without one. */
struct advisories_import *advisories_import_begin(struct arena *a, const char *path, bool fresh,
						  str *error);
/* Adds a record, or replaces the one with the same id unless that was modified later. Borrows. */
void advisories_import_record(struct advisories_import *m, const struct osv_record *r);
/* A record that says nothing of PyPI: one with its id that was older is withdrawn. Borrows. */
void advisories_import_elsewhere(struct advisories_import *m, str id, str modified);
/* Entries of the two lists; the first one of an import empties what was there. False: no CVE. */
MUST_CHECK bool advisories_import_kev(struct advisories_import *m, str cve, str due);
MUST_CHECK bool advisories_import_epss(struct advisories_import *m, str cve, uint32_t score);
/* Puts the database in its place, whole; `now` is YYYY-MM-DDThh:mm:ssZ. False: *error, and the old
 * one is untouched. */
MUST_CHECK bool advisories_import_commit(struct advisories_import *m, const char *path, str now,
					 str *error);
void advisories_import_end(struct advisories_import *m);

#endif
