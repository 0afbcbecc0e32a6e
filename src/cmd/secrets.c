#include "cmd/command.h"
#include "cmd/scan_options.h"

static int secrets(int argc, char **argv)
{
	return scan_command(argc, argv, LAYER_SECRETS | LAYER_CODE);
}

const struct command command_secrets = {
	.name = "secrets",
	.summary = "Look for secrets: tokens, keys, passwords",
	.usage = "Usage: assay secrets [OPTION...] [PATH...]\n"
		 "\n"
		 "Looks for secrets in every text file below each PATH (default: the current\n"
		 "folder), in notebooks, configurations and CI files too, ignored by git or not.\n"
		 "No report contains a whole secret.\n"
		 "\n"
		 "Examples\n"
		 "  assay secrets .\n"
		 "  assay secrets --history .          everything that git holds\n"
		 "  assay secrets --staged .           in a hook: what is about to be committed\n"
		 "  assay secrets --since origin/main .\n"
		 "  assay secrets --write-baseline known.json .\n"
		 "\n",
	.more = scan_options_help,
	.order = 4,
	.run = secrets,
};
