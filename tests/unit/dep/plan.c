#include "test.h"

#include "dep/plan.h"

/* An advisory of one range, "introduced fixed" (fixed "-": none). */
static struct advisory make(struct arena *a, const char *id, const char *introduced,
			    const char *fixed)
{
	struct affected_event *events = NEW(a, struct affected_event, 2);
	struct affected_range *range = NEW(a, struct affected_range, 1);
	struct advisory v = {.id = str_of(id)};

	events[0] = (struct affected_event){EVENT_INTRODUCED, str_of(introduced)};
	events[1] = (struct affected_event){EVENT_FIXED, str_of(fixed)};
	*range = (struct affected_range){events, fixed[0] == '-' ? 1 : 2};
	v.affected.ranges = range;
	v.affected.range_count = 1;
	return v;
}

TEST(plan_smallest_version_outside_of_all)
{
	struct advisory list[] = {
		make(a, "A", "0", "1.5"),
		make(a, "B", "1.4", "2.0"), /* 1.5 would walk into this one */
		make(a, "C", "3.0", "3.1"),
	};
	struct plan_target t = plan_target(a, S("1.0"), list, COUNTOF(list));

	CHECK_STR(t.version, S("2.0"));
	CHECK_INT(t.affected_count, 1);
	CHECK_STR(t.affected[0], S("A"));
	CHECK_INT(t.remaining_count, 0);
}

TEST(plan_fewest_when_nothing_is_free)
{
	struct advisory list[] = {
		make(a, "A", "0", "1.5"),
		make(a, "B", "0", "-"),
		make(a, "C", "1.5", "1.6"),
	};
	struct plan_target t = plan_target(a, S("1.0"), list, COUNTOF(list));

	CHECK_STR(t.version, S("1.6"));
	CHECK_INT(t.affected_count, 2);
	CHECK_INT(t.remaining_count, 1);
	CHECK_STR(t.remaining[0], S("B"));
}

TEST(plan_no_way_out)
{
	struct advisory list[] = {make(a, "A", "0", "-"), make(a, "B", "0", "0.9")};

	CHECK_INT(plan_target(a, S("1.0"), list, COUNTOF(list)).version.n, 0);
	CHECK_INT(plan_target(a, S("1.0"), NULL, 0).version.n, 0);
}

TEST(plan_takes_prereleases_only_from_one)
{
	struct advisory list[] = {make(a, "A", "0", "2.0rc1"), make(a, "B", "0", "1.9")};

	CHECK_STR(plan_target(a, S("1.0rc1"), list, 2).version, S("2.0rc1"));
	CHECK_STR(plan_target(a, S("1.0"), list, 2).version, S("1.9"));
	CHECK_INT(plan_target(a, S("1.0"), list, 2).remaining_count, 1);
}
