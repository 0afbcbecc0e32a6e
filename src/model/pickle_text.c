/* The text of a pickle: five encodings, checked in pieces of any size, and decoded to UTF-8.
 *
 * A STRING is quoted: what lies between its first byte and its last has Python's escapes. In pieces
 * the last byte is not known before the end, so escapes are followed one byte behind. */
#include "model/pickle_int.h"

#include "base/ascii.h"

static uint32_t hex(uint8_t b)
{
	return b <= '9' ? b - (uint32_t)'0' : (b | 32u) - 'a' + 10u;
}

/* ---- Checking ---- */

static size_t ascii_run(str s, size_t at)
{
	uint64_t eight;

	for (; at + 8 <= s.n; at += 8) {
		memcpy(&eight, s.p + at, 8);
		if (eight & 0x8080808080808080u)
			break;
	}
	while (at < s.n && s.p[at] < 0x80)
		at++;
	return at;
}

/* The first byte of a sequence of more than one. */
static void utf8_first(struct pickle_text_check *c, uint8_t b)
{
	c->low = 0x80;
	c->high = 0xbf;
	if (b >= 0xc2 && b <= 0xdf) {
		c->missing = 1;
	} else if (b >= 0xe0 && b <= 0xef) {
		c->missing = 2;
		if (b == 0xe0)
			c->low = 0xa0;
		if (b == 0xed && c->form == PICKLE_TEXT_UTF8)
			c->high = 0x9f;
	} else if (b >= 0xf0 && b <= 0xf4) {
		c->missing = 3;
		if (b == 0xf0)
			c->low = 0x90;
		if (b == 0xf4)
			c->high = 0x8f;
	} else {
		c->bad = true;
	}
}

static void check_utf8(struct pickle_text_check *c, str s)
{
	for (size_t i = 0; i < s.n && !c->bad; i++) {
		if (c->missing > 0) {
			c->bad = s.p[i] < c->low || s.p[i] > c->high;
			c->missing--;
			c->low = 0x80;
			c->high = 0xbf;
			continue;
		}
		i = ascii_run(s, i);
		if (i < s.n)
			utf8_first(c, s.p[i]);
	}
}

/* One more digit of an escape; the last one ends it. */
static void escape_digit(struct pickle_text_check *c, uint8_t b)
{
	c->bad |= !is_hex(b);
	c->code = c->code << 4 | hex(b);
	if (--c->missing > 0)
		return;
	c->bad |= c->escape == 'U' && c->code > 0x10ffff;
	c->escape = 0;
}

static void begin_escape(struct pickle_text_check *c, uint8_t b)
{
	bool string = c->form == PICKLE_TEXT_STRING;

	c->code = 0;
	c->missing = string ? b == 'x' ? 2 : 0 : b == 'u' ? 4 : b == 'U' ? 8 : 0;
	c->escape = c->missing ? b : 0;
}

static void check_escapes(struct pickle_text_check *c, str s)
{
	for (size_t i = 0; i < s.n && !c->bad; i++) {
		if (c->escape == 0) {
			size_t next = str_find_byte(str_slice(s, i, s.n), '\\');
			if (next == STR_NONE)
				return;
			i += next;
			c->escape = '\\';
		} else if (c->escape == '\\') {
			begin_escape(c, s.p[i]);
		} else {
			escape_digit(c, s.p[i]);
		}
	}
}

/* All but the newest byte. */
static void check_string(struct pickle_text_check *c, str piece)
{
	if (c->length > 0)
		check_escapes(c, (str){&c->last, 1});
	check_escapes(c, str_slice(piece, 0, piece.n - 1));
}

void pickle_text_check(struct pickle_text_check *c, str piece)
{
	if (piece.n == 0)
		return;
	if (c->form == PICKLE_TEXT_STRING)
		check_string(c, piece);
	if (c->length == 0)
		c->first = piece.p[0];
	c->last = piece.p[piece.n - 1];
	c->length += piece.n;
	switch (c->form) {
	case PICKLE_TEXT_ASCII:
		c->bad |= ascii_run(piece, 0) < piece.n;
		return;
	case PICKLE_TEXT_UTF8:
	case PICKLE_TEXT_SURROGATES:
		check_utf8(c, piece);
		return;
	case PICKLE_TEXT_RAW_UNICODE:
		check_escapes(c, piece);
		return;
	case PICKLE_TEXT_STRING:
		return;
	}
}

bool pickle_text_quoted(const struct pickle_text_check *c)
{
	return c->length >= 2 && c->first == c->last && (c->first == '\'' || c->first == '"');
}

bool pickle_text_done(const struct pickle_text_check *c)
{
	bool open = c->form == PICKLE_TEXT_STRING && c->escape == '\\';

	return !c->bad && c->missing == 0 && !open;
}

/* ---- Decoding ---- */

void pickle_text_latin1(struct buf *out, str bytes)
{
	for (size_t i = 0; i < bytes.n; i++)
		buf_utf8(out, bytes.p[i]);
}

/* The escape at s.p[i], which follows a backslash: writes its meaning, returns where it ends. */
static size_t string_escape(struct buf *out, str s, size_t i)
{
	static const char from[] = "\\'\"bftnrva", to[] = "\\'\"\b\f\t\n\r\v\a";
	uint8_t b = s.p[i];
	const char *known = b ? strchr(from, b) : NULL;
	uint32_t code = 0;
	size_t n = 0;

	if (known != NULL) {
		buf_byte(out, (uint8_t)to[known - from]);
		return i + 1;
	}
	if (b == 'x' && i + 2 < s.n) {
		buf_utf8(out, hex(s.p[i + 1]) << 4 | hex(s.p[i + 2]));
		return i + 3;
	}
	for (; n < 3 && i + n < s.n && s.p[i + n] >= '0' && s.p[i + n] <= '7'; n++)
		code = code << 3 | (uint32_t)(s.p[i + n] - '0');
	if (n > 0)
		buf_utf8(out, code & 0xff);
	else
		buf_byte(out, '\\');
	return i + n;
}

void pickle_text_string(struct buf *out, str s)
{
	for (size_t i = 0; i < s.n;) {
		if (s.p[i] != '\\' || i + 1 == s.n)
			buf_utf8(out, s.p[i++]);
		else
			i = string_escape(out, s, i + 1);
	}
}

void pickle_text_raw_unicode(struct buf *out, str s)
{
	for (size_t i = 0; i < s.n;) {
		uint8_t letter = s.p[i] == '\\' && i + 1 < s.n ? s.p[i + 1] : 0;
		size_t n = letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
		uint32_t code = 0;
		if (n == 0 || i + 2 + n > s.n) {
			buf_utf8(out, s.p[i++]);
			if (letter != 0)
				buf_utf8(out, s.p[i++]);
			continue;
		}
		for (size_t k = 0; k < n; k++)
			code = code << 4 | hex(s.p[i + 2 + k]);
		buf_utf8(out, code <= 0x10ffff ? code : 0xfffd);
		i += 2 + n;
	}
}
