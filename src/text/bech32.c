#include "text/bech32.h"

static uint32_t step(uint32_t sum, uint32_t value)
{
	static const uint32_t generator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
					     0x2a1462b3};
	uint32_t top = sum >> 25;

	sum = (sum & 0x1ffffff) << 5 ^ value;
	for (unsigned i = 0; i < 5; i++)
		sum ^= top >> i & 1 ? generator[i] : 0;
	return sum;
}

bool bech32_fits(str s)
{
	static const char digits[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
	size_t one = str_rfind_byte(s, '1');
	uint32_t sum = 1;

	if (one == STR_NONE || one == 0 || s.n - one < 7)
		return false;
	for (size_t i = 0; i < one; i++)
		sum = step(sum, (uint32_t)(s.p[i] | 32) >> 5);
	sum = step(sum, 0);
	for (size_t i = 0; i < one; i++)
		sum = step(sum, (uint32_t)(s.p[i] | 32) & 31);
	for (size_t i = one + 1; i < s.n; i++) {
		uint8_t c = (uint8_t)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] | 32 : s.p[i]);
		const char *at = strchr(digits, c);
		if (c == 0 || at == NULL)
			return false;
		sum = step(sum, (uint32_t)(at - digits));
	}
	return sum == 1;
}
