/* Where what is written goes. Most of it is written in order; what is only known later (checksums),
 * and arrays that are turned round while they are read, is put into place afterwards. Small pieces
 * are collected: a checkpoint has a hundred thousand of them. */
#ifndef CONVERT_SINK_H
#define CONVERT_SINK_H

#include "base/arena.h"

struct sink {
	/* All of `bytes` at offset `at`, which may lie behind what was written so far (pwrite).
	 * False: it cannot be written; nothing is written any more then. */
	bool (*write)(struct sink *s, uint64_t at, str bytes);
	uint64_t at; /* where the next bytes go */
	bool failed;

	uint8_t *hold; /* bytes before `at` that are not written yet; in arena */
	size_t held;
};

/* With write set. */
void sink_begin(struct sink *s, struct arena *a);
/* All of these are false once a write failed. */
MUST_CHECK bool sink_put(struct sink *s, str bytes);
MUST_CHECK bool sink_zeros(struct sink *s, size_t n); /* at most 64 KiB */
/* The next n bytes will be put by sink_patch. */
MUST_CHECK bool sink_leave(struct sink *s, uint64_t n);
/* Bytes before `at`. */
MUST_CHECK bool sink_patch(struct sink *s, uint64_t at, str bytes);
/* Writes what is held. */
MUST_CHECK bool sink_end(struct sink *s);

#endif
