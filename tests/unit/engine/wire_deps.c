/* What a dependency file says, in a worker's record: the same comes back, and nothing that is cut,
 * points outside or is no kind that exists is accepted. */
#include "engine/wire.h"
#include "test.h"

static const struct dep_file *file(struct arena *a)
{
	struct dep_file *f = NEW(a, struct dep_file, 1);
	struct dep_package *p = NEW(a, struct dep_package, 2);
	uint32_t *need = NEW(a, uint32_t, 1);
	str bad;

	*need = 1;
	p[0] = (struct dep_package){.name = S("Flask"),
				    .normal = S("flask"),
				    .version = S("1.0"),
				    .marker_text = S("python_version < '3.8'"),
				    .line = 3,
				    .flags = DEP_DIRECT | DEP_HASHED,
				    .kind = DEP_LOCKED,
				    .needs = need,
				    .need_count = 1};
	p[1] = (struct dep_package){
		.name = S("x"), .normal = S("x"), .kind = DEP_REQUIREMENT, .origin = DEP_VCS};
	CHECK(specifiers_parse(a, S(">=1.0,!=1.5.*,===2-x"), &p[1].specifiers, &bad));
	*f = (struct dep_file){.format = "test",
			       .packages = p,
			       .package_count = 2,
			       .lock = true,
			       .requires_python = S(">=3.9"),
			       .foreign = 4};
	f->problems = NEW(a, struct dep_problem, 1);
	f->problems[f->problem_count++] =
		(struct dep_problem){.line = 9, .what = S("?"), .lost = true};
	f->includes = NEW(a, struct dep_include, 1);
	f->includes[f->include_count++] = (struct dep_include){S("base.txt"), 1, true};
	f->indexes = NEW(a, struct dep_index, 1);
	f->indexes[f->index_count++] = (struct dep_index){S("https://registry.example"), 2, true};
	f->updates = NEW(a, struct dep_update, 1);
	f->updates[f->update_count++] = (struct dep_update){S("pip"), S("/"), 5};
	return f;
}

static str record_of(struct arena *a, const struct dep_file *f)
{
	struct buf b = buf_in(a);

	dep_file_write(&b, f);
	return buf_str(&b);
}

static bool reads(struct arena *a, str record, struct dep_file *f)
{
	struct cur c = cur_of(test_guarded(record, 0));

	return dep_file_read(&c, a, f) && cur_left(&c) == 0;
}

TEST(wire_deps_round_trip)
{
	struct buf specifiers = buf_in(a);
	struct dep_file f;

	CHECK(reads(a, record_of(a, file(a)), &f));
	CHECK_INT(f.package_count, 2);
	CHECK_STR(f.packages[0].normal, S("flask"));
	CHECK_STR(f.packages[0].version, S("1.0"));
	CHECK_INT(f.packages[0].flags, DEP_DIRECT | DEP_HASHED);
	CHECK_INT(f.packages[0].needs[0], 1);
	specifiers_print(&specifiers, &f.packages[1].specifiers);
	CHECK_STR(buf_str(&specifiers), S(">=1.0,!=1.5.*,===2-x"));
	CHECK(f.lock && !f.manifest);
	CHECK_INT(f.foreign, 4);
	CHECK(f.problems[0].lost);
	CHECK_STR(f.includes[0].path, S("base.txt"));
	CHECK(f.indexes[0].extra);
	CHECK_STR(f.updates[0].folder, S("/"));
}

TEST(wire_deps_refuses_every_cut)
{
	str record = record_of(a, file(a));
	struct dep_file f;

	for (size_t n = 0; n < record.n; n++)
		CHECK(!reads(a, str_slice(record, 0, n), &f));
}

TEST(wire_deps_refuses_what_points_outside)
{
	struct dep_file f, *wrong = NEW(a, struct dep_file, 1);

	*wrong = *file(a);
	wrong->packages[0].needs = &(uint32_t){2};
	CHECK(!reads(a, record_of(a, wrong), &f));
	*wrong = *file(a);
	wrong->packages[0].kind = DEP_NAMED + 1;
	CHECK(!reads(a, record_of(a, wrong), &f));
	*wrong = *file(a);
	wrong->packages[0].start = 1;
	CHECK(!reads(a, record_of(a, wrong), &f));
}
