/* Building FlatBuffers for tests: every field takes 4 bytes; what a field refers to is written
 * after it, so that offsets point forwards as they must. */
#ifndef FLAT_H
#define FLAT_H

#include "base/buf.h"

static inline void flat_set(struct buf *b, size_t at, uint32_t v)
{
	for (unsigned i = 0; i < 4; i++)
		b->p[at + i] = (uint8_t)(v >> 8 * i);
}

/* The header: root at `root` once it is known. */
UNUSED static void flat_begin(struct buf *b, const char *identifier)
{
	buf_u32(b, 0);
	buf_add(b, str_of(identifier));
}

/* A table of `fields` fields, all present (0); returns where it is. */
UNUSED static size_t flat_table(struct buf *b, unsigned fields)
{
	size_t vtable, at;

	while (b->n % 4 != 0)
		buf_byte(b, 0);
	vtable = b->n;
	buf_u16(b, (uint16_t)(4 + 2 * fields));
	buf_u16(b, (uint16_t)(4 + 4 * fields));
	for (unsigned i = 0; i < fields; i++)
		buf_u16(b, (uint16_t)(4 + 4 * i));
	at = b->n;
	buf_u32(b, (uint32_t)(at - vtable));
	for (unsigned i = 0; i < fields; i++)
		buf_u32(b, 0);
	return at;
}

/* An absent field. */
UNUSED static void flat_drop(struct buf *b, size_t table, unsigned fields, unsigned i)
{
	size_t vtable = table - 4 - 2 * fields;

	b->p[vtable + 4 + 2 * i] = b->p[vtable + 5 + 2 * i] = 0;
}

UNUSED static void flat_number(struct buf *b, size_t table, unsigned i, uint32_t v)
{
	flat_set(b, table + 4 + 4 * i, v);
}

/* Makes the four bytes at `from` refer to what is written next. */
static inline void flat_refer(struct buf *b, size_t from)
{
	while (b->n % 4 != 0)
		buf_byte(b, 0);
	flat_set(b, from, (uint32_t)(b->n - from));
}

UNUSED static void flat_string(struct buf *b, size_t table, unsigned i, str s)
{
	flat_refer(b, table + 4 + 4 * i);
	buf_u32(b, (uint32_t)s.n);
	buf_add(b, s);
	buf_byte(b, 0);
}

/* A vector of numbers or of references still to be made; returns where its elements are. */
UNUSED static size_t flat_vector(struct buf *b, size_t table, unsigned i, uint32_t count)
{
	size_t at;

	flat_refer(b, table + 4 + 4 * i);
	buf_u32(b, count);
	at = b->n;
	for (uint32_t k = 0; k < count; k++)
		buf_u32(b, 0);
	return at;
}

/* A table that the four bytes at `from` refer to. */
UNUSED static size_t flat_child(struct buf *b, size_t from, unsigned fields)
{
	size_t table = flat_table(b, fields);

	flat_set(b, from, (uint32_t)(table - from));
	return table;
}

#endif
