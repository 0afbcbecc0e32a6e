/* Python for the secrets layer alone (`assay secrets`): the rules SE5## look at what it reads from
 * the environment. Where the code layer runs they have been asked already. Most files read nothing
 * there, and are not parsed. */
#include "base/limits.h"
#include "engine/engine_int.h"

static const struct format *source_format(const struct settings *s, const struct peek *p)
{
	static const char *const names[] = {"python", "notebook"};

	for (size_t i = 0; i < format_count; i++) {
		const struct format *f = format_table[i];
		for (size_t k = 0; k < COUNTOF(names); k++)
			if (str_eq(str_of(f->name), str_of(names[k])) && f->recognise(s, p) >= 90)
				return f;
	}
	return NULL;
}

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	return !s->compat && (s->layers & LAYER_CODE) == 0 && p->size <= LIMIT_SOURCE_BYTES &&
			       source_format(s, p) != NULL
		       ? 10
		       : 0;
}

/* Is there `word` around the letter at `at`, which is its number `k`? */
static bool word_at(str b, size_t at, size_t k, str word)
{
	return at >= k && str_starts(str_slice(b, at - k, b.n), word);
}

/* os.environ, getenv, dotenv, environs; BaseSettings; the libraries of config("X"). Looks for rare
 * letters, because every Python file comes by here. */
static bool reads_environment(str b)
{
	str head = str_slice(b, 0, 8192), rest;
	const uint8_t *p;

	for (rest = b; rest.n > 0 && (p = memchr(rest.p, 'v', rest.n)) != NULL;
	     rest = str_slice(b, (size_t)(p - b.p) + 1, b.n)) {
		size_t at = (size_t)(p - b.p);
		if (word_at(b, at, 2, S("environ")) || word_at(b, at, 5, S("getenv")) ||
		    word_at(b, at, 5, S("dotenv")))
			return true;
	}
	for (rest = b; rest.n > 0 && (p = memchr(rest.p, 'B', rest.n)) != NULL;
	     rest = str_slice(b, (size_t)(p - b.p) + 1, b.n))
		if (word_at(b, (size_t)(p - b.p), 0, S("BaseSettings")))
			return true;
	return str_find(head, S("decouple")) != STR_NONE ||
	       str_find(head, S("starlette.config")) != STR_NONE;
}

/* Rules place and name what is in the chain when a file is checked: what was found before is set
 * aside. What is wrong with the file as Python is for the code layer to say. */
static void scan_source(struct scan *s)
{
	struct peek p = {.path = s->path, .name = str_after_last(s->path, '/')};
	struct record *before = s->records, **end = s->end, *inner;
	struct file_result kept = *s->out;

	if (!s->code || !reads_environment(s->bytes))
		return;
	p.size = s->bytes.n;
	p.head = str_slice(s->bytes, 0, PEEK_HEAD);
	s->records = NULL;
	s->end = &s->records;
	source_format(s->settings, &p)->scan(s);
	for (struct record *r = s->records; r != NULL; r = r->next)
		r->dropped |= r->engine;
	inner = s->records;
	s->records = before;
	*end = inner; /* which may be s->records itself */
	if (inner == NULL)
		s->end = end;
	kept.facts = s->out->facts;
	kept.fact_count = s->out->fact_count;
	kept.cut_short = s->out->cut_short;
	*s->out = kept;
}

const struct format format_python_environment = {
	.name = "python-environment",
	.layer = LAYER_SECRETS,
	.recognise = recognise,
	.project = scan_source,
};
