#include "base/str.h"

int str_cmp(str a, str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	if (order != 0)
		return order;
	return (a.n > b.n) - (a.n < b.n);
}

static uint8_t fold(uint8_t b)
{
	return b >= 'A' && b <= 'Z' ? (uint8_t)(b | 0x20) : b;
}

bool str_eq_nocase(str a, str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++) {
		if (fold(a.p[i]) != fold(b.p[i]))
			return false;
	}
	return true;
}

size_t str_find(str s, str needle)
{
	const uint8_t *at;

	if (needle.n == 0)
		return 0;
	if (s.n < needle.n)
		return STR_NONE;
	at = memmem(s.p, s.n, needle.p, needle.n);
	return at ? (size_t)(at - s.p) : STR_NONE;
}

size_t str_find_nocase(str s, str needle)
{
	for (size_t i = 0; i + needle.n <= s.n; i++) {
		if (str_eq_nocase(str_slice(s, i, i + needle.n), needle))
			return i;
	}
	return STR_NONE;
}

size_t str_find_byte(str s, uint8_t b)
{
	const uint8_t *at = s.n ? memchr(s.p, b, s.n) : NULL;

	return at ? (size_t)(at - s.p) : STR_NONE;
}

size_t str_rfind_byte(str s, uint8_t b)
{
	const uint8_t *at = s.n ? memrchr(s.p, b, s.n) : NULL;

	return at ? (size_t)(at - s.p) : STR_NONE;
}

uint64_t str_hash(str s)
{
	const uint64_t k = 0x9e3779b97f4a7c15u;
	uint64_t h = s.n * k, word;
	size_t i = 0;

	for (; i + 8 <= s.n; i += 8) {
		memcpy(&word, s.p + i, 8);
		h = (h ^ word) * k;
		h ^= h >> 32;
	}
	word = 0;
	for (size_t shift = 0; i < s.n; i++, shift += 8)
		word |= (uint64_t)s.p[i] << shift;
	h = (h ^ word) * k;
	return h ^ h >> 29;
}

static bool is_space(uint8_t b)
{
	return b == ' ' || (b >= '\t' && b <= '\r');
}

str str_trim(str s)
{
	while (s.n > 0 && is_space(s.p[0]))
		s = str_slice(s, 1, s.n);
	while (s.n > 0 && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

str str_cut(str *rest, uint8_t sep)
{
	str s = *rest;
	size_t at = str_find_byte(s, sep);

	if (at == STR_NONE) {
		*rest = (str){NULL, 0};
		return s;
	}
	*rest = str_slice(s, at + 1, s.n);
	return str_slice(s, 0, at);
}

bool str_in(str s, const char *words)
{
	for (str rest = str_of(words); rest.p != NULL;) {
		str word = str_cut(&rest, ' ');
		if (word.n > 0 && str_eq(word, s))
			return true;
	}
	return false;
}

bool str_to_u64(str s, uint64_t *out)
{
	uint64_t v = 0;

	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		uint64_t digit = (uint64_t)(s.p[i] - '0');
		if (digit > 9 || __builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, digit, &v))
			return false;
	}
	*out = v;
	return true;
}

unsigned str_utf8_len(str s)
{
	const uint8_t *p = s.p;
	unsigned len;

	if (s.n == 0)
		return 0;
	if (p[0] < 0x80)
		return 1;
	len = p[0] >= 0xc2 && p[0] <= 0xdf ? 2 : p[0] >> 4 == 0xe ? 3 : p[0] >= 0xf0 && p[0] <= 0xf4 ? 4 : 0;
	if (len == 0 || s.n < len)
		return 0;
	for (unsigned i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	}
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
	    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return len;
}
