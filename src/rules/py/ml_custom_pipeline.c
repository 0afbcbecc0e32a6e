#include "rules/py/revision.h"

static void custom_pipeline(struct check *c, const struct node *call)
{
	struct value v = value_of(c, arg_node(c, call, -1, "custom_pipeline"));
	struct value rev = value_of(c, arg_node(c, call, -1, "custom_revision"));

	if (v.kind != VALUE_STR || str_find_byte(v.text, '/') == STR_NONE ||
	    !hub_id_plausible(v.text))
		return;
	if (rev.kind == VALUE_STR && revision_of(rev.text) == REVISION_COMMIT)
		return;
	finding(c, call, "custom_pipeline runs the code of %.*s", STR_ARG(v.text));
}

const struct rule rule_custom_pipeline = {
	.id = "ML157",
	.name = "diffusers_custom_pipeline",
	.severity = HIGH,
	.confidence = HIGH,
	.cwe = {829, 494},
	.title = "diffusers custom_pipeline from a repository",
	.why = "custom_pipeline downloads pipeline.py from the named repository and runs it.",
	.fix = "Vendor the pipeline's code and pass its local folder, or pin custom_revision.",
	.bad = "from diffusers import DiffusionPipeline\n"
	       "R = '0123456789abcdef0123456789abcdef01234567'\n"
	       "p = DiffusionPipeline.from_pretrained('o/m', custom_pipeline='a/b', "
	       "revision=R)   #! ML157\n",
	.good = "from diffusers import DiffusionPipeline\n"
		"R = '0123456789abcdef0123456789abcdef01234567'\n"
		"p = DiffusionPipeline.from_pretrained('o/m', custom_pipeline='./mine', "
		"revision=R)\n",
	.calls = "*.from_pretrained",
	.py = custom_pipeline,
};
