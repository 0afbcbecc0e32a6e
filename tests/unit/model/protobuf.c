#include "test.h"

#include "base/buf.h"
#include "base/limits.h"
#include "model/protobuf.h"

static struct pb reader(struct arena *a, str bytes)
{
	return pb_of(a, blob_of(test_guarded(bytes, 0)));
}

/* Reads every field of the outermost message. */
static struct pb_diag read_all(struct arena *a, str bytes)
{
	struct pb p = reader(a, bytes);
	struct pb_range in = pb_all(&p);
	struct pb_field f;

	while (pb_next(&p, &in, &f))
		;
	return p.diag;
}

static void check_diag(struct arena *a, str bytes, enum pb_code code, uint64_t offset)
{
	struct pb_diag d = read_all(a, bytes);

	CHECK_INT(d.code, code);
	CHECK_INT(d.offset, offset);
	CHECK((d.msg != NULL) == (code != PB_DIAG_NONE));
}

TEST(protobuf_fields)
{
	struct pb p = reader(a, S("\x08\x96\x01" /* 1: 150 */
				  "\x12\x03"	 /* 2: "abc" */
				  "abc"
				  "\x1d\x01\x02\x03\x04"		 /* 3: fixed32 */
				  "\x21\x01\x02\x03\x04\x05\x06\x07\x08" /* 4: fixed64 */
				  "\x2b\x08\x01\x2c"			 /* 5: a group */
				  "\xf8\xff\xff\xff\x0f\x01"));		 /* the highest number */
	struct pb_range in = pb_all(&p);
	uint8_t room[8];
	struct pb_field f;

	CHECK(pb_next(&p, &in, &f) && f.number == 1 && f.wire == PB_VARINT && f.value == 150);
	CHECK(pb_next(&p, &in, &f) && f.number == 2 && f.wire == PB_BYTES && f.at == 3);
	CHECK_STR(pb_bytes(&p, &f, room, 2), S("ab"));
	CHECK_STR(pb_keep(&p, &f, 8), S("abc"));
	CHECK(pb_next(&p, &in, &f) && f.number == 3 && f.value == 0x04030201);
	CHECK(pb_next(&p, &in, &f) && f.number == 4 && f.value == 0x0807060504030201);
	CHECK(pb_next(&p, &in, &f) && f.number == 5 && f.wire == PB_GROUP);
	CHECK(pb_next(&p, &in, &f) && f.number == 536870911 && f.value == 1);
	CHECK(!pb_next(&p, &in, &f));
	CHECK_INT(p.diag.code, PB_DIAG_NONE);
}

TEST(protobuf_negative_numbers_take_ten_bytes)
{
	struct pb p = reader(a, S("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"));
	struct pb_range in = pb_all(&p);
	struct pb_field f;

	CHECK(pb_next(&p, &in, &f) && (int64_t)f.value == -1);
	CHECK_INT(p.diag.code, PB_DIAG_NONE);
}

TEST(protobuf_diags)
{
	struct buf deep = buf_in(a);

	check_diag(a, S(""), PB_DIAG_NONE, 0);
	check_diag(a, S("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), PB_DIAG_VARINT, 1);
	check_diag(a, S("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"), PB_DIAG_VARINT, 1);
	check_diag(a, S("\x08\x80"), PB_DIAG_CUT, 1);
	check_diag(a, S("\x08\x01\x08"), PB_DIAG_CUT, 2);
	check_diag(a, S("\x0a"), PB_DIAG_CUT, 0);
	check_diag(a, S("\x0d\x01\x02"), PB_DIAG_CUT, 3);
	check_diag(a, S("\x08\x01\x0a\x02x"), PB_DIAG_LENGTH, 2);
	check_diag(a, S("\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), PB_DIAG_LENGTH, 0);
	check_diag(a, S("\x02x"), PB_DIAG_NUMBER, 0);
	check_diag(a, S("\x88\x80\x80\x80\x10\x01"), PB_DIAG_NUMBER, 0);
	check_diag(a, S("\x0e\x01"), PB_DIAG_WIRE, 0);
	check_diag(a, S("\x0f\x01"), PB_DIAG_WIRE, 0);
	check_diag(a, S("\x0c"), PB_DIAG_GROUP, 0);
	check_diag(a, S("\x0b\x14"), PB_DIAG_GROUP, 1);
	check_diag(a, S("\x0b\x08\x01"), PB_DIAG_GROUP, 0);
	for (unsigned i = 0; i <= LIMIT_PB_DEPTH; i++)
		buf_byte(&deep, 0x0b);
	check_diag(a, buf_str(&deep), PB_DIAG_DEPTH, LIMIT_PB_DEPTH);
}

/* What is broken inside a message does not end the message around it. */
TEST(protobuf_goes_on_around_what_is_broken)
{
	struct pb p = reader(a, S("\x0a\x02\x08\x80\x10\x07"));
	struct pb_range in = pb_all(&p), inner;
	struct pb_field f, g;

	CHECK(pb_next(&p, &in, &f) && f.number == 1);
	inner = f.body;
	CHECK(!pb_next(&p, &inner, &g));
	CHECK_INT(p.diag.code, PB_DIAG_CUT);
	CHECK_INT(p.diag.offset, 3);
	CHECK(pb_next(&p, &in, &f) && f.number == 2 && f.value == 7);
}

TEST(protobuf_fuel)
{
	struct pb p = reader(a, S("\x08\x01\x08\x01\x08\x01"));
	struct pb_range in = pb_all(&p);
	struct pb_field f;

	p.fuel = 2;
	CHECK(pb_next(&p, &in, &f) && pb_next(&p, &in, &f) && !pb_next(&p, &in, &f));
	CHECK_INT(p.diag.code, PB_DIAG_FUEL);
	CHECK_INT(p.diag.offset, 4);
}

struct far { /* a file of any size: its bytes are made when they are asked for */
	struct blob_source source;
	uint64_t last;
	bool refuse;
};

static bool far_read(struct blob_source *s, uint64_t at, uint8_t *to, size_t n)
{
	struct far *f = (struct far *)s;
	static const uint8_t head[] = {0x0a, 0xf0, 0xff, 0xff, 0xff, 0x3f}; /* 16 GiB less 16 */

	if (f->refuse)
		return false;
	for (size_t i = 0; i < n; i++)
		to[i] = at + i < sizeof(head)	? head[at + i]
			: at + i == f->last - 2 ? 0x10
			: at + i == f->last - 1 ? 0x07
						: 0xff;
	return true;
}

TEST(protobuf_passes_over_gigabytes)
{
	struct far file = {.source.read = far_read, .last = ((uint64_t)16 << 30) - 16 + 6 + 2};
	struct pb p = pb_of(a, blob_from(&file.source, file.last));
	struct pb_range in = pb_all(&p);
	uint8_t room[4];
	struct pb_field f;

	CHECK(pb_next(&p, &in, &f) && pb_size(&f) == ((uint64_t)16 << 30) - 16);
	CHECK_STR(pb_bytes(&p, &f, room, 4), S("\xff\xff\xff\xff"));
	CHECK(pb_next(&p, &in, &f) && f.number == 2 && f.value == 7);
	CHECK(!pb_next(&p, &in, &f));
	CHECK_INT(p.diag.code, PB_DIAG_NONE);
	file.refuse = true;
	p = pb_of(a, blob_from(&file.source, file.last));
	in = pb_all(&p);
	CHECK(!pb_next(&p, &in, &f));
	CHECK_INT(p.diag.code, PB_DIAG_READ);
}

TEST(protobuf_looks)
{
	static const struct pb_known known[] = {{1, PB_VARINT}, {2, PB_BYTES}, {0, PB_VARINT}};
	struct pb_look l = pb_look(S("\x08\x01\x12\x02xy"), 6, known);
	uint64_t size;

	CHECK(!l.bad && l.whole && l.known == 2 && l.odd == 0 && l.seen == 6);
	l = pb_look(S("\x08\x01\x12\x70xy"), 200, known); /* goes on after the head */
	CHECK(!l.bad && !l.whole && l.known == 2);
	l = pb_look(S("\x08\x01\x12\x70xy"), 20, known);
	CHECK(l.bad);
	l = pb_look(S("\x18\x01\x12"), 200, known); /* cut by the head */
	CHECK(!l.bad && l.odd == 1);
	CHECK_STR(pb_look_into(S("\x08\x01\x12\x02xy"), 6, 2, &size), S("xy"));
	CHECK_STR(pb_look_into(S("\x08\x01\x12\x70xy"), 200, 2, &size), S("xy"));
	CHECK_INT(size, 0x70);
	CHECK(pb_look_into(S("\x08\x01"), 2, 2, &size).p == NULL);
}
