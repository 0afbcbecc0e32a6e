/* Python that a model brings along: beside it or packed with it. The code layer's rules look at it;
 * `assay models` reports what matters in code that comes with a download, and only if the model's
 * configuration, or the convention of a framework, has it loaded. */
#include "engine/engine_int.h"
#include "engine/model.h"
#include "repo/walk.h"

static str folder_of(str path)
{
	size_t slash = str_rfind_byte(path, '/');

	return slash == STR_NONE ? S(".") : str_slice(path, 0, slash);
}

static void add_fact(struct model *m, const char *kind)
{
	scan_fact(m->scan, "%s:%.*s", kind, STR_ARG(folder_of(m->scan->path)));
}

void model_custom_code(struct model *m)
{
	add_fact(m, "custom-code");
}

void model_configured(struct model *m)
{
	add_fact(m, "model-config");
}

/* Rules that say: this starts a program or evaluates a text. */
static bool executes(const struct rule *rule)
{
	return str_in(str_of(rule->id), "B102 B307 B602 B603 B604 B605 B606 B607 B609");
}

/* The first such line of a model's code is a finding of the models layer. */
static struct record *executing(struct scan *s, const struct record *from)
{
	struct record *r;

	while (from != NULL && !executes(from->f.rule))
		from = from->next;
	if (from == NULL)
		return NULL;
	r = record_of(s, "MD447");
	r->f.message = arena_printf(s->arena, "the code that comes with the model executes: %.*s",
				    STR_ARG(str_slice(from->f.message, 0, 300)));
	r->f.line = from->f.line;
	r->f.column = from->f.column;
	r->f.end_line = from->f.end_line;
	r->f.end_column = from->f.end_column;
	r->f.snippet = from->f.snippet;
	r->f.snippet_column = from->f.snippet_column;
	r->f.fingerprint = fingerprint_of(s->arena, "MD447", from->f.fingerprint, (str){0}, 0);
	return r;
}

/* Loaded by name, whatever the configuration says: Hugging Face's inference handlers and pipelines,
 * and the names that its custom code has. */
static bool is_conventional(str name)
{
	static const char *const beginnings[] = {"modeling_",	      "configuration_",
						 "tokenization_",     "processing_",
						 "image_processing_", "feature_extraction_"};

	if (str_in(name, "handler.py pipeline.py inference.py generate.py"))
		return true;
	for (size_t i = 0; i < COUNTOF(beginnings); i++)
		if (str_starts(name, str_of(beginnings[i])))
			return true;
	return false;
}

/* Leaves out of the chain at *place what is below medium; returns its end. */
static struct record **drop_small(struct scan *s, struct record **place)
{
	while (*place != NULL) {
		if ((*place)->f.severity < MEDIUM) {
			*place = (*place)->next;
			s->record_count--;
		} else {
			place = &(*place)->next;
		}
	}
	return place;
}

void model_code_beside(struct scan *s)
{
	bool conventional = is_conventional(str_after_last(s->path, '/'));
	str when = arena_printf(s->arena, "%s:%.*s", conventional ? "model-config" : "custom-code",
				STR_ARG(folder_of(s->path)));

	(void)executing(s, s->records);
	s->end = drop_small(s, &s->records);
	for (struct record *r = s->records; r != NULL; r = r->next)
		if (r->f.when.n == 0)
			r->f.when = when;
}

/* The code layer's records are placed in their source when it is checked: those made before are set
 * aside meanwhile. */
void model_code(struct model *m, str member, str source)
{
	struct scan *s = m->scan;
	struct record *before = s->records, **end = s->end, *inner;
	uint32_t lines = s->out->lines;
	uint8_t unread = s->out->unread;
	uint8_t *padded;

	if (model_too_deep(m, member))
		return;
	if (source.n > LIMIT_MODEL_MEMORY / 8) {
		model_finding(m, "AS004", MODEL_NOWHERE, member,
			      "%.*s: source code of %zu bytes inside a model is not looked at",
			      STR_ARG(walk_escape(m->arena, str_slice(member, 0, 200))), source.n);
		return;
	}
	padded = arena_alloc(s->arena, source.n + 64, 64);
	if (source.n > 0)
		memcpy(padded, source.p, source.n);
	s->records = NULL;
	s->end = &s->records;
	scan_python_source(s, (str){padded, source.n}, 0);
	(void)executing(s, s->records);
	if (s->settings->models_only)
		s->end = drop_small(s, &s->records);
	inner = s->records;
	for (struct record *r = inner; r != NULL; r = r->next)
		r->f.member = model_member_path(m, member);
	s->records = before;
	*end = inner; /* which may be s->records itself */
	if (inner == NULL)
		s->end = end;
	s->out->lines = lines;
	s->out->unread = unread;
}
