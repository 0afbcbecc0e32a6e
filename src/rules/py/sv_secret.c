/* SV201, SV202, SV212, SV214, SV216, SV217: keys, passwords and tokens of a service. What is a
 * secret by its form alone belongs to the secrets layer; here it is the place that makes it one. */
#include "rules/py/origin.h"
#include "rules/py/setting.h"
#include "rules/py/handler.h"

/* clang-format off */
static const char key_settings[] =
	"SECRET_KEY JWT_SECRET_KEY JWT_SECRET SESSION_SECRET SESSION_SECRET_KEY APP_SECRET_KEY APP_SECRET SIGNING_KEY "
	"FLASK_SECRET_KEY DJANGO_SECRET_KEY SECURITY_PASSWORD_SALT WTF_CSRF_SECRET_KEY CSRF_SECRET COOKIE_SECRET "
	"HMAC_SECRET HMAC_KEY ENCRYPTION_KEY FERNET_KEY TOKEN_SECRET AUTH_SECRET";
/* clang-format on */

/* A literal that can be a key. Names of environment variables, paths and templates to be filled in
 * are not: <...>, ${...}, {{...}}, vault:... */
static bool is_key_text(str t)
{
	if (t.n < 3 || t.p[0] == '<' || t.p[0] == '$' || t.p[0] == '{' || t.p[0] == '%')
		return false;
	return !str_starts(t, S("vault:")) && !str_starts(t, S("arn:")) &&
	       !str_starts(t, S("projects/")) && !str_starts(t, S("env:")) &&
	       !str_starts(t, S("-----BEGIN PUBLIC")) && !str_starts(t, S("-----BEGIN CERT"));
}

static bool is_key_literal(struct check *c, const struct node *e)
{
	if (e == NULL)
		return false;
	struct value v = value_of(c, e);
	return (v.kind == VALUE_STR || v.kind == VALUE_BYTES) && is_key_text(v.text);
}

/* os.environ.get("K", "dev"), os.getenv("K", "dev"), env("K", default="dev"), os.environ.get("K")
 * or "dev" */
static bool falls_back(struct check *c, const struct node *e)
{
	if (node_is(e, NODE_BOOL_OP) && e->op == OP_OR && node_is(e->child, NODE_CALL) &&
	    e->child->next != NULL)
		return str_in(call_name(c, e->child), "os.environ.get os.getenv") &&
		       is_key_literal(c, e->child->next);
	if (!node_is(e, NODE_CALL) ||
	    !str_in(call_name(c, e), "os.environ.get os.getenv decouple.config"))
		return false;
	const struct node *dflt = arg_node(c, e, 1, "default");
	return dflt != NULL && is_key_literal(c, dflt);
}

static void see_key(struct check *c, const struct setting *s)
{
	if (str_in(s->name, key_settings) && is_key_literal(c, s->value) && !is_dev_file(c))
		finding(c, s->at, "%.*s stands in the source", STR_ARG(s->name));
}

static void key_setting(struct check *c, const struct node *module)
{
	setting_each(c, module, see_key);
}

static void see_fallback(struct check *c, const struct setting *s)
{
	if (str_in(s->name, key_settings) && falls_back(c, s->value) && !is_dev_file(c))
		finding(c, s->at, "%.*s falls back to a value that everybody can read here",
			STR_ARG(s->name));
}

static void key_fallback(struct check *c, const struct node *module)
{
	setting_each(c, module, see_fallback);
}

/* ---- SV203: keys given to calls ---- */

static void key_argument(struct check *c, const struct node *call)
{
	str method = call_method(c, call);
	const struct node *key = NULL;

	if (is_test_code(c))
		return;
	if (str_eq(method, S("add_middleware"))) {
		if (!str_ends(name_of(c, call_first_arg(call)), S("SessionMiddleware")))
			return;
		key = arg_node(c, call, -1, "secret_key");
	} else if (str_eq(method, S("SessionMiddleware"))) {
		key = arg_node(c, call, 1, "secret_key");
	} else if (str_in(method, "encode decode")) {
		key = arg_node(c, call, 1, "key");
	} else if (str_eq(method, S("new"))) {
		key = arg_node(c, call, 0, "key");
	} else if (str_eq(method, S("Application"))) {
		key = arg_node(c, call, -1, "cookie_secret");
	} else {
		key = arg_node(c, call, 0, str_eq(method, S("Fernet")) ? "key" : "secret_key");
	}
	if (key == NULL || !is_key_literal(c, key) ||
	    (key->kind == NODE_NAME && str_in(node_name(c, key), key_settings)))
		return; /* a setting of that name is SV201 */
	if (str_eq(method, S("decode")) && arg_is_false(c, call, -1, "verify"))
		return;
	finding(c, key, "the key of %.*s() stands in the source", STR_ARG(method));
}

/* ---- SV214 ---- */

static const char password_words[] = "password passwd pwd passphrase";

struct hashed {
	struct check *c;
	bool found;
};

static bool see_password(const struct node *n, void *ctx)
{
	struct hashed *h = ctx;

	if ((n->kind == NODE_NAME || n->kind == NODE_ATTRIBUTE) &&
	    has_word(node_name(h->c, n), password_words))
		h->found = true;
	return !h->found && n->kind != NODE_LAMBDA;
}

static void password_hash(struct check *c, const struct node *call)
{
	struct hashed h = {.c = c};
	const struct node *data =
		arg_node(c, call, str_eq(call_name(c, call), S("hashlib.new")) ? 1 : 0, "data");

	if (data == NULL || is_test_code(c))
		return;
	node_each(data, see_password, &h);
	if (h.found)
		finding(c, call, "a password goes through %.*s, which is made to be fast",
			STR_ARG(call_name(c, call)));
}

/* ---- SV216 ---- */

/* clang-format off */
static const char random_words[] = "token secret password passwd otp nonce session_id apikey csrf pin salt";
static const char random_calls[] =
	"random.choice random.choices random.randint random.random random.getrandbits random.randrange random.sample "
	"random.randbytes numpy.random.randint numpy.random.choice";
/* clang-format on */

struct random_use {
	struct check *c;
	bool found;
};

static bool see_random(const struct node *n, void *ctx)
{
	struct random_use *r = ctx;

	if (n->kind == NODE_CALL && node_is(call_first_arg(n), NODE_LIST_EXPR))
		return true; /* choice([0, 1]): one of a few values that are written here */
	if (n->kind == NODE_CALL && str_in(call_name(r->c, n), random_calls))
		r->found = true;
	return !r->found && n->kind != NODE_LAMBDA;
}

static bool is_secret_target(struct check *c, str name)
{
	if (str_in(name, "token api_key apikey access_token refresh_token reset_token auth_token "
			 "session_token session_id "
			 "secret secret_key password passwd otp otp_code csrf_token nonce salt "
			 "verification_code "
			 "reset_code invite_code API_KEY SECRET_KEY TOKEN"))
		return true;
	(void)c;
	return has_word(name, random_words) &&
	       has_word(name, "reset access auth session csrf api secret login user otp");
}

static void random_secret(struct check *c, const struct node *assign)
{
	const struct node *t = assign_first_target(assign);
	enum node_kind k = (enum node_kind)assign_value(assign)->kind;

	if (t == NULL || (t->kind != NODE_NAME && t->kind != NODE_ATTRIBUTE) ||
	    (k != NODE_CALL && k != NODE_JOINED_STR && k != NODE_BIN_OP) ||
	    !is_secret_target(c, node_name(c, t)) || is_test_code(c))
		return;
	struct random_use r = {.c = c};
	node_each(assign_value(assign), see_random, &r);
	if (r.found)
		finding(c, assign, "%.*s comes from a generator whose output can be predicted",
			STR_ARG(node_name(c, t)));
}

/* ---- SV217 ---- */

static void see_insecure_transport(struct check *c, const struct node *assign)
{
	const struct node *t = assign_first_target(assign);

	if (!node_is(t, NODE_SUBSCRIPT) || !node_is_constant(t->child->next, CONST_STR))
		return;
	str key = literal_text(c->arena, c->file, t->child->next);
	struct value v = value_of(c, assign_value(assign));
	if (v.kind != VALUE_STR || is_test_code(c))
		return;
	if (str_in(key, "OAUTHLIB_INSECURE_TRANSPORT AUTHLIB_INSECURE_TRANSPORT") &&
	    str_in(v.text, "1 true True yes"))
		finding(c, assign, "%.*s: tokens and codes may travel over plain HTTP",
			STR_ARG(key));
}

const struct rule rules_sv_secret[] = {
	{
		.id = "SV201",
		.name = "secret_key_setting",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {798, 321},
		.title = "Secret key literal in the settings",
		.why = "Whoever reads the source (or its history) can sign sessions, tokens and "
		       "password-reset links as the "
		       "service does.",
		.fix = "Read it from the environment or a secret store, without a default, and "
		       "change the key that stood here.",
		.bad = "from flask import Flask\napp = Flask(__name__)\napp.secret_key = 'not-so-' "
		       "'secret'  #! SV201\n",
		.good = "import os\nfrom flask import Flask\napp = Flask(__name__)\n"
			"app.secret_key = os.environ['SECRET_KEY']\n",
		.on = {NODE_MODULE},
		.py = key_setting,
	},
	{
		.id = "SV202",
		.name = "secret_key_fallback",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {1188, 798},
		.title = "Secret key with a literal fallback",
		.why = "If the variable is missing in production, everything is signed with a key "
		       "that is public, and nothing "
		       "looks wrong.",
		.fix = "os.environ[\"SECRET_KEY\"]: fail at start-up instead.",
		.bad = "import os\nSECRET_KEY = os.environ.get('SECRET_KEY', 'change-' 'me')  #! "
		       "SV202\n",
		.good = "import os\nSECRET_KEY = os.environ['SECRET_KEY']\n",
		.on = {NODE_MODULE},
		.py = key_fallback,
	},
	{
		.id = "SV203",
		.name = "secret_key_argument",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {798, 321},
		.title = "Secret key literal given to a signing or encrypting call",
		.why = "Whoever reads the source can forge what the key signs and read what it "
		       "encrypts.",
		.fix = "Read it from the environment or a secret store, and change the key that "
		       "stood here.",
		.bad = "import jwt\ntoken = jwt.encode(claims, 'not-so-' 'secret', "
		       "algorithm='HS256')  #! SV203\n",
		.good = "import jwt, os\ntoken = jwt.encode(claims, os.environ['JWT_KEY'], "
			"algorithm='HS256')\n",
		.calls = "*.add_middleware starlette.middleware.sessions.SessionMiddleware "
			 "jwt.encode jwt.decode "
			 "jose.jwt.encode jose.jwt.decode hmac.new itsdangerous.Signer "
			 "itsdangerous.TimestampSigner "
			 "itsdangerous.URLSafeSerializer itsdangerous.URLSafeTimedSerializer "
			 "itsdangerous.Serializer "
			 "cryptography.fernet.Fernet tornado.web.Application",
		.py = key_argument,
	},
	{
		.id = "SV214",
		.name = "password_fast_hash",
		.severity = HIGH,
		.confidence = MEDIUM,
		.cwe = {916, 759},
		.title = "Password hashed with a fast hash",
		.why = "MD5, SHA-1 and SHA-2 are made to be fast: a graphics card tries billions a "
		       "second, so a stolen table "
		       "of users becomes a table of passwords.",
		.fix = "argon2, bcrypt, hashlib.scrypt, or the framework's own password hasher.",
		.bad = "import hashlib\ndigest = hashlib.sha256(password.encode()).hexdigest()  #! "
		       "SV214\n",
		.good = "import hashlib\ndigest = hashlib.scrypt(password.encode(), salt=salt, "
			"n=2**15, r=8, p=1)\n",
		.calls = "hashlib.md5 hashlib.sha1 hashlib.sha224 hashlib.sha256 hashlib.sha384 "
			 "hashlib.sha512 hashlib.new",
		.py = password_hash,
	},
	{
		.id = "SV216",
		.name = "predictable_token",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {330, 338},
		.title = "Token or password made with the random module",
		.why = "The Mersenne Twister is predictable after a few hundred outputs: an "
		       "attacker computes the next reset "
		       "token.",
		.fix = "secrets.token_urlsafe(32), secrets.choice(...).",
		.bad = "import random, string\n"
		       "reset_token = ''.join(random.choice(string.digits) for _ in range(8))  #! "
		       "SV216\n",
		.good = "import secrets\nreset_token = secrets.token_urlsafe(32)\n",
		.on = {NODE_ASSIGN},
		.needs = "random",
		.py = random_secret,
	},
	{
		.id = "SV217",
		.name = "insecure_transport",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {319, 295},
		.title = "Environment variable that switches transport security off",
		.why = "Tokens, codes and downloads can be read and changed by anybody on the way.",
		.fix = "Remove the line; give the test server a certificate.",
		.bad = "import os\nos.environ['OAUTHLIB_INSECURE_TRANSPORT'] = '1'  #! SV217\n",
		.good = "import os\nos.environ['OAUTHLIB_INSECURE_TRANSPORT'] = '0'\n",
		.on = {NODE_ASSIGN},
		.py = see_insecure_transport,
	},
};
