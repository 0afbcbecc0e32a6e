/* Strings: single ones, implicit concatenations, f-strings and t-strings (PEP 701, 750).
 *
 * CPython folds neighbouring literal texts into one Constant that reaches from the first to the
 * last of them, whatever stands between (closing and opening quotes); so a CONSTANT's range may
 * begin in one string and end in another. Its `atom` is the index of the first token: literal.c
 * decodes token by token up to the node's end. The text of `{x=}` is a literal, too: from the brace
 * to the `!`, `:` or `}`. A constant that comes out empty is dropped, but only if all of its pieces
 * are. */
#include "py/parse.h"

struct pieces {
	struct chain values;
	struct node *text; /* constant that is still growing, not yet in values */
	bool text_full;	   /* it has at least one byte */
};

struct string_info {
	bool bytes, raw, triple, u;
	uint32_t body, body_end; /* offsets of what is between the quotes */
};

static struct string_info inspect(const struct parser *p, const struct token *t)
{
	const uint8_t *s = p->src + t->start;
	struct string_info info = {0};
	uint32_t quotes = 1;
	size_t i = 0;

	for (; s[i] != '"' && s[i] != '\''; i++) {
		info.bytes |= (s[i] | 0x20) == 'b';
		info.raw |= (s[i] | 0x20) == 'r';
		info.u |= s[i] == 'u'; /* not U: CPython's Constant.kind */
	}
	if (s[i + 1] == s[i] && s[i + 2] == s[i]) {
		info.triple = token_end(p->f, t) - t->start >= i + 6;
		quotes = info.triple ? 3 : 1;
	}
	info.body = t->start + (uint32_t)i + quotes;
	info.body_end = t->kind == TOK_STRING || t->kind == TOK_STRING_ESC
				? token_end(p->f, t) - quotes
				: token_end(p->f, t);
	return info;
}

static bool hex_digits(const uint8_t *s, const uint8_t *end, unsigned n, uint32_t *value)
{
	*value = 0;
	if ((size_t)(end - s) < n)
		return false;
	for (unsigned i = 0; i < n; i++) {
		uint8_t c = s[i];
		if ((uint8_t)(c - '0') < 10)
			*value = *value << 4 | (c - '0');
		else if ((uint8_t)((c | 0x20) - 'a') < 6)
			*value = *value << 4 | ((c | 0x20) - 'a' + 10);
		else
			return false;
	}
	return true;
}

/* Escapes that CPython rejects: \x, \u, \U without their digits, \N without a name in braces. */
static void check_escapes(struct parser *p, uint32_t from, uint32_t to, bool bytes)
{
	const uint8_t *s = p->src + from, *end = p->src + to;
	uint32_t value;

	while ((s = memchr(s, '\\', (size_t)(end - s))) != NULL && end - s >= 2) {
		const uint8_t c = s[1];
		bool ok = true;
		if (c == 'x')
			ok = hex_digits(s + 2, end, 2, &value);
		else if (c == 'u' && !bytes)
			ok = hex_digits(s + 2, end, 4, &value);
		else if (c == 'U' && !bytes)
			ok = hex_digits(s + 2, end, 8, &value) && value <= 0x10ffff;
		else if (c == 'N' && !bytes)
			ok = end - s > 4 && s[2] == '{' && s[3] != '}' &&
			     memchr(s + 3, '}', (size_t)(end - s - 3)) != NULL;
		if (!ok) {
			fail_at(p, PY_DIAG_SYNTAX, (uint32_t)(s - p->src),
				"a truncated or unknown escape");
			return;
		}
		s += 2;
	}
}

/* What is wrong inside a string token that is not an f-string. */
static void check_string(struct parser *p, const struct token *t, const struct string_info *info)
{
	if (info->bytes) {
		for (uint32_t i = info->body; i < info->body_end; i++) {
			if (p->src[i] >= 0x80) {
				fail_at(p, PY_DIAG_SYNTAX, i,
					"bytes can hold ASCII characters only");
				return;
			}
		}
	}
	if (t->kind == TOK_STRING_ESC && !info->raw)
		check_escapes(p, info->body, info->body_end, info->bytes);
}

/* Nothing, or nothing but escaped line ends. */
static bool decodes_empty(const struct parser *p, uint32_t from, uint32_t to, bool raw)
{
	while (from < to && !raw && p->src[from] == '\\' &&
	       (p->src[from + 1] == '\n' || p->src[from + 1] == '\r'))
		from += p->src[from + 1] == '\r' && p->src[from + 2] == '\n' ? 3 : 2;
	return from >= to;
}

static void flush(struct pieces *s)
{
	if (s->text != NULL && s->text_full)
		chain_add(&s->values, s->text);
	s->text = NULL;
	s->text_full = false;
}

static void add_text(struct parser *p, struct pieces *s, const struct token *t, uint32_t start,
		     uint32_t end, unsigned flags, bool full)
{
	if (s->text == NULL) {
		s->text = node_new(p, NODE_CONSTANT, start, end);
		s->text->op = CONST_STR;
		s->text->flags = (uint16_t)flags;
		s->text->atom = (uint32_t)(t - p->f->tokens);
	}
	s->text->end = end;
	s->text_full |= full;
}

static void add_middle(struct parser *p, struct pieces *s, bool raw)
{
	const struct token *t = p->tok++;
	const uint32_t end = token_end(p->f, t);

	if (!raw)
		check_escapes(p, t->start, end, false);
	if (decodes_empty(p, t->start, end, raw))
		return;
	add_text(p, s, t, t->start, end, FLAG_PIECE | (raw ? FLAG_RAW : 0), true);
}

static void field(struct parser *p, struct pieces *s, bool raw);

static struct node *format_spec(struct parser *p, bool raw)
{
	const uint32_t start = p->tok++->start;
	struct pieces spec = {0};
	struct node *n;

	chain_init(&spec.values);
	for (;;) {
		if (peek(p) == TOK_FSTRING_MIDDLE)
			add_middle(p, &spec, raw);
		else if (peek(p) == TOK_LBRACE)
			field(p, &spec, raw);
		else
			break;
	}
	flush(&spec);
	n = node_new(p, NODE_JOINED_STR, start, last_end(p));
	n->child = spec.values.first;
	return n;
}

static uint8_t conversion(struct parser *p)
{
	const struct token *bang = p->tok++, *t = p->tok;

	if (p->failed || t->kind != TOK_NAME || t->len != 1 || t->start != bang->start + 1 ||
	    memchr("sra", p->src[t->start], 3) == NULL) {
		fail_here(p, "expected s, r or a right after the !");
		return 0;
	}
	p->tok++;
	return p->src[t->start];
}

/* A replacement field: `{` value [=] [!c] [:spec] `}`. */
static void field(struct parser *p, struct pieces *s, bool raw)
{
	const struct token *brace = p->tok++;
	struct node *value, *n;
	bool debug;
	uint8_t convert = 0;

	deeper(p);
	value = parse_value(p);
	debug = accept(p, TOK_ASSIGN);
	if (debug && !p->failed)
		add_text(p, s, brace, brace->start + 1, p->tok->start, FLAG_PIECE, true);
	flush(s);
	if (peek(p) == TOK_BANG)
		convert = conversion(p);
	if (peek(p) == TOK_COLON)
		value->next = format_spec(p, raw);
	else if (debug && convert == 0)
		convert = 'r';
	expect(p, TOK_RBRACE, "expected = or ! or : or } in an f-string");
	p->depth--;
	n = node_new(p, NODE_FORMATTED_VALUE, brace->start, last_end(p));
	n->op = convert;
	n->flags = debug ? FLAG_DEBUG : 0;
	n->child = value;
	chain_add(&s->values, n);
}

static void fstring(struct parser *p, struct pieces *s)
{
	const bool raw = inspect(p, p->tok).raw;

	p->tok++;
	for (;;) {
		if (peek(p) == TOK_FSTRING_MIDDLE)
			add_middle(p, s, raw);
		else if (peek(p) == TOK_LBRACE)
			field(p, s, raw);
		else
			break;
	}
	expect(p, TOK_FSTRING_END, "expected the end of the f-string");
}

static unsigned string_flags(const struct string_info *info)
{
	return (info->raw ? FLAG_RAW : 0u) | (info->triple ? FLAG_TRIPLE : 0u) |
	       (info->u ? FLAG_U_PREFIX : 0u);
}

static bool is_string(unsigned kind)
{
	return kind == TOK_STRING || kind == TOK_STRING_ESC || kind == TOK_FSTRING_START ||
	       kind == TOK_TSTRING_START;
}

static void mixed(struct parser *p, uint32_t offset, unsigned kinds)
{
	if (kinds & (kinds - 1))
		fail_at(p, PY_DIAG_SYNTAX, offset,
			kinds & 2 ? "bytes and other strings cannot be joined"
				  : "t-strings and other strings cannot be joined");
}

/* Several strings in a row, or at least one f-string. */
static NOINLINE struct node *joined(struct parser *p, const struct string_info *first)
{
	const struct token *t = p->tok;
	const unsigned flags = string_flags(first);
	struct pieces s = {0};
	bool formatted = false;
	unsigned kinds = 0; /* 1 = str or f-string, 2 = bytes, 4 = t-string */
	struct node *n;

	chain_init(&s.values);
	while (is_string(peek(p))) {
		const struct token *one = p->tok;
		if (one->kind == TOK_FSTRING_START || one->kind == TOK_TSTRING_START) {
			kinds |= one->kind == TOK_FSTRING_START ? 1 : 4;
			formatted = true;
			fstring(p, &s);
			continue;
		}
		struct string_info info = inspect(p, one);
		check_string(p, one, &info);
		kinds |= info.bytes ? 2 : 1;
		p->tok += !p->failed;
		add_text(p, &s, one, one->start, token_end(p->f, one), string_flags(&info),
			 !decodes_empty(p, info.body, info.body_end, info.raw));
	}
	mixed(p, t->start, kinds);
	if (!formatted) {
		n = node_new(p, NODE_CONSTANT, t->start, last_end(p));
		n->op = first->bytes ? CONST_BYTES : CONST_STR;
		n->atom = (uint32_t)(t - p->f->tokens);
		n->flags = (uint16_t)flags;
		return n;
	}
	flush(&s);
	n = node_new(p, kinds & 4 ? NODE_TEMPLATE_STR : NODE_JOINED_STR, t->start, last_end(p));
	n->flags = (uint16_t)flags;
	n->child = s.values.first;
	return n;
}

HOT struct node *parse_strings(struct parser *p)
{
	const struct token *t = p->tok;
	struct string_info info = inspect(p, t);
	struct node *n;

	if (t->kind == TOK_FSTRING_START || t->kind == TOK_TSTRING_START || is_string(t[1].kind))
		return joined(p, &info);
	if (UNLIKELY(info.bytes || t->kind == TOK_STRING_ESC))
		check_string(p, t, &info);
	p->tok += !p->failed;
	n = node_new(p, NODE_CONSTANT, t->start, token_end(p->f, t));
	n->op = info.bytes ? CONST_BYTES : CONST_STR;
	n->flags = (uint16_t)(string_flags(&info) | (t->kind == TOK_STRING ? FLAG_PLAIN : 0));
	n->atom = (uint32_t)(t - p->f->tokens);
	return n;
}
