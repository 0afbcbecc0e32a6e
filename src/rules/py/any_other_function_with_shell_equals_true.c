/* B604: shell= given to something that is not subprocess. Bandit reports any function with such a
 * keyword, also completion(shell="bash"); here its name must say that it runs something. */
#include "rules/py/shell.h"

static bool starts_processes(const struct check *c, const struct node *call)
{
	static const char *const words[] = {
		"run",	 "exec",   "popen",  "call",	  "command", "cmd",	     "shell",
		"spawn", "system", "launch", "start",	  "process", "check_output", "local",
		"sudo",	 "invoke", "bash",   "getoutput", "output"};
	str name = call_method(c, call);

	for (size_t i = 0; i < COUNTOF(words); i++)
		if (str_find_nocase(name, str_of(words[i])) != STR_NONE)
			return true;
	return str_eq(name, S("sh"));
}

static bool is_subprocess(struct check *c, const struct node *call)
{
	return option_list_has(c, "subprocess", call_name(c, call));
}

static void shell_of_other(struct check *c, const struct node *keyword)
{
	const struct node *call = check_parent(c, 0), *shell;

	if (!str_eq(node_name(c, keyword), S("shell")) || !node_is(call, NODE_CALL))
		return;
	if (!shell_is_on(c, call, &shell) || is_subprocess(c, call))
		return;
	if (!c->compat &&
	    (!starts_processes(c, call) || value_of(c, keyword->child).kind == VALUE_STR))
		return;
	finding_graded(c, keyword->child,
		       c->compat || is_true(c, keyword->child) ? LEVEL_DEFAULT : LOW, LEVEL_DEFAULT,
		       "a shell reads what this function is given");
}

/* Here the list says what is not looked at, so it is no OPTION_CALLS. */
static const struct rule_option options[] = {
	{.name = "subprocess",
	 .type = OPTION_LIST,
	 .dflt = "subprocess.Popen\nsubprocess.call\nsubprocess.check_call\nsubprocess.check_"
		 "output\n"
		 "subprocess.run",
	 .help = "Functions that B602 looks at instead."},
	{0},
};

const struct rule rule_any_other_function_with_shell_equals_true = {
	.id = "B604",
	.name = "any_other_function_with_shell_equals_true",
	.severity = MEDIUM,
	.confidence = LOW,
	.cwe = {78},
	.title = "A function that starts processes, told to use a shell",
	.why = "Wrappers pass shell=True on; what they are given is then read as a command line.",
	.fix = "Pass a list and leave shell out.",
	.bad = "run_command('tar xf ' + name, shell=True)  #! B604\n",
	.good = "run_command(['tar', 'xf', name], shell=False)\ncompletion(shell='bash')\n",
	.on = {NODE_KEYWORD},
	.options = options,
	.needs = "shell",
	.py = shell_of_other,
};
