#include "rules/py/bandit.h"

static void paramiko_call(struct check *c, const struct node *call)
{
	str command;

	if (!seen_module_like(c, "paramiko") || !str_eq(call_last(c, call), S("exec_command")))
		return;
	if (!c->compat && known_text(c, arg_node(c, call, 0, "command"), &command))
		return;
	finding(c, call, "the other machine's shell reads this command line");
}

const struct rule rule_paramiko_calls = {
	.id = "B601",
	.name = "paramiko_calls",
	.severity = MEDIUM,
	.confidence = MEDIUM,
	.cwe = {78},
	.title = "A computed command sent over SSH",
	.why = "The server gives the text to a shell, so a value with ; or $( ) runs a command "
	       "there.",
	.fix = "Quote every value with shlex.quote, or send a fixed command and the values on its "
	       "input.",
	.bad = "import paramiko\nc = paramiko.SSHClient()\nc.exec_command('ls ' + path)  #! B601\n",
	.good = "import paramiko\nc = paramiko.SSHClient()\nc.exec_command('uptime')\n",
	.calls = "*.exec_command",
	.py = paramiko_call,
};
