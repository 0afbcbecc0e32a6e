#include "engine/check.h"

static void mutable_artifact(struct check *c, const struct node *call)
{
	struct value v = value_of(c, arg_node(c, call, 0, NULL));
	size_t colon;
	str alias;

	if (v.kind != VALUE_STR && v.kind != VALUE_PARTIAL_STR)
		return;
	colon = str_rfind_byte(v.text, ':');
	alias = colon == STR_NONE ? S("latest") : str_slice(v.text, colon + 1, v.text.n);
	if (alias.n > 1 && alias.p[0] == 'v' && alias.p[1] >= '0' && alias.p[1] <= '9')
		return;
	if (str_find(alias, S("\xef\xbf\xbd")) != STR_NONE)
		return;
	finding(c, call, "The artifact alias %.*s can be moved to another version", STR_ARG(alias));
}

const struct rule rule_mutable_artifact = {
	.id = "ML125",
	.name = "wandb_mutable_artifact",
	.severity = LOW,
	.confidence = HIGH,
	.cwe = {494},
	.title = "W&B artifact taken by a movable alias",
	.why = "`:latest` and other aliases point to whatever was logged last; a rerun silently "
	       "trains "
	       "or serves on something else.",
	.fix = "Name the version: run.use_artifact('team/project/model:v12').",
	.bad = "import wandb\nrun = wandb.init()\na = run.use_artifact('t/p/m:latest')   #! "
	       "ML125\n",
	.good = "import wandb\nrun = wandb.init()\na = run.use_artifact('t/p/m:v12')\n",
	.calls = "*.use_artifact *.use_model",
	.py = mutable_artifact,
};
