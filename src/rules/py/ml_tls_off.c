/* TLS verification switched off where B501 does not look: client objects, session attributes,
 * aiohttp's ssl argument, warnings silenced, environment variables, the global default context. */
#include "rules/py/edit.h"
#include "rules/py/revision.h"

static bool is_cert_none(struct check *c, const struct node *n)
{
	struct value v = value_of(c, n);

	return n != NULL && (str_in(name_of(c, n), "ssl.CERT_NONE ssl.VerifyMode.CERT_NONE") ||
			     (v.kind == VALUE_STR && str_eq(v.text, S("CERT_NONE"))));
}

static void client_verify(struct check *c, const struct node *call)
{
	struct finding *f;
	const struct node *reqs = arg_node(c, call, -1, "cert_reqs");

	if (reqs == NULL)
		reqs = dict_argument_item(c, call, "sslopt", "cert_reqs");
	if (reqs != NULL && is_cert_none(c, reqs))
		finding(c, call, "CERT_NONE: anybody on the way can answer");
	if (!arg_is_false(c, call, -1, "verify"))
		return;
	f = finding(c, call, "verify=False: anybody on the way can answer");
	edit_keyword(c, f, call, "verify", "True");
}

static void aiohttp_ssl(struct check *c, const struct node *call)
{
	static const char *const names[] = {"ssl", "verify_ssl"};

	for (size_t i = 0; i < COUNTOF(names); i++)
		if (arg_is_false(c, call, -1, names[i]))
			finding(c, call, "%s=False: anybody on the way can answer", names[i]);
}

static void warnings_off(struct check *c, const struct node *call)
{
	const struct node *w = arg_node(c, call, 0, "category");

	if (w != NULL && !str_ends(name_of(c, w), S("InsecureRequestWarning")))
		return;
	finding(c, call, "The warning about unverified TLS is silenced for the whole process");
}

/* s.verify = False; ssl._create_default_https_context = ssl._create_unverified_context */
static void tls_assign(struct check *c, const struct node *n)
{
	const struct node *value = assign_value(n);

	for (const struct node *t = assign_first_target(n); t != NULL; t = t->next) {
		if (t->kind != NODE_ATTRIBUTE)
			continue;
		if (str_eq(node_name(c, t), S("_create_default_https_context"))) {
			str v = name_of(c, value);

			if (str_ends(v, S("_create_unverified_context")))
				finding(c, n,
					"TLS is unverified for all of urllib in this process");
		} else if (str_eq(node_name(c, t), S("verify_mode")) && is_cert_none(c, value)) {
			finding(c, n, "CERT_NONE: anybody on the way can answer");
		} else if (str_eq(node_name(c, t), S("check_hostname")) &&
			   node_is_constant(value, CONST_FALSE)) {
			finding_graded(
				c, n, MEDIUM, MEDIUM,
				"check_hostname = False: any certificate of any host will do");
		} else if (str_eq(node_name(c, t), S("verify")) &&
			   node_is_constant(value, CONST_FALSE)) {
			str v = name_of(c, t->child);

			if (str_in(v, "requests.Session() requests.session() httpx.Client() "
				      "httpx.AsyncClient()") ||
			    str_find(node_name(c, t->child), S("session")) != STR_NONE)
				finding(c, n, "verify = False: anybody on the way can answer");
		}
	}
}

static bool disables_tls(str key, struct value v)
{
	if (str_in(key, "CURL_CA_BUNDLE REQUESTS_CA_BUNDLE SSL_CERT_FILE"))
		return v.kind == VALUE_STR && v.text.n == 0;
	if (str_in(key,
		   "HF_HUB_DISABLE_SSL HF_HUB_DISABLE_SSL_VERIFICATION HF_HUB_DISABLE_SSL_VERIFY "
		   "WANDB_INSECURE_DISABLE_SSL GIT_SSL_NO_VERIFY MLFLOW_TRACKING_INSECURE_TLS"))
		return v.kind == VALUE_STR && str_in(v.text, "1 true True TRUE yes on");
	if (str_in(key, "PYTHONHTTPSVERIFY NODE_TLS_REJECT_UNAUTHORIZED"))
		return v.kind == VALUE_STR && str_eq(v.text, S("0"));
	return false;
}

static void tls_variable(struct check *c, const struct node *at, const struct node *name,
			 const struct node *value)
{
	struct value key = value_of(c, name);

	if (key.kind == VALUE_STR && disables_tls(key.text, value_of(c, value)))
		finding(c, at, "%.*s switches TLS verification off for every library",
			STR_ARG(key.text));
}

/* os.environ["CURL_CA_BUNDLE"] = "" */
static void tls_environment(struct check *c, const struct node *n)
{
	const struct node *value;

	if (n->kind == NODE_CALL) {
		tls_variable(c, n, arg_node(c, n, 0, "key"), arg_node(c, n, 1, "value"));
		return;
	}
	value = assign_value(n);

	for (const struct node *t = assign_first_target(n); t != NULL; t = t->next) {
		if (t->kind == NODE_SUBSCRIPT && str_eq(name_of(c, t->child), S("os.environ")))
			tls_variable(c, n, t->child->next, value);
	}
}

#define TLS_WHY                                                                                    \
	"Without verification anybody between this process and the server can hand out another "   \
	"model, data set or token page."

const struct rule rules_tls_off[] = {
	{
		.id = "ML212",
		.name = "client_verify_false",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {295},
		.title = "Client object with verify=False",
		.why = TLS_WHY,
		.fix = "Remove verify=False; for a private CA pass verify='/path/ca.pem'.",
		.bad = "import httpx\nc = httpx.Client(verify=False)   #! ML212\n",
		.good = "import httpx\nc = httpx.Client(verify='/etc/ssl/ca.pem')\n",
		.calls = "requests.Session().get requests.Session().post requests.Session().put "
			 "requests.Session().patch requests.Session().delete "
			 "requests.Session().head requests.Session().request "
			 "requests.session().get requests.session().post "
			 "requests.session().request urllib3.PoolManager urllib3.ProxyManager "
			 "urllib3.HTTPSConnectionPool urllib3.connectionpool.HTTPSConnectionPool "
			 "urllib3.connection_from_url websocket.create_connection "
			 "websocket.WebSocket websocket.WebSocketApp().run_forever httpx.Client "
			 "httpx.AsyncClient httpx.HTTPTransport "
			 "httpx.AsyncHTTPTransport opensearchpy.OpenSearch "
			 "elasticsearch.Elasticsearch "
			 "boto3.client boto3.resource boto3.Session().client "
			 "boto3.session.Session().client hvac.Client qdrant_client.QdrantClient "
			 "weaviate.Client ollama.Client",
		.py = client_verify,
	},
	{
		.id = "ML213",
		.name = "aiohttp_ssl_false",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {295},
		.title = "aiohttp with ssl=False",
		.why = TLS_WHY,
		.fix = "Remove ssl=False; for a private CA pass an ssl.SSLContext that loads it.",
		.bad = "import aiohttp\nc = aiohttp.TCPConnector(ssl=False)   #! ML213\n",
		.good = "import aiohttp\nc = aiohttp.TCPConnector(limit=10)\n",
		.calls = "aiohttp.TCPConnector aiohttp.ClientSession().get "
			 "aiohttp.ClientSession().post "
			 "aiohttp.ClientSession().request aiohttp.ClientSession().ws_connect "
			 "aiohttp.ClientSession().put aiohttp.request",
		.py = aiohttp_ssl,
	},
	{
		.id = "ML214",
		.name = "tls_warnings_off",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {295},
		.title = "urllib3 TLS warnings disabled",
		.why = "The only trace that some library runs without verification disappears.",
		.fix = "Remove the call and repair the certificate chain it hides.",
		.bad = "import urllib3\nurllib3.disable_warnings()   #! ML214\n",
		.good = "import "
			"urllib3\nurllib3.disable_warnings(urllib3.exceptions.SNIMissingWarning)\n",
		.calls = "urllib3.disable_warnings requests.packages.urllib3.disable_warnings",
		.py = warnings_off,
	},
	{
		.id = "ML215",
		.name = "tls_off_by_assignment",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {295},
		.title = "TLS verification switched off by assignment",
		.why = TLS_WHY,
		.fix = "Remove the assignment; install the missing CA instead (SSL_CERT_FILE, "
		       "certifi).",
		.bad = "import ssl\n"
		       "ssl._create_default_https_context = ssl._create_unverified_context   #! "
		       "ML215\n",
		.good = "import ssl\nctx = ssl.create_default_context()\n",
		.on = {NODE_ASSIGN},
		.needs = "verify verify_mode check_hostname _create_default_https_context",
		.py = tls_assign,
	},
	{
		.id = "ML216",
		.name = "tls_off_by_environment",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {295},
		.title = "TLS verification switched off by an environment variable",
		.why = "CURL_CA_BUNDLE='' is the well-known way to silence certificate errors of "
		       "the Hugging "
		       "Face libraries: every download of the process is then unverified.",
		.fix = "Set REQUESTS_CA_BUNDLE to the file of the private CA instead.",
		.bad = "import os\nos.environ['CURL_CA_BUNDLE'] = ''   #! ML216\n",
		.good = "import os\nos.environ['REQUESTS_CA_BUNDLE'] = '/etc/ssl/ca.pem'\n",
		.on = {NODE_ASSIGN},
		.calls = "os.environ.setdefault os.putenv",
		.needs = "environ putenv",
		.py = tls_environment,
	},
};
