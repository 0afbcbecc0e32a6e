/* B615: a model or data set fetched from the Hugging Face Hub without saying which commit. */
#include "rules/py/bandit.h"
#include "rules/py/origin.h"
#include "rules/py/revision.h"

static str unquote(str s)
{
	while (s.n > 0 && (s.p[0] == '"' || s.p[0] == '\''))
		s = str_slice(s, 1, s.n);
	while (s.n > 0 && (s.p[s.n - 1] == '"' || s.p[s.n - 1] == '\''))
		s = str_slice(s, 0, s.n - 1);
	return s;
}

static bool is_commit(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		uint8_t b = s.p[i];

		if (!((b >= '0' && b <= '9') || (b >= 'a' && b <= 'f') || (b >= 'A' && b <= 'F')))
			return false;
	}
	return s.n >= 7;
}

static bool is_local(str path)
{
	return str_starts(path, S("./")) || str_starts(path, S("/")) || str_starts(path, S("../"));
}

static bool is_hub_call(struct check *c, const struct node *call)
{
	str name = call_name(c, call), last = name_last(name);
	const char *library = "huggingface_hub";

	if (str_eq(last, S("from_pretrained")))
		library = "transformers";
	else if (str_eq(last, S("load_dataset")))
		library = "datasets";
	if (!c->compat)
		return str_starts(name, str_of(library)) && name.p[strlen(library)] == '.';
	return name_has_part(name, library);
}

static bool is_falsy(struct lit l)
{
	return l.kind == LIT_NOTHING || (l.kind == LIT_TEXT && l.text.n == 0) ||
	       (l.kind == LIT_INT && l.i == 0);
}

static bool pinned_as_bandit(struct check *c, const struct node *call)
{
	const struct node *revision = keyword_value(c, call, "revision");
	const struct node *commit = keyword_value(c, call, "commit_id");
	struct lit l;

	if ((revision != NULL && revision->kind != NODE_CONSTANT) ||
	    (commit != NULL && commit->kind != NODE_CONSTANT))
		return true;
	l = lit_of(c, revision);
	if (is_falsy(l))
		l = lit_of(c, commit);
	return l.kind == LIT_TEXT && is_commit(unquote(l.text));
}

static bool argument_pins(struct check *c, const struct node *call, const char *name)
{
	struct call_arg a = arg_at(c, call, -1, name);
	struct value v;

	if (a.state != ARG_STATE_GIVEN)
		return a.state == ARG_STATE_UNKNOWN;
	v = value_of(c, a.node);
	if (v.kind == VALUE_STR)
		return is_commit(v.text);
	return v.kind == VALUE_UNKNOWN || v.kind == VALUE_PARTIAL_STR;
}

static bool pinned(struct check *c, const struct node *call)
{
	return argument_pins(c, call, "revision") || argument_pins(c, call, "commit_id") ||
	       arg_is_true(c, call, -1, "local_files_only");
}

static bool loads_local(struct check *c, const struct node *call)
{
	const struct node *first = positional(call, 0);
	const char *keyword;
	struct hub_request r;
	int position;

	if (c->compat) {
		struct lit l = lit_of(c, first);

		return l.kind == LIT_TEXT && is_local(l.text);
	}
	if (!hub_call_model(c, call, &position, &keyword))
		return false;
	hub_request_of(c, call, position, keyword, &r);
	return r.local || hub_local_builder(c, call, r.model);
}

static bool hub_is_imported(struct check *c)
{
	return seen_module_like(c, "transformers") || seen_module_like(c, "datasets") ||
	       seen_module_like(c, "huggingface_hub");
}

static const struct node *model_keyword(struct check *c, const struct node *call)
{
	static const char *const names[] = {"pretrained_model_name_or_path", "repo_id", "path"};

	for (size_t i = 0; i < COUNTOF(names); i++) {
		const struct node *n = keyword_value(c, call, names[i]);

		if (n != NULL)
			return n;
	}
	return NULL;
}

/* A model that is not known here may be a folder, and whoever names it would have to name the
 * commit too: low. */
static void unsafe_download(struct check *c, const struct node *call)
{
	struct finding *f;
	const struct node *name;
	struct value model;

	if (!is_hub_call(c, call) || !hub_is_imported(c))
		return;
	if ((c->compat ? pinned_as_bandit(c, call) : pinned(c, call)) || loads_local(c, call))
		return;
	name = positional(call, 0) != NULL ? positional(call, 0) : model_keyword(c, call);
	model = value_of(c, name);
	if (name != NULL && node_is(behind_name(c, name), NODE_BOOL_OP))
		model = (struct value){0}; /* `self.a or self.b`: fields that callers set */
	f = finding_graded(c, bandit_place(c, call, arena_cstr(c->arena, call_last(c, call))),
			   !c->compat && model.kind == VALUE_UNKNOWN ? LOW : level_in_tests(c),
			   LEVEL_DEFAULT, "what is downloaded can change: no commit is named");
	if (!c->compat && model.kind == VALUE_STR) /* the project's registry may pin it */
		finding_when(c, f, "unpinned:%.*s", STR_ARG(model.text));
}

const struct rule rule_huggingface_unsafe_download = {
	.id = "B615",
	.name = "huggingface_unsafe_download",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {494},
	.title = "A download from the Hugging Face Hub without a commit",
	.why = "Whoever can push to the repository, or takes over its name, changes the weights, "
	       "and "
	       "with them possibly the code, of the next run.",
	.fix = "Pass revision= with the full commit hash.",
	.bad = "from transformers import AutoModel\nm = AutoModel.from_pretrained('org/model')  #! "
	       "B615\n",
	.good = "from transformers import AutoModel\nREV = "
		"'5617a9f61b028005a4858fdac845db406aefb181'\n"
		"m = AutoModel.from_pretrained('org/model', revision=REV)\n",
	.calls = "*.from_pretrained *.load_dataset *.hf_hub_download *.snapshot_download "
		 "*.repository_id",
	.py = unsafe_download,
};
