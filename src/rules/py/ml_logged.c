/* What must not be in a log: secrets, whole requests, prompts, the environment. Only values that
 * are logged as they are: a f-string field, a %-argument, a plain argument. len(token), bool(token)
 * and masked values are fine. */
#include "rules/py/origin.h"
#include "rules/py/telling_name.h"

static bool is_logger(struct check *c, const struct node *call)
{
	const struct node *recv = call_receiver(call);
	str name = call_name(c, call), who;

	if (str_starts(name, S("logging.")))
		return true;
	if (recv == NULL)
		return false;
	who = node_name(c, recv);
	return str_in(who, "logger log LOG LOGGER _logger _log logging self.log console_logger "
			   "app_logger") ||
	       str_ends(who, S("logger")) || str_ends(who, S("_log"));
}

struct search {
	struct check *c;
	bool (*wanted)(struct check *c, const struct node *n);
	const struct node *hit;
	bool secrets;
};

static bool descend(const struct node *n, void *ctx)
{
	struct search *s = ctx;

	if (s->secrets && reads_secret_variable(s->c, n))
		s->hit = n;
	if (s->hit != NULL || n->kind == NODE_LAMBDA || n->kind == NODE_COMPARE ||
	    n->kind == NODE_IF_EXP || n->kind == NODE_SUBSCRIPT)
		return false;
	if (n->kind == NODE_CALL) {
		/* calls make something else of their arguments, except those that print them */
		if (!str_in(call_method(s->c, n), "str repr format dumps join dict pformat"))
			return false;
	} else if (s->wanted(s->c, n)) {
		s->hit = n;
	}
	/* of `a.b` only b counts */
	return s->hit == NULL && n->kind != NODE_ATTRIBUTE;
}

static bool has_lower_case(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= 'a' && s.p[i] <= 'z')
			return true;
	return false;
}

/* `token` is a word in code about language, and a secret in code about logging in. */
static bool token_is_secret(struct check *c)
{
	static const char *const language[] = {"tokeniz", "tokens", "token_id", "lexer",
					       "lineno",  "vocab",  "parse_",	"grammar"};
	static const char *const login[] = {"jwt",     "login",	   "bearer", "authoriz",
					    "authent", "password", "api_key"};
	static const char key;
	void **memo = file_memo(c, &key);
	bool *known = *memo, found = false;

	if (known != NULL)
		return *known;
	for (size_t i = 0; i < COUNTOF(login) && !found; i++)
		found = str_find_nocase(c->file->source, str_of(login[i])) != STR_NONE;
	for (size_t i = 0; i < COUNTOF(language) && found; i++)
		found = str_find_nocase(c->file->source, str_of(language[i])) == STR_NONE;
	*memo = known = NEW(c->arena, bool, 1);
	*known = found;
	return found;
}

static bool wanted_secret(struct check *c, const struct node *n)
{
	const struct binding *b;
	str name;

	if (n->kind != NODE_NAME && n->kind != NODE_ATTRIBUTE)
		return false;
	name = node_name(c, n);
	if (str_eq(name, S("token")))
		return token_is_secret(c);
	if (!name_is_secret(name) || str_in(name, "credentials"))
		return false;
	if (n->kind != NODE_NAME || has_lower_case(name))
		return true;
	/* An imported CONSTANT is as often the name of a setting or a route as its value. */
	b = scope_find(c->scopes, c->scope, n->atom, NULL);
	return b != NULL && b->kind == BIND_ASSIGN && !node_is(b->value, NODE_CONSTANT);
}

/* The values of extra={...}. */
static void logged_dict(struct search *s, const struct node *dict)
{
	for (const struct node *k = dict->child; k != NULL && k->next != NULL; k = k->next->next)
		node_each(k->next, descend, s);
}

static const struct node *logged(struct check *c, const struct node *call,
				 bool (*wanted)(struct check *c, const struct node *n))
{
	struct search s = {c, wanted, NULL, wanted == wanted_secret};

	for (const struct node *a = call_first_arg(call); a != NULL && s.hit == NULL; a = a->next) {
		/* structlog and loguru: log.info("login", password=password); extra={...} */
		if (a->kind == NODE_KEYWORD &&
		    str_in(node_name(c, a), "exc_info stack_info stacklevel file sep end flush"))
			continue;
		if (a->kind == NODE_KEYWORD && node_is(a->child, NODE_DICT))
			logged_dict(&s, a->child);
		else
			node_each(a->kind == NODE_KEYWORD ? a->child : a, descend, &s);
	}
	return s.hit;
}

static void secret_logged(struct check *c, const struct node *call)
{
	const struct node *hit;

	if (!is_logger(c, call) && !str_eq(call_name(c, call), S("print")))
		return;
	hit = logged(c, call, wanted_secret);
	if (hit != NULL)
		finding(c, call, "%.*s is written to the log", STR_ARG(node_text(c->file, hit)));
}

static bool wanted_payload(struct check *c, const struct node *n)
{
	const struct node *root = n;

	if (n->kind == NODE_NAME) {
		if (str_in(node_name(c, n), "body data payload messages"))
			return (origin_of(c, n) & ORIGIN_USER) != 0;
		return str_in(node_name(c, n), "prompt full_prompt system_prompt user_prompt "
					       "request_body raw_body");
	}
	if (n->kind != NODE_ATTRIBUTE)
		return false;
	while (root->kind == NODE_ATTRIBUTE)
		root = root->child;
	return node_is(root, NODE_NAME) &&
	       str_in(node_name(c, root), "request req flask_request") &&
	       str_in(node_name(c, n),
		      "headers body json form data cookies POST META prompt messages");
}

static void payload_logged(struct check *c, const struct node *call)
{
	const struct node *hit;

	if (!is_logger(c, call) && !function_is_route(c, enclosing_def(c)))
		return;
	if (str_eq(call_method(c, call), S("debug")))
		return;
	hit = logged(c, call, wanted_payload);
	if (hit != NULL)
		finding(c, call, "%.*s is written to the log as a whole",
			STR_ARG(node_text(c->file, hit)));
}

static bool wanted_rows(struct check *c, const struct node *n)
{
	return n->kind == NODE_NAME &&
	       str_in(node_name(c, n), "row rows record records df dataframe "
				       "patient customer user_data payload");
}

static void rows_logged(struct check *c, const struct node *call)
{
	const struct node *fn = enclosing_def(c);
	const struct node *hit;

	if (!is_logger(c, call) && !(function_is_route(c, fn)))
		return;
	if (str_eq(call_method(c, call), S("debug")))
		return;
	hit = logged(c, call, wanted_rows);
	if (hit != NULL)
		finding(c, call, "%.*s is written to the log as a whole",
			STR_ARG(node_text(c->file, hit)));
}

static bool wanted_environment(struct check *c, const struct node *n)
{
	return n->kind == NODE_ATTRIBUTE && str_eq(name_of(c, n), S("os.environ"));
}

static void environment_logged(struct check *c, const struct node *call)
{
	if (!is_logger(c, call) && !str_eq(call_name(c, call), S("print")))
		return;
	if (logged(c, call, wanted_environment) != NULL)
		finding(c, call, "The whole environment is written out, with every key in it");
}

static void secret_tracked(struct check *c, const struct node *call)
{
	struct value key = value_of(c, arg_node(c, call, 0, "key"));
	const struct node *value = arg_node(c, call, 1, "value");

	if (key.kind == VALUE_STR && name_is_secret(key.text) && value != NULL &&
	    !node_is(value, NODE_CONSTANT))
		finding(c, call, "%.*s is stored in the experiment tracker", STR_ARG(key.text));
	else if (value != NULL && wanted_secret(c, value))
		finding(c, call, "%.*s is stored in the experiment tracker",
			STR_ARG(node_text(c->file, value)));
}

#define LOG_CALLS "*.info *.warning *.warn *.error *.exception *.critical *.debug *.log print"

const struct rule rules_logged[] = {
	{
		.id = "ML501",
		.name = "secret_logged",
		.severity = HIGH,
		.confidence = MEDIUM,
		.cwe = {532},
		.title = "Password, key or token written to a log",
		.why = "Logs are copied to places with more readers than the secret's own, and "
		       "kept for "
		       "years.",
		.fix = "Log that it is set (bool(token)) or a fingerprint of it, never the value.",
		.bad = "import logging\nlogging.info(f'login with {password}')   #! ML501\n"
		       "print('key', api_key)   #! ML501\n",
		.good = "import logging\nlogging.info('key set: %s', bool(api_key))\n"
			"logging.info('%d tokens', num_tokens)\n",
		.calls = LOG_CALLS,
		.py = secret_logged,
	},
	{
		.id = "ML502",
		.name = "payload_logged",
		.severity = LOW,
		.confidence = MEDIUM,
		.cwe = {532},
		.title = "Whole prompt or request written to a log",
		.why = "Prompts and request bodies hold what users typed: names, diagnoses, keys. "
		       "Headers "
		       "hold their tokens.",
		.fix = "Log an id, the length and a digest; keep the content behind a debug switch "
		       "that is "
		       "off in production.",
		.bad = "logger.info('prompt: %s', prompt)   #! ML502\n"
		       "logger.info(f'got {request.headers}')   #! ML502\n",
		.good = "logger.info('prompt of %d characters', len(prompt))\n",
		.calls = LOG_CALLS,
		.py = payload_logged,
	},
	{
		.id = "ML503",
		.name = "rows_logged",
		.severity = LOW,
		.confidence = LOW,
		.cwe = {532},
		.title = "Whole rows or records written to a log",
		.why = "Rows of a data set are personal data more often than not, and a log has no "
		       "deletion date.",
		.fix = "Log the row's key or index.",
		.bad = "logger.warning('bad row %s', row)   #! ML503\n",
		.good = "logger.warning('bad row %s', row.id)\n",
		.calls = LOG_CALLS,
		.py = rows_logged,
	},
	{
		.id = "ML504",
		.name = "environment_logged",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {532},
		.title = "Whole environment written out",
		.why = "HF_TOKEN, AWS_SECRET_ACCESS_KEY and database passwords live in the "
		       "environment of "
		       "training jobs and services; job logs are read by many.",
		.fix = "Log single variables from an allow-list.",
		.bad = "import os\nprint(dict(os.environ))   #! ML504\n",
		.good = "import os\nprint(os.environ.get('RANK'))\n",
		.calls = LOG_CALLS,
		.py = environment_logged,
	},
	{
		.id = "ML505",
		.name = "secret_tracked",
		.severity = HIGH,
		.confidence = MEDIUM,
		.cwe = {532, 200},
		.title = "Secret stored in an experiment tracker",
		.why = "Parameters of a run are visible to everybody with access to the tracker, "
		       "are "
		       "exported, and cannot be changed afterwards.",
		.fix = "Leave secrets out of what is logged as parameters, tags and configuration.",
		.bad = "import mlflow\nmlflow.log_param('api_key', key)   #! ML505\n",
		.good = "import mlflow\nmlflow.log_param('lr', lr)\n",
		.calls = "mlflow.log_param mlflow.set_tag mlflow.MlflowClient().log_param "
			 "mlflow.tracking.MlflowClient().log_param",
		.py = secret_tracked,
	},
};
