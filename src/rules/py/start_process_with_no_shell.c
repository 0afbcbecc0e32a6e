#include "rules/py/shell.h"

static void with_no_shell(struct check *c, const struct node *call)
{
	finding(c, call, "a process is started here: what runs must be known");
}

static const struct rule_option options[] = {SHELL_NO_SHELL, {0}};

const struct rule rule_start_process_with_no_shell = {
	.id = "B606",
	.name = "start_process_with_no_shell",
	.severity = LOW,
	.confidence = MEDIUM,
	.cwe = {78},
	.title = "A process started by os.exec* or os.spawn*",
	.why = "Nothing is reinterpreted, but a path or an argument from outside chooses what runs "
	       "and how.",
	.fix = "Use subprocess.run with a constant program, and check the values.",
	.bad = "import os\nos.execv(path, args)  #! B606\n",
	.good = "import subprocess\nsubprocess.run(['ls'])\n",
	.options = options,
	.py = with_no_shell,
};
