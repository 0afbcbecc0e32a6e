/* The secrets layer in the way of one file (engine/scan.c): what secret_scan finds becomes
 * findings, and no finding of any layer leaves the worker with the secret in it. */
#include "base/fail.h"
#include "engine/engine_int.h"
#include "engine/secret_allow.h"
#include "engine/secret_redact.h"
#include "engine/secret_scan.h"
#include "repo/private.h"

struct lines_of {
	uint32_t first, last;
};

struct secret_layer {
	struct scan *scan;
	/* Secrets of this file, and how they are written when that is another text. */
	struct secret_redactor *redactor; /* NULL: none yet */
	struct map seen;		  /* fingerprints, for ordinals */
	uint32_t allowed_line;		  /* of the last comment that was reported */
	bool wants_code;
	struct lines_of *held; /* of what was found, filtered or not */
	uint32_t held_count, held_room;
};

/* ---- Findings ---- */

/* CONTRACT, Identity. The key is public: who knows 64 bits of a secret needs no hash to find the
 * rest. A baseline hides even that behind a key of its own (engine/baseline.c). Of fewer bits only
 * the name counts, with the file's place, which the parent knows. */
static str identity(struct secret_layer *l, const struct secret_found *f)
{
	struct arena *a = l->scan->arena;
	uint8_t digest[HASH_SHA256_BYTES];
	str statement = f->name, first, kind = f->row;
	uint32_t ordinal;

	if (!f->by_name) {
		hash_hmac_sha256(S("assay secret v1"), f->value, digest);
		statement = arena_dup(a, (str){digest, sizeof(digest)});
	}
	first = fingerprint_of(a, f->rule->id, statement, kind, 0);
	ordinal = (uint32_t)(*map_put(&l->seen, first))++;
	return ordinal == 0 ? first : fingerprint_of(a, f->rule->id, statement, kind, ordinal);
}

static str message(const struct settings *s, struct arena *a, const struct secret_found *f)
{
	struct buf b = buf_in(a);

	buf_add(&b, f->row.n > 0 ? f->row : str_of(f->rule->title));
	buf_add(&b, S(": "));
	buf_add(&b, s->reveal ? str_slice(f->value, 0, LIMIT_MESSAGE_BYTES)
			      : secret_redact(a, f->value));
	if (f->name.n > 0)
		buf_printf(&b, " in %.*s", STR_ARG(str_slice(f->name, 0, LIMIT_SECRET_NAME)));
	if (f->note.n > 0)
		buf_printf(&b, " (%.*s)", STR_ARG(str_slice(f->note, 0, 200)));
	return buf_str(&b);
}

static void place(struct record *r, const struct secret_found *f, bool python)
{
	r->f.line = f->line;
	r->f.column = f->column;
	r->f.end_line = f->end_line;
	r->f.end_column = f->end_column;
	r->f.cell = f->cell;
	r->f.cell_line = f->cell_line;
	if (python && f->end < UINT32_MAX) {
		r->f.start = (uint32_t)f->start;
		r->f.end = (uint32_t)f->end;
	}
}

/* A comment without a reason costs a finding of its own, once a line. */
static void no_reason(struct secret_layer *l, const struct secret_found *f, const char *comment)
{
	struct finding *as;

	if (l->allowed_line == f->line)
		return;
	l->allowed_line = f->line;
	as = scan_finding(l->scan, "AS008", NULL, 0, 0, "%s without a reason: write `%s - why`",
			  comment, comment);
	as->line = as->end_line = f->line;
	as->column = as->end_column = 1;
	if (l->scan->settings->nosec_level != LEVEL_DEFAULT)
		as->severity = (uint8_t)l->scan->settings->nosec_level;
}

static void listed(struct secret_layer *l, const struct secret_found *f, const char *comment,
		   str reason)
{
	struct scan *s = l->scan;

	if (!s->settings->suppressions)
		return;
	scan_suppression(s, &(struct suppression){
				    .path = s->path,
				    .line = f->line,
				    .ids = arena_printf(s->arena, "%s (%s)", f->rule->id, comment),
				    .reason = reason,
				    .used = 1,
			    });
}

static void allow(struct secret_layer *l, const struct secret_found *f, struct record *r)
{
	struct secret_allowed allowed;

	if (l->scan->settings->no_suppressions ||
	    !secret_allowed(l->scan->arena, f, l->scan->python, &allowed))
		return;
	r->f.suppressed = SUPPRESSED_NOSEC;
	r->f.reason = arena_dup(l->scan->arena, allowed.reason);
	listed(l, f, allowed.comment, r->f.reason);
	if (allowed.reason.n == 0)
		no_reason(l, f, allowed.comment);
}

/* Where its owner revokes it. */
static str advice(struct arena *a, const struct secret *s)
{
	if (s == NULL || s->revoke == NULL)
		return (str){NULL, 0};
	return arena_printf(a,
			    "Revoke it (%s), then make a new one and read it from the environment "
			    "or a secret manager.",
			    s->revoke);
}

/* Does a baseline of detect-secrets list it, at a path that ends as this one does? The number of
 * its entry, of several the one with the longest path; 0: no. */
static uint32_t known_number(const struct scan *s, const struct secret_found *f)
{
	const struct secret_known *best = NULL;
	uint8_t sha1[20];

	if (s->settings->known_secrets == NULL)
		return 0;
	hash_sha1(f->value, sha1);
	for (const struct secret_known *k = s->settings->known_secrets; k != NULL; k = k->next) {
		size_t from = s->path.n - k->path.n;
		if (memcmp(k->sha1, sha1, sizeof(sha1)) == 0 && str_ends(s->path, k->path) &&
		    (from == 0 || s->path.p[from - 1] == '/') &&
		    (best == NULL || k->path.n > best->path.n))
			best = k;
	}
	return best ? best->number : 0;
}

/* Comments that accept a secret are wanted where there is one, and where another tool may see one.
 */
static void hold(struct secret_layer *l, const struct secret_found *f)
{
	l->held = GROW(l->scan->arena, l->held, l->held_count, &l->held_room);
	l->held[l->held_count++] = (struct lines_of){f->line, f->end_line};
}

static bool is_held(const struct secret_layer *l, uint32_t line)
{
	for (uint32_t i = 0; i < l->held_count; i++)
		if (l->held[i].first <= line && line <= l->held[i].last)
			return true;
	return false;
}

/* Versions of files, and rules that are off, say nothing about comments; a document shows them. */
static bool judges_comments(const struct scan *s)
{
	const struct settings *o = s->settings;

	if (o->compat || o->no_suppressions || o->history || o->staged || o->since.n > 0 ||
	    str_ends(s->path, S(".md")) || str_ends(s->path, S(".rst")) ||
	    str_ends(s->path, S(".ipynb")))
		return false;
	return !s->scanner->any_secret_off;
}

static void hold_only(void *ctx, const struct secret_found *f)
{
	hold(ctx, f);
}

/* A comment about which no candidate is known. */
struct idle {
	uint32_t line, about;
	const char *words;
};

/* What filters hold back is not kept until somebody asks: few files have such comments, and fewer
 * have one too many. */
static void judge_comments(struct secret_layer *l, const struct scan_input *in,
			   const struct secret_scan_result *result)
{
	struct scan *s = l->scan;
	struct secret_scan_result again;
	struct idle *idle = NEW(s->arena, struct idle, result->comment_count + 1);
	uint32_t n = 0;

	for (uint32_t i = 0; i < result->comment_count; i++) {
		const struct secret_comment *c = &result->comments[i];
		bool below;
		const char *words = secret_allow_comment(c, &below);
		if (words != NULL && !is_held(l, c->line + below))
			idle[n++] = (struct idle){c->line, c->line + below, words};
	}
	if (n > 0) /* ends the result: it is in scratch */
		secret_scan_blob(scanner_secrets(s->scanner), scanner_scratch(s->scanner), s->path,
				 s->bytes.p != NULL ? blob_of(s->bytes) : in->blob,
				 SECRET_SCAN_FILTERED, hold_only, l, &again);
	for (uint32_t i = 0; i < n; i++) {
		struct finding *f;
		if (is_held(l, idle[i].about))
			continue;
		f = scan_finding(s, "AS010", NULL, 0, 0, "%s where there is nothing to suppress",
				 idle[i].words);
		f->line = f->end_line = idle[i].line;
		f->column = f->end_column = 1;
		f->fix = S("Remove the comment, unless the tool that it is for needs it.");
	}
}

static void found(void *ctx, const struct secret_found *f)
{
	struct secret_layer *l = ctx;
	struct scan *s = l->scan;
	struct record *r = record_of(s, f->rule->id);

	hold(l, f);
	r->engine = false;
	r->f.severity = f->severity;
	r->f.confidence = f->confidence;
	place(r, f, s->python);
	r->f.message = message(s->settings, s->arena, f);
	r->f.fingerprint = identity(l, f);
	r->f.by_place = f->by_name;
	r->f.snippet = arena_dup(s->arena, f->line_text);
	r->f.snippet_column = f->line_at;
	r->f.fix = advice(s->arena, f->rule->secret);
	if (l->redactor == NULL)
		l->redactor = secret_redactor_new(s->arena);
	secret_redactor_add(l->redactor, f->value);
	if (f->written.n >= SECRET_PIECE && !str_starts(f->value, f->written))
		secret_redactor_add(l->redactor, f->written);
	r->f.known = known_number(s, f);
	if (r->f.known > 0) {
		r->f.suppressed = SUPPRESSED_EXCEPTION;
		r->f.reason = S("known to .secrets.baseline");
		return;
	}
	if (f->filter != NULL) {
		r->f.suppressed = SUPPRESSED_FILTER;
		r->f.reason = arena_printf(s->arena, "%s: %s", f->filter, f->reason);
		return;
	}
	allow(l, f, r);
}

void secret_layer(struct scan *s, const struct scan_input *in)
{
	struct secret_layer *l = NEW(s->arena, struct secret_layer, 1);
	unsigned flags =
		s->settings->explain || s->settings->show_filtered ? SECRET_SCAN_FILTERED : 0;
	struct secret_scan_result result;

	flags |= judges_comments(s) ? SECRET_SCAN_COMMENTS : 0;
	*l = (struct secret_layer){.scan = s, .seen = map_in(s->arena)};
	s->secrets = l;
	secret_scan_blob(scanner_secrets(s->scanner), scanner_scratch(s->scanner), s->path,
			 s->bytes.p != NULL ? blob_of(s->bytes) : in->blob, flags, found, l,
			 &result);
	l->wants_code = result.wants_code;
	if (result.binary)
		return;
	s->out->layers |= LAYER_SECRETS;
	s->out->lines = result.lines < UINT32_MAX ? (uint32_t)result.lines : UINT32_MAX;
	s->scanner->secrets->local = result.local && result.problem == NULL;
	if (result.problem != NULL)
		scan_finding(s, "AS004", NULL, 0, 0, "%s", result.problem);
	judge_comments(l, in, &result);
}

/* Files that are private as such are looked at for what they are, too. */
bool scan_next_version(const struct scanner *sc, str path, str old, str now, uint32_t *lines)
{
	const struct settings *s = sc->settings;

	return s->secrets_only && !s->explain && !s->show_filtered && sc->secrets->local &&
	       private_kind(path) == PRIVATE_NOT &&
	       secret_scan_changes(scanner_secrets(sc), scanner_scratch(sc), path, old, now, lines);
}

bool secret_layer_wants_code(const struct scan *s)
{
	return s->secrets != NULL && s->secrets->wants_code;
}

/* ---- The end ---- */

static bool is_secret(const struct record *r)
{
	return r->f.rule->secret != NULL && r->f.suppressed != SUPPRESSED_FILTER;
}

/* Bandit's rules for passwords on the line of a secret say the same once more: they go, and a nosec
 * comment that was meant for them counts for the secret. */
static void join_passwords(struct scan *s)
{
	for (struct record *b = s->records; b != NULL; b = b->next) {
		if (!str_in(str_of(b->f.rule->id), "B105 B106 B107"))
			continue;
		for (struct record *r = s->records; r != NULL; r = r->next) {
			if (!is_secret(r) || r->f.line > b->f.end_line || r->f.end_line < b->f.line)
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

/* All of this file's secrets in all of its snippets, in what other layers quote, and in what people
 * write into comments. */
static void redact(struct secret_layer *l)
{
	struct file_result *out = l->scan->out;

	for (struct record *r = l->scan->records; r != NULL; r = r->next) {
		r->f.snippet = secret_redact_line(l->redactor, r->f.snippet);
		if (r->f.rule->secret == NULL)
			r->f.message = secret_redact_line(l->redactor, r->f.message);
		if (r->f.suppressed == SUPPRESSED_NOSEC)
			r->f.reason = secret_redact_line(l->redactor, r->f.reason);
	}
	for (uint32_t i = 0; i < out->suppression_count; i++) {
		struct suppression *one = &out->suppressions[i];
		one->ids = secret_redact_line(l->redactor, one->ids);
		one->reason = secret_redact_line(l->redactor, one->reason);
	}
}

static void clip(struct scan *s)
{
	for (struct record *r = s->records; r != NULL; r = r->next) {
		size_t n = LIMIT_SNIPPET_BYTES;
		if (r->f.snippet.n <= n)
			continue;
		while (n > 0 && (r->f.snippet.p[n] & 0xC0) == 0x80)
			n--;
		r->f.snippet = str_slice(r->f.snippet, 0, n);
	}
}

void secret_layer_end(struct scan *s)
{
	if (s->secrets == NULL)
		return;
	if (s->out->layers == 0 && s->out->skipped == SKIPPED_NOT)
		s->out->skipped = SKIPPED_NOTHING;
	else if (s->out->layers != 0)
		s->out->skipped = SKIPPED_NOT;
	if (s->secrets->redactor != NULL) {
		join_passwords(s);
		if (!s->settings->reveal)
			redact(s->secrets);
	}
	clip(s);
}
