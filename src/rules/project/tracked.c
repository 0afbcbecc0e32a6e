/* What should not lie in git: found by the parent, which asks git's index (engine/run_git.c). */
#include "engine/rule.h"

const struct rule rules_tracked[] = {
	{
		.id = "PR001",
		.name = "data_tracked",
		.severity = LOW,
		.confidence = MEDIUM,
		.title = "A data file is tracked in git",
		.why = "Data in git is in every clone and stays in the history when it is deleted: "
		       "personal data cannot be withdrawn any more, and the version of the data is "
		       "tied to commits instead of a digest.",
		.fix = "Keep data outside of git (DVC, Git LFS, an object store), with its digest "
		       "in "
		       "git: `git rm --cached FILE` and a line in .gitignore.",
	},
	{
		.id = "PR002",
		.name = "model_tracked",
		.severity = LOW,
		.confidence = HIGH,
		.title = "A model is tracked in git",
		.why = "A model in git is in every clone for ever, a change of it cannot be "
		       "reviewed "
		       "as a difference, and no signature or digest of its own goes with it.",
		.fix = "Keep models in a registry or in Git LFS, with a digest that is checked "
		       "when "
		       "they are loaded: `git rm --cached FILE` and a line in .gitignore.",
	},
	{0},
};
