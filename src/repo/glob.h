/* Patterns of paths. */
#ifndef REPO_GLOB_H
#define REPO_GLOB_H

#include "base/str.h"

/* git's wildmatch with WM_PATHNAME, by gitignore(5): `*` and `?` and classes do not match a slash,
 * a whole component of `**` matches any number of components. A pattern that takes too many steps
 * does not match, nor does any once *fuel, from which each match takes its steps, is used up. */
bool glob_path(str pattern, str path, uint64_t *fuel);

/* Python's fnmatch.fnmatchcase: `*` matches everything, slashes too; a backslash is itself. */
PURE bool glob_fnmatch(str pattern, str name);

#endif
