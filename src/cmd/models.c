#include "cmd/approve.h"
#include "cmd/command.h"
#include "cmd/scan_options.h"

static int models(int argc, char **argv)
{
	if (approve_wanted(argc, argv))
		return approve_command(argc, argv);
	return scan_command(argc, argv, LAYER_MODELS | LAYER_CODE);
}

const struct command command_models = {
	.name = "models",
	.summary = "Check model files only",
	.usage =
		"Usage: assay models [OPTION...] [PATH...]\n"
		"\n"
		"Looks for models below each PATH (default: the current folder) by their content,\n"
		"whatever they are called and however they are packed, and says what would run, "
		"be\n"
		"read or be written when they are loaded. Nothing is loaded.\n"
		"\n"
		"Where assay.toml lists approved models ([[models.approved]]), a file that may "
		"run\n"
		"code and is not on the list, or no longer what was approved, is a finding.\n"
		"  assay models --approve --purpose TEXT [--by NAME] [--force] PATH...\n"
		"puts each PATH, or every such file below it, on the list as it is now; --force "
		"even\n"
		"with findings at high or above.\n"
		"\n"
		"Examples\n"
		"  assay models model.pt\n"
		"  assay models --format json --hash models/\n"
		"  assay models --format cyclonedx --output ml-bom.json models/\n"
		"  assay models --approve --purpose 'ranking, until the ONNX port' "
		"models/rank.pkl\n"
		"\n",
	.more = scan_options_help,
	.order = 3,
	.run = models,
};
