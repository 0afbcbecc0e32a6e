/* torch.hub.load(repo_or_dir, model, source='github', trust_repo=None, ...) downloads a repository
 * and runs its hubconf.py. `owner/name:REF` pins it; only a full commit hash cannot be moved. */
#include "rules/py/revision.h"

static void torch_hub_load(struct check *c, const struct node *call)
{
	const struct node *repo = arg_node(c, call, 0, "repo_or_dir");
	struct value source = value_of(c, arg_node(c, call, -1, "source"));
	struct value v = value_of(c, repo);
	bool trusted = arg_is_true(c, call, -1, "trust_repo");
	size_t colon;
	enum revision r;

	if (source.kind == VALUE_STR && str_eq(source.text, S("local")))
		return;
	if (v.kind != VALUE_STR || !hub_id_plausible(v.text)) {
		if (trusted)
			finding_graded(c, call, LOW, LOW,
				       "torch.hub.load(trust_repo=True) runs a repository's code "
				       "without asking");
		return;
	}
	colon = str_find_byte(v.text, ':');
	r = colon == STR_NONE ? REVISION_MISSING
			      : revision_of(str_slice(v.text, colon + 1, v.text.n));
	if (r == REVISION_COMMIT)
		return;
	finding_graded(c, call,
		       trusted		   ? HIGH
		       : r == REVISION_TAG ? LOW
					   : MEDIUM,
		       HIGH,
		       "torch.hub.load() runs the code of %.*s as it is at the moment of the "
		       "download%s",
		       STR_ARG(v.text), trusted ? ", without asking" : "");
}

const struct rule rule_torch_hub_load = {
	.id = "ML105",
	.name = "torch_hub_load",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {494, 829},
	.title = "torch.hub.load of a repository that is not pinned",
	.why = "torch.hub.load downloads a GitHub repository and executes its hubconf.py. A branch "
	       "or "
	       "tag can be moved by whoever owns or takes over the repository; trust_repo=True "
	       "also "
	       "removes the question asked before code of a new owner runs.",
	.fix = "Pin the full commit: torch.hub.load('owner/repo:<40 hex digits>', ...), or vendor "
	       "the "
	       "code and pass source='local'.",
	.bad = "import torch\n"
	       "m = torch.hub.load('pytorch/vision', 'resnet18')   #! ML105\n"
	       "m = torch.hub.load('a/b:main', 'net', trust_repo=True)   #! ML105\n",
	.good = "import torch\n"
		"m = torch.hub.load('a/b:0123456789abcdef0123456789abcdef01234567', 'net')\n"
		"m = torch.hub.load('./hub', 'net', source='local')\n",
	.reference = "https://pytorch.org/docs/stable/hub.html",
	.calls = "torch.hub.load torch.hub.help torch.hub.list",
	.py = torch_hub_load,
};
