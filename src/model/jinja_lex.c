/* Traps: a tag ends only where its brackets are closed (`{{ {'a': {}} }}`); strings hold every
 * escape of Python, \N{...} too; comments and raw blocks are skipped here; neighbouring strings are
 * joined by the parser. */
#include "model/jinja_lex.h"

#include "base/ascii.h"
#include "base/limits.h"

void jinja_lex_begin(struct jinja_lexer *l, struct arena *a, str text)
{
	*l = (struct jinja_lexer){.s = text, .arena = a};
	jinja_lex_next(l);
}

static int byte_at(const struct jinja_lexer *l, size_t at)
{
	return at < l->s.n ? l->s.p[at] : -1;
}

static void set(struct jinja_lexer *l, enum jinja_token_kind kind, size_t from, size_t to)
{
	l->now = (struct jinja_token){
		.kind = (uint8_t)kind, .offset = (uint32_t)from, .text = str_slice(l->s, from, to)};
	l->at = to;
}

static void bad(struct jinja_lexer *l, size_t from, size_t to, const char *msg)
{
	set(l, JINJA_T_BAD, from, to);
	l->now.msg = msg;
}

static bool is_name_start(int c)
{
	return ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' || c >= 0x80;
}

/* ---- Outside of tags --------------------------------------------------------------------------
 */

/* Where the next tag or comment begins; the end of the text without one. */
static size_t find_open(const struct jinja_lexer *l, size_t at)
{
	for (;;) {
		size_t brace = str_find_byte(str_slice(l->s, at, l->s.n), '{');
		int c;
		if (brace == STR_NONE)
			return l->s.n;
		at += brace;
		c = byte_at(l, at + 1);
		if (c == '{' || c == '%' || c == '#')
			return at;
		at++;
	}
}

static size_t skip_space(const struct jinja_lexer *l, size_t at)
{
	while (is_space(byte_at(l, at)))
		at++;
	return at;
}

/* Is the tag at `at` ({%) this word alone? Returns where it ends, or 0. */
static size_t bare_tag(const struct jinja_lexer *l, size_t at, str word)
{
	int c = byte_at(l, at + 2);
	size_t i = skip_space(l, at + 2 + (c == '-' || c == '+'));

	if (!str_starts(str_slice(l->s, i, l->s.n), word))
		return 0;
	i = skip_space(l, i + word.n);
	if (byte_at(l, i) == '-' || byte_at(l, i) == '+')
		i++;
	return byte_at(l, i) == '%' && byte_at(l, i + 1) == '}' ? i + 2 : 0;
}

/* A raw block from its opening tag's end on is text. */
static void lex_raw(struct jinja_lexer *l, size_t open, size_t from)
{
	for (size_t at = from;; at += 2) {
		size_t end, hit = str_find(str_slice(l->s, at, l->s.n), S("{%"));
		if (hit == STR_NONE) {
			bad(l, open, l->s.n, "a raw block does not end");
			return;
		}
		at += hit;
		end = bare_tag(l, at, S("endraw"));
		if (end == 0)
			continue;
		set(l, JINJA_T_TEXT, from, at);
		l->at = end;
		return;
	}
}

static bool lex_comment(struct jinja_lexer *l, size_t open)
{
	size_t hit = str_find(str_slice(l->s, open + 2, l->s.n), S("#}"));

	if (hit == STR_NONE) {
		bad(l, open, l->s.n, "a comment does not end");
		return false;
	}
	l->trim = hit > 0 && byte_at(l, open + 2 + hit - 1) == '-';
	l->at = open + 2 + hit + 2;
	return true;
}

static void open_tag(struct jinja_lexer *l, size_t at)
{
	int sign = byte_at(l, at + 2);
	size_t raw = 0;

	if (byte_at(l, at + 1) == '%')
		raw = bare_tag(l, at, S("raw"));
	if (raw > 0) {
		lex_raw(l, at, raw);
		return;
	}
	l->inside = true;
	l->tag = at;
	l->output = byte_at(l, at + 1) == '{';
	l->brackets = 0;
	set(l, l->output ? JINJA_T_OPEN_OUTPUT : JINJA_T_OPEN_TAG, at,
	    at + 2 + (sign == '-' || sign == '+'));
}

static str right_trim(str s)
{
	while (s.n > 0 && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

static void lex_outside(struct jinja_lexer *l)
{
	for (;;) {
		size_t from = l->trim ? skip_space(l, l->at) : l->at;
		size_t open = find_open(l, from);
		l->trim = false;
		if (open > from) {
			set(l, JINJA_T_TEXT, from, open);
			if (byte_at(l, open + 2) == '-')
				l->now.text = right_trim(l->now.text);
			if (l->now.text.n > 0)
				return;
		}
		if (open >= l->s.n) {
			set(l, JINJA_T_END, l->s.n, l->s.n);
			return;
		}
		if (byte_at(l, open + 1) != '#') {
			open_tag(l, open);
			return;
		}
		if (!lex_comment(l, open))
			return;
	}
}

/* ---- Strings ----------------------------------------------------------------------------------
 */

/* `n` hexadecimal digits at `at` of s as a character; 0: there are fewer. */
static size_t hex_escape(str s, size_t at, unsigned n, struct buf *b)
{
	uint32_t code = 0;

	if (s.n - at < n)
		return 0;
	for (size_t i = at; i < at + n; i++) {
		int d = hex_digit(s.p[i]);
		if (d < 0)
			return 0;
		code = code << 4 | (uint32_t)d;
	}
	buf_utf8(b, code < 0x110000 ? code : 0xfffd);
	return n;
}

/* \N{NAME}: only those that spell identifiers matter. */
static size_t named_escape(str s, size_t at, struct buf *b)
{
	str rest = str_slice(s, at, s.n), name;
	size_t close = str_find_byte(rest, '}');

	if (rest.n == 0 || rest.p[0] != '{' || close == STR_NONE)
		return 0;
	name = str_slice(rest, 1, close);
	if (str_eq_nocase(name, S("LOW LINE")))
		buf_byte(b, '_');
	else if (str_eq_nocase(name, S("FULL STOP")))
		buf_byte(b, '.');
	else if (str_eq_nocase(str_slice(name, 0, 19), S("LATIN SMALL LETTER ")) && name.n == 20)
		buf_byte(b, name.p[19] | 32);
	else if (str_eq_nocase(str_slice(name, 0, 21), S("LATIN CAPITAL LETTER ")) && name.n == 22)
		buf_byte(b, name.p[21] & 0xdf);
	else
		buf_utf8(b, 0xfffd);
	return close + 1;
}

static size_t octal_escape(str s, size_t at, struct buf *b)
{
	uint32_t code = 0;
	size_t n = 0;

	while (n < 3 && at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '7')
		code = code << 3 | (uint32_t)(s.p[at + n++] - '0');
	buf_utf8(b, code);
	return n;
}

/* The escape whose backslash is at s.p[at]: its length. */
static size_t escape(str s, size_t at, struct buf *b)
{
	static const char plain[] = "\\\\''\"\"n\nr\rt\ta\ab\bf\fv\v";
	int c = at + 1 < s.n ? s.p[at + 1] : -1;
	size_t n = 0;

	if (c == '\n')
		return 2; /* the line goes on */
	for (size_t i = 0; i + 1 < sizeof(plain) - 1; i += 2)
		if (plain[i] == c) {
			buf_byte(b, (uint8_t)plain[i + 1]);
			return 2;
		}
	if (c == 'x' || c == 'u' || c == 'U')
		n = hex_escape(s, at + 2, c == 'x' ? 2 : c == 'u' ? 4 : 8, b);
	else if (c == 'N')
		n = named_escape(s, at + 2, b);
	if (n > 0)
		return 2 + n;
	if (c >= '0' && c <= '7')
		return 1 + octal_escape(s, at + 1, b);
	buf_byte(b, '\\'); /* Python keeps the backslash of what it does not know */
	return 1;
}

static void lex_string(struct jinja_lexer *l)
{
	size_t from = l->at, i = from + 1;
	int quote = byte_at(l, from);
	bool escapes = false;
	str inside;

	while (i < l->s.n && byte_at(l, i) != quote) {
		escapes |= byte_at(l, i) == '\\';
		i += byte_at(l, i) == '\\' ? 2 : 1;
	}
	if (i >= l->s.n) {
		bad(l, from, l->s.n, "a string does not end");
		return;
	}
	set(l, JINJA_T_STRING, from, i + 1);
	inside = str_slice(l->s, from + 1, i);
	if (escapes) {
		struct buf b = buf_in(l->arena);
		for (size_t at = 0; at < inside.n;) {
			if (inside.p[at] == '\\')
				at += escape(inside, at, &b);
			else
				buf_byte(&b, inside.p[at++]);
		}
		inside = buf_str(&b);
	}
	l->now.text = inside;
}

/* ---- Inside tags ------------------------------------------------------------------------------
 */

static size_t digits(const struct jinja_lexer *l, size_t at)
{
	while (is_digit(byte_at(l, at)) || (byte_at(l, at) == '_' && is_digit(byte_at(l, at + 1))))
		at++;
	return at;
}

static void lex_number(struct jinja_lexer *l)
{
	size_t from = l->at, i = from;
	int kind = byte_at(l, from + 1) | 32;
	unsigned base = 10;
	uint64_t v = 0;

	if (byte_at(l, from) == '0' && (kind == 'x' || kind == 'o' || kind == 'b')) {
		base = kind == 'x' ? 16 : kind == 'o' ? 8 : 2;
		i = from + 2;
		while (hex_digit(byte_at(l, i)) >= 0 || byte_at(l, i) == '_')
			i++;
	} else {
		i = digits(l, i);
		if (byte_at(l, i) == '.' && is_digit(byte_at(l, i + 1))) {
			i = digits(l, i + 1);
			base = 0;
		}
		if ((byte_at(l, i) | 32) == 'e') {
			size_t e = i + 1 + (byte_at(l, i + 1) == '-' || byte_at(l, i + 1) == '+');
			if (is_digit(byte_at(l, e))) {
				i = digits(l, e);
				base = 0;
			}
		}
	}
	set(l, base ? JINJA_T_INT : JINJA_T_FLOAT, from, i);
	for (size_t at = from + (base != 10 && base ? 2 : 0); base > 0 && at < i; at++) {
		int d = hex_digit(byte_at(l, at));
		if (d >= 0 && v < INT64_MAX)
			v = v > (uint64_t)INT64_MAX / 32 ? INT64_MAX : v * base + (unsigned)d;
	}
	l->now.number = (int64_t)v;
}

/* The end of the tag, with the minus before it. */
static bool lex_close(struct jinja_lexer *l)
{
	int sign = byte_at(l, l->at);
	size_t i = l->at + (sign == '-' || sign == '+');

	if (byte_at(l, i) != (l->output ? '}' : '%') || byte_at(l, i + 1) != '}')
		return false;
	set(l, JINJA_T_CLOSE, l->at, i + 2);
	l->inside = false;
	l->trim = sign == '-';
	return true;
}

static void lex_operator(struct jinja_lexer *l)
{
	static const char two[] = "//**==!=>=<=";
	int c = byte_at(l, l->at), d = byte_at(l, l->at + 1);

	for (size_t i = 0; i < sizeof(two) - 1; i += 2)
		if (two[i] == c && two[i + 1] == d) {
			set(l, JINJA_T_OPERATOR, l->at, l->at + 2);
			return;
		}
	if (c < 0 || c == 0 || strchr("+-/*%~[](){}<>=.:|,;", c) == NULL) {
		bad(l, l->at, l->at + 1, "a character that means nothing here");
		return;
	}
	if (c == '(' || c == '[' || c == '{')
		l->brackets++;
	else if ((c == ')' || c == ']' || c == '}') && l->brackets > 0)
		l->brackets--;
	set(l, JINJA_T_OPERATOR, l->at, l->at + 1);
}

static void lex_inside(struct jinja_lexer *l)
{
	size_t i;
	int c;

	l->at = skip_space(l, l->at);
	c = byte_at(l, l->at);
	if (c < 0) {
		l->inside = false;
		bad(l, l->s.n, l->s.n, "a tag does not end");
	} else if (l->brackets == 0 && lex_close(l)) {
		return;
	} else if (c == '\'' || c == '"') {
		lex_string(l);
	} else if (is_digit(c)) {
		lex_number(l);
	} else if (is_name_start(c)) {
		for (i = l->at; is_name_start(byte_at(l, i)) || is_digit(byte_at(l, i));)
			i++;
		set(l, JINJA_T_NAME, l->at, i);
	} else {
		lex_operator(l);
	}
}

void jinja_lex_next(struct jinja_lexer *l)
{
	if (l->inside)
		lex_inside(l);
	else
		lex_outside(l);
}

void jinja_lex_leave(struct jinja_lexer *l)
{
	while (l->inside) {
		l->brackets = 0;
		jinja_lex_next(l);
	}
}

void jinja_lex_recover(struct jinja_lexer *l)
{
	str close = l->output ? S("}}") : S("%}");
	size_t hit = str_find(str_slice(l->s, l->tag + 2, l->s.n), close);

	l->inside = l->trim = false;
	l->at = hit == STR_NONE ? l->s.n : l->tag + 2 + hit + 2;
}
