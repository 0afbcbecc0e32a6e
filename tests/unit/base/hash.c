#include "base/hash.h"
#include "test.h"

static void hex_is(struct arena *a, const uint8_t digest[32], const char *want)
{
	CHECK_STR(hash_hex_in(a, digest, 32), str_of(want));
}

TEST(hash_sha256_vectors) /* FIPS 180-4 examples */
{
	struct hash_sha256_state h;
	uint8_t digest[32];

	hash_sha256(S("abc"), digest);
	hex_is(a, digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	hash_sha256(S(""), digest);
	hex_is(a, digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	hash_sha256_init(&h);
	hash_sha256_update(&h, S("a"));
	hash_sha256_update(&h, S("bc"));
	hash_sha256_final(&h, digest);
	hex_is(a, digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(hash_hmac_vectors) /* RFC 4231, cases 2 and 6 */
{
	uint8_t digest[32], key[131];

	hash_hmac_sha256(S("Jefe"), S("what do ya want for nothing?"), digest);
	hex_is(a, digest, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	memset(key, 0xaa, sizeof(key));
	hash_hmac_sha256((str){key, sizeof(key)},
			 S("Test Using Larger Than Block-Size Key - Hash Key First"), digest);
	hex_is(a, digest, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}
