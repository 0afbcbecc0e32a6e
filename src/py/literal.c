/* Values of literals (Language Reference 2.4), decoded when a rule asks.
 *
 * A string's tokens are walked from node.atom on until the node ends: CPython folds neighbouring
 * pieces of strings and f-strings into one constant (see fstring.c). Line ends inside a string are
 * \n whatever the file has, also in raw ones. A named escape, \N{...}, is U+FFFD: the table of
 * Unicode names is not here. */
#include "py/literal.h"

#include <stdlib.h>
#include "base/buf.h"

struct piece {
	const uint8_t *s, *end;
	bool raw, bytes, braces; /* braces: doubled ones stand for one */
};

static unsigned hex_value(uint8_t c)
{
	if ((uint8_t)(c - '0') < 10)
		return c - '0';
	c |= 0x20;
	return (uint8_t)(c - 'a') < 6 ? c - 'a' + 10u : 16;
}

static void put_char(struct buf *out, const struct piece *p, uint32_t c)
{
	if (p->bytes)
		buf_byte(out, (uint8_t)c);
	else
		buf_utf8(out, c < 0x110000 ? c : 0xfffd);
}

static const uint8_t *hex_escape(struct buf *out, const struct piece *p, const uint8_t *s,
				 unsigned n)
{
	uint32_t c = 0;
	unsigned i = 0;

	for (; i < n && s < p->end && hex_value(*s) < 16; i++)
		c = c << 4 | hex_value(*s++);
	if (i > 0)
		put_char(out, p, c);
	return s;
}

static const uint8_t *octal_escape(struct buf *out, const struct piece *p, const uint8_t *s)
{
	uint32_t c = 0;

	for (unsigned i = 0; i < 3 && s < p->end && (uint8_t)(*s - '0') < 8; i++)
		c = c << 3 | (uint32_t)(*s++ - '0');
	put_char(out, p, c);
	return s;
}

static const uint8_t *line_end(const struct piece *p, const uint8_t *s)
{
	return s + (*s == '\r' && s + 1 < p->end && s[1] == '\n' ? 2 : 1);
}

/* s: after the backslash. Returns what follows the escape. */
static const uint8_t *escape(struct buf *out, const struct piece *p, const uint8_t *s)
{
	static const char from[] = "\\'\"abfnrtv", to[] = "\\'\"\a\b\f\n\r\t\v";
	const uint8_t c = s < p->end ? *s : 0;
	const char *simple = c != 0 ? strchr(from, c) : NULL;

	if (simple != NULL) {
		buf_byte(out, (uint8_t)to[simple - from]);
		return s + 1;
	}
	if (c == '\n' || c == '\r')
		return line_end(p, s);
	if ((uint8_t)(c - '0') < 8)
		return octal_escape(out, p, s);
	if (c == 'x')
		return hex_escape(out, p, s + 1, 2);
	if (c == 'u' && !p->bytes)
		return hex_escape(out, p, s + 1, 4);
	if (c == 'U' && !p->bytes)
		return hex_escape(out, p, s + 1, 8);
	if (c == 'N' && !p->bytes && s + 1 < p->end && s[1] == '{') {
		const uint8_t *close = memchr(s, '}', (size_t)(p->end - s));
		buf_utf8(out, 0xfffd);
		return close != NULL ? close + 1 : p->end;
	}
	buf_byte(out, '\\');
	return s;
}

static void decode(struct buf *out, const struct piece *p)
{
	const uint8_t *s = p->s;

	while (s < p->end) {
		const uint8_t *from = s;
		while (s < p->end && *s != '\\' && *s != '\r' &&
		       !(p->braces && (*s == '{' || *s == '}')))
			s++;
		if (s > from)
			buf_add(out, (str){from, (size_t)(s - from)});
		if (s == p->end)
			return;
		if (*s == '\r') {
			s = line_end(p, s);
			buf_byte(out, '\n');
		} else if (*s != '\\') {
			buf_byte(out, *s);
			s += s + 1 < p->end && s[1] == *s ? 2 : 1;
		} else if (p->raw) {
			buf_byte(out, *s++);
		} else {
			s = escape(out, p, s + 1);
		}
	}
}

/* What is between the quotes of a string token, and its prefix. */
static struct piece open_string(const struct py_file *f, const struct token *t)
{
	const uint8_t *s = f->source.p + t->start, *end = f->source.p + token_end(f, t);
	struct piece p = {0};
	size_t quotes = 1;

	for (; *s != '"' && *s != '\''; s++) {
		p.bytes |= (*s | 0x20) == 'b';
		p.raw |= (*s | 0x20) == 'r';
	}
	if (end - s >= 3 && s[1] == s[0] && s[2] == s[0])
		quotes = 3;
	p.s = s + quotes;
	p.end = t->kind == TOK_STRING || t->kind == TOK_STRING_ESC ? end - quotes : end;
	return p;
}

/* The text of {x=}, from `from` on: as written, but without comments. */
static void debug_text(struct buf *out, const struct py_file *f, uint32_t from, uint32_t to)
{
	const uint8_t *base = f->source.p;
	uint32_t low = 0, high = f->comment_count;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		if (f->comments[mid].start < from)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < f->comment_count && f->comments[low].start < to; low++) {
		decode(out, &(struct piece){base + from, base + f->comments[low].start, true, false,
					    false});
		from = f->comments[low].end;
	}
	decode(out, &(struct piece){base + from, base + to, true, false, false});
}

static str join(struct arena *a, const struct py_file *f, const struct node *n)
{
	const uint8_t *base = f->source.p;
	const struct token *t = f->tokens + n->atom;
	struct buf out = buf_in(a);
	bool raw = (n->flags & FLAG_RAW) != 0;

	for (; t->start < n->end && t->kind != TOK_END; t++) {
		struct piece p = {0};
		if (t->kind == TOK_FSTRING_START) {
			raw = open_string(f, t).raw;
			continue;
		}
		if (t->kind == TOK_LBRACE) { /* {x=}: its own text */
			debug_text(&out, f, t->start + 1, n->end);
			break;
		}
		if (t->kind == TOK_FSTRING_MIDDLE)
			p = (struct piece){base + t->start, base + token_end(f, t), raw, false,
					   true};
		else if (t->kind == TOK_STRING || t->kind == TOK_STRING_ESC)
			p = open_string(f, t);
		decode(&out, &p);
	}
	return buf_str(&out);
}

str literal_text(struct arena *a, const struct py_file *f, const struct node *n)
{
	if (n == NULL || n->kind != NODE_CONSTANT || (n->op != CONST_STR && n->op != CONST_BYTES))
		return (str){(const uint8_t *)"", 0};
	if (n->flags &
	    FLAG_PLAIN) { /* what is between the quotes; the token need not be looked at */
		const uint8_t *s = f->source.p + n->start;
		size_t quotes = n->flags & FLAG_TRIPLE ? 3 : 1;
		while (*s != '"' && *s != '\'')
			s++;
		s += quotes;
		return (str){s, (size_t)(f->source.p + n->end - s) - quotes};
	}
	return join(a, f, n);
}

int literal_first(const struct py_file *f, const struct node *n)
{
	const struct token *t = f->tokens + n->atom;
	const uint8_t *s = f->source.p + n->start;
	bool plain = (n->flags & FLAG_PLAIN) != 0, piece = !plain && t->kind == TOK_FSTRING_MIDDLE;
	uint8_t stop = '{';

	if (!plain && (t->start != n->start ||
		       (!piece && t->kind != TOK_STRING && t->kind != TOK_STRING_ESC)))
		return -1;
	if (!piece) {
		while (*s != '"' && *s != '\'')
			s++;
		stop = *s;
		s += n->flags & FLAG_TRIPLE ? 3 : 1;
	}
	return *s == '\\' || *s == stop || *s == '}' || *s == '\r' ? -1 : *s;
}

/* ---- Numbers ---- */

static bool integer(str s, uint64_t *value, double *approximate)
{
	unsigned base = 10;
	bool fits = true;

	*value = 0;
	*approximate = 0;
	if (s.n > 2 && s.p[0] == '0') {
		uint8_t c = s.p[1] | 0x20;
		base = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 10;
		if (base != 10)
			s = str_slice(s, 2, s.n);
	}
	for (size_t i = 0; i < s.n; i++) {
		unsigned digit = hex_value(s.p[i]);
		if (digit >= base)
			continue; /* an underscore */
		fits &= !__builtin_mul_overflow(*value, base, value);
		fits &= !__builtin_add_overflow(*value, digit, value);
		*approximate = *approximate * base + digit;
	}
	return fits;
}

bool literal_int(const struct py_file *f, const struct node *n, int64_t *out)
{
	uint64_t value;
	double approximate;

	if (!node_is_constant(n, CONST_INT) || !integer(node_text(f, n), &value, &approximate) ||
	    value > INT64_MAX)
		return false;
	*out = (int64_t)value;
	return true;
}

static double floating(str s)
{
	char digits[256];
	size_t k = 0;

	for (size_t i = 0; i < s.n && k + 1 < sizeof(digits); i++) {
		if (s.p[i] != '_')
			digits[k++] = (char)s.p[i];
	}
	digits[k] = 0;
	return strtod(digits, NULL);
}

bool literal_number(const struct py_file *f, const struct node *n, double *out)
{
	uint64_t value;

	if (node_is_constant(n, CONST_INT)) {
		if (integer(node_text(f, n), &value, out))
			*out = (double)value;
		return true;
	}
	if (!node_is_constant(n, CONST_FLOAT))
		return false;
	*out = floating(node_text(f, n));
	return true;
}
