/* Most numbers have at most 15 digits and a small power of ten: both are exact doubles, so one
 * multiplication or division rounds correctly (Clinger 1990). Up to 19 digits and a power of ten up
 * to 27 are exact in 128 bits: that is what programs write of doubles (17 digits; 30 ns where
 * strtod needs 250). The rest is the C library's strtod in its "C" locale, whatever locale the
 * process has. */
#include "text/number.h"
#include "base/ascii.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define NUMBER_TEXT 1000 /* characters of one number; nobody writes more */

struct decimal {
	uint64_t digits; /* the first 19 */
	int64_t power;	 /* of ten */
	unsigned count;	 /* significant digits */
	bool negative;
};

/* Digits from *i on; how many there were. */
static size_t read_digits(str s, size_t *i, struct decimal *d)
{
	size_t from = *i;

	for (; *i < s.n && is_digit(s.p[*i]); ++*i) {
		if (d->count == 0 && s.p[*i] == '0')
			continue;
		d->count++;
		if (d->count <= 19)
			d->digits = d->digits * 10 + (s.p[*i] - '0');
	}
	return *i - from;
}

static bool read_exponent(str s, size_t *i, struct decimal *d)
{
	bool negative = false;
	int64_t e = 0;
	size_t from;

	if (*i < s.n && (s.p[*i] == '-' || s.p[*i] == '+'))
		negative = s.p[(*i)++] == '-';
	from = *i;
	for (; *i < s.n && is_digit(s.p[*i]); ++*i)
		if (e < 100000)
			e = e * 10 + (s.p[*i] - '0');
	d->power += negative ? -e : e;
	return *i > from;
}

static bool read_decimal(str s, struct decimal *d)
{
	size_t i = 0, whole, part = 0;

	*d = (struct decimal){0};
	if (s.n > 0 && (s.p[0] == '-' || s.p[0] == '+'))
		d->negative = s.p[i++] == '-';
	whole = read_digits(s, &i, d);
	if (i < s.n && s.p[i] == '.') {
		i++;
		part = read_digits(s, &i, d);
		d->power = -(int64_t)part;
	}
	if (whole + part == 0)
		return false;
	if (i < s.n && (s.p[i] | 32) == 'e') {
		i++;
		if (!read_exponent(s, &i, d))
			return false;
	}
	return i == s.n;
}

static bool slow_parse(str s, double *out)
{
	char text[NUMBER_TEXT + 1];
	locale_t c;

	if (s.n > NUMBER_TEXT)
		return false;
	memcpy(text, s.p, s.n);
	text[s.n] = 0;
	c = newlocale(LC_ALL_MASK, "C", (locale_t)0); /* a constant of the library */
	*out = strtod_l(text, NULL, c);
	freelocale(c);
	return true;
}

/* m * 2^e, and a little more when `more`: rounded to the nearest double, ties to even. m has at
 * least 54 bits, and the result is far from both ends of the exponents. */
static double round_wide(unsigned __int128 m, bool more, int e)
{
	uint64_t high = (uint64_t)(m >> 64), bits, kept;
	int shift =
		(high != 0 ? 128 - __builtin_clzll(high) : 64 - __builtin_clzll((uint64_t)m)) - 53;
	unsigned __int128 half = (unsigned __int128)1 << (shift - 1), rest = m & (2 * half - 1);
	double power;

	kept = (uint64_t)(m >> shift);
	if (rest > half || (rest == half && (more || (kept & 1) != 0)))
		kept++;
	bits = (uint64_t)(e + shift + 1023) << 52;
	memcpy(&power, &bits, sizeof(power));
	return (double)kept * power;
}

/* Ten to the power is five to it, times two: both the product and, with what remains, the quotient
 * are exact in 128 bits. */
static double middle_parse(const struct decimal *d)
{
	static const uint64_t fives[] = {
		1,
		5,
		25,
		125,
		625,
		3125,
		15625,
		78125,
		390625,
		1953125,
		9765625,
		48828125,
		244140625,
		1220703125,
		6103515625,
		30517578125,
		152587890625,
		762939453125,
		3814697265625,
		19073486328125,
		95367431640625,
		476837158203125,
		2384185791015625,
		11920928955078125,
		59604644775390625,
		298023223876953125,
		1490116119384765625,
		7450580596923828125,
	};
	int power = (int)d->power, left = __builtin_clzll(d->digits);
	uint64_t n = d->digits << left, five = fives[power < 0 ? -power : power];
	unsigned __int128 q;

	if (power >= 0)
		return round_wide((unsigned __int128)n * five, false, power - left);
	q = ((unsigned __int128)n << 64) / five;
	return round_wide(q, q * five != (unsigned __int128)n << 64, power - left - 64);
}

bool number_parse(str s, double *out)
{
	static const double tens[] = {1e0,  1e1,  1e2,	1e3,  1e4,  1e5,  1e6,	1e7,
				      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
				      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
	struct decimal d;
	double v;

	if (!read_decimal(s, &d))
		return false;
	if (d.count == 0)
		v = 0;
	else if (d.count > 19 || d.power < -27 || d.power > 27)
		return slow_parse(s, out);
	else if (d.digits >> 53 != 0 || d.power < -22 || d.power > 22)
		v = middle_parse(&d);
	else
		v = d.power < 0 ? (double)d.digits / tens[-d.power]
				: (double)d.digits * tens[d.power];
	*out = d.negative ? -v : v;
	return true;
}

void number_print(struct buf *b, double v)
{
	char text[40];
	double back = 0;
	int n = 0;

	if (isnan(v) || isinf(v)) {
		buf_add(b, isnan(v) ? S("nan") : v < 0 ? S("-inf") : S("inf"));
		return;
	}
	/* Below the normal numbers a double has fewer than 15 digits to itself. */
	for (int digits = fabs(v) < DBL_MIN ? 1 : 15; digits <= 17; digits++) {
		n = snprintf(text, sizeof(text), "%.*g", digits, v);
		for (int i = 0; i < n; i++) /* whatever the locale's point is, it is one byte */
			if (!is_digit((uint8_t)text[i]) && text[i] != '-' && text[i] != '+' &&
			    text[i] != 'e')
				text[i] = '.';
		if (number_parse((str){(const uint8_t *)text, (size_t)n}, &back) && back == v)
			break;
	}
	buf_add(b, (str){(const uint8_t *)text, (size_t)n});
	if (memchr(text, '.', (size_t)n) == NULL && memchr(text, 'e', (size_t)n) == NULL)
		buf_add(b, S(".0"));
}
