/* From hits of keywords to claims: every claim keeps the view it was made in; the overlaps are
 * settled once all views of the input have been looked at (secret_settle.c). */
#include "base/ascii.h"
#include "engine/secret_int.h"
#include "engine/secret_table.h"
#include "engine/secret_text.h"

#include "base/limits.h"

/* ---- Claims ---- */

static str line_after(const struct secret_view *v, uint32_t at)
{
	uint32_t to = at;

	while (to < v->text.n && to - at < SECRET_CONTEXT && v->text.p[to] != '\n' &&
	       v->text.p[to] != '\r')
		to++;
	return str_slice(v->text, at, to);
}

static unsigned rank_of(const struct secret_row *row)
{
	const struct secret *s = row->secret;

	if ((s->flags & SECRET_GENERIC) != 0)
		return s->place == SECRET_VALUE ? 1 : 2;
	if ((s->flags & SECRET_SHARED) != 0)
		return 3;
	switch (s->place) {
	case SECRET_TOKEN:
		return 6;
	case SECRET_TEXT:
		return 5;
	case SECRET_VALUE:
		break;
	}
	return 4;
}

static struct secret_claim *new_claim(struct secret_job *j)
{
	if (j->count == j->room) {
		struct secret_claim *more;
		j->room = j->room ? 2 * j->room : 16;
		more = NEW(j->arena, struct secret_claim, j->room);
		if (j->count > 0)
			memcpy(more, j->claims, j->count * sizeof(*more));
		j->claims = more;
	}
	return &j->claims[j->count++];
}

/* The bytes [start, end) of v are what the row describes. */
static void claim(struct secret_job *j, struct secret_row *row, const struct secret_view *v,
		  uint32_t start, uint32_t end, str name, uint32_t keyword)
{
	struct secret_candidate c = {
		.rule = row->rule,
		.value = str_slice(v->text, start, end),
		.name = name,
		.path = j->path,
		.before = secret_line_before(v->text, start),
		.after = line_after(v, end),
		.arena = j->arena,
	};
	const struct secret_filter *filter = NULL;
	struct secret_claim *claim;
	bool generic = (row->secret->flags & SECRET_GENERIC) != 0;
	bool shown = (j->flags & SECRET_SCAN_FILTERED) != 0, rejected = false;

	j->full |= j->count >= LIMIT_SECRET_CLAIMS;
	if (start >= end || j->full)
		return;
	if (row->secret->entropy > 0 && secret_entropy(c.value) < row->secret->entropy)
		return;
	if (row->id.n > 0 &&
	    str_in(str_after_last(j->path, '/'), "assay.toml gitleaks.toml .gitleaks.toml"))
		return; /* the examples of the rules themselves */
	if (row->allow.n > 0 && secret_row_allows(j->engine, row, c.value))
		return;
	if (row->secret->verify != NULL)
		rejected = !row->secret->verify(&c);
	if (!rejected || shown)
		filter = secret_filtered(&c);
	if (rejected && generic && !shown)
		return;
	if (rejected && filter == NULL)
		filter = &secret_unverified;
	claim = new_claim(j);
	*claim = (struct secret_claim){
		.row = row,
		.view = v,
		.start = start,
		.end = end,
		.from = secret_view_place(v, start, false),
		.to = secret_view_place(v, end, true),
		.value = c.value,
		.name = c.name,
		.note = c.note ? str_of(c.note) : (str){NULL, 0},
		.severity = c.severity ? c.severity : (uint8_t)row->rule->severity,
		.confidence = c.confidence ? c.confidence : (uint8_t)row->rule->confidence,
		.rank = rank_of(row),
		.keyword = keyword,
		.filter = filter,
		.rejected = rejected,
	};
}

/* ---- Tokens ---- */

/* Does an escape end before the byte at i: \n, \u003d, \x3d, %3d? Its letters are no part of what
 * follows. */
static bool escape_before(str s, uint32_t i)
{
	if (i >= 2 && s.p[i - 2] == '\\' && strchr("nrtbfv0", s.p[i - 1]) != NULL)
		return true;
	if (i >= 3 && s.p[i - 3] == '%' && is_hex(s.p[i - 2]) && is_hex(s.p[i - 1]))
		return true;
	if (i >= 4 && s.p[i - 4] == '\\' && s.p[i - 3] == 'x')
		return true;
	return i >= 6 && s.p[i - 6] == '\\' && s.p[i - 5] == 'u';
}

static bool in_base64_before(str s, uint32_t i)
{
	uint32_t n = 0;

	while (n < 20 && i > n &&
	       (is_alnum(s.p[i - n - 1]) || s.p[i - n - 1] == '+' || s.p[i - n - 1] == '/'))
		n++;
	return n >= 20;
}

static bool begins_here(str s, uint32_t i)
{
	uint8_t before = i > 0 ? s.p[i - 1] : ' ', first = s.p[i];

	if (!is_alnum(first))
		return true;
	if (is_alnum(before) || before == '_')
		return escape_before(s, i);
	if (before == '-')
		return i < 2 || !is_alnum(s.p[i - 2]) || escape_before(s, i - 1);
	return (before != '+' && before != '/') || !in_base64_before(s, i);
}

/* `token` ends at i: no byte of its own alphabet follows. */
static bool ends_here(str s, uint32_t i, str token)
{
	uint8_t after = i < s.n ? s.p[i] : ' ';

	if (is_alnum(after) || after == '_')
		return false;
	if (after == '-' || after == '+' || after == '/')
		return str_find_byte(str_slice(token, 4, token.n), after) == STR_NONE ||
		       i + 1 >= s.n || !is_alnum(s.p[i + 1]);
	return true;
}

static str name_in(const struct secret_view *v, uint32_t at)
{
	str s = v->text;
	uint32_t i = at, end;
	unsigned signs = 0;

	while (i > 0 && strchr("\"'`\\(> ", s.p[i - 1]) != NULL && at - i < 8)
		i--;
	while (i > 0 && (s.p[i - 1] == '=' || s.p[i - 1] == ':' || s.p[i - 1] == ',') &&
	       signs < 2) {
		i--;
		signs++;
	}
	if (signs == 0)
		return (str){NULL, 0};
	while (i > 0 && strchr("\"'`\\] ", s.p[i - 1]) != NULL && at - i < 16)
		i--;
	end = i;
	while (i > 0 && end - i < LIMIT_SECRET_NAME &&
	       (is_alnum(s.p[i - 1]) || s.p[i - 1] == '_' || s.p[i - 1] == '-' ||
		s.p[i - 1] == '.'))
		i--;
	return str_slice(s, i, end);
}

/* Of a literal that was put together, what stands before the first one. */
static str name_before(const struct secret_view *v, uint32_t at)
{
	str name = name_in(v, at);

	while (name.n == 0 && v->outer != NULL && at <= 1) {
		at = v->from + 1;
		v = v->outer;
		name = name_in(v, at);
	}
	return name;
}

static bool token(struct secret_job *j, struct secret_row *row, struct secret_view *v,
		  uint32_t from, uint32_t to)
{
	struct regex_match m;
	uint32_t end;

	if (!begins_here(v->text, from))
		return true;
	end = (uint32_t)(v->text.n - from < LIMIT_SECRET_WINDOW ? v->text.n
								: from + LIMIT_SECRET_WINDOW);
	if (row->over_lines)
		secret_view_saw(v, end);
	if (!secret_match(j, row, str_slice(v->text, 0, end), from, REGEX_HERE, &m))
		return false;
	if (ends_here(v->text, (uint32_t)m.end, str_slice(v->text, from, m.end)))
		claim(j, row, v, (uint32_t)m.group_start, (uint32_t)m.group_end,
		      name_before(v, from), to - from);
	return true;
}

/* ---- Values ---- */

/* Literals that were put together may make a token whose fixed part was cut. */
static void look_into_values(struct secret_job *j, struct secret_view *v,
			     struct secret_assign *known)
{
	struct secret_assign copy = *known;

	for (unsigned i = 0; i < copy.count; i++) {
		struct secret_view *inner = copy.values[i].view;
		if (inner != v && inner->piece_count > 1 &&
		    (i == 0 || inner != copy.values[i - 1].view))
			secret_look(j, inner);
	}
	j->assign_view = v;
	*known = copy;
}

static const struct secret_assign *assigned(struct secret_job *j, struct secret_view *v,
					    uint32_t from, uint32_t to)
{
	struct secret_assign *known = &j->assign;

	if (j->assign_view == v && from >= known->start && to <= known->end) {
		secret_view_saw(v, known->reach);
		return known->count > 0 ? known : NULL;
	}
	j->assign_view = v;
	*known = (struct secret_assign){0};
	if (!secret_assigned(j->arena, v, from, to, j->path, known))
		known->count = 0;
	known->reach = v->reach;
	if (known->count == 0)
		return NULL;
	look_into_values(j, v, known);
	return known;
}

/* Digits and letters of both cases, or hexadecimal, and nothing that structures a name. */
static bool is_mixed(str s)
{
	bool lower = false, upper = false, digit = false, hex = true;

	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		if (!is_alnum(c) && c != '+' && c != '/' && c != '=')
			return false;
		lower |= c >= 'a' && c <= 'z';
		upper |= c >= 'A' && c <= 'Z';
		digit |= c >= '0' && c <= '9';
		hex &= is_hex(c);
	}
	return digit && lower && (upper || hex);
}

/* A value that stands apart from its name (a default of a look-up, a column, prose) is one of a
 * generic row only when nobody says such a thing in passing: quoted, a column of its own, or too
 * long and mixed for a word; without a blank, and random. */
static bool is_said_in_passing(const struct secret_job *j, const struct secret_value *value,
			       str text)
{
	bool apart = value->quoted || str_ends(j->path, S(".csv")) ||
		     str_ends(j->path, S(".tsv")) ||
		     (text.n >= 16 && secret_bits(text) >= 64 && is_mixed(text));

	return !apart || text.n < 8 || str_find_byte(text, ' ') != STR_NONE ||
	       secret_bits(text) < 24 || secret_wordiness(text) > 0.5;
}

static void value(struct secret_job *j, struct secret_row *row, const struct secret_assign *s,
		  uint32_t keyword)
{
	bool generic = (row->secret->flags & SECRET_GENERIC) != 0;
	struct regex_match m;

	for (unsigned i = 0; i < s->count; i++) {
		const struct secret_value *value = &s->values[i];
		str text = secret_value_text(value);
		if (generic && value->loose && is_said_in_passing(j, value, text))
			continue;
		if (!secret_match(j, row, text, 0, REGEX_WHOLE, &m))
			continue;
		claim(j, row, value->view, value->start + (uint32_t)m.group_start,
		      value->start + (uint32_t)m.group_end, s->name, keyword);
		return;
	}
}

/* Lines of a table that are looked at below a column's name. */
#define TABLE_LINES 50000

/* The name heads a column: every cell below it is a value. */
static void column(struct secret_job *j, struct secret_row *row, struct secret_view *v,
		   uint32_t from, uint32_t to)
{
	uint32_t start, end, lines = 0;
	struct secret_table t;
	struct regex_match m;

	bool heads = secret_table_begin(&t, v->text, from, to, j->path);

	j->table |= heads || t.separator == '|'; /* which the lines around it decide */
	if (!heads)
		return;
	while (lines++ < TABLE_LINES && secret_table_next(&t, &start, &end)) {
		str text = str_slice(v->text, start, end);
		if (text.n == 0 || text.n > LIMIT_SECRET_VALUE ||
		    !secret_match(j, row, text, 0, REGEX_WHOLE, &m))
			continue;
		claim(j, row, v, start + (uint32_t)m.group_start, start + (uint32_t)m.group_end,
		      t.name, to - from);
	}
}

/* ---- Text ---- */

/* Where a match may end that holds what stands at `from`. */
static uint32_t text_end(const struct secret_row *row, str s, uint32_t from)
{
	uint32_t end =
		(uint32_t)(s.n - from < LIMIT_SECRET_WINDOW ? s.n : from + LIMIT_SECRET_WINDOW);
	size_t line = row->over_lines ? STR_NONE : str_find_byte(str_slice(s, from, end), '\n');

	return line == STR_NONE ? end : from + (uint32_t)line;
}

/* Before an @. */
static bool is_url_byte(uint8_t c)
{
	return c > ' ' && c != '@' && c != '"' && c != '\'' && c != '<' && c != '>' && c != '`';
}

/* Most URLs have no user. */
static bool has_user(struct secret_view *v, uint32_t at)
{
	uint32_t most = at + 512;
	str s = v->text;

	while (at < s.n && at < most && is_url_byte(s.p[at]))
		at++;
	secret_view_saw(v, at + 1);
	return at < s.n && s.p[at] == '@';
}

#define ASSERTED 64 /* bytes in front of a match that its pattern may ask for */

static void text(struct secret_job *j, const struct secret_link *l, struct secret_view *v,
		 uint32_t from, uint32_t to)
{
	struct secret_row *row = l->row;
	struct secret_searched *at = &row->at[v->depth];
	uint32_t start = from, end, last, matches = 0;
	struct regex_match m;

	if ((row->secret->flags & SECRET_URL) != 0 && !has_user(v, to))
		return;
	end = text_end(row, v->text, from);
	secret_row_begin(j, row);
	if (row->over_lines)
		secret_view_saw(v, from + LIMIT_SECRET_WINDOW);
	if (at->view != v)
		*at = (struct secret_searched){.view = v};
	if (to <= at->covered)
		return;
	while (start > at->covered && from - start < 1024 && v->text.p[start - 1] != '\n')
		start--;
	last = l->inside && to + ASSERTED < end ? to + ASSERTED : end;
	if (start < at->covered)
		start = at->covered;
	while (start <= last && start < end && matches++ < 64 &&
	       secret_match_until(j, row, str_slice(v->text, 0, end), start, last, &m)) {
		claim(j, row, v, (uint32_t)m.group_start, (uint32_t)m.group_end,
		      name_before(v, (uint32_t)m.group_start), to - from);
		start = (uint32_t)(m.end > m.start ? m.end : m.end + 1);
		at->covered = start;
	}
	if (!l->inside && row->over_lines)
		last = from + LIMIT_SECRET_WINDOW / 8; /* one that begins behind may end too late */
	at->covered = at->covered > last ? at->covered : last;
}

/* ---- One view ---- */

static bool escapes_near(str s, uint32_t from, uint32_t to)
{
	str near = str_slice(s, from > 64 ? from - 64 : 0, to + 256);

	return near.n > 0 && memchr(near.p, '\\', near.n) != NULL;
}

#define LONGEST_NAME 16u /* of these */

/* Is it such a name, and not a part of `environment`? What rules need is spelled like this. */
static bool reads_environment(str s, uint32_t from, uint32_t to)
{
	static const char names[] = "environ environs environb getenv getenvb dotenv dotenv_values "
				    "decouple BaseSettings starlette prettyconf";

	if (from > 0 && (is_alnum(s.p[from - 1]) || s.p[from - 1] == '_') &&
	    !escape_before(s, from))
		return false;
	while (to < s.n && to - from < LONGEST_NAME && (is_alnum(s.p[to]) || s.p[to] == '_'))
		to++;
	return str_in(str_slice(s, from, to), names);
}

static void look_inside(struct secret_job *j, struct secret_view *inner)
{
	if (inner != NULL)
		secret_look(j, inner);
}

static void own_hit(struct secret_job *j, struct secret_view *v, uint8_t what, uint32_t from,
		    uint32_t to)
{
	uint32_t left = from, right = to;
	str s = v->text;

	if (what == OWN_CODE) {
		j->wants_code =
			j->wants_code || (!j->engine->follows && reads_environment(s, from, to));
		return;
	}
	if (what == OWN_COMMENT) {
		if ((j->flags & SECRET_SCAN_COMMENTS) == 0 || v->depth > 0 || !j->whole)
			return;
		if (j->comments == NULL)
			j->comments = NEW(j->arena, uint32_t, LIMIT_SECRET_COMMENTS);
		if (j->comment_count < LIMIT_SECRET_COMMENTS)
			j->comments[j->comment_count++] = to;
		return;
	}
	if (what == OWN_ESCAPE) {
		look_inside(j, secret_unescape(j->arena, v, from));
		return;
	}
	if (from < v->percent)
		return;
	while (left > 0 && from - left < 2048 && s.p[left - 1] > ' ' &&
	       strchr("\"'<>`", s.p[left - 1]) == NULL)
		left--;
	while (right < s.n && right - to < 2048 && s.p[right] > ' ' &&
	       strchr("\"'<>`", s.p[right]) == NULL)
		right++;
	v->percent = right;
	look_inside(j, secret_decode_percent(j->arena, v, left, right));
}

#define LONGEST_WORD 255u /* bytes of a keyword */

static void look_at_hit(struct secret_job *j, struct secret_view *v, const struct secret_index *x,
			const struct scan_hit *h)
{
	uint32_t size = (uint32_t)x->list[h->word].text.n, from = h->end - size;
	bool asks = j->python && v->depth == 0 && !j->wants_python;
	bool cut = false, fold = false, filled = false, unescape = false;

	if (x->own != NULL && x->own[h->word] != 0)
		own_hit(j, v, x->own[h->word], from, h->end);
	for (const struct secret_link *l = x->rows[h->word]; l != NULL; l = l->next) {
		const struct secret_assign *s;
		switch (l->row->secret->place) {
		case SECRET_TOKEN:
			cut |= !token(j, l->row, v, from, h->end);
			break;
		case SECRET_VALUE:
			s = assigned(j, v, from, h->end);
			if (s != NULL)
				value(j, l->row, s, size);
			if (v->depth == 0 && (from < SECRET_FIRST_LINE || v->text.p[0] == '|' ||
					      str_ends(j->path, S(".md"))))
				column(j, l->row, v, from, h->end);
			break;
		case SECRET_TEXT:
			text(j, l, v, from, h->end);
			fold |= secret_goes_on(v, h->end);
			filled = filled || (asks && secret_filled_in(v, h->end));
			unescape = true;
			break;
		}
	}
	if (asks)
		j->wants_python = filled || (cut && secret_cut_off(v, from, h->end));
	if (cut || fold)
		look_inside(j, secret_fold(j->arena, v, from));
	if (unescape && escapes_near(v->text, from, h->end))
		look_inside(j, secret_unescape(j->arena, v, from));
}

void secret_look_hit(struct secret_job *j, struct secret_view *v, const struct secret_index *x,
		     const struct scan_hit *h)
{
	bool remembered = j->engine->follows && v->depth == 0;

	v->reach = h->end;
	look_at_hit(j, v, x, h);
	if (remembered)
		secret_hit_add(j->engine, &(struct secret_hit){x, *h, v->reach});
}

static void look_for_words(struct secret_job *j, struct secret_view *v,
			   const struct secret_index *x, uint32_t from, uint32_t to)
{
	struct secret_engine *e = j->engine;
	uint32_t base = from;
	str text = str_slice(v->text, 0, to);

	if (e->hits[v->depth] == NULL)
		e->hits[v->depth] = NEW(e->arena, struct scan_hit, LIMIT_SECRET_HITS);
	while (x->words != NULL && base < text.n) {
		struct scan_hit *hits = e->hits[v->depth];
		size_t done, skipped = base > LONGEST_WORD ? base - LONGEST_WORD : 0;
		size_t n = scan_words_find(x->words, str_slice(text, skipped, text.n), hits,
					   LIMIT_SECRET_HITS, &done);
		for (size_t i = 0; i < n; i++) {
			hits[i].end += (uint32_t)skipped;
			if (hits[i].end > base)
				secret_look_hit(j, v, x, &hits[i]);
		}
		base = (uint32_t)(skipped + done);
	}
}

/* A rule of the project without keywords. */
static void look_everywhere(struct secret_job *j, const struct secret_link *l,
			    struct secret_view *v)
{
	const struct secret_row *row = l->row;

	for (uint32_t at = 0; at < v->text.n;) {
		text(j, l, v, at, at + 1);
		if (row->over_lines)
			at += LIMIT_SECRET_WINDOW / 8;
		else
			at = row->at[v->depth].covered > at ? row->at[v->depth].covered + 1
							    : at + 1;
	}
}

void secret_look(struct secret_job *j, struct secret_view *v)
{
	uint32_t n = (uint32_t)v->text.n;

	if (v->depth > LIMIT_SECRET_DEPTH)
		return;
	secret_look_range(j, v, 0, n);
	for (const struct secret_link *l = j->engine->everywhere; l != NULL; l = l->next)
		look_everywhere(j, l, v);
}

void secret_look_range(struct secret_job *j, struct secret_view *v, uint32_t from, uint32_t to)
{
	look_for_words(j, v, &j->engine->builtin, from, to);
	look_for_words(j, v, &j->engine->custom, from, to);
	secret_look_encoded(j, v, from, to);
}
