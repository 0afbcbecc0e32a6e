#include "rules/py/shell.h"

#include "base/ascii.h"

/* Starts with a drive, or with one of / \ and a dot. */
static bool is_full_path(str path)
{
	if (path.n == 0)
		return false;
	return path.p[0] == '/' || path.p[0] == '\\' || path.p[0] == '.' ||
	       (path.n > 1 && is_letter(path.p[0]) && path.p[1] == ':');
}

static void partial_path(struct check *c, const struct node *call)
{
	const struct node *program = shell_command(c, call);
	str path;

	if (program == NULL)
		return;
	if (!c->compat)
		program = behind_name(c, program);
	if ((program->kind == NODE_LIST_EXPR || (!c->compat && program->kind == NODE_TUPLE)) &&
	    program->child != NULL)
		program = program->child;
	if (c->compat && !is_text(program))
		return;
	if (!known_text(c, program, &path) || is_full_path(path))
		return;
	finding(c, call, "which program this is depends on PATH");
}

static const struct rule_option options[] = {SHELL_SUBPROCESS, SHELL_SHELL, SHELL_NO_SHELL, {0}};

const struct rule rule_start_process_with_partial_path = {
	.id = "B607",
	.name = "start_process_with_partial_path",
	.severity = LOW,
	.confidence = HIGH,
	.cwe = {78},
	.title = "A program found through PATH",
	.why = "Who can put a file into a folder that PATH names first, or change PATH, chooses "
	       "what runs.",
	.fix = "Name the program by its full path, or resolve it once with shutil.which and a "
	       "fixed PATH.",
	.bad = "import subprocess\nsubprocess.run(['git', 'status'])  #! B607\n",
	.good = "import subprocess\nsubprocess.run(['/usr/bin/git', 'status'])\n",
	.options = options,
	.py = partial_path,
};
