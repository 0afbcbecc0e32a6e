/* The jail of a helper program that reads files of a project through foreign code (libgit2): it may
 * open for reading below the folders that are named here, and write to what it has open already.
 * It cannot create, change, execute, connect or signal anything. */
#ifndef BASE_SANDBOX_FILES_H
#define BASE_SANDBOX_FILES_H

#include "base/compiler.h"

/* Locks this single-threaded process in for good. Folders that do not exist are passed over. Where
 * the kernel has no landlock, it may open for reading whatever the user may. `*beneath` says
 * whether the folders bind. False: nothing hostile may be read. */
MUST_CHECK bool sandbox_enter_files(const char *const *folders, unsigned count, bool *beneath);

#endif
