#include "model/media.h"

static const struct {
	enum media kind;
	const char *name;
	str magic;
} kinds[] = {
	{MEDIA_PNG, "PNG", S_INIT("\x89PNG\r\n\x1a\n")},
	{MEDIA_JPEG, "JPEG", S_INIT("\xff\xd8\xff")},
	{MEDIA_GIF, "GIF", S_INIT("GIF87a")},
	{MEDIA_GIF, "GIF", S_INIT("GIF89a")},
	{MEDIA_RIFF, "RIFF", S_INIT("RIFF")},
	{MEDIA_PDF, "PDF", S_INIT("%PDF-")},
};

enum media media_recognise(str head)
{
	for (size_t i = 0; i < COUNTOF(kinds); i++)
		if (str_starts(head, kinds[i].magic))
			return kinds[i].kind;
	return MEDIA_NONE;
}

const char *media_name(enum media kind)
{
	for (size_t i = 0; i < COUNTOF(kinds); i++)
		if (kinds[i].kind == kind)
			return kinds[i].name;
	return "?";
}

static bool take(struct stream *s, uint8_t *to, size_t n)
{
	return stream_read(s, to, n) == n;
}

static bool pass(struct stream *s, uint64_t n)
{
	return stream_skip(s, n) == n;
}

static uint32_t be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Chunks: length, type, data, CRC; IEND is the last. */
static bool end_png(struct stream *s)
{
	uint8_t head[8];

	if (!pass(s, 8))
		return false;
	while (take(s, head, sizeof(head))) {
		for (unsigned i = 4; i < 8; i++)
			if ((head[i] | 32) < 'a' || (head[i] | 32) > 'z')
				return false;
		if (!pass(s, (uint64_t)be32(head) + 4))
			return false;
		if (memcmp(head + 4, "IEND", 4) == 0)
			return true;
	}
	return false;
}

/* Behind a byte FF of entropy-coded data: 0 = stuffing or restart, otherwise a marker. */
static bool is_marker(int c)
{
	return c > 0 && c != 0xFF && !(c >= 0xD0 && c <= 0xD7);
}

/* Passes over entropy-coded data; the marker that ends it, or -1. */
static int pass_scan(struct stream *s)
{
	while (stream_ready(s)) {
		const uint8_t *ff = memchr(s->p, 0xFF, (size_t)(s->end - s->p));
		int c;
		s->p = ff != NULL ? ff + 1 : s->end;
		if (ff == NULL)
			continue;
		do
			c = stream_byte(s);
		while (c == 0xFF);
		if (is_marker(c))
			return c;
	}
	return -1;
}

static bool end_jpeg(struct stream *s)
{
	int marker;

	if (!pass(s, 2))
		return false;
	marker = stream_byte(s) == 0xFF ? stream_byte(s) : -1;
	while (marker >= 0 && marker != 0xD9) {
		uint8_t size[2];
		unsigned n;
		bool scan = marker == 0xDA;
		if (marker == 0xFF) { /* fill bytes */
			marker = stream_byte(s);
			continue;
		}
		if (marker < 0xC0 || !take(s, size, 2))
			return false;
		n = (unsigned)size[0] << 8 | size[1];
		if (n < 2 || !pass(s, n - 2))
			return false;
		if (scan)
			marker = pass_scan(s);
		else
			marker = stream_byte(s) == 0xFF ? stream_byte(s) : -1;
	}
	return marker == 0xD9;
}

static bool pass_sub_blocks(struct stream *s)
{
	int n;

	while ((n = stream_byte(s)) > 0)
		if (!pass(s, (uint64_t)n))
			return false;
	return n == 0;
}

static uint64_t colour_table(uint8_t flags)
{
	return (flags & 0x80) != 0 ? (uint64_t)3 << ((flags & 7) + 1) : 0;
}

static bool end_gif(struct stream *s)
{
	uint8_t head[13], image[9];

	if (!take(s, head, sizeof(head)) || !pass(s, colour_table(head[10])))
		return false;
	for (;;) {
		int c = stream_byte(s);
		if (c == 0x3B)
			return true;
		if (c == 0x21) {
			if (!pass(s, 1) || !pass_sub_blocks(s))
				return false;
		} else if (c == 0x2C) {
			if (!take(s, image, sizeof(image)) ||
			    !pass(s, colour_table(image[8]) + 1) || !pass_sub_blocks(s))
				return false;
		} else {
			return false;
		}
	}
}

static bool end_riff(struct stream *s)
{
	uint8_t head[8];
	uint32_t size;

	if (!take(s, head, sizeof(head)))
		return false;
	size = (uint32_t)head[7] << 24 | (uint32_t)head[6] << 16 | (uint32_t)head[5] << 8 | head[4];
	if (!pass(s, size))
		return false;
	(void)stream_skip(s, size & 1); /* a pad byte, which some writers leave out */
	return true;
}

/* The last "%%EOF" and the line end behind it. */
static bool end_pdf(struct stream *s, uint64_t *end)
{
	static const char mark[] = "%%EOF";
	unsigned matched = 0;
	bool found = false;
	int c;

	while ((c = stream_byte(s)) >= 0) {
		if (c == mark[matched])
			matched++;
		else if (matched > 2 || c != '%')
			matched = c == '%';
		if (matched == 5) {
			found = true;
			*end = stream_at(s);
			matched = 0;
		} else if (found && *end + 1 == stream_at(s) && (c == '\r' || c == '\n')) {
			*end = stream_at(s);
		}
	}
	return found;
}

bool media_end(struct stream *s, enum media kind, uint64_t *end)
{
	bool ok = false;

	switch (kind) {
	case MEDIA_NONE:
		break;
	case MEDIA_PNG:
		ok = end_png(s);
		break;
	case MEDIA_JPEG:
		ok = end_jpeg(s);
		break;
	case MEDIA_GIF:
		ok = end_gif(s);
		break;
	case MEDIA_RIFF:
		ok = end_riff(s);
		break;
	case MEDIA_PDF:
		*end = 0;
		return end_pdf(s, end);
	}
	*end = stream_at(s);
	return ok;
}
