#include "rules/py/origin.h"

static void hydra_instantiate(struct check *c, const struct node *call)
{
	const struct node *cfg = arg_node(c, call, 0, "config");
	unsigned o = origin_of(c, cfg);

	if (o & (ORIGIN_USER | ORIGIN_NETWORK | ORIGIN_DOWNLOAD))
		finding_graded(
			c, call, HIGH, HIGH,
			"instantiate() calls what `_target_` names, and the configuration came "
			"from outside");
	else if (o & ORIGIN_CONFIG)
		finding(c, call, "instantiate() calls whatever `_target_` in the file names");
}

const struct rule rule_hydra_instantiate = {
	.id = "ML130",
	.name = "hydra_instantiate",
	.severity = LOW,
	.confidence = MEDIUM,
	.cwe = {470},
	.title = "hydra instantiate of a configuration that was read",
	.why = "`_target_: os.system` is a valid configuration. instantiate() imports and calls "
	       "any "
	       "dotted name, so the configuration is code.",
	.fix = "Check `_target_` against an allow-list of modules before instantiating.",
	.bad = "import json\nfrom hydra.utils import instantiate\n"
	       "obj = instantiate(json.loads(text))   #! ML130\n",
	.good = "import hydra\nfrom hydra.utils import instantiate\n"
		"@hydra.main(config_path='conf')\ndef main(cfg):\n    m = instantiate(cfg.model)\n",
	.calls = "hydra.utils.instantiate hydra.utils.call hydra.utils.get_class",
	.py = hydra_instantiate,
};
