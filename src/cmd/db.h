/* Between the files of `assay db`. */
#ifndef CMD_DB_H
#define CMD_DB_H

#include "base/buf.h"
#include "store/advisories.h"

struct db {
	struct arena *a;
	str place;
	const char *path; /* the same */
	const char **words;
	size_t count;
	bool json, quiet, replace;
};

/* Print and return the exit code. */
int db_problem(const struct db *d, str text);
int db_usage(const char *message);
void db_print(const struct buf *b);

/* The verbs. */
int db_info(const struct db *d);
int db_find(const struct db *d);

#endif
