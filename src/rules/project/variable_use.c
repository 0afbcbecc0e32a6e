/* Which variables files other than Python read: `$NAME` and `${NAME...}` of shells, compose files,
 * Makefiles and templates, `env.NAME`, `getenv("NAME")`, `env::var("NAME")`, `env("NAME")` of
 * other languages. Only facts come of it ("env-read:NAME"), so that .env.example is not blamed for
 * variables that something else needs (SE507). */
#include "base/ascii.h"
#include "base/limits.h"
#include "base/map.h"
#include "engine/engine_int.h"
#include "engine/format.h"

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	static const char *const tails[] = {
		".sh",	 ".bash",    ".zsh",  ".yml",	     ".yaml",	    ".toml",  ".js",
		".ts",	 ".jsx",     ".tsx",  ".mjs",	     ".cjs",	    ".vue",   ".go",
		".rs",	 ".rb",	     ".java", ".kt",	     ".php",	    ".cs",    ".mk",
		".tf",	 ".conf",    ".cfg",  ".ini",	     ".tmpl",	    ".j2",    ".ps1",
		".fish", ".service", ".json", ".properties", ".Dockerfile", ".svelte"};
	static const char names[] =
		"Makefile makefile GNUmakefile Dockerfile Containerfile justfile "
		"Justfile Procfile Caddyfile Jenkinsfile Taskfile entrypoint .envrc";

	if (s->compat || p->size > LIMIT_PROJECT_BYTES)
		return 0;
	if (str_in(p->name, names) || str_starts(p->name, S("Dockerfile.")))
		return 10;
	for (size_t i = 0; i < COUNTOF(tails); i++)
		if (str_ends(p->name, str_of(tails[i])))
			return 10;
	return 0;
}

static bool is_upper_name(uint8_t b)
{
	return (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_';
}

/* The NAME at `at`, or empty: at least three capitals, and no small letter behind it. */
static str name_at(str bytes, size_t at)
{
	size_t end = at;

	while (end < bytes.n && end - at < 100 && is_upper_name(bytes.p[end]))
		end++;
	if (end - at < 3 || (bytes.p[at] >= '0' && bytes.p[at] <= '9') ||
	    (end < bytes.n && is_lower(bytes.p[end])))
		return (str){NULL, 0};
	return str_slice(bytes, at, end);
}

static void add(struct scan *s, struct map *seen, str name)
{
	uint64_t *known;

	if (name.n == 0)
		return;
	known = map_put(seen, name);
	if ((*known)++ == 0)
		scan_fact(s, "env-read:%.*s", STR_ARG(name));
}

/* After `env` or `Env`, with whatever of `::var("`, `.`, `['`, `:` lies between. */
static str after_env(str bytes, size_t at)
{
	size_t end = at + 12;

	if (str_starts(str_slice(bytes, at, bytes.n), S("::var")))
		at += 5;
	else if (str_starts(str_slice(bytes, at, bytes.n), S("ironment")))
		at += 8;
	while (at < bytes.n && at < end && memchr(".:['\"( ?{\t", bytes.p[at], 10) != NULL)
		at++;
	return name_at(bytes, at);
}

static size_t next(str b, size_t from, uint8_t byte)
{
	size_t n = str_find_byte(str_slice(b, from, b.n), byte);

	return n == STR_NONE ? STR_NONE : from + n;
}

static void scan_uses(struct scan *s)
{
	struct map seen = map_in(s->arena);
	str b = s->bytes;

	for (size_t i = 0; (i = next(b, i, '$')) != STR_NONE; i++)
		if (i + 1 < b.n)
			add(s, &seen, name_at(b, i + 1 + (b.p[i + 1] == '{' || b.p[i + 1] == '(')));
	for (size_t i = 0; (i = next(b, i, 'v')) != STR_NONE; i++)
		if (i > 1 && b.p[i - 1] == 'n' && (b.p[i - 2] | 32) == 'e')
			add(s, &seen, after_env(b, i + 1));
}

const struct format format_variable_use = {
	.name = "variable-use",
	.layer = LAYER_SECRETS,
	.recognise = recognise,
	.project = scan_uses,
};
