/* The Hub's API takes a commit hash, a tag or a branch where it says `revision`. Only the full hash
 * names content. */
#include "rules/py/revision.h"
#include "rules/py/bandit.h"
#include "rules/py/origin.h"

static bool all_hex(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		uint8_t b = s.p[i];

		if (!((b >= '0' && b <= '9') || (b >= 'a' && b <= 'f') || (b >= 'A' && b <= 'F')))
			return false;
	}
	return s.n > 0;
}

str callee_last(struct check *c, const struct node *call)
{
	str name = call_name(c, call);
	size_t dot = str_rfind_byte(name, '.');

	if (name.n == 0)
		return call_method(c, call);
	return dot == STR_NONE ? name : str_slice(name, dot + 1, name.n);
}

enum revision revision_of(str text)
{
	size_t at = 0;

	if (text.n == 0)
		return REVISION_MISSING;
	if ((text.n == 40 || text.n == 64) && all_hex(text))
		return REVISION_COMMIT;
	if (text.n >= 7 && all_hex(text))
		return REVISION_TAG;
	if (str_starts(text, S("refs/tags/")))
		return REVISION_TAG;
	if (text.p[0] == 'v' || text.p[0] == 'V')
		at++;
	if (at < text.n && text.p[at] >= '0' && text.p[at] <= '9')
		return REVISION_TAG;
	return REVISION_BRANCH;
}

static bool id_byte(uint8_t b)
{
	return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') ||
	       b == '-' || b == '_' || b == '.' || b == '/' || b == ':' || b == '@';
}

bool hub_id_plausible(str text)
{
	static const char local_roots[] =
		"models model checkpoints checkpoint ckpt ckpts output outputs out data "
		"saved_models "
		"saved_model results artifacts tmp runs exp experiments local weights build tests "
		"test_data fixtures .. .";
	static const char *const endings[] = {".json", ".bin", ".safetensors", ".pt",	".pth",
					      ".ckpt", ".h5",  ".gguf",	       ".onnx", ".csv",
					      ".txt",  ".py",  ".pkl",	       ".zip",	".parquet"};
	size_t slash = str_find_byte(text, '/');
	size_t slashes = 0;

	if (text.n == 0 || text.n > 200 || text.p[0] == '/' || text.p[0] == '.' ||
	    text.p[0] == '~' || text.p[text.n - 1] == '/')
		return false;
	for (size_t i = 0; i < text.n; i++) {
		slashes += text.p[i] == '/';
		if (!id_byte(text.p[i]))
			return false;
	}
	for (size_t i = 0; i < COUNTOF(endings); i++)
		if (str_ends(text, str_of(endings[i])))
			return false;
	if (slashes > 1 && str_find_byte(text, ':') == STR_NONE)
		return false;
	return !str_in(slash == STR_NONE ? text : str_slice(text, 0, slash), local_roots);
}

const struct node *dict_argument_item(struct check *c, const struct node *call,
				      const char *argument, const char *key)
{
	return dict_item(c, arg_node(c, call, -1, argument), key);
}

bool hub_call_model(struct check *c, const struct node *call, int *position, const char **keyword)
{
	static const struct {
		const char *methods, *keyword;
		int position;
	} known[] = {
		{"hf_hub_download snapshot_download hf_hub_url load_adapter_from_hub", "repo_id",
		 0},
		{"load_dataset load_dataset_builder load_metric", "path", 0},
		{"pipeline", "model", 1},
		{"SentenceTransformer CrossEncoder SparseEncoder", "model_name_or_path", 0},
		{"from_pretrained", "pretrained_model_name_or_path", 0},
		{"from_pretrained_keras", "pretrained_model_name_or_path", 0},
		{"load_lora_weights load_textual_inversion load_ip_adapter",
		 "pretrained_model_name_or_path_or_dict", 0},
		{"HuggingFaceEmbeddings HuggingFaceInstructEmbeddings HuggingFaceBgeEmbeddings",
		 "model_name", -1},
		{"from_model_id", "model_id", 0},
		{"LLM", "model", 0},
		{"WhisperModel", "model_size_or_path", 0},
	};
	str method = callee_last(c, call), name = call_name(c, call);

	if (str_starts(name, S("peft.")) && str_eq(method, S("from_pretrained"))) {
		*position = str_find(name, S("Config")) == STR_NONE ? 1 : 0;
		*keyword = "model_id";
		return true;
	}
	if (str_eq(name, S("evaluate.load"))) {
		*position = 0;
		*keyword = "path";
		return true;
	}
	for (size_t i = 0; i < COUNTOF(known); i++) {
		if (!str_in(method, known[i].methods))
			continue;
		*position = known[i].position;
		*keyword = known[i].keyword;
		return true;
	}
	return false;
}

bool hub_local_builder(struct check *c, const struct node *call, str model)
{
	return str_in(callee_last(c, call), "load_dataset load_dataset_builder") &&
	       str_in(model,
		      "csv json parquet text imagefolder audiofolder videofolder pandas arrow "
		      "webdataset generator sql xml pdffolder");
}

static bool names_a_path(str name)
{
	static const char *const endings[] = {"_dir", "_path", "_folder", "_root",
					      "path", "dir",   "folder"};

	for (size_t i = 0; i < COUNTOF(endings); i++)
		if (str_ends(name, str_of(endings[i])))
			return true;
	return false;
}

/* os.path.join(...), Path(...), x / y, a variable called ..._dir, a path in text. */
static bool is_local(struct check *c, const struct node *model, struct value v)
{
	str name = node_name(c, model);

	if (v.kind == VALUE_STR)
		return !hub_id_plausible(v.text);
	if (v.kind == VALUE_PARTIAL_STR)
		return v.text.n == 0 || v.text.p[0] == '.' || v.text.p[0] == '/';
	if (model->kind == NODE_CALL) {
		str callee = call_name(c, model);

		return str_starts(callee, S("os.path.")) || str_starts(callee, S("pathlib.")) ||
		       str_in(call_method(c, model), "str join Path fspath snapshot_download "
						     "hf_hub_download mkdtemp as_posix resolve");
	}
	return node_is(model, NODE_BIN_OP) || names_a_path(name);
}

void hub_request_of(struct check *c, const struct node *call, int position, const char *keyword,
		    struct hub_request *out)
{
	struct call_arg model = arg_at(c, call, position, keyword);
	struct call_arg rev = arg_at(c, call, -1, "revision");
	struct call_arg local = arg_at(c, call, -1, "local_files_only");
	const struct node *inner = dict_argument_item(c, call, "model_kwargs", "revision");
	struct value v;

	*out = (struct hub_request){.revision = REVISION_UNKNOWN};
	out->hidden = rev.state == ARG_STATE_UNKNOWN || local.state == ARG_STATE_UNKNOWN;
	out->local = local.state == ARG_STATE_GIVEN && !is_false(c, local.node);
	if (model.state == ARG_STATE_GIVEN) {
		v = value_of(c, model.node);
		out->model_node = model.node;
		if (node_is(behind_name(c, model.node), NODE_BOOL_OP))
			v = (struct value){0}; /* `self.a or self.b`: fields that callers set */
		out->model = v.kind == VALUE_STR ? v.text : S("");
		out->local = out->local || is_local(c, model.node, v);
	}
	if (rev.state == ARG_STATE_ABSENT && inner == NULL)
		inner = arg_node(c, call, -1, "commit_id");
	if (rev.state == ARG_STATE_ABSENT && inner == NULL) {
		out->revision = REVISION_MISSING;
		return;
	}
	v = value_of(c, rev.state == ARG_STATE_GIVEN ? rev.node : inner);
	if (v.kind == VALUE_NONE)
		out->revision = REVISION_MISSING;
	if (v.kind == VALUE_STR) {
		out->revision = revision_of(v.text);
		out->revision_text = v.text;
	}
}
