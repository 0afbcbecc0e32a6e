/* Bytes in their order, a window at a time: what can be parsed without being held. A stream over
 * memory is one window without a copy; over anything else the window is STREAM_WINDOW bytes. */
#ifndef BASE_STREAM_H
#define BASE_STREAM_H

#include "base/blob.h"

#define STREAM_WINDOW ((size_t)64 * 1024)

struct stream {
	const uint8_t *start, *p, *end; /* the window; what lies before p is consumed */
	uint64_t base;			/* offset of `start` in the stream */
	/* Puts the next bytes into the window (start = p, at least one byte) and moves base on.
	 * False: at the end, or `error` is set. */
	bool (*more)(struct stream *s);
	const char *error; /* why it ended before its end; a literal */
};

static inline uint64_t stream_at(const struct stream *s)
{
	return s->base + (uint64_t)(s->p - s->start);
}

/* Over a blob; in arena. */
struct stream *stream_of(struct arena *a, struct blob b);

/* Makes at least one byte available; false at the end. */
static inline bool stream_ready(struct stream *s)
{
	return s->p < s->end || s->more(s);
}

/* The next byte, or -1 at the end. */
static inline int stream_byte(struct stream *s)
{
	return stream_ready(s) ? *s->p++ : -1;
}

/* Copies up to n bytes; returns how many there were. */
size_t stream_read(struct stream *s, void *to, size_t n);
/* Passes over up to n bytes; returns how many there were. (Over a blob nothing is read.) */
uint64_t stream_skip(struct stream *s, uint64_t n);

#endif
