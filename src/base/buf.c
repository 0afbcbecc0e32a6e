#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include "base/fail.h"

uint8_t *buf_room(struct buf *b, size_t n)
{
	uint8_t *at;

	if (b->cap - b->n < n) {
		size_t cap = b->cap ? b->cap * 2 : 256;
		uint8_t *p;
		while (cap - b->n < n)
			cap *= 2;
		p = arena_raw(b->arena, cap, 1);
		if (b->n > 0)
			memcpy(p, b->p, b->n);
		b->p = p;
		b->cap = cap;
	}
	at = b->p + b->n;
	b->n += n;
	return at;
}

void buf_add(struct buf *b, str s)
{
	if (s.n > 0)
		memcpy(buf_room(b, s.n), s.p, s.n);
}

void buf_byte(struct buf *b, uint8_t byte)
{
	*buf_room(b, 1) = byte;
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	char small[256];
	va_list args, again;
	int n;

	va_start(args, fmt);
	va_copy(again, args);
	n = vsnprintf(small, sizeof(small), fmt, args);
	va_end(args);
	ASSERT(n >= 0);
	if ((size_t)n < sizeof(small)) {
		buf_add(b, (str){(const uint8_t *)small, (size_t)n});
	} else {
		vsnprintf((char *)buf_room(b, (size_t)n + 1), (size_t)n + 1, fmt, again);
		b->n--;
	}
	va_end(again);
}

void buf_utf8(struct buf *b, uint32_t c)
{
	if (c < 0x80) {
		buf_byte(b, (uint8_t)c);
		return;
	}
	if (c < 0x800) {
		buf_byte(b, (uint8_t)(0xc0 | c >> 6));
	} else {
		if (c < 0x10000) {
			buf_byte(b, (uint8_t)(0xe0 | c >> 12));
		} else {
			buf_byte(b, (uint8_t)(0xf0 | (c >> 18 & 7)));
			buf_byte(b, (uint8_t)(0x80 | (c >> 12 & 0x3f)));
		}
		buf_byte(b, (uint8_t)(0x80 | (c >> 6 & 0x3f)));
	}
	buf_byte(b, (uint8_t)(0x80 | (c & 0x3f)));
}

static void put_le(struct buf *b, uint64_t v, unsigned bytes)
{
	uint8_t *p = buf_room(b, bytes);

	for (unsigned i = 0; i < bytes; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

void buf_u8(struct buf *b, uint8_t v)
{
	put_le(b, v, 1);
}

void buf_u16(struct buf *b, uint16_t v)
{
	put_le(b, v, 2);
}

void buf_u32(struct buf *b, uint32_t v)
{
	put_le(b, v, 4);
}

void buf_u64(struct buf *b, uint64_t v)
{
	put_le(b, v, 8);
}

void buf_field(struct buf *b, str s)
{
	ASSERT(s.n <= UINT32_MAX);
	buf_u32(b, (uint32_t)s.n);
	buf_add(b, s);
}
