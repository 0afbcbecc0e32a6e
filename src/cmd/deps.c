#include "cmd/command.h"
#include "cmd/scan_options.h"

static int deps(int argc, char **argv)
{
	return scan_command(argc, argv, LAYER_DEPS);
}

const struct command command_deps = {
	.name = "deps",
	.summary = "Compare dependencies with known vulnerabilities",
	.usage =
		"Usage: assay deps [OPTION...] [PATH...]\n"
		"\n"
		"Reads every file below each PATH (default: the current folder) that asks for or "
		"locks\n"
		"packages (requirements, lock files, pyproject.toml, conda, SBOMs, installed\n"
		"environments, ...), compares it with the advisory database and says how it could "
		"be\n"
		"safer. Nothing is installed, resolved or asked of a network. A PATH that is a "
		"file is\n"
		"read whatever it is called. `assay db import FILE...` fills the database.\n"
		"\n"
		"Getting out\n"
		"      --plan               the smallest version named by the advisories that none "
		"of "
		"them\n"
		"                           affects, for each place, with the risk and what to do\n"
		"      --metadata DIR       METADATA files or wheels of newer parents, for the "
		"plan\n"
		"      --fix                edit pins in place; high-risk ones only with "
		"--package\n"
		"      --package NAME       of --fix: this package alone\n"
		"\n"
		"Examples\n"
		"  assay deps .\n"
		"  assay deps --db advisories.db requirements.txt uv.lock\n"
		"  assay deps --format json --output deps.json .\n"
		"  assay deps --severity high --fail-on high .\n"
		"  assay deps .venv                   what is installed\n"
		"  assay deps --plan .                the way out of what is found\n"
		"  assay deps --plan --metadata DIR . ... with METADATA files of newer parents\n"
		"  assay deps --fix .                 edit pins in place, low-risk upgrades only\n"
		"  assay deps --fix --package torch . this one, whatever its risk\n"
		"\n",
	.more = scan_options_help,
	.order = 5,
	.run = deps,
};
