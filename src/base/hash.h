/* Digests. The only place that sees libcrypto's SHA-256: its low-level functions, because the
 * provider interface costs milliseconds of start-up before the first byte is hashed. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/arena.h"

#define HASH_SHA256_BYTES 32

struct hash_sha256_state {
	uint64_t
		opaque[16]; /* libcrypto's own state, at most this large (checked when compiling) */
};

void hash_sha256_init(struct hash_sha256_state *h);
void hash_sha256_update(struct hash_sha256_state *h, str data);
void hash_sha256_final(struct hash_sha256_state *h, uint8_t out[32]);

void hash_sha256(str data, uint8_t out[32]);
void hash_sha1(str data, uint8_t out[20]); /* for git, which names by it; secures nothing */
void hash_hmac_sha256(str key, str data, uint8_t out[32]); /* RFC 2104 */

/* Writes 2 * n lower-case hex digits and a NUL. */
void hash_hex(const uint8_t *bytes, size_t n, char *out);
str hash_hex_in(struct arena *a, const uint8_t *bytes, size_t n); /* in arena */

#endif
