#include "text/utf.h"

#include "base/buf.h"

enum utf utf_detect(str h)
{
	uint8_t b[4] = {1, 1, 1, 1};

	for (size_t i = 0; i < 4 && i < h.n; i++)
		b[i] = h.p[i];
	if (str_starts(h, S("\xef\xbb\xbf")))
		return UTF_8_MARK;
	if (h.n >= 4 && str_starts(h, S("\xff\xfe\0\0")))
		return UTF_32LE_MARK;
	if (h.n >= 4 && str_starts(h, S("\0\0\xfe\xff")))
		return UTF_32BE_MARK;
	if (str_starts(h, S("\xff\xfe")))
		return UTF_16LE_MARK;
	if (str_starts(h, S("\xfe\xff")))
		return UTF_16BE_MARK;
	if (h.n < 2)
		return UTF_8;
	if (b[0] == 0)
		return b[1] != 0 ? UTF_16BE : UTF_32BE;
	if (b[1] == 0)
		return h.n < 4 || b[2] != 0 || b[3] != 0 ? UTF_16LE : UTF_32LE;
	return UTF_8;
}

static unsigned mark_bytes(enum utf enc)
{
	switch (enc) {
	case UTF_8_MARK:
		return 3;
	case UTF_16LE_MARK:
	case UTF_16BE_MARK:
		return 2;
	case UTF_32LE_MARK:
	case UTF_32BE_MARK:
		return 4;
	case UTF_8:
	case UTF_16LE:
	case UTF_16BE:
	case UTF_32LE:
	case UTF_32BE:
		break;
	}
	return 0;
}

static unsigned unit_bytes(enum utf enc)
{
	if (enc == UTF_8 || enc == UTF_8_MARK)
		return 1;
	return enc == UTF_16LE || enc == UTF_16BE || enc == UTF_16LE_MARK || enc == UTF_16BE_MARK
		       ? 2
		       : 4;
}

static bool little(enum utf enc)
{
	return enc == UTF_16LE || enc == UTF_16LE_MARK || enc == UTF_32LE || enc == UTF_32LE_MARK;
}

#define UTF_WINDOW ((size_t)16 * 1024)

struct utf_stream {
	struct stream stream; /* first: what the caller holds */
	struct stream *from;
	struct buf out;
	uint64_t done; /* bytes of UTF-8 before the window */
	unsigned unit;
	bool little;
	uint32_t high; /* a high surrogate that waits; 0: none */
};

/* The next code unit; false at the end (a unit that is cut short ends the text). */
static bool next_unit(struct utf_stream *u, uint32_t *out)
{
	uint8_t b[4] = {0};
	uint32_t v = 0;

	if (stream_read(u->from, b, u->unit) != u->unit)
		return false;
	for (unsigned i = 0; i < u->unit; i++)
		v |= (uint32_t)b[i] << 8 * (u->little ? i : u->unit - 1 - i);
	*out = v;
	return true;
}

static void put(struct utf_stream *u, uint32_t v)
{
	bool low = v >= 0xdc00 && v < 0xe000;

	if (u->high != 0 && low) {
		buf_utf8(&u->out, 0x10000 + ((u->high - 0xd800) << 10) + (v - 0xdc00));
		u->high = 0;
		return;
	}
	if (u->high != 0)
		buf_utf8(&u->out, 0xfffd);
	u->high = 0;
	if (u->unit == 2 && v >= 0xd800 && v < 0xdc00)
		u->high = v;
	else
		buf_utf8(&u->out, v > 0x10ffff || (v >= 0xd800 && v < 0xe000) ? 0xfffd : v);
}

static bool more(struct stream *s)
{
	struct utf_stream *u = (struct utf_stream *)s;
	uint32_t v;

	u->done += u->out.n;
	u->out.n = 0;
	while (u->out.n + 8 < UTF_WINDOW && next_unit(u, &v))
		put(u, v);
	if (u->out.n == 0 && u->high != 0) {
		buf_utf8(&u->out, 0xfffd);
		u->high = 0;
	}
	s->base = u->done;
	s->start = s->p = u->out.p;
	s->end = u->out.p == NULL ? NULL : &u->out.p[u->out.n];
	s->error = u->from->error;
	return u->out.n > 0;
}

struct stream *utf_stream(struct arena *a, struct blob b, enum utf enc)
{
	struct stream *from = stream_of(a, blob_slice(b, mark_bytes(enc), b.size));
	struct utf_stream *u;

	if (unit_bytes(enc) == 1)
		return from;
	u = NEW(a, struct utf_stream, 1);
	u->stream.more = more;
	u->from = from;
	u->out = buf_in(a);
	u->unit = unit_bytes(enc);
	u->little = little(enc);
	(void)buf_room(&u->out, UTF_WINDOW);
	u->out.n = 0;
	return &u->stream;
}

size_t utf_peek(str head, enum utf enc, uint8_t *to, size_t most)
{
	unsigned unit = unit_bytes(enc);
	size_t n = 0;

	for (size_t i = mark_bytes(enc); n < most && i + unit <= head.n; i += unit) {
		uint32_t v = 0;
		for (unsigned k = 0; k < unit; k++)
			v |= (uint32_t)head.p[i + k] << 8 * (little(enc) ? k : unit - 1 - k);
		to[n++] = v < 0x80 ? (uint8_t)v : '?';
	}
	return n;
}
