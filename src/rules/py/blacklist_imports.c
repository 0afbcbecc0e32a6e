/* B401-B415: modules whose import alone is worth a look, as a table.
 *
 * Bandit compares by prefix, so `pickleshare` is pickle and `from .pickle import x` too, reports
 * one row for a statement even if it imports several, and looks at calls of these names as well.
 * Outside
 * --bandit-compat a module is itself or a part of it, imported absolutely; what cannot do harm is
 * not reported: parts that parse nothing, and modules of which the whole file uses only harmless
 * parts. */
#include "rules/py/shell.h"

#define IMPORTERS " __import__ importlib.import_module importlib.__import__"
#define IMPORTER_NAMES " __import__ importlib" /* without one of these no string is a module */

/* Bandit's prefixes, in the order in which it tries them; the first that fits is what it reports.
 */
static const struct prefixes {
	const char *id;
	const char *names; /* words */
} prefixes[] = {
	{"B401", "telnetlib"},
	{"B402", "ftplib"},
	{"B403", "pickle cPickle dill shelve"},
	{"B404", "subprocess"},
	{"B405", "xml.etree.cElementTree xml.etree.ElementTree"},
	{"B406", "xml.sax"},
	{"B407", "xml.dom.expatbuilder"},
	{"B408", "xml.dom.minidom"},
	{"B409", "xml.dom.pulldom"},
	{"B411", "xmlrpc"},
	{"B412", "wsgiref.handlers.CGIHandler twisted.web.twcgi.CGIScript "
		 "twisted.web.twcgi.CGIDirectory"},
	{"B413",
	 "Crypto.Cipher Crypto.Hash Crypto.IO Crypto.Protocol Crypto.PublicKey Crypto.Random "
	 "Crypto.Signature Crypto.Util"},
	{"B415", "pyghmi"},
};

static const char *names_of(const char *id)
{
	for (size_t i = 0; i < COUNTOF(prefixes); i++)
		if (strcmp(prefixes[i].id, id) == 0)
			return prefixes[i].names;
	return "";
}

/* Does the imported dotted name belong to one of the words? */
static bool fits(str name, const char *words, bool exact)
{
	for (str rest = str_of(words), word; rest.p != NULL;) {
		word = str_cut(&rest, ' ');
		if (word.n == 0 || !str_starts(name, word))
			continue;
		if (!exact || name.n == word.n || name.p[word.n] == '.')
			return true;
	}
	return false;
}

/* "module.name" of one alias; Bandit takes relative imports for absolute ones. */
static str imported_name(struct check *c, const struct node *import, const struct node *alias)
{
	str name = node_name(c, alias), module = node_name(c, import);
	uint8_t *p;

	if (import->kind == NODE_IMPORT || module.n == 0)
		return name;
	p = arena_raw(c->arena, module.n + 1 + name.n, 1);
	memcpy(p, module.p, module.n);
	p[module.n] = '.';
	if (name.n > 0)
		memcpy(p + module.n + 1, name.p, name.n);
	return (str){p, module.n + 1 + name.n};
}

static bool statement_fits(struct check *c, const struct node *import, const char *words)
{
	for (const struct node *a = import->child; a != NULL; a = a->next)
		if (fits(imported_name(c, import, a), words, false))
			return true;
	return false;
}

static void as_bandit(struct check *c, const struct node *import)
{
	for (size_t i = 0; i < COUNTOF(prefixes); i++) {
		if (!statement_fits(c, import, prefixes[i].names))
			continue;
		if (strcmp(prefixes[i].id, c->rule->id) == 0)
			finding(c, import, "%s", c->rule->title);
		return;
	}
}

/* ---- What does no harm ---- */

/* Parts that neither load, parse nor start anything. */
static bool is_harmless_part(str id, str part)
{
	if (str_eq(id, S("B403")))
		return str_in(part,
			      "dump dumps Pickler HIGHEST_PROTOCOL DEFAULT_PROTOCOL PickleError "
			      "PicklingError UnpicklingError PickleBuffer dispatch_table");
	if (str_eq(id, S("B404")))
		return str_in(part,
			      "PIPE DEVNULL STDOUT CalledProcessError TimeoutExpired list2cmdline "
			      "SubprocessError CompletedProcess STARTUPINFO STARTF_USESHOWWINDOW "
			      "SW_HIDE CREATE_NO_WINDOW CREATE_NEW_PROCESS_GROUP");
	if (str_eq(id, S("B406")))
		return str_in(part, "saxutils handler SAXException SAXParseException");
	return false;
}

struct uses { /* of one imported name in the file */
	struct check *c;
	uint32_t atom;
	unsigned names, harmless;
};

/* A launch of a fixed command, which B602, B603 and B607 judge. */
static bool is_fixed_launch(struct check *c, const struct node *call)
{
	const struct node *shell;

	return str_in(call_method(c, call), "run call check_call check_output Popen") &&
	       !shell_is_on(c, call, &shell) && is_constant_command(c, shell_command(c, call));
}

static bool count_use(const struct node *n, void *ctx)
{
	struct uses *u = ctx;
	const struct node *attribute = n->kind == NODE_CALL ? n->child : n;
	str id;

	if (n->kind == NODE_NAME && n->atom == u->atom)
		u->names++;
	if (attribute->kind != NODE_ATTRIBUTE || !node_is(attribute->child, NODE_NAME) ||
	    attribute->child->atom != u->atom)
		return true;
	id = str_of(u->c->rule->id);
	if (n->kind == NODE_ATTRIBUTE)
		u->harmless += is_harmless_part(id, node_name(u->c, n));
	else if (str_eq(id, S("B404")))
		u->harmless += is_fixed_launch(u->c, n);
	return true;
}

/* Only what stands near the start of a file of ordinary size is looked into, so that many imports
 * in a large file do not cost a walk each. */
enum { NEAR_START = 16384, ORDINARY_NODES = 400000 };

static bool only_harmless_uses(struct check *c, const struct node *import, const struct node *alias)
{
	const struct node *bound = alias->child != NULL ? alias->child : alias;
	struct uses u = {.c = c, .atom = bound->atom};
	const struct binding *b;

	if (import->start > NEAR_START || c->file->node_count > ORDINARY_NODES)
		return false;
	b = scope_find(c->scopes, c->scope, bound->atom, &(const struct scope *){NULL});
	if (b == NULL || b->count != 1)
		return false;
	node_each(c->file->module, count_use, &u);
	u.names -= alias->child != NULL && u.names > 0; /* the NAME after `as` */
	return u.names > 0 && u.names == u.harmless;
}

static bool is_harmless(struct check *c, const struct node *import, const struct node *alias,
			str name)
{
	str id = str_of(c->rule->id);

	if (import->kind == NODE_IMPORT_FROM && is_harmless_part(id, node_name(c, alias)))
		return true;
	if (str_eq(id, S("B406")) &&
	    (fits(name, "xml.sax.saxutils xml.sax.handler xml.sax.xmlreader", true)))
		return true;
	return import->kind == NODE_IMPORT && str_in(id, "B403 B404") &&
	       only_harmless_uses(c, import, alias);
}

static void ours(struct check *c, const struct node *import)
{
	if (import->kind == NODE_IMPORT_FROM && import->flags > 0) /* relative */
		return;
	for (const struct node *a = import->child; a != NULL; a = a->next) {
		str name = imported_name(c, import, a);

		if (!fits(name, names_of(c->rule->id), true) || is_harmless(c, import, a, name))
			continue;
		finding(c, import, "%s", c->rule->title);
		return;
	}
}

static void imported_by_call(struct check *c, const struct node *call)
{
	const struct node *first = positional(call, 0);
	str name = call_name(c, call);
	struct lit l;

	if (str_eq(name, S("__import__"))) {
		l = is_text(first) ? lit_of(c, first) : (struct lit){0};
	} else if (str_in(name, "importlib.import_module importlib.__import__")) {
		l = first != NULL ? lit_of(c, first) : lit_keyword(c, call, "name");
		if (!c->compat && !is_text(l.node))
			return;
	} else {
		/* A class is called; a module cannot be. */
		bool called = c->compat || str_eq(str_of(c->rule->id), S("B412"));

		l = (struct lit){.kind = called ? LIT_TEXT : LIT_NOTHING, .text = name};
	}
	if (l.kind == LIT_TEXT && l.text.n > 0 && str_in(l.text, names_of(c->rule->id)))
		finding(c, call, "%s", c->rule->title);
}

static void blacklisted_import(struct check *c, const struct node *n)
{
	if (n->kind == NODE_CALL)
		imported_by_call(c, n);
	else if (c->compat)
		as_bandit(c, n);
	else
		ours(c, n);
}

#define ROW .on = {NODE_IMPORT, NODE_IMPORT_FROM}, .py = blacklisted_import
#define XML_WHY                                                                                    \
	"Entities of an XML text can grow without bound, and can fetch files and addresses that "  \
	"only "                                                                                    \
	"this machine reaches."
#define XML_FIX "Import the module of the same name from defusedxml."

const struct rule rules_blacklist_imports[] = {
	{
		.id = "B401",
		.name = "import_telnetlib",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {319},
		.title = "telnetlib is imported: Telnet sends everything in the clear",
		.why = "Everyone on the network reads what is sent, passwords included. Python "
		       "3.13 removed "
		       "the module.",
		.fix = "Use SSH.",
		.bad = "import telnetlib  #! B401\n",
		.good = "import paramiko\n",
		.calls = "telnetlib" IMPORTERS,
		.needs = "telnetlib" IMPORTER_NAMES,
		ROW,
	},
	{
		.id = "B402",
		.name = "import_ftplib",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {319},
		.title = "ftplib is imported: FTP sends everything in the clear",
		.why = "Everyone on the network reads what is sent, passwords included.",
		.fix = "Use SFTP or HTTPS.",
		.bad = "import ftplib  #! B402\n",
		.good = "import paramiko\n",
		.calls = "ftplib" IMPORTERS,
		.needs = "ftplib" IMPORTER_NAMES,
		ROW,
	},
	{
		.id = "B403",
		.name = "import_pickle",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {502},
		.title = "a pickle module is imported: loading runs code",
		.why = "Unpickling calls any function that the data names.",
		.fix = "Exchange data as JSON, safetensors or Parquet; unpickle only what you "
		       "signed.",
		.bad = "import pickle  #! B403\nfrom dill import load  #! B403\n",
		.good = "import pickletools\nfrom pickle import dumps\n",
		.calls = "pickle cPickle dill shelve" IMPORTERS,
		.needs = "pickle cPickle dill shelve" IMPORTER_NAMES,
		ROW,
	},
	{
		.id = "B404",
		.name = "import_subprocess",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {78},
		.title = "subprocess is imported and starts more than fixed commands",
		.why = "A command line that depends on input can become another command.",
		.fix = "Start fixed programs, with lists of checked values.",
		.bad = "import subprocess  #! B404\nsubprocess.run(command)\n",
		.good = "import subprocess\nsubprocess.run(['/usr/bin/git', 'status'], "
			"check=True)\n",
		.calls = "subprocess" IMPORTERS,
		.needs = "subprocess" IMPORTER_NAMES,
		ROW,
	},
	{
		.id = "B405",
		.name = "import_xml_etree",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {20},
		.title = "xml.etree is imported, which parses without limits",
		.why = XML_WHY,
		.fix = XML_FIX,
		.bad = "import xml.etree.ElementTree as e  #! B405\n",
		.good = "import defusedxml.ElementTree as e\n",
		.calls = "xml.etree.cElementTree xml.etree.ElementTree" IMPORTERS,
		.needs = "etree" IMPORTER_NAMES,
		ROW,
	},
	{
		.id = "B406",
		.name = "import_xml_sax",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {20},
		.title = "xml.sax is imported, which parses without limits",
		.why = XML_WHY,
		.fix = XML_FIX,
		.bad = "from xml.sax import parse  #! B406\n",
		.good = "from xml.sax.saxutils import escape\n",
		.calls = "xml.sax" IMPORTERS,
		.needs = "sax" IMPORTER_NAMES,
		ROW,
	},
	{
		.id = "B407",
		.name = "import_xml_expat",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {20},
		.title = "xml.dom.expatbuilder is imported, which parses without limits",
		.why = XML_WHY,
		.fix = XML_FIX,
		.bad = "import xml.dom.expatbuilder  #! B407\n",
		.good = "import defusedxml.expatbuilder\n",
		.calls = "xml.dom.expatbuilder" IMPORTERS,
		.needs = "expatbuilder" IMPORTER_NAMES,
		ROW,
	},
	{
		.id = "B408",
		.name = "import_xml_minidom",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {20},
		.title = "xml.dom.minidom is imported, which parses without limits",
		.why = XML_WHY,
		.fix = XML_FIX,
		.bad = "from xml.dom import minidom  #! B408\n",
		.good = "from defusedxml import minidom\n",
		.calls = "xml.dom.minidom" IMPORTERS,
		.needs = "minidom" IMPORTER_NAMES,
		ROW,
	},
	{
		.id = "B409",
		.name = "import_xml_pulldom",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {20},
		.title = "xml.dom.pulldom is imported, which parses without limits",
		.why = XML_WHY,
		.fix = XML_FIX,
		.bad = "import xml.dom.pulldom  #! B409\n",
		.good = "import defusedxml.pulldom\n",
		.calls = "xml.dom.pulldom" IMPORTERS,
		.needs = "pulldom" IMPORTER_NAMES,
		ROW,
	},
	{
		.id = "B411",
		.name = "import_xmlrpclib",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {20},
		.title = "xmlrpc is imported, which parses XML without limits",
		.why = XML_WHY,
		.fix = "Call defusedxml.xmlrpc.monkey_patch() first, or use JSON over HTTPS.",
		.bad = "import xmlrpc.client  #! B411\n",
		.good = "import httpx\n",
		.calls = "xmlrpc" IMPORTERS,
		.needs = "xmlrpc" IMPORTER_NAMES,
		ROW,
	},
	{
		.id = "B412",
		.name = "import_httpoxy",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {284},
		.title = "a CGI handler is imported, which lets requests set HTTP_PROXY",
		.why = "CGI turns the header Proxy into the variable HTTP_PROXY, so a request can "
		       "send the "
		       "program's own requests through another machine.",
		.fix = "Serve by WSGI or ASGI.",
		.bad = "from wsgiref.handlers import CGIHandler  #! B412\n",
		.good = "from wsgiref.simple_server import make_server\n",
		.calls = "wsgiref.handlers.CGIHandler twisted.web.twcgi.CGIScript "
			 "twisted.web.twcgi.CGIDirectory" IMPORTERS,
		.needs = "CGIHandler CGIScript CGIDirectory" IMPORTER_NAMES,
		ROW,
	},
	{
		.id = "B413",
		.name = "import_pycrypto",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {327},
		.title = "PyCrypto is imported, which nobody maintains",
		.why = "Its last release is of 2013 and has known overflows.",
		.fix = "Use the package cryptography.",
		.bad = "from Crypto.Cipher import AES  #! B413\n",
		.good = "from cryptography.fernet import Fernet\n",
		.calls = "Crypto.Cipher Crypto.Hash Crypto.IO Crypto.Protocol Crypto.PublicKey "
			 "Crypto.Random Crypto.Signature Crypto.Util" IMPORTERS,
		.needs = "Crypto" IMPORTER_NAMES,
		ROW,
	},
	{
		.id = "B415",
		.name = "import_pyghmi",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {319},
		.title = "pyghmi is imported: IPMI hands out password hashes",
		.why = "The protocol gives a hash of any user's password to whoever asks, and "
		       "sends values in "
		       "the clear.",
		.fix = "Use Redfish over HTTPS, on a network of its own.",
		.bad = "import pyghmi  #! B415\n",
		.good = "import httpx\n",
		.calls = "pyghmi" IMPORTERS,
		.needs = "pyghmi" IMPORTER_NAMES,
		ROW,
	},
};
