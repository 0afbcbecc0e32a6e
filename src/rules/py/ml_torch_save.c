#include "rules/py/edit.h"

static void torch_save(struct check *c, const struct node *call)
{
	struct finding *f;

	if (!arg_given(c, call, -1, "weights_only"))
		return;
	f = finding(c, call, "torch.save() has no weights_only: the call raises TypeError");
	edit_drop_keyword(c, f, call, "weights_only");
}

const struct rule rule_torch_save = {
	.id = "ML108",
	.name = "torch_save_weights_only",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {628},
	.title = "torch.save called with weights_only",
	.why = "weights_only belongs to torch.load. torch.save raises TypeError, usually after "
	       "hours of "
	       "training and before the checkpoint is written.",
	.fix = "Remove the argument; save model.state_dict() and pass weights_only=True when "
	       "loading.",
	.bad = "import torch\n"
	       "torch.save(model.state_dict(), 'm.pt', weights_only=True)   #! ML108\n",
	.good = "import torch\ntorch.save(model.state_dict(), 'm.pt')\n",
	.calls = "torch.save torch.serialization.save",
	.py = torch_save,
};
