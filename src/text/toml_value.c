/* Values of TOML 1.0.0: strings, numbers, dates, arrays, inline tables. A scalar that is no string
 * is cut out first (everything up to a delimiter) and then held against the grammar of each kind.
 */
#include "text/toml_value.h"

#include "base/ascii.h"
#include "base/limits.h"

bool toml_bad(struct toml *t, enum toml_diag code, size_t offset, const char *msg)
{
	if (t->diag->code == TOML_DIAG_NONE)
		*t->diag = (struct diag){code, (uint32_t)offset, msg};
	return false;
}

bool toml_newline(struct toml *t)
{
	if (toml_peek(t) == '\n') {
		t->at++;
		return true;
	}
	if (toml_peek(t) == '\r' && t->at + 1 < t->s.n && t->s.p[t->at + 1] == '\n') {
		t->at += 2;
		return true;
	}
	return false;
}

/* Moves over one character of text, which must be UTF-8 and no control character but tab. */
static bool text_char(struct toml *t)
{
	uint8_t c = t->s.p[t->at];
	unsigned n = 1;

	if ((c < 0x20 && c != '\t') || c == 0x7f)
		return toml_bad(t, TOML_DIAG_CONTROL, t->at,
				"a control character (TOML 1.0, String, Comment)");
	if (c >= 0x80)
		n = str_utf8_len(str_slice(t->s, t->at, t->s.n));
	if (n == 0)
		return toml_bad(t, TOML_DIAG_UTF8, t->at, "not UTF-8 (TOML 1.0, Spec)");
	t->at += n;
	return true;
}

bool toml_comment(struct toml *t)
{
	while (toml_peek(t) >= 0 && toml_peek(t) != '\n') {
		if (toml_peek(t) == '\r' && t->at + 1 < t->s.n && t->s.p[t->at + 1] == '\n')
			break;
		if (!text_char(t))
			return false;
	}
	return true;
}

/* ---- Strings ---- */

/* \uXXXX, \UXXXXXXXX at t->at, which is behind the backslash. */
static bool unicode_escape(struct toml *t, struct buf *b, unsigned digits)
{
	size_t start = t->at - 1;
	uint32_t v = 0;

	t->at++;
	for (unsigned i = 0; i < digits; i++, t->at++) {
		int c = toml_peek(t), low = c | 32;
		if (c >= '0' && c <= '9')
			v = v << 4 | (uint32_t)(c - '0');
		else if (c >= 0 && low >= 'a' && low <= 'f')
			v = v << 4 | (uint32_t)(low - 'a' + 10);
		else
			return toml_bad(t, TOML_DIAG_ESCAPE, start,
					"too few digits (TOML 1.0, String)");
	}
	if (v > 0x10ffff || (v >= 0xd800 && v < 0xe000))
		return toml_bad(t, TOML_DIAG_ESCAPE, start,
				"no Unicode scalar value (TOML 1.0, String)");
	buf_utf8(b, v);
	return true;
}

/* A backslash at the end of a line of a multi-line string: it and all white space after it vanish.
 */
static bool line_continuation(struct toml *t)
{
	size_t here = t->at;

	toml_skip_blank(t);
	if (!toml_newline(t)) {
		t->at = here;
		return false;
	}
	do
		toml_skip_blank(t);
	while (toml_newline(t));
	return true;
}

static bool escape(struct toml *t, struct buf *b, bool multiline)
{
	static const char names[] = "btnfr\"\\", values[] = "\b\t\n\f\r\"\\";
	size_t start = t->at++;
	int c = toml_peek(t);
	const char *known = c > 0 ? strchr(names, c) : NULL;

	if (c == 'u' || c == 'U')
		return unicode_escape(t, b, c == 'u' ? 4 : 8);
	if (known != NULL) {
		buf_byte(b, (uint8_t)values[known - names]);
		t->at++;
		return true;
	}
	if (multiline && line_continuation(t))
		return true;
	return toml_bad(t, TOML_DIAG_ESCAPE, start, "unknown escape (TOML 1.0, String)");
}

/* Up to five quotes may end a multi-line string: two of its own and three that close it. Sets
 * *closed when they do; otherwise they are text. */
static void quote_run(struct toml *t, int quote, bool *closed)
{
	size_t n = 0;

	while (n < 5 && toml_peek(t) == quote) {
		t->at++;
		n++;
	}
	*closed = n >= 3;
}

static bool end_of_text(const struct toml *t)
{
	return toml_peek(t) < 0;
}

/* Printable ASCII that ends nothing: nearly all that strings are made of. */
static void skip_plain(struct toml *t, int quote)
{
	while (t->at < t->s.n) {
		uint8_t c = t->s.p[t->at];
		if (c < 0x20 || c >= 0x7f || c == quote || c == '\\')
			return;
		t->at++;
	}
}

bool toml_string(struct toml *t, bool multiline, str *text, bool *escaped)
{
	size_t open = t->at, from;
	int quote = toml_peek(t);
	struct buf b = buf_in(t->arena);
	bool closed = false;
	str tail = {NULL, 0};

	*escaped = false;
	t->at += multiline ? 3 : 1;
	if (multiline)
		toml_newline(t);
	for (from = t->at; !closed;) {
		size_t here;
		int c;
		skip_plain(t, quote);
		here = t->at;
		c = toml_peek(t);
		if (end_of_text(t) || (!multiline && (c == '\n' || c == '\r')))
			return toml_bad(t, TOML_DIAG_STRING, open,
					"the string does not end (TOML 1.0, String)");
		if (c == quote && !multiline) {
			t->at++;
			tail = str_slice(t->s, from, here);
			break;
		}
		if (c == quote) {
			quote_run(t, quote, &closed);
			if (closed)
				tail = str_slice(t->s, from, t->at - 3);
		} else if (c == '\\' && quote == '"') {
			buf_add(&b, str_slice(t->s, from, here));
			if (!escape(t, &b, multiline))
				return false;
			*escaped = true;
			from = t->at;
		} else if (!(multiline && toml_newline(t)) && !text_char(t)) {
			return false;
		}
	}
	if (*escaped) {
		buf_add(&b, tail);
		tail = buf_str(&b);
	}
	*text = tail.n > 0 ? tail : S("");
	return true;
}

/* ---- Numbers and words ---- */

static bool is_digit_of(uint8_t c, unsigned base)
{
	uint8_t low = c | 32;

	return (c >= '0' && c < '0' + (base < 10 ? base : 10)) ||
	       (base == 16 && low >= 'a' && low <= 'f');
}

/* Digits from *i, `_` only between two of them. */
static bool digit_run(str s, size_t *i, unsigned base)
{
	size_t from = *i;

	while (*i < s.n && (is_digit_of(s.p[*i], base) || s.p[*i] == '_')) {
		if (s.p[*i] == '_' &&
		    (*i == from || *i + 1 >= s.n || !is_digit_of(s.p[*i - 1], base) ||
		     !is_digit_of(s.p[*i + 1], base)))
			return false;
		++*i;
	}
	return *i > from;
}

/* Is s a decimal integer or a float? */
static bool is_number(str s, enum tree_kind *kind)
{
	size_t i = 0, from;

	*kind = TREE_INT;
	if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
		i++;
	from = i;
	if (!digit_run(s, &i, 10) || (s.p[from] == '0' && i - from > 1))
		return false;
	if (i < s.n && s.p[i] == '.') {
		*kind = TREE_FLOAT;
		i++;
		if (!digit_run(s, &i, 10))
			return false;
	}
	if (i < s.n && (s.p[i] | 32) == 'e') {
		*kind = TREE_FLOAT;
		i++;
		if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
			i++;
		if (!digit_run(s, &i, 10))
			return false;
	}
	return i == s.n;
}

static bool is_based(str s)
{
	size_t i = 2;
	unsigned base;

	if (s.n < 3 || s.p[0] != '0')
		return false;
	base = s.p[1] == 'x' ? 16 : s.p[1] == 'o' ? 8 : s.p[1] == 'b' ? 2 : 0;
	return base != 0 && digit_run(s, &i, base) && i == s.n;
}

static bool is_special_float(str s)
{
	if (s.n == 4 && (s.p[0] == '+' || s.p[0] == '-'))
		s = str_slice(s, 1, s.n);
	return str_eq(s, S("inf")) || str_eq(s, S("nan"));
}

/* ---- Dates ---- */

static bool two_digits(str s, size_t at, unsigned least, unsigned most)
{
	unsigned v;

	if (at + 2 > s.n || !is_digit(s.p[at]) || !is_digit(s.p[at + 1]))
		return false;
	v = (s.p[at] - '0') * 10U + (s.p[at + 1] - '0');
	return v >= least && v <= most;
}

static bool is_date(str s)
{
	static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	unsigned year, month, last;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !two_digits(s, 0, 0, 99) ||
	    !two_digits(s, 2, 0, 99) || !two_digits(s, 5, 1, 12))
		return false;
	year = (s.p[0] - '0') * 1000U + (s.p[1] - '0') * 100U + (s.p[2] - '0') * 10U +
	       (s.p[3] - '0');
	month = (s.p[5] - '0') * 10U + (s.p[6] - '0');
	last = days[month - 1];
	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		last++;
	return two_digits(s, 8, 1, last);
}

/* hh:mm:ss[.fraction] from s.p[at]; the offset behind it, 0 when it is none. */
static size_t time_end(str s, size_t at)
{
	size_t i = at + 8;

	if (i > s.n || !two_digits(s, at, 0, 23) || s.p[at + 2] != ':' ||
	    !two_digits(s, at + 3, 0, 59) || s.p[at + 5] != ':' || !two_digits(s, at + 6, 0, 60))
		return 0;
	if (i < s.n && s.p[i] == '.') {
		for (i++; i < s.n && is_digit(s.p[i]); i++)
			;
		if (!is_digit(s.p[i - 1]))
			return 0;
	}
	return i;
}

/* Which kind of date or time s is; TREE_NULL when none. */
static enum tree_kind date_kind(str s)
{
	size_t end;

	if (s.n > 0 && time_end(s, 0) == s.n)
		return TREE_TIME;
	if (!is_date(str_slice(s, 0, 10)))
		return TREE_NULL;
	if (s.n == 10)
		return TREE_DATE;
	end = (s.p[10] | 32) == 't' || s.p[10] == ' ' ? time_end(s, 11) : 0;
	if (end == 0)
		return TREE_NULL;
	if (end == s.n)
		return TREE_DATETIME_LOCAL;
	if (end + 1 == s.n && (s.p[end] | 32) == 'z')
		return TREE_DATETIME;
	if (end + 6 == s.n && (s.p[end] == '+' || s.p[end] == '-') &&
	    two_digits(s, end + 1, 0, 23) && s.p[end + 3] == ':' && two_digits(s, end + 4, 0, 59))
		return TREE_DATETIME;
	return TREE_NULL;
}

static str normal_date(struct arena *a, str s)
{
	str copy = arena_dup(a, s);
	struct buf b = {.p = NULL, .arena = a};

	buf_add(&b, copy);
	if (b.n > 10 && b.p[4] == '-')
		b.p[10] = 'T';
	if (b.n > 0 && b.p[b.n - 1] == 'z')
		b.p[b.n - 1] = 'Z';
	return buf_str(&b);
}

static bool looks_like_date(str s)
{
	return (s.n >= 5 && is_digit(s.p[0]) && is_digit(s.p[1]) && is_digit(s.p[2]) &&
		is_digit(s.p[3]) && s.p[4] == '-') ||
	       (s.n >= 3 && is_digit(s.p[0]) && is_digit(s.p[1]) && s.p[2] == ':');
}

/* The bytes of a scalar that is no string. */
static str scalar_bytes(struct toml *t)
{
	size_t start = t->at, i = start;

	while (i < t->s.n && strchr(" \t\r\n,]}#=[{\"'", t->s.p[i]) == NULL)
		i++;
	/* A date and a time may be separated by one space. */
	if (i - start == 10 && i + 2 < t->s.n && t->s.p[i] == ' ' && t->s.p[start + 4] == '-' &&
	    is_digit(t->s.p[i + 1]) && is_digit(t->s.p[i + 2]))
		for (i++; i < t->s.n && strchr(" \t\r\n,]}#=[{\"'", t->s.p[i]) == NULL; i++)
			;
	t->at = i;
	return str_slice(t->s, start, i);
}

static bool scalar_kind(struct toml *t, str s, size_t start, enum tree_kind *kind)
{
	if (s.n == 0)
		return toml_bad(t, TOML_DIAG_VALUE, start,
				"a value is expected here (TOML 1.0, Key/Value Pair)");
	*kind = TREE_BOOL;
	if (str_eq(s, S("true")) || str_eq(s, S("false")))
		return true;
	if (looks_like_date(s)) {
		*kind = date_kind(s);
		return *kind != TREE_NULL ||
		       toml_bad(t, TOML_DIAG_DATE, start,
				"no such date or time (TOML 1.0, Offset Date-Time)");
	}
	*kind = TREE_FLOAT;
	if (is_special_float(s))
		return true;
	if (is_number(s, kind))
		return true;
	*kind = TREE_INT;
	if (is_based(s))
		return true;
	return toml_bad(t,
			is_digit(s.p[0]) || s.p[0] == '+' || s.p[0] == '-' || s.p[0] == '.'
				? TOML_DIAG_NUMBER
				: TOML_DIAG_VALUE,
			start, "no value of TOML (TOML 1.0, Key/Value Pair)");
}

static struct tree *add(struct toml *t, struct tree *parent, const struct toml_key *key,
			enum tree_kind kind, size_t start)
{
	struct tree *c = key ? toml_add_child(t, parent, key, kind, start)
			     : tree_add(t->arena, parent, kind, start);

	c->end = (uint32_t)t->at;
	return c;
}

static bool read_scalar(struct toml *t, struct tree *parent, const struct toml_key *key)
{
	size_t start = t->at;
	str s = scalar_bytes(t);
	enum tree_kind kind = TREE_NULL;
	struct tree *c;
	int64_t ignored;

	if (!scalar_kind(t, s, start, &kind))
		return false;
	c = add(t, parent, key, kind, start);
	c->text = kind >= TREE_DATETIME && kind <= TREE_TIME ? normal_date(t->arena, s) : s;
	if (kind == TREE_INT && !tree_int(c, &ignored))
		return toml_bad(t, TOML_DIAG_RANGE, start,
				"does not fit 64 bits (TOML 1.0, Integer)");
	return true;
}

/* ---- Containers ---- */

/* White space, newlines and comments inside an array. */
static bool skip_lines(struct toml *t)
{
	for (;;) {
		toml_skip_blank(t);
		if (toml_peek(t) == '#') {
			if (!toml_comment(t))
				return false;
		} else if (!toml_newline(t)) {
			return true;
		}
	}
}

static bool read_array(struct toml *t, struct tree *array, unsigned depth)
{
	t->at++;
	for (;;) {
		if (!skip_lines(t))
			return false;
		if (toml_peek(t) == ']')
			break;
		if (!toml_value(t, array, NULL, depth + 1) || !skip_lines(t))
			return false;
		if (toml_peek(t) == ',')
			t->at++;
		else if (toml_peek(t) != ']')
			return toml_bad(t, TOML_DIAG_COMMA, t->at,
					"`,` or `]` is expected here (TOML 1.0, Array)");
	}
	array->end = (uint32_t)++t->at;
	return true;
}

static bool read_inline_table(struct toml *t, struct tree *table, unsigned depth)
{
	t->at++;
	toml_skip_blank(t);
	if (toml_peek(t) != '}') {
		for (;;) {
			if (!toml_key_value(t, table, depth))
				return false;
			toml_skip_blank(t);
			if (toml_peek(t) == '}')
				break;
			if (toml_peek(t) != ',')
				return toml_bad(
					t, TOML_DIAG_COMMA, t->at,
					"`,` or `}` is expected here (TOML 1.0, Inline Table)");
			t->at++;
			toml_skip_blank(t);
		}
	}
	table->end = (uint32_t)++t->at;
	return true;
}

bool toml_value(struct toml *t, struct tree *parent, const struct toml_key *key, unsigned depth)
{
	size_t start = t->at;
	int c = toml_peek(t);
	struct tree *v;
	str text;
	bool escaped, multiline;

	if (c == '"' || c == '\'') {
		multiline = start + 2 < t->s.n && t->s.p[start + 1] == c && t->s.p[start + 2] == c;
		if (!toml_string(t, multiline, &text, &escaped))
			return false;
		v = add(t, parent, key, TREE_STRING, start);
		v->text = text;
		v->flags |= escaped ? TREE_ESCAPED : 0;
		return true;
	}
	if (c != '[' && c != '{')
		return read_scalar(t, parent, key);
	if (depth >= LIMIT_TEXT_DEPTH / 2)
		return toml_bad(t, TOML_DIAG_DEPTH, start, "nested too deep");
	v = add(t, parent, key, c == '[' ? TREE_ARRAY : TREE_TABLE, start);
	v->flags |= TREE_INLINE;
	return c == '[' ? read_array(t, v, depth) : read_inline_table(t, v, depth);
}
