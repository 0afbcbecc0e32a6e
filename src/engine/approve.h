/* The approval policy, [[models.approved]]: where there is such a list, a file that may run code
 * when it is loaded must be on it (MD490) with the content that it had when it was approved
 * (MD491), and what is on the list should be there (MD492). Decided in the parent, by the file's
 * place in the repository and the digest that its worker took: a worker can lie about the file it
 * was given and about no other. Nothing that is found inside a file is silenced by an approval. */
#ifndef ENGINE_APPROVE_H
#define ENGINE_APPROVE_H

#include "engine/settings.h"
#include "engine/wire.h"
#include "repo/walk.h"

struct approval;

/* NULL when there is no such list. In arena; borrows settings and walk. */
struct approval *approval_new(struct arena *a, const struct settings *s, const struct walk *w);
/* Is the file on the list, so that its digest is needed whatever it holds? `p` may be NULL. */
bool approval_names(const struct approval *p, const struct walk_file *f);
/* What is wrong with a file that was scanned; NULL: nothing. In arena. */
struct finding *approval_check(struct approval *p, const struct walk_file *f,
			       const struct file_result *r);
/* The file could not be scanned: it is there all the same. */
void approval_seen(struct approval *p, const struct walk_file *f);
/* Entries that no file of the run answers to, though it looked where they should be: an array in
 * arena. */
size_t approval_unused(const struct approval *p, struct finding **extra);

#endif
