#include "base/sandbox.h"
#include "base/version.h"
#include "cmd/command.h"
#include "engine/rule.h"

#include <stdio.h>

static int version(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	printf("assay %s\n", ASSAY_VERSION);
	printf("rules %s (%zu)\n", ASSAY_RULES_VERSION, rule_count);
	printf("jail  %s\n", sandbox_state());
	return EXIT_CLEAN;
}

const struct command command_version = {
	.name = "version",
	.summary = "Print the version, the rules' version and the state of the jail",
	.usage =
		"Usage: assay version\n"
		"\n"
		"Prints the version of assay, the version and number of its rules, and which jail\n"
		"this kernel gives to the processes that parse files.\n",
	.order = 90,
	.run = version,
};
