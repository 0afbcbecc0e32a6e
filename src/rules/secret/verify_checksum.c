/* Checksums inside tokens.
 *
 * GitHub and npm: the last six characters are the CRC-32 of the thirty before them in base62,
 * digits 0-9A-Za-z, filled up with zeros (github.blog, "Behind GitHub's new authentication token
 * formats" and "Announcing npm's new access token format"). What does not fit was never issued.
 * Bitbucket, Atlassian, Grafana: CRC-32 of what is before it, in eight hexadecimal digits. GitLab's
 * routable tokens: CRC-32 in base36, seven digits. age: bech32. These only lower the confidence:
 * their issuers do not promise the form. */
#include "pack/codec.h"
#include "rules/secret/verify.h"
#include "text/bech32.h"

static int digit_of(uint8_t c, unsigned base)
{
	int v = -1;

	if (c >= '0' && c <= '9')
		v = c - '0';
	else if (base > 36 && c >= 'A' && c <= 'Z')
		v = c - 'A' + 10;
	else if (c >= 'a' && c <= 'z')
		v = c - 'a' + (base > 36 ? 36 : 10);
	else if (c >= 'A' && c <= 'Z')
		v = c - 'A' + 10;
	return v < (int)base ? v : -1;
}

static bool number(str s, unsigned base, uint64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < s.n; i++) {
		int d = digit_of(s.p[i], base);
		if (d < 0 || *out > UINT32_MAX)
			return false;
		*out = *out * base + (unsigned)d;
	}
	return s.n > 0;
}

static bool fits(str body, str sum, unsigned base)
{
	uint64_t n;

	return number(sum, base, &n) && n == codec_crc32(0, body);
}

static void doubt(struct secret_candidate *c)
{
	c->confidence = LOW;
	c->note = "its checksum does not fit: changed, cut or made up";
}

bool secret_verify_crc_base62(struct secret_candidate *c)
{
	size_t mark = str_find_byte(c->value, '_');
	str body;

	if (mark == STR_NONE)
		return false;
	body = str_slice(c->value, mark + 1, c->value.n);
	if (body.n != 36) /* longer forms: nobody says what they end in */
		return true;
	return fits(str_slice(body, 0, 30), str_slice(body, 30, 36), 62);
}

/* Eight digits at the end, over all that is before them. */
static bool hex_tail(str value, size_t from)
{
	return value.n > from + 8 && fits(str_slice(value, from, value.n - 8),
					  str_slice(value, value.n - 8, value.n), 16);
}

bool secret_verify_crc_hex(struct secret_candidate *c)
{
	if (!hex_tail(c->value, 0))
		doubt(c);
	return true;
}

bool secret_verify_atlassian(struct secret_candidate *c)
{
	return secret_verify_crc_hex(c);
}

/* The tail is split off by `_`; with or without the prefix. */
bool secret_verify_grafana(struct secret_candidate *c)
{
	str v = c->value, tail, body;

	if (v.n < 20)
		return false;
	tail = str_slice(v, v.n - 8, v.n);
	body = str_slice(v, 0, v.n - 9);
	if (!fits(body, tail, 16) && !fits(str_slice(body, 5, body.n), tail, 16))
		doubt(c);
	return true;
}

bool secret_verify_gitlab(struct secret_candidate *c)
{
	str v = c->value;

	if (v.n < 20)
		return false;
	if (!fits(str_slice(v, 0, v.n - 7), str_slice(v, v.n - 7, v.n), 36))
		doubt(c);
	return true;
}

bool secret_verify_age(struct secret_candidate *c)
{
	bool pq = str_ends(c->before, S("PQ-"));
	str whole =
		arena_printf(c->arena, "AGE-SECRET-KEY-%s%.*s", pq ? "PQ-" : "", STR_ARG(c->value));

	if (!bech32_fits(whole))
		doubt(c);
	return true;
}

/* Numbers that the networks publish for tests. */
static const char test_cards[] =
	"4111111111111111 4242424242424242 4000056655665556 4012888888881881 4222222222222 "
	"5555555555554444 5105105105105100 5200828282828210 2223003122003222 5431111111111111 "
	"378282246310005 371449635398431 378734493671000 30569309025904 38520000023237 "
	"3056930009020004 36227206271667 6011111111111117 6011000990139424 6011981111111113 "
	"3530111333300000 3566002020360505 4000000000000002 4000000000000077 4532015112830366 "
	"4916338506082832 4539578763621486";

bool secret_verify_card(struct secret_candidate *c)
{
	uint8_t digits[20], distinct = 0;
	bool seen[10] = {false};
	unsigned n = 0, sum = 0;

	for (size_t i = 0; i < c->value.n && n < 20; i++) {
		if (c->value.p[i] >= '0' && c->value.p[i] <= '9')
			digits[n++] = c->value.p[i];
	}
	if (n < 12 || n > 19 || str_in((str){digits, n}, test_cards))
		return false;
	for (unsigned i = 0; i < n; i++) {
		unsigned d = digits[n - 1 - i] - (unsigned)'0';
		distinct += !seen[d];
		seen[d] = true;
		if (i % 2 == 1)
			d = d > 4 ? 2 * d - 9 : 2 * d;
		sum += d;
	}
	return sum % 10 == 0 && distinct > 4;
}
