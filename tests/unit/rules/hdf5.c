#include "../hdf5_make.h"

#include "scan_model.h"

TEST(hdf5_rules)
{
	str lambda = S("{\"class_name\":\"Sequential\",\"config\":{\"layers\":[{\"class_name\":"
		       "\"Lambda\",\"config\":{\"function\":[\"4wEAAA\",null,null],"
		       "\"function_type\":\"lambda\"}}]}}");
	struct file_result *r;

	r = test_scan_model(a, "m.h5", h5_make_old(a, S("{}"), "/etc/passwd", 0));
	CHECK(test_found(r, "MD321", NULL) && test_worst(r) == HIGH);
	/* a file beside it is what honest writers name too, but not those of Keras */
	r = test_scan_model(a, "m.h5", h5_make_old(a, S("{}"), "data.bin", 512));
	CHECK(test_found(r, "MD321", NULL) && test_worst(r) == MEDIUM);
	r = test_scan_model(a, "m.bin", h5_make_new(a, lambda, "../other.h5"));
	CHECK(test_found(r, "MD320", NULL) != NULL);
	CHECK(test_found(r, "MD300", "model_config") && test_worst(r) == CRITICAL);
	r = test_scan_model(a, "m.h5", S("hello"));
	CHECK(test_found(r, "MD328", NULL) != NULL);
	r = test_scan_model(a, "m.h5", str_slice(h5_make_new(a, S("{}"), "x"), 0, 700));
	CHECK(test_found(r, "MD323", NULL) && test_worst(r) == MEDIUM);
}

TEST(hdf5_trailing)
{
	struct buf b = buf_in(a);
	struct file_result *r;

	buf_add(&b, h5_make_new(a, S("{}"), "x"));
	buf_add(&b, S("\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x02id\x85R."));
	r = test_scan_model(a, "m.h5", buf_str(&b));
	CHECK(test_found(r, "MD324", NULL) != NULL);
	CHECK_INT(test_worst(r), CRITICAL);
}
