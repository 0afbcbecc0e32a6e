#include "test.h"

#include "dep/python_eol.h"

TEST(python_eol)
{
	static const struct {
		const char *text, *version;
	} cases[] = {
		{"3.8", "3.8"},
		{"3.8.10-slim", "3.8"},
		{"python-3.6.5", "3.6"},
		{"cpython-3.9", "3.9"},
		{"pypy3.10", "3.10"},
		{" 3.14\r", "3.14"},
		{"3", NULL},
		{"3.", NULL},
		{"", NULL},
		{"latest", NULL},
		{"3.99", NULL},
		{"3.13t", "3.13"},
		{"py3.7", "3.7"},
		{"slim-3.8", NULL},
	};

	for (size_t i = 0; i < COUNTOF(cases); i++) {
		const struct python_eol *e = python_eol_of(test_guarded(str_of(cases[i].text), 0));
		CHECK_STR(str_of(e != NULL ? e->version : ""),
			  str_of(cases[i].version ? cases[i].version : ""));
	}
}
