#include "text/dotenv.h"

#include "base/buf.h"
#include "base/limits.h"

struct reader {
	struct arena *arena;
	str bytes;
	size_t at;
	bool unclosed[2]; /* of ' and ": none follows any more */
	struct dotenv_entry *list;
	uint32_t count, room;
};

static bool is_name(uint8_t b, bool first)
{
	return b == '_' || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') ||
	       (!first && ((b >= '0' && b <= '9') || b == '.' || b == '-'));
}

static uint8_t byte_at(const struct reader *r, size_t at)
{
	return at < r->bytes.n ? r->bytes.p[at] : 0;
}

static size_t skip_blanks(const struct reader *r, size_t at)
{
	while (byte_at(r, at) == ' ' || byte_at(r, at) == '\t')
		at++;
	return at;
}

static size_t line_end(const struct reader *r, size_t at)
{
	size_t n = str_find_byte(str_slice(r->bytes, at, r->bytes.n), '\n');

	return n == STR_NONE ? r->bytes.n : at + n;
}

/* The closing quote's place; STR_NONE when there is none. */
static size_t quote_end(struct reader *r, size_t at, uint8_t quote)
{
	if (r->unclosed[quote == '"'])
		return STR_NONE;
	for (; at < r->bytes.n; at++) {
		if (r->bytes.p[at] == '\\')
			at++;
		else if (r->bytes.p[at] == quote)
			return at;
	}
	r->unclosed[quote == '"'] = true;
	return STR_NONE;
}

static str unescape(struct arena *a, str raw, uint8_t quote)
{
	static const char from[] = "nrtabfv", to[] = "\n\r\t\a\b\f\v";
	struct buf b = buf_in(a);

	if (str_find_byte(raw, '\\') == STR_NONE)
		return raw;
	for (size_t i = 0; i < raw.n; i++) {
		uint8_t next = i + 1 < raw.n ? raw.p[i + 1] : 0;
		const char *known = next ? strchr(from, next) : NULL;
		if (raw.p[i] != '\\' || next == 0) {
			buf_byte(&b, raw.p[i]);
			continue;
		}
		i++;
		if (quote == '"' && known != NULL)
			buf_byte(&b, (uint8_t)to[known - from]);
		else if (next == '\\' || next == quote || quote == '"')
			buf_byte(&b, next);
		else
			buf_add(&b, str_slice(raw, i - 1, i + 1));
	}
	return buf_str(&b);
}

/* A plain value: to the end of the line, to ` #`, or (in a comment) to its end. */
static void plain_value(struct reader *r, size_t at, struct dotenv_entry *e)
{
	size_t end = line_end(r, at);
	str line = str_slice(r->bytes, at, end), value = line;

	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] == '#' && (i == 0 || line.p[i - 1] == ' ' || line.p[i - 1] == '\t')) {
			value = str_slice(line, 0, i);
			break;
		}
	}
	e->value = str_trim(value);
	if (e->value.p == NULL)
		e->value = S("");
	e->value_start = (uint32_t)at;
	e->value_end = (uint32_t)(at + e->value.n);
	r->at = end;
}

static void read_value(struct reader *r, size_t at, struct dotenv_entry *e)
{
	uint8_t quote = byte_at(r, at);
	size_t end = STR_NONE;

	if (quote == '\'' || quote == '"')
		end = quote_end(r, at + 1, quote);
	if (end != STR_NONE && e->comment && end > line_end(r, at))
		end = STR_NONE;
	if (end == STR_NONE) {
		plain_value(r, at, e);
		return;
	}
	e->value = unescape(r->arena, str_slice(r->bytes, at + 1, end), quote);
	e->value_start = (uint32_t)at + 1;
	e->value_end = (uint32_t)end;
	r->at = line_end(r, end);
}

static void add(struct reader *r, const struct dotenv_entry *e)
{
	r->list = GROW(r->arena, r->list, r->count, &r->room);
	r->list[r->count++] = *e;
}

/* One line, from its first byte that is no blank. */
static void read_line(struct reader *r)
{
	size_t at = skip_blanks(r, r->at), from;
	struct dotenv_entry e = {0};

	while (byte_at(r, at) == '#') {
		e.comment = true;
		at = skip_blanks(r, at + 1);
	}
	if (str_starts(str_slice(r->bytes, at, r->bytes.n), S("export ")))
		at = skip_blanks(r, at + 7);
	from = at;
	while (at < r->bytes.n && is_name(r->bytes.p[at], at == from))
		at++;
	e.name = str_slice(r->bytes, from, at);
	e.start = (uint32_t)from;
	r->at = line_end(r, at);
	if (e.name.n == 0)
		return;
	at = skip_blanks(r, at);
	if (byte_at(r, at) == '=') {
		read_value(r, skip_blanks(r, at + 1), &e);
	} else if (e.comment || (at < r->bytes.n && byte_at(r, at) != '\n' &&
				 byte_at(r, at) != '\r' && byte_at(r, at) != '#')) {
		return;
	}
	add(r, &e);
}

size_t dotenv_read(struct arena *a, str bytes, const struct dotenv_entry **out)
{
	struct reader r = {.arena = a, .bytes = bytes};

	if (str_starts(bytes, S("\xEF\xBB\xBF")))
		r.at = 3;
	while (r.at < bytes.n && r.count < LIMIT_DOTENV_ENTRIES) {
		read_line(&r);
		r.at++; /* the line's end */
	}
	*out = r.list;
	return r.count;
}
