/* The lexer: bytes to tokens in one pass, ahead of the parser (Language Reference, chapter 2; PEP
 * 701 for f-strings).
 *
 * One function that jumps from label to label through a table indexed by the next byte: every kind
 * of token has its own indirect jump, which branch predictors like. It must stay one function
 * (NOCLONE): when gcc splits or clones it, a good part of the speed is gone. What is rare lives in
 * lex_parts.c.
 *
 * Invariants: `s` never passes the end, because a zero byte stops every search and is looked at by
 * `nul` only; every token takes at least one byte of source, except NEWLINE at the end, and a
 * DEDENT for every INDENT (so 5/4 of the source's length is room enough). Inside a replacement
 * field of an f-string `field` is the bracket level of its `{`, elsewhere 0.
 *
 * Traps: `!=` inside a field is the operator, any other `!` a conversion; `:` at the field's own
 * level starts the format spec, even in `:=`; `{{` is text only outside specs; a newline in the
 * spec of a string in single quotes ends the spec, not the string. */
#include "py/lex.h"

#include "py/simd.h"

#define KEYWORD_FACTOR UINT64_C(0xa6840506387c85af)
#define KEYWORD_SHIFT 57

/* Perfect hash of a word's 8 bytes (little-endian, zero-padded); the factor was found by trying. */
struct keyword {
	uint64_t word;
	uint64_t kind;
};

// clang-format off
static const struct keyword keywords[128] = {
	[0] = {UINT64_C(0x000000656c696877), TOK_WHILE}, /* while */
	[2] = {UINT64_C(0x00006e7275746572), TOK_RETURN}, /* return */
	[3] = {UINT64_C(0x0000000000006e69), TOK_IN}, /* in */
	[5] = {UINT64_C(0x00006164626d616c), TOK_LAMBDA}, /* lambda */
	[8] = {UINT64_C(0x0000000000746f6e), TOK_NOT}, /* not */
	[13] = {UINT64_C(0x0000000065736c65), TOK_ELSE}, /* else */
	[14] = {UINT64_C(0x0000747065637865), TOK_EXCEPT}, /* except */
	[16] = {UINT64_C(0x0000000065736163), TOK_SOFT_CASE}, /* case */
	[17] = {UINT64_C(0x0000000000666564), TOK_DEF}, /* def */
	[20] = {UINT64_C(0x0000007373616c63), TOK_CLASS}, /* class */
	[22] = {UINT64_C(0x0000000065757254), TOK_TRUE}, /* True */
	[24] = {UINT64_C(0x00006c61626f6c67), TOK_GLOBAL}, /* global */
	[32] = {UINT64_C(0x00000000006c6564), TOK_DEL}, /* del */
	[37] = {UINT64_C(0x000000636e797361), TOK_ASYNC}, /* async */
	[40] = {UINT64_C(0x0000006573696172), TOK_RAISE}, /* raise */
	[45] = {UINT64_C(0x0000000068746977), TOK_WITH}, /* with */
	[51] = {UINT64_C(0x0000000000007361), TOK_AS}, /* as */
	[54] = {UINT64_C(0x65756e69746e6f63), TOK_CONTINUE}, /* continue */
	[61] = {UINT64_C(0x0000006b61657262), TOK_BREAK}, /* break */
	[64] = {UINT64_C(0x0000000065707974), TOK_SOFT_TYPE}, /* type */
	[65] = {UINT64_C(0x0000007469617761), TOK_AWAIT}, /* await */
	[67] = {UINT64_C(0x000000646c656979), TOK_YIELD}, /* yield */
	[70] = {UINT64_C(0x000000686374616d), TOK_SOFT_MATCH}, /* match */
	[71] = {UINT64_C(0x00796c6c616e6966), TOK_FINALLY}, /* finally */
	[75] = {UINT64_C(0x00000000656e6f4e), TOK_NONE}, /* None */
	[77] = {UINT64_C(0x0000000000007369), TOK_IS}, /* is */
	[78] = {UINT64_C(0x0000000000797274), TOK_TRY}, /* try */
	[88] = {UINT64_C(0x0000747265737361), TOK_ASSERT}, /* assert */
	[90] = {UINT64_C(0x6c61636f6c6e6f6e), TOK_NONLOCAL}, /* nonlocal */
	[96] = {UINT64_C(0x00000065736c6146), TOK_FALSE}, /* False */
	[100] = {UINT64_C(0x0000000000646e61), TOK_AND}, /* and */
	[105] = {UINT64_C(0x0000000000726f66), TOK_FOR}, /* for */
	[115] = {UINT64_C(0x0000000000006669), TOK_IF}, /* if */
	[118] = {UINT64_C(0x0000000073736170), TOK_PASS}, /* pass */
	[119] = {UINT64_C(0x0000000066696c65), TOK_ELIF}, /* elif */
	[123] = {UINT64_C(0x000000006d6f7266), TOK_FROM}, /* from */
	[125] = {UINT64_C(0x000074726f706d69), TOK_IMPORT}, /* import */
	[126] = {UINT64_C(0x000000000000726f), TOK_OR}, /* or */
};
// clang-format on

static ALWAYS_INLINE unsigned name_kind(uint64_t word)
{
	const struct keyword *k = &keywords[(word * KEYWORD_FACTOR) >> KEYWORD_SHIFT];

	return k->word == word ? (unsigned)k->kind : TOK_NAME;
}

/* The number of a name of up to 8 bytes: nearly always it is in its first slot. */
static ALWAYS_INLINE uint32_t short_atom(struct interner *names, const uint8_t *s, size_t n,
					 uint64_t word)
{
	const struct name_key key = short_key(names->seed, word, n);
	const struct name_slot *slot = &names->slots[key.hash & names->mask];

	if (LIKELY(slot->key == word && slot->n == n))
		return slot->atom;
	return intern_short(names, s, n, key);
}

static ALWAYS_INLINE struct token *put(struct token *t, size_t start, size_t len, unsigned kind)
{
	t->start = (uint32_t)start;
	t->kind = kind & 0xff;
	t->len = len & 0xffffff;
	return t + 1;
}

/* The end of the string whose opening quote is at q (past the closing one), or where it breaks off,
 * with *kind = TOK_ERROR. */
static ALWAYS_INLINE const uint8_t *string_end(const struct lexer *lx, const uint8_t *q,
					       unsigned *kind)
{
	const uint8_t quote = *q;
	const bool triple = q[1] == quote && q[2] == quote;
	const uint8_t *p = triple ? q + 3 : q + 1;

	*kind = TOK_STRING;
	for (;;) {
		p = triple ? find_triple_stop(p, quote) : find_string_stop(p, quote);
		if (LIKELY(*p == quote)) {
			if (!triple)
				return p + 1;
			if (p[1] == quote && p[2] == quote)
				return p + 3;
			p++;
		} else if (*p == '\\' && p + 1 < lx->end) {
			*kind = TOK_STRING_ESC;
			p += p[1] == '\r' && p[2] == '\n' ? 3 : 2;
		} else if (*p == '\r' && triple) {
			*kind = TOK_STRING_ESC;
			p++;
		} else {
			*kind = TOK_ERROR;
			return *p == '\\' ? p + 1 : p;
		}
	}
}

/* Lexes from s to the end; t has room for all tokens. Returns the end of the tokens. */
static HOT NOCLONE struct token *lex(struct lexer *lx, const uint8_t *s, struct token *t)
{
	// clang-format off
	static const void *const go[256] = {
		[0] = &&nul, [1 ... 8] = &&bad, ['\t'] = &&blank, ['\n'] = &&newline, [0x0b] = &&bad,
		['\f'] = &&blank, ['\r'] = &&newline, [0x0e ... 0x1f] = &&bad, [' '] = &&blank,
		['!'] = &&bang, ['"'] = &&string, ['#'] = &&comment, ['$'] = &&bad, ['%'] = &&percent,
		['&'] = &&ampersand, ['\''] = &&string, ['('] = &&lpar, [')'] = &&rpar, ['*'] = &&star,
		['+'] = &&plus, [','] = &&comma, ['-'] = &&minus, ['.'] = &&dot, ['/'] = &&slash,
		['0'] = &&number, ['1' ... '9'] = &&digit, [':'] = &&colon, [';'] = &&semi,
		['<'] = &&less, ['='] = &&assign, ['>'] = &&greater, ['?'] = &&question, ['@'] = &&at,
		['A' ... 'Z'] = &&name, ['['] = &&lsqb, ['\\'] = &&backslash, [']'] = &&rsqb,
		['^'] = &&caret, ['_'] = &&name, ['`'] = &&bad, ['a' ... 'z'] = &&name,
		['{'] = &&lbrace, ['|'] = &&bar, ['}'] = &&rbrace, ['~'] = &&tilde, [0x7f] = &&bad,
		[0x80 ... 0xff] = &&name,
	};
	// clang-format on
	const uint8_t *const base = lx->base;
	const uint8_t *e, *q, *resume; /* nothing hot may have its address taken */
	const struct token *const first = t;
	uint32_t *const atoms = lx->f->token_atoms;
	struct token *line = t;
	struct lex_string *fs = NULL;
	uint32_t level = 0, field = 0;
	size_t n, n2;
	unsigned kind, prefix;
	bool wide;

line_start:
	line = t;
	n = space_length(s);
	switch (s[n]) {
	case '\n':
		s += n + 1;
		goto line_start;
	case '#':
		s = lex_comment(lx, s + n);
		s += *s == '\n';
		s += *s == '\r' && s[-1] != '\n';
		goto *(*s == 0 ? &&nul : &&line_start);
	case 0:
	case '\t':
	case '\f':
	case '\r':
	case '\\': {
		struct lex_indent in = lex_indent(lx, s);
		s = in.at;
		if (*s == '#')
			s = lex_comment(lx, s);
		if (in.blank && *s == 0)
			goto nul;
		if (in.blank) {
			s += *s == '\r' && s[1] == '\n' ? 2 : 1;
			goto line_start;
		}
		t = lex_dent(lx, t, s, in.column, in.narrow);
		break;
	}
	default:
		s += n;
		if (UNLIKELY(n != lx->column[lx->indents] || n != lx->narrow[lx->indents]))
			t = lex_dent(lx, t, s, (uint32_t)n, (uint32_t)n);
	}
	line = t;
	if (UNLIKELY(lx->notebook) && (*s == '%' || *s == '!' || *s == '?'))
		goto magic;
	goto *go[*s];

name:
	n = name_length(s, &wide);
	if (UNLIKELY(wide))
		goto wide_name;
	if (n <= 8) {
		const uint64_t word = first_bytes(s, n);
		kind = name_kind(word);
		if (UNLIKELY(s[n] == '"' || s[n] == '\'') && n <= 2)
			goto prefixed;
		if (!token_is_keyword(kind))
			atoms[t - first] = short_atom(lx->names, s, n, word);
		t = put(t, s - base, n, kind);
	} else {
		atoms[t - first] = intern(lx->names, s, n);
		t = LIKELY(n < TOKEN_LONG) ? put(t, s - base, n, TOK_NAME)
					   : lex_put(lx, t, s, s + n, TOK_NAME);
	}
	s += n;
	s += *s == ' ';
	goto *go[*s];

wide_name:
	n2 = py_name_check(s, n);
	if (n2 < n) {
		py_error(lx->f, lx->arena, PY_DIAG_TOKEN, (size_t)(s - base) + n2,
			 "this character cannot stand in an identifier");
		t = lex_put(lx, t, s, s + n, TOK_ERROR);
	} else {
		atoms[t - first] = intern_wide(lx->names, s, n);
		t = lex_put(lx, t, s, s + n, TOK_NAME_WIDE);
	}
	s += n;
	goto *go[*s];

prefixed:
	q = s + n;
	prefix = lex_prefix(s, n);
	if (prefix & (PREFIX_F | PREFIX_T))
		goto fstring;
	if (!(prefix & PREFIX_BAD))
		goto string_at;
	if (!token_is_keyword(kind))
		atoms[t - first] = intern(lx->names, s, n);
	t = put(t, s - base, n, kind);
	s += n;
	goto *go[*s];

string:
	q = s;
string_at:
	e = string_end(lx, q, &kind);
	if (UNLIKELY(kind == TOK_ERROR))
		goto broken_string;
	n = (size_t)(e - s);
	t = LIKELY(n < TOKEN_LONG) ? put(t, s - base, n, kind) : lex_put(lx, t, s, e, kind);
	s = e;
	goto *go[*s];

broken_string:
	if (*e == 0 && e < lx->end) {
		s = e;
		goto nul;
	}
	py_error(lx->f, lx->arena, PY_DIAG_TOKEN, (size_t)(s - base), "this string is not closed");
	if (q[1] == *q && q[2] == *q) { /* to the end of the file */
		uint32_t from = (uint32_t)(s - base);
		t = lex_retry(lx, line, t, from, &resume);
		s = resume;
		level = field = lx->strings = 0;
		goto line_start;
	}
	t = lex_put(lx, t, s, e, TOK_ERROR);
	s = e;
	goto *go[*s];

digit:
	n = 1;
	while ((uint8_t)(s[n] - '0') < 10)
		n++;
	if (UNLIKELY(is_name_byte(s[n]) || s[n] == '.' || n >= TOKEN_LONG))
		goto number;
	t = put(t, s - base, n, TOK_INT);
	s += n;
	goto *go[*s];

number : {
	const char *msg = NULL;
	unsigned number_kind;
	e = lex_number(s, &number_kind, &msg);
	if (number_kind == TOK_ERROR)
		py_error(lx->f, lx->arena, PY_DIAG_TOKEN, (size_t)(s - base), msg);
	t = lex_put(lx, t, s, e, number_kind);
	s = e;
	goto *go[*s];
}

blank:
	s++;
	s += space_length(s);
	goto *go[*s];

comment:
	s = lex_comment(lx, s);
	goto *go[*s];

newline:
	n = *s == '\r' && s[1] == '\n' ? 2 : 1;
	if (level != 0) {
		s += n;
		s += space_length(s);
		goto *go[*s];
	}
	if (LIKELY(t != line))
		t = put(t, s - base, n, TOK_NEWLINE);
	s += n;
	goto line_start;

backslash:
	n = s[1] == '\n' ? 2 : s[1] == '\r' ? (s[2] == '\n' ? 3 : 2) : 0;
	if (n == 0 || s + n >= lx->end) {
		py_error(lx->f, lx->arena, PY_DIAG_TOKEN, (size_t)(s - base),
			 n == 0 ? "only a line end may follow a line continuation character"
				: "a line continuation character at the end of the file");
		t = put(t, s - base, 1, TOK_ERROR);
		s++;
		goto *go[*s];
	}
	s += n;
	s += space_length(s);
	goto *go[*s];

lpar:
	kind = TOK_LPAR;
	goto open;
lsqb:
	kind = TOK_LSQB;
	goto open;
lbrace:
	kind = TOK_LBRACE;
open:
	level++;
	lx->open[level < LIMIT_PY_BRACKETS ? level : LIMIT_PY_BRACKETS] = (uint32_t)(s - base);
	t = put(t, s - base, 1, kind);
	s++;
	goto *go[*s];

rpar:
	kind = TOK_RPAR;
	goto close;
rsqb:
	kind = TOK_RSQB;
	goto close;
rbrace:
	kind = TOK_RBRACE;
	if (UNLIKELY(field != 0))
		goto field_end;
close:
	level -= level > field;
	t = put(t, s - base, 1, kind);
	s++;
	s += *s == ' ';
	goto *go[*s];

comma:
	t = put(t, s - base, 1, TOK_COMMA);
	s++;
	s += *s == ' ';
	goto *go[*s];
semi:
	t = put(t, s - base, 1, TOK_SEMI);
	s++;
	goto *go[*s];
tilde:
	t = put(t, s - base, 1, TOK_TILDE);
	s++;
	goto *go[*s];

dot:
	if ((uint8_t)(s[1] - '0') < 10)
		goto number;
	n = s[1] == '.' && s[2] == '.' ? 3 : 1;
	t = put(t, s - base, n, n == 3 ? TOK_ELLIPSIS : TOK_DOT);
	s += n;
	goto *go[*s];

colon:
	if (UNLIKELY(field != 0) && level == field) {
		t = put(t, s - base, 1, TOK_COLON);
		s++;
		goto text;
	}
	n = s[1] == '=' ? 2 : 1;
	t = put(t, s - base, n, n == 2 ? TOK_WALRUS : TOK_COLON);
	s += n;
	goto *go[*s];

assign:
	n = s[1] == '=' ? 2 : 1;
	t = put(t, s - base, n, n == 2 ? TOK_EQUAL : TOK_ASSIGN);
	s += n;
	s += *s == ' ';
	goto *go[*s];
bang:
	if (s[1] == '=') {
		t = put(t, s - base, 2, TOK_NOT_EQUAL);
		s += 2;
		goto *go[*s];
	}
	if (field != 0 && level == field) {
		t = put(t, s - base, 1, TOK_BANG);
		s++;
		goto *go[*s];
	}
	if (lx->notebook && level == 0 && t > line && t[-1].kind == TOK_ASSIGN)
		goto magic;
	goto bad;
plus:
	n = s[1] == '=' ? 2 : 1;
	t = put(t, s - base, n, n == 2 ? TOK_PLUS_ASSIGN : TOK_PLUS);
	s += n;
	goto *go[*s];
minus:
	n = s[1] == '=' || s[1] == '>' ? 2 : 1;
	t = put(t, s - base, n, n == 1 ? TOK_MINUS : s[1] == '=' ? TOK_MINUS_ASSIGN : TOK_ARROW);
	s += n;
	goto *go[*s];
star:
	kind = s[1] == '*' ? TOK_DOUBLE_STAR : TOK_STAR;
	n = s[1] == '*' ? 2 : 1;
	if (s[n] == '=') {
		kind = n == 2 ? TOK_DOUBLE_STAR_ASSIGN : TOK_STAR_ASSIGN;
		n++;
	}
	t = put(t, s - base, n, kind);
	s += n;
	goto *go[*s];
slash:
	kind = s[1] == '/' ? TOK_DOUBLE_SLASH : TOK_SLASH;
	n = s[1] == '/' ? 2 : 1;
	if (s[n] == '=') {
		kind = n == 2 ? TOK_DOUBLE_SLASH_ASSIGN : TOK_SLASH_ASSIGN;
		n++;
	}
	t = put(t, s - base, n, kind);
	s += n;
	goto *go[*s];
percent:
	if (UNLIKELY(lx->notebook) && level == 0 && t > line && t[-1].kind == TOK_ASSIGN)
		goto magic;
	n = s[1] == '=' ? 2 : 1;
	t = put(t, s - base, n, n == 2 ? TOK_PERCENT_ASSIGN : TOK_PERCENT);
	s += n;
	goto *go[*s];
at:
	n = s[1] == '=' ? 2 : 1;
	t = put(t, s - base, n, n == 2 ? TOK_AT_ASSIGN : TOK_AT);
	s += n;
	goto *go[*s];
ampersand:
	n = s[1] == '=' ? 2 : 1;
	t = put(t, s - base, n, n == 2 ? TOK_AMPERSAND_ASSIGN : TOK_AMPERSAND);
	s += n;
	goto *go[*s];
bar:
	n = s[1] == '=' ? 2 : 1;
	t = put(t, s - base, n, n == 2 ? TOK_BAR_ASSIGN : TOK_BAR);
	s += n;
	goto *go[*s];
caret:
	n = s[1] == '=' ? 2 : 1;
	t = put(t, s - base, n, n == 2 ? TOK_CARET_ASSIGN : TOK_CARET);
	s += n;
	goto *go[*s];
less:
	kind = s[1] == '<'   ? (s[2] == '=' ? TOK_LSHIFT_ASSIGN : TOK_LSHIFT)
	       : s[1] == '=' ? TOK_LESS_EQUAL
			     : TOK_LESS;
	n = kind == TOK_LESS ? 1 : kind == TOK_LSHIFT_ASSIGN ? 3 : 2;
	t = put(t, s - base, n, kind);
	s += n;
	goto *go[*s];
greater:
	kind = s[1] == '>'   ? (s[2] == '=' ? TOK_RSHIFT_ASSIGN : TOK_RSHIFT)
	       : s[1] == '=' ? TOK_GREATER_EQUAL
			     : TOK_GREATER;
	n = kind == TOK_GREATER ? 1 : kind == TOK_RSHIFT_ASSIGN ? 3 : 2;
	t = put(t, s - base, n, kind);
	s += n;
	goto *go[*s];

question:
	if (!lx->notebook || level != 0)
		goto bad;
	e = lex_magic_end(s);
	if (t > line) { /* x? and x??: the whole line is IPython's */
		s = base + line->start;
		t = line;
	}
	goto magic_put;
magic:
	e = lex_magic_end(s);
magic_put:
	t = lex_put(lx, t, s, e, TOK_MAGIC);
	s = e;
	goto *go[*s];

bad:
	e = s + 1;
	while (*e == *s)
		e++;
	py_error(lx->f, lx->arena, PY_DIAG_TOKEN, (size_t)(s - base),
		 "this character has no meaning");
	t = lex_put(lx, t, s, e, TOK_ERROR);
	s = e;
	goto *go[*s];

fstring: /* s: prefix, q: quote */
	n = q[1] == *q && q[2] == *q ? 3 : 1;
	if (lx->strings == LIMIT_PY_STRINGS || level >= LIMIT_PY_BRACKETS) {
		py_error(lx->f, lx->arena, PY_DIAG_LIMIT, (size_t)(s - base),
			 "f-strings are nested too deeply");
		t = lex_put(lx, t, s, q + n, TOK_ERROR);
		s = q + n;
		goto *go[*s];
	}
	fs = &lx->string[lx->strings++];
	*fs = (struct lex_string){.level = level,
				  .outer_field = field,
				  .quote = *q,
				  .start = (uint32_t)(s - base),
				  .triple = n == 3,
				  .raw = (prefix & PREFIX_RAW) != 0};
	t = put(t, s - base, (size_t)(q - s) + n,
		prefix & PREFIX_T ? TOK_TSTRING_START : TOK_FSTRING_START);
	s = q + n;

text: /* s: literal text of the innermost f-string, or of a format spec in it */
	fs = &lx->string[lx->strings - 1];
	q = s;
	for (;;) {
		s = find_fstring_stop(s, fs->quote);
		if (*s == fs->quote) {
			if (!fs->triple || (s[1] == fs->quote && s[2] == fs->quote))
				break;
			s++;
		} else if (*s == '{' && s[1] == '{' && fs->fields == 0) {
			s += 2;
		} else if (*s == '}' && s[1] == '}' && fs->fields == 0) {
			s += 2;
		} else if (*s == '\\' && s + 1 < lx->end) {
			if (s[1] == '{' || s[1] == '}') {
				s++;
			} else if (!fs->raw && s[1] == 'N' && s[2] == '{') {
				s += 3;
				while (is_name_byte(*s) || *s == ' ' || *s == '-')
					s++;
				s += *s == '}';
			} else {
				s += s[1] == '\r' && s[2] == '\n' ? 3 : 2;
			}
		} else if ((*s == '\n' || *s == '\r') && fs->triple) {
			s++;
		} else {
			break;
		}
	}
	n = (size_t)(s - q);
	if (n >= TOKEN_LONG)
		t = lex_put(lx, t, q, s, TOK_FSTRING_MIDDLE);
	else if (n > 0)
		t = put(t, q - base, n, TOK_FSTRING_MIDDLE);
	if (*s == '{' && fs->fields < LIMIT_PY_FIELDS && level < LIMIT_PY_BRACKETS) {
		fs->fields++;
		field = ++level;
		lx->open[level] = (uint32_t)(s - base);
		t = put(t, s - base, 1, TOK_LBRACE);
		s++;
		goto *go[*s];
	}
	if (*s == '}' && fs->fields > 0) { /* of the field whose spec this was */
		fs->fields--;
		level--;
		t = put(t, s - base, 1, TOK_RBRACE);
		s++;
		goto text;
	}
	if (*s == fs->quote && fs->fields == 0) {
		n = fs->triple ? 3 : 1;
		t = put(t, s - base, n, TOK_FSTRING_END);
		s += n;
		level = fs->level;
		field = fs->outer_field;
		lx->strings--;
		goto *go[*s];
	}
	if ((*s == '\n' || *s == '\r') && fs->fields > 0) {
		field = level; /* the spec ends here; the field goes on */
		goto *go[*s];
	}
	py_error(lx->f, lx->arena, PY_DIAG_TOKEN, (size_t)(s - base),
		 *s == '}'   ? "a single } in an f-string"
		 : *s == '{' ? "an f-string's expressions are nested too deeply"
		 : *s == 0   ? "this f-string is not closed"
			     : "this f-string is not closed on its line");
	goto broken_fstring;

field_end: /* s: } with a field open */
	if (level > field &&
	    base[lx->open[level < LIMIT_PY_BRACKETS ? level : LIMIT_PY_BRACKETS]] == '{')
		goto close;
	level = field - 1;
	fs = &lx->string[lx->strings - 1];
	fs->fields--;
	t = put(t, s - base, 1, TOK_RBRACE);
	s++;
	goto text;

broken_fstring: /* give up all open f-strings and the rest of the line */
	fs = &lx->string[0];
	if (*s == 0 && fs->triple) {
		t = lex_retry(lx, line, t, fs->start, &resume);
		s = resume;
		level = field = lx->strings = 0;
		goto line_start;
	}
	e = find_line_end(s);
	t = lex_put(lx, t, s, e, TOK_ERROR);
	s = e;
	level = fs->level;
	field = lx->strings = 0;
	goto *go[*s];

nul:
	if (s < lx->end) {
		e = s + 1;
		while (*e == 0 && e < lx->end)
			e++;
		py_error(lx->f, lx->arena, PY_DIAG_TOKEN, (size_t)(s - base),
			 "a zero byte in the source");
		t = lex_put(lx, t, s, e, TOK_ERROR);
		s = e;
		goto *go[*s];
	}
	if (level > 0) {
		uint32_t from = lx->open[1];

		if (lx->strings > 0 && lx->string[0].start < from)
			from = lx->string[0].start;
		py_error(lx->f, lx->arena, PY_DIAG_SYNTAX, from, "this bracket is not closed");
		t = lex_retry(lx, line, t, from, &resume);
		s = resume;
		level = field = lx->strings = 0;
		goto line_start;
	}
	if (t != line)
		t = put(t, s - base, 0, TOK_NEWLINE);
	for (; lx->indents > 0; lx->indents--)
		t = put(t, s - base, 0, TOK_DEDENT);
	return put(t, s - base, 0, TOK_END);
}

void py_lex(struct py_file *f, struct interner *names, unsigned mode)
{
	struct arena *a = names->arena;
	const size_t n = f->source.n;
	const size_t count = n + n / 4 + 64, room = count * sizeof(struct token);
	struct lexer lx;

	lx.f = f;
	lx.arena = a;
	lx.names = names;
	lx.base = f->source.p;
	lx.end = f->source.p + n;
	lx.notebook = (mode & PY_PARSE_NOTEBOOK) != 0;
	lx.retries = 0;
	lx.comment_room = 0;
	lx.strings = 0;
	lx.indents = 0;
	lx.column[0] = lx.narrow[0] = 0;
	lx.open[1] = 0;
	f->token_atoms = arena_raw(a, count * sizeof(uint32_t), _Alignof(uint32_t));
	f->tokens = arena_raw(a, room, _Alignof(struct token));
	f->token_count = (uint32_t)(lex(&lx, f->source.p, f->tokens) - f->tokens);
	arena_trim(a, f->tokens, room, f->token_count * sizeof(struct token));
}
