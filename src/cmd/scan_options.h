/* The command line of every layer command (CONTRACT: "Options that every layer command has"). */
#ifndef CMD_SCAN_OPTIONS_H
#define CMD_SCAN_OPTIONS_H

#include "engine/config.h"
#include "engine/helper.h"
#include "engine/settings.h"

struct scan_options {
	struct settings *settings;  /* in arena; of them only the plain switches and file names */
	struct config command_line; /* the rest, for config_load */
	const char **paths;	    /* "." when none is given */
	size_t path_count;
	bool paths_given;
	str config, policy; /* files named; empty if not */
	str profile;	    /* of a Bandit configuration; empty if not */
};

/* Reads the command line; on a mistake prints what to do about it and returns false (exit code 2).
 */
MUST_CHECK bool scan_options_read(struct scan_options *o, struct arena *a, int argc, char **argv);

/* Fills the settings from everything that decides them, the repository's root included. Says what
 * is wrong and returns false (exit code 2). */
MUST_CHECK bool scan_configure(struct scan_options *o, struct arena *a, struct helper *helper);

/* The part of --help that all layer commands share. */
extern const char scan_options_help[];

/* Runs a layer command from its command line to its exit code. */
int scan_command(int argc, char **argv, unsigned layers);

#endif
