/* SE507, SE508 and the facts of .env.example: which variables a project says it reads. The reads
 * are found in Python (rules/py/environment.c) and by name in other files (variable_use.c). */
#include "base/limits.h"
#include "engine/engine_int.h"
#include "engine/format.h"
#include "repo/private.h"
#include "rules/project/value.h"
#include "rules/project/variable.h"
#include "text/dotenv.h"

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	return !s->compat && private_kind(p->path) == PRIVATE_ENV_EXAMPLE ? 90 : 0;
}

/* Names are compared as pydantic compares them: without case. */
static str upper(struct arena *a, str name)
{
	uint8_t *out = arena_alloc(a, name.n + 1, 1);

	for (size_t i = 0; i < name.n; i++)
		out[i] = name.p[i] >= 'a' && name.p[i] <= 'z' ? (uint8_t)(name.p[i] - 32)
							      : name.p[i];
	return (str){out, name.n};
}

static void real_value(struct scan *s, const struct dotenv_entry *e)
{
	bool real = (secret_name(e->name) && value_look(e->value, e->name) == VALUE_REAL) ||
		    url_with_password(e->value);

	if (!real)
		return;
	scan_text_finding(s, "SE508", e->start, e->value_end, e->name,
			  "%.*s has a value that looks real, in a file that is made to be shared",
			  STR_ARG(str_slice(e->name, 0, 100)));
}

static void never_read(struct scan *s, const struct dotenv_entry *e, str name)
{
	struct finding *f;

	if (e->comment || variable_reader(name) != NULL)
		return;
	f = scan_text_finding(s, "SE507", e->start, e->start + e->name.n, e->name,
			      "%.*s is listed here, and nothing reads it",
			      STR_ARG(str_slice(e->name, 0, 100)));
	f->when = arena_printf(s->arena, "env-reads:python & !env-dynamic:python & !env-read:%.*s",
			       STR_ARG(name));
}

static void scan_example(struct scan *s)
{
	const struct dotenv_entry *list;
	size_t n = dotenv_read(s->arena, s->bytes, &list);

	scan_fact(s, "env-examples:here");
	if (scan_too_large(s))
		return;
	if (n == LIMIT_DOTENV_ENTRIES)
		scan_cut(s, "more entries than are read");
	scan_fact(s, "env-example:%.*s", STR_ARG(scan_folder(s)));
	scan_fact(s, "dotenv:%.*s", STR_ARG(scan_folder(s)));
	for (size_t i = 0; i < n; i++) {
		str name = upper(s->arena, str_slice(list[i].name, 0, 200));
		scan_fact(s, "env-listed:%.*s", STR_ARG(name));
		never_read(s, &list[i], name);
		if (!list[i].comment)
			real_value(s, &list[i]);
	}
}

const struct format format_env_example = {
	.name = "env-example",
	.layer = LAYER_SECRETS,
	.recognise = recognise,
	.project = scan_example,
};

const struct rule rules_env_example[] = {
	{
		.id = "SE507",
		.name = "env_variable_never_read",
		.severity = INFO,
		.confidence = MEDIUM,
		.cwe = {1059},
		.title = "A variable in .env.example that nothing reads",
		.why = "Who sets up the project looks for a secret that it does not need, and "
		       "keeps "
		       "it where it can leak.",
		.fix = "Remove the line, or read the variable.",
		.lang = "file:.env.example",
		.bad = "OLD_SERVICE_KEY=\n",
		.good = "# names and values of the services\nOPENAI_API_KEY=\n",
	},
	{
		.id = "SE508",
		.name = "env_example_real_value",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {798, 540},
		.title = "A value in .env.example that looks like a real secret",
		.why = "The file is made to be committed and copied. A value that was pasted here "
		       "to "
		       "try it out is public with the next push, and works for whoever copies the "
		       "file.",
		.fix = "Replace it by an empty value or a placeholder (`API_KEY=` or "
		       "`API_KEY=your-key`), and replace the secret itself if it was real.",
		.lang = "file:.env.example",
		.bad = "SERVICE_API_KEY=q8Zr4TnX"
		       "0pLw7KvB2mYc\n",
		.good = "SERVICE_API_KEY=\nDB_PASSWORD=your-password\nSESSION_SECRET=changeme\n",
	},
	{0},
};
