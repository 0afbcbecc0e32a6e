#include "test.h"

#include <stdio.h>
#include "dep/specifier.h"

static bool parses(struct arena *a, const char *text, struct specifiers *s)
{
	str bad = {0};

	return specifiers_parse(a, test_guarded(str_of(text), 0), s, &bad);
}

static bool allowed(struct arena *a, str specifier, str version, bool prereleases)
{
	struct specifiers s;
	struct version v;
	str bad = {0};
	bool known = version_parse(version, &v);

	if (!CHECK(specifiers_parse(a, specifier, &s, &bad)))
		CHECK_STR(specifier, S(""));
	return specifiers_allow(&s, version, known ? &v : NULL, prereleases);
}

TEST(specifier_grammar)
{
	static const char *const good[] = {"",	      ">=1",	  "~=1.4",	  "==1.*",
					   "!=1!2.*", "===any_x", " >= 1 , < 2,", "==1.0+local",
					   "~=1.4a1", ">1.0.dev"};
	static const char *const wrong[] = {"1.0",	   "=1.0",	"~=1",	   ">=1.*",
					    ">=1.0+local", "==1.0a1.*", "==1+l.*", "<",
					    "=== a b",	   "==1.0;x",	"~=1.*",   ">=1 <2"};
	struct specifiers s;

	for (size_t i = 0; i < COUNTOF(good); i++)
		if (!CHECK(parses(a, good[i], &s)))
			CHECK_STR(str_of(good[i]), S(""));
	for (size_t i = 0; i < COUNTOF(wrong); i++)
		if (!CHECK(!parses(a, wrong[i], &s)))
			CHECK_STR(str_of(wrong[i]), S(""));
}

TEST(specifier_print_and_pin)
{
	struct buf b = buf_in(a);
	struct specifiers s;

	CHECK(parses(a, " ~= 1.4 , !=1.4.* ", &s));
	specifiers_print(&b, &s);
	CHECK_STR(buf_str(&b), S("~=1.4,!=1.4.*"));
	CHECK(specifiers_pin(&s) == NULL);
	CHECK(parses(a, "==1.4", &s) && specifiers_pin(&s) != NULL);
	CHECK(parses(a, "==1.*", &s) && specifiers_pin(&s) == NULL);
}

TEST(specifier_local_and_own_releases)
{

	CHECK(allowed(a, S("==1.0"), S("1.0+cu118"), false));
	CHECK(!allowed(a, S("==1.0+cu117"), S("1.0+cu118"), false));
	CHECK(!allowed(a, S(">1.0"), S("1.0+cu118"), false));
	CHECK(!allowed(a, S(">1.0"), S("1.0.post1"), false));
	CHECK(allowed(a, S(">1.0.post1"), S("1.0.post2"), false));
	CHECK(!allowed(a, S("<1.0"), S("1.0rc1"), true));
	CHECK(allowed(a, S("==1.0.*"), S("1.0.0.post3"), false));
	CHECK(allowed(a, S("===nightly"), S("Nightly"), false));
	CHECK(!allowed(a, S(">=0"), S("nightly"), false));
}

/* A field of a CSV row, quoted or not. */
static str field(str *row)
{
	str f;

	if (row->n == 0 || row->p[0] != '"')
		return str_cut(row, ',');
	*row = str_slice(*row, 1, row->n);
	f = str_cut(row, '"');
	*row = str_slice(*row, 1, row->n);
	return f;
}

TEST(specifiers_of_packaging)
{
	const char *shared = test_shared();
	uint32_t rows = 0, wrong = 0;
	str rest;

	if (shared == NULL)
		return;
	rest = test_read_file(a,
			      (const char *)arena_printf(a, "%s/pep440/specifiers.csv", shared).p);
	str_cut(&rest, '\n');
	while (rest.n > 0) {
		struct arena_mark mark = arena_mark(a);
		str row = str_trim(str_cut(&rest, '\n'));
		str version = field(&row), specifier = field(&row);
		bool with = row.n > 2 && row.p[2] == '1', without = row.n > 4 && row.p[4] == '1';
		rows++;
		if (allowed(a, specifier, version, true) == with &&
		    allowed(a, specifier, version, false) == without)
			continue;
		if (wrong++ < 20)
			printf("  %.*s in %.*s: %.*s\n", STR_ARG(version), STR_ARG(specifier),
			       STR_ARG(row));
		arena_release(a, mark);
	}
	CHECK_INT(wrong, 0);
	CHECK_INT(rows, 14000);
}
