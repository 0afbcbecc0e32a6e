/* Verdicts of models and of the folders that are one model together. */
#include "engine/inventory.h"

#include "engine/rule.h"
#include "test.h"

struct made {
	struct walk walk;
	struct inventory inventory;
	struct report report;
	struct finding findings[16];
};

/* Paths in order, those that end in `*` being models. */
static struct made *made_run(struct arena *a, const char *const *paths)
{
	struct made *m = NEW(a, struct made, 1);
	struct file_result r = {.layers = LAYER_MODELS, .unsafe = 1};

	m->walk.files = NEW(a, struct walk_file, 32);
	m->walk.arena = a;
	m->walk.roots = NEW(a, struct walk_root, 1);
	m->inventory = inventory_in(a);
	for (; *paths != NULL; paths++) {
		str path = str_of(*paths);
		bool model = str_ends(path, S("*"));
		struct walk_file *f = &m->walk.files[m->walk.count++];
		f->path = str_slice(path, 0, path.n - model);
		f->rel = arena_cstr(a, f->path);
		if (model)
			inventory_add(&m->inventory, &m->walk, f, &r, 0);
	}
	return m;
}

static void made_add(struct made *m, const char *path, const char *rule, unsigned severity)
{
	struct finding *f = &m->findings[m->report.finding_count++];

	f->rule = rule_find(str_of(rule));
	f->severity = (uint8_t)severity;
	f->path = str_of(path);
}

static const struct report *made_end(struct made *m)
{
	m->report.findings = m->findings;
	inventory_report(&m->inventory, &m->walk, &m->report);
	return &m->report;
}

static void check_directory(const struct report *r, size_t i, const char *path, const char *kind,
			    unsigned worst, unsigned count)
{
	if (!CHECK(i < r->model_directory_count))
		return;
	CHECK_STR(r->model_directories[i].path, str_of(path));
	CHECK_STR(str_of(r->model_directories[i].kind), str_of(kind));
	CHECK_INT(r->model_directories[i].worst, worst);
	CHECK_INT(r->model_directories[i].count, count);
}

static unsigned worst_of(const struct report *r, const char *path)
{
	for (size_t i = 0; i < r->model_count; i++) {
		if (str_eq(r->models[i].path, str_of(path)))
			return r->models[i].worst;
	}
	return 99;
}

TEST(inventory_verdict_is_the_worst)
{
	static const char *const paths[] = {"a.pkl*", "b.py", "c.pkl*", "d.pkl*", NULL};
	struct made *m = made_run(a, paths);
	const struct report *r;

	made_add(m, "a.pkl", "AS004", INFO);
	made_add(m, "a.pkl", "AS004", HIGH);
	made_add(m, "b.py", "B101", LOW);
	made_add(m, "c.pkl", "AS004", HIGH);
	m->findings[3].suppressed = SUPPRESSED_EXCEPTION;
	m->inventory.models[2].worst = LOW; /* not listed */
	r = made_end(m);
	CHECK_INT(r->model_count, 3);
	CHECK_INT(worst_of(r, "a.pkl"), HIGH);
	CHECK_INT(worst_of(r, "c.pkl"), 0);
	CHECK_INT(worst_of(r, "d.pkl"), LOW);
	CHECK_INT(r->model_directory_count, 0);
}

TEST(inventory_packages_own_what_is_below)
{
	static const char *const paths[] = {"m/MLmodel*",	 "m/code/x.py",
					    "m/data/model.pkl*", "m/hf/config.json*",
					    "m/hf/model.bin*",	 "s/assets/a.txt",
					    "s/saved_model.pb*", "s/variables/v.data*",
					    "t/x.pkl*",		 NULL};
	struct made *m = made_run(a, paths);
	const struct report *r;

	made_add(m, "m/code/x.py", "B101", LOW);
	made_add(m, "m/data/model.pkl", "AS004", MEDIUM);
	r = made_end(m);
	CHECK_INT(r->model_directory_count, 2);
	check_directory(r, 0, "m", "mlflow", MEDIUM, 4);
	check_directory(r, 1, "s", "savedmodel", 0, 2);
	CHECK_INT(r->models[r->model_count - 1].directory, 0);
}

TEST(inventory_code_beside_counts_from_medium)
{
	static const char *const paths[] = {"h/config.json*", "h/model.safetensors*",
					    "h/modeling.py", NULL};
	struct made *m = made_run(a, paths);

	made_add(m, "h/modeling.py", "B101", LOW);
	check_directory(made_end(m), 0, "h", "huggingface", 0, 2);
	m = made_run(a, paths);
	made_add(m, "h/modeling.py", "B102", MEDIUM);
	check_directory(made_end(m), 0, "h", "huggingface", MEDIUM, 2);
	m = made_run(a, paths);
	made_add(m, "h/modeling.py", "AS008", LOW);
	check_directory(made_end(m), 0, "h", "huggingface", LOW, 2);
}

TEST(inventory_config_json_alone_is_nothing)
{
	static const char *const paths[] = {"config.json", "model.pkl*", NULL};
	static const char *const shards[] = {"w/x-00001-of-00002.bin*", "w/x-00002-of-00002.bin*",
					     "w/deep/y.pkl*", NULL};
	static const char *const here[] = {"config.json*", "pytorch_model.bin*", NULL};

	CHECK_INT(made_end(made_run(a, paths))->model_directory_count, 0);
	check_directory(made_end(made_run(a, shards)), 0, "w", "sharded", 0, 2);
	check_directory(made_end(made_run(a, here)), 0, ".", "huggingface", 0, 2);
}

/* The folder of the argument `.` owns nothing that was reached another way. */
TEST(inventory_package_here)
{
	static const char *const paths[] = {"../x/a.pkl*", "/abs/b.pkl*", "MLmodel*", "d/c.pkl*",
					    NULL};
	const struct report *r = made_end(made_run(a, paths));

	check_directory(r, 0, ".", "mlflow", 0, 2);
}

/* A card or a configuration with something to say is listed with a model, not without one. */
TEST(inventory_companions)
{
	static const char *const paths[] = {"a/README.md", "a/config.json", "a/model.safetensors*",
					    "b/README.md", "c/MLmodel",	    NULL};
	static const struct property said = {S_INIT("license"), S_INIT("mit")};
	struct file_result r = {.layers = LAYER_MODELS,
				.properties = (struct property *)(uintptr_t)&said,
				.property_count = 1};
	struct made *m = made_run(a, paths);
	const struct report *report;

	inventory_add(&m->inventory, &m->walk, &m->walk.files[0], &r, 0);
	inventory_add(&m->inventory, &m->walk, &m->walk.files[3], &r, 0);
	inventory_add(&m->inventory, &m->walk, &m->walk.files[4], &r, 0);
	report = made_end(m);
	CHECK_INT(report->model_count, 3);
	check_directory(report, 0, "a", "huggingface", 0, 2);
	check_directory(report, 1, "c", "mlflow", 0, 1);
}

TEST(inventory_nested_folders_in_order)
{
	static const char *const paths[] = {"a/b/config.json*",		"a/b/model.safetensors*",
					    "a/config.json*",		"a/model.safetensors*",
					    "a/z/adapter_config.json*", NULL};
	const struct report *r = made_end(made_run(a, paths));

	check_directory(r, 0, "a", "huggingface", 0, 2);
	check_directory(r, 1, "a/b", "huggingface", 0, 2);
	check_directory(r, 2, "a/z", "huggingface", 0, 1);
	CHECK_INT(r->models[0].directory, 2);
	CHECK_INT(r->models[2].directory, 1);
}
