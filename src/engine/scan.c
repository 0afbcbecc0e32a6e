/* The way of one file: the surest format scans it, what was found is filtered and put in order. */
#include "engine/engine_int.h"

#include <stdlib.h>
#include "base/fail.h"
#include "engine/linehash.h"

static const struct format *recognise(const struct settings *s, str path, str bytes)
{
	const struct format *best = NULL;
	unsigned most = 0;

	for (size_t i = 0; i < format_count; i++) {
		unsigned sure;
		if ((s->layers & format_table[i]->layer) == 0)
			continue;
		sure = format_table[i]->recognise(s, path, bytes);
		if (sure > most) {
			most = sure;
			best = format_table[i];
		}
	}
	return best;
}

/* Severity, confidence and paths are the parent's business (engine/accept.c): the cache holds what
 * is found whatever is asked for. */
static bool is_reported(const struct scan *s, const struct record *r)
{
	return s->off == NULL || !s->off[r->rule_index];
}

static int by_place(const void *left, const void *right)
{
	const struct finding *a = left, *b = right;
	int order;

	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	order = strcmp(a->rule->id, b->rule->id);
	if (order == 0)
		order = str_cmp(a->message, b->message);
	return order ? order : str_cmp(a->fingerprint, b->fingerprint);
}

/* GitHub hashes the file as it lies on disk. */
static void hash_lines(struct scan *s)
{
	struct line_hashes *h = NULL;

	for (struct record *r = s->records; r != NULL; r = r->next) {
		if (r->f.line == 0 || !is_reported(s, r))
			continue;
		if (h == NULL)
			h = line_hashes_new(s->arena, s->bytes);
		r->f.line_hash = line_hash_at(h, r->f.line);
	}
}

static void collect(struct scan *s)
{
	struct file_result *out = s->out;
	uint32_t n = 0;

	if (out->cut_short > 0) {
		struct finding *f =
			engine_finding(s->arena, "AS014", s->path,
				       "%u more findings are not listed", out->cut_short);
		struct record *r = NEW(s->arena, struct record, 1);
		r->f = *f;
		*s->end = r;
		s->end = &r->next;
		s->record_count++;
	}
	out->findings = NEW(s->arena, struct finding, s->record_count);
	for (struct record *r = s->records; r != NULL; r = r->next)
		if (is_reported(s, r))
			out->findings[n++] = r->f;
	out->finding_count = n;
	if (n > 1)
		qsort(out->findings, n, sizeof(struct finding), by_place);
}

void scan_file(const struct scanner *sc, struct arena *a, str path, str bytes,
	       struct file_result *out)
{
	scan_traced(sc, a, path, bytes, out, NULL);
}

void scan_traced(const struct scanner *sc, struct arena *a, str path, str bytes,
		 struct file_result *out, struct buf *trace)
{
	struct scan s = {
		.scanner = sc,
		.settings = sc->settings,
		.arena = a,
		.path = path,
		.bytes = bytes,
		.out = out,
		.off = sc->settings->off,
		.trace = trace,
	};
	const struct format *format;

	*out = (struct file_result){.bytes = bytes.n};
	s.end = &s.records;
	format = recognise(sc->settings, path, bytes);
	if (format == NULL)
		return;
	out->layers = (uint8_t)format->layer;
	format->scan(&s);
	for (struct record *r = s.records; r != NULL; r = r->next)
		if (r->f.fingerprint.n == 0)
			r->f.fingerprint =
				fingerprint_of(a, r->f.rule->id, r->f.message, (str){0}, 0);
	if (sc->settings->line_hashes)
		hash_lines(&s);
	collect(&s);
}
