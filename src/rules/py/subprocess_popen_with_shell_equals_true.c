#include "rules/py/origin.h"
#include "rules/py/shell.h"

/* shell=sys.platform == "win32": a shell only where programs are found in no other way. */
static bool depends_on_platform(const struct node *shell)
{
	return node_is(shell, NODE_COMPARE) || node_is(shell, NODE_CALL);
}

static void popen_with_shell(struct check *c, const struct node *call)
{
	const struct node *shell, *command = shell_command(c, call);

	if (!shell_is_on(c, call, &shell) || (c->compat && command == NULL))
		return;
	if (is_text(command) || (!c->compat && is_constant_command(c, command)))
		finding_graded(c, shell ? shell : call, LOW, HIGH,
			       "a shell is started for a fixed command, which needs none");
	else
		finding_graded(c, shell ? shell : call,
			       !c->compat && depends_on_platform(shell) ? LOW : level_in_tests(c),
			       LEVEL_DEFAULT,
			       "a shell reads a command line that is put together here");
}

static const struct rule_option options[] = {SHELL_SUBPROCESS, {0}};

const struct rule rule_subprocess_popen_with_shell_equals_true = {
	.id = "B602",
	.name = "subprocess_popen_with_shell_equals_true",
	.severity = HIGH,
	.confidence = HIGH,
	.cwe = {78},
	.title = "subprocess with a shell",
	.why = "A shell gives meaning to ; | $( ) and more: a file name or a parameter that "
	       "contains them "
	       "runs a command of its author's choice.",
	.fix = "Pass a list and leave shell out: subprocess.run(['tar', 'xf', name]).",
	.bad = "import subprocess\nsubprocess.run('tar xf ' + name, shell=True)  #! B602\n",
	.good = "import subprocess\nsubprocess.run(['tar', 'xf', name], shell=False)\n",
	.options = options,
	.py = popen_with_shell,
};
