#include "test.h"

#include "model/media.h"

static void check(struct arena *a, str bytes, enum media kind, bool ok, uint64_t end)
{
	uint64_t got = 0;

	CHECK_INT(media_recognise(bytes), kind);
	CHECK(media_end(stream_of(a, blob_of(test_guarded(bytes, 0))), kind, &got) == ok);
	CHECK_INT(got, end);
}

TEST(media_ends)
{
	check(a, S("\x89PNG\r\n\x1a\n\0\0\0\1IDATx1234\0\0\0\0IEND1234rest"), MEDIA_PNG, true, 33);
	check(a, S("\x89PNG\r\n\x1a\n\0\0\0\1IDATx1234\0\0\0\0IEN"), MEDIA_PNG, false, 28);
	check(a, S("\x89PNG\r\n\x1a\n\0\0\0\0\0\0\0\0\0\0\0\0"), MEDIA_PNG, false, 16);
	check(a, S("\xff\xd8\xff\xe0\0\4ab\xff\xda\0\2data\xff\0more\xff\xd0x\xff\xd9tail"),
	      MEDIA_JPEG, true, 27);
	check(a, S("\xff\xd8\xff\xe0\0\1ab"), MEDIA_JPEG, false, 6);
	check(a, S("\xff\xd8\xff\xda\0\2no end"), MEDIA_JPEG, false, 12);
	check(a, S("GIF89a1234\x80zz123456!\xf9\1x\0,12345678\0\2\1y\0;rest"), MEDIA_GIF, true, 39);
	check(a, S("GIF89a1234\0zz?"), MEDIA_GIF, false, 14);
	check(a, S("RIFF\4\0\0\0WEBPrest"), MEDIA_RIFF, true, 12);
	check(a, S("RIFF\xff\0\0\0WEBP"), MEDIA_RIFF, false, 12);
	check(a, S("%PDF-1.7\n%%EOF\nmore\n%%%EOF\r\nrest"), MEDIA_PDF, true, 28);
	check(a, S("%PDF-1.7\nno end"), MEDIA_PDF, false, 0);
	CHECK_INT(media_recognise(S("")), MEDIA_NONE);
}
