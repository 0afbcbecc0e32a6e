/* Names of members: where they would lead if they were extracted. */
#ifndef PACK_PATH_H
#define PACK_PATH_H

#include "base/str.h"

enum path_problem {
	PATH_FINE,
	PATH_ABSOLUTE, /* "/etc/x", "\\x" */
	PATH_DRIVE,    /* "C:\x" */
	PATH_PARENT,   /* leaves the folder it is extracted to through ".." */
	PATH_NUL,      /* what follows a NUL is not seen by everybody */
	PATH_DOTS,     /* ".." that stays inside: no archiver writes it, some readers follow it */
	PATH_HOME,     /* "~/x": a shell's or expanduser()'s home */
};

enum path_problem path_check(str name);
/* Where the link `name` -> `target` leads. */
enum path_problem path_check_link(str name, str target);
/* "is absolute" and the like. */
const char *path_says(enum path_problem p);

#endif
