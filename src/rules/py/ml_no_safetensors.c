#include "rules/py/edit.h"

static void no_safetensors(struct check *c, const struct node *call)
{
	struct finding *f;

	if (!arg_is_false(c, call, -1, "use_safetensors"))
		return;
	f = finding(c, call, "use_safetensors=False loads the repository's pickle instead");
	edit_keyword(c, f, call, "use_safetensors", "True");
}

const struct rule rule_no_safetensors = {
	.id = "ML158",
	.name = "use_safetensors_false",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {502},
	.title = "from_pretrained(use_safetensors=False)",
	.why = "The repository's pickle (pytorch_model.bin) is loaded although a format without "
	       "code "
	       "exists.",
	.fix = "Pass use_safetensors=True: the call then fails rather than unpickle.",
	.bad = "from transformers import AutoModel\n"
	       "m = AutoModel.from_pretrained('./m', use_safetensors=False)   #! ML158\n",
	.good = "from transformers import AutoModel\n"
		"m = AutoModel.from_pretrained('./m', use_safetensors=True)\n",
	.calls = "*.from_pretrained *.from_single_file",
	.py = no_safetensors,
};
