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
	bool attribute, member; /* x.name; a name of a class */
	const struct node *assign;
	bool used, checked;
	unsigned test; /* how many tests are around the node at hand */
};

static bool is_it(const struct use *u, const struct node *n)
{
	if (u->member && n->kind == NODE_ATTRIBUTE && n->atom == u->atom)
		return true;
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
			.member = c->depth == 2,
			.assign = assign};

	node_each(c->file->module, see_use, &u);
	u.used |= u.attribute || u.member;
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
	return c->depth == 1 || (c->depth == 2 && node_is(check_parent(c, 0), NODE_CLASS_DEF));
}

/* os.environ[...] = None is an error at once. */
static bool is_variable(struct check *c, const struct node *target)
{
	if (node_is(target, NODE_SUBSCRIPT))
		return c->depth == 1 && !str_eq(name_of(c, target->child), S("os.environ"));
	return node_is(target, NODE_NAME) || node_is(target, NODE_ATTRIBUTE);
}

static bool may_be_missing(struct check *c, const struct node *n, struct env_read *r, bool *empty)
{
	struct value dflt;

	if (!env_read(c, n, r) || r->fails || !secret_name(r->name) || is_test_code(c) ||
	    str_in(r->name, anonymous))
		return false;
	dflt = value_of(c, r->dflt);
	*empty = r->dflt != NULL && dflt.kind == VALUE_STR && dflt.text.n == 0;
	return r->dflt == NULL || dflt.kind == VALUE_NONE || *empty;
}

/* Client(api_key=os.getenv("X")), {"Authorization": f"Bearer {os.getenv('X')}"}: at import, and
 * nothing but such expressions around it. */
static void handed_over(struct check *c, const struct node *call)
{
	struct env_read r;
	bool inside = false, empty;

	for (uint32_t i = 1; i < c->depth; i++) {
		const struct node *n = c->stack[i];
		switch ((enum node_kind)n->kind) {
		case NODE_CALL:
			if (is_checker(c, n) || str_in(call_method(c, n), "print len str"))
				return;
			inside = true;
			break;
		case NODE_DICT:
		case NODE_JOINED_STR:
			inside = true;
			break;
		case NODE_ASSIGN:
		case NODE_ANN_ASSIGN:
		case NODE_EXPR_STMT:
		case NODE_KEYWORD:
		case NODE_FORMATTED_VALUE:
		case NODE_BIN_OP:
			break;
		default:
			return;
		}
	}
	if (inside && may_be_missing(c, call, &r, &empty) && !empty) /* empty is what is meant */
		finding(c, call,
			"%.*s may not be set: then this is None, and nothing notices until it is "
			"used",
			STR_ARG(r.name));
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

static void unchecked_assign(struct check *c, const struct node *assign)
{
	const struct node *target, *value = read_value(assign, &target);
	struct env_read r;
	struct use u;
	bool empty;

	if (value == NULL || !is_variable(c, target) || !may_be_missing(c, value, &r, &empty))
		return;
	if (!spend(c))
		return;
	if (!node_is(target, NODE_SUBSCRIPT)) {
		u = use_of(c, assign, target);
		if (!u.used || u.checked)
			return;
	}
	finding(c, value,
		"%.*s may not be set: then this is %s, and nothing notices until it is used",
		STR_ARG(r.name), empty ? "empty" : "None");
}

static void unchecked(struct check *c, const struct node *n)
{
	if (c->notebook)
		return;
	if (n->kind == NODE_CALL)
		handed_over(c, n);
	else if (at_import(c))
		unchecked_assign(c, n);
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

static void judge_default(struct check *c, str name, const struct node *dflt)
{
	struct value v = value_of(c, dflt);
	bool own = is_own_secret(name);
	enum value_look look;

	if (v.kind != VALUE_STR || is_test_code(c))
		return;
	look = value_look(v.text, name);
	if (look == VALUE_EMPTY && own)
		finding(c, dflt, "without %.*s the secret is empty: anybody can sign with that",
			STR_ARG(name));
	else if ((look == VALUE_WEAK || look == VALUE_PLACEHOLDER ||
		  (look == VALUE_PLAIN && own && v.text.n > 2)) &&
		 !(v.text.n > 2 && !c->secrets_only && is_setting(c)))
		finding_graded(c, dflt, own ? MEDIUM : LOW, LEVEL_DEFAULT,
			       "without %.*s a value counts that everybody can guess or read here",
			       STR_ARG(name));
}

/* jwt_secret: str = "changeme" of pydantic's settings; Field("changeme"), Field(default=...) */
static void settings_defaults(struct check *c, const struct node *cls)
{
	for (const struct node *s = class_body(cls)->child; s != NULL; s = s->next) {
		const struct node *value;
		str name;
		if (s->kind != NODE_ANN_ASSIGN || !node_is(s->child, NODE_NAME))
			continue;
		name = node_name(c, s->child);
		value = node_child(s, 2);
		if (node_is(value, NODE_CALL))
			value = arg_node(c, value, 0, "default");
		if (value != NULL && secret_name(name))
			judge_default(c, name, value);
	}
}

static void weak_default(struct check *c, const struct node *n)
{
	struct env_read r;

	if (n->kind == NODE_CLASS_DEF) {
		if (env_settings_class(c, n))
			settings_defaults(c, n);
	} else if (n->kind == NODE_BOOL_OP) { /* os.getenv("X") or "dev" */
		if (n->op == OP_OR && env_read(c, n->child, &r) && secret_name(r.name) &&
		    n->child->next->next == NULL)
			judge_default(c, r.name, n->child->next);
	} else if (env_read(c, n, &r) && r.dflt != NULL && secret_name(r.name)) {
		judge_default(c, r.name, r.dflt);
	}
}

static const char needs[] = "environ getenv environs decouple starlette dotenv_values "
			    "BaseSettings";

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
		.on = {NODE_ASSIGN, NODE_ANN_ASSIGN, NODE_CALL},
		.calls = ENV_READ_CALLS,
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
		       "sign(os.environ.get('SESSION_TOKEN_SECRET', 'changeme'))  #! SE511\n"
		       "from environs import Env\n"
		       "def key_of(settings: Env):\n"
		       "    return settings('JWT_SIGNING_KEY', 'changeme')  #! SE511\n",
		.good = "import os\nkey = os.environ['JWT_SIGNING_KEY']\n"
			"url = os.getenv('API_URL', 'http://localhost')\n",
		.on = {NODE_CALL, NODE_BOOL_OP, NODE_CLASS_DEF},
		.calls = ENV_READ_CALLS,
		.needs = needs,
		.py = weak_default,
	},
	{0},
};
