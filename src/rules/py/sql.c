/* Telling SQL from prose. `sql_is_bandits` finds what Bandit's expression finds, in linear time:
 * since
 * `.*` reaches over anything, the first verb and any later second word decide. `sql_is_statement`
 * reads tokens: a verb where a statement can begin, then what the grammar wants next. */
#include "rules/py/sql.h"

#include "py/simd.h"

/* Bytes of the white space at `at` as Python's \s for text, 0 if there is none. */
static size_t space_at(str s, size_t at)
{
	str rest = str_slice(s, at, s.n);
	uint8_t b = at < s.n ? s.p[at] : 0;

	if (b == ' ' || (b >= '\t' && b <= '\r') || (b >= 0x1c && b <= 0x1f))
		return 1;
	if (b < 0xC2)
		return 0;
	if (str_starts(rest, S("\xC2\x85")) || str_starts(rest, S("\xC2\xA0")))
		return 2;
	if (rest.n < 3)
		return 0;
	if (str_starts(rest, S("\xE2\x80")) &&
	    ((rest.p[2] >= 0x80 && rest.p[2] <= 0x8A) || rest.p[2] == 0xA8 || rest.p[2] == 0xA9 ||
	     rest.p[2] == 0xAF))
		return 3;
	return str_starts(rest, S("\xE1\x9A\x80")) || str_starts(rest, S("\xE2\x81\x9F")) ||
			       str_starts(rest, S("\xE3\x80\x80"))
		       ? 3
		       : 0;
}

/* First place from `from` on where `word` stands with white space (or, if asked, a bracket) behind
 * it; the offset after the word. */
static size_t word_then_space(str s, size_t from, const char *word, bool bracket)
{
	str w = str_of(word);

	while (from < s.n) {
		size_t at = str_find_nocase(str_slice(s, from, s.n), w);

		if (at == STR_NONE)
			return STR_NONE;
		from += at + w.n;
		if (space_at(s, from) > 0 || (bracket && from < s.n && s.p[from] == '('))
			return from;
		from -= w.n - 1;
	}
	return STR_NONE;
}

/* `first` white space `second` white space, next to each other; the offset after `second`. */
static size_t two_words(str s, size_t from, const char *first, const char *second)
{
	while ((from = word_then_space(s, from, first, false)) != STR_NONE) {
		size_t at = from, space;

		while ((space = space_at(s, at)) > 0)
			at += space;
		if (word_then_space(str_slice(s, at, at + strlen(second) + 3), 0, second, false) ==
		    strlen(second))
			return at + strlen(second);
	}
	return STR_NONE;
}

/* SELE, DELE, INSE, UPDA begin so. */
static bool verb_at(const uint8_t *p)
{
	uint8_t a = p[0] | 0x20, b = p[1] | 0x20, c = p[2] | 0x20;

	return b == 'e' ? (a == 's' || a == 'd') && c == 'l'
			: (a == 'i' && b == 'n' && c == 's') || (a == 'u' && b == 'p' && c == 'd');
}

bool sql_has_verb(str s)
{
	size_t i = 0;

#if PY_SSE2
	for (; i + 6 + 15 <= s.n; i += 16) {
		__m128i fold = _mm_set1_epi8(0x20), b = _mm_or_si128(load16(s.p + i + 1), fold);
		__m128i c = _mm_or_si128(load16(s.p + i + 2), fold);
		__m128i el = _mm_and_si128(equals16(b, 'e'), equals16(c, 'l'));
		__m128i ns = _mm_and_si128(equals16(b, 'n'), equals16(c, 's'));
		__m128i pd = _mm_and_si128(equals16(b, 'p'), equals16(c, 'd'));
		unsigned mask = mask16(_mm_or_si128(el, _mm_or_si128(ns, pd)));
		for (; mask != 0; mask &= mask - 1)
			if (verb_at(s.p + i + (unsigned)__builtin_ctz(mask)))
				return true;
	}
#endif
	for (; i + 6 <= s.n; i++)
		if (verb_at(s.p + i))
			return true;
	return false;
}

bool sql_is_bandits(str s)
{
	size_t at;

	if (s.n < sizeof("update set ") - 1)
		return false;
	at = word_then_space(s, 0, "select", false);

	/* One character of white space is used up by `\s`. */
	if (at != STR_NONE && word_then_space(s, at + space_at(s, at), "from", false) != STR_NONE)
		return true;
	if (two_words(s, 0, "delete", "from") != STR_NONE)
		return true;
	at = two_words(s, 0, "insert", "into");
	if (at != STR_NONE && word_then_space(s, at + space_at(s, at), "values", true) != STR_NONE)
		return true;
	at = word_then_space(s, 0, "update", false);
	return at != STR_NONE && word_then_space(s, at + space_at(s, at), "set", false) != STR_NONE;
}

/* ---- Grammar ---- */

enum sql_token_kind { SQL_END, SQL_WORD, SQL_MARK, SQL_OTHER };

struct sql_lexer {
	str s;
	size_t at;
	enum sql_token_kind kind;
	str text;
	uint8_t mark;
};

static bool is_sql_byte(uint8_t b)
{
	return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') ||
	       b == '_' || b == '$' || b == '@' || b == '#' || b >= 0x80 || b == '.' || b == '{' ||
	       b == '}' || b == '%';
}

static void skip_comment(struct sql_lexer *l)
{
	str rest = str_slice(l->s, l->at, l->s.n);
	size_t end = STR_NONE;

	if (str_starts(rest, S("--")))
		end = str_find_byte(rest, '\n');
	else if (str_starts(rest, S("/*")))
		end = str_find(rest, S("*/"));
	l->at = end == STR_NONE ? l->s.n : l->at + end + 1;
}

static void skip_blank(struct sql_lexer *l)
{
	size_t space;

	for (;;) {
		str rest = str_slice(l->s, l->at, l->s.n);

		if ((space = space_at(l->s, l->at)) > 0)
			l->at += space;
		else if (str_starts(rest, S("--")) || str_starts(rest, S("/*")))
			skip_comment(l);
		else
			return;
	}
}

static void quoted(struct sql_lexer *l, uint8_t quote)
{
	size_t end = str_find_byte(str_slice(l->s, l->at + 1, l->s.n), quote);

	l->kind = SQL_OTHER;
	l->at = end == STR_NONE ? l->s.n : l->at + end + 2;
}

static void next(struct sql_lexer *l)
{
	size_t from;
	uint8_t b;

	skip_blank(l);
	if (l->at >= l->s.n) {
		l->kind = SQL_END;
		l->text = (str){0};
		return;
	}
	from = l->at;
	b = l->s.p[from];
	if (b == '\'' || b == '"' || b == '`') {
		quoted(l, b);
	} else if (is_sql_byte(b)) {
		while (l->at < l->s.n && is_sql_byte(l->s.p[l->at]) && space_at(l->s, l->at) == 0)
			l->at++;
		l->kind = SQL_WORD;
	} else {
		l->kind = SQL_MARK;
		l->mark = b;
		l->at++;
	}
	l->text = str_slice(l->s, from, l->at);
}

static bool is_word(const struct sql_lexer *l, const char *word)
{
	return l->kind == SQL_WORD && str_eq_nocase(l->text, str_of(word));
}

static bool is_mark(const struct sql_lexer *l, uint8_t mark)
{
	return l->kind == SQL_MARK && l->mark == mark;
}

static bool is_one_of(const struct sql_lexer *l, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_word(l, words[i]))
			return true;
	return false;
}

/* Words that follow a verb in a sentence and never in SQL. */
static bool is_article(const struct sql_lexer *l)
{
	static const char *const words[] = {"the",  "a",     "an",  "your", "this",  "these",
					    "that", "those", "one", "some", "which", "what",
					    "any",  "each",  "its", "our",  "my",    "their",
					    "of",   "to",    "for"};

	return is_one_of(l, words, COUNTOF(words));
}

static bool is_shouted(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= 'a' && s.p[i] <= 'z')
			return false;
	return s.n > 0;
}

/* Words that stand next to an expression in a list of columns. */
static bool is_keyword(const struct sql_lexer *l)
{
	static const char *const words[] = {
		"as",	"distinct", "all",   "top",   "case", "when", "then",	"else",	    "end",
		"and",	"or",	    "not",   "null",  "is",   "in",   "like",	"between",  "over",
		"cast", "interval", "from",  "limit", "asc",  "desc", "filter", "exists",   "on",
		"by",	"order",    "group", "where", "with", "into", "select", "separator"};

	return is_one_of(l, words, COUNTOF(words));
}

static bool is_name_or_unknown(const struct sql_lexer *l)
{
	return (l->kind == SQL_WORD && !is_article(l)) || l->kind == SQL_OTHER || is_mark(l, '(') ||
	       is_mark(l, '[') || is_mark(l, '?') || is_mark(l, ':');
}

/* `a` can be a column: then FROM or a comma follows. */
static bool is_last_column(const struct sql_lexer *l)
{
	struct sql_lexer ahead = *l;

	next(&ahead);
	return is_word(&ahead, "from") || is_mark(&ahead, ',');
}

/* After SELECT: columns, then FROM and a table. In prose bare words follow each other; `loud`
 * keywords are proof enough of SQL. */
static bool select_from(struct sql_lexer *l, bool loud)
{
	bool sentence = l->text.p[0] == 'S' && l->text.p[1] == 'e'; /* names keywords, uses none */
	unsigned bare = 0;

	for (next(l); l->kind != SQL_END; next(l)) {
		if (is_word(l, "from")) {
			if (is_shouted(l->text)) {
				if (sentence)
					return false;
				loud = true;
			}
			next(l);
			return is_name_or_unknown(l) || (loud && l->kind == SQL_END);
		}
		if (is_article(l) && !loud && !is_last_column(l))
			return false;
		if (l->kind == SQL_WORD && !is_keyword(l))
			bare++;
		else
			bare = 0;
		if (bare > 2 && !loud)
			return false;
	}
	return false;
}

static bool insert_into(struct sql_lexer *l)
{
	static const char *const between[] = {"or",	 "ignore", "replace",	"low_priority",
					      "delayed", "abort",  "overwrite", "rollback"};

	next(l);
	while (is_one_of(l, between, COUNTOF(between)))
		next(l);
	if (!is_word(l, "into"))
		return false;
	next(l);
	if (!is_name_or_unknown(l))
		return false;
	for (; l->kind != SQL_END; next(l))
		if (is_word(l, "values") || is_word(l, "select") || is_word(l, "value") ||
		    is_word(l, "set"))
			return true;
	return str_find_nocase(l->s, S("values")) != STR_NONE;
}

static bool delete_from(struct sql_lexer *l, bool loud)
{
	next(l);
	if (!is_word(l, "from"))
		return false;
	next(l);
	if (!is_name_or_unknown(l))
		return loud && l->kind == SQL_END;
	if (loud)
		return true;
	next(l);
	return l->kind == SQL_END || is_mark(l, ';') || is_mark(l, ')') || is_keyword(l) ||
	       is_word(l, "using");
}

static bool update_set(struct sql_lexer *l)
{
	bool loose; /* `a` can be a column */

	next(l);
	if (!is_name_or_unknown(l))
		return false;
	for (unsigned i = 0; i < 12 && l->kind != SQL_END; i++, next(l)) {
		if (!is_word(l, "set"))
			continue;
		next(l); /* column = ... */
		if (l->kind == SQL_END)
			return true;
		if (l->kind == SQL_MARK && !is_name_or_unknown(l))
			return false;
		loose = is_article(l);
		next(l);
		while (is_mark(l, ',') || is_mark(l, ']') || is_mark(l, ')') ||
		       l->kind == SQL_OTHER)
			next(l);
		return is_mark(l, '=') || (!loose && (l->kind == SQL_END || l->kind == SQL_WORD));
	}
	return false;
}

/* A text is read again from every verb in it, so their number is bounded. */
enum { VERBS = 32 };

bool sql_is_statement(str s)
{
	struct sql_lexer l = {.s = s};
	unsigned verbs = 0;

	for (next(&l); l.kind != SQL_END && verbs < VERBS; next(&l)) {
		struct sql_lexer from_here = l;
		bool loud = is_shouted(l.text), hit = false;

		if (is_word(&l, "select"))
			hit = select_from(&from_here, loud);
		else if (is_word(&l, "insert") || is_word(&l, "replace"))
			hit = insert_into(&from_here);
		else if (is_word(&l, "delete"))
			hit = delete_from(&from_here, loud);
		else if (is_word(&l, "update"))
			hit = update_set(&from_here);
		else
			continue;
		verbs++;
		if (hit)
			return true;
	}
	return false;
}

/* ---- Where the unknown parts stand ---- */

/* Bytes of the unknown part at `at`: U+FFFD, {...} or a %-format; 0 if there is none. Where the
 * text is `marked` with U+FFFD nothing else is unknown: %s is a parameter then. */
static size_t unknown_at(str s, size_t at, bool marked)
{
	str rest = str_slice(s, at, s.n);
	size_t n = 1;

	if (str_starts(rest, S("\xEF\xBF\xBD")))
		return 3;
	if (rest.n < 2 || marked)
		return 0;
	if (rest.p[0] == '{' && rest.p[1] != '{') {
		n = str_find_byte(str_slice(rest, 0, 64), '}');
		return n == STR_NONE ? 0 : n + 1;
	}
	if (rest.p[0] != '%' || rest.p[1] == '%')
		return 0;
	if (rest.p[1] == '(')
		n = str_find_byte(str_slice(rest, 0, 64), ')') + 1;
	return n < rest.n && n > 0 && str_find_byte(S("srdi"), rest.p[n]) != STR_NONE ? n + 1 : 0;
}

/* What was read before an unknown part decides what the part is. */
enum sql_place { PLACE_VALUE, PLACE_NAME };

static enum sql_place place_after_word(str word, enum sql_place before)
{
	static const char *const naming[] = {
		"from",	 "join",     "into",   "update", "table", "select", "by",	"as",
		"index", "on",	     "view",   "schema", "only",  "exists", "distinct", "delete",
		"using", "database", "column", "insert", "to",	  "set",    "trigger",	"add",
	};

	for (size_t i = 0; i < COUNTOF(naming); i++)
		if (str_eq_nocase(word, str_of(naming[i])))
			return PLACE_NAME;
	if (str_eq_nocase(word, S("where")) || str_eq_nocase(word, S("and")) ||
	    str_eq_nocase(word, S("or")) || str_eq_nocase(word, S("values")) ||
	    str_eq_nocase(word, S("having")) || str_eq_nocase(word, S("limit")) ||
	    str_eq_nocase(word, S("like")) || str_eq_nocase(word, S("in")))
		return PLACE_VALUE;
	return before;
}

/* An operator behind the part: `{column} = %s` compares a column. */
static bool compares(str s, size_t at)
{
	static const char *const words[] = {"in", "like", "is", "between", "not"};

	while (at < s.n && (space_at(s, at) > 0 || s.p[at] == '"' || s.p[at] == '`'))
		at++;
	for (size_t i = 0; i < COUNTOF(words); i++)
		if (word_then_space(str_slice(s, at, at + 12), 0, words[i], true) ==
		    strlen(words[i]))
			return true;
	return at < s.n && (s.p[at] == '=' || s.p[at] == '<' || s.p[at] == '>' || s.p[at] == '.');
}

/* Bytes of the literal that begins at `at` if nothing in it is unknown, otherwise 0. */
static size_t known_literal(str s, size_t at, bool marked)
{
	size_t end;

	if (s.p[at] != '\'')
		return 0;
	end = str_find_byte(str_slice(s, at + 1, s.n), '\'');
	if (end == STR_NONE)
		return 0;
	for (size_t i = at + 1; i < at + 1 + end; i++)
		if (unknown_at(s, i, marked) > 0)
			return 0;
	return end + 2;
}

bool sql_only_names_unknown(str s)
{
	enum sql_place place = PLACE_NAME;
	bool any = false, marked = str_find(s, S("\xEF\xBF\xBD")) != STR_NONE;
	size_t n;

	for (size_t at = 0; at < s.n;) {
		size_t from = at;

		if ((n = unknown_at(s, at, marked)) > 0) {
			if (place == PLACE_VALUE && !compares(s, at + n))
				return false;
			any = true;
			at += n;
			continue;
		}
		if ((n = known_literal(s, at, marked)) > 0) {
			at += n;
			continue;
		}
		while (at < s.n && ((s.p[at] | 0x20) >= 'a' && (s.p[at] | 0x20) <= 'z'))
			at++;
		if (at > from) {
			place = place_after_word(str_slice(s, from, at), place);
			continue;
		}
		if (s.p[at] == '=' || s.p[at] == '<' || s.p[at] == '>' || s.p[at] == '\'')
			place = PLACE_VALUE;
		at += s.p[at] == '%' && at + 1 < s.n && s.p[at + 1] == '%' ? 2 : 1;
	}
	return any;
}
