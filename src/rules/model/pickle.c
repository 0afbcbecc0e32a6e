/* Pickles: joblib's and PyTorch's old ones included, several in a file, with what lies between and
 * behind them. What loading would do is worked out by the machine (model/pickle.h); here it becomes
 * findings.
 *
 * Bytes that one reader takes for data and another one for opcodes (arrays of joblib, storages of
 * PyTorch, what follows the last STOP) are read both ways. */
#include "rules/model/pickle.h"

#include <stdarg.h>
#include <stdio.h>
#include "base/limits.h"
#include "engine/settings.h"
#include "rules/model/pickle_scan.h"

/* Instructions after which bytes that may be a pickle are taken for one. */
#define TRIAL_INSNS 100000

/* ---- Recognition ---- */

static bool named(str name)
{
	size_t dot = name.n;
	char ext[12];
	size_t n = 0;

	while (dot > 0 && name.p[dot - 1] != '.')
		dot--;
	if (dot == 0 || name.n - dot >= sizeof(ext))
		return false;
	for (; dot < name.n; dot++)
		ext[n++] = (char)(name.p[dot] >= 'A' && name.p[dot] <= 'Z' ? name.p[dot] | 32
									   : name.p[dot]);
	return str_in((str){(const uint8_t *)ext, n},
		      "pkl pickle pcl joblib dill cloudpickle pkl2 pkl3");
}

static unsigned pickle_recognise(UNUSED const struct settings *s, const struct peek *p)
{
	unsigned sure = pickle_sure(p->head, p->size, p->quiet);

	return sure < SURE_BY_CONTENT && named(p->name) ? 30 : sure;
}

/* ---- Findings ---- */

struct finding *pickle_finding(struct pickle_scan *s, const char *id, uint64_t at, str what,
			       const char *fmt, ...)
{
	char text[LIMIT_MESSAGE_BYTES];
	struct finding *f;
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	f = model_finding(s->m, id, at, what, "%s", text);
	s->reported |= f->severity >= MEDIUM;
	return f;
}

static const char *const rule_of[PICKLE_ISSUE_KINDS] = {
	[PICKLE_ISSUE_DANGEROUS_CALL] = "MD001", [PICKLE_ISSUE_UNKNOWN_CALL] = "MD002",
	[PICKLE_ISSUE_KNOWN_CLASS] = "MD003",	 [PICKLE_ISSUE_DANGEROUS_IMPORT] = "MD004",
	[PICKLE_ISSUE_UNKNOWN_IMPORT] = "MD005", [PICKLE_ISSUE_ARGUMENT] = "MD006",
	[PICKLE_ISSUE_COMPUTED] = "MD007",	 [PICKLE_ISSUE_EXTENSION] = "MD008",
	[PICKLE_ISSUE_CALL_RESULT] = "MD009",	 [PICKLE_ISSUE_WRITE] = "MD010",
	[PICKLE_ISSUE_STATE] = "MD011",		 [PICKLE_ISSUE_PROTO] = "MD012",
	[PICKLE_ISSUE_FRAME] = "MD013",		 [PICKLE_ISSUE_MEMO] = "MD014",
	[PICKLE_ISSUE_EXPANSION] = "MD015",	 [PICKLE_ISSUE_LONG] = "MD016",
	[PICKLE_ISSUE_NESTING] = "MD017",	 [PICKLE_ISSUE_PATH] = "MD018",
	[PICKLE_ISSUE_SIZE] = "MD025",
};

static void on_issue(void *ctx, struct pickle *p, const struct pickle_issue *i)
{
	struct pickle_scan *s = ctx;
	struct finding *f =
		pickle_finding(s, rule_of[i->kind], i->at, i->what, "%.*s", STR_ARG(i->text));

	(void)p;
	f->severity = (uint8_t)i->grade;
	s->reported |= f->severity >= MEDIUM;
}

/* The second reading of the same bytes: what it shares with the first is told once. */
static void on_other_issue(void *ctx, struct pickle *p, const struct pickle_issue *i)
{
	if (i->kind != PICKLE_ISSUE_FRAME && i->kind != PICKLE_ISSUE_KNOWN_CLASS)
		on_issue(ctx, p, i);
}

/* ---- Constants that are models themselves ---- */

static bool is_base64(uint8_t b)
{
	return (b >= '0' && b <= '9') || ((b | 32) >= 'a' && (b | 32) <= 'z') || b == '+' ||
	       b == '/';
}

static uint32_t base64_value(uint8_t b)
{
	if (b >= 'a')
		return b - 'a' + 26u;
	if (b >= 'A')
		return b - (uint32_t)'A';
	if (b >= '0')
		return b - '0' + 52u;
	return b == '+' ? 62 : 63;
}

/* Empty when there is something else in it. */
static str base64(struct arena *a, str text)
{
	struct buf out = buf_in(a);
	uint32_t bits = 0;
	unsigned n = 0;

	while (text.n > 0 && text.p[text.n - 1] == '=')
		text.n--;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\n')
			continue;
		if (!is_base64(text.p[i]))
			return (str){NULL, 0};
		bits = bits << 6 | base64_value(text.p[i]);
		n += 6;
		if (n >= 8) {
			n -= 8;
			buf_byte(&out, (uint8_t)(bits >> n));
		}
	}
	return buf_str(&out);
}

/* Bytes of text in base64 that are decoded in one pickle. */
#define BASE64_MOST (8 * MiB)
/* The same for bytes written as text. */
#define LATIN1_MOST (16 * MiB)

static str inner_name(struct pickle_scan *s, const char *what, uint64_t at)
{
	return arena_printf(s->m->arena, "%s@%llu", what, (unsigned long long)at);
}

/* Text whose characters are the values of bytes. */
static void latin1_inside(struct pickle_scan *s, str text)
{
	struct buf out = buf_in(s->m->arena);
	uint32_t c;

	for (size_t i = 0, n; i < text.n; i += n) {
		n = str_utf8_len(str_slice(text, i, text.n));
		c = text.p[i];
		if (n == 2)
			c = (c & 0x1f) << 6 | (text.p[i + 1] & 0x3f);
		if (n == 0 || n > 2 || c > 0xff)
			return; /* cannot be encoded: the load fails */
		buf_byte(&out, (uint8_t)c);
	}
	model_inside(s->m, arena_printf(s->m->arena, "latin1#%u", ++s->texts),
		     blob_of(buf_str(&out)));
}

static void on_inner(void *ctx, struct pickle *p, struct pickle_value v, bool unpickled)
{
	struct pickle_scan *s = ctx;
	uint64_t at, n;
	uint8_t first;

	if (unpickled && pv_kind(v) == PV_STR) {
		str text = pickle_text(p, v, LIMIT_MODEL_INLINE);
		s->decoded += text.n;
		if (s->decoded > LATIN1_MOST)
			pickle_finding(s, "AS004", pv_payload(v), (str){NULL, 0},
				       "more bytes written as text than are looked into");
		else
			latin1_inside(s, text);
		return;
	}
	if (!pickle_content(p, v, &at, &n))
		return;
	if (unpickled) {
		model_inside(s->m, inner_name(s, "bytes", at), blob_slice(s->blob, at, at + n));
		return;
	}
	if (!blob_copy(s->blob, at, &first, 1))
		return;
	if (first == PK_PROTO || first == 'P') {
		model_inside_quiet(s->m, inner_name(s, "bytes", at),
				   blob_slice(s->blob, at, at + n));
	} else if (n < BASE64_MOST - s->decoded) {
		str raw = base64(s->m->arena, blob_get(s->blob, s->m->arena, at, (size_t)n));
		s->decoded += n;
		if (raw.n > 0)
			model_inside_quiet(s->m, inner_name(s, "base64", at), blob_of(raw));
	}
}

static void on_persistent(void *ctx, struct pickle *p, struct pickle_value pid)
{
	struct pickle_scan *s = ctx;

	torch_legacy_storage(s, p, pid);
}

/* ---- Searching ---- */

static bool search(struct pickle_scan *s, uint64_t from, uint64_t to, const char *where)
{
	struct pickle_prober *r;
	struct pickle_hit h;
	unsigned found = 0;

	if (to - from > LIMIT_PICKLE_PROBE)
		to = from + LIMIT_PICKLE_PROBE;
	if (from >= to || !model_spend(s->m, to - from))
		return false;
	r = pickle_prober_new(s->m->arena, blob_slice(s->blob, from, to));
	for (uint64_t at = 0; found < 4 && pickle_probe_next(r, at, &h); at = h.end) {
		struct finding *f =
			pickle_finding(s, "MD023", from + h.at, S("hidden"),
				       "a pickle lies hidden %s: %.*s", where, STR_ARG(h.text));
		f->severity = h.worst >= PICKLE_GRADE_HIGH ? (uint8_t)h.worst : HIGH;
		found++;
		if (h.end <= at)
			break;
	}
	return found > 0;
}

bool pickle_search(struct model *m, uint64_t from, uint64_t to, const char *where)
{
	struct pickle_scan s = {.m = m, .blob = m->blob};

	return search(&s, from, to < m->blob.size ? to : m->blob.size, where);
}

void pickle_other_reading(struct pickle_scan *s, uint64_t at, const char *reader)
{
	struct pickle_prober *r =
		pickle_prober_new(s->m->arena, blob_slice(s->blob, at, s->blob.size));
	struct pickle_hit h = pickle_probe_at(r, 0, 1 << 17);

	if (!h.global || !h.calls || h.worst < PICKLE_GRADE_MEDIUM)
		return;
	pickle_finding(s, "MD022", at, S("raw"),
		       "%s takes these bytes for data, a plain unpickler executes them: %.*s",
		       reader, STR_ARG(h.text));
}

/* ---- What follows ---- */

/* Nothing but this byte? `at` moves to the first other one. */
static bool filled(struct pickle_scan *s, uint64_t *at, bool (*fill)(uint8_t b))
{
	struct stream *in = stream_of(s->m->arena, blob_slice(s->blob, *at, s->blob.size));

	while (stream_ready(in)) {
		for (; in->p < in->end; in->p++, ++*at)
			if (!fill(*in->p))
				return false;
		if (!model_spend(s->m, STREAM_WINDOW))
			return false;
	}
	return in->error == NULL;
}

static bool is_zero(uint8_t b)
{
	return b == 0;
}

static bool is_space(uint8_t b)
{
	return b == '\n' || b == '\r' || b == ' ' || b == '\t';
}

void pickle_trailing(struct pickle_scan *s, uint64_t at)
{
	uint64_t n = s->blob.size - at, zero = at, space = at;
	struct blob rest = blob_slice(s->blob, at, s->blob.size);

	if (n == 0 || filled(s, &space, is_space))
		return;
	if (filled(s, &zero, is_zero)) {
		pickle_finding(s, "MD021", at, S("zero"), "%llu zero bytes follow the last pickle",
			       (unsigned long long)n)
			->severity = INFO;
		return;
	}
	pickle_finding(s, "MD021", at, S("data"),
		       "%llu bytes follow the last pickle that no unpickler reads",
		       (unsigned long long)n);
	if (model_recognised(s->m, rest))
		model_inside(s->m, inner_name(s, "trailing", at), rest);
	(void)search(s, at, s->blob.size, "behind the last pickle");
}

/* ---- joblib's arrays ---- */

static void array_error(struct pickle_scan *s, uint64_t at, const char *what)
{
	s->given_up = true;
	pickle_finding(s, "MD024", at, S("array"), "the array that follows here for joblib: %s",
		       what);
	(void)search(s, at, s->blob.size, "where joblib reads an array");
}

struct plain_reading {
	uint64_t from; /* what comes before both readers see */
	bool global, call;
	enum pickle_grade worst;
	str text;
};

static void plain_issue(void *ctx, UNUSED struct pickle *p, const struct pickle_issue *i)
{
	struct plain_reading *r = ctx;

	if (i->at < r->from || i->grade <= r->worst)
		return;
	r->worst = i->grade;
	r->text = i->text;
}

static void plain_global(void *ctx, UNUSED struct pickle *p, uint64_t at, str module, str name,
			 bool known)
{
	struct plain_reading *r = ctx;

	r->global |= at >= r->from && known && pickle_plausible(module) && pickle_plausible(name);
}

static void plain_step(void *ctx, UNUSED struct pickle *p, const struct pickle_insn *i)
{
	struct plain_reading *r = ctx;

	r->call |= i->at >= r->from && pickle_op_calls(i->op);
}

/* Would pickle.load() execute the first array's bytes? It stops there when they are none of its
 * opcodes, so that later arrays are nothing to it. */
static void plain_reading(struct pickle_scan *s, uint64_t at)
{
	struct plain_reading r = {.from = at};
	struct pickle_watch w = {
		.ctx = &r, .issue = plain_issue, .global = plain_global, .step = plain_step};
	struct pickle *p;

	if (s->plain_read)
		return;
	s->plain_read = true;
	p = pickle_new(s->m->arena, s->blob, &w);
	(void)pickle_run(p, s->start, PICKLE_FROM_BYTES, false);
	pickle_imports(p);
	if (r.global && r.call && r.worst >= PICKLE_GRADE_MEDIUM)
		pickle_finding(
			s, "MD022", at, S("raw"),
			"joblib takes these bytes for data, pickle.load() executes them: %.*s",
			STR_ARG(r.text));
}

/* Objects are a pickle of their own, which pickle.load() reads. */
static uint64_t objects_end(struct pickle_scan *s, uint64_t at)
{
	struct pickle_end end;

	if (s->objects == NULL)
		s->objects = pickle_new(s->m->arena, s->blob, &s->watch);
	end = pickle_run(s->objects, at, PICKLE_FROM_BYTES, false);
	pickle_imports(s->objects);
	if (end.error == PICKLE_OK)
		return end.end;
	array_error(s, end.at, pickle_error_text(end.error));
	return 0;
}

/* The array at `at`, for the wrapper on top of the stack: where the pickle goes on; 0: nowhere. */
static uint64_t array_end(struct pickle_scan *s, uint64_t at)
{
	struct pickle_array a = pickle_array_of(s->p);
	uint8_t padding = 0;

	if (a.error != NULL) {
		array_error(s, at, a.error);
		return 0;
	}
	if (a.objects)
		return objects_end(s, at);
	plain_reading(s, at);
	if (a.aligned && !blob_copy(s->blob, at++, &padding, 1)) {
		array_error(s, at, "it is cut short");
		return 0;
	}
	if (a.bytes > s->blob.size - at || padding > s->blob.size - at - a.bytes) {
		array_error(s, at, "it has fewer bytes than its shape says");
		return 0;
	}
	return at + padding + a.bytes;
}

/* ---- Pickles ---- */

static void broken(struct pickle_scan *s, const struct pickle_end *e)
{
	if (e->error == PICKLE_LIMIT)
		pickle_finding(s, "AS004", e->at, (str){NULL, 0}, "a pickle with %s",
			       pickle_error_text(e->error));
	else if (e->error == PICKLE_UNREADABLE)
		model_unreadable(s->m);
	else
		pickle_finding(
			s, "MD019", e->at, S("broken"),
			"the pickle breaks off: %s. What comes before is executed all the same",
			pickle_error_text(e->error));
	(void)search(s, e->at + 1, s->blob.size, "behind the place where the pickle breaks off");
}

/* The pickle at `at`, with joblib's arrays inside; returns where it ends. */
static uint64_t scan_one(struct pickle_scan *s, uint64_t at, struct pickle_end *end)
{
	s->start = at;
	s->plain_read = false;
	*end = pickle_run(s->p, at, PICKLE_FROM_BYTES, true);
	while (end->raw) {
		uint64_t next = array_end(s, end->end);
		if (next == 0) {
			end->error = end->error ? end->error : PICKLE_CUT;
			return end->end;
		}
		*end = pickle_resume(s->p, next);
	}
	return end->end;
}

/* Read from a file, the same bytes are another pickle. */
static void scan_from_file(struct pickle_scan *s, uint64_t at)
{
	struct pickle_watch watch = {.ctx = s, .issue = on_other_issue};

	if (s->file == NULL)
		s->file = pickle_new(s->m->arena, s->blob, &watch);
	(void)pickle_run(s->file, at, PICKLE_FROM_FILE, false);
	pickle_imports(s->file);
}

static void see_call(void *ctx, struct pickle *p, const struct pickle_insn *i)
{
	bool *call = ctx;

	(void)p;
	*call |= pickle_op_calls(i->op);
}

/* Runs what may be a pickle: does it come to an end, or to a call? */
static bool trial(struct pickle_scan *s, uint64_t at)
{
	struct pickle_watch watch = {.ctx = &s->called, .step = see_call};
	struct pickle_end end;

	if (s->trial == NULL)
		s->trial = pickle_new(s->m->arena, s->blob, &watch);
	s->called = false;
	pickle_reuse(s->trial, s->blob);
	pickle_limit(s->trial, TRIAL_INSNS);
	end = pickle_run(s->trial, at, PICKLE_FROM_BYTES, false);
	return s->called || end.enough || (end.error == PICKLE_OK && end.insns >= 2);
}

/* Does a pickle begin there, rather than data? */
static bool another(struct pickle_scan *s, uint64_t at)
{
	uint8_t head[1024];
	uint64_t left = s->blob.size - at;
	size_t n = left < sizeof(head) ? (size_t)left : sizeof(head);
	unsigned sure =
		blob_copy(s->blob, at, head, n) ? pickle_sure((str){head, n}, left, false) : 0;

	return sure >= SURE_BY_CONTENT || (sure > 0 && trial(s, at));
}

static void scan_all(struct pickle_scan *s)
{
	struct pickle_end end;
	uint64_t at = 0, next;

	do {
		next = scan_one(s, at, &end);
		if (end.crossed)
			scan_from_file(s, at);
		if (end.error != PICKLE_OK)
			break;
		at = next;
		if (torch_legacy_after(s, &end, &at) || torch_tar_after(s, &end, &at))
			break;
	} while (at < s->blob.size && another(s, at));
	if (s->given_up)
		return;
	if (end.error == PICKLE_OK)
		pickle_trailing(s, at);
	else if (s->reported || another(s, 0))
		broken(s, &end);
	else
		pickle_finding(
			s, "MD020", end.at, S("no pickle"),
			"named as a pickle, but its content is none (%s), nor any other format "
			"that assay knows",
			pickle_error_text(end.error));
}

static void pickle_model(struct model *m)
{
	struct pickle_scan s = {.m = m, .blob = m->blob};

	if (m->blob.size == 0) {
		pickle_finding(&s, "MD020", 0, S("empty"), "named as a pickle, but empty")
			->severity = LOW;
		return;
	}
	if (m->blob.memory == NULL && m->blob.size <= LIMIT_PICKLE_INLINE) {
		str all = blob_get(m->blob, m->arena, 0, (size_t)m->blob.size);
		if (all.n == m->blob.size)
			s.blob = blob_of(all);
	}
	if (!named(m->name) && !another(&s, 0))
		return;
	s.watch = (struct pickle_watch){
		.ctx = &s, .issue = on_issue, .inner = on_inner, .persistent = on_persistent};
	s.p = pickle_new(m->arena, s.blob, &s.watch);
	s.torch.storages = map_in(m->arena);
	model_property(m, "format", S("pickle"));
	model_unsafe_format(m);
	scan_all(&s);
	pickle_imports(s.p);
}

const struct format format_pickle = {
	.name = "pickle",
	.layer = LAYER_MODELS,
	.recognise = pickle_recognise,
	.model = pickle_model,
};
