/* Conversion and digest as tasks (engine/task.h): the jail's half and the record that it answers.
 */
#ifndef ENGINE_CONVERT_TASK_H
#define ENGINE_CONVERT_TASK_H

#include "convert/convert.h"
#include "engine/task.h"

struct convert_ask { /* ctx of the task; its descriptors: source, arrays, JSON (-1: none) */
	enum convert_to to;
	str source, policy, out;
};

struct task_job convert_task(const struct convert_ask *ask);
/* Before it is done it wants to hear (task_tell) 32 bytes: the digest of the source. */

#define CONVERT_ANSWER_DROPS 20

struct convert_answer {
	enum convert_end end;
	int error;		/* errno of what could not be read or written; 0: none */
	bool memory;		/* it needed more than a task may have */
	struct refusal refusal; /* hostile text, as everything below */
	str format, root_class;
	uint32_t arrays, tied;
	uint64_t array_bytes, bytes, config_bytes, dropped;
	struct dropped drops[CONVERT_ANSWER_DROPS];
	uint32_t drop_count;
};

/* In arena. False: nonsense. */
MUST_CHECK bool convert_answer_read(struct arena *a, str reply, struct convert_answer *out);

/* Answers the SHA-256 of its only descriptor and whether the stored members of an archive have the
 * checksums that it says (convert/checksum.h); nothing when it cannot be read. */
struct task_job digest_task(void);

struct digest_answer {
	str sha256; /* 32 bytes */
	bool damaged;
	str member; /* the first one that is; hostile text */
	uint32_t stated, found;
};

/* In arena. False: nonsense, or no answer. */
MUST_CHECK bool digest_answer_read(struct arena *a, str reply, struct digest_answer *out);

#endif
