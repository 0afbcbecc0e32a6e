#include "rules/py/bandit.h"

static void flask_debug(struct check *c, const struct node *call)
{
	const struct node *debug = keyword_value(c, call, "debug");

	if (debug == NULL || !seen_module_like(c, "flask"))
		return;
	if (c->compat) {
		if (!str_ends(call_name(c, call), S(".run")) || !lit_is(lit_of(c, debug), "True"))
			return;
	} else if (call_receiver(call) == NULL || !is_true(c, debug)) {
		return;
	}
	finding(c, debug, "debug=True serves Werkzeug's debugger, which runs code for any visitor");
}

const struct rule rule_flask_debug_true = {
	.id = "B201",
	.name = "flask_debug_true",
	.severity = HIGH,
	.confidence = MEDIUM,
	.cwe = {94},
	.title = "Flask started with its debugger",
	.why = "The debugger's console runs Python for whoever reaches the port; its PIN can be "
	       "computed "
	       "from facts about the machine.",
	.fix = "Leave debug out and serve with a production server.",
	.bad = "from flask import Flask\napp = Flask(__name__)\napp.run(debug=True)  #! B201\n",
	.good = "from flask import Flask\napp = Flask(__name__)\napp.run(debug=False)\n",
	.calls = "*.run",
	.py = flask_debug,
};
