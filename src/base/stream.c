#include "base/stream.h"

struct blob_stream {
	struct stream stream;
	struct blob blob;
	uint8_t *window;
};

static bool at_end(struct stream *s)
{
	(void)s;
	return false;
}

static bool next_window(struct stream *s)
{
	struct blob_stream *b = (struct blob_stream *)s;
	uint64_t at = s->base + (uint64_t)(s->end - s->start);
	size_t n;

	if (at >= b->blob.size)
		return false;
	n = b->blob.size - at < STREAM_WINDOW ? (size_t)(b->blob.size - at) : STREAM_WINDOW;
	if (!blob_copy(b->blob, at, b->window, n)) {
		s->error = "the bytes cannot be read";
		return false;
	}
	s->base = at;
	s->start = s->p = b->window;
	s->end = b->window + n;
	return true;
}

struct stream *stream_of(struct arena *a, struct blob b)
{
	struct blob_stream *s = NEW(a, struct blob_stream, 1);

	s->blob = b;
	if (b.memory != NULL) {
		s->stream.start = s->stream.p = b.memory;
		s->stream.end = b.memory + b.size;
		s->stream.more = at_end;
		return &s->stream;
	}
	s->window = arena_raw(a, b.size < STREAM_WINDOW ? (size_t)b.size : STREAM_WINDOW, 64);
	s->stream.start = s->stream.p = s->stream.end = s->window;
	s->stream.more = next_window;
	return &s->stream;
}

size_t stream_read(struct stream *s, void *to, size_t n)
{
	uint8_t *out = to;
	size_t done = 0;

	while (done < n && stream_ready(s)) {
		size_t have = (size_t)(s->end - s->p), want = n - done;
		if (have > want)
			have = want;
		memcpy(out + done, s->p, have);
		s->p += have;
		done += have;
	}
	return done;
}

/* Over a blob a skip beyond the window only moves the place of the next window. */
static uint64_t skip_blob(struct blob_stream *b, uint64_t n)
{
	struct stream *s = &b->stream;
	uint64_t at = stream_at(s), left = b->blob.size - at;

	if (n > left)
		n = left;
	s->base = at + n;
	s->start = s->p = s->end = b->window;
	return n;
}

uint64_t stream_skip(struct stream *s, uint64_t n)
{
	uint64_t done = 0;

	while (done < n) {
		uint64_t have = (uint64_t)(s->end - s->p);
		if (have > n - done)
			have = n - done;
		s->p += have;
		done += have;
		if (done < n && s->more == next_window)
			return done + skip_blob((struct blob_stream *)s, n - done);
		if (done < n && !s->more(s))
			break;
	}
	return done;
}
