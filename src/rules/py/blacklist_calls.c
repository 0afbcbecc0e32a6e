/* B301-B323: functions that are a risk by themselves, as a table. A row is a rule; its names are
 * the engine's to find. Bandit looks for the same names in __import__ and importlib.import_module.
 * Outside --bandit-compat a few calls are known to be harmless: see harmless(). */
#include "rules/py/bandit.h"
#include "rules/py/origin.h"
#include "rules/py/safe_html.h"

#define IMPORTERS " __import__ importlib.import_module importlib.__import__"

struct asked {
	struct check *c;
	bool yes;
};

static bool starts_with_http(struct check *c, const struct node *text)
{
	struct value v = value_of(c, text);

	return (v.kind == VALUE_STR || v.kind == VALUE_PARTIAL_STR) &&
	       (str_starts(v.text, S("https://")) || str_starts(v.text, S("http://")));
}

/* `url = "https://..." + x`, then only `url += y`. */
static bool begins_with_http(struct check *c, const struct node *name)
{
	const struct binding *b = scope_find(c->scopes, c->scope, name->atom, NULL);
	bool begun = false;

	for (; b != NULL; b = b->older) {
		if (b->kind == BIND_AUG)
			continue;
		if (b->kind != BIND_ASSIGN || !starts_with_http(c, b->value))
			return false;
		begun = true;
	}
	return begun;
}

static bool is_https(struct check *c, const struct node *url)
{
	url = behind_name(c, url);
	if (node_is(url, NODE_CALL) && str_eq(call_name(c, url), S("urllib.request.Request")))
		url = behind_name(c, arg_node(c, url, 0, "url"));
	if (node_is(url, NODE_NAME))
		return begins_with_http(c, url);
	return starts_with_http(c, url);
}

/* url.startswith("http..."), urlparse(url).scheme, url.split("://")[0] in a test. */
static bool asks_for_scheme(const struct node *n, void *ctx)
{
	struct asked *a = ctx;
	const struct node *first;
	str text;

	if (n->kind == NODE_ATTRIBUTE && str_eq(node_name(a->c, n), S("scheme")))
		a->yes = true;
	if (n->kind != NODE_CALL)
		return !a->yes;
	if (str_find_nocase(call_method(a->c, n), S("is_url")) != STR_NONE)
		a->yes = true;
	if (!str_eq(call_method(a->c, n), S("startswith")))
		return !a->yes;
	first = call_first_arg(n);
	if (node_is(first, NODE_TUPLE))
		first = first->child;
	if (known_text(a->c, first, &text) && str_starts(text, S("http")))
		a->yes = true;
	return !a->yes;
}

/* Does the function around the call look at the scheme of an address? */
static bool checks_scheme(struct check *c, const struct node *function)
{
	struct asked a = {.c = c};

	node_each(function_body(function), asks_for_scheme, &a);
	return a.yes;
}

static bool scheme_is_checked(struct check *c)
{
	static const char key;

	return function_says(c, &key, enclosing_def(c), checks_scheme);
}

/* A fixed text to parse, evaluate or mark; an address whose scheme is fixed. */
static bool harmless(struct check *c, const struct node *call, str id)
{
	const struct node *first = arg_node(c, call, 0, NULL);
	str text;

	if (str_eq(id, S("B310")))
		return is_https(c, first != NULL ? first : arg_node(c, call, -1, "url")) ||
		       scheme_is_checked(c);
	if (str_eq(id, S("B308")))
		return html_is_safe(c, first);
	if (str_eq(id, S("B307")))
		return known_text(c, first, &text);
	if (str_in(id, "B313 B314 B316 B317 B318 B319") &&
	    str_in(name_last(call_name(c, call)), "fromstring parseString"))
		return known_text(c, first, &text);
	return false;
}

/* What is imported, when the call imports; otherwise the callee. Empty: Bandit says nothing. */
static str called_or_imported(struct check *c, const struct node *call, bool *imports)
{
	const struct node *first = positional(call, 0);
	str name = call_name(c, call);
	struct lit l;

	*imports = true;
	if (str_eq(name, S("__import__")))
		return is_text(first) ? literal_text(c->arena, c->file, first) : (str){0};
	if (!str_in(name, "importlib.import_module importlib.__import__")) {
		*imports = false;
		return name;
	}
	l = first != NULL ? lit_of(c, first) : lit_keyword(c, call, "name");
	return l.kind == LIT_TEXT ? l.text : (str){0};
}

/* An address that the program is set up with: an attribute of the object at hand, or that of a
 * request with headers or a body, which only a server understands. */
static bool is_configured(struct check *c, const struct node *call)
{
	const struct node *url = behind_name(c, arg_node(c, call, 0, "url"));

	if (node_is(url, NODE_CALL) && str_eq(call_name(c, url), S("urllib.request.Request"))) {
		if (arg_given(c, url, 1, "data") || arg_given(c, url, 2, "headers"))
			return true;
		url = behind_name(c, arg_node(c, url, 0, "url"));
	}
	if (!node_is(url, NODE_ATTRIBUTE))
		return false;
	while (url->kind == NODE_ATTRIBUTE)
		url = url->child;
	return url->kind == NODE_NAME && str_in(node_name(c, url), "self cls settings config");
}

/* What a test reads it has mostly written itself; of mark_safe the text decides, which B703
 * follows. */
static enum level grade(struct check *c, const struct node *call)
{
	const struct node *first = call_first_arg(call);

	if (!c->compat && str_eq(str_of(c->rule->id), S("B301")) && node_is(first, NODE_CALL) &&
	    str_eq(call_method(c, first), S("dumps")))
		return LOW; /* loads(dumps(x)) copies */
	if (!c->compat && str_eq(str_of(c->rule->id), S("B301")) && caller_consents(c))
		return LOW;
	if (!c->compat && str_eq(str_of(c->rule->id), S("B310")) && is_configured(c, call))
		return LOW;
	if (!c->compat && str_eq(str_of(c->rule->id), S("B308")))
		return LOW; /* B703 reports the same call */
	if (c->compat || c->rule->severity != MEDIUM)
		return LEVEL_DEFAULT;
	return level_in_tests(c);
}

static void blacklisted_call(struct check *c, const struct node *call)
{
	bool imports;
	str name = called_or_imported(c, call, &imports);

	if (imports && (!c->compat || name.n == 0 || !str_in(name, c->rule->calls)))
		return;
	if (!c->compat && harmless(c, call, str_of(c->rule->id)))
		return;
	finding_graded(c, call, grade(c, call), LEVEL_DEFAULT, "%.*s: %s",
		       STR_ARG(str_slice(name, 0, 100)), c->rule->title);
}

#define ROW .py = blacklisted_call
#define XML_WHY                                                                                    \
	"Entities of an XML text can grow without bound, and can fetch files and addresses that "  \
	"only "                                                                                    \
	"this machine reaches."
#define XML_FIX "Use defusedxml's function of the same name."

const struct rule rules_blacklist_calls[] = {
	{
		.id = "B301",
		.name = "pickle",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {502},
		.title = "data unpickled that can run code",
		.why = "Unpickling calls any function that the data names.",
		.fix = "Exchange data as JSON, safetensors or Parquet; unpickle only what you "
		       "signed.",
		.bad = "import pickle\nm = pickle.load(f)  #! B301\n",
		.good = "import json\nm = json.load(f)\n",
		.calls = "pickle.loads pickle.load pickle.Unpickler dill.loads dill.load "
			 "dill.Unpickler "
			 "shelve.open shelve.DbfilenameShelf jsonpickle.decode "
			 "jsonpickle.unpickler.decode "
			 "jsonpickle.unpickler.Unpickler pandas.read_pickle" IMPORTERS,
		ROW,
	},
	{
		.id = "B302",
		.name = "marshal",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {502},
		.title = "marshal data loaded",
		.why = "marshal loads code objects and crashes on data that was made to make it "
		       "crash.",
		.fix = "Exchange data as JSON.",
		.bad = "import marshal\nx = marshal.loads(data)  #! B302\n",
		.good = "import marshal\nx = marshal.dumps(data)\n",
		.calls = "marshal.load marshal.loads" IMPORTERS,
		ROW,
	},
	{
		.id = "B303",
		.name = "md5",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {327},
		.title = "a broken hash function",
		.why = "Two inputs with the same hash are made at will.",
		.fix = "Use SHA-256 or better.",
		.bad = "from cryptography.hazmat.primitives import hashes\nh = hashes.MD5()  #! "
		       "B303\n",
		.good = "from cryptography.hazmat.primitives import hashes\nh = hashes.SHA256()\n",
		.calls = "Crypto.Hash.MD2.new Crypto.Hash.MD4.new Crypto.Hash.MD5.new "
			 "Crypto.Hash.SHA.new "
			 "Cryptodome.Hash.MD2.new Cryptodome.Hash.MD4.new Cryptodome.Hash.MD5.new "
			 "Cryptodome.Hash.SHA.new cryptography.hazmat.primitives.hashes.MD5 "
			 "cryptography.hazmat.primitives.hashes.SHA1" IMPORTERS,
		ROW,
	},
	{
		.id = "B304",
		.name = "ciphers",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {327},
		.title = "a broken cipher",
		.why = "The text can be recovered without the key, given enough of it or enough "
		       "time.",
		.fix = "Use AES-GCM or ChaCha20-Poly1305.",
		.bad = "from Crypto.Cipher import DES\nc = DES.new(key)  #! B304\n",
		.good = "from Crypto.Cipher import AES\nc = AES.new(key, AES.MODE_GCM)\n",
		.calls = "Crypto.Cipher.ARC2.new Crypto.Cipher.ARC4.new Crypto.Cipher.Blowfish.new "
			 "Crypto.Cipher.DES.new Crypto.Cipher.XOR.new Cryptodome.Cipher.ARC2.new "
			 "Cryptodome.Cipher.ARC4.new Cryptodome.Cipher.Blowfish.new "
			 "Cryptodome.Cipher.DES.new Cryptodome.Cipher.XOR.new "
			 "cryptography.hazmat.primitives.ciphers.algorithms.ARC4 "
			 "cryptography.hazmat.primitives.ciphers.algorithms.Blowfish "
			 "cryptography.hazmat.primitives.ciphers.algorithms.CAST5 "
			 "cryptography.hazmat.primitives.ciphers.algorithms.IDEA "
			 "cryptography.hazmat.primitives.ciphers.algorithms.SEED "
			 "cryptography.hazmat.primitives.ciphers.algorithms.TripleDES" IMPORTERS,
		ROW,
	},
	{
		.id = "B305",
		.name = "cipher_modes",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {327},
		.title = "a cipher mode that shows which blocks are equal",
		.why = "Equal blocks of text give equal blocks of cipher text, and blocks can be "
		       "exchanged.",
		.fix = "Use GCM.",
		.bad = "from cryptography.hazmat.primitives.ciphers.modes import ECB\nm = ECB()  "
		       "#! B305\n",
		.good = "from cryptography.hazmat.primitives.ciphers.modes import GCM\nm = "
			"GCM(iv)\n",
		.calls = "cryptography.hazmat.primitives.ciphers.modes.ECB" IMPORTERS,
		ROW,
	},
	{
		.id = "B306",
		.name = "mktemp_q",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {377},
		.title = "a temporary name that others can take first",
		.why = "Between the name and the file another user can put a link there.",
		.fix = "Use tempfile.mkstemp or NamedTemporaryFile.",
		.bad = "import tempfile\nn = tempfile.mktemp()  #! B306\n",
		.good = "import tempfile\nn = tempfile.mkstemp()\n",
		.calls = "tempfile.mktemp" IMPORTERS,
		ROW,
	},
	{
		.id = "B307",
		.name = "eval",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {78},
		.title = "a computed text evaluated as Python",
		.why = "Who can influence the text runs code with the rights of the program.",
		.fix = "Use ast.literal_eval for values, or a table of functions.",
		.bad = "x = eval(text)  #! B307\n",
		.good = "import ast\nx = ast.literal_eval(text)\ny = eval('1 + 1')\n",
		.calls = "eval" IMPORTERS,
		ROW,
	},
	{
		.id = "B308",
		.name = "mark_safe",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {79},
		.title = "a computed text declared to be safe HTML",
		.why = "Django never escapes it again, so a value with <script> in it runs in the "
		       "browser.",
		.fix = "Use django.utils.html.format_html.",
		.bad = "from django.utils.safestring import mark_safe\nh = mark_safe(text)  #! "
		       "B308\n",
		.good = "from django.utils.safestring import mark_safe\nh = "
			"mark_safe('<b>ok</b>')\n",
		.calls = "django.utils.safestring.mark_safe" IMPORTERS,
		ROW,
	},
	{
		.id = "B310",
		.name = "urllib_urlopen",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {22},
		.title = "an address of any scheme is opened",
		.why = "file: and custom schemes are accepted too, so an address from outside "
		       "reads local "
		       "files.",
		.fix = "Check that the address starts with https://, or use requests or httpx.",
		.bad = "import urllib.request\nr = urllib.request.urlopen(url)  #! B310\n",
		.good = "import urllib.request\nr = "
			"urllib.request.urlopen('https://example.org/x')\n",
		.calls = "urllib.request.urlopen urllib.request.urlretrieve "
			 "urllib.request.URLopener "
			 "urllib.request.FancyURLopener six.moves.urllib.request.urlopen "
			 "six.moves.urllib.request.urlretrieve six.moves.urllib.request.URLopener "
			 "six.moves.urllib.request.FancyURLopener" IMPORTERS,
		ROW,
	},
	{
		.id = "B311",
		.name = "random",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {330},
		.title = "numbers that can be predicted",
		.why = "The generator's state follows from a few hundred outputs, so tokens, "
		       "passwords and "
		       "keys made with it can be computed.",
		.fix = "Use the module secrets for anything that must not be guessed.",
		.bad = "import random\nt = random.randint(0, 9999)  #! B311\n",
		.good = "import secrets\nt = secrets.randbelow(10000)\n",
		.calls =
			"random.Random random.random random.randrange random.randint random.choice "
			"random.choices random.uniform random.triangular random.randbytes "
			"random.sample "
			"random.getrandbits" IMPORTERS,
		ROW,
	},
	{
		.id = "B312",
		.name = "telnetlib",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {319},
		.title = "a Telnet connection",
		.why = "Everything, passwords included, crosses the network in the clear.",
		.fix = "Use SSH.",
		.bad = "import telnetlib\nt = telnetlib.Telnet(host)  #! B312\n",
		.good = "import paramiko\nt = paramiko.SSHClient()\n",
		.calls = "telnetlib.Telnet" IMPORTERS,
		ROW,
	},
	{
		.id = "B313",
		.name = "xml_bad_cElementTree",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "XML parsed without limits",
		.why = XML_WHY,
		.fix = XML_FIX,
		.bad = "import xml.etree.cElementTree as e\nt = e.parse(f)  #! B313\n",
		.good = "import defusedxml.ElementTree as e\nt = e.parse(f)\n",
		.calls = "xml.etree.cElementTree.parse xml.etree.cElementTree.iterparse "
			 "xml.etree.cElementTree.fromstring "
			 "xml.etree.cElementTree.XMLParser" IMPORTERS,
		ROW,
	},
	{
		.id = "B314",
		.name = "xml_bad_ElementTree",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "XML parsed without limits",
		.why = XML_WHY,
		.fix = XML_FIX,
		.bad = "import xml.etree.ElementTree as e\nt = e.parse(f)  #! B314\n",
		.good = "import defusedxml.ElementTree as e\nt = e.parse(f)\n",
		.calls = "xml.etree.ElementTree.parse xml.etree.ElementTree.iterparse "
			 "xml.etree.ElementTree.fromstring "
			 "xml.etree.ElementTree.XMLParser" IMPORTERS,
		ROW,
	},
	{
		.id = "B315",
		.name = "xml_bad_expatreader",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "XML parsed without limits",
		.why = XML_WHY,
		.fix = XML_FIX,
		.bad = "import xml.sax.expatreader as e\np = e.create_parser()  #! B315\n",
		.good = "import defusedxml.expatreader as e\np = e.create_parser()\n",
		.calls = "xml.sax.expatreader.create_parser" IMPORTERS,
		ROW,
	},
	{
		.id = "B316",
		.name = "xml_bad_expatbuilder",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "XML parsed without limits",
		.why = XML_WHY,
		.fix = XML_FIX,
		.bad = "import xml.dom.expatbuilder as e\nt = e.parse(f)  #! B316\n",
		.good = "import defusedxml.expatbuilder as e\nt = e.parse(f)\n",
		.calls = "xml.dom.expatbuilder.parse xml.dom.expatbuilder.parseString" IMPORTERS,
		ROW,
	},
	{
		.id = "B317",
		.name = "xml_bad_sax",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "XML parsed without limits",
		.why = XML_WHY,
		.fix = XML_FIX,
		.bad = "import xml.sax\nxml.sax.parse(f, handler)  #! B317\n",
		.good = "import defusedxml.sax\ndefusedxml.sax.parse(f, handler)\n",
		.calls = "xml.sax.parse xml.sax.parseString xml.sax.make_parser" IMPORTERS,
		ROW,
	},
	{
		.id = "B318",
		.name = "xml_bad_minidom",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "XML parsed without limits",
		.why = XML_WHY,
		.fix = XML_FIX,
		.bad = "import xml.dom.minidom as m\nt = m.parse(f)  #! B318\n",
		.good = "import defusedxml.minidom as m\nt = m.parse(f)\n",
		.calls = "xml.dom.minidom.parse xml.dom.minidom.parseString" IMPORTERS,
		ROW,
	},
	{
		.id = "B319",
		.name = "xml_bad_pulldom",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "XML parsed without limits",
		.why = XML_WHY,
		.fix = XML_FIX,
		.bad = "import xml.dom.pulldom as p\nt = p.parse(f)  #! B319\n",
		.good = "import defusedxml.pulldom as p\nt = p.parse(f)\n",
		.calls = "xml.dom.pulldom.parse xml.dom.pulldom.parseString" IMPORTERS,
		ROW,
	},
	{
		.id = "B321",
		.name = "ftplib",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {319},
		.title = "an FTP connection",
		.why = "Everything, passwords included, crosses the network in the clear.",
		.fix = "Use SFTP or HTTPS.",
		.bad = "import ftplib\nf = ftplib.FTP(host)  #! B321\n",
		.good = "import ftplib\nf = ftplib.FTP_TLS(host)\n",
		.calls = "ftplib.FTP" IMPORTERS,
		ROW,
	},
	{
		.id = "B323",
		.name = "unverified_context",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {295},
		.title = "a TLS context that verifies nothing",
		.why = "Anyone on the way between the two machines can answer in the server's "
		       "place.",
		.fix = "Use ssl.create_default_context(cafile=...).",
		.bad = "import ssl\nc = ssl._create_unverified_context()  #! B323\n",
		.good = "import ssl\nc = ssl.create_default_context()\n",
		.calls = "ssl._create_unverified_context" IMPORTERS,
		ROW,
	},
};
