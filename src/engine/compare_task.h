/* Comparison as a task (engine/task.h): the jail's half and the record that it answers. Its
 * descriptors: before, after. */
#ifndef ENGINE_COMPARE_TASK_H
#define ENGINE_COMPARE_TASK_H

#include "compare/compare.h"
#include "engine/task.h"

struct task_job compare_task(const struct compare_ask *ask);

struct compare_answer {
	struct compare_result result; /* blobs are empty; texts are hostile */
	bool memory;		      /* it needed more than a task may have */
	bool changed;		      /* a file changed while it was read, or could not be */
	uint64_t bytes[2];
	str sha256[2]; /* 32 bytes */
};

/* In arena. False: nonsense. */
MUST_CHECK bool compare_answer_read(struct arena *a, str reply, struct compare_answer *out);

#endif
