#include "text/base64.h"

int base64_digit(uint8_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	return c == '/' || c == '_' ? 63 : -1;
}

bool base64_decode(struct arena *a, str text, str *out)
{
	uint8_t *bytes;
	uint32_t bits = 0;
	size_t n = 0, pads = 0;

	while (text.n > 0 && text.p[text.n - 1] == '=' && pads < 2) {
		text.n--;
		pads++;
	}
	if (text.n % 4 == 1)
		return false;
	bytes = arena_alloc(a, text.n / 4 * 3 + 3, 1);
	for (size_t i = 0; i < text.n; i++) {
		int digit = base64_digit(text.p[i]);
		if (digit < 0)
			return false;
		bits = bits << 6 | (uint32_t)digit;
		if (i % 4 == 3) {
			bytes[n++] = (uint8_t)(bits >> 16);
			bytes[n++] = (uint8_t)(bits >> 8);
			bytes[n++] = (uint8_t)bits;
		}
	}
	if (text.n % 4 == 2)
		bytes[n++] = (uint8_t)(bits >> 4);
	if (text.n % 4 == 3) {
		bytes[n++] = (uint8_t)(bits >> 10);
		bytes[n++] = (uint8_t)(bits >> 2);
	}
	*out = (str){bytes, n};
	return true;
}
