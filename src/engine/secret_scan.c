/* See secret_scan.h. Every claim keeps the view it was made in; the overlaps are settled once all
 * views of the input have been looked at, on the bytes of the input. */
#include "engine/secret_scan.h"

#include <stdlib.h>
#include "base/fail.h"
#include "base/limits.h"
#include "engine/secret_assign.h"
#include "engine/secret_filter.h"
#include "engine/secret_int.h"
#include "engine/secret_keywords.h"
#include "text/regex.h"
#include "text/utf.h"

/* ---- The engine ---- */

static bool is_off(const struct settings *s, size_t rule)
{
	return s != NULL && s->off != NULL && s->off[rule];
}

/* May a match of this pattern go over the end of a line? Yes unless it is certain. */
static bool goes_over_lines(str p)
{
	for (size_t i = 0; i + 1 < p.n; i++) {
		uint8_t c = p.p[i], d = p.p[i + 1];
		if (c == '[') {
			size_t end = i + 1 + (d == '^');
			bool blank = false;
			for (end++; end < p.n && p.p[end] != ']'; end++)
				if (p.p[end] == '\\')
					end++;
			blank = str_find(str_slice(p, i, end), S("\\s")) != STR_NONE ||
				str_find(str_slice(p, i, end), S("\\n")) != STR_NONE ||
				str_find(str_slice(p, i, end), S("\\S")) != STR_NONE;
			if ((d == '^') != blank)
				return true;
			i = end;
		} else if (c == '\\') {
			if (strchr("snrRWDvN", d) != NULL)
				return true;
			i++;
		} else if (c == '(' && d == '?' && i + 2 < p.n && p.p[i + 2] != ':' &&
			   p.p[i + 2] != '=' && p.p[i + 2] != '!' && p.p[i + 2] != '<') {
			for (size_t k = i + 2; k < p.n && p.p[k] != ')' && p.p[k] != ':'; k++)
				if (p.p[k] == 's')
					return true;
		}
	}
	return false;
}

static struct secret_row *add_row(struct secret_engine *e, const struct rule *rule)
{
	struct secret_row *row = &e->rows[e->row_count++];

	row->rule = rule;
	row->secret = rule->secret;
	row->over_lines = goes_over_lines(str_of(rule->secret->pattern));
	return row;
}

/* Which rows a word belongs to, as a chain. */
static void link_row(struct secret_engine *e, size_t word, struct secret_row *row)
{
	struct secret_link *l = NEW(e->arena, struct secret_link, 1);
	struct secret_link **at = &e->rows_of[word];

	while (*at != NULL)
		at = &(*at)->next;
	l->row = row;
	*at = l;
}

static void link_rules(struct secret_engine *e, const struct settings *s)
{
	for (size_t i = 0; i < rule_count; i++) {
		const struct secret *sec = rule_table[i]->secret;
		struct secret_row *row;
		if (sec == NULL || sec->keywords == NULL || is_off(s, i))
			continue;
		row = add_row(e, rule_table[i]);
		for (str rest = str_of(sec->keywords), text;
		     (text = secret_keyword_next(&rest)).n > 0;) {
			struct scan_word w =
				secret_keyword(e->arena, text, (sec->flags & SECRET_CASE) != 0);
			size_t word = secret_keyword_find(e->list, e->word_count, &w);
			ASSERT(word < e->word_count);
			link_row(e, word, row);
		}
	}
}

struct secret_engine *secret_engine_new(struct arena *a, const struct settings *s)
{
	struct secret_engine *e = NEW(a, struct secret_engine, 1);
	str own = str_of(secret_engine_words);

	e->arena = a;
	e->words = scan_words_builtin(a, &e->list, &e->word_count);
	e->rows = NEW(a, struct secret_row, rule_count + 1);
	e->rows_of = NEW(a, struct secret_link *, e->word_count + 1);
	e->own = NEW(a, uint8_t, e->word_count + 1);
	for (str text; (text = secret_keyword_next(&own)).n > 0;) {
		struct scan_word w = secret_keyword(a, text, false);
		size_t word = secret_keyword_find(e->list, e->word_count, &w);
		ASSERT(word < e->word_count);
		e->own[word] = text.p[0] == '%' ? OWN_PERCENT : OWN_ESCAPE;
	}
	link_rules(e, s);
	e->room = regex_room_new(a);
	return e;
}

/* NULL: the pattern is none, which the tests of the tables find. */
static const struct regex *regex_of(struct secret_engine *e, struct secret_row *row)
{
	size_t offset;
	str error;

	if (row->regex == NULL && !row->broken) {
		row->regex = regex_compile(e->arena, str_of(row->secret->pattern), &error, &offset);
		row->broken = row->regex == NULL;
	}
	return row->regex;
}

static bool match(struct secret_job *j, struct secret_row *row, str text, size_t from, unsigned how,
		  struct regex_match *m)
{
	const struct regex *r = regex_of(j->engine, row);
	enum regex_result result;

	if (r == NULL || row->stuck >= LIMIT_SECRET_STUCK)
		return false;
	result = regex_match(j->engine->room, r, text, from, how, m);
	if (result == REGEX_LIMIT) {
		row->stuck++;
		if (j->problem == NULL)
			j->problem = (const char *)arena_printf(
					     j->arena,
					     "the pattern of %s (%s) reached its limit at byte %zu",
					     row->rule->id, row->rule->name, from)
					     .p;
	}
	return result == REGEX_MATCH;
}

/* ---- Claims ---- */

static str line_before(const struct secret_view *v, uint32_t at)
{
	uint32_t from = at;

	while (from > 0 && at - from < SECRET_CONTEXT && v->text.p[from - 1] != '\n')
		from--;
	return str_slice(v->text, from, at);
}

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
	switch (s->place) {
	case SECRET_TOKEN:
		return s->verify != NULL ? 6 : 5;
	case SECRET_TEXT:
		return 4;
	case SECRET_VALUE:
		break;
	}
	return 3;
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
		.before = line_before(v, start),
		.after = line_after(v, end),
		.arena = j->arena,
	};
	const struct secret_filter *filter = NULL;
	struct secret_claim *claim;
	bool rejected = false;

	if (start >= end || j->count >= LIMIT_SECRET_CLAIMS)
		return;
	if (row->secret->entropy > 0 && secret_entropy(c.value) < row->secret->entropy)
		return;
	if (row->secret->verify != NULL)
		rejected = !row->secret->verify(&c);
	if (!rejected)
		filter = secret_filtered(&c);
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

static bool is_alnum(uint8_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_hex(uint8_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

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

static str name_before(const struct secret_view *v, uint32_t at)
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

static void look(struct secret_job *j, struct secret_view *v);

static bool token(struct secret_job *j, struct secret_row *row, struct secret_view *v,
		  uint32_t from, uint32_t to)
{
	struct regex_match m;
	uint32_t end;

	if (!begins_here(v->text, from))
		return true;
	end = (uint32_t)(v->text.n - from < LIMIT_SECRET_WINDOW ? v->text.n
								: from + LIMIT_SECRET_WINDOW);
	if (!match(j, row, str_slice(v->text, 0, end), from, REGEX_HERE, &m))
		return false;
	if (ends_here(v->text, (uint32_t)m.end, str_slice(v->text, from, m.end)))
		claim(j, row, v, (uint32_t)m.group_start, (uint32_t)m.group_end,
		      name_before(v, from), to - from);
	return true;
}

/* ---- Values ---- */

static const struct secret_assign *assigned(struct secret_job *j, struct secret_view *v,
					    uint32_t from, uint32_t to)
{
	struct secret_assign *known = &j->assign;

	if (j->assign_view == v && from >= known->start && to <= known->end)
		return known->count > 0 ? known : NULL;
	j->assign_view = v;
	*known = (struct secret_assign){0};
	if (!secret_assigned(j->arena, v, from, to, j->path, known)) {
		known->count = 0;
		return NULL;
	}
	return known;
}

static void value(struct secret_job *j, struct secret_row *row, const struct secret_assign *s,
		  uint32_t keyword)
{
	bool generic = (row->secret->flags & SECRET_GENERIC) != 0;
	struct regex_match m;

	for (unsigned i = 0; i < s->count; i++) {
		const struct secret_value *value = &s->values[i];
		str text = secret_value_text(value);
		if (generic && value->loose)
			continue;
		if (!match(j, row, text, 0, REGEX_WHOLE, &m))
			continue;
		claim(j, row, value->view, value->start + (uint32_t)m.group_start,
		      value->start + (uint32_t)m.group_end, s->name, keyword);
		return;
	}
}

/* ---- Text ---- */

static void text(struct secret_job *j, struct secret_row *row, struct secret_view *v, uint32_t from,
		 uint32_t to)
{
	uint32_t start = from, end = from, matches = 0;
	struct regex_match m;
	str s = v->text;

	if (row->view != v) {
		row->view = v;
		row->covered = 0;
		row->searched = 0;
	}
	if (row->over_lines) {
		if (row->searched > 0 && from < row->searched + LIMIT_SECRET_WINDOW / 8)
			return;
		end = (uint32_t)(s.n - from < LIMIT_SECRET_WINDOW ? s.n
								  : from + LIMIT_SECRET_WINDOW);
	} else {
		if (to <= row->covered)
			return;
		while (end < s.n && end - from < LIMIT_SECRET_WINDOW && s.p[end] != '\n')
			end++;
	}
	while (start > row->covered && from - start < 1024 && s.p[start - 1] != '\n')
		start--;
	if (start < row->covered)
		start = row->covered;
	while (start < end && matches++ < 64 &&
	       match(j, row, str_slice(s, 0, end), start, REGEX_SEARCH, &m)) {
		claim(j, row, v, (uint32_t)m.group_start, (uint32_t)m.group_end,
		      name_before(v, (uint32_t)m.group_start), to - from);
		start = (uint32_t)(m.end > m.start ? m.end : m.end + 1);
		row->covered = start;
	}
	if (row->over_lines)
		row->searched = from + 1;
	else
		row->covered = end;
}

/* ---- One view ---- */

static bool escapes_near(str s, uint32_t from, uint32_t to)
{
	str near = str_slice(s, from > 64 ? from - 64 : 0, to + 256);

	return near.n > 0 && memchr(near.p, '\\', near.n) != NULL;
}

static void look_inside(struct secret_job *j, struct secret_view *inner)
{
	if (inner != NULL)
		look(j, inner);
}

static void own_hit(struct secret_job *j, struct secret_view *v, uint8_t what, uint32_t from,
		    uint32_t to)
{
	uint32_t left = from, right = to;
	str s = v->text;

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

static void hit(struct secret_job *j, struct secret_view *v, const struct scan_hit *h)
{
	const struct secret_engine *e = j->engine;
	uint32_t size = (uint32_t)e->list[h->word].text.n, from = h->end - size;
	bool fold = false, unescape = false;

	if (e->own[h->word] != 0)
		own_hit(j, v, e->own[h->word], from, h->end);
	for (const struct secret_link *l = e->rows_of[h->word]; l != NULL; l = l->next) {
		const struct secret_assign *s;
		switch (l->row->secret->place) {
		case SECRET_TOKEN:
			fold |= !token(j, l->row, v, from, h->end);
			break;
		case SECRET_VALUE:
			s = assigned(j, v, from, h->end);
			if (s != NULL)
				value(j, l->row, s, size);
			break;
		case SECRET_TEXT:
			text(j, l->row, v, from, h->end);
			unescape = true;
			break;
		}
	}
	if (fold)
		look_inside(j, secret_fold(j->arena, v, from));
	if (unescape && escapes_near(v->text, from, h->end))
		look_inside(j, secret_unescape(j->arena, v, from));
}

static void look_for_words(struct secret_job *j, struct secret_view *v)
{
	struct secret_engine *e = j->engine;
	uint32_t base = 0;

	if (e->hits[v->depth] == NULL)
		e->hits[v->depth] = NEW(e->arena, struct scan_hit, LIMIT_SECRET_HITS);
	while (base < v->text.n) {
		struct scan_hit *hits = e->hits[v->depth];
		size_t done, skipped = base > 255 ? base - 255 : 0;
		size_t n = scan_words_find(e->words, str_slice(v->text, skipped, v->text.n), hits,
					   LIMIT_SECRET_HITS, &done);
		for (size_t i = 0; i < n; i++) {
			hits[i].end += (uint32_t)skipped;
			if (hits[i].end > base)
				hit(j, v, &hits[i]);
		}
		base = (uint32_t)(skipped + done);
	}
}

static void look(struct secret_job *j, struct secret_view *v)
{
	if (v->depth > LIMIT_SECRET_DEPTH)
		return;
	look_for_words(j, v);
	secret_look_encoded(j, v, look_inside);
}

/* ---- The most specific ---- */

static int by_place(const void *x, const void *y)
{
	const struct secret_claim *a = x, *b = y;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->to != b->to)
		return a->to > b->to ? -1 : 1;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (a->rank != b->rank)
		return a->rank > b->rank ? -1 : 1;
	if (a->keyword != b->keyword)
		return a->keyword > b->keyword ? -1 : 1;
	return strcmp(a->row->rule->id, b->row->rule->id);
}

/* Of two claims to the same bytes, does a win? */
static bool beats(const struct secret_claim *a, const struct secret_claim *b)
{
	if (a->rank != b->rank)
		return a->rank > b->rank;
	if (a->keyword != b->keyword)
		return a->keyword > b->keyword;
	if (a->value.n != b->value.n)
		return a->value.n > b->value.n;
	return by_place(a, b) < 0;
}

static bool is_generic(const struct secret_claim *c)
{
	return (c->row->secret->flags & SECRET_GENERIC) != 0;
}

/* They claim the same secret. What was decoded from one place may hold several. */
static bool same_secret(const struct secret_claim *a, const struct secret_claim *b)
{
	if (a->view == b->view)
		return a->start < b->end && b->start < a->end;
	if (a->from >= b->to || b->from >= a->to)
		return false;
	return is_generic(a) != is_generic(b) || str_find(a->value, b->value) != STR_NONE ||
	       str_find(b->value, a->value) != STR_NONE;
}

#define NEIGHBOURS 64

static void settle(struct secret_job *j)
{
	if (j->count > 1)
		qsort(j->claims, j->count, sizeof(*j->claims), by_place);
	for (size_t i = 0; i < j->count; i++) {
		struct secret_claim *a = &j->claims[i];
		size_t most = i > NEIGHBOURS ? i - NEIGHBOURS : 0;
		for (size_t k = i; k-- > most && !a->lost;) {
			struct secret_claim *b = &j->claims[k];
			if (b->lost || !same_secret(a, b))
				continue;
			if (a->rejected || b->rejected) {
				a->lost |= b->rejected && is_generic(a);
				b->lost |= a->rejected && is_generic(b);
			} else if (beats(a, b)) {
				b->lost = true;
			} else {
				a->lost = true;
			}
		}
	}
}

/* ---- The input ---- */

struct place {
	uint64_t at;
	uint32_t line;
	uint64_t line_start;
};

/* Goes on to `at`, which is not before the place. */
static void advance(struct place *p, str s, uint64_t at)
{
	for (; p->at < at; p->at++) {
		if (s.p[p->at] == '\n' ||
		    (s.p[p->at] == '\r' && (p->at + 1 == s.n || s.p[p->at + 1] != '\n'))) {
			p->line++;
			p->line_start = p->at + 1;
		}
	}
}

static uint32_t column_of(const struct place *p, str s)
{
	uint32_t n = 1;

	for (uint64_t i = p->line_start; i < p->at; i++)
		n += (s.p[i] & 0xC0) != 0x80;
	return n;
}

static void locate(struct secret_found *f, const struct place *from, const struct place *to, str s)
{
	uint64_t start = from->line_start, end;

	f->line = from->line;
	f->column = column_of(from, s);
	f->end_line = to->line;
	f->end_column = column_of(to, s);
	f->line_at = 1;
	if (from->at - start > 100) {
		start = from->at - 60;
		while (start < from->at && (s.p[start] & 0xC0) == 0x80)
			start++;
		f->line_at = column_of(&(struct place){start, 0, from->line_start}, s);
	}
	for (end = start; end < s.n && end - start < LIMIT_SECRET_VALUE; end++)
		if (s.p[end] == '\n' || s.p[end] == '\r')
			break;
	f->line_text = str_slice(s, start, end);
}

static void hand_on(struct secret_job *j, const struct secret_claim *c, struct place *at,
		    secret_sink *sink, void *ctx)
{
	str s = j->root->text;
	struct secret_found f = {
		.rule = c->row->rule,
		.severity = c->severity,
		.confidence = c->confidence,
		.start = c->from,
		.end = c->to,
		.value = c->value,
		.name = c->name,
		.note = c->note,
		.filter = c->filter ? c->filter->name : NULL,
		.reason = c->filter ? c->filter->reason : NULL,
	};
	struct place end;

	advance(at, s, c->from);
	end = *at;
	advance(&end, s, c->to);
	locate(&f, at, &end, s);
	f.by_name = (c->row->secret->flags & SECRET_SHORT) != 0 || secret_bits(c->value) < 64;
	sink(ctx, &f);
}

static bool is_text(str bytes)
{
	str head = str_slice(bytes, 0, 4096);
	size_t odd = 0;

	for (size_t i = 0; i < head.n; i++)
		odd += head.p[i] < ' ' && (head.p[i] < 8 || head.p[i] > 13) && head.p[i] != 27;
	return odd * 32 <= head.n;
}

static uint64_t count_lines(str s)
{
	uint64_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n + (s.n > 0 && s.p[s.n - 1] != '\n');
}

static void reset_rows(struct secret_engine *e)
{
	for (size_t i = 0; i < e->row_count; i++) {
		e->rows[i].view = NULL;
		e->rows[i].stuck = 0;
	}
}

void secret_scan(struct secret_engine *e, struct arena *a, str path, str bytes, unsigned flags,
		 secret_sink *sink, void *ctx, struct secret_scan_result *result)
{
	struct secret_view root = {.text = bytes};
	struct secret_job j = {.engine = e, .arena = a, .path = path, .root = &root};
	struct place at = {0, 1, 0};

	*result = (struct secret_scan_result){0};
	if (!is_text(bytes)) {
		result->binary = true;
		return;
	}
	result->lines = count_lines(bytes);
	reset_rows(e);
	look(&j, &root);
	settle(&j);
	for (size_t i = 0; i < j.count; i++) {
		const struct secret_claim *c = &j.claims[i];
		if (c->lost || c->rejected ||
		    (c->filter != NULL && (flags & SECRET_SCAN_FILTERED) == 0))
			continue;
		hand_on(&j, c, &at, sink, ctx);
	}
	result->problem = j.problem;
}

void secret_scan_blob(struct secret_engine *e, struct arena *a, str path, struct blob blob,
		      unsigned flags, secret_sink *sink, void *ctx,
		      struct secret_scan_result *result)
{
	str bytes = blob.memory ? (str){blob.memory, (size_t)blob.size}
				: blob_get(blob, a, 0, (size_t)blob.size);

	secret_scan(e, a, path, bytes, flags, sink, ctx, result);
}
