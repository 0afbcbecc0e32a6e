/* Numbers as CPython reads them from a pickle's lines: INT by strtol() with base 0 ("0x1f", "017",
 * " +1"), and what that refuses by int(text, 0), as LONG and the keys of GET and PUT are;
 * FLOAT by PyOS_string_to_double(). All of them see a C string: it ends at the first NUL. */
#include "model/pickle.h"
#include "base/ascii.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

static unsigned digit_of(uint8_t b)
{
	if (b >= '0' && b <= '9')
		return b - '0';
	if ((b | 32) >= 'a' && (b | 32) <= 'z')
		return (b | 32) - 'a' + 10;
	return 36;
}

struct reader {
	str s;
	size_t at;
};

static uint8_t peek(const struct reader *r, size_t ahead)
{
	return r->at + ahead < r->s.n ? r->s.p[r->at + ahead] : 0;
}

/* White space and a sign. */
static bool begin(struct reader *r)
{
	while (is_space(peek(r, 0)))
		r->at++;
	if (peek(r, 0) == '-' || peek(r, 0) == '+')
		return r->s.p[r->at++] == '-';
	return false;
}

static str c_string(str line)
{
	return str_slice(line, 0, str_find_byte(line, 0));
}

static int64_t signed_value(uint64_t x, bool minus, bool *big)
{
	*big |= x > (uint64_t)INT64_MAX + minus;
	return (int64_t)(minus ? 0 - x : x);
}

/* Adds a digit; sets *over when there is no room. */
static uint64_t add_digit(uint64_t x, unsigned base, unsigned d, bool *over)
{
	*over |= __builtin_mul_overflow(x, (uint64_t)base, &x);
	*over |= __builtin_add_overflow(x, (uint64_t)d, &x);
	return x;
}

/* strtol(): false when it stops before the line's end, or the number is too large for it. A text
 * that is empty (NUL comes first) is zero. */
static bool by_strtol(str line, int64_t *out)
{
	struct reader r = {c_string(line), 0};
	bool minus = begin(&r), over = false;
	unsigned base = peek(&r, 0) != '0' ? 10 : 8;
	uint64_t x = 0;
	size_t digits = 0;

	if (base == 8 && (peek(&r, 1) | 32) == 'x' && digit_of(peek(&r, 2)) < 16) {
		base = 16;
		r.at += 2;
	}
	for (; r.at < r.s.n && digit_of(peek(&r, 0)) < base; r.at++, digits++)
		x = add_digit(x, base, digit_of(peek(&r, 0)), &over);
	*out = signed_value(x, minus, &over);
	return !over && r.at == r.s.n && (digits > 0 || r.s.n == 0);
}

static unsigned base_of(struct reader *r, unsigned base, bool *only_zero)
{
	uint8_t letter = peek(r, 1) | 32;

	*only_zero = false;
	if (base != 0 || peek(r, 0) != '0')
		return base ? base : 10;
	base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
	*only_zero = base == 0;
	if (base == 0)
		return 10;
	r->at += 2;
	r->at += peek(r, 0) == '_';
	return base;
}

bool pickle_long(str line, unsigned base, int64_t *out, bool *big)
{
	struct reader r = {c_string(line), 0};
	bool minus = begin(&r), only_zero, nonzero = false, over = false;
	uint8_t before = '_';
	uint64_t x = 0;

	base = base_of(&r, base, &only_zero);
	for (; r.at < r.s.n; r.at++) {
		uint8_t b = peek(&r, 0);
		if (b == '_' && before == '_')
			return false;
		if (b != '_' && digit_of(b) >= base)
			break;
		before = b;
		if (b == '_')
			continue;
		nonzero |= b != '0';
		x = add_digit(x, base, digit_of(b), &over);
	}
	if (before == '_' || (only_zero && nonzero))
		return false;
	while (is_space(peek(&r, 0)))
		r.at++;
	*out = signed_value(x, minus, &over);
	*big = over;
	return r.at == r.s.n;
}

bool pickle_int(str line, int64_t *out, bool *big)
{
	*big = false;
	return by_strtol(line, out) || pickle_long(line, 0, out, big);
}

/* ---- Floats ---- */

static bool word(struct reader *r, const char *w)
{
	size_t n = strlen(w);

	if (!str_eq_nocase(str_slice(r->s, r->at, r->at + n), (str){(const uint8_t *)w, n}))
		return false;
	r->at += n;
	return true;
}

static size_t digits(struct reader *r)
{
	size_t from = r->at;

	while (digit_of(peek(r, 0)) < 10)
		r->at++;
	return r->at - from;
}

static bool decimal(struct reader *r)
{
	size_t n = digits(r);

	if (peek(r, 0) == '.') {
		r->at++;
		n += digits(r);
	}
	if (n == 0)
		return false;
	if ((peek(r, 0) | 32) == 'e') {
		size_t back = r->at++;
		if (peek(r, 0) == '+' || peek(r, 0) == '-')
			r->at++;
		if (digits(r) == 0)
			r->at = back;
	}
	return true;
}

double pickle_float_value(str line)
{
	char text[PICKLE_KEEP + 1];
	str s = str_slice(c_string(line), 0, sizeof(text) - 1);

	memcpy(text, s.p, s.n);
	text[s.n] = 0;
	return strtod(text, NULL);
}

bool pickle_float(str line)
{
	struct reader r = {c_string(line), 0};

	if (peek(&r, 0) == '-' || peek(&r, 0) == '+')
		r.at++;
	if (word(&r, "infinity") || word(&r, "inf") || word(&r, "nan"))
		return r.at == r.s.n;
	if (!decimal(&r) || r.at != r.s.n)
		return false;
	return !isinf(pickle_float_value(line));
}
