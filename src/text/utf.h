/* Text in any encoding that Python's json accepts as bytes (UTF-8, -16 and -32 in both orders, with
 * a byte order mark or without), as a stream of UTF-8: what is written in UTF-16 must not escape a
 * search that looks for UTF-8. */
#ifndef TEXT_UTF_H
#define TEXT_UTF_H

#include "base/stream.h"

enum utf {
	UTF_8,
	UTF_8_MARK, /* with a byte order mark */
	UTF_16LE,
	UTF_16BE,
	UTF_16LE_MARK,
	UTF_16BE_MARK,
	UTF_32LE,
	UTF_32BE,
	UTF_32LE_MARK,
	UTF_32BE_MARK,
};

/* What the first bytes of a JSON document say: it begins with two ASCII characters (RFC 4627, 3).
 */
PURE enum utf utf_detect(str head);

/* `b` as UTF-8 without a mark; offsets are those of the UTF-8. Code units that form no character
 * become U+FFFD. In arena. Over UTF-8 the blob's own stream, behind the mark. */
struct stream *utf_stream(struct arena *a, struct blob b, enum utf enc);

/* The first characters of text in `enc`, as ASCII ('?' for others), for looking at: at most `most`;
 * returns how many. */
size_t utf_peek(str head, enum utf enc, uint8_t *to, size_t most);

#endif
