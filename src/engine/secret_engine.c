/* Rows by keyword; patterns are compiled when a keyword is first seen. */
#include "base/fail.h"
#include "base/limits.h"
#include "engine/secret_int.h"
#include "engine/secret_keywords.h"

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
			   p.p[i + 2] != '=' && p.p[i + 2] != '!' && p.p[i + 2] != '<' &&
			   p.p[i + 2] != '|') {
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
static void link_row(struct secret_engine *e, struct secret_index *x, struct scan_word w,
		     struct secret_row *row)
{
	struct secret_link *l = NEW(e->arena, struct secret_link, 1), **at;
	size_t word = secret_keyword_find(x->list, x->count, &w);

	ASSERT(word < x->count);
	for (at = &x->rows[word]; *at != NULL; at = &(*at)->next)
		;
	l->row = row;
	l->inside = (row->secret->flags & SECRET_URL) != 0 ||
		    str_find_nocase(str_of(row->secret->pattern), w.text) != STR_NONE;
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
		     (text = secret_keyword_next(&rest)).n > 0;)
			link_row(e, &e->builtin,
				 secret_keyword(e->arena, text, (sec->flags & SECRET_CASE) != 0),
				 row);
	}
}

static void own_words(struct secret_engine *e)
{
	struct secret_index *x = &e->builtin;

	for (str rest = str_of(secret_engine_words), text;
	     (text = secret_keyword_next(&rest)).n > 0;) {
		struct scan_word w = secret_keyword(e->arena, text, false);
		size_t word = secret_keyword_find(x->list, x->count, &w);
		ASSERT(word < x->count);
		x->own[word] = text.p[0] == '%'			      ? OWN_PERCENT
			       : text.p[0] == '\\'		      ? OWN_ESCAPE
			       : str_find_byte(text, ':') != STR_NONE ? OWN_COMMENT
								      : OWN_CODE;
	}
}

/* ---- Rules of the project ---- */

static size_t count_lines(str s)
{
	size_t n = 0;

	while (s.p != NULL && s.n > 0) {
		(void)str_cut(&s, '\n');
		n++;
	}
	return n;
}

static struct secret_row *custom_row(struct secret_engine *e, const struct rule *rule,
				     const struct secret_custom *x)
{
	struct secret *s = NEW(e->arena, struct secret, 1);
	struct secret_row *row = &e->rows[e->row_count++];

	*s = *rule->secret;
	s->pattern = arena_cstr(e->arena, x->pattern);
	s->entropy = x->entropy;
	*row = (struct secret_row){
		.rule = rule,
		.secret = s,
		.id = x->description.n > 0 ? x->description : x->id,
		.path = x->path,
		.allow = x->allow,
		.over_lines = goes_over_lines(x->pattern),
	};
	return row;
}

static void custom_words(struct secret_engine *e, const struct settings *s)
{
	struct secret_index *x = &e->custom;
	struct scan_word *list;
	size_t n = 0;

	for (const struct secret_custom *c = s->custom_secrets; c != NULL; c = c->next)
		n += count_lines(c->keywords);
	list = NEW(e->arena, struct scan_word, n + 1);
	x->rows = NEW(e->arena, struct secret_link *, n + 1);
	x->list = list;
}

static void link_custom(struct secret_engine *e, const struct settings *s, const struct rule *rule)
{
	struct secret_index *x = &e->custom;
	struct scan_word *list;

	custom_words(e, s);
	list = (struct scan_word *)(uintptr_t)x->list;
	for (const struct secret_custom *c = s->custom_secrets; c != NULL; c = c->next) {
		struct secret_row *row = custom_row(e, rule, c);
		size_t before = x->count;
		for (str rest = c->keywords; rest.p != NULL && rest.n > 0;) {
			str word = str_cut(&rest, '\n');
			struct secret_link *l = NEW(e->arena, struct secret_link, 1);
			if (word.n < 2)
				continue;
			l->row = row;
			list[x->count] = secret_keyword(e->arena, word, false);
			x->rows[x->count++] = l;
		}
		if (x->count == before) {
			struct secret_link *l = NEW(e->arena, struct secret_link, 1);
			*l = (struct secret_link){.row = row, .next = e->everywhere};
			e->everywhere = l;
		}
	}
	if (x->count > 0)
		x->words = scan_words_new(e->arena, x->list, x->count);
}

bool secret_row_allows(struct secret_engine *e, struct secret_row *row, str value)
{
	struct regex_match m;
	size_t offset;
	str error;

	if (row->allow.n == 0)
		return false;
	if (row->allowed == NULL) {
		row->allowed = NEW(e->arena, struct regex *, count_lines(row->allow));
		for (str rest = row->allow; rest.p != NULL && rest.n > 0;) {
			struct regex *r =
				regex_compile(e->arena, str_cut(&rest, '\n'), &error, &offset);
			if (r != NULL)
				row->allowed[row->allow_count++] = r;
		}
	}
	for (size_t i = 0; i < row->allow_count; i++)
		if (regex_match(e->room, row->allowed[i], value, 0, REGEX_SEARCH, &m) ==
		    REGEX_MATCH)
			return true;
	return false;
}

static size_t count_custom(const struct settings *s)
{
	size_t n = 0;

	for (const struct secret_custom *c = s ? s->custom_secrets : NULL; c != NULL; c = c->next)
		n++;
	return n;
}

struct secret_engine *secret_engine_new(struct arena *a, const struct settings *s)
{
	struct secret_engine *e = NEW(a, struct secret_engine, 1);
	struct secret_index *x = &e->builtin;

	e->arena = a;
	e->follows = s != NULL && s->history;
	x->words = scan_words_builtin(a, &x->list, &x->count);
	x->rows = NEW(a, struct secret_link *, x->count + 1);
	x->own = NEW(a, uint8_t, x->count + 1);
	e->rows = NEW(a, struct secret_row, rule_count + count_custom(s) + 1);
	own_words(e);
	link_rules(e, s);
	if (count_custom(s) > 0)
		link_custom(e, s, rule_find(S("SE499")));
	e->room = regex_room_new(a);
	return e;
}

/* A rule for some paths only. One that cannot say so looks at the file. */
static bool is_elsewhere(struct secret_engine *e, struct secret_row *row, str path)
{
	struct regex_match m;
	size_t offset;
	str error;

	if (row->path.n == 0)
		return false;
	if (row->path_regex == NULL)
		row->path_regex = regex_compile(e->arena, row->path, &error, &offset);
	return row->path_regex == NULL ||
	       regex_match(e->room, row->path_regex, path, 0, REGEX_SEARCH, &m) == REGEX_NONE;
}

void secret_row_begin(struct secret_job *j, struct secret_row *row)
{
	if (row->input == j->engine->input)
		return;
	row->input = j->engine->input;
	for (unsigned d = 0; d <= LIMIT_SECRET_DEPTH; d++)
		row->at[d].view = NULL;
	row->stuck = 0;
	row->elsewhere = is_elsewhere(j->engine, row, j->path);
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

static bool is_off_here(struct secret_job *j, struct secret_row *row)
{
	secret_row_begin(j, row);
	return row->elsewhere || row->stuck >= LIMIT_SECRET_STUCK ||
	       regex_of(j->engine, row) == NULL;
}

static bool is_match(struct secret_job *j, struct secret_row *row, enum regex_result result)
{
	if (result == REGEX_LIMIT) {
		row->stuck++;
		if (j->stuck == NULL)
			j->stuck = row;
	}
	return result == REGEX_MATCH;
}

bool secret_match(struct secret_job *j, struct secret_row *row, str text, size_t from, unsigned how,
		  struct regex_match *m)
{
	return !is_off_here(j, row) &&
	       is_match(j, row, regex_match(j->engine->room, row->regex, text, from, how, m));
}

bool secret_match_until(struct secret_job *j, struct secret_row *row, str text, size_t from,
			size_t last, struct regex_match *m)
{
	return !is_off_here(j, row) &&
	       is_match(j, row,
			regex_match_until(j->engine->room, row->regex, text, from, last, m));
}
