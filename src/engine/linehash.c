/* GitHub's line hash: a polynomial (factor 37, modulo 2^64) over the 100 characters from the start
 * of the line on, not counting spaces and tabs. Characters are UTF-16 code units of the file
 * decoded as UTF-8, U+FFFD for what is not UTF-8, a BOM included; CR and CRLF count as LF. The text
 * ends with the unit 0xFFFF and as many zeros as the last window needs. A hash that occurs several
 * times in a file is told apart by its number: `hash:1`, `hash:2`.
 *
 * The window rolls: a line's hash is complete when 100 further characters have been seen, so the
 * hash of a line start falls out when its slot of the ring is overwritten. A line is counted at its
 * first character that is no blank, which is why the text's very last line (after a final newline)
 * begins with the end mark. */
#include "engine/linehash.h"

#include "base/fail.h"

#define WINDOW 100
#define FACTOR 37u
#define END_MARK 0xFFFFu
#define NOT_UTF_8 0xFFFDu

struct line_hashes {
	struct arena *arena;
	uint64_t *hash;	   /* by line - 1 */
	uint32_t *ordinal; /* how many lines up to this one have this hash; 0: not counted yet */
	uint32_t count;
};

struct roll {
	struct line_hashes *out;
	uint64_t hash, leaving; /* leaving = FACTOR to the power of WINDOW */
	uint32_t at;		/* slot of the ring */
	bool line_start, after_cr;
	uint16_t unit[WINDOW];
	uint32_t line[WINDOW]; /* 1-based line that starts with this unit, 0 = none */
};

static void push(struct roll *r, uint16_t unit)
{
	if (r->line[r->at] != 0) {
		r->out->hash[r->line[r->at] - 1] = r->hash;
		r->line[r->at] = 0;
	}
	r->hash = r->hash * FACTOR + unit - r->leaving * r->unit[r->at];
	r->unit[r->at] = unit;
}

static void step(struct roll *r)
{
	r->at = r->at + 1 == WINDOW ? 0 : r->at + 1;
}

static void put(struct roll *r, uint16_t unit)
{
	bool skip = unit == ' ' || unit == '\t' || (r->after_cr && unit == '\n');

	r->after_cr = unit == '\r';
	if (skip)
		return;
	if (unit == '\r')
		unit = '\n';
	push(r, unit);
	if (r->line_start)
		r->line[r->at] = ++r->out->count;
	r->line_start = unit == '\n';
	step(r);
}

/* Length of the longest start of a well-formed sequence at p, at least 1: what one U+FFFD stands
 * for. */
static size_t broken_length(str s)
{
	uint8_t lead = s.p[0], low = 0x80, high = 0xBF;
	size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2, n = 1;

	if (lead < 0xC2 || lead > 0xF4)
		return 1;
	if (lead == 0xE0)
		low = 0xA0;
	else if (lead == 0xED)
		high = 0x9F;
	else if (lead == 0xF0)
		low = 0x90;
	else if (lead == 0xF4)
		high = 0x8F;
	while (n < want && n < s.n && s.p[n] >= low && s.p[n] <= high) {
		n++;
		low = 0x80;
		high = 0xBF;
	}
	return n;
}

static size_t put_wide(struct roll *r, str s)
{
	unsigned n = str_utf8_len(s);
	uint32_t c;

	switch (n) {
	case 2:
		put(r, (uint16_t)((s.p[0] & 0x1F) << 6 | (s.p[1] & 0x3F)));
		return 2;
	case 3:
		put(r, (uint16_t)((s.p[0] & 0x0F) << 12 | (s.p[1] & 0x3F) << 6 | (s.p[2] & 0x3F)));
		return 3;
	case 4:
		c = (uint32_t)((s.p[0] & 7) << 18 | (s.p[1] & 0x3F) << 12 | (s.p[2] & 0x3F) << 6 |
			       (s.p[3] & 0x3F)) -
		    0x10000;
		put(r, (uint16_t)(0xD800 | c >> 10));
		put(r, (uint16_t)(0xDC00 | (c & 0x3FF)));
		return 4;
	default:
		put(r, NOT_UTF_8);
		return broken_length(s);
	}
}

static uint32_t count_lines(str s)
{
	uint32_t n = 1;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n' || s.p[i] == '\r'; /* CRLF twice: only room */
	return n;
}

/* The hash table of a whole file: open addressing over the hashes, holding how often each was seen.
 */
static void number_equal_hashes(struct line_hashes *h)
{
	uint32_t size = 16, *slots, *seen;

	while (size / 2 < h->count)
		size *= 2;
	slots = NEW(h->arena, uint32_t, size);
	seen = NEW(h->arena, uint32_t, size);
	for (uint32_t i = 0; i < h->count; i++) {
		uint32_t at = (uint32_t)((h->hash[i] * 0x9E3779B97F4A7C15u) >> 32) & (size - 1);
		while (slots[at] != 0 && h->hash[slots[at] - 1] != h->hash[i])
			at = (at + 1) & (size - 1);
		slots[at] = i + 1;
		h->ordinal[i] = ++seen[at];
	}
}

struct line_hashes *line_hashes_new(struct arena *a, str source)
{
	struct line_hashes *h = NEW(a, struct line_hashes, 1);
	struct roll r = {.out = h, .leaving = 1, .line_start = true};
	uint32_t room = count_lines(source);

	h->arena = a;
	h->hash = NEW(a, uint64_t, room);
	h->ordinal = NEW(a, uint32_t, room);
	for (int i = 0; i < WINDOW; i++)
		r.leaving *= FACTOR;
	for (size_t i = 0; i < source.n;) {
		if (source.p[i] < 0x80)
			put(&r, source.p[i++]);
		else
			i += put_wide(&r, str_slice(source, i, source.n));
	}
	put(&r, END_MARK);
	for (int i = 0; i < WINDOW; i++) {
		push(&r, 0);
		step(&r);
	}
	ASSERT(h->count <= room);
	number_equal_hashes(h);
	return h;
}

str line_hash_at(struct line_hashes *h, uint32_t line)
{
	if (line == 0 || line > h->count)
		return (str){0};
	return arena_printf(h->arena, "%llx:%u", (unsigned long long)h->hash[line - 1],
			    h->ordinal[line - 1]);
}
