#include "text/utf.h"

#include "base/buf.h"
#include "test.h"

static str all_of(struct arena *a, str bytes)
{
	str b = test_guarded(bytes, 0);
	struct stream *s = utf_stream(a, blob_of(b), utf_detect(b));
	struct buf out = buf_in(a);
	int c;

	while ((c = stream_byte(s)) >= 0)
		buf_byte(&out, (uint8_t)c);
	return buf_str(&out);
}

TEST(utf_detected)
{
	CHECK_INT(utf_detect(S("{}")), UTF_8);
	CHECK_INT(utf_detect(S("\xef\xbb\xbf{}")), UTF_8_MARK);
	CHECK_INT(utf_detect(S("{\0}\0")), UTF_16LE);
	CHECK_INT(utf_detect(S("\0{\0}")), UTF_16BE);
	CHECK_INT(utf_detect(S("\xff\xfe{\0")), UTF_16LE_MARK);
	CHECK_INT(utf_detect(S("\xfe\xff\0{")), UTF_16BE_MARK);
	CHECK_INT(utf_detect(S("{\0\0\0}\0\0\0")), UTF_32LE);
	CHECK_INT(utf_detect(S("\0\0\0{\0\0\0}")), UTF_32BE);
	CHECK_INT(utf_detect(S("\xff\xfe\0\0{\0\0\0")), UTF_32LE_MARK);
	CHECK_INT(utf_detect(S("\0\0\xfe\xff\0\0\0{")), UTF_32BE_MARK);
	CHECK_INT(utf_detect(S("")), UTF_8);
	CHECK_INT(utf_detect(S("x")), UTF_8);
}

TEST(utf_decoded)
{
	CHECK_STR(all_of(a, S("\xef\xbb\xbf{\"\xc3\xa9\"}")), S("{\"\xc3\xa9\"}"));
	CHECK_STR(all_of(a, S("{\0\xe9\0}\0")), S("{\xc3\xa9}"));
	CHECK_STR(all_of(a, S("\0{\0\xe9\0}")), S("{\xc3\xa9}"));
	CHECK_STR(all_of(a, S("\xff\xfe[\0]\0")), S("[]"));
	CHECK_STR(all_of(a, S("\0\0\0{\0\1\xf6\0\0\0\0}")), S("{\xf0\x9f\x98\x80}"));
	/* a pair of surrogates, then halves alone, and a unit that is cut short */
	CHECK_STR(all_of(a, S("{\0\x3d\xd8\0\xde}\0")), S("{\xf0\x9f\x98\x80}"));
	CHECK_STR(all_of(a, S("{\0\x3d\xd8}\0")), S("{\xef\xbf\xbd}"));
	CHECK_STR(all_of(a, S("{\0}\0\0\xde")), S("{}\xef\xbf\xbd"));
	CHECK_STR(all_of(a, S("{\0}\0\x3d\xd8")), S("{}\xef\xbf\xbd"));
	CHECK_STR(all_of(a, S("{\0}\0x")), S("{}"));
}

TEST(utf_peeked)
{
	uint8_t to[8];

	CHECK_INT(utf_peek(S("{\0\"\0\xe9\0x\0"), UTF_16LE, to, sizeof(to)), 4);
	CHECK_STR(((str){to, 4}), S("{\"?x"));
	CHECK_INT(utf_peek(S("\xef\xbb\xbf[1"), UTF_8_MARK, to, 1), 1);
	CHECK_INT(to[0], '[');
}
