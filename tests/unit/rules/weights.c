#include "test.h"

#include "base/buf.h"
#include "engine/finding.h"
#include "engine/rule.h"
#include "scan_model.h"

/* A safetensors file with two tensors of 16 floats: ones and a second of these bits. */
static str two_tensors(struct arena *a, uint32_t bits)
{
	str header = S("{\"w\":{\"dtype\":\"F32\",\"shape\":[16],\"data_offsets\":[0,64]},"
		       "\"odd\":{\"dtype\":\"F32\",\"shape\":[4,4],\"data_offsets\":[64,128]}}");
	struct buf b = buf_in(a);

	buf_u64(&b, header.n);
	buf_add(&b, header);
	for (uint32_t i = 0; i < 16; i++)
		buf_u32(&b, 0x3f800000 + i);
	for (uint32_t i = 0; i < 16; i++)
		buf_u32(&b, bits);
	return buf_str(&b);
}

static void check_odd(struct arena *a, uint32_t bits, const char *id, unsigned severity)
{
	str file = two_tensors(a, bits);
	const struct finding *f = test_found(test_scan_weights(a, "m.safetensors", file), id, "");

	if (CHECK(f != NULL)) {
		CHECK_INT(f->severity, severity);
		CHECK_INT(f->offset, file.n - 64);
		CHECK(str_find(f->message, S("1 of 2 tensors")) != STR_NONE);
	}
	CHECK_INT(test_scan_model(a, "m.safetensors", file)->finding_count, 0);
}

TEST(weights_oddities_at_their_offsets)
{
	check_odd(a, 0x7fc00000, "MD450", MEDIUM);
	check_odd(a, 0x7f800000, "MD451", LOW);
	check_odd(a, 0xff800000, "MD451", INFO); /* a mask */
	check_odd(a, 0, "MD452", INFO);
	check_odd(a, 0x40000000, "MD453", INFO);
	check_odd(a, 0x7f000000, "MD454", LOW);
}

TEST(weights_of_data_are_information)
{
	str header = S("{'descr': '>f8', 'fortran_order': False, 'shape': (2,), }\n");
	struct buf b = buf_in(a);
	struct file_result *r;

	buf_add(&b, S("\x93NUMPY\x01\x00"));
	buf_u16(&b, (uint16_t)header.n);
	buf_add(&b, header);
	buf_add(&b, S("\x7f\xf8\0\0\0\0\0\0\x7f\xf0\0\0\0\0\0\0"));
	r = test_scan_weights(a, "m.npy", buf_str(&b));
	CHECK_INT(r->finding_count, 2);
	CHECK(test_found(r, "MD450", "") != NULL && test_found(r, "MD451", "") != NULL);
	CHECK_INT(test_worst(r), INFO);
}
