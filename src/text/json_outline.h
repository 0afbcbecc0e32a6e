/* A JSON document of any size as a tree of bounded size, for rules that look for structure: the
 * shape, the keys and the texts are kept; long runs of numbers, and of texts in lists, are not
 * (vocabularies, merges, weights as text), nor what of a text is over LIMIT_OUTLINE_TEXT. Names of
 * files and classes, templates and code are all shorter. A member is left out only when it is a
 * number, a boolean, null or one of thousands of texts in a list.
 *
 * A document that needs more than LIMIT_OUTLINE_NODES or LIMIT_OUTLINE_BYTES comes in parts: each
 * is handed over as a tree with the same root. Of what is still open, the next part repeats what a
 * rule may need to understand it: members whose keys are among `words`, and the last container that
 * was closed, when it is small. */
#ifndef TEXT_JSON_OUTLINE_H
#define TEXT_JSON_OUTLINE_H

#include "base/stream.h"
#include "text/json.h"

struct json_outline {
	const struct tree *root; /* of the last part, in arena; NULL: nothing was read */
	unsigned parts;
	enum json_diag error; /* JSON_DIAG_NONE: the document was read to its end */
	uint64_t error_offset;
	const char *error_msg;
};

/* A part, valid until it returns. */
typedef void json_part_fn(void *ctx, const struct tree *root);

/* `words`: keys, separated by spaces. Offsets in the tree are capped at 4 GiB. `fn` gets every
 * part, the last one too (when there is any). */
struct json_outline json_outline(struct arena *a, struct stream *s, const char *words,
				 json_part_fn *fn, void *ctx);

#endif
