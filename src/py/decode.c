/* Bytes of a source file to UTF-8 (PEP 263, Language Reference 2.1.4).
 *
 * UTF-8, Latin-1 and ASCII are done here; every other charset needs the C library's iconv, which
 * loads modules from disk: py_charset names it, and py_decode_with does the work in a worker that
 * has opened it before its jail closed. Whatever does not fit becomes U+FFFD, so that the rest of
 * the file is still looked at. */
#include "py/file.h"

#include <errno.h>
#include "base/buf.h"
#include "base/limits.h"

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\f';
}

static bool is_charset_byte(uint8_t c)
{
	return (uint8_t)((c | 0x20) - 'a') < 26 || (uint8_t)(c - '0') < 10 || c == '-' ||
	       c == '_' || c == '.';
}

/* ^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+) */
static str declared_in(str line)
{
	size_t at = 0, from;

	while (at < line.n && is_blank(line.p[at]))
		at++;
	if (at == line.n || line.p[at] != '#')
		return (str){NULL, 0};
	for (;;) {
		size_t found = str_find(str_slice(line, at, line.n), S("coding"));
		if (found == STR_NONE)
			return (str){NULL, 0};
		at += found + 6;
		if (at < line.n && (line.p[at] == ':' || line.p[at] == '='))
			break;
	}
	for (at++; at < line.n && (line.p[at] == ' ' || line.p[at] == '\t');)
		at++;
	for (from = at; at < line.n && is_charset_byte(line.p[at]);)
		at++;
	return str_slice(line, from, at);
}

static bool only_blank_or_comment(str line)
{
	size_t at = 0;

	while (at < line.n && is_blank(line.p[at]))
		at++;
	return at == line.n || line.p[at] == '#';
}

/* The charset that one of the first two lines names; *at is its offset. */
static str declared(str bytes, size_t *at)
{
	size_t from = 0;

	for (int i = 0; i < 2 && from < bytes.n; i++) {
		size_t to = from;
		str line, name;
		while (to < bytes.n && bytes.p[to] != '\n' && bytes.p[to] != '\r')
			to++;
		line = str_slice(bytes, from, to);
		name = declared_in(line);
		if (name.n > 0) {
			*at = (size_t)(name.p - bytes.p);
			return name;
		}
		if (!only_blank_or_comment(line))
			break;
		from = to +
		       (to + 1 < bytes.n && bytes.p[to] == '\r' && bytes.p[to + 1] == '\n' ? 2 : 1);
	}
	return (str){NULL, 0};
}

enum charset { UTF8, LATIN1, ASCII, OTHER };

/* Lower case, `_` as `-`; the aliases that CPython's tokenizer and codecs know for the native ones.
 */
static enum charset classify(str name, char normal[64])
{
	static const char *const utf8[] = {"utf-8", "utf8", "utf-8-sig", "u8", "utf", "cp65001"};
	static const char *const latin[] = {"latin-1",	 "latin1",	"iso-8859-1",
					    "iso8859-1", "iso-latin-1", "8859",
					    "cp819",	 "l1",		"latin"};
	static const char *const ascii[] = {"ascii", "us-ascii", "646", "us"};
	size_t n = name.n < 63 ? name.n : 63;

	for (size_t i = 0; i < n; i++) {
		char c = (char)name.p[i];
		normal[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c == '_' ? '-' : c;
	}
	normal[n] = 0;
	for (size_t i = 0; i < COUNTOF(utf8); i++)
		if (strcmp(normal, utf8[i]) == 0)
			return UTF8;
	if (strncmp(normal, "utf-8-", 6) == 0)
		return UTF8;
	for (size_t i = 0; i < COUNTOF(latin); i++)
		if (strcmp(normal, latin[i]) == 0)
			return LATIN1;
	if (strncmp(normal, "latin-1-", 8) == 0 || strncmp(normal, "iso-8859-1-", 11) == 0)
		return LATIN1;
	for (size_t i = 0; i < COUNTOF(ascii); i++)
		if (strcmp(normal, ascii[i]) == 0)
			return ASCII;
	return OTHER;
}

static bool has_bom(str bytes)
{
	return str_starts(bytes, S("\xef\xbb\xbf"));
}

static void wrong(struct diag *d, uint32_t code, size_t offset, const char *msg)
{
	if (d->code == PY_DIAG_NONE)
		*d = (struct diag){.code = code, .offset = (uint32_t)offset, .msg = msg};
}

/* Offset of the first byte over 127 at or after `from`, 16 at a time. */
static size_t next_wide(str s, size_t from)
{
	for (; from + 16 <= s.n; from += 16) {
		uint64_t a, b;
		memcpy(&a, s.p + from, 8);
		memcpy(&b, s.p + from + 8, 8);
		if ((a | b) & UINT64_C(0x8080808080808080))
			break;
	}
	while (from < s.n && s.p[from] < 0x80)
		from++;
	return from;
}

/* Conversion can triple a text; what is over the limit is cut off. */
static str pad(struct buf *out, struct diag *d)
{
	size_t n = out->n;

	buf_room(out, 64);
	if (n > LIMIT_SOURCE_BYTES) {
		n = LIMIT_SOURCE_BYTES;
		wrong(d, PY_DIAG_LIMIT, 0, "too long once it is UTF-8");
	}
	memset(out->p + n, 0, 64);
	return (str){out->p, n};
}

/* UTF-8 that is known to be valid, or plain ASCII: a copy. */
static str copy(struct arena *a, str s)
{
	uint8_t *p = arena_raw(a, s.n + 64, 16);

	if (s.n > 0)
		memcpy(p, s.p, s.n);
	memset(p + s.n, 0, 64);
	return (str){p, s.n};
}

static size_t first_invalid(str s)
{
	size_t at = 0;

	while ((at = next_wide(s, at)) < s.n) {
		unsigned n = str_utf8_len(str_slice(s, at, s.n));
		if (n == 0)
			break;
		at += n;
	}
	return at;
}

static str repair_utf8(struct arena *a, str s, struct diag *d)
{
	struct buf out = buf_in(a);

	while (s.n > 0 && out.n < LIMIT_SOURCE_BYTES + 64) {
		size_t good = first_invalid(s);
		buf_add(&out, str_slice(s, 0, good));
		if (good < s.n)
			buf_utf8(&out, 0xfffd);
		s = str_slice(s, good + 1, s.n);
	}
	return pad(&out, d);
}

static str from_single_bytes(struct arena *a, str s, bool latin, struct diag *d)
{
	struct buf out = buf_in(a);

	for (size_t at = 0; at < s.n && out.n < LIMIT_SOURCE_BYTES + 64;) {
		size_t wide = next_wide(s, at);
		buf_add(&out, str_slice(s, at, wide));
		if (wide < s.n)
			buf_utf8(&out, latin ? s.p[wide] : 0xfffd);
		at = wide + 1;
	}
	return pad(&out, d);
}

static str from_utf8(struct arena *a, str s, size_t skipped, struct diag *d, const char *msg)
{
	size_t bad = first_invalid(s);

	if (bad == s.n)
		return copy(a, s);
	wrong(d, PY_DIAG_ENCODING, skipped + bad, msg);
	return repair_utf8(a, s, d);
}

bool py_decode(struct arena *a, str bytes, str *out, struct diag *d)
{
	const size_t skipped = has_bom(bytes) ? 3 : 0;
	char normal[64] = "utf-8";
	size_t at = 0;
	str name, s = str_slice(bytes, skipped, bytes.n);
	enum charset charset = UTF8;

	*d = (struct diag){0};
	name = declared(s, &at);
	if (name.n > 0)
		charset = classify(name, normal);
	/* After the mark CPython's tokenizer knows utf-8 by this spelling only. */
	if (skipped != 0 && (charset != UTF8 || strncmp(normal, "utf-8", 5) != 0)) {
		wrong(d, PY_DIAG_ENCODING, skipped + at,
		      "the coding line contradicts the UTF-8 mark");
		charset = UTF8;
	}
	switch (charset) {
	case UTF8:
		*out = from_utf8(a, s, skipped, d, "bytes that are no UTF-8");
		break;
	case LATIN1:
		*out = from_single_bytes(a, s, true, d);
		break;
	case ASCII:
		at = next_wide(s, 0);
		if (at < s.n)
			wrong(d, PY_DIAG_ENCODING, at,
			      "a byte that is not ASCII, as the coding line says");
		*out = from_single_bytes(a, s, false, d);
		break;
	case OTHER:
		wrong(d, PY_DIAG_CHARSET, at, "a charset that needs conversion");
		*out = from_utf8(a, s, skipped, d, "");
		break;
	}
	return d->code == PY_DIAG_NONE;
}

str py_charset(struct arena *a, str bytes)
{
	char normal[64];
	size_t at = 0;
	str name = declared(has_bom(bytes) ? str_slice(bytes, 3, bytes.n) : bytes, &at);

	if (name.n == 0 || has_bom(bytes) || classify(name, normal) != OTHER)
		return (str){NULL, 0};
	return arena_dup(a, str_of(normal));
}

bool py_decode_with(struct arena *a, str bytes, iconv_t convert, str *out, struct diag *d)
{
	struct buf result = buf_in(a);
	char *in = (char *)(uintptr_t)bytes.p;
	size_t left = bytes.n;

	*d = (struct diag){0};
	(void)iconv(convert, NULL, NULL, NULL, NULL);
	while (left > 0 && result.n < LIMIT_SOURCE_BYTES + 64) {
		size_t room = left < 4096 ? 4096 : left, free_bytes = room, got;
		char *to = (char *)buf_room(&result, room);
		got = iconv(convert, &in, &left, &to, &free_bytes);
		result.n -= free_bytes;
		if (got != (size_t)-1 || errno == E2BIG)
			continue;
		wrong(d, PY_DIAG_ENCODING, bytes.n - left,
		      "bytes that the coding line's charset does not have");
		buf_utf8(&result, 0xfffd);
		in++;
		left--;
	}
	*out = pad(&result, d);
	return d->code == PY_DIAG_NONE;
}
