/* torch.load: a .pt file is a zip with a pickle in it, and a pickle calls what it names. Since
 * torch 2.6 `weights_only` is true unless said otherwise, so a call that leaves it out is a finding
 * only while the project may run an older torch (fact `version:torch`); one that says False is a
 * finding always. A value that is not constant is the business of whoever calls. */
#include "rules/py/edit.h"

#define TORCH_LOAD "torch.load torch.serialization.load"

static void torch_load_unsafe(struct check *c, const struct node *call)
{
	struct finding *f;

	if (!arg_is_false(c, call, -1, "weights_only"))
		return;
	f = finding(c, call, "%.*s() with weights_only=False runs code that the file names",
		    STR_ARG(str_in(call_name(c, call), TORCH_LOAD) ? S("torch.load")
								   : call_method(c, call)));
	edit_keyword(c, f, call, "weights_only", "True");
}

static void torch_load_default(struct check *c, const struct node *call)
{
	struct call_arg a = arg_at(c, call, -1, "weights_only");
	struct finding *f;

	if (a.state == ARG_STATE_UNKNOWN)
		return;
	if (a.state == ARG_STATE_GIVEN && !is_none(c, a.node))
		return;
	f = finding(c, call,
		    "torch.load() without weights_only=True runs code that the file names "
		    "when torch is older than 2.6");
	finding_when(c, f, "version:torch<2.6");
	edit_keyword(c, f, call, "weights_only", "True");
}

static void torch_load_pickle_module(struct check *c, const struct node *call)
{
	const struct node *m = arg_node(c, call, 2, "pickle_module");
	str name;

	if (m == NULL || is_none(c, m) || arg_is_true(c, call, -1, "weights_only"))
		return;
	name = name_of(c, m);
	finding(c, call, "torch.load() unpickles with a module of the caller's choice%s%.*s",
		name.n ? ": " : "", STR_ARG(name));
}

const struct rule rules_torch_load[] = {
	{
		.id = "ML101",
		.name = "torch_load_unsafe",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502},
		.title = "torch.load with weights_only=False",
		.why = "A .pt, .pth or .ckpt file holds a pickle, and unpickling calls any "
		       "function the "
		       "file names. With weights_only=False whoever can replace the file runs code "
		       "as "
		       "this process, on every version of torch.",
		.fix = "Pass weights_only=True (allow single classes with "
		       "torch.serialization.add_safe_globals), or store weights as safetensors.",
		.bad = "import torch\n"
		       "state = torch.load('m.pt', weights_only=False)   #! ML101\n",
		.good = "import torch\n"
			"state = torch.load('m.pt', weights_only=True)\n"
			"def load(path, flag):\n"
			"    return torch.load(path, weights_only=flag)\n",
		.reference = "https://pytorch.org/docs/stable/generated/torch.load.html",
		.calls = TORCH_LOAD " *.load_from_checkpoint torch.hub.load_state_dict_from_url "
				    "lightning.Fabric().load lightning.fabric.Fabric().load",
		.py = torch_load_unsafe,
	},
	{
		.id = "ML102",
		.name = "torch_load_default",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {502},
		.title = "torch.load that relies on the default of weights_only",
		.why = "Before torch 2.6 the default unpickles anything, so the same line is safe "
		       "on one "
		       "machine and runs code from the file on another. The finding disappears "
		       "when "
		       "the project's lock file requires torch 2.6 or newer.",
		.fix = "Say it: torch.load(path, weights_only=True). Or require torch>=2.6.",
		.bad = "import torch as t\n"
		       "state = t.load('m.pt', map_location='cpu')   #! ML102\n",
		.good = "import torch\n"
			"state = torch.load('m.pt', map_location='cpu', weights_only=True)\n",
		.reference = "https://pytorch.org/docs/stable/generated/torch.load.html",
		.calls = TORCH_LOAD,
		.py = torch_load_default,
	},
	{
		.id = "ML103",
		.name = "torch_load_pickle_module",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {502},
		.title = "torch.load with a pickle_module of its own",
		.why = "A pickle_module replaces torch's restricted unpickler by a full one (dill "
		       "and "
		       "cloudpickle can even carry the code with them).",
		.fix = "Drop pickle_module and pass weights_only=True.",
		.bad = "import dill\nimport torch\n"
		       "state = torch.load('m.pt', pickle_module=dill)   #! ML103\n",
		.good = "import torch\nstate = torch.load('m.pt', weights_only=True)\n",
		.calls = TORCH_LOAD,
		.py = torch_load_pickle_module,
	},
};
