/* What `assay compare` found and how it is said. */
#ifndef CMD_COMPARE_H
#define CMD_COMPARE_H

#include "engine/compare_task.h"

struct comparison {
	struct arena *a;
	struct compare_ask ask;
	struct compare_answer answer;
	str path[2];
	bool json, quiet;
};

/* The report, on standard output; problems on standard error unless it is JSON. */
void compare_say(const struct comparison *c);

#endif
