#include "report/json_out.h"

#include <math.h>

#include "base/fail.h"
#include "text/number.h"

static void quoted_special(struct buf *out, str s, size_t *i)
{
	static const char digits[] = "0123456789abcdef";
	static const char shorts[] = "btn-fr"; /* 8 ... 13 */
	uint8_t c = s.p[*i];
	unsigned len;

	if (c == '"' || c == '\\') {
		buf_byte(out, '\\');
		buf_byte(out, c);
	} else if (c >= 8 && c <= 13 && c != 11) {
		buf_byte(out, '\\');
		buf_byte(out, (uint8_t)shorts[c - 8]);
	} else if (c < 0x20 || c == 0x7F) {
		buf_add(out, S("\\u00"));
		buf_byte(out, (uint8_t)digits[c >> 4]);
		buf_byte(out, (uint8_t)digits[c & 15]);
	} else {
		len = str_utf8_len(str_slice(s, *i, s.n));
		if (len == 0)
			buf_add(out, S("\xEF\xBF\xBD"));
		else
			buf_add(out, str_slice(s, *i, *i + len));
		*i += len > 1 ? len - 1 : 0;
	}
	++*i;
}

/* Does one of eight bytes need more than copying: below 0x20, above 0x7E, a quote or a backslash?
 * May say so for no reason, never the other way round. */
static bool is_special(const uint8_t *p)
{
	const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
	uint64_t w, quote, slash;

	memcpy(&w, p, 8);
	quote = w ^ ones * '"';
	slash = w ^ ones * '\\';
	return ((w | (w + ones) | (w - ones * 0x20) | (quote - ones) | (slash - ones)) & high) != 0;
}

static void quoted(struct buf *out, str s)
{
	size_t i = 0, from = 0;

	buf_byte(out, '"');
	while (i < s.n) {
		uint8_t c = s.p[i];
		if (s.n - i >= 8 && !is_special(s.p + i)) {
			i += 8;
			continue;
		}
		if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\') {
			i++;
			continue;
		}
		buf_add(out, str_slice(s, from, i));
		quoted_special(out, s, &i);
		from = i;
	}
	buf_add(out, str_slice(s, from, s.n));
	buf_byte(out, '"');
}

static void new_line(struct json_out *j)
{
	uint8_t *p = buf_room(j->out, 1 + 2 * j->depth);

	p[0] = '\n';
	memset(p + 1, ' ', 2 * j->depth);
}

static void before(struct json_out *j)
{
	if (j->depth > 0) {
		if (j->filled[j->depth - 1])
			buf_byte(j->out, ',');
		if (j->depth <= j->lines)
			new_line(j);
		else if (j->filled[j->depth - 1])
			buf_byte(j->out, ' ');
		j->filled[j->depth - 1] = true;
	}
}

/* Keys that the code spells hold nothing to escape. */
static void before_key(struct json_out *j, const char *key)
{
	size_t n = key ? strlen(key) : 0;
	uint8_t *p;

	before(j);
	if (key == NULL)
		return;
	p = buf_room(j->out, n + 4);
	p[0] = '"';
	memcpy(p + 1, key, n);
	memcpy(p + 1 + n, "\": ", 3);
}

static void before_any_key(struct json_out *j, str key)
{
	before(j);
	quoted(j->out, key);
	buf_add(j->out, S(": "));
}

static void begin(struct json_out *j, char open, char close)
{
	ASSERT(j->depth < JSON_OUT_DEPTH);
	buf_byte(j->out, (uint8_t)open);
	j->close[j->depth] = close;
	j->filled[j->depth++] = false;
}

void json_out_object(struct json_out *j, const char *key)
{
	before_key(j, key);
	begin(j, '{', '}');
}

void json_out_key_object(struct json_out *j, str key)
{
	before_any_key(j, key);
	begin(j, '{', '}');
}

void json_out_key_array(struct json_out *j, str key)
{
	before_any_key(j, key);
	begin(j, '[', ']');
}

void json_out_array(struct json_out *j, const char *key)
{
	before_key(j, key);
	begin(j, '[', ']');
}

void json_out_end(struct json_out *j)
{
	ASSERT(j->depth > 0);
	j->depth--;
	if (j->filled[j->depth] && j->depth < j->lines)
		new_line(j);
	buf_byte(j->out, (uint8_t)j->close[j->depth]);
	if (j->depth == 0)
		buf_byte(j->out, '\n');
}

void json_out_str(struct json_out *j, const char *key, str value)
{
	before_key(j, key);
	quoted(j->out, value);
}

void json_out_text(struct json_out *j, const char *key, const char *value)
{
	json_out_str(j, key, str_of(value));
}

static void number(struct buf *out, int64_t value)
{
	uint8_t digits[20];
	size_t at = sizeof(digits);
	uint64_t v = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	do {
		digits[--at] = (uint8_t)('0' + v % 10);
		v /= 10;
	} while (v > 0);
	if (value < 0)
		digits[--at] = '-';
	buf_add(out, (str){digits + at, sizeof(digits) - at});
}

void json_out_key_int(struct json_out *j, str key, int64_t value)
{
	before_any_key(j, key);
	number(j->out, value);
}

void json_out_int(struct json_out *j, const char *key, int64_t value)
{
	before_key(j, key);
	number(j->out, value);
}

void json_out_double(struct json_out *j, const char *key, double value)
{
	before_key(j, key);
	if (isfinite(value))
		number_print(j->out, value);
	else
		buf_add(j->out, S("null"));
}

void json_out_bool(struct json_out *j, const char *key, bool value)
{
	before_key(j, key);
	buf_add(j->out, value ? S("true") : S("false"));
}

void json_out_null(struct json_out *j, const char *key)
{
	before_key(j, key);
	buf_add(j->out, S("null"));
}
