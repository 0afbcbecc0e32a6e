/* SE525: secrets written into compose files. What comes from the environment (${X}) or from a
 * secret is as it should be; a default behind `:-` counts where nobody sets the variable. Build
 * arguments stay in the image (SE520). */
#include "base/limits.h"
#include "engine/engine_int.h"
#include "engine/format.h"
#include "rules/project/value.h"
#include "text/yaml.h"

static bool is_compose(str name)
{
	if (!str_ends(name, S(".yml")) && !str_ends(name, S(".yaml")))
		return false;
	return str_starts(name, S("docker-compose")) || str_starts(name, S("compose.")) ||
	       str_starts(name, S("compose-")) || str_starts(name, S("compose_")) ||
	       str_starts(name, S("podman-compose")) || str_ends(name, S("compose.yml")) ||
	       str_ends(name, S("compose.yaml"));
}

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	return !s->compat && is_compose(p->name) ? 90 : 0;
}

/* Passwords of databases that are thrown away after a test. */
static bool is_for_tests(str path)
{
	static const char *const words[] = {"test", "dev",     "local", "example",
					    "ci",   "sandbox", "demo",	"e2e"};
	str name = str_after_last(path, '/');

	for (size_t i = 0; i < COUNTOF(words); i++)
		if (str_find_nocase(name, str_of(words[i])) != STR_NONE)
			return true;
	return str_find(path, S("test")) != STR_NONE || str_find(path, S("example")) != STR_NONE;
}

static bool found_by_engine(const struct scan *s, size_t offset)
{
	uint32_t line = text_line(s->bytes, offset);

	for (const struct record *r = s->records; r != NULL; r = r->next)
		if (r->f.rule->secret != NULL && r->f.line == line)
			return true;
	return false;
}

/* The default of ${NAME:-default}; false: there is none. */
static bool default_of(str value, str *dflt)
{
	size_t at = str_find(value, S(":-"));

	if (!str_starts(value, S("${")) || at == STR_NONE || !str_ends(value, S("}")))
		return false;
	*dflt = str_slice(value, at + 2, value.n - 1);
	return true;
}

static void variable(struct scan *s, str name, str value, size_t start, size_t end)
{
	enum value_look look;
	bool fallback = default_of(value, &value);
	struct finding *f;

	look = value_look(value, name);
	if (!secret_name(name) || look == VALUE_EMPTY || look == VALUE_TEMPLATE ||
	    str_in(value, "true false yes no on off 0 1 True False"))
		return;
	if (look != VALUE_REAL && is_for_tests(s->path))
		return;
	if (found_by_engine(s, start))
		return;
	f = scan_text_finding(s, "SE525", start, end, name,
			      fallback ? "where %.*s is not set, the value that stands here counts"
				       : "%.*s has its value in the file",
			      STR_ARG(str_slice(name, 0, 100)));
	if (look != VALUE_REAL)
		f->severity = LOW;
}

/* environment: a mapping, or a list of NAME=value. */
static void environment(struct scan *s, const struct tree *env)
{
	for (const struct tree *e = env ? env->first : NULL; e != NULL; e = e->next) {
		size_t equals;
		if (e->kind == TREE_TABLE || e->kind == TREE_ARRAY || e->kind == TREE_NULL)
			continue;
		if (env->kind == TREE_TABLE) {
			variable(s, e->key, e->text, e->key_start, e->end);
			continue;
		}
		equals = str_find_byte(e->text, '=');
		if (equals != STR_NONE)
			variable(s, str_slice(e->text, 0, equals),
				 str_slice(e->text, equals + 1, e->text.n), e->start, e->end);
		else if (e->text.n < 100)
			scan_fact(s, "env-read:%.*s", STR_ARG(e->text)); /* passed on */
	}
}

static void build_arguments(struct scan *s, const struct tree *args)
{
	for (const struct tree *e = args ? args->first : NULL; e != NULL; e = e->next) {
		str name = args->kind == TREE_TABLE
				   ? e->key
				   : str_slice(e->text, 0,
					       e->kind == TREE_STRING ? str_find_byte(e->text, '=')
								      : 0);
		if (!secret_name(name))
			continue;
		scan_text_finding(
			s, "SE520", args->kind == TREE_TABLE ? e->key_start : e->start, e->end,
			name,
			"build argument %.*s: what a build passes in stays in the history "
			"of the image",
			STR_ARG(str_slice(name, 0, 100)));
	}
}

static bool is_container(const struct tree *t)
{
	return tree_is(t, TREE_TABLE) || tree_is(t, TREE_ARRAY);
}

static void service(struct scan *s, const struct tree *t)
{
	const struct tree *env = tree_get(t, S("environment")), *args;

	args = tree_path(t, "build.args");
	if (is_container(env))
		environment(s, env);
	if (is_container(args))
		build_arguments(s, args);
	if (tree_get(t, S("env_file")) != NULL)
		scan_fact(s, "dotenv:%.*s", STR_ARG(scan_folder(s)));
}

static void scan_compose(struct scan *s)
{
	const struct tree *stream, *services;

	if (scan_too_large(s))
		return;
	stream = scan_yaml(s, s->bytes);
	services = tree_get(yaml_document(stream), S("services"));
	if (!tree_is(services, TREE_TABLE))
		return;
	for (const struct tree *t = services->first; t != NULL; t = t->next)
		if (t->kind == TREE_TABLE)
			service(s, t);
}

const struct format format_compose = {
	.name = "compose",
	.layer = LAYER_SECRETS,
	.recognise = recognise,
	.project = scan_compose,
};

const struct rule rules_compose[] = {
	{
		.id = "SE525",
		.name = "compose_secret_literal",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {798, 260},
		.title = "A secret that is written into a compose file",
		.why = "The file is in git, and `docker inspect` shows the value. A well-known "
		       "password that was meant for a developer's machine is what the server gets "
		       "when the same file is used there.",
		.fix = "Write ${NAME:?set NAME in .env}, or give the service a secret "
		       "(`secrets:` and NAME_FILE).",
		.lang = "file:docker-compose.yml",
		.bad = "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: postgres\n",
		.good = "services:\n  db:\n    environment:\n"
			"      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?}\n"
			"      POSTGRES_PASSWORD_FILE: /run/secrets/db\n",
	},
	{0},
};
