#include "rules/py/bandit.h"

static void insecure_listen(struct check *c, const struct node *call)
{
	const struct node *verify;

	if (c->compat) {
		if (keyword_value(c, call, "verify") != NULL)
			return;
	} else {
		verify = arg_node(c, call, 1, "verify");
		if (verify != NULL && !is_none(c, verify))
			return;
	}
	finding(c, call, "whoever reaches the port sends a configuration, which is evaluated");
}

const struct rule rule_logging_config_insecure_listen = {
	.id = "B612",
	.name = "logging_config_insecure_listen",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {94},
	.title = "logging.config.listen without verification",
	.why = "Parts of a logging configuration go through eval(), so any local process can run "
	       "code.",
	.fix = "Pass verify=, a function that checks a signature, or do not listen.",
	.bad = "import logging.config\nt = logging.config.listen(9999)  #! B612\n",
	.good = "import logging.config\nt = logging.config.listen(9999, verify=check_signature)\n",
	.calls = "logging.config.listen",
	.py = insecure_listen,
};
