#include "cmd/command.h"
#include "cmd/scan_options.h"

static int code(int argc, char **argv)
{
	return scan_command(argc, argv, LAYER_CODE);
}

const struct command command_code = {
	.name = "code",
	.summary = "Check Python code and notebooks only",
	.usage = "Usage: assay code [OPTION...] [PATH...]\n"
		 "\n"
		 "Checks Python files, notebooks and Python scripts below each PATH (default: the\n"
		 "current folder), and reads lock files to know the versions they run with.\n"
		 "\n"
		 "Examples\n"
		 "  assay code src\n"
		 "  assay code --bandit-compat --format json src\n"
		 "\n",
	.more = scan_options_help,
	.order = 2,
	.run = code,
};
