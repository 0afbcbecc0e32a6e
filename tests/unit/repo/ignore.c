#include "repo/ignore.h"
#include "repo/glob.h"
#include "test.h"

static bool glob(const char *pattern, const char *path)
{
	uint64_t fuel = 1000000;

	return glob_path(str_of(pattern), str_of(path), &fuel);
}

TEST(glob_wildmatch)
{
	CHECK(glob("foo", "foo"));
	CHECK(!glob("foo", "foo/bar"));
	CHECK(glob("*.py", "a.py"));
	CHECK(!glob("*.py", "d/a.py"));
	CHECK(glob("**/a.py", "a.py"));
	CHECK(glob("**/a.py", "x/y/a.py"));
	CHECK(glob("x/**", "x/y/z"));
	CHECK(!glob("x/**", "x"));
	CHECK(glob("a/**/b", "a/b"));
	CHECK(glob("a/**/b", "a/x/y/b"));
	CHECK(!glob("a**/b", "a/x/b"));
	CHECK(glob("a**/b", "ax/b"));
	CHECK(glob("[a-c]x", "bx"));
	CHECK(!glob("[!a-c]x", "bx"));
	CHECK(glob("[]]x", "]x"));
	CHECK(glob("[[:digit:]]x", "3x"));
	CHECK(!glob("[[:digit:]]x", "ax"));
	CHECK(!glob("a[/]b", "a/b"));
	CHECK(!glob("[a", "[a"));
	CHECK(glob("\\*", "*"));
	CHECK(!glob("\\*", "x"));
	CHECK(!glob("a\\", "a\\"));
	CHECK(glob("?", "x"));
	CHECK(!glob("?", "/"));
}

TEST(glob_ends)
{
	str text = S(
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
	uint64_t fuel = (uint64_t)1 << 40;

	CHECK(!glob_path(S("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*ab"), text, &fuel));
	fuel = 0;
	CHECK(!glob_path(S("*"), text, &fuel));
}

static enum ignored match(struct arena *a, const char *file, const char *path, bool folder)
{
	struct buf b = buf_in(a);
	uint64_t fuel = 1000000;
	struct ignore *ig;

	ignore_parse(str_of(file), &b);
	ig = ignore_read(a, buf_str(&b), S(""));
	CHECK(ig != NULL);
	return ignore_match(ig, str_of(path), folder, &fuel);
}

TEST(ignore_lines)
{
	CHECK_INT(match(a, "build/\n", "src/build", true), IGNORE_SKIP);
	CHECK_INT(match(a, "build/\n", "src/build", false), IGNORE_UNDECIDED);
	CHECK_INT(match(a, "/build\n", "src/build", true), IGNORE_UNDECIDED);
	CHECK_INT(match(a, "*.py\n!keep.py\n", "d/keep.py", false), IGNORE_KEEP);
	CHECK_INT(match(a, "*.py\n!keep.py\n", "d/other.py", false), IGNORE_SKIP);
	CHECK_INT(match(a, "# a.py\n\\#b\n", "a.py", false), IGNORE_UNDECIDED);
	CHECK_INT(match(a, "\\#b\n", "#b", false), IGNORE_SKIP);
	CHECK_INT(match(a, "a.py  \r\n", "a.py", false), IGNORE_SKIP);
	CHECK_INT(match(a, "a\\ \n", "a ", false), IGNORE_SKIP);
	CHECK_INT(match(a, "doc/*.py", "doc/a.py", false), IGNORE_SKIP);
	CHECK_INT(match(a, "doc/*.py", "x/doc/a.py", false), IGNORE_UNDECIDED);
	CHECK_INT(match(a, "\xef\xbb\xbf*.py", "a.py", false), IGNORE_SKIP);
	CHECK_INT(match(a, "/\n!\n", "a", true), IGNORE_UNDECIDED);
}

TEST(ignore_base)
{
	struct buf b = buf_in(a);
	uint64_t fuel = 1000;
	struct ignore *ig;

	ignore_parse_line(S("/x.py"), &b);
	ig = ignore_read(a, buf_str(&b), S("sub"));
	CHECK_INT(ignore_match(ig, S("sub/x.py"), false, &fuel), IGNORE_SKIP);
	CHECK_INT(ignore_match(ig, S("x.py"), false, &fuel), IGNORE_UNDECIDED);
	CHECK_INT(ignore_match(ig, S("subx.py"), false, &fuel), IGNORE_UNDECIDED);
	CHECK(ignore_read(a, S("\x01\xff\xff\xff\xff"), S("")) == NULL);
}
