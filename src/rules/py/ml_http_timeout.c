/* HTTP calls that may wait for ever. The plain functions requests.get(...) and httpx.get(...,
 * timeout=None) are B113's; here are the cases it cannot see: sessions, clients, None inside a
 * Timeout object, and libraries it does not know. aiohttp (5 minutes) and httpx (5 seconds) have
 * defaults, so there only a None is wrong; requests, urllib, urllib3 and grpc wait for ever. */
#include "rules/py/edit.h"
#include "rules/py/origin.h"

#define VERBS(prefix)                                                                              \
	prefix ".get " prefix ".post " prefix ".put " prefix ".patch " prefix ".delete " prefix    \
	       ".head " prefix ".options " prefix ".request "

static bool no_timeout(struct check *c, const struct node *call, int position, bool *none)
{
	struct call_arg a = arg_at(c, call, position, "timeout");

	/* self.timeout with a default of None is the caller's to set */
	*none = a.state == ARG_STATE_GIVEN && a.node->kind != NODE_ATTRIBUTE && is_none(c, a.node);
	return a.state == ARG_STATE_ABSENT || *none;
}

/* A class of this file that says itself how requests are sent, and so can set a timeout. */
static bool class_sends(struct check *c, const struct node *made, const struct scope *scope)
{
	const struct node *f = node_is(made, NODE_CALL) ? call_function(made) : NULL;
	const struct binding *b;
	const struct scope *cls;

	if (!node_is(f, NODE_NAME))
		return false;
	b = scope_find(c->scopes, scope, f->atom, NULL);
	cls = b != NULL && b->kind == BIND_CLASS ? scope_of(c->scopes, b->stmt) : NULL;
	if (cls == NULL)
		return false;
	for (const struct node *s = class_body(b->stmt)->child; s != NULL; s = s->next)
		if (s->kind == NODE_FUNCTION_DEF &&
		    str_in(node_name(c, s), "request send get post __init__"))
			return true;
	return false;
}

/* s = TimeoutSession(); self.s = TimeoutSession(); TimeoutSession().get(u) */
static bool of_own_session(struct check *c, const struct node *recv)
{
	const struct scope *where = c->scope;
	const struct binding *b = NULL;

	if (node_is(recv, NODE_NAME))
		b = scope_find(c->scopes, c->scope, recv->atom, &where);
	else if (node_is(recv, NODE_ATTRIBUTE) && c->scope->cls != NULL &&
		 node_is(recv->child, NODE_NAME) && recv->child->atom == c->scope->self_atom)
		b = scope_attribute(c->scopes, c->scope->cls, recv->atom, true);
	return class_sends(c, b != NULL ? b->value : recv, where);
}

struct mounts {
	struct check *c;
	bool own;
};

static bool see_mount(const struct node *n, void *ctx)
{
	struct mounts *m = ctx;
	const struct node *adapter;

	if (n->kind == NODE_CALL && str_eq(call_method(m->c, n), S("mount"))) {
		adapter = arg_node(m->c, n, 1, "adapter");
		m->own |= adapter != NULL &&
			  !str_starts(name_of(m->c, adapter), S("requests.adapters.HTTPAdapter"));
	}
	return !m->own;
}

/* session.mount("https://", TimeoutAdapter(5)): how long to wait is the adapter's to say. */
static bool mounts_own_adapter(struct check *c)
{
	static const char key;
	void **memo = file_memo(c, &key);
	struct mounts *m = *memo;

	if (m == NULL) {
		*memo = m = NEW(c->arena, struct mounts, 1);
		m->c = c;
		node_each(c->file->module, see_mount, m);
	}
	return m->own;
}

static void requests_session(struct check *c, const struct node *call)
{
	const struct node *recv = call_receiver(call);
	struct finding *f;
	bool none;

	if (recv != NULL && str_eq(node_name(c, recv), S("self")) && check_class(c) != NULL)
		return; /* a Session subclass of the project's own */
	if (!no_timeout(c, call, -1, &none) || of_own_session(c, recv) ||
	    (!none && mounts_own_adapter(c)))
		return;
	f = finding_graded(c, call, level_in_tests(c), LEVEL_DEFAULT,
			   "The session's %.*s() %s: it may wait for ever",
			   STR_ARG(call_method(c, call)),
			   none ? "has timeout=None" : "has no timeout");
	edit_keyword(c, f, call, "timeout", "10");
}

static void httpx_none(struct check *c, const struct node *call)
{
	struct finding *f;
	bool none;

	if (!no_timeout(c, call, -1, &none) || !none)
		return;
	f = finding(c, call, "timeout=None takes httpx's own limit of 5 seconds away");
	edit_keyword(c, f, call, "timeout", "10.0");
}

static void timeout_object(struct check *c, const struct node *call)
{
	bool httpx = str_starts(call_name(c, call), S("httpx."));
	const struct node *n = arg_node(c, call, 0, httpx ? "timeout" : "total");

	if (n != NULL && httpx && !is_none(c, n)) {
		n = arg_node(c, call, -1, "read");
		if (n != NULL && is_none(c, n))
			finding_graded(c, call, LOW, HIGH,
				       "read=None: a server that stops sending is waited for");
		return;
	}
	if (n == NULL || !is_none(c, n))
		return;
	for (const struct node *a = call_first_arg(call); a != NULL; a = a->next)
		if (a->kind == NODE_KEYWORD && a->child != n && !is_none(c, a->child))
			return; /* another limit stands */
	finding(c, call, "%.*s(None) is no limit at all", STR_ARG(call_name(c, call)));
}

static void aiohttp_none(struct check *c, const struct node *call)
{
	bool none;

	if (no_timeout(c, call, -1, &none) && none)
		finding(c, call, "timeout=None takes aiohttp's own limit of 5 minutes away");
}

static void urlopen_timeout(struct check *c, const struct node *call)
{
	struct finding *f;
	bool none;

	if (!no_timeout(c, call, 2, &none))
		return;
	f = finding_graded(c, call, level_in_tests(c), LEVEL_DEFAULT,
			   "urlopen() without timeout may wait for ever");
	edit_keyword(c, f, call, "timeout", "10");
}

static void urllib3_timeout(struct check *c, const struct node *call)
{
	const struct node *f = call_function(call), *made = NULL;
	bool none;

	if (!no_timeout(c, call, -1, &none))
		return;
	/* The pool may have been given one. */
	if (f->kind == NODE_ATTRIBUTE && f->child->kind == NODE_NAME) {
		const struct binding *b = scope_find(c->scopes, c->scope, f->child->atom, NULL);
		made = b != NULL && b->count == 1 ? b->value : NULL;
		if (made == NULL)
			return;
	} else if (f->kind == NODE_ATTRIBUTE && f->child->kind == NODE_CALL) {
		made = f->child;
	}
	if (made != NULL && (!node_is(made, NODE_CALL) || arg_given(c, made, -1, "timeout")))
		return;
	finding(c, call, "urllib3 has no timeout of its own: the request may wait for ever");
}

static void websocket_timeout(struct check *c, const struct node *call)
{
	const struct node *n = arg_node(c, call, -1, "open_timeout");

	if (n == NULL)
		n = arg_node(c, call, -1, "ping_timeout");
	if (n != NULL && is_none(c, n))
		finding(c, call, "A dead peer of this websocket is never noticed");
}

/* http.client and websocket-client wait for ever, unless the whole process has a default. */
static void connection_timeout(struct check *c, const struct node *call)
{
	bool none, plain = str_ends(call_name(c, call), S(".HTTPConnection"));

	if (no_timeout(c, call, plain ? 2 : -1, &none))
		finding(c, call, "%.*s() %s: it may wait for ever", STR_ARG(call_method(c, call)),
			none ? "has timeout=None" : "has no timeout");
}

static void sdk_timeout(struct check *c, const struct node *call)
{
	bool none;

	if (no_timeout(c, call, -1, &none) && none)
		finding(c, call, "timeout=None: a stalled model server holds this caller for ever");
}

const struct rule rules_http_timeout[] = {
	{
		.id = "ML201",
		.name = "session_no_timeout",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {400},
		.title = "requests.Session call without timeout",
		.why = "requests waits for ever by default. One server that accepts and does not "
		       "answer "
		       "holds a worker (or a whole batch job) until somebody kills it.",
		.fix = "Pass timeout=(3.05, 30), or mount an adapter that sets one.",
		.bad = "import requests\ns = requests.Session()\nr = s.get('https://e.org')   #! "
		       "ML201\n",
		.good = "import requests\ns = requests.Session()\n"
			"r = s.get('https://e.org', timeout=10)\n",
		.calls = VERBS("requests.Session()") VERBS("requests.session()")
			VERBS("requests.sessions.Session()"),
		.py = requests_session,
	},
	{
		.id = "ML202",
		.name = "httpx_timeout_none",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {400},
		.title = "httpx client with timeout=None",
		.why = "httpx limits every phase to 5 seconds; timeout=None removes all limits for "
		       "every "
		       "request of the client.",
		.fix = "Pass a number or httpx.Timeout(60, connect=5).",
		.bad = "import httpx\nc = httpx.AsyncClient(timeout=None)   #! ML202\n",
		.good = "import httpx\nc = httpx.AsyncClient(timeout=httpx.Timeout(60.0, "
			"connect=5.0))\n",
		.calls = "httpx.Client httpx.AsyncClient " VERBS("httpx.Client()") VERBS(
			"httpx.AsyncClient()") "httpx.Client().stream httpx.AsyncClient().stream "
					       "httpx.stream",
		.py = httpx_none,
	},
	{
		.id = "ML203",
		.name = "timeout_object_none",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {400},
		.title = "Timeout object that limits nothing",
		.why = "httpx.Timeout(None) and aiohttp.ClientTimeout(total=None) look like a "
		       "limit and are "
		       "none.",
		.fix = "Give a number, at least for connecting and for each read.",
		.bad = "import httpx, aiohttp\nt = httpx.Timeout(None)   #! ML203\n"
		       "u = aiohttp.ClientTimeout(total=None)   #! ML203\n",
		.good = "import httpx, aiohttp\nt = httpx.Timeout(None, connect=5.0, read=30.0)\n"
			"u = aiohttp.ClientTimeout(total=None, sock_read=30)\n",
		.calls = "httpx.Timeout aiohttp.ClientTimeout aiohttp.client.ClientTimeout",
		.py = timeout_object,
	},
	{
		.id = "ML204",
		.name = "aiohttp_timeout_none",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {400},
		.title = "aiohttp with timeout=None",
		.why = "aiohttp gives up after 5 minutes unless told otherwise; timeout=None tells "
		       "it "
		       "otherwise.",
		.fix = "Pass aiohttp.ClientTimeout(total=60).",
		.bad = "import aiohttp\ns = aiohttp.ClientSession(timeout=None)   #! ML204\n",
		.good = "import aiohttp\n"
			"s = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60))\n",
		.calls = "aiohttp.ClientSession aiohttp.client.ClientSession " VERBS(
			"aiohttp.ClientSession()"),
		.py = aiohttp_none,
	},
	{
		.id = "ML205",
		.name = "urlopen_no_timeout",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {400},
		.title = "urllib.request.urlopen without timeout",
		.why = "urlopen uses the global socket timeout, which is none: the call may wait "
		       "for ever.",
		.fix = "Pass timeout=10.",
		.bad = "from urllib.request import urlopen\nr = urlopen('https://e.org')   #! "
		       "ML205\n",
		.good = "from urllib.request import urlopen\nr = urlopen('https://e.org', "
			"timeout=10)\n",
		.calls = "urllib.request.urlopen urllib.request.build_opener().open",
		.py = urlopen_timeout,
	},
	{
		.id = "ML206",
		.name = "urllib3_no_timeout",
		.severity = LOW,
		.confidence = MEDIUM,
		.cwe = {400},
		.title = "urllib3 request without timeout",
		.why = "urllib3 waits for ever by default.",
		.fix = "Pass timeout=urllib3.Timeout(connect=3, read=30) to the pool or the "
		       "request.",
		.bad = "import urllib3\nr = urllib3.PoolManager().request('GET', u)   #! ML206\n",
		.good = "import urllib3\nr = urllib3.PoolManager(timeout=5.0).request('GET', u)\n",
		.calls = "urllib3.request urllib3.PoolManager().request "
			 "urllib3.PoolManager().urlopen "
			 "urllib3.HTTPSConnectionPool().request "
			 "urllib3.HTTPConnectionPool().request",
		.py = urllib3_timeout,
	},
	{
		.id = "ML207",
		.name = "websocket_timeout_none",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {400},
		.title = "websockets.connect without its time limits",
		.why = "open_timeout=None and ping_timeout=None remove the checks that notice a "
		       "dead peer.",
		.fix = "Keep the defaults (10 and 20 seconds) or raise them.",
		.bad = "import websockets\nw = websockets.connect(u, open_timeout=None)   #! "
		       "ML207\n",
		.good = "import websockets\nw = websockets.connect(u, open_timeout=10)\n",
		.calls = "websockets.connect websockets.client.connect "
			 "websockets.sync.client.connect "
			 "websockets.asyncio.client.connect",
		.py = websocket_timeout,
	},
	{
		.id = "ML219",
		.name = "connection_no_timeout",
		.severity = LOW,
		.confidence = MEDIUM,
		.cwe = {400},
		.title = "http.client or websocket connection without timeout",
		.why = "Sockets have no time limit of their own: a peer that accepts and does not "
		       "answer holds this thread until somebody kills it.",
		.fix = "Pass timeout=10.",
		.bad = "import http.client\nh = http.client.HTTPSConnection('e.org')   #! ML219\n",
		.good = "import http.client\nh = http.client.HTTPSConnection('e.org', "
			"timeout=10)\n",
		.calls = "http.client.HTTPConnection http.client.HTTPSConnection "
			 "websocket.create_connection",
		.py = connection_timeout,
	},
	{
		.id = "ML208",
		.name = "llm_client_timeout_none",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {400},
		.title = "LLM or inference client with timeout=None",
		.why = "A stalled model server then holds the caller for ever; in a web handler a "
		       "few such "
		       "calls are an outage.",
		.fix = "Pass timeout=60 (and max_retries).",
		.bad = "from openai import OpenAI\nc = OpenAI(timeout=None)   #! ML208\n",
		.good = "from openai import OpenAI\nc = OpenAI(timeout=60)\n",
		.calls = "openai.OpenAI openai.AsyncOpenAI openai.AzureOpenAI "
			 "openai.AsyncAzureOpenAI "
			 "anthropic.Anthropic anthropic.AsyncAnthropic cohere.Client groq.Groq "
			 "mistralai.Mistral ollama.Client ollama.AsyncClient "
			 "openai.OpenAI().chat.completions.create "
			 "openai.AsyncOpenAI().chat.completions.create "
			 "anthropic.Anthropic().messages.create litellm.completion "
			 "litellm.acompletion "
			 "langchain_openai.ChatOpenAI",
		.py = sdk_timeout,
	},
};
