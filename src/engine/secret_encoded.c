/* Finding what is encoded without looking at every byte: a run of digits of at least SHORTEST has
 * one at a multiple of STEP, and most words of a text are shorter than that. */
#include "base/limits.h"
#include "engine/secret_int.h"

enum { STEP = 20, SHORTEST = 20, HEX_SHORTEST = 32 };

enum { BASE64 = 1, HEX = 2 };

static const uint8_t kinds[256] = {
	['+'] = BASE64,	      ['/'] = BASE64,	    ['-'] = BASE64,	  ['_'] = BASE64,
	['0'] = BASE64 | HEX, ['1'] = BASE64 | HEX, ['2'] = BASE64 | HEX, ['3'] = BASE64 | HEX,
	['4'] = BASE64 | HEX, ['5'] = BASE64 | HEX, ['6'] = BASE64 | HEX, ['7'] = BASE64 | HEX,
	['8'] = BASE64 | HEX, ['9'] = BASE64 | HEX, ['a'] = BASE64 | HEX, ['b'] = BASE64 | HEX,
	['c'] = BASE64 | HEX, ['d'] = BASE64 | HEX, ['e'] = BASE64 | HEX, ['f'] = BASE64 | HEX,
	['A'] = BASE64 | HEX, ['B'] = BASE64 | HEX, ['C'] = BASE64 | HEX, ['D'] = BASE64 | HEX,
	['E'] = BASE64 | HEX, ['F'] = BASE64 | HEX, ['g'] = BASE64,	  ['h'] = BASE64,
	['i'] = BASE64,	      ['j'] = BASE64,	    ['k'] = BASE64,	  ['l'] = BASE64,
	['m'] = BASE64,	      ['n'] = BASE64,	    ['o'] = BASE64,	  ['p'] = BASE64,
	['q'] = BASE64,	      ['r'] = BASE64,	    ['s'] = BASE64,	  ['t'] = BASE64,
	['u'] = BASE64,	      ['v'] = BASE64,	    ['w'] = BASE64,	  ['x'] = BASE64,
	['y'] = BASE64,	      ['z'] = BASE64,	    ['G'] = BASE64,	  ['H'] = BASE64,
	['I'] = BASE64,	      ['J'] = BASE64,	    ['K'] = BASE64,	  ['L'] = BASE64,
	['M'] = BASE64,	      ['N'] = BASE64,	    ['O'] = BASE64,	  ['P'] = BASE64,
	['Q'] = BASE64,	      ['R'] = BASE64,	    ['S'] = BASE64,	  ['T'] = BASE64,
	['U'] = BASE64,	      ['V'] = BASE64,	    ['W'] = BASE64,	  ['X'] = BASE64,
	['Y'] = BASE64,	      ['Z'] = BASE64,
};

static void run(struct secret_job *j, struct secret_view *v, uint32_t from, uint32_t to,
		unsigned common)
{
	struct secret_view *inner = NULL;

	if ((common & HEX) != 0 && to - from >= HEX_SHORTEST && (to - from) % 2 == 0)
		inner = secret_decode_hex(j->arena, v, from, to);
	if (inner == NULL && to - from >= SHORTEST)
		inner = secret_decode_base64(j->arena, v, from, to);
	if (inner != NULL)
		secret_look(j, inner);
}

void secret_look_encoded(struct secret_job *j, struct secret_view *v)
{
	const uint8_t *p = v->text.p;
	uint32_t n = (uint32_t)v->text.n, done = 0;

	if (v->depth >= LIMIT_SECRET_DEPTH)
		return;
	for (uint32_t i = 0; i < n; i += STEP) {
		unsigned common = kinds[p[i]];
		uint32_t from = i, to = i + 1;
		if (common == 0 || i < done)
			continue;
		while (to < n && (kinds[p[to]] & BASE64) != 0)
			common &= kinds[p[to++]];
		while (from > done && (kinds[p[from - 1]] & BASE64) != 0)
			common &= kinds[p[--from]];
		done = to;
		if (to - from < SHORTEST)
			continue;
		while (to < n && p[to] == '=' && to - done < 2)
			to++;
		run(j, v, from, to, common);
		done = to;
	}
}
