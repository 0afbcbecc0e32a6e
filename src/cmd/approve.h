/* `assay models --approve`: looks at models and writes what they hold into the list of approved
 * ones. */
#ifndef CMD_APPROVE_H
#define CMD_APPROVE_H

#include <stdbool.h>

/* Does the command line ask for it? */
bool approve_wanted(int argc, char **argv);
/* From the command line to the exit code: 0 written or nothing to do, 1 refused because of what was
 * found, 2 wrong usage, 3 something could not be checked or written. */
int approve_command(int argc, char **argv);

#endif
