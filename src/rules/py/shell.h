/* What the rules about starting processes (B602-B607, B609) share. The three lists are Bandit's
 * options of its section `shell_injection`; each rule declares those it uses as OPTION_CALLS, so
 * that the engine calls it for exactly these functions. */
#ifndef RULES_PY_SHELL_H
#define RULES_PY_SHELL_H

#include "rules/py/bandit.h"

#define SHELL_SUBPROCESS                                                                           \
	{                                                                                          \
		.name = "subprocess", .type = OPTION_CALLS,                                        \
		.dflt = "subprocess.Popen\nsubprocess.call\nsubprocess.check_call\n"               \
			"subprocess.check_output\nsubprocess.run",                                 \
		.help = "Functions that start a process and take shell=."                          \
	}
#define SHELL_SHELL                                                                                \
	{                                                                                          \
		.name = "shell", .type = OPTION_CALLS,                                             \
		.dflt = "os.system\nos.popen\nos.popen2\nos.popen3\nos.popen4\npopen2.popen2\n"    \
			"popen2.popen3\npopen2.popen4\npopen2.Popen3\npopen2.Popen4\n"             \
			"commands.getoutput\ncommands.getstatusoutput\nsubprocess.getoutput\n"     \
			"subprocess.getstatusoutput",                                              \
		.help = "Functions that always start a shell."                                     \
	}
#define SHELL_NO_SHELL                                                                             \
	{                                                                                          \
		.name = "no_shell", .type = OPTION_CALLS,                                          \
		.dflt = "os.execl\nos.execle\nos.execlp\nos.execlpe\nos.execv\nos.execve\n"        \
			"os.execvp\nos.execvpe\nos.spawnl\nos.spawnle\nos.spawnlp\nos.spawnlpe\n"  \
			"os.spawnv\nos.spawnve\nos.spawnvp\nos.spawnvpe\nos.startfile",            \
		.help = "Functions that start a process without a shell."                          \
	}

/* Is `shell=` given with something that is or may be true? *at gets its expression, which may be
 * given without being true; NULL when the keyword is not written. */
bool shell_is_on(struct check *c, const struct node *call, const struct node **at);

/* The command: first argument, or `args`/`cmd` by keyword unless --bandit-compat. */
const struct node *shell_command(struct check *c, const struct node *call);

#endif
