/* Building protocol buffers for tests: PARTS(a, proto_int(a, 1, 8), PROTO(a, 7, ...)). */
#ifndef PROTO_H
#define PROTO_H

#include "base/buf.h"

static inline void proto_varint(struct buf *b, uint64_t v)
{
	for (; v >= 0x80; v >>= 7)
		buf_byte(b, (uint8_t)(v | 0x80));
	buf_byte(b, (uint8_t)v);
}

UNUSED static str proto_int(struct arena *a, unsigned field, int64_t v)
{
	struct buf b = buf_in(a);

	proto_varint(&b, field << 3);
	proto_varint(&b, (uint64_t)v);
	return buf_str(&b);
}

UNUSED static str proto_str(struct arena *a, unsigned field, str s)
{
	struct buf b = buf_in(a);

	proto_varint(&b, field << 3 | 2);
	proto_varint(&b, s.n);
	buf_add(&b, s);
	return buf_str(&b);
}

UNUSED static str proto_join(struct arena *a, const str *parts, size_t n)
{
	struct buf b = buf_in(a);

	for (size_t i = 0; i < n; i++)
		buf_add(&b, parts[i]);
	return buf_str(&b);
}

/* A message field made of parts, and parts one after the other. */
#define PROTO(a, field, ...) proto_str((a), (field), PARTS((a), __VA_ARGS__))
#define PARTS(a, ...)                                                                              \
	proto_join((a), (const str[]){__VA_ARGS__}, COUNTOF(((const str[]){__VA_ARGS__})))

#endif
