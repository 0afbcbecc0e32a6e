/* Git LFS pointers: three lines of text where a model is meant to be. Honest, but what was not
 * fetched was not checked. */
#include "engine/model.h"
#include "engine/rule.h"

#define POINTER_MOST                                                                               \
	1024 /* Git LFS, docs/spec.md: "pointer files must be less than 1024 bytes"                \
	      */

static const str first_line = S_INIT("version https://git-lfs.github.com/spec/v1\n");

static bool is_key(str line)
{
	size_t space = str_find_byte(line, ' ');

	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] < ' ' || line.p[i] > '~')
			return false;
	return space != STR_NONE && space > 0 && space < line.n - 1;
}

static bool is_pointer(str text)
{
	bool oid = false, size = false;

	for (str rest = str_slice(text, first_line.n, text.n); rest.n > 0;) {
		str line = str_cut(&rest, '\n');
		if (!is_key(line))
			return false;
		oid |= str_starts(line, S("oid sha256:"));
		size |= str_starts(line, S("size "));
	}
	return oid && size;
}

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	(void)s;
	return p->size < POINTER_MOST && str_starts(p->head, first_line) && is_pointer(p->head) ? 95
												: 0;
}

static void scan(struct model *m)
{
	model_property(m, "format", S("git-lfs pointer"));
	model_finding(m, "MD446", MODEL_NOWHERE, (str){NULL, 0},
		      "only a Git LFS pointer: the content was not fetched, so it was not checked");
}

const struct format format_lfs = {
	.name = "git-lfs",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = scan,
};

const struct rule rules_lfs[] = {
	{
		.id = "MD446",
		.name = "lfs_pointer",
		.severity = INFO,
		.confidence = HIGH,
		.title = "A Git LFS pointer stands where the model is meant to be",
		.why = "The model itself comes from another server when somebody fetches it; what "
		       "it holds is not known here.",
		.fix = "Run `git lfs pull` before the check.",
		.bad = "version https://git-lfs.github.com/spec/v1\n"
		       "oid "
		       "sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\n"
		       "size 12345\n",
		.good = "A text about version https://git-lfs.github.com/spec/v1\n",
		.lang = "file:model.safetensors",
		.tags = "OWASP-ML06",
	},
	{0},
};
