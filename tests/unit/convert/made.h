/* For the tests of convert/: a sink in memory, a blob that cannot be borrowed from, tensors. */
#ifndef TEST_CONVERT_MADE_H
#define TEST_CONVERT_MADE_H

#include "base/buf.h"
#include "convert/read.h"
#include "convert/sink.h"
#include "convert/write.h"

struct made_sink {
	struct sink sink;
	uint8_t *p;
	size_t n, room;
	uint64_t fails_at; /* + 1: the write that reaches this byte fails */
};

void made_sink_init(struct made_sink *m, struct arena *a, size_t room);
str made_sink_bytes(const struct made_sink *m);

struct made_source {
	struct blob_source source;
	str bytes;
	uint64_t reads, read; /* how many, and bytes */
	uint64_t last;	      /* where the last one ended */
	unsigned backwards;   /* reads before that */
	uint64_t fails_at;    /* + 1 */
};

/* The same bytes behind a read function. */
struct blob made_blob(struct made_source *s, str bytes);

/* `dims` sizes and strides (in bytes; NULL: dense), copied. */
struct tensor made_tensor(struct arena *a, struct blob b, unsigned dtype, unsigned dims,
			  const uint64_t *shape, const int64_t *stride);

/* Bytes that differ from their neighbours and from those some powers of two away. */
str made_bytes(struct arena *a, size_t n);
struct write_job made_job(struct arena *a, struct made_sink *m, struct tensor **tensors,
			  uint32_t count);

/* Of a file in memory; its further arenas are given back when the next one is made. */
struct reading made_reading(struct arena *a, str file);

#endif
