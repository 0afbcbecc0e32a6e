#include "text/base64.h"
#include "../test.h"

static void decodes(struct arena *a, const char *text, const char *want)
{
	str out;

	CHECK(base64_decode(a, test_guarded(str_of(text), 0), &out));
	CHECK_STR(out, str_of(want));
}

TEST(base64_of_any_length_and_alphabet)
{
	str out;

	decodes(a, "", "");
	decodes(a, "Zg==", "f");
	decodes(a, "Zg", "f");
	decodes(a, "Zm8=", "fo");
	decodes(a, "Zm9v", "foo");
	decodes(a, "Zm9vYg", "foob");
	CHECK(base64_decode(a, S("-_8="), &out));
	CHECK_STR(out, S("\xfb\xff"));
	CHECK(base64_decode(a, S("+/8="), &out));
	CHECK_STR(out, S("\xfb\xff"));
}

TEST(base64_that_is_none)
{
	str out;

	CHECK(!base64_decode(a, S("Zm9vY"), &out));
	CHECK(!base64_decode(a, S("Zm 9"), &out));
	CHECK(!base64_decode(a, S("Zm9v===="), &out));
	CHECK(!base64_decode(a, S("Z\xc3\xa9=="), &out));
}
