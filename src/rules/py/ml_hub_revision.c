/* Downloads from a model hub. What is fetched is decided by `revision`: a full commit hash names
 * content, a tag moves on purpose, a branch (or nothing) moves with every push. A local path is no
 * download; neither is local_files_only=True. A model that configs/model_revisions.yaml pins is
 * dropped when findings are joined (fact `unpinned:MODEL`).
 *
 * Class libraries forward a parameter to cls.from_pretrained(): the caller decides there, so a name
 * that is a parameter is no finding, and a name of unknown value only a low one. */
#include "rules/py/origin.h"
#include "rules/py/revision.h"

#define HUB_CALLS                                                                                  \
	"*.from_pretrained *.hf_hub_download *.snapshot_download *.load_dataset "                  \
	"*.load_dataset_builder *.pipeline *.SentenceTransformer *.CrossEncoder *.SparseEncoder "  \
	"*.load_lora_weights *.from_pretrained_keras evaluate.load "                               \
	"*.HuggingFaceEmbeddings timm.create_model open_clip.create_model "                        \
	"open_clip.create_model_and_transforms"

/* A class of this file that says itself what from_pretrained does. */
static bool of_own_class(struct check *c, const struct node *call)
{
	const struct node *recv = call_receiver(call);
	const struct scope *where = NULL, *cls;
	const struct binding *b;

	if (!node_is(recv, NODE_NAME))
		return false;
	b = scope_find(c->scopes, c->scope, recv->atom, &where);
	cls = b != NULL && b->kind == BIND_CLASS ? scope_of(c->scopes, b->stmt) : NULL;
	if (cls == NULL)
		return false;
	b = scope_attribute(c->scopes, cls, call_function(call)->atom, false);
	return b != NULL && b->kind == BIND_FUNCTION;
}

/* Is the callee the hub's own, as far as one can see? */
static bool of_the_hub(struct check *c, const struct node *call)
{
	static const char modules[] =
		"transformers datasets huggingface_hub sentence_transformers diffusers peft "
		"evaluate "
		"optimum langchain_huggingface langchain_community langchain adapters trl setfit "
		"span_marker gliner timm open_clip auto_gptq awq ctransformers tokenizers flair "
		"faster_whisper vllm speechbrain pyannote";
	str name = call_name(c, call), method = callee_last(c, call);
	size_t dot = str_find_byte(name, '.');

	if (name.n > 0 && name.p[0] == '.')
		return str_in(method, "from_pretrained hf_hub_download snapshot_download") &&
		       !of_own_class(c, call);
	if (name.n > 0)
		return dot != STR_NONE && str_in(str_slice(name, 0, dot), modules);
	return str_in(method,
		      "from_pretrained hf_hub_download snapshot_download load_lora_weights");
}

static bool forwards(struct check *c, const struct node *call)
{
	const struct node *recv = call_receiver(call);

	if (recv == NULL)
		return false;
	if (recv->kind == NODE_CALL)
		return str_eq(call_name(c, recv), S("super"));
	return str_in(node_name(c, recv), "cls self klass model_cls model_class") ||
	       (recv->kind == NODE_ATTRIBUTE && str_in(node_name(c, recv->child), "cls self"));
}

static bool hub_call(struct check *c, const struct node *call, struct hub_request *r)
{
	const char *keyword;
	int position;

	if (!of_the_hub(c, call) || forwards(c, call) ||
	    !hub_call_model(c, call, &position, &keyword))
		return false;
	hub_request_of(c, call, position, keyword, r);
	return r->model_node != NULL && !r->local && !hub_local_builder(c, call, r->model);
}

/* A name whose value is not known here: only telling names, and no parameters. */
static bool named_like_a_model(struct check *c, const struct node *n)
{
	str name = node_name(c, n);
	const struct binding *b;

	if (n->kind == NODE_NAME) {
		b = scope_find(c->scopes, c->scope, n->atom, NULL);
		if (b == NULL || b->kind == BIND_PARAM || b->kind == BIND_UNPACK)
			return false;
	}
	return str_in(name, "model_id model_name repo_id MODEL_ID MODEL_NAME MODEL checkpoint "
			    "base_model hf_model model_repo REPO_ID dataset_name");
}

/* timm.create_model("hf_hub:org/model"): the name says where, and may say which (@commit). */
static bool hub_by_name(struct check *c, const struct node *call)
{
	struct value v;

	if (!str_in(callee_last(c, call), "create_model create_model_and_transforms"))
		return false;
	v = value_of(c, arg_node(c, call, 0, "model_name"));
	if (v.kind == VALUE_STR &&
	    (str_starts(v.text, S("hf_hub:")) || str_starts(v.text, S("hf-hub:"))) &&
	    str_find_byte(v.text, '@') == STR_NONE)
		finding(c, call, "%.*s() takes the newest revision of %.*s, whatever it is",
			STR_ARG(callee_last(c, call)), STR_ARG(v.text));
	return true;
}

/* pipeline("ner"): the library chooses the model, and its newest revision. */
static bool pipeline_default(struct check *c, const struct node *call)
{
	if (!call_is(c, call, "transformers.pipeline transformers.pipelines.pipeline") ||
	    arg_at(c, call, 1, "model").state != ARG_STATE_ABSENT ||
	    value_of(c, arg_node(c, call, 0, "task")).kind != VALUE_STR ||
	    arg_at(c, call, -1, "revision").state != ARG_STATE_ABSENT)
		return false;
	finding_graded(c, call, LOW, HIGH,
		       "pipeline() without a model takes whatever the library prefers today");
	return true;
}

/* def load(name="org/model"): the model that a parameter stands for unless the caller says another.
 */
static str default_model(struct check *c, const struct node *n)
{
	const struct binding *b =
		node_is(n, NODE_NAME) ? scope_find(c->scopes, c->scope, n->atom, NULL) : NULL;
	struct value v = {0};

	if (b != NULL && b->kind == BIND_PARAM && b->count == 1)
		v = value_of(c, b->dflt);
	return v.kind == VALUE_STR && hub_id_plausible(v.text) ? v.text : S("");
}

static void hub_unpinned(struct check *c, const struct node *call)
{
	struct hub_request r;
	struct finding *f;
	str by_default;

	if (hub_by_name(c, call) || pipeline_default(c, call))
		return;
	if (!hub_call(c, call, &r) || r.hidden || r.revision != REVISION_MISSING)
		return;
	if (r.model.n > 0) {
		f = finding_graded(c, call, level_in_tests(c), LEVEL_DEFAULT,
				   "%.*s() takes the newest revision of %.*s, whatever it is",
				   STR_ARG(callee_last(c, call)), STR_ARG(r.model));
		finding_when(c, f, "unpinned:%.*s", STR_ARG(r.model));
	} else if ((by_default = default_model(c, r.model_node)).n > 0) {
		f = finding_graded(c, call, LOW, MEDIUM,
				   "%.*s() takes, by default, the newest revision of %.*s",
				   STR_ARG(callee_last(c, call)), STR_ARG(by_default));
		finding_when(c, f, "unpinned:%.*s", STR_ARG(by_default));
	} else if (named_like_a_model(c, r.model_node)) {
		finding_graded(c, call, LOW, LOW,
			       "%.*s() without revision takes whatever is newest",
			       STR_ARG(callee_last(c, call)));
	}
}

static void hub_branch(struct check *c, const struct node *call)
{
	struct hub_request r;
	struct finding *f;

	if (!hub_call(c, call, &r) || r.revision != REVISION_BRANCH)
		return;
	f = finding_graded(c, call, level_in_tests(c), LEVEL_DEFAULT,
			   "The branch %.*s moves with every push", STR_ARG(r.revision_text));
	if (r.model.n > 0)
		finding_when(c, f, "unpinned:%.*s", STR_ARG(r.model));
}

static void hub_tag(struct check *c, const struct node *call)
{
	struct hub_request r;

	if (hub_call(c, call, &r) && r.revision == REVISION_TAG)
		finding(c, call, "%.*s is a tag or short hash: its owner can move it",
			STR_ARG(r.revision_text));
}

const struct rule rules_hub_revision[] = {
	{
		.id = "ML151",
		.name = "hub_unpinned",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {494},
		.title = "Model or data set from a hub without a revision",
		.why = "Whoever owns or takes over the repository decides what this code loads "
		       "tomorrow: "
		       "other weights, a pickle instead of safetensors, other labels. Results "
		       "cannot be "
		       "reproduced either.",
		.fix = "Pass revision='<40 hex digits of the commit>', or pin the model in "
		       "configs/model_revisions.yaml and read it from there.",
		.bad = "from transformers import AutoModel\n"
		       "m = AutoModel.from_pretrained('google/bert_uncased')   #! ML151\n",
		.good = "from transformers import AutoModel\n"
			"R = '0123456789abcdef0123456789abcdef01234567'\n"
			"m = AutoModel.from_pretrained('google/bert_uncased', revision=R)\n"
			"n = AutoModel.from_pretrained('./checkpoint')\n"
			"o = AutoModel.from_pretrained('a/b', local_files_only=True)\n",
		.reference = "https://huggingface.co/docs/huggingface_hub/guides/download",
		.calls = HUB_CALLS,
		.py = hub_unpinned,
	},
	{
		.id = "ML152",
		.name = "hub_branch",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {494},
		.title = "Model or data set pinned to a branch",
		.why = "revision='main' looks like a pin and is none: the branch moves with every "
		       "push.",
		.fix = "Pass the full commit hash.",
		.bad = "from huggingface_hub import snapshot_download\n"
		       "p = snapshot_download('org/model', revision='main')   #! ML152\n",
		.good = "from huggingface_hub import snapshot_download\n"
			"p = snapshot_download('org/model',\n"
			"                      "
			"revision='0123456789abcdef0123456789abcdef01234567')\n",
		.calls = HUB_CALLS,
		.py = hub_branch,
	},
	{
		.id = "ML153",
		.name = "hub_tag",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {494},
		.title = "Model or data set pinned to a tag",
		.why = "Tags of a hub repository can be moved or deleted by its owner; a commit "
		       "hash "
		       "cannot.",
		.fix = "Pass the full commit hash that the tag means today.",
		.bad = "from datasets import load_dataset\n"
		       "d = load_dataset('org/data', revision='v1.0')   #! ML153\n",
		.good = "from datasets import load_dataset\n"
			"d = load_dataset('csv', data_files='x.csv')\n",
		.calls = HUB_CALLS,
		.py = hub_tag,
	},
};
