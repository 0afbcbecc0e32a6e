/* JSON, RFC 8259, as events over a stream. The order of checks is json.c's, so that the first error
 * of a document is the same one at the same offset (tests/fuzz/json_pull.c compares the two).
 *
 * A stream gives windows and never goes back: everything here decides on the next byte alone. A
 * string that lies in one window and has no escapes is a slice of it; others are put together in
 * one buffer. A high surrogate waits for what follows it, since only a low one joins it. */
#include "text/json_pull.h"

#include "base/ascii.h"
#include "text/json_int.h"

enum state {
	STATE_BEGIN, /* before the document's value */
	STATE_FIRST, /* behind an opening bracket */
	STATE_NEXT,  /* behind a comma: a member must follow */
	STATE_VALUE, /* behind a key */
	STATE_AFTER, /* behind a value */
	STATE_END,
	STATE_ERROR,
};

void json_pull_init(struct json_pull *j, struct arena *a, struct stream *s)
{
	*j = (struct json_pull){
		.most = LIMIT_JSON_STRING, .s = s, .buf = buf_in(a), .origin = stream_at(s)};
}

static enum json_event bad(struct json_pull *j, enum json_diag code, uint64_t offset,
			   const char *msg)
{
	/* An input that breaks off because it cannot be read is not the document's fault. */
	if (j->s->error != NULL) {
		code = JSON_DIAG_INPUT;
		offset = stream_at(j->s);
		msg = j->s->error;
	}
	j->error.code = code;
	j->error.offset = offset;
	j->error.msg = msg;
	j->state = STATE_ERROR;
	j->text = (str){NULL, 0};
	j->start = j->end = offset;
	return JSON_ERROR;
}

static int peek(struct json_pull *j)
{
	return stream_ready(j->s) ? *j->s->p : -1;
}

static int skip_space(struct json_pull *j)
{
	int c;

	while ((c = peek(j)) == ' ' || c == '\n' || c == '\r' || c == '\t')
		j->s->p++;
	return c;
}

/* Adds to the text what there is room for. Characters are whole: a run of ASCII may be cut
 * anywhere, all else is added at once. */
static void keep(struct json_pull *j, str s)
{
	if (j->mute)
		return;
	if (s.n > j->most - j->buf.n) {
		if (!j->cut && s.n > 4)
			buf_add(&j->buf, str_slice(s, 0, j->most - j->buf.n));
		j->cut = true;
	} else if (!j->cut) {
		buf_add(&j->buf, s);
	}
}

static void keep_code(struct json_pull *j, uint32_t code)
{
	uint8_t bytes[4];
	struct buf b = {.p = bytes, .cap = sizeof(bytes), .arena = j->buf.arena};

	buf_utf8(&b, code);
	keep(j, buf_str(&b));
}

static void keep_byte(struct json_pull *j, int c)
{
	uint8_t byte = (uint8_t)c;

	keep(j, (str){&byte, 1});
}

/* ---- Strings ----------------------------------------------------------------------------------
 */

/* The four digits of \u; -1: there are none. */
static int32_t hex4(struct json_pull *j)
{
	int32_t v = 0;

	for (int i = 0; i < 4; i++) {
		int c = peek(j), low = c | 32;
		if (c < 0)
			return -1;
		if (is_digit(c))
			v = v << 4 | (c - '0');
		else if (low >= 'a' && low <= 'f')
			v = v << 4 | (low - 'a' + 10);
		else
			return -1;
		j->s->p++;
	}
	return v;
}

/* An escape from its backslash on: its code point, or -1. */
static int32_t read_escape(struct json_pull *j)
{
	int c;

	j->s->p++;
	c = peek(j);
	if (c < 0)
		return -1;
	j->s->p++;
	return c == 'u' ? hex4(j) : json_simple_escape((uint8_t)c);
}

/* Adds what an escape stands for; *high is a high surrogate that waits for its other half. */
static void add_escape(struct json_pull *j, uint32_t code, uint32_t *high)
{
	if (*high != 0 && code >= 0xdc00 && code < 0xe000) {
		keep_code(j, 0x10000 + ((*high - 0xd800) << 10) + (code - 0xdc00));
		*high = 0;
		return;
	}
	if (*high != 0)
		keep_code(j, *high);
	*high = 0;
	if (code >= 0xd800 && code < 0xdc00)
		*high = code;
	else
		keep_code(j, code);
}

/* A character outside ASCII, which may lie across two windows. */
static bool read_utf8(struct json_pull *j)
{
	uint8_t bytes[4];
	int lead = peek(j);
	size_t want = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2, n = 0;

	for (int c = lead; n < want && c >= 0x80; c = peek(j)) {
		bytes[n++] = (uint8_t)c;
		j->s->p++;
	}
	if (str_utf8_len((str){bytes, n}) != n)
		return false;
	keep(j, (str){bytes, n});
	return true;
}

/* The rest of a string of which `done` has been seen. */
static bool finish_string(struct json_pull *j, str done)
{
	uint32_t high = 0;

	keep(j, done);
	for (;;) {
		int c = peek(j);
		uint64_t at = stream_at(j->s);
		if (c == '\\') {
			int32_t code = read_escape(j);
			if (code < 0)
				return bad(j, JSON_DIAG_ESCAPE, at, "unknown escape (RFC 8259, 7)");
			j->escaped = true;
			add_escape(j, (uint32_t)code, &high);
			continue;
		}
		if (high != 0)
			keep_code(j, high);
		high = 0;
		if (c < 0)
			return bad(j, JSON_DIAG_STRING, j->start,
				   "the string does not end (RFC 8259, 7)");
		if (c == '"')
			break;
		if (c < 0x20)
			return bad(j, JSON_DIAG_CONTROL, at,
				   "control characters must be escaped (RFC 8259, 7)");
		if (c >= 0x80) {
			if (!read_utf8(j))
				return bad(j, JSON_DIAG_UTF8, at, "not UTF-8 (RFC 8259, 8.1)");
		} else {
			str window = {j->s->p, (size_t)(j->s->end - j->s->p)};
			size_t n = json_plain_run(window, 0);
			keep(j, str_slice(window, 0, n));
			j->s->p += n;
		}
	}
	j->s->p++;
	j->text = buf_str(&j->buf);
	return true;
}

/* A string from its opening quote on. */
static bool read_string(struct json_pull *j)
{
	str window;
	size_t n;

	j->s->p++;
	if (!stream_ready(j->s))
		return finish_string(j, (str){NULL, 0});
	window = (str){j->s->p, (size_t)(j->s->end - j->s->p)};
	n = json_plain_run(window, 0);
	j->s->p += n;
	if (n == window.n || window.p[n] != '"' || n > j->most)
		return finish_string(j, str_slice(window, 0, n));
	j->s->p++;
	if (!j->mute)
		j->text = str_slice(window, 0, n);
	return true;
}

/* ---- Numbers and words ------------------------------------------------------------------------
 */

/* Digits; how many there were. *first: the first one. */
static uint64_t read_digits(struct json_pull *j, int *first)
{
	uint64_t n = 0;
	int c;

	*first = peek(j);
	while (is_digit(c = peek(j))) {
		keep_byte(j, c);
		j->s->p++;
		n++;
	}
	return n;
}

/* What follows a minus or the beginning of a number. */
static bool read_number(struct json_pull *j)
{
	int first;
	uint64_t n = read_digits(j, &first);

	if (n == 0 || (first == '0' && n > 1))
		return false;
	if (peek(j) == '.') {
		keep_byte(j, *j->s->p++);
		if (read_digits(j, &first) == 0)
			return false;
	}
	if (peek(j) == 'e' || peek(j) == 'E') {
		keep_byte(j, *j->s->p++);
		if (peek(j) == '+' || peek(j) == '-')
			keep_byte(j, *j->s->p++);
		if (read_digits(j, &first) == 0)
			return false;
	}
	return true;
}

static bool is_word_byte(int c)
{
	return ((c | 32) >= 'a' && (c | 32) <= 'z') || is_digit(c);
}

/* The letters that come next, at most as many as the longest word has and one more. */
static str read_word(struct json_pull *j, uint8_t room[16], size_t n)
{
	while (n < 12 && is_word_byte(peek(j)))
		room[n++] = *j->s->p++;
	return (str){room, n};
}

static enum json_event value_error(struct json_pull *j)
{
	return bad(j, JSON_DIAG_VALUE, j->start, "a value is expected here (RFC 8259, 3)");
}

static enum json_event number_error(struct json_pull *j)
{
	return bad(j, JSON_DIAG_NUMBER, j->start, "not a number of JSON's grammar (RFC 8259, 6)");
}

static enum json_event scalar(struct json_pull *j, enum json_event e)
{
	j->text = buf_str(&j->buf);
	j->end = stream_at(j->s);
	return e;
}

static enum json_event read_extension(struct json_pull *j, str word, str want)
{
	if (!j->lenient || !str_eq(word, want))
		return word.p[0] == '-' ? number_error(j) : value_error(j);
	keep(j, word);
	return scalar(j, JSON_NUMBER);
}

static enum json_event read_named(struct json_pull *j)
{
	static const struct {
		str text;
		enum json_event e;
	} words[] = {{S_INIT("true"), JSON_TRUE},
		     {S_INIT("false"), JSON_FALSE},
		     {S_INIT("null"), JSON_NULL}};
	uint8_t room[16];
	str word = read_word(j, room, 0);

	for (size_t i = 0; i < COUNTOF(words); i++)
		if (str_eq(word, words[i].text)) {
			keep(j, word);
			return scalar(j, words[i].e);
		}
	return read_extension(j, word, word.p[0] == 'N' ? S("NaN") : S("Infinity"));
}

static enum json_event read_signed(struct json_pull *j, int c)
{
	if (c == '-') {
		j->s->p++;
		if (peek(j) == 'I') {
			uint8_t room[16] = {'-'};
			return read_extension(j, read_word(j, room, 1), S("-Infinity"));
		}
		keep_byte(j, c);
	}
	return read_number(j) ? scalar(j, JSON_NUMBER) : number_error(j);
}

/* ---- Values -----------------------------------------------------------------------------------
 */

static enum json_event open_container(struct json_pull *j, bool object)
{
	if (j->depth == LIMIT_TEXT_DEPTH)
		return bad(j, JSON_DIAG_DEPTH, j->start, "nested too deep");
	j->s->p++;
	j->starts[j->depth] = j->start;
	j->object[j->depth++] = object;
	j->end = stream_at(j->s);
	j->state = STATE_FIRST;
	return object ? JSON_OBJECT : JSON_ARRAY;
}

static enum json_event read_value(struct json_pull *j, int c)
{
	if (c < 0)
		return bad(j, j->depth > 0 ? JSON_DIAG_UNCLOSED : JSON_DIAG_EMPTY, j->start,
			   "the input ends where a value is expected (RFC 8259, 2)");
	if (c == '{' || c == '[')
		return open_container(j, c == '{');
	j->state = STATE_AFTER;
	if (c == '"') {
		if (!read_string(j))
			return JSON_ERROR;
		j->end = stream_at(j->s);
		return JSON_STRING;
	}
	if (c == '-' || is_digit(c))
		return read_signed(j, c);
	if (is_word_byte(c))
		return read_named(j);
	if (c == '.' || c == '+')
		return bad(j, JSON_DIAG_NUMBER, j->start, "a value is expected here (RFC 8259, 3)");
	return value_error(j);
}

/* A key and the colon behind it. */
static enum json_event read_key(struct json_pull *j, int c)
{
	uint64_t start = j->start;

	if (c < 0)
		return bad(j, JSON_DIAG_UNCLOSED, start, "the object does not end (RFC 8259, 4)");
	if (c != '"')
		return bad(j, JSON_DIAG_KEY, start,
			   "a key in quotes is expected here (RFC 8259, 4)");
	if (!read_string(j))
		return JSON_ERROR;
	j->end = stream_at(j->s);
	/* The colon is looked for at the next call: that may need another window, and the text may
	 * lie in this one. */
	j->state = STATE_VALUE;
	return JSON_KEY;
}

static enum json_event close_container(struct json_pull *j)
{
	bool object = j->object[--j->depth];

	j->s->p++;
	j->start = j->starts[j->depth];
	j->end = stream_at(j->s);
	j->state = STATE_AFTER;
	return object ? JSON_OBJECT_END : JSON_ARRAY_END;
}

/* Behind a value or an opening bracket: true when the next member begins with *c; otherwise *e is
 * what there is instead. */
static bool to_member(struct json_pull *j, int *c, enum json_event *e)
{
	if (j->depth == 0) {
		j->state = STATE_END;
		*e = *c < 0 && j->s->error == NULL
			     ? JSON_END
			     : bad(j, JSON_DIAG_TRAILING, stream_at(j->s),
				   "nothing may follow the value (RFC 8259, 2)");
		return false;
	}
	if (*c == (j->object[j->depth - 1] ? '}' : ']')) {
		*e = close_container(j);
		return false;
	}
	if (j->state == STATE_FIRST)
		return true;
	if (*c != ',') {
		*e = *c < 0 ? bad(j, JSON_DIAG_UNCLOSED, stream_at(j->s),
				  "an array or object does not end (RFC 8259)")
			    : bad(j, JSON_DIAG_COMMA, stream_at(j->s),
				  "`,` or the end is expected here (RFC 8259)");
		return false;
	}
	j->s->p++;
	*c = skip_space(j);
	return true;
}

static bool skip_mark(struct json_pull *j)
{
	static const uint8_t mark[] = {0xef, 0xbb, 0xbf};

	if (peek(j) != mark[0])
		return true;
	for (size_t i = 0; i < sizeof(mark); i++) {
		if (peek(j) != mark[i])
			return false;
		j->s->p++;
	}
	return true;
}

enum json_event json_pull_next(struct json_pull *j)
{
	enum json_event e = JSON_ERROR;
	int c;

	if (j->state == STATE_ERROR || j->state == STATE_END)
		return j->state == STATE_END ? JSON_END : JSON_ERROR;
	j->text = (str){NULL, 0};
	j->buf.n = 0;
	j->cut = j->escaped = false;
	j->start = j->origin;
	if (j->state == STATE_BEGIN && !skip_mark(j))
		return value_error(j);
	c = skip_space(j);
	if (j->state == STATE_VALUE) {
		if (c != ':')
			return bad(j, JSON_DIAG_COLON, stream_at(j->s),
				   "`:` is expected after a key (RFC 8259, 4)");
		j->s->p++;
		c = skip_space(j);
	} else if (j->state != STATE_BEGIN && !to_member(j, &c, &e)) {
		return e;
	} else if (j->depth > 0 && j->object[j->depth - 1]) {
		j->start = stream_at(j->s);
		return read_key(j, c);
	}
	j->start = stream_at(j->s);
	return read_value(j, c);
}

bool json_pull_skip(struct json_pull *j)
{
	/* STATE_FIRST and STATE_VALUE are what OBJECT, ARRAY and KEY leave behind. */
	unsigned depth = j->state == STATE_FIRST ? j->depth - 1 : j->depth;
	enum json_event e = JSON_NULL;

	if (j->state == STATE_FIRST || j->state == STATE_VALUE) {
		j->mute = true;
		do
			e = json_pull_next(j);
		while (e != JSON_ERROR && j->depth > depth);
		j->mute = false;
	}
	return e != JSON_ERROR && j->state != STATE_ERROR;
}
