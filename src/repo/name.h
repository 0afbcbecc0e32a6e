/* What names alone decide: which files are worth opening, which folders are not worth entering. */
#ifndef REPO_NAME_H
#define REPO_NAME_H

#include "base/str.h"
#include "repo/walk.h"

/* Is a file of this name (its path within the tree) looked at, and as what? */
MUST_CHECK bool name_kind(str rel, bool executable, bool compat, enum walk_kind *kind);
/* Is a folder of this name skipped? */
MUST_CHECK bool name_skipped(str name, enum walk_skip *why);
/* An exclusion by Bandit's rules: a pattern of fnmatch for the whole path, or any part of it. */
PURE bool name_excluded_by_bandit(str path, const str *patterns, size_t count);

#endif
