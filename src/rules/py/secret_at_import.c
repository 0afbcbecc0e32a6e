/* SE510 and SE511: secrets out of the environment that may be missing, empty or known to everybody
 * without anyone noticing. os.environ["X"] fails loudly and is fine. */
#include "rules/project/value.h"
#include "rules/py/environment.h"
#include "rules/py/origin.h"

/* None is a value with a meaning: the hub and GitHub are read without a login then. */
static const char anonymous[] = "HF_TOKEN HUGGING_FACE_HUB_TOKEN HUGGINGFACE_TOKEN HF_API_TOKEN "
				"HUGGINGFACE_HUB_TOKEN GITHUB_TOKEN GH_TOKEN";

enum { SECRETS_MOST = 60 };

/* ---- Is it looked at? ---- */

struct use {
	struct check *c;
	uint32_t atom;
	bool attribute;
	const struct node *assign;
	bool used, checked;
	unsigned test; /* how many tests are around the node at hand */
};

static bool is_it(const struct use *u, const struct node *n)
{
	return n->kind == (u->attribute ? NODE_ATTRIBUTE : NODE_NAME) && n->atom == u->atom;
}

static bool has_it(const struct node *n, void *ctx)
{
	struct use *u = ctx;

	if (is_it(u, n))
		u->checked = true;
	return !u->checked;
}

/* check_env(KEY), require(KEY), validate(api_key=KEY) */
static bool is_checker(struct check *c, const struct node *call)
{
	static const char *const words[] = {"check",  "require", "validate",
					    "ensure", "assert",	 "verify"};
	str name = call_method(c, call);

	for (size_t i = 0; i < COUNTOF(words); i++)
		if (str_find_nocase(name, str_of(words[i])) != STR_NONE)
			return true;
	return str_in(name, "all any bool");
}

static bool see_use(const struct node *n, void *ctx)
{
	struct use *u = ctx;

	if (u->checked || n == u->assign)
		return false;
	switch ((enum node_kind)n->kind) {
	case NODE_IF:
	case NODE_WHILE:
	case NODE_ASSERT:
	case NODE_IF_EXP:
		node_each(n->child, has_it, u);
		break;
	case NODE_BOOL_OP:
	case NODE_COMPARE:
	case NODE_MATCH:
		node_each(n, has_it, u);
		break;
	case NODE_UNARY_OP:
		if (n->op == OP_NOT)
			node_each(n, has_it, u);
		break;
	case NODE_COMPREHENSION:
		node_each(n, has_it, u);
		break;
	case NODE_CALL:
		if (is_checker(u->c, n))
			node_each(n, has_it, u);
		break;
	default:
		break;
	}
	if (is_it(u, n)) {
		u->used = true;
		if (n->op != CTX_LOAD) /* given another value somewhere */
			u->checked = true;
	}
	return !u->checked;
}

/* `def`s and classes of the module see the name as well; a local name of the same spelling is taken
 * for it, which only makes the rule quieter. */
static struct use use_of(struct check *c, const struct node *assign, const struct node *target)
{
	struct use u = {.c = c,
			.atom = target->atom,
			.attribute = target->kind == NODE_ATTRIBUTE,
			.assign = assign};

	node_each(c->file->module, see_use, &u);
	u.used |= u.attribute;
	return u;
}

/* ---- SE510 ---- */

static const struct node *read_value(const struct node *assign, const struct node **target)
{
	if (assign->kind == NODE_ANN_ASSIGN) {
		*target = assign->child;
		return node_child(assign, 2);
	}
	*target = assign_first_target(assign);
	return (*target)->next == NULL ? assign_value(assign) : NULL;
}

static bool at_import(const struct check *c)
{
	return c->depth == 1 && node_is(check_parent(c, 0), NODE_MODULE);
}

static bool is_variable(const struct node *target)
{
	return node_is(target, NODE_NAME) || node_is(target, NODE_ATTRIBUTE);
}

/* The module is gone through for each: a settings module has some ten. */
static bool spend(struct check *c)
{
	static const char key;
	void **place = file_memo(c, &key);
	unsigned *spent = *place;

	if (spent == NULL)
		*place = spent = NEW(c->arena, unsigned, 1);
	return (*spent)++ < SECRETS_MOST;
}

static void unchecked(struct check *c, const struct node *assign)
{
	const struct node *target, *value = read_value(assign, &target);
	struct env_read r;
	struct use u;
	struct value dflt;

	if (!at_import(c) || value == NULL || !is_variable(target) || is_test_code(c) ||
	    c->notebook || !env_read(c, value, &r) || r.fails || !secret_name(r.name) ||
	    str_in(r.name, anonymous))
		return;
	dflt = value_of(c, r.dflt);
	if (r.dflt != NULL && dflt.kind != VALUE_NONE &&
	    !(dflt.kind == VALUE_STR && dflt.text.n == 0))
		return;
	if (!spend(c))
		return;
	u = use_of(c, assign, target);
	if (!u.used || u.checked)
		return;
	finding(c, value,
		"%.*s may not be set: then this is %s, and nothing notices until it is used",
		STR_ARG(r.name), r.dflt != NULL && dflt.kind == VALUE_STR ? "empty" : "None");
}

/* ---- SE511 ---- */

/* With these this project itself signs, encrypts or lets people in. */
static bool is_own_secret(str name)
{
	static const char *const words[] = {"JWT",
					    "SESSION",
					    "SIGNING",
					    "HMAC",
					    "COOKIE",
					    "CSRF",
					    "ENCRYPT",
					    "FERNET",
					    "FLASK",
					    "DJANGO",
					    "SECRET_KEY",
					    "APP_SECRET",
					    "WEBHOOK_SECRET",
					    "ADMIN",
					    "AUTH_SECRET",
					    "TOKEN_SECRET",
					    "MASTER_KEY",
					    "SALT"};

	for (size_t i = 0; i < COUNTOF(words); i++)
		if (str_find_nocase(name, str_of(words[i])) != STR_NONE)
			return true;
	return false;
}

/* SV202 says the same of settings of these names. */
static bool is_setting(struct check *c)
{
	const struct node *assign = check_parent(c, 0), *target;

	if (!node_is(assign, NODE_ASSIGN))
		return false;
	target = assign_first_target(assign);
	if (node_is(target, NODE_SUBSCRIPT))
		return true;
	return str_in(node_name(c, target),
		      "SECRET_KEY JWT_SECRET_KEY JWT_SECRET SESSION_SECRET SESSION_SECRET_KEY "
		      "APP_SECRET_KEY APP_SECRET SIGNING_KEY FLASK_SECRET_KEY DJANGO_SECRET_KEY "
		      "SECURITY_PASSWORD_SALT WTF_CSRF_SECRET_KEY CSRF_SECRET COOKIE_SECRET "
		      "HMAC_SECRET HMAC_KEY ENCRYPTION_KEY FERNET_KEY TOKEN_SECRET AUTH_SECRET "
		      "secret_key");
}

static void weak_default(struct check *c, const struct node *n)
{
	struct env_read r;
	struct value v;
	enum value_look look;
	bool own;

	if (is_test_code(c) || !env_read(c, n, &r) || r.dflt == NULL || !secret_name(r.name))
		return;
	v = value_of(c, r.dflt);
	if (v.kind != VALUE_STR)
		return;
	look = value_look(v.text, r.name);
	own = is_own_secret(r.name);
	if (look == VALUE_EMPTY && own)
		finding(c, r.dflt, "without %.*s the secret is empty: anybody can sign with that",
			STR_ARG(r.name));
	else if ((look == VALUE_WEAK || look == VALUE_PLACEHOLDER ||
		  (look == VALUE_PLAIN && own && v.text.n > 2)) &&
		 !(v.text.n > 2 && !c->secrets_only && is_setting(c)))
		finding_graded(c, r.dflt, own ? MEDIUM : LOW, LEVEL_DEFAULT,
			       "without %.*s a value counts that everybody can guess or read here",
			       STR_ARG(r.name));
}

static const char needs[] = "environ getenv environs decouple starlette dotenv_values";

const struct rule rules_secret_at_import[] = {
	{
		.id = "SE510",
		.name = "secret_read_unchecked",
		.severity = LOW,
		.confidence = MEDIUM,
		.cwe = {252, 1188},
		.title = "A secret that is read at import and may be missing",
		.why = "os.getenv() gives None where a deployment forgot the variable. The program "
		       "starts, and fails at the first request, or sends `Bearer None`, or skips "
		       "the "
		       "check that needs the key.",
		.fix = "Read it with os.environ[\"NAME\"], or test it right after reading and stop "
		       "with a message that names the variable.",
		.bad = "import os\nKEY = os.getenv('BILLING_API_KEY')  #! SE510\n"
		       "def call():\n    return post(headers={'X-Key': KEY})\n",
		.good = "import os\nKEY = os.environ['BILLING_API_KEY']\n"
			"OTHER = os.getenv('OTHER_API_KEY')\nif not OTHER:\n"
			"    raise SystemExit('set OTHER_API_KEY')\n"
			"def call():\n    return post(headers={'X-Key': KEY, 'Y': OTHER})\n",
		.on = {NODE_ASSIGN, NODE_ANN_ASSIGN},
		.needs = needs,
		.py = unchecked,
	},
	{
		.id = "SE511",
		.name = "secret_weak_default",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {1188, 798},
		.title = "A secret that is empty or well known when it is not set",
		.why = "A deployment without the variable runs, and everybody who has read the "
		       "source "
		       "can sign tokens or log in.",
		.fix = "Give no default: os.environ[\"NAME\"]. Set a made-up value in the settings "
		       "for development only.",
		.bad = "import os\nkey = os.getenv('JWT_SIGNING_KEY', '')  #! SE511\n"
		       "sign(os.environ.get('SESSION_TOKEN_SECRET', 'changeme'))  #! SE511\n",
		.good = "import os\nkey = os.environ['JWT_SIGNING_KEY']\n"
			"url = os.getenv('API_URL', 'http://localhost')\n",
		.on = {NODE_CALL},
		.needs = needs,
		.py = weak_default,
	},
	{0},
};
