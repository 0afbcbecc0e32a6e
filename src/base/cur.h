/* A cursor over hostile bytes. An overrun sets `bad`, returns zeros and reads nothing; test `bad`
 * once per record. */
#ifndef BASE_CUR_H
#define BASE_CUR_H

#include "base/str.h"

struct cur {
	str data; /* borrows */
	size_t at;
	bool bad;
};

static inline struct cur cur_of(str data)
{
	return (struct cur){.data = data};
}

static inline size_t cur_left(const struct cur *c)
{
	return c->data.n - c->at;
}

str cur_bytes(struct cur *c, size_t n); /* n bytes, or none and bad */
void cur_skip(struct cur *c, size_t n);
void cur_seek(struct cur *c, size_t offset); /* absolute */
uint8_t cur_u8(struct cur *c);
uint16_t cur_u16le(struct cur *c);
uint32_t cur_u32le(struct cur *c);
uint64_t cur_u64le(struct cur *c);
uint16_t cur_u16be(struct cur *c);
uint32_t cur_u32be(struct cur *c);
uint64_t cur_u64be(struct cur *c);
/* u32le: how many records of `least` bytes at least follow; bad when they cannot all be there. */
uint32_t cur_count(struct cur *c, size_t least);
str cur_field(struct cur *c); /* u32le length, bytes: the counterpart of buf_field */

#endif
