#include "test.h"

#include "py/file.h"

static void check(struct arena *a, str bytes, str want, uint32_t code, uint32_t offset)
{
	struct diag d;
	str out;
	bool ok = py_decode(a, test_guarded(bytes, 0), &out, &d);

	CHECK(ok == (code == PY_DIAG_NONE));
	CHECK_STR(out, want);
	CHECK_INT(d.code, code);
	CHECK_INT(d.offset, offset);
	for (size_t i = 0; i < 64; i++)
		CHECK(out.p[out.n + i] == 0);
}

TEST(decode_charsets)
{
	check(a, S("x = '\xc3\xa9'\n"), S("x = '\xc3\xa9'\n"), 0, 0);
	check(a, S("\xef\xbb\xbfx"), S("x"), 0, 0);
	check(a, S("\xef\xbb\xbf# coding: utf-8\nx"), S("# coding: utf-8\nx"), 0, 0);
	check(a, S("# -*- coding: latin-1 -*-\n\xe9"), S("# -*- coding: latin-1 -*-\n\xc3\xa9"), 0,
	      0);
	check(a, S("#!/bin/x\n# vim: set fileencoding=ISO_8859_1 :\n\xe9"),
	      S("#!/bin/x\n# vim: set fileencoding=ISO_8859_1 :\n\xc3\xa9"), 0, 0);
	check(a, S("x = 1\n# coding: latin-1\n"), S("x = 1\n# coding: latin-1\n"), 0, 0);
}

TEST(decode_errors)
{
	check(a,
	      S("ab\xff"
		"c"),
	      S("ab\xef\xbf\xbd"
		"c"),
	      PY_DIAG_ENCODING, 2);
	check(a,
	      S("\xef\xbb\xbf"
		"a\xe9"),
	      S("a\xef\xbf\xbd"), PY_DIAG_ENCODING, 4);
	check(a, S("# coding: ascii\n\xc3\xa9"), S("# coding: ascii\n\xef\xbf\xbd\xef\xbf\xbd"),
	      PY_DIAG_ENCODING, 16);
	check(a, S("\xef\xbb\xbf# coding: latin-1\n"), S("# coding: latin-1\n"), PY_DIAG_ENCODING,
	      13);
	check(a, S("# coding: koi8-r\nx"), S("# coding: koi8-r\nx"), PY_DIAG_CHARSET, 10);
	CHECK_STR(py_charset(a, S("# coding: KOI8_R\nx")), S("koi8-r"));
	CHECK_INT(py_charset(a, S("# coding: utf-8\nx")).n, 0);
}

TEST(decode_with_iconv)
{
	iconv_t convert = iconv_open("UTF-8", "koi8-r");
	struct diag d;
	str out;

	if (convert == (iconv_t)-1)
		return;
	CHECK(py_decode_with(a, S("# \xc1"), convert, &out, &d));
	CHECK_STR(out, S("# \xd0\xb0"));
	iconv_close(convert);
}

TEST(lines_and_columns)
{
	struct py_file f = {.source = test_guarded(S("a\nb\xc3\xa9"
						     "c\r\nd\re\f\n"),
						   64)};

	py_lines(&f, a);
	CHECK_INT(f.line_count, 5);
	CHECK_INT(py_position(&f, 0).line, 1);
	CHECK_INT(py_position(&f, 5).line, 2);
	CHECK_INT(py_position(&f, 5).column, 3);
	CHECK_INT(py_position(&f, 8).line, 3);
	CHECK_INT(py_position(&f, 10).line, 4);
	CHECK_INT(py_line_offset(&f, 4), 10);
	CHECK_INT(py_position(&f, 999).line, 5);
}
