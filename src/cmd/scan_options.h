/* The command line of every layer command (CONTRACT: "Options that every layer command has"). */
#ifndef CMD_SCAN_OPTIONS_H
#define CMD_SCAN_OPTIONS_H

#include "engine/settings.h"

struct scan_options {
	struct settings *settings; /* in arena */
	const char **paths;        /* "." when none is given */
	size_t path_count;
	str config, policy;        /* files named; empty if not */
	str only, without, exclude; /* --select, --ignore, --exclude as given */
	str fail_on, severity, confidence;
};

/* Reads the command line; on a mistake prints what to do about it and returns false (exit code 2). */
MUST_CHECK bool scan_options_read(struct scan_options *o, struct arena *a, int argc, char **argv);

/* Joins command line, policy and the project's configuration (engine/config.h) into o->settings, whose
 * root must be set. On a mistake prints where it is and returns false (exit code 2). */
MUST_CHECK bool scan_configure(struct scan_options *o, struct arena *a);

/* The part of --help that all layer commands share. */
extern const char scan_options_help[];

/* Runs a layer command from its command line to its exit code. */
int scan_command(int argc, char **argv, unsigned layers);

#endif
