/* JSON (RFC 8259) as a sequence of events, for documents of any size: memory is one string's.
 * Accepts and rejects what json_parse does, at the same offsets, except that NaN and the infinities
 * need `lenient`. Keys that occur twice are all seen: what that means is the caller's business.
 *
 *	struct json_pull j;
 *	json_pull_init(&j, arena, stream);
 *	for (enum json_event e; (e = json_pull_next(&j)) != JSON_END;) {
 *		if (e == JSON_ERROR) ... j.error, break;
 *		if (e == JSON_KEY && !str_eq(j.text, S("x"))) json_pull_skip(&j);
 *	}
 */
#ifndef TEXT_JSON_PULL_H
#define TEXT_JSON_PULL_H

#include "base/limits.h"
#include "base/stream.h"
#include "text/json.h"

enum json_event {
	JSON_ERROR, /* see `error`; comes again whenever asked */
	JSON_END,   /* after the document's only value; comes again whenever asked */
	JSON_OBJECT,
	JSON_OBJECT_END,
	JSON_ARRAY,
	JSON_ARRAY_END,
	JSON_KEY, /* the value's events follow */
	JSON_STRING,
	JSON_NUMBER,
	JSON_TRUE,
	JSON_FALSE,
	JSON_NULL,
};

struct json_pull {
	/* Set these after json_pull_init, before the first event. */
	bool lenient; /* NaN, Infinity and -Infinity are numbers, as Python's json writes them */
	size_t most;  /* bytes of a text that are kept: LIMIT_JSON_STRING */

	/* The last event. */
	str text;     /* KEY, STRING: decoded; others: as written. Borrowed until the next call */
	bool cut;     /* there was more of it than `most` bytes */
	bool escaped; /* KEY, STRING: it was written with escapes */
	/* Offsets in the stream, quotes included. OBJECT and ARRAY: of the opening bracket; their
	 * ends: from the opening bracket to behind the closing one. */
	uint64_t start, end;
	unsigned depth; /* open containers: 1 after the first OBJECT */
	struct {
		enum json_diag code;
		uint64_t offset;
		const char *msg; /* a literal */
	} error;

	/* Private. */
	struct stream *s; /* borrows */
	struct buf buf;
	uint64_t origin; /* where the document begins in the stream */
	uint64_t starts[LIMIT_ROOM(LIMIT_TEXT_DEPTH)];
	bool object[LIMIT_ROOM(LIMIT_TEXT_DEPTH)];
	uint8_t state;
	bool mute; /* texts are not kept */
};

/* Reads from where the stream stands; offsets are the stream's. Texts are kept in arena, in one
 * buffer that is used again and again. */
void json_pull_init(struct json_pull *j, struct arena *a, struct stream *s);

enum json_event json_pull_next(struct json_pull *j);

/* Passes over the value that has just begun (OBJECT, ARRAY), or whose key has just been read (KEY);
 * does nothing after other events. False: JSON_ERROR. */
bool json_pull_skip(struct json_pull *j);

#endif
