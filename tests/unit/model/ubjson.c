#include "test.h"
#include "base/buf.h"
#include "base/limits.h"
#include "model/ubjson.h"

static void check(struct arena *a, str bytes, enum ubjson_code code, uint64_t offset)
{
	struct ubjson_diag d;
	uint64_t end;

	CHECK(ubjson_read(stream_of(a, blob_of(test_guarded(bytes, 0))), &end, &d) ==
	      (code == UBJSON_DIAG_NONE));
	CHECK_INT(d.code, code);
	CHECK_INT(code == UBJSON_DIAG_NONE ? end : d.offset, offset);
}

TEST(ubjson_values)
{
	check(a, S("{}"), UBJSON_DIAG_NONE, 2);
	check(a, S("[ZTFi\1U\2I\0\3l\0\0\0\4L\0\0\0\0\0\0\0\5d\0\0\0\0D\0\0\0\0\0\0\0\0]"),
	      UBJSON_DIAG_NONE, 40);
	check(a, S("{U\1aSU\2hiU\1b[N]}"), UBJSON_DIAG_NONE, 16);
	check(a, S("[$d#U\2\0\0\0\0\0\0\0\0"), UBJSON_DIAG_NONE, 14);
	check(a, S("[#U\2ZZ"), UBJSON_DIAG_NONE, 6);
	check(a, S("[$S#U\1U\1x"), UBJSON_DIAG_NONE, 9);
	check(a, S("{#U\1U\1ai\1"), UBJSON_DIAG_NONE, 9);
	check(a, S("{$i#U\2U\1a\1U\1b\2"), UBJSON_DIAG_NONE, 14);
	check(a, S("{}rest"), UBJSON_DIAG_NONE, 2);
	CHECK_STR(ubjson_first_key(S("{L\0\0\0\0\0\0\0\7learner")), S("learner"));
	CHECK_STR(ubjson_first_key(S("{U\1x")), S("x"));
	CHECK_INT(ubjson_first_key(S("{\"a\": 1}")).n, 0);
	CHECK_INT(ubjson_first_key(S("{U\x9x")).n, 0);
}

TEST(ubjson_diags)
{
	struct buf deep = buf_in(a);

	check(a, S(""), UBJSON_DIAG_CUT, 0);
	check(a, S("{U\1a"), UBJSON_DIAG_CUT, 4);
	check(a,
	      S("{U\x7f"
		"a"),
	      UBJSON_DIAG_CUT, 4);
	check(a, S("[$d#L\0\0\0\1\0\0\0\0\0\0\0\0"), UBJSON_DIAG_CUT, 17);
	check(a, S("[Q]"), UBJSON_DIAG_MARKER, 2);
	check(a, S("[$dU\1"), UBJSON_DIAG_MARKER, 4);
	check(a, S("[$d#i\xff"), UBJSON_DIAG_LENGTH, 6);
	check(a, S("{ZZ"), UBJSON_DIAG_LENGTH, 2);
	check(a, S("[$d#L\x7f\xff\xff\xff\xff\xff\xff\xff"), UBJSON_DIAG_LENGTH, 13);
	for (unsigned i = 0; i <= LIMIT_TEXT_DEPTH; i++)
		buf_byte(&deep, '[');
	buf_byte(&deep, ']');
	check(a, buf_str(&deep), UBJSON_DIAG_DEPTH, LIMIT_TEXT_DEPTH + 2);
}
