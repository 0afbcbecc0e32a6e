/* Between the files of `assay convert`. */
#ifndef CMD_CONVERT_H
#define CMD_CONVERT_H

#include "base/outfile.h"
#include "cmd/scan_options.h"
#include "engine/convert_task.h"
#include "engine/judge.h"

struct conversion {
	struct arena *a;
	struct scan_options scan; /* whose configuration is in force */
	bool force, quiet, json;

	str in, out, config; /* paths; config: of the JSON, empty for NPY */
	enum convert_to to;
	int fd;
	uint64_t size;

	struct judgement verdict;
	struct convert_answer answer;
	bool config_written;
	const char *problem; /* why nothing was written, when it is not the model's fault */
	int error;	     /* errno beside it; 0: none */
	int code;
};

/* As it may be printed: no byte of it reaches the terminal as a control. */
str convert_shown(struct arena *a, str text);
/* The end of it all, in words or as JSON. */
void convert_say(const struct conversion *c);

#endif
