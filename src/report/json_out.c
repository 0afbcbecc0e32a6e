#include "report/json_out.h"

#include "base/fail.h"

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

static void quoted(struct buf *out, str s)
{
	size_t i = 0, from = 0;

	buf_byte(out, '"');
	while (i < s.n) {
		uint8_t c = s.p[i];
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
	buf_byte(j->out, '\n');
	for (unsigned i = 0; i < j->depth; i++)
		buf_add(j->out, S("  "));
}

static void before(struct json_out *j, str key)
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
	if (key.p != NULL) {
		quoted(j->out, key);
		buf_add(j->out, S(": "));
	}
}

static void begin(struct json_out *j, str key, char open, char close)
{
	before(j, key);
	ASSERT(j->depth < JSON_OUT_DEPTH);
	buf_byte(j->out, (uint8_t)open);
	j->close[j->depth] = close;
	j->filled[j->depth++] = false;
}

void json_out_object(struct json_out *j, const char *key)
{
	begin(j, str_of(key), '{', '}');
}

void json_out_key_object(struct json_out *j, str key)
{
	begin(j, key, '{', '}');
}

void json_out_array(struct json_out *j, const char *key)
{
	begin(j, str_of(key), '[', ']');
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
	before(j, str_of(key));
	quoted(j->out, value);
}

void json_out_text(struct json_out *j, const char *key, const char *value)
{
	json_out_str(j, key, str_of(value));
}

void json_out_key_int(struct json_out *j, str key, int64_t value)
{
	uint8_t digits[20];
	size_t at = sizeof(digits);
	uint64_t v = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	before(j, key);
	do {
		digits[--at] = (uint8_t)('0' + v % 10);
		v /= 10;
	} while (v > 0);
	if (value < 0)
		digits[--at] = '-';
	buf_add(j->out, (str){digits + at, sizeof(digits) - at});
}

void json_out_int(struct json_out *j, const char *key, int64_t value)
{
	json_out_key_int(j, str_of(key), value);
}

void json_out_bool(struct json_out *j, const char *key, bool value)
{
	before(j, str_of(key));
	buf_add(j->out, value ? S("true") : S("false"));
}

void json_out_null(struct json_out *j, const char *key)
{
	before(j, str_of(key));
	buf_add(j->out, S("null"));
}
