/* JSON, RFC 8259. Strings are what JSON files consist of (notebooks, locks, tokenizers), so the
 * scan of a string is the inner loop: 16 bytes at a time up to a quote, a backslash, a control
 * character or a byte outside ASCII. A string without escapes is a slice of the input; others are
 * decoded once, into the arena. Containers are a stack of at most LIMIT_TEXT_DEPTH parents, no
 * recursion.
 *
 * Traps: "\u0000" is legal and gives a NUL; surrogate pairs join, lone ones are kept as CPython's
 * `surrogatepass` writes them; DEL and U+2028 need no escape; a number may end at the end of input.
 */
#include "text/json.h"

#include "base/limits.h"
#include "text/json_int.h"
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

struct json {
	str s;
	size_t at;
	struct arena *arena;
	struct diag *diag;
	struct tree *parents[LIMIT_ROOM(LIMIT_TEXT_DEPTH) + 1];
	unsigned depth;
};

static bool bad(struct json *j, enum json_diag code, size_t offset, const char *msg)
{
	if (j->diag->code == JSON_DIAG_NONE)
		*j->diag = (struct diag){code, (uint32_t)offset, msg};
	return false;
}

static int peek(const struct json *j)
{
	return j->at < j->s.n ? j->s.p[j->at] : -1;
}

static void skip_space(struct json *j)
{
	size_t i = j->at;

	while (i < j->s.n &&
	       (j->s.p[i] == ' ' || j->s.p[i] == '\n' || j->s.p[i] == '\r' || j->s.p[i] == '\t'))
		i++;
	j->at = i;
}

HOT size_t json_plain_run(str s, size_t i)
{
#if defined(__SSE2__)
	const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\');
	const __m128i space = _mm_set1_epi8(0x20);

	for (; s.n - i >= 16; i += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)&s.p[i]);
		/* signed: bytes from 0x80 on are below 0x20 too */
		__m128i hit = _mm_or_si128(
			_mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, slash)),
			_mm_cmplt_epi8(v, space));
		unsigned mask = (unsigned)_mm_movemask_epi8(hit);
		if (mask != 0)
			return i + (unsigned)__builtin_ctz(mask);
	}
#endif
	while (i < s.n && s.p[i] != '"' && s.p[i] != '\\' && s.p[i] >= 0x20 && s.p[i] < 0x80)
		i++;
	return i;
}

static bool hex4(str s, size_t at, uint32_t *out)
{
	uint32_t v = 0;

	if (s.n < 4 || at > s.n - 4)
		return false;
	for (size_t i = at; i < at + 4; i++) {
		uint8_t c = s.p[i], low = c | 32;
		if (c >= '0' && c <= '9')
			v = v << 4 | (uint32_t)(c - '0');
		else if (low >= 'a' && low <= 'f')
			v = v << 4 | (uint32_t)(low - 'a' + 10);
		else
			return false;
	}
	*out = v;
	return true;
}

int json_simple_escape(uint8_t c)
{
	switch (c) {
	case '"':
	case '\\':
	case '/':
		return c;
	case 'b':
		return '\b';
	case 'f':
		return '\f';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 't':
		return '\t';
	default:
		return -1;
	}
}

/* The escape at s.p[at] == '\\': its length and code point; 0 when it is none. */
static size_t read_escape(str s, size_t at, uint32_t *code)
{
	uint32_t low;
	int c;

	if (at + 1 >= s.n)
		return 0;
	if (s.p[at + 1] != 'u') {
		c = json_simple_escape(s.p[at + 1]);
		*code = (uint32_t)c;
		return c < 0 ? 0 : 2;
	}
	if (!hex4(s, at + 2, code))
		return 0;
	if (*code >= 0xd800 && *code < 0xdc00 && at + 7 < s.n && s.p[at + 6] == '\\' &&
	    s.p[at + 7] == 'u' && hex4(s, at + 8, &low) && low >= 0xdc00 && low < 0xe000) {
		*code = 0x10000 + ((*code - 0xd800) << 10) + (low - 0xdc00);
		return 12;
	}
	return 6;
}

/* Moves over the string at j->at (its opening quote) and checks it: *escapes says whether it has
 * any. */
static bool scan_string(struct json *j, bool *escapes)
{
	size_t open = j->at, i = open + 1, n;
	uint32_t code;

	*escapes = false;
	for (;;) {
		i = json_plain_run(j->s, i);
		if (i >= j->s.n)
			return bad(j, JSON_DIAG_STRING, open,
				   "the string does not end (RFC 8259, 7)");
		if (j->s.p[i] == '"')
			break;
		if (j->s.p[i] == '\\') {
			n = read_escape(j->s, i, &code);
			if (n == 0)
				return bad(j, JSON_DIAG_ESCAPE, i, "unknown escape (RFC 8259, 7)");
			*escapes = true;
		} else if (j->s.p[i] < 0x20) {
			return bad(j, JSON_DIAG_CONTROL, i,
				   "control characters must be escaped (RFC 8259, 7)");
		} else {
			n = str_utf8_len(str_slice(j->s, i, j->s.n));
			if (n == 0)
				return bad(j, JSON_DIAG_UTF8, i, "not UTF-8 (RFC 8259, 8.1)");
		}
		i += n;
	}
	j->at = i + 1;
	return true;
}

/* The text of a checked string's inside. What is decoded is never longer than what is written. Most
 * escapes are one character in a short line: those are written straight away. */
static HOT str decode(struct arena *a, str inside)
{
	uint8_t *to = arena_raw(a, inside.n, 1);
	size_t i = 0, n = 0;

	while (i < inside.n) {
		size_t stop = str_find_byte(str_slice(inside, i, inside.n), '\\');
		uint32_t code = 0;
		if (stop == STR_NONE)
			stop = inside.n - i;
		memcpy(&to[n], &inside.p[i], stop);
		n += stop;
		i += stop;
		if (i >= inside.n)
			break;
		i += read_escape(inside, i, &code);
		if (code < 0x80) {
			to[n++] = (uint8_t)code;
		} else {
			struct buf b = {.p = to, .n = n, .cap = inside.n, .arena = a};
			buf_utf8(&b, code);
			n = b.n;
		}
	}
	return (str){to, n};
}

static bool read_string(struct json *j, str *text, bool *escapes)
{
	size_t open = j->at;
	str inside;

	if (!scan_string(j, escapes))
		return false;
	inside = str_slice(j->s, open + 1, j->at - 1);
	*text = *escapes ? decode(j->arena, inside) : inside;
	return true;
}

static size_t digits(const struct json *j, size_t i)
{
	while (i < j->s.n && j->s.p[i] >= '0' && j->s.p[i] <= '9')
		i++;
	return i;
}

/* A number from j->at; sets its kind. */
static bool scan_number(struct json *j, enum tree_kind *kind)
{
	static const char msg[] = "not a number of JSON's grammar (RFC 8259, 6)";
	size_t i = j->at, from;

	*kind = TREE_INT;
	if (j->s.p[i] == '-')
		i++;
	from = i;
	i = digits(j, i);
	if (i == from || (j->s.p[from] == '0' && i - from > 1))
		return bad(j, JSON_DIAG_NUMBER, j->at, msg);
	if (i < j->s.n && j->s.p[i] == '.') {
		*kind = TREE_FLOAT;
		from = ++i;
		i = digits(j, i);
		if (i == from)
			return bad(j, JSON_DIAG_NUMBER, j->at, msg);
	}
	if (i < j->s.n && (j->s.p[i] | 32) == 'e') {
		*kind = TREE_FLOAT;
		i++;
		if (i < j->s.n && (j->s.p[i] == '+' || j->s.p[i] == '-'))
			i++;
		from = i;
		i = digits(j, i);
		if (i == from)
			return bad(j, JSON_DIAG_NUMBER, j->at, msg);
	}
	j->at = i;
	return true;
}

struct word {
	str text;
	enum tree_kind kind;
	uint8_t flags;
};

static const struct word words[] = {
	{S_INIT("true"), TREE_BOOL, 0},
	{S_INIT("false"), TREE_BOOL, 0},
	{S_INIT("null"), TREE_NULL, 0},
	{S_INIT("NaN"), TREE_FLOAT, TREE_EXTENSION},
	{S_INIT("Infinity"), TREE_FLOAT, TREE_EXTENSION},
	{S_INIT("-Infinity"), TREE_FLOAT, TREE_EXTENSION},
};

static bool is_word_byte(uint8_t c)
{
	return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9');
}

static const struct word *scan_word(struct json *j)
{
	str rest = str_slice(j->s, j->at, j->s.n);

	for (size_t i = 0; i < COUNTOF(words); i++) {
		str w = words[i].text;
		if (!str_starts(rest, w))
			continue;
		if (rest.n > w.n && is_word_byte(rest.p[w.n]))
			break;
		j->at += w.n;
		return &words[i];
	}
	return NULL;
}

/* A value without children, or the opening of one with. */
static struct tree *read_value(struct json *j, struct tree *parent)
{
	size_t start = j->at;
	enum tree_kind kind = TREE_STRING;
	const struct word *w = NULL;
	bool escapes = false;
	str text = {NULL, 0};
	struct tree *t;
	int c = peek(j);

	if (c == '{' || c == '[') {
		if (j->depth == LIMIT_TEXT_DEPTH) {
			bad(j, JSON_DIAG_DEPTH, start, "nested too deep");
			return NULL;
		}
		j->at++;
		return tree_add(j->arena, parent, c == '{' ? TREE_TABLE : TREE_ARRAY, start);
	}
	if (c == '"') {
		if (!read_string(j, &text, &escapes))
			return NULL;
	} else if ((w = scan_word(j)) != NULL) {
		kind = w->kind;
	} else if (c == '-' || (c >= '0' && c <= '9')) {
		if (!scan_number(j, &kind))
			return NULL;
	} else {
		bad(j, c == '.' || c == '+' ? JSON_DIAG_NUMBER : JSON_DIAG_VALUE, start,
		    "a value is expected here (RFC 8259, 3)");
		return NULL;
	}
	t = tree_add(j->arena, parent, kind, start);
	t->text = kind == TREE_STRING ? text : str_slice(j->s, start, j->at);
	t->flags = (uint8_t)((w ? w->flags : 0) | (escapes ? TREE_ESCAPED : 0));
	t->end = (uint32_t)j->at;
	return t;
}

/* The key and colon before a member's value. */
static bool read_key(struct json *j, str *key, uint32_t *start, uint32_t *end)
{
	bool escapes;

	*start = (uint32_t)j->at;
	if (peek(j) < 0)
		return bad(j, JSON_DIAG_UNCLOSED, j->at, "the object does not end (RFC 8259, 4)");
	if (peek(j) != '"')
		return bad(j, JSON_DIAG_KEY, j->at,
			   "a key in quotes is expected here (RFC 8259, 4)");
	if (!read_string(j, key, &escapes))
		return false;
	*end = (uint32_t)j->at;
	skip_space(j);
	if (peek(j) != ':')
		return bad(j, JSON_DIAG_COLON, j->at, "`:` is expected after a key (RFC 8259, 4)");
	j->at++;
	skip_space(j);
	return true;
}

/* One value with what precedes it, into the innermost open container. */
static bool read_member(struct json *j, struct tree **made)
{
	struct tree *parent = j->depth ? j->parents[j->depth - 1] : NULL;
	str key = {NULL, 0};
	uint32_t key_start = 0, key_end = 0;

	if (tree_is(parent, TREE_TABLE) && !read_key(j, &key, &key_start, &key_end))
		return false;
	if (peek(j) < 0)
		return bad(j, parent ? JSON_DIAG_UNCLOSED : JSON_DIAG_EMPTY, j->at,
			   "the input ends where a value is expected (RFC 8259, 2)");
	*made = read_value(j, parent);
	if (*made == NULL)
		return false;
	(*made)->key = key;
	(*made)->key_start = key_start;
	(*made)->key_end = key_end;
	return true;
}

/* Closes every container that ends here. Sets *more when another member must follow; at the end of
 * the outermost value depth is 0. */
static bool close_containers(struct json *j, bool opened)
{
	while (j->depth > 0) {
		struct tree *t = j->parents[j->depth - 1];
		int close = t->kind == TREE_TABLE ? '}' : ']', c;
		skip_space(j);
		c = peek(j);
		if (c == close) {
			t->end = (uint32_t)++j->at;
			j->depth--;
			opened = false;
			continue;
		}
		if (opened)
			return true;
		if (c == ',') {
			j->at++;
			skip_space(j);
			return true;
		}
		return c < 0 ? bad(j, JSON_DIAG_UNCLOSED, j->at,
				   "an array or object does not end (RFC 8259)")
			     : bad(j, JSON_DIAG_COMMA, j->at,
				   "`,` or the end is expected here (RFC 8259)");
	}
	return true;
}

static bool parse(struct json *j, struct tree **root)
{
	struct tree *t;

	skip_space(j);
	do {
		bool opened;
		t = NULL;
		if (!read_member(j, &t))
			return false;
		if (*root == NULL)
			*root = t;
		opened = t->kind >= TREE_ARRAY;
		if (opened)
			j->parents[j->depth++] = t;
		if (!close_containers(j, opened))
			return false;
	} while (j->depth > 0);
	skip_space(j);
	if (j->at < j->s.n)
		return bad(j, JSON_DIAG_TRAILING, j->at,
			   "nothing may follow the value (RFC 8259, 2)");
	return true;
}

bool json_parse(struct arena *a, str bytes, const struct tree **out, struct diag *d)
{
	struct json j = {.s = bytes, .arena = a, .diag = d};
	struct tree *root = NULL;
	bool ok;

	*d = (struct diag){0};
	*out = NULL;
	if (bytes.n > LIMIT_SOURCE_BYTES)
		return bad(&j, JSON_DIAG_SIZE, 0, "larger than assay looks");
	if (str_starts(bytes, S("\xef\xbb\xbf")))
		j.at = 3;
	ok = parse(&j, &root);
	while (j.depth > 0) /* cut short: what is open ends where reading stopped */
		j.parents[--j.depth]->end = (uint32_t)j.at;
	*out = root;
	return ok;
}

size_t json_string_offset(str raw, size_t decoded_offset)
{
	size_t i = 1, made = 0;

	while (i + 1 < raw.n && made < decoded_offset) {
		uint32_t code = 0;
		size_t n = 1, width = 1;
		if (raw.p[i] == '\\') {
			n = read_escape(raw, i, &code);
			width = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
			if (n == 0)
				break;
		}
		if (made + width > decoded_offset)
			break;
		made += width;
		i += n;
	}
	return i;
}
