#include "test.h"

#include "base/buf.h"
#include "base/limits.h"
#include "text/glob.h"

static bool match(struct arena *a, const char *pattern, const char *text, enum glob_mode mode)
{
	struct glob g;

	CHECK(glob_compile(&g, a, test_guarded(str_of(pattern), 0), mode));
	return glob_match(&g, test_guarded(str_of(text), 0));
}

static bool covers(struct arena *a, const char *pattern, const char *path)
{
	struct glob g;

	CHECK(glob_compile(&g, a, str_of(pattern), GLOB_PATH));
	return glob_covers(&g, str_of(path));
}

TEST(glob_paths)
{
	CHECK(match(a, "*.py", "a.py", GLOB_PATH));
	CHECK(!match(a, "*.py", "x/a.py", GLOB_PATH));
	CHECK(match(a, "**/*.py", "a.py", GLOB_PATH));
	CHECK(match(a, "**/*.py", "x/y/a.py", GLOB_PATH));
	CHECK(match(a, "x/**/a.py", "x/a.py", GLOB_PATH));
	CHECK(match(a, "x/**/a.py", "x/1/2/a.py", GLOB_PATH));
	CHECK(!match(a, "x/**/a.py", "x/1/2/ba.py", GLOB_PATH));
	CHECK(match(a, "x/**", "x/1/2", GLOB_PATH));
	CHECK(!match(a, "x/**", "xy", GLOB_PATH));
	CHECK(match(a, "a?c",
		    "a\xc3\xa9"
		    "c",
		    GLOB_PATH));
	CHECK(!match(a, "a?c", "a/c", GLOB_PATH));
	CHECK(match(a, "[a-c]x[!0-9]", "bxy", GLOB_PATH));
	CHECK(!match(a, "[a-c]x[!0-9]", "bx5", GLOB_PATH));
	CHECK(match(a, "[]]", "]", GLOB_PATH));
	CHECK(match(a, "[", "[", GLOB_PATH));
	CHECK(match(a, "a\\*", "a*", GLOB_PATH));
	CHECK(match(a, "", "", GLOB_PATH));
	CHECK(!match(a, "", "a", GLOB_PATH));
	CHECK(match(a, "a**b", "axxb", GLOB_PATH));
}

TEST(glob_fnmatch)
{
	CHECK(match(a, "*/test_*.py", "a/b/test_x.py", GLOB_FNMATCH));
	CHECK(match(a, "*_test.py", "a/b/x_test.py", GLOB_FNMATCH));
	CHECK(match(a, "a?c", "a/c", GLOB_FNMATCH));
	CHECK(match(a, "**", "", GLOB_FNMATCH));
	CHECK(match(a, "[!a]*", "/x", GLOB_FNMATCH));
	CHECK(!match(a, "a", "A", GLOB_FNMATCH));
}

TEST(glob_covers_what_lies_below)
{
	CHECK(covers(a, "tests", "tests/a.py"));
	CHECK(covers(a, "tests/", "x/tests/a.py"));
	CHECK(covers(a, "/tests", "tests/a.py"));
	CHECK(!covers(a, "/tests", "x/tests/a.py"));
	CHECK(covers(a, "*.py", "x/y/a.py"));
	CHECK(covers(a, "x/*", "x/y/a.py"));
	CHECK(!covers(a, "x/y", "z/x/y"));
	CHECK(covers(a, "./src/gen", "src/gen/a.py"));
	CHECK(!covers(a, "src/gen", "src/generic.py"));
}

TEST(glob_hostile_patterns_stay_linear)
{
	struct buf p = buf_in(a), t = buf_in(a);
	struct glob g;

	for (int i = 0; i < 400; i++)
		buf_add(&p, S("*a"));
	buf_byte(&p, 'b');
	for (int i = 0; i < 20000; i++)
		buf_byte(&t, 'a');
	CHECK(glob_compile(&g, a, buf_str(&p), GLOB_FNMATCH));
	CHECK(!glob_match(&g, buf_str(&t)));
	for (int i = 0; i < 3000; i++)
		buf_byte(&p, 'x');
	CHECK(!glob_compile(&g, a, buf_str(&p), GLOB_PATH));
	CHECK(!glob_match(&g, S("x")));
}
