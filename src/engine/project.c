/* What checks of a project's files need: findings at places of any text, and facts for joining. */
#include "engine/engine_int.h"

#include <stdio.h>
#include "base/limits.h"
#include "text/tree.h"
#include "text/yaml.h"

/* 1-based, in code points. */
static uint32_t column_of(str bytes, size_t offset)
{
	size_t from = offset;
	uint32_t column = 1;

	while (from > 0 && bytes.p[from - 1] != '\n')
		from--;
	for (; from < offset; from++)
		column += (bytes.p[from] & 0xC0) != 0x80;
	return column;
}

/* Findings come in order of place, mostly: counting goes on where it ended. */
static uint32_t line_of(struct scan *s, size_t offset)
{
	if (s->line == 0 || offset < s->line_at) {
		s->line = 1;
		s->line_at = 0;
	}
	s->line += text_line(str_slice(s->bytes, s->line_at, offset), offset - s->line_at) - 1;
	s->line_at = offset;
	return s->line;
}

/* ---- Comments that accept a finding: `# nosec SE520 - why`, on its line or above it ---- */

static str line_at(str bytes, size_t offset)
{
	size_t from = offset, end;

	while (from > 0 && bytes.p[from - 1] != '\n')
		from--;
	end = str_find_byte(str_slice(bytes, from, bytes.n), '\n');
	return str_slice(bytes, from, end == STR_NONE ? bytes.n : from + end);
}

/* A long line is a document, not a place for comments. */
static bool accepted(struct scan *s, const struct record *r, size_t start, str *reason)
{
	enum { LONG = 1000 };
	str line = line_at(s->bytes, start), above = {NULL, 0};
	size_t from = line.n > 0 ? (size_t)(line.p - s->bytes.p) : start;

	if (from > 0)
		above = str_trim(line_at(s->bytes, from - 1));
	if (line.n < LONG && suppress_in_line(s->arena, line, r->f.rule, reason))
		return true;
	return above.n < LONG && str_starts(above, S("#")) &&
	       suppress_in_line(s->arena, above, r->f.rule, reason);
}

void scan_suppression(struct scan *s, const struct suppression *one)
{
	struct file_result *out = s->out;

	if (out->suppression_count >= s->suppression_room) {
		struct suppression *more;
		s->suppression_room = 2 * out->suppression_count + 8;
		more = NEW(s->arena, struct suppression, s->suppression_room);
		if (out->suppression_count > 0)
			memcpy(more, out->suppressions, out->suppression_count * sizeof(*more));
		out->suppressions = more;
	}
	out->suppressions[out->suppression_count++] = *one;
}

static void accept(struct scan *s, struct record *r, size_t start)
{
	struct finding *as;
	str reason = {NULL, 0};

	if (s->settings->no_suppressions || !accepted(s, r, start, &reason))
		return;
	r->f.suppressed = SUPPRESSED_NOSEC;
	r->f.reason = arena_dup(s->arena, reason);
	if (s->settings->suppressions)
		scan_suppression(s, &(struct suppression){
					    .path = s->path,
					    .line = r->f.line,
					    .ids = str_of(r->f.rule->id),
					    .reason = r->f.reason,
					    .used = 1,
				    });
	if (reason.n > 0)
		return;
	as = scan_finding(s, "AS008", NULL, 0, 0, "nosec without a reason: write `nosec - why`");
	as->line = as->end_line = r->f.line;
	as->column = as->end_column = 1;
	if (s->settings->nosec_level != LEVEL_DEFAULT)
		as->severity = (uint8_t)s->settings->nosec_level;
}

struct finding *scan_text_finding(struct scan *s, const char *id, size_t start, size_t end,
				  str same, const char *fmt, ...)
{
	struct record *r = record_of(s, id);
	va_list args;

	if (end > s->bytes.n)
		end = s->bytes.n;
	if (start > end)
		start = end;
	va_start(args, fmt);
	r->f.message = record_message(s->arena, fmt, args);
	va_end(args);
	r->f.line = line_of(s, start);
	r->f.column = column_of(s->bytes, start);
	r->f.end_line = r->f.line + text_line(str_slice(s->bytes, start, end), end - start) - 1;
	r->f.end_column = column_of(s->bytes, end);
	r->f.fingerprint = fingerprint_of(s->arena, id, same, (str){0}, 0);
	accept(s, r, start);
	return &r->f;
}

/* As record_message, but whole: paths may be longer than messages. */
PRINTF_LIKE(2, 0)
static str long_text(struct arena *a, const char *fmt, va_list args)
{
	va_list again;
	char *text;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n <= 0)
		return (str){NULL, 0};
	text = arena_alloc(a, (size_t)n + 1, 1);
	(void)vsnprintf(text, (size_t)n + 1, fmt, args);
	return (str){(const uint8_t *)text, (size_t)n};
}

void check_fact(struct check *c, const char *fmt, ...)
{
	va_list args;
	str fact;

	va_start(args, fmt);
	fact = long_text(c->arena, fmt, args);
	va_end(args);
	scan_fact(c->state->scan, "%.*s", STR_ARG(fact));
}

void scan_fact(struct scan *s, const char *fmt, ...)
{
	struct file_result *out = s->out;
	va_list args;

	if (s->fact_room == 0) /* those that are there came as a whole */
		s->fact_most = out->fact_count + LIMIT_FILE_FACTS;
	if (out->fact_count >= s->fact_most) {
		if (!s->facts_cut)
			scan_cut(s, "more facts than are kept");
		s->facts_cut = true;
		return;
	}
	if (out->fact_count >= s->fact_room) {
		str *grown;
		s->fact_room = 2 * out->fact_count + 8;
		grown = NEW(s->arena, str, s->fact_room);
		if (out->fact_count > 0)
			memcpy(grown, out->facts, out->fact_count * sizeof(*grown));
		out->facts = grown;
	}
	va_start(args, fmt);
	out->facts[out->fact_count++] = long_text(s->arena, fmt, args);
	va_end(args);
}

str scan_folder(const struct scan *s)
{
	size_t slash = str_rfind_byte(s->path, '/');

	return slash == STR_NONE ? S(".") : str_slice(s->path, 0, slash ? slash : 1);
}

void scan_cut(struct scan *s, const char *why)
{
	scan_finding(s, "AS004", NULL, 0, 0,
		     "%s: what it does in the project was not looked at to its end", why);
}

const struct tree *scan_yaml(struct scan *s, str text)
{
	const struct tree *stream = NULL;
	struct diag d;

	if (!yaml_parse(s->arena, text, &stream, &d) &&
	    (d.code == YAML_DIAG_SIZE || d.code == YAML_DIAG_NODES || d.code == YAML_DIAG_DEPTH))
		scan_cut(s, d.msg);
	return stream;
}

bool scan_too_large(struct scan *s)
{
	if (s->bytes.n <= LIMIT_PROJECT_BYTES)
		return false;
	scan_finding(s, "AS004", NULL, 0, 0,
		     "%zu bytes: what it does in the project was not looked at beyond %zu",
		     s->bytes.n, LIMIT_PROJECT_BYTES);
	return true;
}
