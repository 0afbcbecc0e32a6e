#include "convert/sink.h"

#include "base/fail.h"
#include "base/limits.h"

#define HOLD (64 * KiB)

void sink_begin(struct sink *s, struct arena *a)
{
	s->at = 0;
	s->failed = false;
	s->held = 0;
	s->hold = arena_raw(a, HOLD, 64);
}

static bool write_now(struct sink *s, uint64_t at, str bytes)
{
	if (!s->failed && bytes.n > 0 && !s->write(s, at, bytes))
		s->failed = true;
	return !s->failed;
}

bool sink_end(struct sink *s)
{
	size_t n = s->held;

	s->held = 0;
	return write_now(s, s->at - n, (str){s->hold, n});
}

bool sink_put(struct sink *s, str bytes)
{
	if (bytes.n > HOLD - s->held && !sink_end(s))
		return false;
	if (bytes.n > HOLD / 2) {
		if (!sink_end(s) || !write_now(s, s->at, bytes))
			return false;
	} else if (bytes.n > 0) {
		memcpy(s->hold + s->held, bytes.p, bytes.n);
		s->held += bytes.n;
	}
	s->at += bytes.n;
	return !s->failed;
}

bool sink_zeros(struct sink *s, size_t n)
{
	ASSERT(n <= HOLD);
	if (n > HOLD - s->held && !sink_end(s))
		return false;
	memset(s->hold + s->held, 0, n);
	s->held += n;
	s->at += n;
	return !s->failed;
}

bool sink_leave(struct sink *s, uint64_t n)
{
	if (!sink_end(s))
		return false;
	s->at += n;
	return true;
}

bool sink_patch(struct sink *s, uint64_t at, str bytes)
{
	uint64_t written = s->at - s->held;

	ASSERT(at <= s->at && bytes.n <= s->at - at);
	if (at >= written) { /* still held */
		if (bytes.n > 0)
			memcpy(s->hold + (at - written), bytes.p, bytes.n);
		return !s->failed;
	}
	if (at + bytes.n > written && !sink_end(s))
		return false;
	return write_now(s, at, bytes);
}
