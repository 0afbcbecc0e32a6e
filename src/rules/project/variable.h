/* Environment variables that a project reads and that are not its own to document: those of the
 * system, of CI services, of schedulers and launchers, of libraries. */
#ifndef RULES_PROJECT_VARIABLE_H
#define RULES_PROJECT_VARIABLE_H

#include "base/str.h"

/* Who sets it ("the shell"); NULL: it is the project's own. */
const char *variable_owner(str name);
/* Which library reads it by itself, so that it belongs into an .env without any line of the
 * project's code reading it ("OpenAI's client"); NULL: none that is known. */
const char *variable_reader(str name);

#endif
