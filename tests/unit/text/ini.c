#include "test.h"

#include "base/limits.h"
#include "text/ini.h"

static void check_error(struct arena *a, const char *text, enum ini_diag code, uint32_t offset)
{
	const struct tree *t;
	struct diag d;

	CHECK(!ini_parse(a, test_guarded(str_of(text), 0), &t, &d));
	CHECK_INT(d.code, code);
	CHECK_INT(d.offset, offset);
}

TEST(ini_reads_like_configparser)
{
	const struct tree *t;
	struct diag d;

	CHECK(ini_parse(
		a,
		test_guarded(
			S("# c\n[bandit]\r\nTests = B101,B102\r\nskips: B303\nexclude = a,\n  b\n"
			  "  # no\n\n  c\n[x]\ny=\n"),
			0),
		&t, &d));
	CHECK_STR(tree_path(t, "bandit.tests")->text, S("B101,B102"));
	CHECK_STR(tree_path(t, "bandit.skips")->text, S("B303"));
	CHECK_STR(tree_path(t, "bandit.exclude")->text, S("a,\nb\nc"));
	CHECK_INT(tree_path(t, "bandit.skips")->start, 40);
	CHECK_STR(tree_path(t, "x.y")->text, S(""));
}

TEST(ini_errors_at_their_offsets)
{
	const struct tree *t;
	struct diag d;

	check_error(a, "a = 1", INI_DIAG_SECTION, 0);
	check_error(a, "[a\n", INI_DIAG_SECTION, 0);
	check_error(a, "[a]\nnothing\n", INI_DIAG_KEY, 4);
	check_error(a, "[a]\n= 1\n", INI_DIAG_KEY, 4);
	check_error(a, "[a]\nx=1\nX=2\n", INI_DIAG_DUPLICATE, 8);
	check_error(a, "[a]\n[a]\n", INI_DIAG_DUPLICATE, 4);
	check_error(a, "[a]\n x=\xff\n", INI_DIAG_UTF8, 7);
	CHECK(!ini_parse(a, (str){(const uint8_t *)"", LIMIT_CONFIG_BYTES + 1}, &t, &d));
	CHECK_INT(d.code, INI_DIAG_SIZE);
}
