#include "base/cur.h"

str cur_bytes(struct cur *c, size_t n)
{
	str s = {NULL, 0};

	if (c->bad || n > c->data.n - c->at) {
		c->bad = true;
		return s;
	}
	s = str_slice(c->data, c->at, c->at + n);
	c->at += n;
	return s;
}

void cur_skip(struct cur *c, size_t n)
{
	(void)cur_bytes(c, n);
}

void cur_seek(struct cur *c, size_t offset)
{
	if (c->bad || offset > c->data.n)
		c->bad = true;
	else
		c->at = offset;
}

static uint64_t get_le(struct cur *c, unsigned bytes)
{
	str s = cur_bytes(c, bytes);
	uint64_t v = 0;

	for (size_t i = 0; i < s.n; i++)
		v |= (uint64_t)s.p[i] << 8 * i;
	return v;
}

static uint64_t get_be(struct cur *c, unsigned bytes)
{
	str s = cur_bytes(c, bytes);
	uint64_t v = 0;

	for (size_t i = 0; i < s.n; i++)
		v = v << 8 | s.p[i];
	return v;
}

uint8_t cur_u8(struct cur *c)
{
	return (uint8_t)get_le(c, 1);
}

uint16_t cur_u16le(struct cur *c)
{
	return (uint16_t)get_le(c, 2);
}

uint32_t cur_u32le(struct cur *c)
{
	return (uint32_t)get_le(c, 4);
}

uint64_t cur_u64le(struct cur *c)
{
	return get_le(c, 8);
}

uint16_t cur_u16be(struct cur *c)
{
	return (uint16_t)get_be(c, 2);
}

uint32_t cur_u32be(struct cur *c)
{
	return (uint32_t)get_be(c, 4);
}

uint64_t cur_u64be(struct cur *c)
{
	return get_be(c, 8);
}

uint32_t cur_count(struct cur *c, size_t least)
{
	uint32_t n = cur_u32le(c);

	if (n > cur_left(c) / least)
		c->bad = true;
	return c->bad ? 0 : n;
}

str cur_field(struct cur *c)
{
	return cur_bytes(c, cur_u32le(c));
}
