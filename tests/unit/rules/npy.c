#include "test.h"

#include "base/buf.h"
#include "engine/finding.h"
#include "engine/rule.h"
#include "scan_model.h"

static void add_array(struct buf *b, const char *descr, const char *shape, str data)
{
	str header = arena_printf(
		b->arena, "{'descr': %s, 'fortran_order': False, 'shape': %s, }\n", descr, shape);

	buf_add(b, S("\x93NUMPY\x01\x00"));
	buf_u16(b, (uint16_t)header.n);
	buf_add(b, header);
	buf_add(b, data);
}

TEST(npy_several_arrays_in_one_file)
{
	struct buf b = buf_in(a);
	const struct finding *f;
	struct file_result *r;
	size_t end;

	for (int i = 0; i < 3; i++)
		add_array(&b, "'<f4'", "(2,)", S("12345678"));
	r = test_scan_model(a, "m.npy", buf_str(&b));
	CHECK_INT(r->finding_count, 0);
	end = b.n;
	buf_add(&b, S("more"));
	r = test_scan_model(a, "m.npy", buf_str(&b));
	f = test_found(r, "MD153", "");
	CHECK(f != NULL);
	if (f != NULL)
		CHECK_INT(f->offset, end);
	CHECK_INT(test_worst(r), MEDIUM);
}

TEST(npy_objects_are_information_only)
{
	struct buf b = buf_in(a);
	struct file_result *r;

	add_array(&b, "'|O'", "(1,)",
		  S("\x80\x04]\x8c\x01"
		    "a\x94"
		    "a."));
	r = test_scan_model(a, "m.npy", buf_str(&b));
	CHECK(test_found(r, "MD150", "") != NULL);
	CHECK_INT(test_worst(r), INFO);
}

TEST(npy_large_honest_header)
{
	struct buf b = buf_in(a), fields = buf_in(a);
	struct file_result *r;

	buf_byte(&fields, '[');
	for (int i = 0; i < 900; i++)
		buf_printf(&fields, "('field_%d', '<f8'), ", i);
	buf_add(&fields, S("]"));
	buf_byte(&fields, 0);
	add_array(&b, (const char *)fields.p, "(0,)", S(""));
	r = test_scan_model(a, "m.npy", buf_str(&b));
	CHECK(test_found(r, "MD158", "") != NULL);
	CHECK_INT(test_worst(r), INFO);
}
