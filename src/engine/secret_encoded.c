/* Finding what is encoded: runs of at least SHORTEST digits of base64 or hex, which most words of a
 * text are shorter than. 64 bytes at a time become bits, of which those that are followed by so
 * many others are found by shifts. */
#include "base/lanes.h"
#include "base/limits.h"
#include "engine/secret_int.h"

enum { BLOCK = 64, SHORTEST = 20, HEX_SHORTEST = 32 };

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

/* The run that begins at i, or that began before it. Returns its end. */
static uint32_t look_around(struct secret_job *j, struct secret_view *v, uint32_t i, uint32_t done)
{
	const uint8_t *p = v->text.p;
	uint32_t n = (uint32_t)v->text.n, from = i, to = i;
	unsigned common = 0xFF, any = 0;

	while (to < n && kinds[p[to]] != 0)
		any |= kinds[p[to]], common &= kinds[p[to++]];
	while (from > done && kinds[p[from - 1]] != 0)
		any |= kinds[p[from - 1]], common &= kinds[p[--from]];
	for (unsigned k = 0; k < 2 && to < n && p[to] == '='; k++)
		to++;
	run(j, v, from, to, common, any);
	return to;
}

static uint32_t look_at_runs(struct secret_job *j, struct secret_view *v, uint64_t starts,
			     uint32_t base, uint32_t done)
{
	for (; starts != 0; starts &= starts - 1) {
		uint32_t i = base + (uint32_t)__builtin_ctzll(starts);
		if (i >= done)
			done = look_around(j, v, i, done);
	}
	return done;
}

/* [first, last) are whole lines or all of the view, so that no run is cut. */
void secret_look_encoded(struct secret_job *j, struct secret_view *v, uint32_t first, uint32_t last)
{
	uint64_t bits, before = 0;
	uint8_t end[BLOCK];
	uint32_t done = 0;

	if (v->depth >= LIMIT_SECRET_DEPTH)
		return;
	for (uint32_t at = first; at < last; at += BLOCK, before = bits) {
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
