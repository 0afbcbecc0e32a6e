/* The input of the secrets engine: bytes in memory at once, anything else in windows. A window
 * begins LEAD bytes before the claims that it may make and ends OVERLAP bytes behind them, so that
 * what belongs to a secret is seen with it; between, windows are cut at line ends. */
#include <stdlib.h>
#include "base/fail.h"
#include "base/lanes.h"
#include "base/limits.h"
#include "engine/secret_int.h"
#include "text/utf.h"

#define LEAD ((size_t)1024)

/* ---- Lines ---- */

struct place {
	uint32_t at; /* offset in the window */
	uint64_t line;
	uint32_t line_start; /* of the line in the window */
	uint64_t before;     /* columns of its line that lie before the window */
	uint32_t passed;     /* those between line_start and `at` */
};

static bool ends_line(str s, size_t i)
{
	return s.p[i] == '\n' || (s.p[i] == '\r' && (i + 1 == s.n || s.p[i + 1] != '\n'));
}

static uint32_t characters(str s, uint32_t from, uint32_t to)
{
	uint32_t n = 0;

	for (uint32_t i = from; i < to; i++)
		n += (s.p[i] & 0xC0) != 0x80;
	return n;
}

/* Goes on to `at`, which is not before the place. */
static void advance(struct place *p, str s, uint32_t at)
{
	uint32_t from = p->at;

	while (p->at < at) {
		const uint8_t *feed = memchr(s.p + p->at, '\n', at - p->at);
		uint32_t end = feed ? (uint32_t)(feed - s.p) + 1 : at;
		bool odd = memchr(s.p + p->at, '\r', end - p->at) != NULL;
		for (uint32_t i = odd ? p->at : end - 1; i < end; i++) {
			if (!ends_line(s, i))
				continue;
			p->line++;
			p->line_start = i + 1;
			p->before = 0;
			p->passed = 0;
			from = i + 1;
		}
		p->at = end;
	}
	p->passed += characters(s, from, p->at);
}

/* Counted from the place itself where that is nearer: a line may have ten thousand secrets. */
static uint32_t column_at(const struct place *p, str s, uint32_t at)
{
	uint64_t n = 1 + p->before;

	if (at <= p->at && p->at - at < at - p->line_start)
		n += p->passed - characters(s, at, p->at);
	else
		n += characters(s, p->line_start, at);
	return n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

static uint32_t line_at(const struct place *p)
{
	return p->line < UINT32_MAX ? (uint32_t)p->line : UINT32_MAX;
}

/* What a reader sees of a long line before the secret. */
#define SHOWN 60

static str line_above(str s, uint32_t start)
{
	uint32_t from, end = start;

	if (end > 0 && s.p[end - 1] == '\n')
		end--;
	for (from = end; from > 0 && end - from < SECRET_CONTEXT && s.p[from - 1] != '\n'; from--)
		;
	return start == 0 ? (str){NULL, 0} : str_slice(s, from, end);
}

/* How the secret stands there, as far as its first line goes. What was decoded ends with the first
 * byte of an escape: the others are a part of it. */
static str written(const struct place *from, const struct place *to, str s)
{
	size_t end = from->at;

	while (end < to->at && s.p[end] != '\n' && s.p[end] != '\r')
		end++;
	if (end == to->at && end > from->at && s.p[end - 1] == '\\' && end < s.n)
		end += s.p[end] == 'u' ? 5 : s.p[end] == 'x' ? 3 : 1;
	else if (end == to->at && end > from->at && s.p[end - 1] == '%')
		end += 2;
	return str_slice(s, from->at, end);
}

static void locate(struct secret_found *f, const struct place *from, const struct place *to, str s)
{
	uint32_t start = from->line_start, end;

	f->line = line_at(from);
	f->column = column_at(from, s, from->at);
	f->end_line = line_at(to);
	f->end_column = column_at(to, s, to->at);
	f->line_at = 1;
	if (from->at - start > 100 || from->before > 0) {
		start = from->at > start + SHOWN ? from->at - SHOWN : start;
		while (start < from->at && (s.p[start] & 0xC0) == 0x80)
			start++;
		f->line_at = column_at(from, s, start);
	}
	for (end = start; end < s.n && end - start < LIMIT_SECRET_VALUE; end++)
		if (s.p[end] == '\n' || s.p[end] == '\r')
			break;
	f->line_text = str_slice(s, start, end);
	f->line_above = line_above(s, from->line_start);
	f->written = written(from, to, s);
}

/* Line ends in at most 255 times sixteen bytes: each lane counts its own. */
static unsigned line_ends_in(const uint8_t *p, size_t n)
{
	lanes sum = {0};

	for (size_t i = 0; i < n; i += LANES)
		sum -= lanes_equal(lanes_load(p + i), '\n');
	return lanes_sum(sum);
}

uint64_t secret_line_ends(str s)
{
	uint64_t n = 0;

	while (s.n >= LANES) {
		size_t part = s.n < 255 * LANES ? s.n - s.n % LANES : 255 * LANES;
		n += line_ends_in(s.p, part);
		s = str_slice(s, part, s.n);
	}
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n;
}

/* ---- One window ---- */

/* Control characters other than \b to \r and escape, which text has not. */
static lanes controls_in(const uint8_t *p)
{
	lanes x = lanes_load(p);

	return lanes_between(x, 0, 31) & ~lanes_between(x, '\b', '\r') & ~lanes_equal(x, 27);
}

static bool has_controls(str s)
{
	uint8_t rest[LANES];
	lanes found = {0};

	for (; s.n >= LANES; s = str_slice(s, LANES, s.n))
		found |= controls_in(s.p);
	memset(rest, ' ', sizeof(rest));
	if (s.n > 0)
		memcpy(rest, s.p, s.n);
	return lanes_any(found | controls_in(rest));
}

bool secret_is_text(str bytes)
{
	const uint32_t controls = 0xF7FFC0FF; /* a bit for each */
	str head = str_slice(bytes, 0, SECRET_HEAD);
	size_t odd = 0, seen = 0;

	if (!has_controls(head))
		return true;
	for (size_t i = 0; i < head.n; i += i < 1024 ? 1 : 7, seen++)
		odd += (head.p[i] < 32) & (controls >> (head.p[i] & 31));
	return odd * 32 <= seen;
}

static void hand_on(struct secret_job *j, const struct secret_claim *c, struct place *at)
{
	str s = j->root->text;
	struct secret_found f = {
		.rule = c->row->rule,
		.severity = c->severity,
		.confidence = c->confidence,
		.start = j->base + c->from,
		.end = j->base + c->to,
		.value = c->value,
		.name = c->name,
		.note = c->note,
		.row = c->row->id,
		.filter = c->filter ? c->filter->name : NULL,
		.reason = c->filter ? c->filter->reason : NULL,
	};
	struct place end;

	advance(at, s, c->from);
	end = *at;
	advance(&end, s, c->to);
	locate(&f, at, &end, s);
	secret_cell_of(j, c->from, &f.cell, &f.cell_line);
	f.by_name = (c->row->secret->flags & SECRET_SHORT) != 0 || secret_bits(c->value) < 64;
	j->sink(j->ctx, &f);
}

bool secret_is_python(str path)
{
	return str_ends(path, S(".py")) || str_ends(path, S(".pyw")) || str_ends(path, S(".pyi"));
}

static bool is_notebook(str path)
{
	return str_ends(path, S(".ipynb"));
}

/* Claims that begin in [from, to) of the window. */
static void look_at(struct secret_job *j, str text, uint32_t from, uint32_t to, struct place *at)
{
	struct secret_view root = {.text = text};

	j->root = &root;
	j->assign_view = NULL;
	j->engine->input++;
	secret_look(j, &root);
	if (j->whole && is_notebook(j->path))
		secret_look_notebook(j, &root);
	if (j->whole && j->wants_python)
		secret_look_python(j, &root);
	secret_settle(j);
	for (size_t i = 0; i < j->count; i++) {
		const struct secret_claim *c = &j->claims[i];
		if (c->lost || c->from < from || c->from >= to ||
		    (c->filter != NULL && (j->flags & SECRET_SCAN_FILTERED) == 0))
			continue;
		hand_on(j, c, at);
	}
	advance(at, text, from);
	j->claims = NULL;
	j->count = j->room = 0;
}

static struct secret_job new_job(struct secret_engine *e, struct arena *a, str path, unsigned flags,
				 secret_sink *sink, void *ctx)
{
	return (struct secret_job){
		.engine = e,
		.arena = a,
		.path = path,
		.python = secret_is_python(path),
		.flags = flags,
		.sink = sink,
		.ctx = ctx,
	};
}

static const char *problem(const struct secret_job *j)
{
	const struct secret_row *row = j->stuck;

	if (j->full)
		return "more candidates for secrets than are looked at";
	if (row == NULL)
		return NULL;
	return (const char *)arena_printf(j->arena, "the pattern of %s (%.*s) reached its limit",
					  row->rule->id,
					  STR_ARG(row->id.n ? row->id : str_of(row->rule->name)))
		.p;
}

static void find_comments(struct secret_job *j, str bytes, struct secret_scan_result *result)
{
	struct secret_comment *all = NEW(j->arena, struct secret_comment, j->comment_count + 1);
	uint32_t line = 1, at = 0;

	for (uint32_t i = 0; i < j->comment_count; i++) {
		uint32_t to = j->comments[i], start = to;
		size_t end = str_find_byte(str_slice(bytes, to, bytes.n), '\n');
		line += (uint32_t)secret_line_ends(str_slice(bytes, at, to));
		at = to;
		while (start > 0 && to - start < SECRET_CONTEXT && bytes.p[start - 1] != '\n')
			start--;
		all[i] = (struct secret_comment){
			.line = line,
			.before = str_slice(bytes, start, to),
			.after = str_slice(bytes, to,
					   end < SECRET_CONTEXT ? to + end : to + SECRET_CONTEXT),
		};
	}
	result->comments = all;
	result->comment_count = j->comment_count;
}

static void in_memory(struct secret_job *j, str bytes, struct secret_scan_result *result)
{
	struct place at = {.line = 1};

	if (!secret_is_text(bytes)) {
		result->binary = true;
		return;
	}
	j->whole = true;
	secret_hits_begin(j->engine);
	result->lines = secret_line_ends(bytes) + (bytes.n > 0 && bytes.p[bytes.n - 1] != '\n');
	look_at(j, bytes, 0, (uint32_t)bytes.n, &at);
	result->problem = problem(j);
	result->wants_code = j->wants_code;
	if (j->comment_count > 0)
		find_comments(j, bytes, result);
	result->local =
		!j->table && !j->wants_python && !j->engine->now.full && !is_notebook(j->path);
}

/* ---- Windows ---- */

/* Where the window [from, n) is cut: behind its last line end, in its last half at least. */
static size_t cut_at(const uint8_t *p, size_t from, size_t n)
{
	size_t to = from + LIMIT_SECRET_BLOCK;

	if (to >= n)
		return n;
	for (size_t i = to; i > to - LIMIT_SECRET_BLOCK / 2; i--)
		if (p[i - 1] == '\n')
			return i;
	return to;
}

static void in_windows(struct secret_job *j, struct stream *s, struct secret_scan_result *result)
{
	size_t room = LEAD + LIMIT_SECRET_BLOCK + LIMIT_SECRET_OVERLAP, n, from = 0, cut;
	uint8_t *p = arena_raw(j->arena, room, 64), last = '\n';
	struct place at = {.line = 1};
	struct arena_mark mark;

	n = stream_read(s, p, room);
	if (!secret_is_text((str){p, n})) {
		result->binary = true;
		return;
	}
	while (n > from) {
		bool end = n < room;
		str text = {p, n};
		size_t lead;
		cut = end ? n : cut_at(p, from, n);
		mark = arena_mark(j->arena);
		look_at(j, text, (uint32_t)from, (uint32_t)cut, &at);
		advance(&at, text, (uint32_t)cut);
		arena_release(j->arena, mark);
		last = p[cut - 1];
		if (cut == n && end)
			break;
		lead = cut > LEAD ? cut - LEAD : 0;
		at.before = column_at(&at, text, (uint32_t)cut) - 1;
		if (at.line_start >= lead) {
			at.before = 0;
			at.line_start -= (uint32_t)lead;
		} else {
			at.before -= column_at(&(struct place){.line_start = (uint32_t)lead}, text,
					       (uint32_t)cut) -
				     1;
			at.line_start = 0;
			at.passed = characters(text, (uint32_t)lead, (uint32_t)cut);
		}
		memmove(p, p + lead, n - lead);
		n -= lead;
		from = cut - lead;
		at.at = (uint32_t)from;
		j->base += lead;
		n += stream_read(s, p + n, room - n);
	}
	result->lines = at.line - (last == '\n');
	result->wants_code = j->wants_code;
	result->problem = problem(j);
	if (s->error != NULL)
		result->problem = s->error;
}

/* ---- The way in ---- */

void secret_scan(struct secret_engine *e, struct arena *a, str path, str bytes, unsigned flags,
		 secret_sink *sink, void *ctx, struct secret_scan_result *result)
{
	secret_scan_blob(e, a, path, blob_of(bytes), flags, sink, ctx, result);
}

/* So much is looked at in one piece when it lies in memory already. */
#define IN_ONE ((uint64_t)256 * MiB)

void secret_scan_blob(struct secret_engine *e, struct arena *a, str path, struct blob blob,
		      unsigned flags, secret_sink *sink, void *ctx,
		      struct secret_scan_result *result)
{
	struct secret_job j = new_job(e, a, path, flags, sink, ctx);
	str head = blob_get(blob, a, 0, 4);
	enum utf enc = utf_detect(head);
	bool notebook = is_notebook(path) && blob.size <= LIMIT_SECRET_NOTEBOOK;

	*result = (struct secret_scan_result){0};
	if (enc != UTF_8 && enc != UTF_8_MARK) {
		in_windows(&j, utf_stream(a, blob, enc), result);
		return;
	}
	if (enc == UTF_8_MARK)
		blob = blob_slice(blob, 3, blob.size);
	if ((blob.memory != NULL && blob.size <= IN_ONE) || notebook) {
		str bytes = blob_get(blob, a, 0, (size_t)blob.size);
		if (bytes.n < blob.size)
			result->problem = "its bytes cannot be read";
		in_memory(&j, bytes, result);
		return;
	}
	in_windows(&j, stream_of(a, blob), result);
}
