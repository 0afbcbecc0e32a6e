/* The secrets layer in the way of one file (engine/scan.c): what secret_scan finds becomes
 * findings, and no finding of any layer leaves the worker with the secret in it. */
#include "base/fail.h"
#include "engine/engine_int.h"
#include "engine/secret_scan.h"

/* ---- Redaction ---- */

/* A short prefix, never more than a fifth of it. */
static size_t shown(str value)
{
	size_t n = value.n / 5 < 4 ? value.n / 5 : 4;

	while (n > 0 && (value.p[n] & 0xC0) == 0x80)
		n--;
	return n;
}

str secret_redact(struct arena *a, str value)
{
	return arena_printf(a, "%.*s****", STR_ARG(str_slice(value, 0, shown(value))));
}

/* How much of `line` at i is the value from its beginning on, escapes in the line passed over. */
static size_t same_length(str line, size_t i, str value)
{
	size_t k = 0, from = i;

	while (k < value.n && i < line.n) {
		if (line.p[i] == value.p[k]) {
			i++;
			k++;
		} else if (line.p[i] == '\\' && i + 1 < line.n) {
			i++;
			if (line.p[i] != value.p[k]) {
				i++;
				k++;
			}
		} else {
			break;
		}
	}
	return k == value.n || (i == line.n && k >= 8) ? i - from : 0;
}

str secret_redact_line(struct arena *a, str line, str value)
{
	struct buf b = buf_in(a);

	if (value.n == 0)
		return line;
	for (size_t i = 0; i < line.n;) {
		size_t n = line.p[i] == value.p[0] ? same_length(line, i, value) : 0;
		if (n == 0) {
			buf_byte(&b, line.p[i++]);
			continue;
		}
		buf_add(&b, secret_redact(a, value));
		i += n;
	}
	return buf_str(&b);
}

/* ---- Findings ---- */

struct secrets {
	struct scan *scan;
	str *values; /* found in this file */
	size_t count, room;
	struct map seen; /* fingerprints, for ordinals */
};

static void remember(struct secrets *l, str value)
{
	struct arena *a = l->scan->arena;

	if (l->count == l->room) {
		str *more;
		l->room = l->room ? 2 * l->room : 16;
		more = NEW(a, str, l->room);
		if (l->count > 0)
			memcpy(more, l->values, l->count * sizeof(*more));
		l->values = more;
	}
	l->values[l->count++] = arena_dup(a, value);
}

/* CONTRACT, Identity. The key is public: who knows 64 bits of a secret needs no hash to find the
 * rest. A baseline hides even that behind a key of its own (engine/baseline.c). */
static str identity(struct secrets *l, const struct secret_found *f)
{
	struct arena *a = l->scan->arena;
	uint8_t digest[HASH_SHA256_BYTES];
	str statement, first;
	uint32_t ordinal;

	if (f->by_name) {
		statement =
			arena_printf(a, "%.*s%c%.*s", STR_ARG(l->scan->path), 0, STR_ARG(f->name));
	} else {
		hash_hmac_sha256(S("assay secret v1"), f->value, digest);
		statement = arena_dup(a, (str){digest, sizeof(digest)});
	}
	first = fingerprint_of(a, f->rule->id, statement, (str){NULL, 0}, 0);
	ordinal = (uint32_t)(*map_put(&l->seen, first))++;
	return ordinal == 0 ? first
			    : fingerprint_of(a, f->rule->id, statement, (str){NULL, 0}, ordinal);
}

static str message(struct arena *a, const struct secret_found *f)
{
	str value = secret_redact(a, f->value);
	str note = f->note.n == 0 ? (str){NULL, 0} : arena_printf(a, " (%.*s)", STR_ARG(f->note));

	if (f->name.n > 0)
		return arena_printf(a, "%s: %.*s in %.*s%.*s", f->rule->title, STR_ARG(value),
				    STR_ARG(f->name), STR_ARG(note));
	return arena_printf(a, "%s: %.*s%.*s", f->rule->title, STR_ARG(value), STR_ARG(note));
}

static void found(void *ctx, const struct secret_found *f)
{
	struct secrets *l = ctx;
	struct scan *s = l->scan;
	struct record *r;
	str line = f->line_text;

	if (f->filter != NULL)
		return;
	r = record_of(s, f->rule->id);
	r->f.severity = f->severity;
	r->f.confidence = f->confidence;
	r->f.line = f->line;
	r->f.column = f->column;
	r->f.end_line = f->end_line;
	r->f.end_column = f->end_column;
	r->f.cell = f->cell;
	r->f.cell_line = f->cell_line;
	r->f.message = message(s->arena, f);
	r->f.fingerprint = identity(l, f);
	r->f.snippet = arena_dup(s->arena, line);
	r->f.snippet_column = f->line_at;
	remember(l, f->value);
}

/* All of this file's secrets in all of its snippets. */
static void redact(struct secrets *l)
{
	for (struct record *r = l->scan->records; r != NULL; r = r->next) {
		for (size_t i = 0; i < l->count && r->f.snippet.n > 0; i++)
			r->f.snippet =
				secret_redact_line(l->scan->arena, r->f.snippet, l->values[i]);
		if (r->f.snippet.n > LIMIT_SNIPPET_BYTES)
			r->f.snippet = str_slice(r->f.snippet, 0, LIMIT_SNIPPET_BYTES);
	}
}

static bool is_password_rule(const struct rule *rule)
{
	return str_in(str_of(rule->id), "B105 B106 B107");
}

/* Bandit's rules for passwords on the line of a secret say the same once more: they go, and take a
 * nosec comment that was meant for them over to the secret. */
static void join_passwords(struct scan *s)
{
	for (struct record *r = s->records; r != NULL; r = r->next) {
		if (!str_starts(str_of(r->f.rule->id), S("SE")))
			continue;
		for (struct record *b = s->records; b != NULL; b = b->next) {
			if (!is_password_rule(b->f.rule) || b->f.line > r->f.end_line ||
			    b->f.end_line < r->f.line)
				continue;
			b->dropped = true;
			if (b->f.suppressed != SUPPRESSED_NOT &&
			    r->f.suppressed == SUPPRESSED_NOT) {
				r->f.suppressed = b->f.suppressed;
				r->f.reason = b->f.reason;
			}
		}
	}
}

void secret_layer(struct scan *s, const struct scan_input *in)
{
	struct secrets l = {.scan = s, .seen = map_in(s->arena)};
	struct secret_engine *e = scanner_secrets(s->scanner);
	struct secret_scan_result result;

	secret_scan_blob(e, scanner_scratch(s->scanner), s->path,
			 s->bytes.p != NULL ? blob_of(s->bytes) : in->blob, 0, found, &l, &result);
	if (result.binary) {
		if (s->out->layers == 0)
			s->out->skipped = SKIPPED_NOTHING;
		return;
	}
	s->out->skipped = SKIPPED_NOT;
	s->out->layers |= LAYER_SECRETS;
	if (s->out->lines == 0)
		s->out->lines = (uint32_t)result.lines;
	if (result.problem != NULL)
		scan_finding(s, "AS004", NULL, 0, 0, "%s", result.problem);
	join_passwords(s);
	redact(&l);
}
