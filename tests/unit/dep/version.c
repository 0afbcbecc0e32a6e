#include "test.h"

#include <stdio.h>
#include "dep/version.h"

static bool ok(const char *text)
{
	struct version v;

	return version_parse(test_guarded(str_of(text), 0), &v);
}

static int order(str a, str b)
{
	struct version x, y;

	if (!CHECK(version_parse(test_guarded(a, 0), &x)) ||
	    !CHECK(version_parse(test_guarded(b, 0), &y)))
		return 99;
	return version_compare(&x, &y);
}

TEST(version_grammar)
{
	static const char *const good[] = {"1",
					   "v1.0",
					   " 1.0 ",
					   "1!2.0",
					   "1.0a1",
					   "1.0-alpha.1",
					   "1.0_rc",
					   "1.0.post1",
					   "1.0-1",
					   "1.0.r2",
					   "1.0.dev",
					   "1.0a1.post2.dev3",
					   "1.0+ubuntu.1",
					   "1.0+a-b_c",
					   "2024.01.01",
					   "1.0c1",
					   "1.0PREVIEW3"};
	static const char *const wrong[] = {"",	    "a",  "1.",	  "1.0x",  "1.0+",	"1.0+a..b",
					    "1..0", "!1", "1.0-", "1.0 1", "1.0.dev-x", "1.0.*"};

	for (size_t i = 0; i < COUNTOF(good); i++)
		if (!CHECK(ok(good[i])))
			CHECK_STR(str_of(good[i]), S(""));
	for (size_t i = 0; i < COUNTOF(wrong); i++)
		if (!CHECK(!ok(wrong[i])))
			CHECK_STR(str_of(wrong[i]), S(""));
}

TEST(version_order_of_pep_440)
{
	static const char *const rising[] = {
		"1.dev0",
		"1.0.dev456",
		"1.0a1",
		"1.0a2.dev456",
		"1.0a12.dev456",
		"1.0a12",
		"1.0b1.dev456",
		"1.0b2",
		"1.0b2.post345.dev456",
		"1.0b2.post345",
		"1.0rc1.dev456",
		"1.0rc1",
		"1.0",
		"1.0+abc.5",
		"1.0+abc.7",
		"1.0+5",
		"1.0.post456.dev34",
		"1.0.post456",
		"1.0.15",
		"1.1.dev1",
		"99999999999999999999999999999",
		"1!0.1",
	};

	for (size_t i = 0; i < COUNTOF(rising); i++)
		for (size_t k = 0; k < COUNTOF(rising); k++)
			CHECK_INT(order(str_of(rising[i]), str_of(rising[k])), (i > k) - (i < k));
	CHECK_INT(order(S("1.0"), S("1")), 0);
	CHECK_INT(order(S("1.0.0RC01"), S("1c1")), 0);
}

TEST(version_agrees_with_packaging)
{
	const char *shared = test_shared();
	str rest, line;
	int pairs = 0, wrong = 0;

	if (shared == NULL)
		return;
	rest = test_read_file(a, (const char *)arena_printf(a, "%s/pep440/order.csv", shared).p);
	str_cut(&rest, '\n');
	while (rest.n > 0) {
		str x, y, cmp;
		struct version v, w;
		line = str_cut(&rest, '\n');
		x = str_cut(&line, ',');
		y = str_cut(&line, ',');
		cmp = str_trim(line);
		if (x.n == 0 || x.p[0] == 0)
			continue;
		pairs++;
		if (!version_parse(x, &v) || !version_parse(y, &w) ||
		    version_compare(&v, &w) != (str_eq(cmp, S("0")) ? 0
						: cmp.p[0] == '-'   ? -1
								    : 1)) {
			if (++wrong < 5)
				fprintf(stderr, "    %.*s %.*s: want %.*s\n", STR_ARG(x),
					STR_ARG(y), STR_ARG(cmp));
		}
	}
	CHECK_INT(wrong, 0);
	CHECK(pairs > 20000);
}

TEST(version_normal_forms_agree_with_packaging)
{
	const char *shared = test_shared();
	str rest, line;
	int rows = 0, wrong = 0;

	if (shared == NULL)
		return;
	rest = test_read_file(a,
			      (const char *)arena_printf(a, "%s/pep440/normalize.csv", shared).p);
	str_cut(&rest, '\n');
	while (rest.n > 0) {
		struct buf b = buf_in(a);
		struct version v;
		str text, want;
		bool good;
		line = str_cut(&rest, '\n');
		if (line.n == 0 || line.p[0] == '"' || str_find_byte(line, ',') == STR_NONE)
			continue; /* quoted fields hold no versions that are valid */
		text = str_cut(&line, ',');
		want = str_cut(&line, ',');
		good = version_parse(text, &v);
		if (good)
			version_print(&b, &v);
		rows++;
		if (good ? !str_eq(buf_str(&b), want) : !str_eq(want, S("INVALID")))
			if (++wrong < 10)
				fprintf(stderr, "    '%.*s': got '%.*s', want '%.*s'\n",
					STR_ARG(text), STR_ARG(buf_str(&b)), STR_ARG(want));
	}
	CHECK_INT(wrong, 0);
	CHECK(rows > 4000);
}

TEST(package_names)
{
	CHECK_STR(package_normal_name(a, S("Foo.-_Bar")), S("foo-bar"));
	CHECK_STR(package_normal_name(a, S("torch")), S("torch"));
}
