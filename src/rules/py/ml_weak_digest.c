/* MD5 and SHA-1 where their weakness matters (a digest compared to decide whether a file is the
 * right one) and where it only costs time and collisions by accident (a cache key). B324 sees the
 * algorithm; these rules see the use, also behind usedforsecurity=False. */
#include "rules/py/origin.h"

static bool has_word(str s, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_find_nocase(s, str_of(words[i])) != STR_NONE)
			return true;
	return false;
}

static bool weak(str name)
{
	return str_in(name, "hashlib.md5 hashlib.sha1 md5.new sha.new Crypto.Hash.MD5.new "
			    "Crypto.Hash.SHA1.new Cryptodome.Hash.MD5.new") ||
	       str_in(name, "hashlib.md5() hashlib.sha1()");
}

/* h.hexdigest() where h is an MD5 or SHA-1 object. */
static bool weak_hexdigest(struct check *c, const struct node *n)
{
	str name;

	if (!node_is(n, NODE_CALL) || !str_in(call_method(c, n), "hexdigest digest"))
		return false;
	name = call_name(c, n);
	return str_starts(name, S("hashlib.md5()")) || str_starts(name, S("hashlib.sha1()"));
}

static bool weak_value(struct check *c, const struct node *n)
{
	const struct binding *b;

	if (weak_hexdigest(c, n))
		return true;
	if (!node_is(n, NODE_NAME))
		return false;
	b = scope_find(c->scopes, c->scope, n->atom, NULL);
	return b != NULL && b->count == 1 && b->kind == BIND_ASSIGN && weak_hexdigest(c, b->value);
}

static void weak_integrity(struct check *c, const struct node *cmp)
{
	static const char *const words[] = {"expected", "checksum", "md5",
					    "sha1",	"digest",   "etag"};
	const struct node *left = cmp->child, *right = left ? left->next : NULL;
	const struct node *other;

	if (right == NULL || right->next != NULL)
		return;
	if (node_compare_op(right) != CMP_EQ && node_compare_op(right) != CMP_NOT_EQ)
		return;
	if (weak_value(c, left))
		other = right;
	else if (weak_value(c, right))
		other = left;
	else
		return;
	if (weak_value(c, other) || !has_word(node_text(c->file, other), words, COUNTOF(words)))
		return;
	finding(c, cmp, "A file is taken for genuine by its MD5 or SHA-1");
}

static void weak_known_hash(struct check *c, const struct node *call)
{
	static const char *const names[] = {"md5_hash", "md5"};

	for (size_t i = 0; i < COUNTOF(names); i++) {
		const struct node *n = arg_node(c, call, -1, names[i]);

		if (n != NULL && !is_none(c, n)) {
			finding(c, call, "%s= checks the download by MD5", names[i]);
			return;
		}
	}
}

static void weak_cache_key(struct check *c, const struct node *call)
{
	static const char *const words[] = {"cache", "_key", "fingerprint", "dedup"};
	const struct node *stmt = check_statement(c), *fn = enclosing_def(c);
	str where = S("");

	if (!weak(call_name(c, call)))
		return;
	if (node_is(stmt, NODE_ASSIGN) && assign_first_target(stmt) != NULL)
		where = node_text(c->file, assign_first_target(stmt));
	if (!has_word(where, words, COUNTOF(words)) &&
	    !(fn != NULL && has_word(node_name(c, fn), words, COUNTOF(words))))
		return;
	finding(c, call, "A cache key made with %.*s can be made to collide on purpose",
		STR_ARG(call_method(c, call)));
}

const struct rule rules_weak_digest[] = {
	{
		.id = "ML301",
		.name = "weak_integrity_check",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {328, 354},
		.title = "File accepted by its MD5 or SHA-1",
		.why = "Two files with the same MD5 (or SHA-1) are made in seconds to hours, so "
		       "such a "
		       "check stops accidents and no attacker: a swapped model passes.",
		.fix = "Compare hashlib.sha256(data).hexdigest() with hmac.compare_digest().",
		.bad = "import hashlib\n"
		       "ok = hashlib.md5(data).hexdigest() == expected_md5   #! ML301\n",
		.good = "import hashlib\n"
			"ok = hashlib.sha256(data).hexdigest() == expected_sha256\n",
		.on = {NODE_COMPARE},
		.needs = "hexdigest digest",
		.py = weak_integrity,
	},
	{
		.id = "ML302",
		.name = "weak_cache_key",
		.severity = LOW,
		.confidence = MEDIUM,
		.cwe = {328},
		.title = "MD5 or SHA-1 as a cache key",
		.why = "Whoever chooses inputs can make two of them share a cache entry and so "
		       "serve one "
		       "user's answer to another, or poison a feature cache.",
		.fix = "Use hashlib.sha256, or hashlib.blake2b(digest_size=16), which is faster "
		       "than MD5.",
		.bad = "import hashlib\n"
		       "cache_key = hashlib.md5(prompt.encode(), usedforsecurity=False)"
		       ".hexdigest()   #! ML302\n",
		.good = "import hashlib\ncache_key = hashlib.sha256(prompt.encode()).hexdigest()\n",
		.calls = "hashlib.md5 hashlib.sha1",
		.py = weak_cache_key,
	},
	{
		.id = "ML303",
		.name = "download_checked_by_md5",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {328, 354},
		.title = "Download helper told to check an MD5",
		.why = "A swapped file with the same MD5 is made in seconds.",
		.fix = "Keras: get_file(..., file_hash='<sha256>', hash_algorithm='sha256'). "
		       "torchvision: "
		       "check the SHA-256 yourself.",
		.bad = "import keras\np = keras.utils.get_file('m', u, md5_hash='ab')   #! ML303\n",
		.good = "import keras\np = keras.utils.get_file('m', u, file_hash='ab')\n",
		.calls = "keras.utils.get_file tensorflow.keras.utils.get_file "
			 "torchvision.datasets.utils.download_url "
			 "torchvision.datasets.utils.download_and_extract_archive "
			 "torchvision.datasets.utils.check_integrity gdown.cached_download",
		.py = weak_known_hash,
	},
};
