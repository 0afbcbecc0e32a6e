#include "test.h"

#include "convert/checksum.h"
#include "pack/crc32.h"

/* A local header, and the directory's entry and end record for one stored member each. */
static void local(struct buf *b, str name, str bytes, uint32_t crc)
{
	buf_add(b, S("PK\3\4\24\0\0\0\0\0\0\0\0\0"));
	buf_u32(b, crc);
	buf_u32(b, (uint32_t)bytes.n);
	buf_u32(b, (uint32_t)bytes.n);
	buf_u16(b, (uint16_t)name.n);
	buf_u16(b, 0);
	buf_add(b, name);
	buf_add(b, bytes);
}

static void entry(struct buf *b, str name, str bytes, uint32_t crc, uint32_t at)
{
	buf_add(b, S("PK\1\2\24\0\24\0\0\0\0\0\0\0\0\0"));
	buf_u32(b, crc);
	buf_u32(b, (uint32_t)bytes.n);
	buf_u32(b, (uint32_t)bytes.n);
	buf_u16(b, (uint16_t)name.n);
	buf_add(b, S("\0\0\0\0\0\0\0\0\0\0\0\0"));
	buf_u32(b, at);
	buf_add(b, name);
}

static struct checksums fed(struct arena *a, str first, uint32_t crc, size_t step)
{
	struct buf b = buf_in(a);
	struct checksums c;
	uint32_t second_at, at;
	uint32_t second = crc32_of(0, S("second"));

	local(&b, S("a"), first, crc);
	second_at = (uint32_t)b.n;
	local(&b, S("b"), S("second"), second);
	at = (uint32_t)b.n;
	entry(&b, S("a"), first, crc, 0);
	entry(&b, S("b"), S("second"), second, second_at);
	second_at = (uint32_t)b.n - at;
	buf_add(&b, S("PK\5\6\0\0\0\0\2\0\2\0"));
	buf_u32(&b, second_at);
	buf_u32(&b, at);
	buf_u16(&b, 0);
	checksums_begin(&c, a, blob_of(buf_str(&b)));
	for (size_t i = 0; i < b.n; i += step)
		checksums_feed(&c, str_slice(buf_str(&b), i, i + step));
	CHECK_INT(c.done, b.n);
	return c;
}

TEST(checksums_of_stored_members)
{
	str first = S("first member's bytes");
	uint32_t crc = crc32_of(0, first);

	for (size_t step = 1; step < 200; step += 7) {
		struct checksums c = fed(a, first, crc, step);
		CHECK(c.zip != NULL && c.zip->count == 2);
		CHECK(c.wrong.p == NULL);
		c = fed(a, first, crc ^ 1, step);
		CHECK_STR(c.wrong, S("a"));
		CHECK_INT(c.stated, crc ^ 1);
		CHECK_INT(c.found, crc);
		CHECK(fed(a, first, 0, step).wrong.p == NULL); /* none is stated */
	}
}

TEST(checksums_of_what_is_no_archive)
{
	struct checksums c;

	checksums_begin(&c, a, blob_of(S("no archive at all")));
	checksums_feed(&c, S("no archive at all"));
	CHECK(c.zip == NULL && c.wrong.p == NULL);
}
