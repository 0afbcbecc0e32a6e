/* Finding what is encoded: runs of at least SHORTEST digits of base64 or hex, which most words of a
 * text are shorter than. 64 bytes at a time become bits, of which those that are followed by so
 * many others are found by shifts. Base64 that was wrapped (RFC 2045, section 6.8; RFC 7468; block
 * scalars of YAML) is lines of one length, the last one shorter; they are decoded as one. */
#include "base/lanes.h"
#include "base/limits.h"
#include "engine/secret_int.h"

enum { BLOCK = 64, SHORTEST = 20, HEX_SHORTEST = 32, LINE_SHORTEST = 40 };

enum { BASE64 = 1, HEX = 2, UPPER = 4, LOWER = 8 };

/* clang-format off */
static const uint8_t kinds[256] = {
	['+'] = BASE64, ['/'] = BASE64, ['-'] = BASE64, ['_'] = BASE64,
	['0'] = BASE64 | HEX, ['1'] = BASE64 | HEX, ['2'] = BASE64 | HEX, ['3'] = BASE64 | HEX, ['4'] = BASE64 | HEX,
	['5'] = BASE64 | HEX, ['6'] = BASE64 | HEX, ['7'] = BASE64 | HEX, ['8'] = BASE64 | HEX, ['9'] = BASE64 | HEX,
	['a'] = BASE64 | LOWER | HEX, ['b'] = BASE64 | LOWER | HEX, ['c'] = BASE64 | LOWER | HEX, ['d'] = BASE64 | LOWER | HEX,
	['e'] = BASE64 | LOWER | HEX, ['f'] = BASE64 | LOWER | HEX, ['g'] = BASE64 | LOWER, ['h'] = BASE64 | LOWER,
	['i'] = BASE64 | LOWER, ['j'] = BASE64 | LOWER, ['k'] = BASE64 | LOWER, ['l'] = BASE64 | LOWER,
	['m'] = BASE64 | LOWER, ['n'] = BASE64 | LOWER, ['o'] = BASE64 | LOWER, ['p'] = BASE64 | LOWER,
	['q'] = BASE64 | LOWER, ['r'] = BASE64 | LOWER, ['s'] = BASE64 | LOWER, ['t'] = BASE64 | LOWER,
	['u'] = BASE64 | LOWER, ['v'] = BASE64 | LOWER, ['w'] = BASE64 | LOWER, ['x'] = BASE64 | LOWER,
	['y'] = BASE64 | LOWER, ['z'] = BASE64 | LOWER,
	['A'] = BASE64 | UPPER | HEX, ['B'] = BASE64 | UPPER | HEX, ['C'] = BASE64 | UPPER | HEX, ['D'] = BASE64 | UPPER | HEX,
	['E'] = BASE64 | UPPER | HEX, ['F'] = BASE64 | UPPER | HEX, ['G'] = BASE64 | UPPER, ['H'] = BASE64 | UPPER,
	['I'] = BASE64 | UPPER, ['J'] = BASE64 | UPPER, ['K'] = BASE64 | UPPER, ['L'] = BASE64 | UPPER,
	['M'] = BASE64 | UPPER, ['N'] = BASE64 | UPPER, ['O'] = BASE64 | UPPER, ['P'] = BASE64 | UPPER,
	['Q'] = BASE64 | UPPER, ['R'] = BASE64 | UPPER, ['S'] = BASE64 | UPPER, ['T'] = BASE64 | UPPER,
	['U'] = BASE64 | UPPER, ['V'] = BASE64 | UPPER, ['W'] = BASE64 | UPPER, ['X'] = BASE64 | UPPER,
	['Y'] = BASE64 | UPPER, ['Z'] = BASE64 | UPPER,
};
/* clang-format on */

static void run(struct secret_job *j, struct secret_view *v, uint32_t from, uint32_t to,
		unsigned common, unsigned any)
{
	struct secret_view *inner = NULL;

	if ((common & HEX) != 0 && to - from >= HEX_SHORTEST && (to - from) % 2 == 0)
		inner = secret_decode_hex(j->arena, v, from, to);
	/* Names of one case are not tried: encoded text has letters of both. */
	if (inner == NULL && to - from >= SHORTEST && (any & UPPER) != 0 && (any & LOWER) != 0)
		inner = secret_decode_base64(j->arena, v, from, to);
	if (inner != NULL)
		secret_look(j, inner);
}

/* ---- Wrapped lines ---- */

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t';
}

static uint32_t digits_end(str s, uint32_t i)
{
	while (i < s.n && kinds[s.p[i]] != 0)
		i++;
	return i;
}

/* Where the text of the line behind the one that ends at i begins; 0: i ends none. */
static uint32_t next_line(str s, uint32_t i)
{
	i += i < s.n && s.p[i] == '\r';
	if (i >= s.n || s.p[i] != '\n')
		return 0;
	for (i++; i < s.n && is_blank(s.p[i]);)
		i++;
	return i;
}

/* Where [from, to) begins that ends in a line break before i, as long as `width`; 0: no such line.
 */
static uint32_t line_before(str s, uint32_t i, uint32_t width)
{
	uint32_t to;

	while (i > 0 && is_blank(s.p[i - 1]))
		i--;
	if (i == 0 || s.p[i - 1] != '\n')
		return 0;
	i--;
	i -= i > 0 && s.p[i - 1] == '\r';
	for (to = i; i > 0 && to - i < width && kinds[s.p[i - 1]] != 0;)
		i--;
	return to - i == width && i > 0 && kinds[s.p[i - 1]] == 0 ? i : 0;
}

/* The end of the last of the lines that the one [from, to) begins; `to`: it stands alone. *full:
 * the same without a last line that is shorter. Nothing follows padding. */
static uint32_t wrapped_end(str s, uint32_t from, uint32_t to, uint32_t *full)
{
	uint32_t width = to - from, last = to, next, n = width;

	*full = to;
	while (n == width && s.p[last - 1] != '=' && last - from < LIMIT_SECRET_DECODED &&
	       (next = next_line(s, last)) != 0) {
		uint32_t end = digits_end(s, next);
		while (end < s.n && s.p[end] == '=' && (end - next) % 4 >= 2)
			end++;
		n = end - next;
		if (n == 0 || n > width || n % 4 != 0 ||
		    (end < s.n && s.p[end] > ' ' && strchr("\"'<)", s.p[end]) == NULL))
			break;
		last = end;
		*full = n == width ? end : *full;
	}
	return last;
}

/* Looks at the line [from, to) and those that follow it. Returns where they end, or 0. */
static uint32_t look_at_lines(struct secret_job *j, struct secret_view *v, uint32_t from,
			      uint32_t to, bool first)
{
	const uint32_t width = to - from;
	struct secret_view *inner;
	uint32_t end, before, full;

	if (to <= v->wrapped || width < LINE_SHORTEST || width % 4 != 0)
		return 0;
	end = wrapped_end(v->text, from, to, &full);
	/* Of lines that were changed the ones before them are part. */
	while (first && end - from < LIMIT_SECRET_DECODED &&
	       (before = line_before(v->text, from, width)) != 0)
		from = before;
	if (end == from + width)
		return 0;
	inner = secret_decode_base64(j->arena, v, from, end);
	if (inner == NULL && full < end && full > from + width) { /* a word below it */
		end = full;
		inner = secret_decode_base64(j->arena, v, from, end);
	}
	if (inner == NULL) {
		v->wrapped = end;
		return 0;
	}
	secret_look(j, inner);
	return end;
}

/* ---- Runs ---- */

/* The bytes that are BASE64, as bits. */
static uint64_t digits_in(const uint8_t *p)
{
	uint64_t bits = 0;

	for (unsigned i = 0; i < BLOCK; i += LANES) {
		lanes x = lanes_load(p + i);
		lanes yes = lanes_between(x | 32, 'a', 'z') | lanes_between(x, '/', '9') |
			    lanes_equal(x, '+') | lanes_equal(x, '-') | lanes_equal(x, '_');
		bits |= (uint64_t)lanes_bits(yes) << i;
	}
	return bits;
}

/* A bit where SHORTEST ones begin. */
static uint64_t runs_in(uint64_t bits)
{
	bits &= bits >> 1;
	bits &= bits >> 2;
	bits &= bits >> 4;
	bits &= bits >> 8;
	return bits & bits >> 4;
}

/* The run that begins at i, or that began before it. Returns the end of what was looked at. */
static uint32_t look_around(struct secret_job *j, struct secret_view *v, uint32_t i, uint32_t done,
			    bool first)
{
	const uint8_t *p = v->text.p;
	uint32_t n = (uint32_t)v->text.n, from = i, to = i, end = 0;
	unsigned common = 0xFF, any = 0;

	while (to < n && kinds[p[to]] != 0)
		any |= kinds[p[to]], common &= kinds[p[to++]];
	while (from > done && kinds[p[from - 1]] != 0)
		any |= kinds[p[from - 1]], common &= kinds[p[--from]];
	if ((any & UPPER) != 0 && (any & LOWER) != 0 && to < n && (p[to] == '\n' || p[to] == '\r'))
		end = look_at_lines(j, v, from, to, first);
	if (end != 0)
		return end;
	for (unsigned k = 0; k < 2 && to < n && p[to] == '='; k++)
		to++;
	run(j, v, from, to, common, any);
	return to;
}

static uint32_t look_at_runs(struct secret_job *j, struct secret_view *v, uint64_t starts,
			     uint32_t base, uint32_t done)
{
	bool first = done == 0;

	for (; starts != 0; starts &= starts - 1) {
		uint32_t i = base + (uint32_t)__builtin_ctzll(starts);
		if (i >= done)
			done = look_around(j, v, i, done, first), first = false;
	}
	return done;
}

/* The line in front of `first` when it may be one of several: the last of them can be too short to
 * be found. */
static uint32_t line_above(str s, uint32_t first)
{
	uint32_t to = first, from;

	if (to > 0 && s.p[to - 1] == '\n')
		to--;
	if (to > 0 && to < first && s.p[to - 1] == '\r')
		to--;
	for (from = to; from > 0 && kinds[s.p[from - 1]] != 0;)
		from--;
	return to < first && to - from >= LINE_SHORTEST ? from : first;
}

/* [first, last) are whole lines or all of the view, so that no run is cut. */
void secret_look_encoded(struct secret_job *j, struct secret_view *v, uint32_t first, uint32_t last)
{
	uint64_t bits, before = 0;
	uint8_t end[BLOCK];
	uint32_t done = 0;

	if (v->depth >= LIMIT_SECRET_DEPTH)
		return;
	for (uint32_t at = line_above(v->text, first); at < last; at += BLOCK, before = bits) {
		const uint8_t *p = v->text.p + at;
		if (last - at < BLOCK) {
			memset(end, 0, sizeof(end));
			memcpy(end, p, last - at);
			p = end;
		}
		bits = digits_in(p);
		done = look_at_runs(j, v, runs_in(before >> 32 | bits << 32), at - 32, done);
		done = look_at_runs(j, v, runs_in(bits), at, done);
	}
}
