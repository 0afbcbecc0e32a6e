/* Between import_task.c and import_list.c, which run in the jail. */
#ifndef ENGINE_IMPORT_INT_H
#define ENGINE_IMPORT_INT_H

#include "base/stream.h"
#include "engine/import_task.h"
#include "text/tree.h"

enum import_item {
	IMPORT_RECORD = 1,
	IMPORT_ELSEWHERE, /* an id, and when it was modified: of other ecosystems */
	IMPORT_KEV,
	IMPORT_EPSS,
};

struct importing {
	struct task_inside *task;
	const struct import_ask *ask;
	str name;	      /* what is being read: "all.zip: PYSEC-2024-1.json" */
	struct arena scratch; /* one document's */
	struct arena hold;    /* one file's */
	struct arena unpack;
	struct buf out;
	struct import_answer answer;
	bool loose; /* documents that are no records are passed over */
};

/* Always false; the first one counts. `why` is a literal. */
bool import_broken(struct importing *m, uint64_t line, const char *why);
void import_put(struct importing *m, enum import_item kind, str bytes);

/* CISA's catalogue of exploited vulnerabilities (KEV) and FIRST's scores (EPSS), as CSV with their
 * own column names. */
PURE bool import_is_list(str head);
bool import_list(struct importing *m, struct stream *s);
bool import_kev_json(struct importing *m, const struct tree *vulnerabilities, str bytes);

/* Is it read when it lies in a folder or an archive? */
PURE bool import_is_wanted(str name);

#endif
