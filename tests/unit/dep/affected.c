#include "test.h"

#include "dep/advisory.h"

/* "i=0 f=1.2 l=1.5 x=2": introduced, fixed, last affected, limit. */
static struct affected_range range_of(struct arena *a, const char *text)
{
	static const char letters[] = "iflx";
	struct affected_event *events = NEW(a, struct affected_event, 16);
	struct affected_range r = {.events = events};

	for (str rest = str_of(text); rest.p != NULL;) {
		str word = str_cut(&rest, ' ');
		if (word.n < 3)
			continue;
		events[r.event_count].kind =
			(enum event_kind)(strchr(letters, word.p[0]) - letters);
		events[r.event_count++].version = test_guarded(str_slice(word, 2, word.n), 0);
	}
	affected_sort(a, events, r.event_count);
	return r;
}

static struct affected affected_of(struct arena *a, const char *range)
{
	struct affected_range *r = NEW(a, struct affected_range, 1);

	*r = range_of(a, range);
	return (struct affected){.ranges = r, .range_count = 1};
}

static void expect(struct arena *a, const char *range, const char *hits, const char *misses)
{
	struct affected v = affected_of(a, range);

	for (str rest = str_of(hits); rest.p != NULL;) {
		str one = str_cut(&rest, ' ');
		if (!CHECK(one.n == 0 || affected_version(&v, one)))
			CHECK_STR(one, str_of(range));
	}
	for (str rest = str_of(misses); rest.p != NULL;) {
		str one = str_cut(&rest, ' ');
		if (!CHECK(one.n == 0 || !affected_version(&v, one)))
			CHECK_STR(one, str_of(range));
	}
}

TEST(affected_ranges)
{
	expect(a, "i=0 f=1.2", "0 0.1 1.1 1.2rc1 1.2.dev3 0.dev1 v1.1", "1.2 1.2.0 1.2.post1 1!0");
	expect(a, "i=1.0 l=1.5", "1.0 1.5 1.5.0 1.0.post1", "0.9 1.0rc1 1.5.1 1.5.post1");
	expect(a, "f=1.2 i=1.0", "1.0 1.1", "0.9 1.2");
	expect(a, "i=1.0 f=1.2 i=2.0 f=2.1", "1.1 2.0 2.0.9", "1.2 1.9 2.1 3");
	expect(a, "i=2.0 f=2.1 f=1.2 i=1.0", "1.1 2.0", "1.2 2.1");
	expect(a, "i=0", "0 999 1!2", "");
	expect(a, "f=1.0", "", "0 1.0 2");
	expect(a, "", "", "0 1.0");
}

TEST(affected_events_at_the_same_version)
{
	/* What ends and begins again at one version is affected from there on; what begins and
	 * ends there is nothing; what begins and is last affected there is that version. */
	expect(a, "i=0 f=1.0 i=1.0 f=2.0", "0.5 1.0 1.9", "2.0");
	expect(a, "i=1.0 f=1.0", "", "0.9 1.0 1.1");
	expect(a, "l=1.0 i=1.0", "1.0", "0.9 1.0.1");
	expect(a, "i=0 l=2.5 l=2.5.1", "2.5", "2.5.1");
}

TEST(affected_limits)
{
	expect(a, "i=0 x=2", "1 1.9", "2 3");
	expect(a, "i=0 x=2 x=4", "1 3", "4");
	expect(a, "i=0 x=*", "1 99", "");
}

TEST(affected_events_that_are_no_versions)
{
	expect(a, "i=0 l=2.6.0-cu124", "2.6.0 2.5", "2.6.1");
	expect(a, "i=0 l=2.6.0-NA", "2.6.0", "2.6.1");
	expect(a, "i=0 f=0.2.0-n653", "0.1", "0.2.0");
	expect(a, "i=0 l=2024-09-25", "2024", "2024.1");
	expect(a, "i=0 f=1!2.x", "1!1.9 5", "1!2");
	expect(a, "i=unknown f=1.0", "0.1", "1.0");
	expect(a, "i=0 f=unknown", "0.1 99", "");
}

TEST(affected_local_versions)
{
	struct affected list = {.versions = &(str)S_INIT("2.0.1"), .version_count = 1};
	struct affected own = {.versions = &(str)S_INIT("2.0.1+cu118"), .version_count = 1};

	expect(a, "i=0 l=2.0.1", "2.0.1+cu118", "2.0.2+cu118");
	expect(a, "i=0 f=2.0.1", "2.0.0+cu118", "2.0.1+cu118");
	expect(a, "i=0 f=2.0.1+fixed", "2.0.1 2.0.1+cu118", "2.0.1+fixed 2.0.1+fixed.1");
	CHECK(affected_version(&list, S("2.0.1+cu118")));
	CHECK(affected_version(&own, S("2.0.1+cu118")) && affected_version(&own, S("2.0.1+CU118")));
	CHECK(!affected_version(&own, S("2.0.1")) && !affected_version(&own, S("2.0.1+cu117")));
}

TEST(affected_lists)
{
	const str versions[] = {S("1.0"), S("1.1-beta"), S("2004b"), S("not-one")};
	struct affected v = {.versions = versions, .version_count = COUNTOF(versions)};
	struct affected nothing = {0};

	CHECK(affected_version(&v, S("1.0.0")) && affected_version(&v, S("1.1b0")));
	CHECK(affected_version(&v, S("2004b0")) && affected_version(&v, S("not-one")));
	CHECK(!affected_version(&v, S("1.1")) && !affected_version(&v, S("not-two")));
	CHECK(!affected_version(&nothing, S("1.0")));
}

static void share(struct arena *a, const char *range, const char *specifiers,
		  enum affected_share want)
{
	struct affected v = affected_of(a, range);
	struct specifiers s;
	str bad;

	if (!CHECK(specifiers_parse(a, str_of(specifiers), &s, &bad)))
		return;
	if (!CHECK_INT(affected_allowed(a, &v, &s), want))
		CHECK_STR(str_of(specifiers), str_of(range));
}

TEST(affected_shares)
{
	share(a, "i=0 f=2.0", "<2.0", AFFECTED_ALL);
	share(a, "i=0 f=2.0", "==1.*", AFFECTED_ALL);
	share(a, "i=0 f=2.0", "~=1.4", AFFECTED_ALL);
	share(a, "i=0 f=2.0", "", AFFECTED_SOME);
	share(a, "i=0 f=2.0", ">=1.0", AFFECTED_SOME);
	share(a, "i=0 f=2.0", ">=2.0", AFFECTED_NONE);
	share(a, "i=0 f=2.0", ">1.9,<2.0", AFFECTED_ALL);
	share(a, "i=0", ">=1.0", AFFECTED_ALL);
	share(a, "i=0", "", AFFECTED_ALL);
	share(a, "i=1.5", "", AFFECTED_NEWEST);
	share(a, "i=1.5 f=1.7", "<1.7", AFFECTED_NEWEST);
	share(a, "i=1.5 f=1.7", "<1.5", AFFECTED_NONE);
	share(a, "i=1.5 f=1.7", "!=1.6,>=1.5,<1.7", AFFECTED_ALL);
	share(a, "i=1.5 f=1.7", "==1.5.*", AFFECTED_ALL);
	share(a, "i=1.5 l=1.7", ">=1.5,<=1.7", AFFECTED_ALL);
	share(a, "i=1.5 l=1.7", ">=1.5,<=1.7.1", AFFECTED_SOME);
	share(a, "i=0 f=1.9.9", "~=1.9.0", AFFECTED_SOME);
	share(a, "i=0 f=2.0", "==9.*,==1.*", AFFECTED_NONE);
	/* Between the last pre-release and the release there is nothing to install. */
	share(a, "i=0 f=1.26.5", "<1.26.5", AFFECTED_ALL);
	share(a, "i=0 l=1.0rc1", "<1.0", AFFECTED_ALL);
	share(a, "i=0 f=10", "==9.*", AFFECTED_ALL);
	share(a, "i=0 f=10", "==9.9.*", AFFECTED_ALL);
}

/* What is asked of all versions in their order is what is asked of each alone. */
TEST(affected_walks)
{
	static const char *const versions[] = {"0.5",	"1.0", "1.0+a", "1.0+b", "1.0+c",
					       "1.0.1", "1.5", "2.0",	"2.0+x", "3"};
	static const char *const ranges[] = {"i=0 l=1.0 i=1.0+b f=1.5", "i=1.0 l=1.0 i=2.0 x=3",
					     "i=0 f=1.0+b i=1.0.1 l=2.0", "i=? f=? x=2.0 x=?"};

	for (unsigned i = 0; i < COUNTOF(ranges); i++) {
		struct affected v = affected_of(a, ranges[i]);
		struct affected_walk w;
		affected_walk_begin(&w, &v.ranges[0]);
		for (unsigned k = 0; k < COUNTOF(versions); k++) {
			struct version at;
			CHECK(version_parse(str_of(versions[k]), &at));
			CHECK_INT(affected_walk(&w, &at), affected_in_ranges(&v, &at));
		}
	}
}

TEST(affected_ranges_of_many_events)
{
	enum { EVENTS = 20000 };
	struct affected_event *events = NEW(a, struct affected_event, EVENTS);
	struct affected_range range = {.events = events, .event_count = EVENTS};
	struct affected v = {.ranges = &range, .range_count = 1};
	struct specifiers s;
	str bad;

	for (unsigned i = 0; i < EVENTS; i++) {
		events[i].kind = i % 2 == 0 ? EVENT_INTRODUCED : EVENT_FIXED;
		events[i].version = arena_printf(a, "%u", i);
	}
	CHECK(specifiers_parse(a, S(">=1"), &s, &bad));
	CHECK_INT(affected_allowed(a, &v, &s), AFFECTED_SOME);
	CHECK(affected_version(&v, S("19998.5")) && !affected_version(&v, S("19999")));
}

TEST(affected_fix_versions)
{
	struct affected v = affected_of(a, "i=2 f=2.0.6 i=0 f=1.26.17 f=1.26.17");
	const str *fixes;
	uint32_t count;

	affected_fixes(a, &v, &fixes, &count);
	CHECK_INT(count, 2);
	CHECK_STR(fixes[0], S("1.26.17"));
	CHECK_STR(fixes[1], S("2.0.6"));
}
