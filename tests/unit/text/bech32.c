/* Vectors of BIP 173. */
#include "text/bech32.h"
#include "../test.h"

TEST(bech32_fits_what_is_valid)
{
	CHECK(bech32_fits(S("A12UEL5L")));
	CHECK(bech32_fits(S("a12uel5l")));
	CHECK(bech32_fits(S("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw")));
	CHECK(bech32_fits(S("11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
			    "qqqqqqqqqqqqqqc8247j")));
	CHECK(bech32_fits(S("?1ezyfcl")));
}

TEST(bech32_rejects_the_rest)
{
	CHECK(!bech32_fits(S("")));
	CHECK(!bech32_fits(S("1")));
	CHECK(!bech32_fits(S("pzry9x0s0muk")));
	CHECK(!bech32_fits(S("1pzry9x0s0muk")));
	CHECK(!bech32_fits(S("x1b4n0q5v")));
	CHECK(!bech32_fits(S("li1dgmt3")));
	CHECK(!bech32_fits(S("A1G7SGD8")));
	CHECK(!bech32_fits(S("a12uel5m")));
}
