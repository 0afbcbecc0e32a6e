#include "engine/join.h"
#include "test.h"

TEST(join_conditions)
{
	struct facts f = facts_in(a);

	CHECK(facts_hold(&f, S("version:torch<2.6"), S(""))); /* unknown: it stands */
	facts_add(&f, S("version:torch=2.7.1@uv.lock:3"));
	CHECK(!facts_hold(&f, S("version:torch<2.6"), S("")));
	CHECK(facts_hold(&f, S("version:torch>=2.6"), S("")));
	CHECK(facts_hold(&f, S("version:torch==2.7.1"), S("")));
	CHECK(!facts_hold(&f, S("version:torch!=2.7.1"), S("")));
	facts_add(&f, S("version:torch=2.4@old/requirements.txt:1"));
	CHECK(facts_hold(&f, S("version:torch<2.6"), S(""))); /* one old lock file is enough */
	facts_add(&f, S("version:numpy>=2.0"));
	CHECK(!facts_hold(&f, S("version:numpy<2.0"), S("")));
	CHECK(facts_hold(&f, S("version:numpy<2.1"), S("")));
	CHECK(facts_hold(&f, S("unpinned:org/model"), S("")));
	facts_add(&f, S("pin:org/model=0123456789abcdef"));
	CHECK(!facts_hold(&f, S("unpinned:org/model"), S("")));
	CHECK(facts_hold(&f, S("!guard:router"), S("")));
	facts_add(&f, S("guard:router"));
	CHECK(!facts_hold(&f, S("!guard:router"), S("")));
	CHECK(facts_hold(&f, S("guard:router"), S("")));
	CHECK(!facts_hold(&f, S("guard:other"), S("")));
}

TEST(join_versions_are_those_of_pep_440)
{
	struct facts f = facts_in(a);

	facts_add(&f, S("version:a=2.6.0+cu118"));
	CHECK(!facts_hold(&f, S("version:a<2.6"), S("")));
	CHECK(facts_hold(&f, S("version:a==2.6"), S("")));
	facts_add(&f, S("version:b=2.6.0rc1"));
	CHECK(facts_hold(&f, S("version:b<2.6"), S("")));
	facts_add(&f, S("version:c=v1!0.1"));
	CHECK(!facts_hold(&f, S("version:c<2.6"), S("")));
	facts_add(&f, S("version:d=banana"));
	CHECK(facts_hold(&f, S("version:d<2.6"), S(""))); /* could be any */
	CHECK(facts_hold(&f, S("version:c<banana"), S("")));
}

TEST(join_locks_decide_over_bounds)
{
	struct facts f = facts_in(a), g = facts_in(a), h = facts_in(a);

	facts_add(&f, S("version:torch>=2.0@pyproject.toml:4"));
	CHECK(facts_hold(&f, S("version:torch<2.6"), S("")));
	facts_add(&f, S("version:torch=2.7.0@uv.lock:9"));
	CHECK(!facts_hold(&f, S("version:torch<2.6"), S("")));
	facts_add(&g, S("version:torch>=2.6@pyproject.toml:4"));
	CHECK(!facts_hold(&g, S("version:torch<2.6"), S("")));
	facts_add(&g, S("version:torch=2.5.1@requirements.txt:1"));
	CHECK(facts_hold(&g, S("version:torch<2.6"), S("")));
	facts_add(&h, S("version:torch=2.7.0@uv.lock:9"));
	facts_add(&h, S("version:torch=2.5.0@old/poetry.lock:9"));
	facts_add(&h, S("version:torch=2.8.0@new/poetry.lock:9"));
	CHECK(facts_hold(&h, S("version:torch<2.6"), S("")));
}

static bool says(const void *ctx, str question, str path)
{
	return str_eq(question, *(const str *)ctx) && str_eq(path, S("a/b.env"));
}

TEST(join_conditions_on_places)
{
	struct facts f = facts_in(a);
	str question = S("ignored");

	facts_add(&f, S("env-example:a/b"));
	facts_add(&f, S("env-listed:X"));
	CHECK(facts_hold(&f, S("near:env-example"), S("a/b/c.py")));
	CHECK(facts_hold(&f, S("near:env-example"), S("a/b/c/d.py")));
	CHECK(!facts_hold(&f, S("near:env-example"), S("a/c.py")));
	CHECK(!facts_hold(&f, S("near:env-example"), S("/a/b/c.py")));
	CHECK(facts_hold(&f, S("!near:env-example"), S("c.py")));
	facts_add(&f, S("env-example:."));
	CHECK(facts_hold(&f, S("near:env-example"), S("c.py")));
	CHECK(facts_hold(&f, S("near:env-example"), S("x/y/c.py")));
	CHECK(facts_hold(&f, S("near:env-example & !env-listed:Y"), S("c.py")));
	CHECK(!facts_hold(&f, S("near:env-example & !env-listed:X"), S("c.py")));
	CHECK(facts_hold(&f, S("once:k"), S("c.py")));
	CHECK(!facts_hold(&f, S("once:k"), S("d.py")));
	CHECK(!facts_hold(&f, S("env-listed:Z & once:l"), S("c.py")));
	CHECK(facts_hold(&f, S("env-listed:X & once:l"), S("c.py")));
	CHECK(!facts_hold(&f, S("git:ignored"), S("a/b.env")));
	f.git = says;
	f.ctx = &question;
	CHECK(facts_hold(&f, S("git:ignored"), S("a/b.env")));
	CHECK(!facts_hold(&f, S("git:ignored"), S("b.env")));
	CHECK(!facts_hold(&f, S("!git:ignored"), S("a/b.env")));
	CHECK(!facts_hold(&f, S("git:tracked"), S("a/b.env")));
}

TEST(join_places_whose_names_look_like_values)
{
	struct facts f = facts_in(a);

	facts_add(&f, S("dotenv:a=b/c@d"));
	CHECK(facts_hold(&f, S("near:dotenv"), S("a=b/c@d/x")));
}
