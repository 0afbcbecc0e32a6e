/* A small backward trace: from an expression to the calls its value was made by. It stays inside
 * one function and takes only what it can prove from bindings that agree, so a rule that asks it is
 * precise rather than complete; the dataflow engine is the complete one.
 *
 * Tables name sources by resolved dotted name, or by method name where the object's type cannot be
 * known and the method name is telling (`.chat.completions.create`). */
#include "rules/py/origin.h"
#include "rules/py/handler.h"
#include "rules/py/telling_name.h"

#define ORIGIN_DEPTH 24
#define ORIGIN_FUEL                                                                                \
	400 /* expressions looked at for one question: a chain of `a + a` is no trap               \
	     */

struct trace {
	struct check *c;
	unsigned fuel;
	uint32_t active[ORIGIN_DEPTH]; /* names being followed: `x = x.strip()` says nothing new */
	unsigned active_count;
	bool circular;
};

static unsigned trace(struct trace *t, const struct scope *scope, const struct node *n, int depth);

static const char network_calls[] =
	"requests.get requests.post requests.put requests.patch requests.request "
	"requests.Session().get requests.Session().post requests.Session().request "
	"requests.session().get requests.session().post requests.session().request "
	"httpx.get httpx.post httpx.request httpx.stream httpx.Client().get httpx.Client().post "
	"httpx.Client().request httpx.AsyncClient().get httpx.AsyncClient().post "
	"urllib.request.urlopen urllib.urlopen urllib2.urlopen six.moves.urllib.request.urlopen "
	"urllib3.request urllib3.PoolManager().request urllib3.PoolManager().urlopen "
	"aiohttp.ClientSession().get aiohttp.ClientSession().post aiohttp.ClientSession().request "
	"socket.socket().recv socket.create_connection().recv zmq.Context().socket().recv "
	"fsspec.open smart_open.open smart_open.smart_open";

static const char download_calls[] =
	"huggingface_hub.hf_hub_download huggingface_hub.snapshot_download "
	"huggingface_hub.cached_download transformers.utils.cached_file "
	"transformers.utils.hub.cached_file wget.download gdown.download gdown.cached_download "
	"urllib.request.urlretrieve urllib.urlretrieve keras.utils.get_file "
	"tensorflow.keras.utils.get_file kagglehub.model_download kagglehub.dataset_download "
	"mlflow.artifacts.download_artifacts mlflow.tracking.MlflowClient().download_artifacts "
	"mlflow.MlflowClient().download_artifacts torchvision.datasets.utils.download_url "
	"modelscope.snapshot_download";

static const char store_calls[] =
	"redis.Redis().get redis.StrictRedis().get redis.Redis().hget redis.Redis().lpop "
	"redis.Redis().rpop redis.from_url().get redis.Redis.from_url().get "
	"boto3.client().get_object memcache.Client().get pymemcache.client.base.Client().get";

static const char config_calls[] =
	"json.load json.loads yaml.safe_load yaml.load yaml.full_load tomllib.load tomllib.loads "
	"toml.load toml.loads omegaconf.OmegaConf.load simplejson.loads orjson.loads";

/* Conversions that return what they are given in another shape. */
static const char through_calls[] =
	"io.BytesIO io.StringIO BytesIO str bytes bytearray memoryview repr list tuple dict "
	"json.loads json.load json.dumps base64.b64decode base64.b64encode gzip.decompress "
	"zlib.decompress bz2.decompress lzma.decompress gzip.GzipFile gzip.open open "
	"pathlib.Path os.path.join os.fspath os.path.abspath os.path.dirname textwrap.dedent "
	"zipfile.ZipFile tarfile.open tarfile.TarFile html.unescape urllib.parse.unquote ast.parse "
	"contextlib.closing re.sub re.search re.findall re.match";

static bool model_method(struct check *c, const struct node *call, str method, str name)
{
	const struct node *recv = call_receiver(call);
	str who;

	if (str_in(method, "create acreate parse stream") && recv != NULL &&
	    str_in(node_name(c, recv), "completions responses messages ChatCompletion Completion"))
		return true;
	if (str_in(method,
		   "generate_content generate_content_async chat_completion text_generation"))
		return true;
	if (str_in(name, "litellm.completion litellm.acompletion litellm.text_completion "
			 "ollama.chat ollama.generate transformers.pipeline() "
			 "langchain.llms.OpenAI() langchain_openai.ChatOpenAI() "
			 "langchain_openai.OpenAI() vllm.LLM().generate"))
		return true;
	if (recv == NULL)
		return str_in(method, "llm chat_model call_llm ask_llm query_llm llm_chain");
	who = node_name(c, recv);
	if (str_in(method, "invoke ainvoke run arun predict apredict generate agenerate complete "
			   "acomplete chat achat predict_messages"))
		return str_find_nocase(who, S("llm")) != STR_NONE ||
		       str_find_nocase(who, S("chain")) != STR_NONE ||
		       str_find_nocase(who, S("chat")) != STR_NONE ||
		       str_find_nocase(who, S("agent")) != STR_NONE ||
		       str_find_nocase(who, S("gpt")) != STR_NONE;
	return str_eq(method, S("generate")) && str_in(who, "model pipe generator self.model");
}

static unsigned trace_args(struct trace *t, const struct scope *scope, const struct node *call,
			   int depth)
{
	unsigned o = 0;

	for (const struct node *a = call_first_arg(call); a != NULL; a = a->next)
		o |= trace(t, scope,
			   a->kind == NODE_KEYWORD || a->kind == NODE_STARRED ? a->child : a,
			   depth);
	return o;
}

static bool is_request_part(struct trace *t, const struct scope *scope, const struct node *n);

static unsigned trace_call(struct trace *t, const struct scope *scope, const struct node *call,
			   int depth)
{
	struct check *c = t->c;
	const struct node *callee = call_function(call), *recv;
	str name = py_name(c->scopes, scope, callee);
	str method = call_method(c, call);
	unsigned o = 0;

	if (str_in(name, network_calls))
		o |= ORIGIN_NETWORK;
	if (str_in(name, download_calls))
		o |= ORIGIN_DOWNLOAD;
	if (str_in(name, store_calls))
		o |= ORIGIN_STORE;
	if (str_in(name, config_calls))
		o |= ORIGIN_CONFIG;
	if (str_in(name, "input getpass.getpass"))
		o |= ORIGIN_USER;
	if (str_in(method, "hf_hub_download snapshot_download"))
		o |= ORIGIN_DOWNLOAD;
	if (callee->kind == NODE_ATTRIBUTE && is_request_part(t, scope, callee))
		o |= ORIGIN_USER;
	if (model_method(c, call, method, name))
		return o | ORIGIN_MODEL; /* what went in does not come out as it was */
	if (str_in(name, through_calls) || str_in(method, "decode batch_decode join format "
							  "joinpath run_until_complete"))
		o |= trace_args(t, scope, call, depth);
	recv = call_receiver(call);
	/* A method of the value gives a part of the value, except those that answer about it. */
	if (recv != NULL && !str_in(method, "startswith endswith isdigit isalnum isidentifier "
					    "count index find keys exists is_file validate "
					    "raise_for_status __len__"))
		o |= trace(t, scope, recv, depth);
	return o;
}

static bool is_route_method(str s)
{
	return str_in(s, "get post put patch delete route api_route websocket");
}

bool function_is_route(const struct check *c, const struct node *function)
{
	const struct node *list =
		node_is(function, NODE_FUNCTION_DEF) ? function_decorators(function) : NULL;

	for (const struct node *d = list ? list->child : NULL; d != NULL; d = d->next) {
		const struct node *f = d->kind == NODE_CALL ? call_function(d) : d;

		if (f->kind != NODE_ATTRIBUTE || d->kind != NODE_CALL)
			continue;
		if (is_route_method(node_name(c, f)) &&
		    (node_is(call_first_arg(d), NODE_CONSTANT) || f->child->kind == NODE_NAME))
			return true;
	}
	return false;
}

bool reads_secret_variable(struct check *c, const struct node *n)
{
	const struct node *key = NULL;
	struct value v;

	if (node_is(n, NODE_SUBSCRIPT) && str_eq(name_of(c, n->child), S("os.environ")))
		key = n->child->next;
	else if (node_is(n, NODE_CALL) && call_is(c, n, "os.getenv os.environ.get"))
		key = arg_node(c, n, 0, "key");
	v = value_of(c, key);
	return v.kind == VALUE_STR && name_is_secret(v.text);
}

const struct node *dict_item(struct check *c, const struct node *dict, const char *key)
{
	struct value v = value_of(c, dict);

	if (v.kind != VALUE_DICT || !node_is(v.node, NODE_DICT))
		return NULL;
	for (const struct node *k = v.node->child; k != NULL && k->next != NULL; k = k->next->next)
		if (node_is_constant(k, CONST_STR) &&
		    str_eq(literal_text(c->arena, c->file, k), str_of(key)))
			return k->next;
	return NULL;
}

bool is_test_code(const struct check *c)
{
	str name = str_after_last(c->path, '/');

	return str_find(c->path, S("/tests/")) != STR_NONE || str_starts(c->path, S("tests/")) ||
	       str_find(c->path, S("/test/")) != STR_NONE || str_starts(c->path, S("test/")) ||
	       str_find(c->path, S("/testing/")) != STR_NONE ||
	       str_find(c->path, S("/test_utils/")) != STR_NONE || str_starts(name, S("test_")) ||
	       str_ends(name, S("_test.py")) || str_eq(name, S("conftest.py")) ||
	       str_eq(name, S("tests.py"));
}

enum level level_in_tests(const struct check *c)
{
	return !c->compat && is_test_code(c) ? LOW : LEVEL_DEFAULT;
}

const struct node *enclosing_def(const struct check *c)
{
	for (uint32_t i = 0;; i++) {
		const struct node *p = check_parent(c, i);

		if (p == NULL || p->kind == NODE_FUNCTION_DEF)
			return p;
	}
}

enum { SAID = 256 }; /* functions that are remembered */

struct said {
	const struct node *function;
	bool yes;
};

bool function_says(struct check *c, const void *key, const struct node *function,
		   bool (*ask)(struct check *c, const struct node *function))
{
	void **memo = file_memo(c, key);
	struct said *s;

	if (function == NULL)
		return false;
	if (*memo == NULL)
		*memo = NEW(c->arena, struct said, SAID);
	s = (struct said *)*memo + function->start % SAID;
	if (s->function != function)
		*s = (struct said){function, ask(c, function)};
	return s->yes;
}

struct consent {
	struct check *c;
	bool named, found;
};

static bool names_trust(const struct node *n, void *ctx)
{
	struct consent *k = ctx;
	str name = node_is_constant(n, CONST_STR) && n->end - n->start < 64
			   ? literal_text(k->c->arena, k->c->file, n)
			   : node_name(k->c, n);

	k->named |=
		has_word(name, "allow allowed dangerous dangerously trust trusted unsafe insecure");
	return !k->named;
}

static bool sees_consent(const struct node *n, void *ctx)
{
	struct consent *k = ctx;
	const struct node *body;

	if (n->kind != NODE_IF)
		return !k->found;
	body = n->child->next;
	k->named = false;
	if (node_is(body->child, NODE_RAISE))
		node_each(n->child, names_trust, k);
	k->found |= k->named;
	return !k->found;
}

static bool asks_consent(struct check *c, const struct node *function)
{
	struct consent k = {.c = c};

	node_each(function_body(function), sees_consent, &k);
	return k.found;
}

bool caller_consents(struct check *c)
{
	static const char key;

	return function_says(c, &key, enclosing_def(c), asks_consent);
}

/* A parameter carries user input when the function is a route, or when it is called `request` and
 * used like one. */
static unsigned trace_param(struct trace *t, const struct binding *b, const struct scope *where)
{
	const struct check *c = t->c;
	str name = atom_text(c->file, b->atom);
	str type = b->value ? node_text(c->file, b->value) : S("");

	if (str_in(name, "self cls db session background_tasks settings response"))
		return 0;
	if (str_find(type, S("Depends")) != STR_NONE || str_find(type, S("Session")) != STR_NONE)
		return 0;
	if (b->dflt != NULL && str_find(node_text(c->file, b->dflt), S("Depends")) != STR_NONE)
		return 0;
	if (where->node != NULL && function_is_route(c, where->node))
		return ORIGIN_USER;
	return 0;
}

static unsigned trace_name(struct trace *t, const struct scope *scope, const struct node *n,
			   int depth)
{
	const struct scope *where = NULL;
	const struct binding *b = scope_find(t->c->scopes, scope, n->atom, &where);
	unsigned o = ~0u;
	int seen = 0;

	for (unsigned i = 0; i < t->active_count; i++) {
		if (t->active[i] == n->atom) {
			t->circular = true;
			return 0;
		}
	}
	if (b == NULL || where == NULL || t->active_count == ORIGIN_DEPTH)
		return 0;
	t->active[t->active_count++] = n->atom;
	for (; b != NULL && seen < 5; b = b->older, seen++) {
		unsigned one = 0;

		t->circular = false;
		if (b->kind == BIND_PARAM)
			one = trace_param(t, b, where);
		else if ((b->kind == BIND_ASSIGN || b->kind == BIND_WITH) && b->value != NULL)
			one = trace(t, where, b->value, depth);
		if (b->kind != BIND_AUG && !(one == 0 && t->circular))
			o &= one;
	}
	t->circular = false;
	t->active_count--;
	return o == ~0u || b != NULL ? 0 : o;
}

/* request.args, request.POST, await request.json(): of Flask's global or of a handler's parameter.
 */
static bool is_request_part(struct trace *t, const struct scope *scope, const struct node *n)
{
	struct check *c = t->c;
	const struct scope *where = NULL;
	const struct binding *b;

	if (str_starts(py_name(c->scopes, scope, n), S("flask.request.")))
		return true;
	if (n->child->kind != NODE_NAME || !str_eq(node_name(c, n->child), S("request")))
		return false;
	b = scope_find(c->scopes, scope, n->child->atom, &where);
	return b != NULL && b->kind == BIND_PARAM &&
	       str_in(node_name(c, n), "args form values json data GET POST body query_params "
				       "get_json FILES files headers cookies path_params");
}

static unsigned trace_parts(struct trace *t, const struct scope *scope, const struct node *n,
			    int depth)
{
	unsigned o = 0;

	for (const struct node *k = n->child; k != NULL; k = k->next)
		o |= trace(t, scope, k, depth);
	return o;
}

static unsigned trace(struct trace *t, const struct scope *scope, const struct node *n, int depth)
{
	if (n == NULL || depth <= 0 || t->fuel == 0)
		return 0;
	t->fuel--;
	switch (n->kind) {
	case NODE_NAME:
		return trace_name(t, scope, n, depth - 1);
	case NODE_CALL:
		return trace_call(t, scope, n, depth - 1);
	case NODE_ATTRIBUTE:
		if (is_request_part(t, scope, n))
			return ORIGIN_USER;
		if (str_in(node_name(t->c, n), "status_code headers ok url shape dtype"))
			return 0;
		return trace(t, scope, n->child, depth - 1);
	case NODE_SUBSCRIPT:
	case NODE_AWAIT:
	case NODE_STARRED:
	case NODE_FORMATTED_VALUE:
	case NODE_NAMED_EXPR:
		return trace(t, scope, n->kind == NODE_NAMED_EXPR ? n->child->next : n->child,
			     depth - 1);
	case NODE_IF_EXP:
		return trace(t, scope, n->child->next, depth - 1) |
		       trace(t, scope, n->child->next->next, depth - 1);
	case NODE_JOINED_STR:
	case NODE_BIN_OP:
	case NODE_BOOL_OP:
	case NODE_TUPLE:
	case NODE_LIST_EXPR:
		return trace_parts(t, scope, n, depth - 1);
	default:
		return 0;
	}
}

unsigned origin_in(struct check *c, const struct scope *scope, const struct node *expr)
{
	struct trace t = {.c = c, .fuel = ORIGIN_FUEL};

	return trace(&t, scope, expr, ORIGIN_DEPTH);
}

unsigned origin_of(struct check *c, const struct node *expr)
{
	return origin_in(c, c->scope, expr);
}
