/* A growing string of bytes in an arena. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"

struct buf {
	uint8_t *p; /* in arena */
	size_t n, cap;
	struct arena *arena;
};

static inline struct buf buf_in(struct arena *a)
{
	return (struct buf){.arena = a};
}

static inline str buf_str(const struct buf *b) /* borrows until the next write */
{
	return (str){b->p, b->n};
}

uint8_t *buf_room(struct buf *b, size_t n); /* n more bytes, to be written by the caller */
void buf_add(struct buf *b, str s);
void buf_byte(struct buf *b, uint8_t byte);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_utf8(struct buf *b, uint32_t code_point); /* surrogates as CPython's surrogatepass */

/* Little-endian numbers and length-prefixed strings, for messages and stored records; read back
 * with base/cur.h. */
void buf_u8(struct buf *b, uint8_t v);
void buf_u16(struct buf *b, uint16_t v);
void buf_u32(struct buf *b, uint32_t v);
void buf_u64(struct buf *b, uint64_t v);
void buf_field(struct buf *b, str s); /* u32 length, bytes */

#endif
