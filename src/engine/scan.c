/* The way of one file: in each layer the surest format scans it (models: every sure one), what was
 * found is filtered and put in order. */
#include "engine/engine_int.h"

#include <stdlib.h>
#include "base/fail.h"
#include "base/limits.h"
#include "base/trace.h"
#include "engine/linehash.h"
#include "engine/model.h"

static const struct format *recognise(const struct settings *s, const struct peek *p,
				      unsigned layers)
{
	const struct format *best = NULL;
	unsigned most = 0;

	for (size_t i = 0; i < format_count; i++) {
		unsigned sure;
		if ((layers & format_table[i]->layer) == 0 || format_table[i]->scan == NULL)
			continue;
		sure = format_table[i]->recognise(s, p);
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
	return !r->dropped && (s->off == NULL || !s->off[r->rule_index]);
}

static int by_place(const void *left, const void *right)
{
	const struct finding *a = left, *b = right;

	return finding_order(a, b);
}

/* GitHub hashes the file as it lies on disk. */
static void hash_lines(struct scan *s)
{
	struct line_hashes *h = NULL;

	for (struct record *r = s->records; r != NULL; r = r->next) {
		if (r->f.line == 0 || r->f.member.n > 0 || !is_reported(s, r))
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

bool scan_load(struct scan *s, const struct scan_input *in)
{
	uint8_t *p;

	if (in->padded) {
		s->bytes = (str){in->blob.memory, (size_t)in->blob.size};
		return true;
	}
	if (in->blob.size > LIMIT_SOURCE_BYTES) {
		scan_finding(s, "AS004", NULL, 0, 0, "%llu bytes: more than %zu are not looked at",
			     (unsigned long long)in->blob.size, LIMIT_SOURCE_BYTES);
		s->out->unread = 1;
		return false;
	}
	p = arena_alloc(s->arena, (size_t)in->blob.size + 64, 64);
	s->bytes = (str){p, (size_t)in->blob.size};
	if (blob_copy(in->blob, 0, p, s->bytes.n))
		return true;
	scan_finding(s, "AS003", NULL, 0, 0, "the system cannot read it");
	s->out->unread = 1;
	return false;
}

/* Source code whose first bytes are text is no model, and there are many such files. */
static bool is_text(str head)
{
	for (size_t i = 0; i < head.n && i < 16; i++)
		if (head.p[i] >= 0x7F || (head.p[i] < ' ' && (head.p[i] < 9 || head.p[i] > 13)))
			return false;
	return true;
}

/* What a file does in its project; bytes that were not read for another layer are read now. */
static void scan_project(struct scan *s, const struct scan_input *in, const struct peek *p)
{
	bool alone = settings_of_git(s->settings); /* its project is another than that of today */

	for (size_t i = 0; i < format_count; i++) {
		const struct format *f = format_table[i];
		if (f->project == NULL || (alone && !f->in_history) ||
		    f->recognise(s->settings, p) == 0)
			continue;
		s->out->layers |= (uint8_t)f->layer;
		if (s->bytes.p == NULL && !scan_load(s, in))
			return;
		f->project(s);
	}
}

/* Then a byte of the source is the same byte of the file. */
static void scan_source(struct scan *s, const struct scan_input *in, const struct format *format,
			bool secrets)
{
	bool loaded = format != NULL && scan_load(s, in);
	bool all = !s->settings->secrets_only;

	s->python = loaded && all && format->scan == format_python.scan && str_is_utf8(s->bytes);
	if (secrets) {
		int64_t since = trace_begin(s->settings->trace);
		secret_layer(s, in);
		trace_end(s->settings->trace, since, TRACE_SECRETS, s->path);
	}
	/* What reads the environment is asked about of the project as it stands, not of its past.
	 */
	if (format == NULL || (!all && (s->settings->history || !secret_layer_wants_code(s))))
		return;
	if (all)
		s->out->layers |= (uint8_t)format->layer;
	if (loaded)
		format->scan(s);
	if (s->settings->models_only)
		model_code_beside(s);
}

static void scan_layers(struct scan *s, const struct scan_input *in)
{
	unsigned layers = s->settings->layers & (in->layers ? in->layers : LAYER_ALL);
	bool secrets = (layers & LAYER_SECRETS) != 0 && !s->settings->compat;
	struct peek p = {.path = in->path, .name = str_after_last(in->path, '/')};
	struct trace *trace = s->settings->trace;
	const struct format *format;
	int64_t since;

	p.size = in->blob.size;
	p.head = blob_get(in->blob, s->arena, 0, PEEK_HEAD);
	format = recognise(s->settings, &p, layers);
	scan_source(s, in, format, secrets);
	since = trace_begin(trace);
	if ((layers & LAYER_MODELS) != 0 && (format == NULL || !is_text(p.head))) {
		model_scan(s);
		trace_end(trace, since, TRACE_MODELS, s->path);
	}
	since = trace_begin(trace);
	if (secrets) {
		scan_project(s, in, &p);
		secret_layer_end(s);
		trace_end(trace, since, TRACE_PROJECT, s->path);
	}
	if ((layers & LAYER_DEPS) != 0 && !s->settings->compat) {
		since = trace_begin(trace);
		dep_layer(s, in, p.head);
		trace_end(trace, since, TRACE_PACKAGES, s->path);
		since = trace_begin(trace);
		import_layer(s, in, &p);
		trace_end(trace, since, TRACE_IMPORTS, s->path);
	}
	model_digest(s);
}

static void scan_input(const struct scanner *sc, struct arena *a, const struct scan_input *in,
		       struct file_result *out, struct buf *trace)
{
	struct scan s = {
		.scanner = sc,
		.settings = sc->settings,
		.arena = a,
		.path = in->path,
		.blob = in->blob,
		.file = in->file,
		.out = out,
		.off = sc->settings->off,
		.digest = (in->layers & SCAN_DIGEST) != 0,
		.trace = trace,
		.model_fuel = LIMIT_MODEL_FUEL,
	};

	*out = (struct file_result){.bytes = in->blob.size};
	s.end = &s.records;
	sc->secrets->local = false;
	scan_layers(&s, in);
	scanner_rest(sc);
	for (struct record *r = s.records; r != NULL; r = r->next)
		if (r->f.fingerprint.n == 0)
			r->f.fingerprint =
				fingerprint_of(a, r->f.rule->id, r->f.message, r->f.member, 0);
	if (sc->settings->line_hashes)
		hash_lines(&s);
	collect(&s);
}

void scan_blob(const struct scanner *sc, struct arena *a, const struct scan_input *in,
	       struct file_result *out)
{
	scan_input(sc, a, in, out, NULL);
}

void scan_file(const struct scanner *sc, struct arena *a, str path, str bytes,
	       struct file_result *out)
{
	scan_traced(sc, a, path, bytes, out, NULL);
}

void scan_traced(const struct scanner *sc, struct arena *a, str path, str bytes,
		 struct file_result *out, struct buf *trace)
{
	struct scan_input in = {.path = path, .blob = blob_of(bytes), .padded = true};

	scan_input(sc, a, &in, out, trace);
}
