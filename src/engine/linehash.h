/* The hash of a line and what follows it that GitHub's code scanning identifies alerts by
 * (`primaryLocationLineHash` of the github/codeql-action uploader). We give the same value, so that
 * an alert is the same one whether the uploader or assay computed it. */
#ifndef ENGINE_LINEHASH_H
#define ENGINE_LINEHASH_H

#include "base/arena.h"

struct line_hashes; /* in arena */

/* Of every line of a file's bytes, as they are on disk. Linear time, 24 bytes of memory a line. */
struct line_hashes *line_hashes_new(struct arena *a, str source);

/* "hash:n" of a 1-based line, in arena; empty when the file has no such line. */
str line_hash_at(struct line_hashes *h, uint32_t line);

#endif
