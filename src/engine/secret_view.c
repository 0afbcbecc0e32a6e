#include "engine/secret_view.h"

#include "base/ascii.h"
#include "base/fail.h"
#include "base/limits.h"

/* ---- The way back ---- */

static uint32_t place_in_outer(const struct secret_view *v, uint32_t at, bool end)
{
	uint32_t lo = 0, hi = v->piece_count, back = end && at > 0;

	if (v->piece_count == 0)
		return end ? v->to : v->from;
	while (lo < hi) { /* the last piece that begins at or before the byte */
		uint32_t mid = lo + (hi - lo) / 2;
		if (v->pieces[mid].at <= at - back)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == 0)
		return v->from;
	at = v->pieces[lo - 1].outer + (at - v->pieces[lo - 1].at);
	return at < v->to ? at : v->to;
}

uint32_t secret_view_place(const struct secret_view *v, uint32_t at, bool end)
{
	for (; v->outer != NULL; v = v->outer)
		at = place_in_outer(v, at, end);
	return at;
}

struct secret_maker secret_maker_in(struct arena *a)
{
	return (struct secret_maker){.text = buf_in(a), .arena = a};
}

static void add_piece(struct secret_maker *m, uint32_t outer)
{
	struct secret_piece *last = m->count > 0 ? &m->pieces[m->count - 1] : NULL;

	if (last != NULL && outer - last->outer == m->text.n - last->at)
		return;
	if (m->count == m->room) {
		struct secret_piece *more;
		m->room = m->room ? 2 * m->room : 8;
		more = NEW(m->arena, struct secret_piece, m->room);
		if (m->count > 0)
			memcpy(more, m->pieces, m->count * sizeof(*more));
		m->pieces = more;
	}
	m->pieces[m->count++] = (struct secret_piece){(uint32_t)m->text.n, outer};
}

void secret_maker_copy(struct secret_maker *m, str outer, uint32_t from, uint32_t to)
{
	if (from >= to)
		return;
	add_piece(m, from);
	buf_add(&m->text, str_slice(outer, from, to));
}

void secret_maker_byte(struct secret_maker *m, uint8_t c, uint32_t from)
{
	add_piece(m, from);
	buf_byte(&m->text, c);
}

struct secret_view *secret_maker_view(struct secret_maker *m, const struct secret_view *outer,
				      uint32_t from, uint32_t to)
{
	struct secret_view *v = NEW(m->arena, struct secret_view, 1);

	*v = (struct secret_view){
		.text = buf_str(&m->text),
		.outer = outer,
		.depth = outer->depth + 1,
		.from = from,
		.to = to,
		.pieces = m->pieces,
		.piece_count = m->count,
	};
	return v;
}

/* ---- Escapes ---- */

/* `digits` hexadecimal digits at i, or -1. */
static int32_t hex_number(str s, size_t i, unsigned digits)
{
	int32_t n = 0;

	if (s.n - i < digits)
		return -1;
	for (unsigned k = 0; k < digits; k++) {
		int d = hex_digit(s.p[i + k]);
		if (d < 0)
			return -1;
		n = n << 4 | d;
	}
	return n;
}

static void add_code_point(struct secret_maker *m, int32_t c, uint32_t from)
{
	struct buf b = {.p = (uint8_t[8]){0}, .cap = 8};

	buf_utf8(&b, (uint32_t)c);
	for (size_t i = 0; i < b.n; i++) {
		if (i == 0)
			add_piece(m, from);
		buf_byte(&m->text, b.p[i]);
	}
}

/* The escape at i (a backslash): returns how many bytes it has. */
static uint32_t unescape_one(struct secret_maker *m, str s, uint32_t i)
{
	static const char from[] = "nrtbfav0", to[] = "\n\r\t\b\f\a\v";
	uint8_t c = i + 1 < s.n ? s.p[i + 1] : 0;
	const char *known = c ? memchr(from, c, sizeof(from) - 1) : NULL;
	int32_t n;

	if (c == 'u' && (n = hex_number(s, i + 2, 4)) >= 0) {
		add_code_point(m, n, i);
		return 6;
	}
	if (c == 'x' && (n = hex_number(s, i + 2, 2)) >= 0) {
		secret_maker_byte(m, (uint8_t)n, i);
		return 4;
	}
	if (c == '\n' || c == '\r') /* a line that goes on */
		return 2;
	if (known != NULL) {
		secret_maker_byte(m, (uint8_t)to[known - from], i);
		return 2;
	}
	if (i + 1 == s.n) {
		secret_maker_byte(m, '\\', i);
		return 1;
	}
	add_piece(m, i + 1);
	buf_byte(&m->text, c);
	return 2;
}

void secret_unescape_into(struct secret_maker *m, str s, uint32_t from, uint32_t to)
{
	s = str_slice(s, 0, to);
	for (uint32_t i = from; i < to;) {
		const uint8_t *slash = memchr(s.p + i, '\\', to - i);
		uint32_t end = slash ? (uint32_t)(slash - s.p) : to;
		secret_maker_copy(m, s, i, end);
		i = end;
		if (i < to)
			i += unescape_one(m, s, i);
	}
}

struct secret_view *secret_unescape_range(struct arena *a, struct secret_view *v, uint32_t from,
					  uint32_t to)
{
	struct secret_maker m = secret_maker_in(a);

	secret_unescape_into(&m, v->text, from, to);
	return secret_maker_view(&m, v, from, to);
}

static bool is_escaped(str s, uint32_t at, uint32_t from)
{
	uint32_t slashes = 0;

	while (at > from && s.p[at - 1] == '\\') {
		at--;
		slashes++;
	}
	return slashes % 2 == 1;
}

/* Behind the quote that is nearest to the left of `at` on its line; 0: none. Places come in order,
 * mostly: what was passed over for one is not for the next. */
static uint32_t string_start(struct secret_view *v, uint32_t at)
{
	uint32_t left = at,
		 least = at - (at > LIMIT_SECRET_WINDOW ? (uint32_t)LIMIT_SECRET_WINDOW : at);
	str s = v->text;

	for (; left > least && left != v->bare && s.p[left - 1] != '\n'; left--) {
		uint8_t c = s.p[left - 1];
		if ((c == '"' || c == '\'') && !is_escaped(s, left - 1, least))
			return left;
	}
	v->bare = at;
	return 0;
}

/* The string on its line that holds `at`; false: none. Quotes are `"` or `'`, whichever comes first
 * to the left. */
static bool string_around(struct secret_view *v, uint32_t at, uint32_t *from, uint32_t *to)
{
	uint32_t left = string_start(v, at), right = at;
	str s = v->text;
	uint8_t quote;

	*to = at + 1;
	if (left == 0)
		return false;
	quote = s.p[left - 1];
	for (; right < s.n && right - left < LIMIT_SECRET_DECODED; right++) {
		uint8_t c = s.p[right];
		if (c == '\n' || (c == quote && !is_escaped(s, right, left)))
			break;
	}
	*from = left;
	*to = right;
	return right < s.n && s.p[right] == quote;
}

struct secret_view *secret_unescape(struct arena *a, struct secret_view *v, uint32_t at)
{
	uint32_t from, to;

	if (at < v->unescaped || v->depth >= LIMIT_SECRET_DEPTH)
		return NULL;
	if (!string_around(v, at, &from, &to)) {
		v->unescaped = to;
		return NULL;
	}
	v->unescaped = to;
	if (memchr(v->text.p + from, '\\', to - from) == NULL)
		return NULL;
	return secret_unescape_range(a, v, from, to);
}

/* ---- Literals beside each other ---- */

#define FOLD_PIECES 256

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* What stands between two literals: returns where the next one's quote is, or 0. */
static uint32_t next_literal(struct secret_view *v, uint32_t i)
{
	uint32_t start = i, letters = 0;
	bool joined = false;
	str s = v->text;

	secret_view_saw(v, i);
	for (; i < s.n && i - start < 200; i++) {
		uint8_t c = s.p[i];
		secret_view_saw(v, i + 1);
		if (c == '"' || c == '\'' || c == '`')
			return i > start ? i : 0;
		if (is_blank(c) || (c == '\\' && i + 1 < s.n && is_blank(s.p[i + 1])))
			continue;
		if (!joined && (c == '+' || c == '.' || c == '&')) {
			joined = true;
			if (c == '.' && i + 1 < s.n && s.p[i + 1] == '.')
				i++;
			continue;
		}
		if (strchr("rRbBuUfF@$", c) == NULL || ++letters > 2 || i + 1 == s.n ||
		    is_blank(s.p[i + 1]))
			return 0;
	}
	return 0;
}

/* The end of the literal whose quote stands at i: its closing quote, or 0. */
static uint32_t literal_end(struct secret_view *v, uint32_t i)
{
	uint32_t from = i + 1;
	str s = v->text;
	uint8_t quote = s.p[i];

	for (i = from; i < s.n && i - from < LIMIT_SECRET_WINDOW; i++) {
		if (s.p[i] == quote || s.p[i] == '\n')
			break;
		i += s.p[i] == '\\';
	}
	secret_view_saw(v, i);
	return i < s.n && i - from < LIMIT_SECRET_WINDOW && s.p[i] == quote ? i : 0;
}

struct secret_view *secret_fold_from(struct arena *a, struct secret_view *v, uint32_t from,
				     uint32_t to)
{
	struct secret_maker m = secret_maker_in(a);
	uint32_t next, end, count = 1;
	str s = v->text;

	next = next_literal(v, to + 1);
	if (next == 0)
		return NULL;
	secret_maker_copy(&m, s, from - 1, to);
	for (end = to; next != 0 && count < FOLD_PIECES; count++) {
		uint32_t close = literal_end(v, next);
		if (close == 0)
			break;
		secret_maker_copy(&m, s, next + 1, close);
		end = close;
		next = next_literal(v, close + 1);
	}
	if (count == 1)
		return NULL;
	secret_maker_byte(&m, s.p[from - 1], end);
	return secret_maker_view(&m, v, from - 1, end + 1);
}

struct secret_view *secret_fold(struct arena *a, struct secret_view *v, uint32_t at)
{
	struct secret_view *made;
	uint32_t from, to;

	if (at < v->folded || v->depth >= LIMIT_SECRET_DEPTH)
		return NULL;
	made = string_around(v, at, &from, &to) ? secret_fold_from(a, v, from, to) : NULL;
	v->folded = made ? made->to : to;
	return made;
}

/* ---- Base64, hexadecimal, percent signs ---- */

static int base64_digit(uint8_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	return c == '/' || c == '_' ? 63 : -1;
}

/* Text, or text in UTF-16 whose zeros are taken out: false for anything else. `cut`: the last
 * character may not be all there. */
static bool make_text(uint8_t *p, size_t *n, bool cut)
{
	size_t zeros = 0, kept = 0;

	for (size_t i = 0; i < *n; i++)
		zeros += p[i] == 0;
	if (zeros > 0 && (zeros * 2 + 2 < *n || zeros * 2 > *n + 2))
		return false;
	for (size_t i = 0; i < *n; i++) {
		if (zeros > 0 && p[i] == 0)
			continue;
		if (p[i] == 0x7F || (p[i] < ' ' && (p[i] < 9 || p[i] > 13) && p[i] != 27))
			return false;
		p[kept++] = p[i];
	}
	for (size_t i = 0; i < kept;) {
		unsigned len = p[i] < 0x80 ? 1 : str_utf8_len((str){p + i, kept - i});
		if (len == 0 && (!cut || i + 4 < kept))
			return false;
		i += len ? len : 1;
	}
	*n = kept;
	return kept > 0;
}

static struct secret_view *decoded(struct arena *a, struct secret_view *v, uint32_t from,
				   uint32_t to, uint8_t *p, size_t n)
{
	struct secret_view *made;

	if (!make_text(p, &n, to - from >= LIMIT_SECRET_DECODED))
		return NULL;
	made = NEW(a, struct secret_view, 1);
	*made = (struct secret_view){
		.text = {p, n},
		.outer = v,
		.depth = v->depth + 1,
		.from = from,
		.to = to,
	};
	return made;
}

#define PROBE 24 /* digits that are decoded first: most runs are no text */

static size_t base64_bytes(str s, uint32_t from, uint32_t to, uint8_t *out)
{
	uint32_t bits = 0, have = 0;
	size_t n = 0;

	for (uint32_t i = from; i < to; i++) {
		int d = base64_digit(s.p[i]);
		if (d < 0)
			continue;
		bits = bits << 6 | (uint32_t)d;
		have += 6;
		if (have >= 8) {
			have -= 8;
			out[n++] = (uint8_t)(bits >> have);
		}
	}
	return n;
}

struct secret_view *secret_decode_base64(struct arena *a, struct secret_view *v, uint32_t from,
					 uint32_t to)
{
	uint8_t first[PROBE], *p;
	size_t n = base64_bytes(v->text, from, to < from + PROBE ? to : from + PROBE, first);

	if (v->depth >= LIMIT_SECRET_DEPTH || !make_text(first, &n, true))
		return NULL;
	if (to - from > LIMIT_SECRET_DECODED) /* of a long one the beginning */
		to = from + (uint32_t)LIMIT_SECRET_DECODED;
	p = arena_raw(a, to - from + 1, 1);
	n = base64_bytes(v->text, from, to, p);
	return decoded(a, v, from, to, p, n);
}

struct secret_view *secret_decode_hex(struct arena *a, struct secret_view *v, uint32_t from,
				      uint32_t to)
{
	uint8_t *p;
	size_t n = 0;

	if (v->depth >= LIMIT_SECRET_DEPTH)
		return NULL;
	if (to - from > LIMIT_SECRET_DECODED)
		to = from + (uint32_t)LIMIT_SECRET_DECODED;
	for (uint32_t i = from; i + 1 < to && i < from + PROBE; i += 2) {
		int32_t c = hex_number(v->text, i, 2);
		if (c < ' ' || c > 0x7E)
			return NULL;
	}
	p = arena_raw(a, (to - from) / 2 + 1, 1);
	for (uint32_t i = from; i + 1 < to; i += 2)
		p[n++] = (uint8_t)hex_number(v->text, i, 2);
	return decoded(a, v, from, to, p, n);
}

struct secret_view *secret_decode_percent(struct arena *a, struct secret_view *v, uint32_t from,
					  uint32_t to)
{
	struct secret_maker m = secret_maker_in(a);
	bool any = false;

	if (v->depth >= LIMIT_SECRET_DEPTH)
		return NULL;
	for (uint32_t i = from; i < to;) {
		int32_t c = v->text.p[i] == '%' && to - i >= 3 ? hex_number(v->text, i + 1, 2) : -1;
		if (c < 0) {
			secret_maker_copy(&m, v->text, i, i + 1);
			i++;
			continue;
		}
		any = true;
		secret_maker_byte(&m, (uint8_t)c, i);
		i += 3;
	}
	return any ? secret_maker_view(&m, v, from, to) : NULL;
}
