#include "flat.h"
#include "test.h"
#include "model/flatbuffer.h"

static struct fb reader(struct arena *a, str bytes)
{
	return fb_of(a, blob_of(test_guarded(bytes, 0)));
}

TEST(flatbuffer_reads)
{
	struct buf b = buf_in(a);
	size_t root, list;
	struct fb f;
	struct fb_table t;
	struct fb_vector v;
	uint8_t room[8];

	flat_begin(&b, "TEST");
	root = flat_child(&b, 0, 4);
	flat_number(&b, root, 0, 7);
	flat_string(&b, root, 1, S("hello"));
	list = flat_vector(&b, root, 2, 2);
	flat_number(&b, flat_child(&b, list, 1), 0, 1);
	flat_number(&b, flat_child(&b, list + 4, 1), 0, 2);
	flat_drop(&b, root, 4, 3);
	f = reader(a, buf_str(&b));
	t = fb_root(&f);
	CHECK_INT(fb_number(&f, t, 0, 4, 0), 7);
	CHECK_STR(fb_text(&f, t, 1, room, sizeof(room)), S("hello"));
	CHECK_STR(fb_text(&f, t, 1, room, 2), S("he"));
	v = fb_list(&f, t, 2, 4);
	CHECK_INT(v.count, 2);
	CHECK_INT(fb_number(&f, fb_item(&f, v, 1), 0, 4, 0), 2);
	CHECK(fb_item(&f, v, 2).at == 0);
	CHECK_INT(fb_number(&f, t, 3, 4, 99), 99);
	CHECK_INT(fb_number(&f, t, 17, 4, 99), 99);
	CHECK(fb_child(&f, t, 3).at == 0 && fb_list(&f, t, 17, 1).count == 0);
	CHECK_INT(f.diag.code, FB_DIAG_NONE);
}

static void check_diag(struct arena *a, str bytes, enum fb_code code, uint64_t offset)
{
	struct fb f = reader(a, bytes);
	struct fb_table t = fb_root(&f);
	uint8_t room[8];

	(void)fb_number(&f, t, 0, 4, 0);
	(void)fb_text(&f, t, 0, room, sizeof(room));
	CHECK_INT(f.diag.code, code);
	CHECK_INT(f.diag.offset, offset);
	CHECK(f.diag.msg != NULL);
}

TEST(flatbuffer_diags)
{
	struct fb f;

	check_diag(a, S("\0\0\0\0TEST"), FB_DIAG_ROOT, 0);
	check_diag(a, S("\x20\0\0\0TEST"), FB_DIAG_ROOT, 0);
	check_diag(a, S("\x08\0\0"), FB_DIAG_ROOT, 0);
	check_diag(a, S("\x08\0\0\0TEST\0\1"), FB_DIAG_OFFSET, 8);
	check_diag(a, S("\x08\0\0\0TEST\x10\0\0\0"), FB_DIAG_VTABLE, 8);       /* before the file */
	check_diag(a, S("\x08\0\0\0TEST\xfc\xff\xff\xff"), FB_DIAG_VTABLE, 8); /* after it */
	check_diag(a, S("\x0c\0\0\0TEST\x03\0\x08\0\x04\0\0\0"), FB_DIAG_VTABLE, 8);
	check_diag(a, S("\x0c\0\0\0TEST\x04\0\x09\0\x04\0\0\0"), FB_DIAG_VTABLE, 8);
	/* vtable of one field, at 12 in a table of 8 bytes */
	check_diag(a, S("\x10\0\0\0TEST\x06\0\x08\0\x0c\0\0\0\x08\0\0\0\0\0\0\0"), FB_DIAG_FIELD,
		   12);
	/* a string at 20 + 4 whose length is beyond the file */
	check_diag(a, S("\x10\0\0\0TEST\x06\0\x08\0\x04\0\0\0\x08\0\0\0\4\0\0\0\xff\0\0\0"),
		   FB_DIAG_VECTOR, 24);
	check_diag(a, S("\x10\0\0\0TEST\x06\0\x08\0\x04\0\0\0\x08\0\0\0\x60\0\0\0\xff\0\0\0"),
		   FB_DIAG_OFFSET, 20);
	f = reader(a, S("\x10\0\0\0TEST\x06\0\x08\0\x04\0\0\0\x08\0\0\0\x60\0\0\0\xff\0\0\0"));
	f.fuel = 1;
	(void)fb_root(&f);
	CHECK_INT(f.diag.code, FB_DIAG_FUEL);
}
