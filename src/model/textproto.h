/* Protocol buffers in text form (.pbtxt, .prototxt): fields and blocks as events, over a stream. A
 * scanner, not a parser: what it does not understand it passes over. */
#ifndef MODEL_TEXTPROTO_H
#define MODEL_TEXTPROTO_H

#include "base/stream.h"

#define TEXTPROTO_NAME 64
#define TEXTPROTO_VALUE 1024

struct textproto_visitor {
	void *ctx;
	/* A field with a value: adjacent strings are joined, escapes decoded; numbers and words as
	 * written. `block` is the innermost block it is in (empty: none). */
	void (*field)(void *ctx, str block, str name, str value, uint64_t at);
	/* After the last field of a block. */
	void (*close)(void *ctx, str block);
};

/* False: blocks nested beyond LIMIT_TEXTPROTO_DEPTH, a string that does not end, or closing
 * brackets that do not fit; *at is where. */
bool textproto_read(struct arena *a, struct stream *s, const struct textproto_visitor *v,
		    uint64_t *at);

#endif
