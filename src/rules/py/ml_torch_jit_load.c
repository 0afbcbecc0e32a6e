#include "engine/check.h"

static void torch_jit_load(struct check *c, const struct node *call)
{
	finding(c, call, "torch.jit.load() runs the program that the archive holds");
}

const struct rule rule_torch_jit_load = {
	.id = "ML104",
	.name = "torch_jit_load",
	.severity = LOW,
	.confidence = MEDIUM,
	.cwe = {829},
	.title = "TorchScript archive loaded",
	.why = "A TorchScript archive is a program: it cannot import Python, but its operators "
	       "read "
	       "files, allocate without limit and have had memory-safety bugs. Treat it as code "
	       "from "
	       "its author.",
	.fix = "Load only archives whose digest or signature was checked, or export weights as "
	       "safetensors and build the module from source.",
	.bad = "import torch\nm = torch.jit.load('m.ts')   #! ML104\n",
	.good = "import torch\nm = torch.jit.script(net)\n",
	.calls = "torch.jit.load",
	.py = torch_jit_load,
};
