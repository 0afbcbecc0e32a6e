#define OPENSSL_SUPPRESS_DEPRECATED
#include "base/hash.h"

#include <openssl/sha.h>

_Static_assert(sizeof(SHA256_CTX) <= sizeof(struct hash_sha256_state), "state holds SHA256_CTX");
_Static_assert(_Alignof(SHA256_CTX) <= _Alignof(struct hash_sha256_state), "and is aligned for it");

static SHA256_CTX *context(struct hash_sha256_state *h)
{
	return (SHA256_CTX *)(void *)h;
}

void hash_sha256_init(struct hash_sha256_state *h)
{
	SHA256_Init(context(h));
}

void hash_sha256_update(struct hash_sha256_state *h, str data)
{
	if (data.n > 0)
		SHA256_Update(context(h), data.p, data.n);
}

void hash_sha256_final(struct hash_sha256_state *h, uint8_t out[32])
{
	SHA256_Final(out, context(h));
}

void hash_sha256(str data, uint8_t out[32])
{
	struct hash_sha256_state h;

	hash_sha256_init(&h);
	hash_sha256_update(&h, data);
	hash_sha256_final(&h, out);
}

void hash_sha1(str data, uint8_t out[20])
{
	SHA_CTX h; /* SHA1() itself would fetch a provider */

	SHA1_Init(&h);
	if (data.n > 0)
		SHA1_Update(&h, data.p, data.n);
	SHA1_Final(out, &h);
}

void hash_hmac_sha256(str key, str data, uint8_t out[32])
{
	uint8_t inner[64] = {0}, outer[64];
	struct hash_sha256_state h;

	if (key.n > sizeof(inner))
		hash_sha256(key, inner);
	else if (key.n > 0)
		memcpy(inner, key.p, key.n);
	for (size_t i = 0; i < sizeof(inner); i++) {
		outer[i] = inner[i] ^ 0x5c;
		inner[i] ^= 0x36;
	}
	hash_sha256_init(&h);
	hash_sha256_update(&h, (str){inner, sizeof(inner)});
	hash_sha256_update(&h, data);
	hash_sha256_final(&h, out);
	hash_sha256_init(&h);
	hash_sha256_update(&h, (str){outer, sizeof(outer)});
	hash_sha256_update(&h, (str){out, 32});
	hash_sha256_final(&h, out);
}

void hash_hex(const uint8_t *bytes, size_t n, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * n] = '\0';
}

str hash_hex_in(struct arena *a, const uint8_t *bytes, size_t n)
{
	char *hex = arena_alloc(a, 2 * n + 1, 1);

	hash_hex(bytes, n, hex);
	return (str){(const uint8_t *)hex, 2 * n};
}
