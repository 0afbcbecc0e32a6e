#include "report/json_out.h"

#include "made.h"
#include "test.h"

TEST(json_out_nests)
{
	struct buf b = buf_in(a);
	struct json_out j = json_out_to(&b, 1);

	json_out_object(&j, NULL);
	json_out_int(&j, "least", INT64_MIN);
	json_out_array(&j, "list");
	json_out_int(&j, NULL, 0);
	json_out_bool(&j, NULL, true);
	json_out_null(&j, NULL);
	json_out_object(&j, NULL);
	json_out_end(&j);
	json_out_end(&j);
	json_out_array(&j, "empty");
	json_out_end(&j);
	json_out_end(&j);
	CHECK_STR(buf_str(&b), S("{\n  \"least\": -9223372036854775808,\n"
				 "  \"list\": [0, true, null, {}],\n  \"empty\": []\n}\n"));
}

TEST(json_out_escapes)
{
	struct buf b = buf_in(a);
	struct json_out j = json_out_to(&b, 0);

	json_out_str(&j, NULL, S("\"\\/\b\f\n\r\t\v\x01\x7F caf\xC3\xA9 \xF0\x9F\x98\x80"));
	CHECK_STR(buf_str(&b), S("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u000b\\u0001\\u007f caf\xC3\xA9 "
				 "\xF0\x9F\x98\x80\""));
	b.n = 0;
	json_out_str(&j, NULL, S("\xFF\xC3(\xED\xA0\x80\xE4\xB8"));
	CHECK_STR(buf_str(&b), S("\"\xEF\xBF\xBD\xEF\xBF\xBD(\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
				 "\xEF\xBF\xBD\xEF\xBF\xBD\""));
}

/* Every byte, and every byte after a lead byte. */
TEST(json_out_every_byte)
{
	struct buf b = buf_in(a), all = buf_in(a);
	struct json_out j = json_out_to(&b, 0);

	for (unsigned i = 0; i < 65536; i++) {
		buf_u8(&all, (uint8_t)(i >> 8));
		buf_u8(&all, (uint8_t)i);
	}
	json_out_array(&j, NULL);
	json_out_str(&j, NULL, test_guarded(buf_str(&all), 0));
	json_out_end(&j);
	CHECK(made_is_json(a, buf_str(&b)));
}
