#include "rules/py/bandit.h"

static void bad_defaults(struct check *c, const struct node *function)
{
	if (c->compat && (function->flags & FLAG_ASYNC))
		return;
	for (const struct node *a = function_args(function)->child; a != NULL; a = a->next) {
		const struct node *dflt = a->child->next;

		if (!node_is(dflt, NODE_ATTRIBUTE) || (c->compat && a->op > ARG_PLAIN))
			continue;
		if (!option_list_has(c, "bad_protocol_versions", node_name(c, dflt)))
			continue;
		finding(c, function, "the default is a TLS or SSL version that can be broken");
		return;
	}
}

const struct rule rule_ssl_with_bad_defaults = {
	.id = "B503",
	.name = "ssl_with_bad_defaults",
	.severity = MEDIUM,
	.confidence = MEDIUM,
	.cwe = {327},
	.title = "A broken version of SSL or TLS as a default",
	.why = "Everyone who calls the function without saying more gets a protocol with known "
	       "attacks.",
	.fix = "Default to None and use ssl.create_default_context().",
	.bad = "import ssl\ndef connect(host, version=ssl.PROTOCOL_SSLv3):  #! B503\n    pass\n",
	.good = "import ssl\ndef connect(host, version=ssl.PROTOCOL_TLS_CLIENT):\n    pass\n",
	.on = {NODE_FUNCTION_DEF},
	.options = ssl_version_options,
	.py = bad_defaults,
};
