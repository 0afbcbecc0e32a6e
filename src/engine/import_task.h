/* Reading sources of advisories as a task in its jail (engine/task.h): whatever a file is made of
 * (OSV records as JSON, JSON lines or YAML, lists of exploited vulnerabilities, archives and
 * compressed files of these), what comes out is a sequence of records in a descriptor, which the
 * parent reads strictly. */
#ifndef ENGINE_IMPORT_TASK_H
#define ENGINE_IMPORT_TASK_H

#include "engine/task.h"
#include "store/advisories.h"

struct import_ask {  /* ctx of the task; its descriptors: the source, and where records go */
	str name;    /* of the file, for what its content does not say */
	bool frames; /* the source is many small files: u32 length, path, u64 length, content */
	bool folder; /* from a folder: documents that are no records are passed over */
};

struct task_job import_task(const struct import_ask *ask);

enum import_end {
	IMPORT_DONE,
	IMPORT_BROKEN, /* where, line and why say what */
	IMPORT_UNREAD, /* the system did not let it be read, or it changed meanwhile */
	IMPORT_ENDS,
};

struct import_counts {
	uint64_t records, withdrawn, unversioned; /* of PyPI */
	uint64_t others;			  /* records of other ecosystems only */
	uint64_t kev, epss;
	uint64_t passed; /* documents of a folder that are no records */
};

struct import_answer {
	enum import_end end;
	str where, why; /* hostile texts */
	uint64_t line;	/* 0: none */
	struct import_counts counts;
};

/* In arena. False: nonsense. */
MUST_CHECK bool import_answer_read(struct arena *a, str reply, struct import_answer *out);

/* What the task has written, into the import; borrows `bytes`. False: nonsense. */
MUST_CHECK bool import_take(struct arena *a, str bytes, struct advisories_import *to);

#endif
