#include "rules/py/shell.h"

static void popen_without_shell(struct check *c, const struct node *call)
{
	const struct node *shell;

	if (shell_is_on(c, call, &shell))
		return;
	if (!c->compat && is_constant_command(c, shell_command(c, call)))
		return;
	finding(c, shell ? shell : call, "what is started depends on values from elsewhere");
}

static const struct rule_option options[] = {SHELL_SUBPROCESS, {0}};

const struct rule rule_subprocess_without_shell_equals_true = {
	.id = "B603",
	.name = "subprocess_without_shell_equals_true",
	.severity = LOW,
	.confidence = HIGH,
	.cwe = {78},
	.title = "A process started with computed arguments",
	.why = "Without a shell nothing is reinterpreted, but a value that starts with a dash is "
	       "an option "
	       "to the program, and a value in first place is the program.",
	.fix = "Check the values, put `--` before them, and name the program by a constant.",
	.bad = "import subprocess\nsubprocess.run(['git', 'clone', url])  #! B603\n",
	.good = "import subprocess\nsubprocess.run(['git', 'status'])\n",
	.options = options,
	.py = popen_without_shell,
};
