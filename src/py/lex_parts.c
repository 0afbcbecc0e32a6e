/* The parts of the lexer that are off its fast path: indentation with tabs, numbers that are not
 * plain decimal, string prefixes, comments, and what to do when the source ends too early.
 *
 * Indentation as CPython does it (Language Reference 2.1.8): every line has two widths, with tabs
 * to multiples of 8 and with tabs as one column; when the two disagree about which of two lines is
 * the deeper one, that is a TabError. */
#include "py/lex.h"

#include "base/ascii.h"
#include "py/simd.h"

const char *token_kind_text(unsigned kind)
{
	static const char *const text[TOKEN_KIND_COUNT] = {
#define X(name, what) what,
		TOKEN_KINDS(X)
#undef X
	};

	return kind < TOKEN_KIND_COUNT ? text[kind] : "";
}

uint32_t token_long_end(const struct py_file *f, uint32_t start)
{
	for (uint32_t i = 0; i < f->long_count; i++) {
		if (f->long_tokens[i].start == start)
			return f->long_tokens[i].end;
	}
	return start;
}

void py_error(struct py_file *f, struct arena *a, uint32_t code, size_t offset, const char *msg)
{
	if (f->error_count == LIMIT_PY_ERRORS)
		return;
	if (f->error_count == f->error_room) {
		uint32_t room = f->error_room ? f->error_room * 4 : 4;
		struct diag *more = NEW(a, struct diag, room);
		if (f->error_count > 0)
			memcpy(more, f->errors, f->error_count * sizeof(*more));
		f->errors = more;
		f->error_room = room;
	}
	f->errors[f->error_count++] =
		(struct diag){.code = code, .offset = (uint32_t)offset, .msg = msg};
}

struct token *lex_put(struct lexer *lx, struct token *t, const uint8_t *from, const uint8_t *to,
		      unsigned kind)
{
	const size_t len = (size_t)(to - from);
	struct py_file *f = lx->f;

	t->start = (uint32_t)(from - lx->base);
	t->kind = kind & 0xff;
	t->len = TOKEN_LONG;
	if (len < TOKEN_LONG) {
		t->len = len & 0xffffff;
	} else {
		ASSERT(f->long_count < COUNTOF(f->long_tokens));
		f->long_tokens[f->long_count++] =
			(struct long_token){t->start, (uint32_t)(to - lx->base)};
	}
	return t + 1;
}

unsigned lex_prefix(const uint8_t *p, size_t n)
{
	unsigned found = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned one;
		switch (p[i] | 0x20) {
		case 'r':
			one = PREFIX_RAW;
			break;
		case 'b':
			one = PREFIX_BYTES;
			break;
		case 'f':
			one = PREFIX_F;
			break;
		case 't':
			one = PREFIX_T;
			break;
		case 'u':
			one = PREFIX_U;
			break;
		default:
			one = PREFIX_BAD;
			break;
		}
		if (found & one)
			return PREFIX_BAD;
		found |= one;
	}
	if (n == 2 && (!(found & PREFIX_RAW) || (found & PREFIX_U)))
		return PREFIX_BAD;
	return found;
}

const uint8_t *lex_comment(struct lexer *lx, const uint8_t *s)
{
	const uint8_t *e = find_line_end(s);
	struct py_file *f = lx->f;

	while (*e == 0 && e < lx->end) /* a zero byte: `nul` reports it later */
		break;
	if (f->comment_count == lx->comment_room) {
		uint32_t room = lx->comment_room ? lx->comment_room * 4 : 64;
		struct py_comment *more = arena_raw(lx->arena, room * sizeof(*more), 4);
		if (f->comment_count > 0)
			memcpy(more, f->comments, f->comment_count * sizeof(*more));
		f->comments = more;
		lx->comment_room = room;
	}
	f->comments[f->comment_count++] =
		(struct py_comment){(uint32_t)(s - lx->base), (uint32_t)(e - lx->base)};
	return e;
}

const uint8_t *lex_magic_end(const uint8_t *s)
{
	const uint8_t *e = find_line_end(s);

	while (e > s && e[-1] == '\\' && *e != 0)
		e = find_line_end(e + (*e == '\r' && e[1] == '\n' ? 2 : 1));
	return e;
}

/* ---- Indentation ---- */

struct lex_indent lex_indent(const struct lexer *lx, const uint8_t *s)
{
	uint32_t column = 0, narrow = 0, first = 0;

	for (;; s++) {
		if (*s == ' ') {
			column++;
			narrow++;
		} else if (*s == '\t') {
			column = (column / 8 + 1) * 8;
			narrow++;
		} else if (*s == '\f') {
			column = narrow = 0;
		} else if (*s == '\\' && (s[1] == '\n' || s[1] == '\r') && s + 2 < lx->end) {
			/* The indentation is that of the first line. */
			first = first ? first : column;
			s += s[1] == '\r' && s[2] == '\n' ? 2 : 1;
		} else {
			break;
		}
	}
	return (struct lex_indent){
		.at = s,
		.column = first ? first : column,
		.narrow = first ? first : narrow,
		.blank = *s == '#' || *s == '\n' || *s == '\r' || (*s == 0 && s == lx->end),
	};
}

struct token *lex_dent(struct lexer *lx, struct token *t, const uint8_t *s, uint32_t column,
		       uint32_t narrow)
{
	const size_t offset = (size_t)(s - lx->base);
	uint32_t i = lx->indents;
	bool tabs;

	if (column > lx->column[i]) {
		tabs = narrow <= lx->narrow[i];
		if (i == LIMIT_PY_INDENT) {
			py_error(lx->f, lx->arena, PY_DIAG_LIMIT, offset,
				 "blocks are nested too deeply");
			return lex_put(lx, t, s, s, TOK_ERROR);
		}
		lx->indents = ++i;
		lx->column[i] = column;
		lx->narrow[i] = narrow;
		t = lex_put(lx, t, s, s, TOK_INDENT);
	} else {
		for (; i > 0 && column < lx->column[i]; i--)
			t = lex_put(lx, t, s, s, TOK_DEDENT);
		lx->indents = i;
		tabs = narrow != lx->narrow[i];
		if (column != lx->column[i]) {
			py_error(lx->f, lx->arena, PY_DIAG_INDENT, offset,
				 "this indentation matches no outer block");
			return t;
		}
	}
	if (tabs)
		py_error(lx->f, lx->arena, PY_DIAG_INDENT, offset,
			 "tabs and spaces are mixed so that the indentation depends on the tab "
			 "width");
	return t;
}

/* ---- Numbers ---- */

/* Digits with single underscores between them; NULL when an underscore stands elsewhere. */
static const uint8_t *digits(const uint8_t *s)
{
	for (;;) {
		while (is_digit(*s))
			s++;
		if (*s != '_')
			return s;
		s++;
		if (!is_digit(*s))
			return NULL;
	}
}

static bool digit_of(uint8_t c, unsigned base)
{
	if (base == 16 && (uint8_t)((c | 0x20) - 'a') < 6)
		return true;
	return is_digit(c) && (unsigned)(c - '0') < base;
}

static const uint8_t *based_digits(const uint8_t *s, unsigned base)
{
	do {
		s += *s == '_';
		if (!digit_of(*s, base))
			return NULL;
		while (digit_of(*s, base))
			s++;
	} while (*s == '_');
	return s;
}

/* A name may not follow a number at once, except these keywords (as CPython, with a warning). */
static bool may_follow(const uint8_t *s)
{
	static const char words[][5] = {"and", "else", "for", "if", "in", "is", "or", "not"};

	if (!is_name_byte(*s) || *s >= 0x80)
		return true;
	for (size_t i = 0; i < COUNTOF(words); i++) {
		if (memcmp(s, words[i], strlen(words[i])) == 0)
			return true;
	}
	return false;
}

static const uint8_t *decimal(const uint8_t *s, unsigned *kind, const char **msg)
{
	const uint8_t *p = *s == '.' ? s : digits(s);
	bool zeros = false;

	*kind = TOK_INT;
	*msg = "an underscore in a number must stand between digits";
	if (p == NULL)
		return NULL;
	if (*s == '0') {
		for (const uint8_t *q = s; q < p; q++)
			zeros |= *q != '0' && *q != '_';
	}
	if (*p == '.') {
		*kind = TOK_FLOAT;
		p++;
		if (is_digit(*p))
			p = digits(p);
		if (p == NULL)
			return NULL;
	}
	if ((*p | 0x20) == 'e' && (is_digit(p[1]) || p[1] == '+' || p[1] == '-')) {
		*kind = TOK_FLOAT;
		p += is_digit(p[1]) ? 1 : 2;
		*msg = "an exponent needs digits";
		p = is_digit(*p) ? digits(p) : NULL;
		if (p == NULL)
			return NULL;
	}
	if ((*p | 0x20) == 'j') {
		*kind = TOK_IMAGINARY;
		p++;
	}
	*msg = "a decimal integer must not start with 0; octal ones start with 0o";
	return zeros && *kind == TOK_INT ? NULL : p;
}

const uint8_t *lex_number(const uint8_t *s, unsigned *kind, const char **msg)
{
	const unsigned letter = s[0] == '0' ? s[1] | 0x20u : 0;
	const uint8_t *p;
	bool wide;

	if (letter == 'x' || letter == 'o' || letter == 'b') {
		unsigned base = letter == 'x' ? 16 : letter == 'o' ? 8 : 2;
		*kind = TOK_INT;
		*msg = "a digit that the number's base does not have";
		p = based_digits(s + 2, base);
		if (p != NULL && is_digit(*p))
			p = NULL;
	} else {
		p = decimal(s, kind, msg);
	}
	if (p != NULL && !may_follow(p)) {
		*msg = "letters right after a number";
		p = NULL;
	}
	if (p == NULL) {
		*kind = TOK_ERROR;
		p = s + 1 + name_length(s + 1, &wide);
	}
	return p;
}

/* ---- Ends too early ---- */

/* The start of the first line after `from` that is indented at most as deep as the statement and
 * does not start with a closing bracket; when the line of `from` ends in a colon, of the next line:
 * a header whose block follows. */
static const uint8_t *next_statement(const struct lexer *lx, const uint8_t *from)
{
	const uint8_t *s = find_line_end(from), *last = s;
	bool header;

	while (last > from && (last[-1] == ' ' || last[-1] == '\t'))
		last--;
	header = last > from && last[-1] == ':';
	while (s < lx->end) {
		const uint8_t *line;
		struct lex_indent in;
		s += *s == '\r' && s[1] == '\n' ? 2 : 1;
		line = s;
		in = lex_indent(lx, s);
		if (!in.blank && (header || in.column <= lx->column[lx->indents]) &&
		    *in.at != ')' && *in.at != ']' && *in.at != '}')
			return line;
		s = find_line_end(in.at);
	}
	return lx->end;
}

/* Everything before `from` is well formed, so each retry loses only text that is lost anyway; the
 * bound keeps the whole linear. */
struct token *lex_retry(struct lexer *lx, struct token *line, struct token *t, uint32_t from,
			const uint8_t **s)
{
	const uint8_t *next;

	if (lx->retries == LIMIT_PY_RETRIES) {
		while (t > line && t[-1].start >= from)
			t--;
		*s = lx->end;
		return lex_put(lx, t, lx->base + from, lx->end, TOK_ERROR);
	}
	lx->retries++;
	next = next_statement(lx, lx->base + from);
	while (t > line && t[-1].start >= from)
		t--;
	while (lx->f->comment_count > 0 && lx->f->comments[lx->f->comment_count - 1].start >= from)
		lx->f->comment_count--;
	t = lex_put(lx, t, lx->base + from, next, TOK_ERROR);
	*s = next;
	return lex_put(lx, t, next, next, TOK_NEWLINE);
}
