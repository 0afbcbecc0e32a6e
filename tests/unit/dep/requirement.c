#include "test.h"

#include "dep/requirement.h"

static bool reads(struct arena *a, const char *text, struct requirement *r)
{
	struct requirement_error error;

	return requirement_parse(a, test_guarded(str_of(text), 0), r, &error);
}

TEST(requirement_parts)
{
	struct requirement r;
	struct buf b = buf_in(a);

	CHECK(reads(a, "Foo_Bar.baz [ A_b , c ] >= 1.0 , <2 ; python_version < '3.9'", &r));
	CHECK_STR(r.name, S("Foo_Bar.baz"));
	CHECK_STR(r.normal, S("foo-bar-baz"));
	CHECK_INT(r.extra_count, 2);
	CHECK_STR(r.extras[0], S("a-b"));
	specifiers_print(&b, &r.specifiers);
	CHECK_STR(buf_str(&b), S(">=1.0,<2"));
	CHECK(r.marker != NULL);
	CHECK_STR(r.marker_text, S("python_version < '3.9'"));
	CHECK(reads(a, "x (>=1)", &r) && r.specifiers.count == 1);
	CHECK(reads(a, "x", &r) && r.specifiers.count == 0 && r.marker == NULL);
	CHECK(reads(a, "x[]", &r) && r.extra_count == 0);
	CHECK(reads(a, "x @ https://h/p;q#sha256=1 ; os_name == 'nt'", &r));
	CHECK_STR(r.url, S("https://h/p;q#sha256=1"));
	CHECK(r.marker != NULL);
}

TEST(requirement_errors)
{
	static const struct {
		const char *text;
		size_t offset;
	} wrong[] = {
		{"", 0},
		{"-x", 0},
		{"x-", 0},
		{"x >=", 2},
		{"x[a", 3},
		{"x[a b]", 4},
		{"x[a,]", 4},
		{"x >1 <2", 2},
		{"x>=1,foo", 5},
		{"x (>=1", 6},
		{"x @ ", 4},
		{"x ; ", 4},
		{"x ; os_nam == 'a'", 4},
		{"x;os_name 'a'", 10},
		{"x;os_name=='a", 11},
		{"x;'a'=='b' and", 14},
		{"x;os_name==sys_platform", 23},
		{"x ! y", 2},
	};
	struct requirement_error error;
	struct requirement r;

	for (size_t i = 0; i < COUNTOF(wrong); i++) {
		if (!CHECK(!requirement_parse(a, test_guarded(str_of(wrong[i].text), 0), &r,
					      &error)))
			CHECK_STR(str_of(wrong[i].text), S(""));
		CHECK(error.expected != NULL);
		CHECK_INT(error.offset, wrong[i].offset);
	}
}

static str linux_311(void *ctx, str name)
{
	(void)ctx;
	if (str_eq(name, S("python_version")))
		return S("3.11");
	if (str_eq(name, S("python_full_version")))
		return S("3.11.7");
	if (str_eq(name, S("sys_platform")))
		return S("linux");
	if (str_eq(name, S("extra")))
		return S("Dev_Tools");
	return (str){NULL, 0};
}

static enum truth holds(struct arena *a, const char *text)
{
	struct marker_error error;
	const struct marker *m = marker_parse(a, test_guarded(str_of(text), 0), &error);

	if (!CHECK(m != NULL)) {
		CHECK_STR(str_of(text), S(""));
		return TRUTH_UNKNOWN;
	}
	return marker_holds(a, m, linux_311, NULL);
}

TEST(marker_values)
{
	CHECK_INT(holds(a, "python_version >= '3.9'"), TRUTH_YES);
	CHECK_INT(holds(a, "python_version < '3.9'"), TRUTH_NO);
	CHECK_INT(holds(a, "'3.9' <= python_version"), TRUTH_YES);
	CHECK_INT(holds(a, "python_version in '2.7, 3.11'"), TRUTH_YES);
	CHECK_INT(holds(a, "python_version not in '3.11'"), TRUTH_NO);
	CHECK_INT(holds(a, "sys_platform == 'win32'"), TRUTH_NO);
	CHECK_INT(holds(a, "sys.platform == \"linux\""), TRUTH_YES);
	CHECK_INT(holds(a, "os_name == 'nt'"), TRUTH_UNKNOWN);
	CHECK_INT(holds(a, "os_name == 'nt' and sys_platform == 'win32'"), TRUTH_NO);
	CHECK_INT(holds(a, "os_name == 'nt' or sys_platform == 'linux'"), TRUTH_YES);
	CHECK_INT(holds(a, "os_name == 'nt' or (os_name == 'x' and python_version > '3')"),
		  TRUTH_UNKNOWN);
	CHECK_INT(holds(a, "extra == 'dev-tools'"), TRUTH_YES);
	CHECK_INT(holds(a, "python_full_version ~= '3.11.2'"), TRUTH_YES);
	CHECK_INT(holds(a, "python_version == '3.11.*'"), TRUTH_YES);
}

static bool possible(struct arena *a, const char *text, const char *python)
{
	struct marker_error error;
	struct specifiers s;
	str bad;
	const struct marker *m = marker_parse(a, str_of(text), &error);

	if (!CHECK(m != NULL) || !CHECK(specifiers_parse(a, str_of(python), &s, &bad)))
		return false;
	return marker_possible(a, m, &s);
}

TEST(marker_that_never_holds)
{
	CHECK(!possible(a, "python_version < '3.8'", ">=3.9"));
	CHECK(possible(a, "python_version < '3.10'", ">=3.9"));
	CHECK(!possible(a, "python_version < '3' and sys_platform == 'linux'", ">=3.6"));
	CHECK(possible(a, "python_version < '3' or sys_platform == 'linux'", ">=3.6"));
	CHECK(possible(a, "sys_platform == 'win32'", ">=3.9"));
	CHECK(!possible(a, "python_full_version < '3.9.0'", ">=3.9"));
	CHECK(possible(a, "python_version == '2.7'", ""));
}
