/* B324: MD2/4/5 and SHA-1 of hashlib, and weak methods of crypt. Bandit accepts any dotted name
 * with a part `hashlib` or `crypt`. */
#include "rules/py/bandit.h"
#include "rules/py/handler.h"
#include "rules/py/origin.h"

/* Words of a place where a digest protects something: then it is never a mere name. */
static const char guarding[] =
	"password passwd passphrase pwd secret token salt sign signed signature "
	"verify auth authenticate credential credentials nonce cnonce hmac "
	"login session api private license admin reset otp checksum integrity expected";
/* Words of a place where a digest is a name, a key or a number for something. */
static const char naming[] =
	"id ids uid uuid guid key keys cache cached filename fname name path "
	"directory short etag fingerprint dedup deduplicate unique identifier slug suffix "
	"prefix seed shard bucket version";

/* digest[:8], UUID(digest), int(digest, 16) */
static bool is_cut_or_number(struct check *c, const struct node *p)
{
	if (p->kind == NODE_SUBSCRIPT)
		return node_is(p->child->next, NODE_SLICE);
	return p->kind == NODE_CALL && str_in(call_method(c, p), "UUID int");
}

struct hash_use {
	struct check *c;
	bool guards, names;
};

static void read_place(struct hash_use *u, str identifier)
{
	u->guards |= has_word(identifier, guarding);
	u->names |= has_word(identifier, naming);
}

static bool read_identifiers(const struct node *n, void *ctx)
{
	struct hash_use *u = ctx;

	if (n->kind == NODE_NAME || n->kind == NODE_ATTRIBUTE || n->kind == NODE_ARG)
		u->guards |= has_word(node_name(u->c, n), guarding);
	return true;
}

static bool takes_secrets(struct check *c, const struct node *function)
{
	struct hash_use u = {.c = c};

	node_each(function_args(function), read_identifiers, &u);
	return u.guards;
}

/* Is the digest a name or key for its text, by the names around it? One that is compared, or that
 * stands near words about secrets and signatures, is not. */
static bool is_mere_name(struct check *c, const struct node *call)
{
	const struct node *function = enclosing_def(c), *stmt = check_statement(c);
	static const char key;
	struct hash_use u = {.c = c};

	for (uint32_t i = 0; check_parent(c, i) != NULL; i++) {
		const struct node *p = check_parent(c, i);

		if (p->kind == NODE_COMPARE)
			return false;
		if (node_is_statement(p))
			break;
		u.names |= is_cut_or_number(c, p);
		if (p->kind == NODE_KEYWORD)
			read_place(&u, node_name(c, p));
	}
	if (function != NULL) {
		read_place(&u, node_name(c, function));
		u.guards |= function_says(c, &key, function, takes_secrets);
	}
	node_each(call, read_identifiers, &u);
	if (node_is(stmt, NODE_ASSIGN))
		for (const struct node *t = assign_first_target(stmt); t != NULL; t = t->next) {
			const struct node *place = t->kind == NODE_SUBSCRIPT ? t->child->next : t;
			struct value v = value_of(c, place);

			read_place(&u, v.kind == VALUE_STR ? v.text : node_name(c, place));
		}
	return u.names && !u.guards;
}

static void report_hash(struct check *c, const struct node *call, str name)
{
	struct call_arg used = arg_at(c, call, -1, "usedforsecurity");

	if (c->compat) {
		const struct node *written = keyword_value(c, call, "usedforsecurity");

		if (written != NULL && !lit_is(lit_of(c, written), "True"))
			return;
	} else if (used.state == ARG_STATE_UNKNOWN ||
		   (used.state == ARG_STATE_GIVEN && !is_true(c, used.node))) {
		return;
	}
	finding_graded(c, call, !c->compat && is_mere_name(c, call) ? LOW : level_in_tests(c),
		       LEVEL_DEFAULT,
		       "%.*s can be forged: others can make two inputs with one hash",
		       STR_ARG(str_slice(name, 0, 20)));
}

static bool text_argument(struct check *c, const struct node *call, unsigned i, const char *name,
			  str *out)
{
	struct lit l;

	if (!c->compat)
		return known_text(c, arg_node(c, call, (int)i, name), out);
	l = positional_count(call) > i ? lit_positional(c, call, i) : lit_keyword(c, call, name);
	*out = l.text;
	return l.kind == LIT_TEXT;
}

static bool is_weak_hash(str name)
{
	return str_eq_nocase(name, S("md4")) || str_eq_nocase(name, S("md5")) ||
	       str_eq_nocase(name, S("sha")) || str_eq_nocase(name, S("sha1"));
}

static void weak_crypt(struct check *c, const struct node *call, str last)
{
	bool crypt = str_eq(last, S("crypt"));
	str method, name;

	if (c->compat) {
		if (!text_argument(c, call, crypt ? 1 : 0, crypt ? "salt" : "method", &method))
			return;
	} else {
		name = name_of(c, arg_node(c, call, crypt ? 1 : 0, crypt ? "salt" : "method"));
		method = name_last(name);
	}
	if (str_in(method, "METHOD_CRYPT METHOD_MD5 METHOD_BLOWFISH"))
		finding_graded(c, call, MEDIUM, HIGH, "crypt.%.*s is broken in minutes",
			       STR_ARG(str_slice(method, 0, 20)));
}

static void insecure_hash(struct check *c, const struct node *call)
{
	str name = call_name(c, call), last = name_last(name), algorithm;

	if (c->compat ? name_has_part(name, "hashlib") : str_starts(name, S("hashlib."))) {
		if (str_in(last, "md4 md5 sha sha1"))
			report_hash(c, call, last);
		else if (str_eq(last, S("new")) && text_argument(c, call, 0, "name", &algorithm) &&
			 is_weak_hash(algorithm))
			report_hash(c, call, algorithm);
	} else if (str_in(last, "crypt mksalt") &&
		   (c->compat ? name_has_part(name, "crypt") : str_starts(name, S("crypt.")))) {
		weak_crypt(c, call, last);
	}
}

const struct rule rule_hashlib_insecure_functions = {
	.id = "B324",
	.name = "hashlib_insecure_functions",
	.severity = HIGH,
	.confidence = HIGH,
	.cwe = {327},
	.title = "A broken hash function",
	.why = "Two inputs with the same MD5 or SHA-1 are made at will, so such a hash proves "
	       "nothing "
	       "about who wrote a file, and protects no password.",
	.fix = "Use hashlib.sha256 or blake2b; where it is no protection, say "
	       "usedforsecurity=False.",
	.bad = "import hashlib\nh = hashlib.md5(data)  #! B324\ng = hashlib.new('sha1')  #! B324\n",
	.good = "import hashlib\nh = hashlib.sha256(data)\nk = hashlib.md5(data, "
		"usedforsecurity=False)\n",
	.calls = "*.md4 *.md5 *.sha *.sha1 *.new *.crypt *.mksalt",
	.py = insecure_hash,
};
