#include "test.h"

#include <math.h>
#include <stdlib.h>
#include "base/buf.h"
#include "text/number.h"

static double parsed(const char *text)
{
	double v = -99;

	CHECK(number_parse(test_guarded(str_of(text), 0), &v));
	return v;
}

TEST(number_reads_to_the_last_bit)
{
	static const char *const texts[] = {
		"0",
		"1",
		"-1",
		"0.1",
		"-0.30000000000000004",
		"1e22",
		"1e23",
		"1e-22",
		"1e-23",
		"123456789012345678",
		"5e-324",
		"2e-324",
		"1.7976931348623157e308",
		"9007199254740993",
		"2.2250738585072011e-308",
		"0.000000000000000000000000001",
		"12345678901234567890123456789",
		"1e400",
		"1e-400",
		"5.",
		".5",
		"+7E+2",
		"0000000000000000000000000000001",
		"0.1000000000000000055511151231257827021181583404541015625",
	};

	for (size_t i = 0; i < COUNTOF(texts); i++)
		CHECK(parsed(texts[i]) == strtod(texts[i], NULL));
	CHECK(signbit(parsed("-0")) != 0 && signbit(parsed("0e99999999999")) == 0);
}

TEST(number_refuses_what_is_none)
{
	static const char *const texts[] = {"",	   "-",	  ".",	"e5", "1e",  "1e+",   "nan", "inf",
					    "0x1", "1_0", " 1", "1 ", "1,5", "1.2.3", "--1"};
	double v;

	for (size_t i = 0; i < COUNTOF(texts); i++)
		CHECK(!number_parse(test_guarded(str_of(texts[i]), 0), &v));
}

TEST(number_prints_the_fewest_digits)
{
	static const struct {
		double v;
		const char *text;
	} rows[] = {
		{0.1, "0.1"},
		{2, "2.0"},
		{-0.0, "-0.0"},
		{1e22, "1e+22"},
		{1.0 / 3, "0.3333333333333333"},
		{0.1 + 0.2, "0.30000000000000004"},
		{NAN, "nan"},
		{-INFINITY, "-inf"},
		{5e-324, "5e-324"},
	};

	for (size_t i = 0; i < COUNTOF(rows); i++) {
		struct buf b = buf_in(a);
		number_print(&b, rows[i].v);
		CHECK_STR(buf_str(&b), str_of(rows[i].text));
	}
}
