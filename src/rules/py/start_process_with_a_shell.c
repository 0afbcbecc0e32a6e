#include "rules/py/origin.h"
#include "rules/py/shell.h"

static void with_a_shell(struct check *c, const struct node *call)
{
	const struct node *command = shell_command(c, call);

	if (command == NULL)
		return;
	if (is_text(command) || (!c->compat && is_constant_command(c, command)))
		finding_graded(c, call, LOW, HIGH,
			       "a shell is started for a fixed command, which needs none");
	else
		finding_graded(c, call, level_in_tests(c), LEVEL_DEFAULT,
			       "a shell reads a command line that is put together here");
}

static const struct rule_option options[] = {SHELL_SHELL, {0}};

const struct rule rule_start_process_with_a_shell = {
	.id = "B605",
	.name = "start_process_with_a_shell",
	.severity = HIGH,
	.confidence = HIGH,
	.cwe = {78},
	.title = "os.system and others that always use a shell",
	.why = "A shell gives meaning to ; | $( ) and more: a file name or a parameter that "
	       "contains them "
	       "runs a command of its author's choice.",
	.fix = "Use subprocess.run with a list.",
	.bad = "import os\nos.system('tar xf ' + name)  #! B605\n",
	.good = "import subprocess\nsubprocess.run(['tar', 'xf', name])\n",
	.options = options,
	.py = with_a_shell,
};
