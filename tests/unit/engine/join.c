#include "engine/join.h"
#include "test.h"

TEST(join_version_order)
{
	static const char *const ascending[] = {"1.0.dev1", "1.0a1", "1.0a2",	  "1.0b1",
						"1.0rc1",   "1.0",   "1.0.post1", "1.0.1",
						"1.9",	    "1.10",  "2",	  "1!0.1"};

	for (size_t i = 0; i < COUNTOF(ascending); i++) {
		for (size_t j = 0; j < COUNTOF(ascending); j++) {
			int order = version_order(str_of(ascending[i]), str_of(ascending[j]));
			CHECK_INT((order > 0) - (order < 0), (i > j) - (i < j));
		}
	}
	CHECK_INT(version_order(S("2.6"), S("2.6.0+cu118")), 0);
	CHECK_INT(version_order(S("v2.6.0"), S("2.6")), 0);
}

TEST(join_conditions)
{
	struct facts f = facts_in(a);

	CHECK(facts_hold(&f, S("version:torch<2.6"))); /* unknown: it stands */
	facts_add(&f, S("version:torch=2.7.1@uv.lock:3"));
	CHECK(!facts_hold(&f, S("version:torch<2.6")));
	CHECK(facts_hold(&f, S("version:torch>=2.6")));
	CHECK(facts_hold(&f, S("version:torch==2.7.1")));
	CHECK(!facts_hold(&f, S("version:torch!=2.7.1")));
	facts_add(&f, S("version:torch=2.4@old/requirements.txt:1"));
	CHECK(facts_hold(&f, S("version:torch<2.6"))); /* one old lock file is enough */
	facts_add(&f, S("version:numpy>=2.0"));
	CHECK(!facts_hold(&f, S("version:numpy<2.0")));
	CHECK(facts_hold(&f, S("version:numpy<2.1")));
	CHECK(facts_hold(&f, S("unpinned:org/model")));
	facts_add(&f, S("pin:org/model=0123456789abcdef"));
	CHECK(!facts_hold(&f, S("unpinned:org/model")));
	CHECK(facts_hold(&f, S("!guard:router")));
	facts_add(&f, S("guard:router"));
	CHECK(!facts_hold(&f, S("!guard:router")));
	CHECK(facts_hold(&f, S("guard:router")));
	CHECK(!facts_hold(&f, S("guard:other")));
}
