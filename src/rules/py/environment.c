/* SE505 and SE506: what Python says about a project's environment. Every variable that is read
 * becomes a fact ("env-read:NAME"), and a finding that stands when an .env.example near it does not
 * list the name (rules/project/env_example.c gives those facts). Names are compared without case,
 * as pydantic does. */
#include "rules/py/environment.h"

#include "base/buf.h"
#include "rules/project/value.h"
#include "rules/project/variable.h"
#include "rules/py/origin.h"

/* ---- Reads ---- */

static str upper(struct arena *a, str name)
{
	uint8_t *out = arena_alloc(a, name.n + 1, 1);

	for (size_t i = 0; i < name.n; i++)
		out[i] = name.p[i] >= 'a' && name.p[i] <= 'z' ? (uint8_t)(name.p[i] - 32)
							      : name.p[i];
	return (str){out, name.n};
}

/* Most names are of other modules. */
static bool is_of_environment(str name)
{
	size_t dot = str_find_byte(name, '.');

	return dot != STR_NONE && str_in(str_slice(name, 0, dot), "os dotenv environs environ "
								  "decouple starlette prettyconf");
}

static bool is_mapping(str name)
{
	return str_in(name, "os.environ os.environb dotenv.dotenv_values()");
}

static bool is_reader(str name)
{
	return str_in(name, ENV_READERS);
}

/* A method of such a reader that reads one variable of a type. */
static bool is_typed_reader(struct check *c, str name)
{
	size_t dot = str_rfind_byte(name, '.');
	str method;

	if (dot == STR_NONE || !is_reader(str_slice(name, 0, dot)) ||
	    str_starts(name, S("decouple.")))
		return false;
	method = arena_printf(c->arena, "*%.*s", STR_ARG(str_slice(name, dot, name.n)));
	return str_in(method, ENV_READ_CALLS);
}

static bool take(struct check *c, struct env_read *out, const struct node *key)
{
	struct value v = value_of(c, key);

	if (key == NULL)
		return false;
	out->key = key;
	if (v.kind == VALUE_STR || v.kind == VALUE_BYTES)
		out->name = v.text;
	return true;
}

bool env_read(struct check *c, const struct node *n, struct env_read *out)
{
	str name;

	*out = (struct env_read){0};
	if (n->kind == NODE_SUBSCRIPT) {
		if (n->op != CTX_LOAD || !is_mapping(name_of(c, n->child)))
			return false;
		out->fails = true;
		return take(c, out, n->child->next);
	}
	if (n->kind != NODE_CALL)
		return false;
	name = call_name(c, n);
	if (!is_of_environment(name))
		return false;
	if (str_in(name, ENV_GETTERS)) {
		out->dflt = arg_node(c, n, 1, "default");
		out->fails = str_eq(name, S("os.environ.pop")) && out->dflt == NULL;
		return take(c, out, arg_node(c, n, 0, "key"));
	}
	if (!is_reader(name) && !is_typed_reader(c, name))
		return false;
	out->dflt = arg_node(c, n, 1, "default");
	out->fails = out->dflt == NULL;
	return take(c, out, arg_node(c, n, 0, "name"));
}

/* ---- What is said of a variable ---- */

enum { WRAPPERS = 16 };

struct wrapper { /* def require(name): return os.environ[name] */
	const struct node *function;
	unsigned position;
};

struct memo {
	struct map seen; /* names reported in this file */
	struct wrapper wrappers[WRAPPERS];
	unsigned wrapper_count;
	bool said_secret; /* SE505, for a read */
};

static struct memo *memo_of(struct check *c)
{
	static const char key;
	void **place = file_memo(c, &key);

	if (*place == NULL) {
		struct memo *m = NEW(c->arena, struct memo, 1);
		m->seen = map_in(c->arena);
		*place = m;
	}
	return *place;
}

static bool is_variable(str name)
{
	for (size_t i = 0; i < name.n; i++) {
		uint8_t b = name.p[i];
		if (!(b >= 'a' && b <= 'z') && !(b >= 'A' && b <= 'Z') && !(b >= '0' && b <= '9') &&
		    b != '_')
			return false;
	}
	return name.n > 0 && name.n <= 100;
}

/* Tools of a project are run by those who know it; its tests set what they read. */
static bool is_aside(struct check *c)
{
	str base = str_after_last(c->path, '/');

	return is_test_code(c) || str_in(base, "setup.py noxfile.py tasks.py fabfile.py") ||
	       str_find(c->path, S("docs/")) != STR_NONE;
}

/* `others`: conditions that all have to hold as well, for settings with several names. */
static void variable(struct check *c, const struct node *at, str name, str others, bool optional)
{
	str key = upper(c->arena, name);
	struct finding *f;
	uint64_t *known;

	if (!is_variable(name))
		return;
	check_fact(c, "env-read:%.*s", STR_ARG(key));
	check_fact(c, "env-reads:python");
	known = map_put(&memo_of(c)->seen, key);
	if ((*known)++ > 0 || variable_owner(name) != NULL || is_aside(c))
		return;
	f = finding_graded(c, at, optional ? INFO : LOW, LEVEL_DEFAULT,
			   "%.*s is read here and .env.example does not list it", STR_ARG(name));
	finding_when(c, f, "near:env-example & !env-listed:%.*s%.*s & once:SE506:%.*s",
		     STR_ARG(key), STR_ARG(others), STR_ARG(key));
}

/* ---- Functions that read what they are asked for ---- */

/* The position of a parameter among those that a caller gives; false: it is none. */
static bool parameter(struct check *c, const struct node *function, const struct node *name,
		      unsigned *position)
{
	unsigned i = 0;

	if (!node_is(name, NODE_NAME) || function == NULL)
		return false;
	for (const struct node *a = function_args(function)->child; a != NULL; a = a->next) {
		if (a->op > ARG_PLAIN)
			return false;
		if (a->atom == name->atom) {
			*position = i;
			return true;
		}
		i += !(i == 0 && str_in(node_name(c, a), "self cls"));
	}
	return false;
}

static void unknown_name(struct check *c, const struct node *key)
{
	const struct node *function = enclosing_def(c);
	struct memo *m = memo_of(c);
	unsigned position;

	if (parameter(c, function, key, &position) && m->wrapper_count < WRAPPERS)
		m->wrappers[m->wrapper_count++] = (struct wrapper){function, position};
	check_fact(c, "env-dynamic:python");
}

/* A call of such a function, once all of the file has been seen. */
static bool see_call(const struct node *n, void *ctx)
{
	struct check *c = ctx;
	const struct memo *m = memo_of(c);
	str called;

	if (n->kind != NODE_CALL)
		return true;
	called = call_method(c, n);
	for (unsigned i = 0; i < m->wrapper_count && called.n > 0; i++) {
		const struct wrapper *w = &m->wrappers[i];
		const struct node *arg = call_first_arg(n);
		if (!str_eq(node_name(c, w->function), called))
			continue;
		for (unsigned k = 0; k < w->position && arg != NULL; k++)
			arg = arg->next;
		if (node_is_constant(arg, CONST_STR))
			variable(c, n, literal_text(c->arena, c->file, arg), S(""), false);
	}
	return true;
}

/* ---- Prefixes: with env.prefixed("APP_"): ---- */

static str prefix_of(struct check *c)
{
	struct buf b = buf_in(c->arena);

	for (uint32_t i = c->depth; i-- > 0;) {
		const struct node *with = c->stack[i];
		if (with->kind != NODE_WITH)
			continue;
		for (const struct node *item = with->child->child; item != NULL;
		     item = item->next) {
			struct value v;
			if (!node_is(item->child, NODE_CALL) ||
			    !str_eq(call_method(c, item->child), S("prefixed")))
				continue;
			v = value_of(c, call_first_arg(item->child));
			if (v.kind == VALUE_STR)
				buf_add(&b, v.text);
		}
	}
	return buf_str(&b);
}

/* ---- pydantic's settings ---- */

static bool is_settings_base(str name)
{
	return str_in(name, "pydantic_settings.BaseSettings pydantic.BaseSettings "
			    "pydantic.v1.BaseSettings pydantic.env_settings.BaseSettings");
}

/* The class that a base means, when this file makes it. */
static const struct node *local_class(struct check *c, const struct node *base)
{
	const struct binding *b;
	const struct scope *where;

	if (!node_is(base, NODE_NAME))
		return NULL;
	b = scope_find(c->scopes, c->scope, base->atom, &where);
	return b != NULL && b->kind == BIND_CLASS && node_is(b->stmt, NODE_CLASS_DEF) ? b->stmt
										      : NULL;
}

static bool is_settings(struct check *c, const struct node *cls, unsigned depth)
{
	for (const struct node *b = class_bases(cls)->child; b != NULL; b = b->next) {
		const struct node *local;
		if (b->kind == NODE_KEYWORD)
			continue;
		if (is_settings_base(name_of(c, b)))
			return true;
		local = depth < 8 ? local_class(c, b) : NULL;
		if (local != NULL && local != cls && is_settings(c, local, depth + 1))
			return true;
	}
	return false;
}

bool env_settings_class(struct check *c, const struct node *cls)
{
	return is_settings(c, cls, 0);
}

static const struct node *keyword_of(struct check *c, const struct node *call, const char *name)
{
	return node_is(call, NODE_CALL) ? arg_node(c, call, -1, name) : NULL;
}

/* What the class's own configuration says under `key`: model_config = SettingsConfigDict(key=...),
 * model_config = {"key": ...}, class Config: key = ..., class X(BaseSettings, key=...). */
static const struct node *own_option(struct check *c, const struct node *cls, const char *key)
{
	for (const struct node *b = class_bases(cls)->child; b != NULL; b = b->next)
		if (b->kind == NODE_KEYWORD && str_eq(node_name(c, b), str_of(key)))
			return b->child;
	for (const struct node *s = class_body(cls)->child; s != NULL; s = s->next) {
		if (s->kind == NODE_ASSIGN && node_is(assign_first_target(s), NODE_NAME) &&
		    str_eq(node_name(c, assign_first_target(s)), S("model_config"))) {
			const struct node *v = assign_value(s);
			return v->kind == NODE_CALL ? keyword_of(c, v, key) : dict_item(c, v, key);
		}
		if (s->kind != NODE_CLASS_DEF || !str_eq(node_name(c, s), S("Config")))
			continue;
		for (const struct node *i = class_body(s)->child; i != NULL; i = i->next)
			if (i->kind == NODE_ASSIGN && node_is(assign_first_target(i), NODE_NAME) &&
			    str_eq(node_name(c, assign_first_target(i)), str_of(key)))
				return assign_value(i);
	}
	return NULL;
}

static const struct node *option(struct check *c, const struct node *cls, const char *key,
				 unsigned depth)
{
	const struct node *found = own_option(c, cls, key), *local;

	for (const struct node *b = class_bases(cls)->child;
	     b != NULL && found == NULL && depth < 8; b = b->next) {
		local = b->kind == NODE_KEYWORD ? NULL : local_class(c, b);
		if (local != NULL && local != cls)
			found = option(c, local, key, depth + 1);
	}
	return found;
}

/* Other names under which a field is read: alias="X", validation_alias=AliasChoices("A", "B"),
 * env="X", env=["A", "B"]. */
static unsigned aliases(struct check *c, const struct node *n, str *out, unsigned most)
{
	struct value v;
	unsigned count = 0;

	if (n == NULL)
		return 0;
	v = value_of(c, n);
	if (v.kind == VALUE_STR && most > 0) {
		out[0] = v.text;
		return 1;
	}
	if (n->kind == NODE_CALL)
		n = call_first_arg(n);
	else if (n->kind == NODE_LIST_EXPR || n->kind == NODE_TUPLE || n->kind == NODE_SET)
		n = n->child;
	else
		return 0;
	for (; n != NULL && count < most; n = n->next) {
		v = value_of(c, n);
		if (v.kind == VALUE_STR)
			out[count++] = v.text;
	}
	return count;
}

enum { ALIASES = 8 };

/* Fields of other models are read under names made of several parts. */
static bool is_scalar(struct check *c, const struct node *annotation)
{
	str name = name_of(c, annotation), last;

	if (annotation->kind == NODE_BIN_OP) /* str | None */
		return is_scalar(c, annotation->child);
	if (annotation->kind == NODE_SUBSCRIPT)
		return !str_in(node_name(c, annotation->child), "ClassVar dict Dict Mapping");
	if (annotation->kind == NODE_CONSTANT)
		return true;
	last = name.n > 0 ? str_after_last(name, '.') : node_name(c, annotation);
	return !str_in(last, "ClassVar") && local_class(c, annotation) == NULL;
}

static void field(struct check *c, const struct node *s, str prefix)
{
	const struct node *target = s->child, *annotation = target->next, *value = annotation->next;
	static const char *const keys[] = {"validation_alias", "alias", "env"};
	str names[ALIASES], name = node_name(c, target);
	struct buf others = buf_in(c->arena);
	unsigned count = 0;
	bool optional = value != NULL;

	if (!node_is(target, NODE_NAME) || str_starts(name, S("_")) ||
	    str_eq(name, S("model_config")) || !is_scalar(c, annotation))
		return;
	if (node_is(value, NODE_CALL) && str_eq(name_of(c, value->child), S("pydantic.Field")))
		optional = arg_node(c, value, 0, "default") != NULL ||
			   keyword_of(c, value, "default_factory") != NULL;
	if (optional &&
	    node_is_constant(node_is(value, NODE_CALL) ? arg_node(c, value, 0, "default") : value,
			     CONST_ELLIPSIS))
		optional = false;
	for (size_t i = 0; i < COUNTOF(keys) && count == 0; i++)
		count = aliases(c, keyword_of(c, value, keys[i]), names, ALIASES);
	if (count == 0) {
		names[0] = arena_printf(c->arena, "%.*s%.*s", STR_ARG(prefix), STR_ARG(name));
		count = 1;
	}
	for (unsigned i = 1; i < count; i++) {
		str other = upper(c->arena, names[i]);
		if (!is_variable(other))
			continue;
		check_fact(c, "env-read:%.*s", STR_ARG(other));
		buf_printf(&others, " & !env-listed:%.*s", STR_ARG(other));
	}
	variable(c, s, upper(c->arena, names[0]), buf_str(&others), optional);
}

static void settings_class(struct check *c, const struct node *cls)
{
	struct value prefix;

	if (!is_settings(c, cls, 0))
		return;
	prefix = value_of(c, option(c, cls, "env_prefix", 0));
	if (option(c, cls, "env_nested_delimiter", 0) != NULL)
		check_fact(c, "env-dynamic:python");
	for (const struct node *s = class_body(cls)->child; s != NULL; s = s->next)
		if (s->kind == NODE_ANN_ASSIGN)
			field(c, s, prefix.kind == VALUE_STR ? prefix.text : S(""));
}

/* ---- Hooks ---- */

/* "X" in os.environ */
static void membership(struct check *c, const struct node *n)
{
	const struct node *right = n->child->next;
	struct value v;

	if (right->next != NULL ||
	    (node_compare_op(right) != CMP_IN && node_compare_op(right) != CMP_NOT_IN) ||
	    !is_mapping(name_of(c, right)))
		return;
	v = value_of(c, n->child);
	if (v.kind == VALUE_STR && is_variable(v.text))
		check_fact(c, "env-read:%.*s", STR_ARG(upper(c->arena, v.text)));
}

/* os.getenv("X") or something else; if os.getenv("X"): */
static bool stands_in(struct check *c)
{
	const struct node *p = check_parent(c, 0);

	return p != NULL &&
	       (p->kind == NODE_BOOL_OP || p->kind == NODE_IF || p->kind == NODE_IF_EXP ||
		p->kind == NODE_COMPARE || p->kind == NODE_UNARY_OP);
}

static void reads(struct check *c, const struct node *n)
{
	struct env_read r, inner;
	bool optional;

	switch ((enum node_kind)n->kind) {
	case NODE_CLASS_DEF:
		settings_class(c, n);
		return;
	case NODE_COMPARE:
		membership(c, n);
		return;
	case NODE_MODULE:
		if (memo_of(c)->wrapper_count > 0)
			node_each(n, see_call, c);
		return;
	default:
		break;
	}
	if (!env_read(c, n, &r))
		return;
	optional = r.dflt != NULL && !(env_read(c, r.dflt, &inner) && inner.fails);
	if (r.name.n == 0)
		unknown_name(c, r.key);
	else
		variable(c, n,
			 arena_printf(c->arena, "%.*s%.*s", STR_ARG(prefix_of(c)), STR_ARG(r.name)),
			 S(""), optional || (!r.fails && r.dflt == NULL && stands_in(c)));
}

static const char no_example[] = "git:worktree & !env-examples:here & !env-examples:above";

/* Where nothing loads an .env, whoever sets the project up needs to know all the same. */
static void reads_secret(struct check *c, const struct node *n)
{
	struct memo *m = memo_of(c);
	struct env_read r;
	struct finding *f;

	if (m->said_secret || n->kind == NODE_CLASS_DEF || !env_read(c, n, &r) ||
	    !secret_name(r.name) || variable_reader(r.name) != NULL || c->notebook || is_aside(c) ||
	    str_find(c->path, S("fixture")) != STR_NONE ||
	    str_find(c->path, S("scripts/")) != STR_NONE ||
	    str_find(c->path, S("tools/")) != STR_NONE)
		return;
	m->said_secret = true;
	f = finding_graded(c, n, INFO, LEVEL_DEFAULT,
			   "%.*s is read here, and no .env.example says what the project needs",
			   STR_ARG(r.name));
	finding_when(c, f, "%s & !env-loaded:python & once:SE505", no_example);
}

#define FILE_LOADERS                                                                               \
	"dotenv.load_dotenv dotenv.main.load_dotenv dotenv.dotenv_values environs.Env().read_env " \
	"environ.Env.read_env environ.Env().read_env environs.Env.read_env"

static bool loads_file(const struct node *call, str name)
{
	const struct node *first = call_first_arg(call);

	if (str_eq(name, S("starlette.config.Config")))
		return first != NULL;
	if (str_eq(name, S("decouple.config")))
		return node_is(first, NODE_CONSTANT);
	return str_in(name, FILE_LOADERS);
}

/* load_dotenv(), env.read_env(), SettingsConfigDict(env_file=".env") */
static void loads_dotenv(struct check *c, const struct node *n)
{
	struct finding *f;
	bool loads;

	if (n->kind == NODE_CLASS_DEF) {
		const struct node *file;
		loads = is_settings(c, n, 0) && (file = own_option(c, n, "env_file")) != NULL &&
			!is_none(c, file);
	} else {
		str name = call_name(c, n);
		loads = is_of_environment(name) && loads_file(n, name);
	}
	if (!loads) {
		reads_secret(c, n);
		return;
	}
	if (is_aside(c))
		return;
	check_fact(c, "env-loaded:python");
	f = finding(c, n, "variables are read from an .env file, and no .env.example says which");
	finding_when(c, f, "%s & once:SE505", no_example);
}

static const char needs[] = "environ getenv getenvb dotenv environs decouple starlette "
			    "BaseSettings prettyconf dotenv_values";

const struct rule rules_environment[] = {
	{
		.id = "SE505",
		.name = "env_example_missing",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {1059},
		.title = "Variables from an .env file, and no .env.example",
		.why = "Who sets the project up has to guess which secrets it needs, and gets them "
		       "by "
		       "copying somebody's .env: that is how one person's keys end up on ten "
		       "machines and in chat.",
		.fix = "Commit an .env.example with every name and no value; keep .env in "
		       ".gitignore.",
		.bad = "from dotenv import load_dotenv\nload_dotenv()  #! SE505\n",
		.good = "import os\nkey = os.environ['SERVICE_URL']\n",
		.on = {NODE_CALL, NODE_CLASS_DEF, NODE_SUBSCRIPT},
		.calls = FILE_LOADERS " starlette.config.Config " ENV_READ_CALLS,
		.needs = needs,
		.py = loads_dotenv,
	},
	{
		.id = "SE506",
		.name = "env_variable_not_listed",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {1059},
		.title = "A variable that the code reads and .env.example does not list",
		.why = "The list is what people and deployments go by. What is missing in it is "
		       "found "
		       "out in production, or filled in by hand from somebody's own secrets.",
		.fix = "Add a line `NAME=` to .env.example.",
		.bad = "import os\nkey = os.environ['BILLING_API_KEY']  #! SE506\n"
		       "url = os.getenv('BILLING_URL')  #! SE506\n",
		.good = "import os\nhome = os.environ['HOME']\nrank = int(os.getenv('LOCAL_RANK', "
			"'0'))\n",
		.flags = RULE_LATE,
		.on = {NODE_CALL, NODE_SUBSCRIPT, NODE_COMPARE, NODE_CLASS_DEF, NODE_MODULE},
		.calls = ENV_READ_CALLS,
		.needs = needs,
		.py = reads,
	},
	{0},
};
