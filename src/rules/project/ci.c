/* SE530, SE532, SE533: secrets in the files of CI services; those that stand there themselves are
 * the engine's. Every string under a key that is run as a shell script is read line by line; of
 * GitHub's workflows it is known which variables have a secret in them, elsewhere their names tell.
 */
#include "base/limits.h"
#include "base/map.h"
#include "engine/engine_int.h"
#include "engine/format.h"
#include "rules/project/value.h"
#include "text/yaml.h"

static bool is_github(str path)
{
	str name = str_after_last(path, '/');

	return (str_find(path, S(".github/workflows/")) != STR_NONE ||
		str_find(path, S(".gitea/workflows/")) != STR_NONE ||
		str_find(path, S(".forgejo/workflows/")) != STR_NONE ||
		str_in(name, "action.yml action.yaml")) &&
	       (str_ends(name, S(".yml")) || str_ends(name, S(".yaml")));
}

static bool is_other_ci(str path)
{
	str name = str_after_last(path, '/');

	return str_in(name,
		      ".gitlab-ci.yml .gitlab-ci.yaml azure-pipelines.yml azure-pipelines.yaml "
		      "bitbucket-pipelines.yml .travis.yml .drone.yml .woodpecker.yml "
		      "buildspec.yml cloudbuild.yaml cloudbuild.yml appveyor.yml") ||
	       str_find(path, S(".circleci/config.y")) != STR_NONE ||
	       str_find(path, S(".buildkite/pipeline.y")) != STR_NONE ||
	       str_ends(name, S(".gitlab-ci.yml"));
}

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	return !s->compat && (is_github(p->path) || is_other_ci(p->path)) ? 90 : 0;
}

/* Variables that are set around a step; the innermost first. */
struct around {
	const struct tree *env;
	const struct around *outer;
};

struct ci {
	struct scan *scan;
	bool github;
	uint64_t
		fuel; /* bytes of scripts, and variables asked about; files of people need little */
	bool spent;
};

static bool spend(struct ci *c, uint64_t n)
{
	if (n > c->fuel && !c->spent) {
		scan_finding(c->scan, "AS004", NULL, 0, 0,
			     "its scripts and variables are more than are looked at");
		c->spent = true;
	}
	c->fuel = n > c->fuel ? 0 : c->fuel - n;
	return !c->spent;
}

/* ---- Names ---- */

static bool holds_secret_context(str text)
{
	size_t at = 0, open;

	while ((open = str_find(str_slice(text, at, text.n), S("${{"))) != STR_NONE) {
		str inside = str_slice(text, at + open + 3, text.n);
		size_t close = str_find(inside, S("}}"));
		inside = str_slice(inside, 0, close);
		if (str_find(inside, S("secrets.")) != STR_NONE ||
		    str_find(inside, S("secrets[")) != STR_NONE)
			return true;
		if (close == STR_NONE)
			return false;
		at = (size_t)(inside.p - text.p) + close;
	}
	return false;
}

/* Is the variable one that holds a secret here? */
static bool is_secret_variable(struct ci *c, const struct around *sc, str name)
{
	for (; sc != NULL && spend(c, sc->env->count + 1); sc = sc->outer) {
		const struct tree *v = tree_get(sc->env, name);
		if (v != NULL)
			return (v->kind == TREE_STRING && holds_secret_context(v->text)) ||
			       (!c->github && secret_name(name));
	}
	return !c->github && secret_name(name);
}

static bool any_secret(struct ci *c, const struct around *sc)
{
	for (; sc != NULL && spend(c, sc->env->count + 1); sc = sc->outer) {
		for (const struct tree *v = sc->env->first; v != NULL; v = v->next)
			if (v->kind == TREE_STRING && holds_secret_context(v->text))
				return true;
	}
	return false;
}

/* ---- Lines of a shell ---- */

static bool is_name(uint8_t b)
{
	return b == '_' || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') ||
	       (b >= '0' && b <= '9');
}

/* A whole variable that holds a secret: $X, ${X}, $env:X; not ${#X}, ${X:+set}, '$X'. */
static bool mentions_variable(struct ci *c, const struct around *sc, str text)
{
	bool quoted = false;

	for (size_t i = 0; i + 1 < text.n; i++) {
		size_t from = i + 1, to;
		bool brace;
		if (text.p[i] == '\'')
			quoted = !quoted;
		if (text.p[i] != '$' || quoted || (i > 0 && text.p[i - 1] == '\\'))
			continue;
		brace = text.p[from] == '{';
		from += brace;
		if (str_starts(str_slice(text, from, text.n), S("env:")))
			from += 4;
		for (to = from; to < text.n && is_name(text.p[to]); to++)
			;
		if (brace && (to == text.n || text.p[to] != '}'))
			continue;
		if (to > from && is_secret_variable(c, sc, str_slice(text, from, to)))
			return true;
		i = to - 1;
	}
	return false;
}

/* The first word of a command. */
static str command_word(str command)
{
	str rest = str_trim(command);

	while (str_starts(rest, S("sudo ")) || str_starts(rest, S("time ")) ||
	       str_starts(rest, S("then ")) || str_starts(rest, S("else ")) ||
	       str_starts(rest, S("do ")) || str_starts(rest, S("- ")))
		rest = str_trim(str_slice(rest, str_find_byte(rest, ' '), rest.n));
	return str_cut(&rest, ' ');
}

static bool is_printer(str word)
{
	return str_in(word, "echo printf Write-Host Write-Output print");
}

/* What makes a secret unreadable for the masks of a log, and readable again for a person. */
static bool is_encoder(str command)
{
	str word = command_word(command);

	return str_in(word, "base64 base32 xxd od hexdump rev fold sed tr tac cut awk basenc");
}

enum print { PRINT_NOT, PRINT_PLAIN, PRINT_ENCODED };

/* A pipeline without `;`, `&&` and `||`. */
static enum print prints(struct ci *c, const struct around *sc, str pipeline)
{
	str rest = pipeline, first = str_cut(&rest, '|'), last = first;
	bool encoded = false;

	if (!is_printer(command_word(first)) ||
	    (!holds_secret_context(first) && !mentions_variable(c, sc, first)) ||
	    str_find(first, S("::add-mask::")) != STR_NONE ||
	    str_find(first, S("add-mask")) != STR_NONE)
		return PRINT_NOT;
	while (rest.p != NULL) {
		last = str_cut(&rest, '|');
		encoded |= is_encoder(last);
	}
	if (str_find_byte(last, '>') != STR_NONE && str_find(last, S(">&2")) == STR_NONE &&
	    str_find(last, S("/dev/std")) == STR_NONE)
		return PRINT_NOT;
	if (last.p == first.p)
		return PRINT_PLAIN;
	if (str_eq(command_word(last), S("tee")))
		return PRINT_PLAIN;
	return encoded && is_encoder(last) ? PRINT_ENCODED : PRINT_NOT;
}

static bool dumps_environment(str pipeline)
{
	str p = str_trim(pipeline);

	return str_in(p, "env printenv set") || str_eq(p, S("export -p")) ||
	       str_eq(p, S("env | sort")) || str_eq(p, S("printenv | sort")) ||
	       str_eq(p, S("env|sort"));
}

/* Cuts off what is before the next `;`, `&&` or `||`. */
static str cut_pipeline(str *rest)
{
	str all = *rest;

	for (size_t i = 0; i < all.n; i++) {
		bool two = i + 1 < all.n && all.p[i + 1] == all.p[i] &&
			   (all.p[i] == '&' || all.p[i] == '|');
		if (all.p[i] != ';' && !two)
			continue;
		*rest = str_slice(all, i + 1 + two, all.n);
		return str_slice(all, 0, i);
	}
	*rest = (str){NULL, 0};
	return all;
}

/* ---- Scripts ---- */

/* Where line `i` of a scalar's text begins in the file, as far as block scalars show it. */
static size_t line_offset(const struct scan *s, const struct tree *t, uint32_t i)
{
	size_t at = t->start;
	bool block = at < s->bytes.n && (s->bytes.p[at] == '|' || s->bytes.p[at] == '>');

	for (i += block; i > 0 && at < t->end; i--) {
		size_t n = str_find_byte(str_slice(s->bytes, at, t->end), '\n');
		if (n == STR_NONE)
			break;
		at += n + 1;
	}
	while (at < t->end && (s->bytes.p[at] == ' ' || s->bytes.p[at] == '\t'))
		at++;
	return at;
}

static void found(struct ci *c, const char *id, enum level severity, const struct tree *t,
		  uint32_t i, str line, const char *message)
{
	size_t at = line_offset(c->scan, t, i);
	str rest = str_slice(c->scan->bytes, at, t->end);
	size_t end = str_find_byte(rest, '\n');
	struct finding *f;

	f = scan_text_finding(c->scan, id, at, end == STR_NONE ? t->end : at + end, line, "%s",
			      message);
	if (severity != LEVEL_DEFAULT)
		f->severity = (uint8_t)severity;
}

static void script_line(struct ci *c, const struct around *sc, const struct tree *t, uint32_t i,
			str line)
{
	enum print worst = PRINT_NOT;
	bool dump = false;

	if (str_starts(str_trim(line), S("#")))
		return;
	for (str rest = line; rest.p != NULL;) {
		str pipeline = cut_pipeline(&rest);
		enum print p = prints(c, sc, pipeline);
		worst = p > worst ? p : worst;
		dump |= dumps_environment(pipeline);
	}
	if (worst != PRINT_NOT)
		found(c, "SE530", worst == PRINT_ENCODED ? HIGH : LEVEL_DEFAULT, t, i, line,
		      worst == PRINT_ENCODED
			      ? "a secret is printed in a form that the log's masks do not know"
			      : "a secret is printed into the log");
	else if (dump && c->github && any_secret(c, sc))
		found(c, "SE530", LOW, t, i, line,
		      "the environment, which has a secret in it, is printed into the log");
	if (c->github && worst == PRINT_NOT && holds_secret_context(line))
		found(c, "SE532", LEVEL_DEFAULT, t, i, line,
		      "a secret is put into the text of a script instead of a variable");
}

static void script(struct ci *c, const struct around *sc, const struct tree *t)
{
	uint32_t i = 0;

	if (t->kind == TREE_ARRAY) {
		for (const struct tree *e = t->first; e != NULL; e = e->next)
			if (e->kind == TREE_STRING)
				script(c, sc, e);
		return;
	}
	if (t->kind != TREE_STRING || !spend(c, t->text.n))
		return;
	for (str rest = t->text; rest.p != NULL; i++)
		script_line(c, sc, t, i, str_cut(&rest, '\n'));
}

/* ---- Conditions ---- */

static void condition(struct ci *c, const struct tree *t)
{
	if (t->kind != TREE_STRING || str_find(t->text, S("secrets.")) == STR_NONE)
		return;
	scan_text_finding(
		c->scan, "SE533", t->start, t->end, t->text,
		"a condition cannot see secrets: the workflow is refused, or the condition "
		"never holds");
}

static bool is_script_key(str key)
{
	return str_in(key, "run script before_script after_script bash pwsh powershell sh "
			   "inlineScript commands");
}

static void walk(struct ci *c, const struct around *outer, const struct tree *t)
{
	struct around own = {.env = NULL, .outer = outer};
	const struct around *sc = outer;

	if (t->kind == TREE_TABLE) {
		own.env = tree_get(t, S("env"));
		if (!tree_is(own.env, TREE_TABLE))
			own.env = tree_get(t, S("variables"));
		if (tree_is(own.env, TREE_TABLE))
			sc = &own;
	}
	for (const struct tree *e = t->first; e != NULL; e = e->next) {
		if (is_script_key(e->key) && (e->kind == TREE_STRING || e->kind == TREE_ARRAY))
			script(c, sc, e);
		else if (c->github && str_eq(e->key, S("if")))
			condition(c, e);
		if (e->kind == TREE_TABLE || e->kind == TREE_ARRAY)
			walk(c, sc, e);
	}
}

static void scan_ci(struct scan *s)
{
	struct ci c = {.scan = s, .github = is_github(s->path), .fuel = LIMIT_CI_STEPS};
	const struct tree *stream;

	if (scan_too_large(s))
		return;
	stream = scan_yaml(s, s->bytes);
	for (const struct tree *t = stream ? stream->first : NULL; t != NULL; t = t->next)
		if (t->kind == TREE_TABLE || t->kind == TREE_ARRAY)
			walk(&c, NULL, t);
}

const struct format format_ci = {
	.name = "ci",
	.layer = LAYER_SECRETS,
	.recognise = recognise,
	.project = scan_ci,
};

#define JOB "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n"

const struct rule rules_ci[] = {
	{
		.id = "SE530",
		.name = "ci_secret_printed",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {532},
		.title = "A CI job prints a secret",
		.why = "Logs are kept, shown to more people than the secret, and of public "
		       "projects to "
		       "everybody. The service masks the exact value only: a part of it, or the "
		       "same "
		       "in base64, is printed as it is.",
		.fix = "Do not print it. To see whether it is set: `[ -n \"$NAME\" ] && echo set`.",
		.lang = "file:.github/workflows/ci.yml",
		.bad = JOB "      - run: echo \"${{ secrets.TOKEN }}\" | base64\n",
		.good = JOB "      - run: echo \"$TOKEN\" | docker login --password-stdin\n"
			    "        env:\n          TOKEN: ${{ secrets.TOKEN }}\n",
	},
	{
		.id = "SE532",
		.name = "ci_secret_in_script",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {532, 77},
		.title = "A secret that is put into the text of a script",
		.why = "The value becomes part of the script: it is in the file that the runner "
		       "writes, in what `set -x` and ps show, and a quote or `$` in it is run by "
		       "the "
		       "shell.",
		.fix = "Give it to the step as a variable (`env: NAME: ${{ secrets.NAME }}`) and "
		       "write \"$NAME\" in the script.",
		.lang = "file:.github/workflows/ci.yml",
		.bad = JOB "      - run: twine upload -p ${{ secrets.TOKEN }} dist/*\n",
		.good = JOB "      - run: twine upload -p \"$TOKEN\" dist/*\n"
			    "        env:\n          TOKEN: ${{ secrets.TOKEN }}\n",
	},
	{
		.id = "SE533",
		.name = "ci_secret_in_condition",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {670},
		.title = "A condition of a workflow that asks for a secret",
		.why = "`if:` has no access to secrets: a check that was meant to guard a step "
		       "does "
		       "not do what it says.",
		.fix = "Set a variable of the job from the secret, and ask for that: "
		       "`if: env.NAME != ''`.",
		.lang = "file:.github/workflows/ci.yml",
		.bad = JOB "      - if: ${{ secrets.TOKEN != '' }}\n        run: make\n",
		.good = JOB "      - if: env.TOKEN != ''\n        run: make\n",
	},
	{0},
};
