/* Importing sources of advisories: files and folders, read by tasks in their jails
 * (engine/import_task.h) into the database (store/advisories.h). */
#ifndef ENGINE_IMPORT_H
#define ENGINE_IMPORT_H

#include "engine/import_task.h"

struct import_result {
	struct import_counts counts;
	uint64_t files; /* of a folder: read */
	str error;	/* empty: all of it was read. Hostile text in it is escaped by who prints */
	bool absent;	/* error: there is no such file */
};

/* One source, all of it or an error. In arena, which must live until the import is over. */
void import_file(struct arena *a, struct advisories_import *to, int fd, str name,
		 struct import_result *out); /* the descriptor stays the caller's */
void import_source(struct arena *a, struct advisories_import *to, const char *path,
		   struct import_result *out);

#endif
