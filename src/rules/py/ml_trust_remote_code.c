/* trust_remote_code=True: Python files of the model's repository are imported. At a pinned commit
 * the code is at least always the same. A value that is not constant is the caller's decision.
 *
 * configs/model_revisions.yaml may say that a model needs no code of its own (trust_remote_code:
 * false); a call that trusts it all the same is decided when findings are joined (fact
 * `codeless:MODEL`). */
#include "rules/py/origin.h"
#include "rules/py/revision.h"

#define TRUST_CALLS                                                                                \
	"*.from_pretrained *.from_config *.load_dataset *.load_dataset_builder *.load_metric "     \
	"*.pipeline *.SentenceTransformer *.CrossEncoder *.SparseEncoder *.LLM *.EngineArgs "      \
	"*.AsyncEngineArgs *.HuggingFaceEmbeddings *.HuggingFaceInstructEmbeddings *.HFLM "        \
	"*.from_model_id *.get_kernel *.load_tool *.from_hub *.AutoTokenizer "                     \
	"*.get_dataset_config_names "                                                              \
	"*.get_tokenizer *.load_model *.load_checkpoint_and_dispatch *.Tokenizer "                 \
	"*.snapshot_download *.AutoModelForCausalLM *.ORTModel evaluate.load"

static bool str_has_lower(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= 'a' && s.p[i] <= 'z')
			return true;
	return false;
}

static const struct node *trust_argument(struct check *c, const struct node *call)
{
	static const char *const dicts[] = {"model_kwargs", "tokenizer_kwargs", "config_kwargs"};
	const struct node *n = arg_node(c, call, -1, "trust_remote_code");

	for (size_t i = 0; n == NULL && i < COUNTOF(dicts); i++)
		n = dict_argument_item(c, call, dicts[i], "trust_remote_code");
	return n;
}

/* A wrapper's keyword: get_model(name, trust_remote_code=True). The known calls are reported as
 * calls. */
static void trust_in_wrapper(struct check *c, const struct node *keyword)
{
	const struct node *call = check_parent(c, 0);
	struct value v;

	if (!str_eq(node_name(c, keyword), S("trust_remote_code")) || !node_is(call, NODE_CALL) ||
	    keyword->child->kind == NODE_ATTRIBUTE || !is_true(c, keyword->child))
		return;
	for (str rest = S(TRUST_CALLS); rest.p != NULL;) {
		str known = str_cut(&rest, ' ');
		size_t dot = str_rfind_byte(known, '.');

		if (dot != STR_NONE &&
		    str_eq(str_slice(known, dot + 1, known.n), callee_last(c, call)))
			return;
	}
	if (str_starts(call_method(c, call), S("assert_")))
		return; /* of a mock */
	v = value_of(c, arg_node(c, call, -1, "revision"));
	if (v.kind == VALUE_STR && revision_of(v.text) == REVISION_COMMIT)
		return; /* code that was looked at, and cannot be moved */
	finding_graded(c, call, is_test_code(c) ? LOW : MEDIUM, MEDIUM,
		       "trust_remote_code=True lets the model's repository run its Python");
}

static bool trusts(struct check *c, const struct node *call, struct hub_request *r)
{
	const struct node *n = trust_argument(c, call);
	const char *keyword = NULL;
	int position = 0;

	/* of attributes only CONSTANTS: others are settings that somebody may change */
	if (n == NULL || !is_true(c, n) ||
	    (n->kind == NODE_ATTRIBUTE && str_has_lower(node_name(c, n))))
		return false;
	if (!hub_call_model(c, call, &position, &keyword))
		keyword = "model";
	hub_request_of(c, call, position, keyword, r);
	return true;
}

static void trust_remote_code(struct check *c, const struct node *call)
{
	struct hub_request r;

	if (call->kind == NODE_KEYWORD) {
		trust_in_wrapper(c, call);
		return;
	}
	if (!trusts(c, call, &r) || r.revision == REVISION_COMMIT)
		return;
	if (r.local || r.revision == REVISION_UNKNOWN ||
	    str_eq(callee_last(c, call), S("from_config")))
		finding_graded(c, call, MEDIUM, HIGH,
			       "trust_remote_code=True runs the Python files beside the model");
	else
		finding(c, call,
			"trust_remote_code=True runs whatever Python the repository holds "
			"at the moment of the download");
}

static void trust_pinned_code(struct check *c, const struct node *call)
{
	struct hub_request r;

	if (trusts(c, call, &r) && r.revision == REVISION_COMMIT)
		finding(c, call, "trust_remote_code=True runs the repository's Python (at %.*s)",
			(int)(r.revision_text.n < 10 ? r.revision_text.n : 10),
			(const char *)r.revision_text.p);
}

static void trust_against_registry(struct check *c, const struct node *call)
{
	struct hub_request r;
	struct finding *f;

	if (!trusts(c, call, &r) || r.model.n == 0)
		return;
	f = finding(c, call, "configs/model_revisions.yaml says that %.*s needs no code of its own",
		    STR_ARG(r.model));
	finding_when(c, f, "codeless:%.*s", STR_ARG(r.model));
}

const struct rule rules_trust_remote_code[] = {
	{
		.id = "ML154",
		.name = "trust_remote_code",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {829, 494},
		.title = "trust_remote_code=True at a revision that can move",
		.why = "The repository's Python files are downloaded and imported. Without a "
		       "pinned commit "
		       "its owner, or whoever steals the account, runs code here at any time.",
		.fix = "Use an architecture that the library ships and drop the argument; "
		       "otherwise read "
		       "the code and pin it with revision='<commit>'.",
		.bad = "from transformers import AutoModel\n"
		       "m = AutoModel.from_pretrained('o/m', trust_remote_code=True)   #! ML154\n",
		.good = "from transformers import AutoModel\n"
			"m = AutoModel.from_pretrained('o/m', trust_remote_code=False)\n"
			"def f(args):\n"
			"    return AutoModel.from_pretrained('o/m', "
			"trust_remote_code=args.trust_remote_code)\n",
		.on = {NODE_KEYWORD},
		.calls = TRUST_CALLS,
		.py = trust_remote_code,
	},
	{
		.id = "ML155",
		.name = "trust_pinned_code",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {829},
		.title = "trust_remote_code=True at a pinned commit",
		.why = "The code is always the same, but it is still code of the model's author, "
		       "run with "
		       "all rights of this process. (Code referenced from another repository, "
		       "`owner/repo--file.py`, is not covered by the pin: pass code_revision too.)",
		.fix = "Read the code at that commit, vendor it into the project and drop the "
		       "argument.",
		.bad = "from transformers import AutoModel\n"
		       "m = AutoModel.from_pretrained('o/m', trust_remote_code=True,   #! ML155\n"
		       "    revision='0123456789abcdef0123456789abcdef01234567')\n",
		.good = "from transformers import AutoModel\n"
			"m = AutoModel.from_pretrained('o/m',\n"
			"    revision='0123456789abcdef0123456789abcdef01234567')\n",
		.calls = TRUST_CALLS,
		.py = trust_pinned_code,
	},
	{
		.id = "ML156",
		.name = "trust_against_registry",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {829},
		.title = "trust_remote_code=True although the registry of pins says false",
		.why = "configs/model_revisions.yaml records that this model was reviewed without "
		       "code of "
		       "its own. A call that trusts code all the same goes past the review.",
		.fix = "Drop trust_remote_code=True, or review the code and change the registry.",
		.bad = "from transformers import AutoModel\n"
		       "m = AutoModel.from_pretrained('o/m', trust_remote_code=True)   #! ML156\n",
		.good = "from transformers import AutoModel\n"
			"m = AutoModel.from_pretrained('o/m', trust_remote_code=False)\n",
		.calls = TRUST_CALLS,
		.py = trust_against_registry,
	},
};
