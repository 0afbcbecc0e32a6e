/* Ignore files: gitignore(5), also for .ignore and --exclude. Parsing runs in a worker; its flat
 * record is read here, and matching is done by the walk. */
#ifndef REPO_IGNORE_H
#define REPO_IGNORE_H

#include "base/buf.h"
#include "base/cur.h"

struct ignore; /* in arena; the patterns of one file */

/* bytes of an ignore file -> record (in the worker) */
void ignore_parse(str bytes, struct buf *out);
/* One pattern more, as if it stood on a line of its own. */
void ignore_parse_line(str line, struct buf *out);
/* record -> patterns that apply below the folder `base` (relative to the walk's root, without a
 * slash at its end, empty for the root). NULL when the record is malformed. Borrows the record. */
struct ignore *ignore_read(struct arena *a, str record, str base);

enum ignored { IGNORE_UNDECIDED, IGNORE_SKIP, IGNORE_KEEP };

/* What the patterns say about a path relative to the same root: the last that matches decides.
 * Takes its steps from *fuel; without fuel nothing is ignored. */
enum ignored ignore_match(const struct ignore *ig, str path, bool is_folder, uint64_t *fuel);

#endif
