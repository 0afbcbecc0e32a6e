/* What a model card says, and what is none. */
#include "../scan_model.h"

static str said(const struct file_result *r, const char *key, unsigned n)
{
	for (uint32_t i = 0; i < r->property_count; i++) {
		if (str_eq(r->properties[i].key, str_of(key)) && n-- == 0)
			return r->properties[i].value;
	}
	return S("");
}

TEST(model_card)
{
	const struct file_result *r = test_scan_model(
		a, "m/README.md",
		S("---\r\nlanguage: en\nlicense: apache-2.0\ndatasets:\n- a/b\n- c\n- [d]\n"
		  "base_model: org/base\nlibrary_name: transformers\npipeline_tag: fill-mask\n"
		  "---\n# A model\nlicense: none\n"));

	CHECK_STR(said(r, "license", 0), S("apache-2.0"));
	CHECK_STR(said(r, "license", 1), S(""));
	CHECK_STR(said(r, "dataset", 1), S("c"));
	CHECK_STR(said(r, "dataset", 2), S(""));
	CHECK_STR(said(r, "base_model", 0), S("org/base"));
	CHECK_STR(said(r, "task", 0), S("fill-mask"));
	CHECK_INT(test_worst(r), 0);
	r = test_scan_model(a, "README.md", S("---\nlicense: other\nlicense_name: llama3\n---\n"));
	CHECK_STR(said(r, "license", 0), S("llama3"));
}

TEST(model_card_that_is_none)
{
	static const char *const texts[] = {
		"# Read me\nlicense: mit\n",   "---\ntitle: x\n---\nlicense: mit\n---\n",
		"---\nlicense: mit\nno end\n", "---\nlicense: [mit\n---\n",
		"---\nlicense: {a: b}\n---\n", "---\n- x\n\nlicense: y\n---\n",
	};

	for (size_t i = 0; i < COUNTOF(texts); i++) {
		const struct file_result *r = test_scan_model(a, "README.md", str_of(texts[i]));
		CHECK_INT(r->property_count, 0);
		CHECK_INT(test_worst(r), 0);
	}
	CHECK_INT(test_scan_model(a, "OTHER.md", S("---\nlicense: mit\n---\n"))->property_count, 0);
}
