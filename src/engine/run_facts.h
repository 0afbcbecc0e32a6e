/* What the parent itself knows for joining: what git ignores, and what lies above the PATHs. */
#ifndef ENGINE_RUN_FACTS_H
#define ENGINE_RUN_FACTS_H

#include "engine/join.h"
#include "engine/run_git.h"
#include "repo/walk.h"

/* By its path in reports; NULL: the walk has no such file. */
const struct walk_file *run_facts_file(const struct walk *w, str path);
/* struct facts.git; ctx is a struct run_git. */
bool run_facts_git(const void *ctx, str question, str path);
/* "env-examples:above" when an .env.example lies in a folder that a PATH is in: it is not read, so
 * which variables it lists is not known. */
void run_facts_above(struct facts *f, const struct walk *w);

#endif
