/* The same bytes as memory and as a source that is read piece by piece, held against each other. */
#ifndef FUZZ_PIECES_H
#define FUZZ_PIECES_H

#include "base/blob.h"
#include "fuzz.h"

struct pieces {
	struct blob_source source;
	str bytes;
};

static inline bool pieces_read(struct blob_source *s, uint64_t at, uint8_t *to, size_t n)
{
	struct pieces *p = (struct pieces *)(void *)s;

	INVARIANT(at <= p->bytes.n && n <= p->bytes.n - at);
	memcpy(to, p->bytes.p + at, n);
	return true;
}

static inline struct blob pieces_of(struct pieces *p, str bytes)
{
	*p = (struct pieces){.source = {.read = pieces_read}, .bytes = bytes};
	return blob_from(&p->source, bytes.n);
}

#endif
