#include "cmd/command.h"
#include "cmd/scan_options.h"

static int check(int argc, char **argv)
{
	return scan_command(argc, argv, LAYER_ALL);
}

const struct command command_check = {
	.name = "check",
	.summary = "Check files and folders with everything assay knows",
	.usage = "Usage: assay check [OPTION...] [PATH...]\n"
		 "\n"
		 "Checks every file below each PATH (default: the current folder). Nothing is "
		 "executed,\n"
		 "imported or loaded; files are parsed in processes that can open nothing.\n"
		 "\n"
		 "Examples\n"
		 "  assay check .\n"
		 "  assay check --severity medium --format sarif --output assay.sarif src tests\n"
		 "  assay check --select B,ML --ignore B101 --statistics .\n"
		 "  assay check --write-baseline known.json . && assay check --baseline known.json "
		 ".\n"
		 "\n",
	.more = scan_options_help,
	.order = 1,
	.run = check,
};
