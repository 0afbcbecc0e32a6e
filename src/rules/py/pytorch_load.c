/* B614: torch.load that unpickles. Since torch 2.6 weights_only is true unless said otherwise, so
 * without the argument the finding depends on the project's version. */
#include "rules/py/bandit.h"

static void as_bandit(struct check *c, const struct node *call)
{
	if (seen_module(c, "torch") && !lit_is(lit_keyword(c, call, "weights_only"), "True"))
		finding(c, bandit_place(c, call, "load"),
			"torch.load runs code that the file names");
}

static void torch_load(struct check *c, const struct node *call)
{
	struct call_arg only;
	struct finding *f;

	if (c->compat) {
		as_bandit(c, call);
		return;
	}
	only = arg_at(c, call, -1, "weights_only");
	if (only.state == ARG_STATE_UNKNOWN)
		return;
	if (only.state == ARG_STATE_GIVEN && !is_false(c, only.node) && !is_none(c, only.node))
		return; /* whoever calls this function decides */
	f = finding(c, call, "torch.load runs code that the file names");
	if (only.state != ARG_STATE_GIVEN || is_none(c, only.node))
		finding_when(c, f, "version:torch<2.6");
}

const struct rule rule_pytorch_load = {
	.id = "B614",
	.name = "pytorch_load",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {502},
	.title = "torch.load without weights_only=True",
	.why = "A .pt file is a zip of pickles, and unpickling calls any function that it names.",
	.fix = "Pass weights_only=True, or ship safetensors.",
	.bad = "import torch\nm = torch.load('m.pt', weights_only=False)  #! B614\n",
	.good = "import torch\nm = torch.load('m.pt', weights_only=True)\n",
	.calls = "torch.load torch.serialization.load",
	.py = torch_load,
};
