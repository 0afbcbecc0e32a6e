/* A JSON document of any size as a tree of bounded size, for rules that look for structure: the
 * shape, the keys and the texts are kept; long runs of numbers, and of texts in lists, are not
 * (vocabularies, merges, weights as text), nor what of a text is over LIMIT_OUTLINE_TEXT. Names of
 * files and classes, templates and code are all shorter.
 *
 * What an outline leaves out never changes its meaning for a rule: a member is left out only when
 * it is a number, a boolean, null or one of thousands of texts in a list. When more remains than
 * LIMIT_OUTLINE_NODES or LIMIT_OUTLINE_BYTES, `over` says so, and `telling` whether any of the
 * words that the caller cares about came as a key after that. */
#ifndef TEXT_JSON_OUTLINE_H
#define TEXT_JSON_OUTLINE_H

#include "base/stream.h"
#include "text/json.h"

struct json_outline {
	const struct tree *root; /* in arena; NULL: nothing was read */
	bool over, telling;
	enum json_diag error; /* JSON_DIAG_NONE: the document was read to its end */
	uint64_t error_offset;
	const char *error_msg;
};

/* `words`: the telling keys, separated by spaces. Offsets in the tree are capped at 4 GiB. */
struct json_outline json_outline(struct arena *a, struct stream *s, const char *words);

#endif
