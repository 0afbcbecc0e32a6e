/* What reports say of models. */
#include "made.h"
#include "test.h"
#include "text/json.h"

static const struct tree *parsed(struct arena *a, str text)
{
	const struct tree *tree = NULL;
	struct diag d;

	CHECK(json_parse(a, test_guarded(text, 64), &tree, &d));
	return tree;
}

static const struct tree *item(const struct tree *list, unsigned n)
{
	const struct tree *t = list ? list->first : NULL;

	while (t != NULL && n-- > 0)
		t = t->next;
	return t;
}

static str text_at(const struct tree *t, const char *path)
{
	const struct tree *at = t ? tree_path(t, path) : NULL;

	return at ? at->text : (str){NULL, 0};
}

#define CHECK_AT(tree, path, want) CHECK_STR(text_at(tree, path), S(want))

static const struct property said[] = {
	{S_INIT("format"), S_INIT("safetensors")},
	{S_INIT("license"), S_INIT("apache-2.0")},
	{S_INIT("license"), S_INIT("llama2")},
	{S_INIT("dataset"), S_INIT("squad")},
	{S_INIT("dataset"), S_INIT("c4")},
	{S_INIT("architecture"), S_INIT("llama")},
	{S_INIT("base_model"), S_INIT("org/base")},
	{S_INIT("source"), S_INIT("https://x.org/a?b=c")},
	{S_INIT("source"), S_INIT("not a \xFF url")},
	{S_INIT("author"), S_INIT("A. Author")},
	{S_INIT("framework"), S_INIT("pt\n")},
};

static struct report *made_models(struct arena *a, struct settings **s)
{
	struct report *r = made_report(a, s);
	struct report_directory *d = NEW(a, struct report_directory, 1);
	struct report_model *m;

	m = made_model(a, r, "a/config.json", NULL, 0);
	m->directory = 1;
	m = made_model(a, r, "a/m.safetensors", said, COUNTOF(said));
	m->directory = 1;
	m->worst = INFO;
	m = made_model(a, r, "b.pkl", said, COUNTOF(said));
	m->hashed = m->unsafe = true;
	m->worst = HIGH;
	*d = (struct report_directory){
		.path = S("a"), .kind = "huggingface", .worst = INFO, .count = 2, .end = 2};
	r->model_directories = d;
	r->model_directory_count = 1;
	return r;
}

TEST(models_in_json)
{
	const struct tree *t = parsed(a, made_write(a, made_models(a, NULL), "json", false));
	const struct tree *b = item(tree_get(t, S("models")), 2);

	CHECK_AT(item(tree_get(t, S("models")), 0), "directory", "a");
	CHECK(tree_is(tree_get(item(tree_get(t, S("models")), 0), S("format")), TREE_NULL));
	CHECK_AT(b, "path", "b.pkl");
	CHECK_AT(b, "verdict", "dangerous");
	CHECK_AT(b, "format", "safetensors");
	CHECK_AT(b, "runs_code", "true");
	CHECK_INT(text_at(b, "sha256").n, 64);
	CHECK_STR(item(tree_path(b, "properties.dataset"), 1)->text, S("c4"));
	CHECK(tree_path(b, "properties.format") == NULL);
	b = item(tree_get(t, S("model_directories")), 0);
	CHECK_AT(b, "verdict", "information");
	CHECK_AT(b, "models", "2");
	CHECK_AT(t, "summary.models.dangerous", "1");
	CHECK_AT(t, "summary.models.total", "3");
}

TEST(models_in_json_only_of_their_layer)
{
	struct settings *s;
	struct report *r = made_models(a, &s);

	s->layers = LAYER_CODE;
	CHECK(tree_get(parsed(a, made_write(a, r, "json", false)), S("models")) == NULL);
}

TEST(models_in_text)
{
	struct report *r = made_models(a, NULL);

	CHECK(str_find(made_write(a, r, "text", false),
		       S("Model directory a (huggingface, 2 files): information\n"
			 "Models: 3 files: 1 dangerous, 1 information, 1 clean\n")) != STR_NONE);
}

TEST(bill_of_materials)
{
	struct settings *s;
	struct report *r = made_models(a, &s);
	struct finding *f = made_finding(r, &made_load, "b.pkl", 0, 0, 0, "");
	const struct tree *t, *c, *v;

	f->member = S("data.pkl");
	f->has_offset = true;
	f->offset = 7;
	f = made_finding(r, &made_load, "b.pkl", 0, 0, 0, "");
	f->severity = INFO;
	f = made_finding(r, &made_load, "b.pkl", 0, 0, 0, "");
	f->suppressed = SUPPRESSED_EXCEPTION;
	f->reason = S("known");
	t = parsed(a, made_write(a, r, "cyclonedx", false));
	CHECK_AT(t, "specVersion", "1.6");
	CHECK(tree_get(t, S("serialNumber")) == NULL);
	CHECK(tree_path(t, "metadata.timestamp") == NULL);
	c = item(tree_get(t, S("components")), 0);
	CHECK_AT(c, "type", "machine-learning-model");
	CHECK_AT(c, "bom-ref", "b.pkl");
	CHECK_AT(item(tree_get(c, S("hashes")), 0), "alg", "SHA-256");
	CHECK_AT(item(tree_get(c, S("licenses")), 0), "license.id", "Apache-2.0");
	CHECK_AT(item(tree_get(c, S("licenses")), 1), "license.name", "llama2");
	CHECK_AT(c, "modelCard.modelParameters.architectureFamily", "llama");
	CHECK_AT(item(tree_path(c, "modelCard.modelParameters.datasets"), 1), "name", "c4");
	CHECK_AT(item(tree_path(c, "pedigree.ancestors"), 0), "name", "org/base");
	CHECK_AT(item(tree_get(c, S("externalReferences")), 0), "url", "https://x.org/a?b=c");
	CHECK(item(tree_get(c, S("externalReferences")), 1) == NULL);
	CHECK_AT(item(tree_get(c, S("authors")), 0), "name", "A. Author");
	c = item(tree_get(t, S("components")), 1);
	CHECK_AT(c, "bom-ref", "a/");
	CHECK_AT(c, "name", "a");
	CHECK_AT(item(tree_get(c, S("components")), 1), "type", "file");
	v = tree_get(t, S("vulnerabilities"));
	CHECK_AT(item(v, 0), "id", "B614");
	CHECK_AT(item(tree_get(item(v, 0), S("affects")), 0), "ref", "b.pkl");
	CHECK_AT(item(v, 0), "description",
		 "torch.load runs code from the file (in data.pkl, byte 7)");
	CHECK_AT(item(v, 1), "analysis.state", "in_triage");
	CHECK(item(v, 2) == NULL);
	s->reproducible = false;
	t = parsed(a, made_write(a, r, "cyclonedx", false));
	CHECK_INT(text_at(t, "serialNumber").n, 45);
	CHECK_AT(t, "metadata.timestamp", "1970-01-01T00:00:00Z");
}

/* Lines of a member mean nothing in the file on disk; bytes of the file itself do. */
TEST(places_inside_files)
{
	struct report *r = made_report(a, NULL);
	struct finding *f = made_finding(r, &made_load, "m.zip", 3, 1, 9, "x");
	const struct tree *run, *place;

	f->member = S("a/b.py");
	f = made_finding(r, &made_load, "n.bin", 0, 0, 0, "");
	f->has_offset = true;
	f->offset = 300;
	run = item(tree_get(parsed(a, made_write(a, r, "sarif", false)), S("runs")), 0);
	CHECK_AT(item(tree_get(run, S("results")), 0), "message.text",
		 "torch.load runs code from the file (in a/b.py, line 3)");
	place = item(tree_get(item(tree_get(run, S("results")), 0), S("locations")), 0);
	CHECK(tree_path(place, "physicalLocation.region") == NULL);
	CHECK_AT(item(tree_get(place, S("logicalLocations")), 0), "fullyQualifiedName",
		 "m.zip!a/b.py");
	place = item(tree_get(item(tree_get(run, S("results")), 1), S("locations")), 0);
	CHECK_AT(place, "physicalLocation.region.byteOffset", "300");
	CHECK(str_find(made_write(a, r, "github", false), S("file (byte 300)%0AFix")) != STR_NONE);
	CHECK(str_find(made_write(a, r, "bandit", false), S("file (in a/b.py, line 3)\"")) !=
	      STR_NONE);
}
