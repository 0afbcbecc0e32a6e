/* Between the files of `assay db`. */
#ifndef CMD_DB_H
#define CMD_DB_H

#include "base/buf.h"
#include "engine/import.h"

struct db {
	struct arena *a;
	str place;
	const char *path; /* the same */
	const char **words;
	size_t count;
	str url, config; /* of update */
	bool json, quiet, replace, isolated;
};

/* Print and return the exit code. */
int db_problem(const struct db *d, str text);
int db_usage(const char *message);
void db_print(const struct buf *b);
void db_say_source(const struct db *d, str name, const struct import_counts *c);

/* What the database holds, to be added to; NULL: *code says why not. */
struct advisories_import *db_begin(const struct db *d, int *code);
/* Puts it in its place and says what it holds now. */
int db_commit(const struct db *d, struct advisories_import *m);

/* The verbs. */
int db_info(const struct db *d);
int db_find(const struct db *d);
int db_update(const struct db *d);

#endif
