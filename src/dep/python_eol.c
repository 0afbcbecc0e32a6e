#include "dep/python_eol.h"

#include "base/ascii.h"

const struct python_eol python_eols[] = {
	{"2.7", "2020-01-01"},	{"3.0", "2009-06-27"},	{"3.1", "2012-04-09"},
	{"3.2", "2016-02-20"},	{"3.3", "2017-09-29"},	{"3.4", "2019-03-18"},
	{"3.5", "2020-09-30"},	{"3.6", "2021-12-23"},	{"3.7", "2023-06-27"},
	{"3.8", "2024-10-07"},	{"3.9", "2025-10-31"},	{"3.10", "2026-10-31"},
	{"3.11", "2027-10-31"}, {"3.12", "2028-10-31"}, {"3.13", "2029-10-31"},
	{"3.14", "2030-10-31"}, {NULL, NULL},
};

static size_t digits(str s, size_t at)
{
	size_t n = 0;

	while (at + n < s.n && is_digit(s.p[at + n]))
		n++;
	return n;
}

const struct python_eol *python_eol_of(str text)
{
	static const char *const names[] = {"cpython-", "cpython", "python-",
					    "python",	"pypy",	   "py"};
	size_t major, minor;

	text = str_trim(text);
	for (size_t i = 0; i < COUNTOF(names); i++) {
		if (str_starts(text, str_of(names[i]))) {
			text = str_slice(text, strlen(names[i]), text.n);
			break;
		}
	}
	major = digits(text, 0);
	if (major == 0 || major >= text.n || text.p[major] != '.')
		return NULL;
	minor = digits(text, major + 1);
	text = str_slice(text, 0, minor > 0 ? major + 1 + minor : 0);
	for (const struct python_eol *e = python_eols; e->version != NULL; e++)
		if (str_eq(text, str_of(e->version)))
			return e;
	return NULL;
}
