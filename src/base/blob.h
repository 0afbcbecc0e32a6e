/* Bytes that need not fit into memory: a slice of memory, a file behind a descriptor, what a
 * decompressor makes, or a part of any of these. A small value; what it refers to is borrowed. */
#ifndef BASE_BLOB_H
#define BASE_BLOB_H

#include "base/arena.h"
#include "base/hash.h"

struct blob_source {
	/* Exactly n bytes from offset `at` on; the caller stays inside the source's size. False:
	 * they cannot be had (the system says no, compressed data is broken). */
	bool (*read)(struct blob_source *s, uint64_t at, uint8_t *to, size_t n);
};

struct blob {
	const uint8_t *memory;	    /* the bytes themselves, or NULL: */
	struct blob_source *source; /* where they come from, beginning at `base` */
	uint64_t base, size;
};

struct blob blob_of(str bytes); /* borrows */
struct blob blob_from(struct blob_source *s, uint64_t size);
/* The bytes [from, to), both clamped. */
struct blob blob_slice(struct blob b, uint64_t from, uint64_t to);

/* False when [at, at + n) is not wholly inside or cannot be read; then `to` holds nothing of use.
 */
MUST_CHECK bool blob_copy(struct blob b, uint64_t at, void *to, size_t n);
/* At most n bytes from `at` on, fewer at the end: borrowed from memory, or in arena. Empty when
 * they cannot be read. */
str blob_get(struct blob b, struct arena *a, uint64_t at, size_t n);

/* A file behind a descriptor, read with pread. With `hash` set every byte that is read in order is
 * digested on the way, so that hashing costs no second read of what was looked at anyway. */
struct blob_file {
	struct blob_source source;
	int fd;
	uint64_t size;
	volatile uint32_t *pulse; /* counted up with every read, if not NULL: a sign of life */
	bool failed;		  /* a read was refused by the system */
	bool changed;		  /* the file is shorter than it was when opened */
	bool hash;
	uint64_t hashed; /* bytes that the digest has seen */
	struct hash_sha256_state state;
};

/* False: not a regular file, or the system refuses. The descriptor stays the caller's. */
MUST_CHECK bool blob_file_open(struct blob_file *f, int fd, volatile uint32_t *pulse);
struct blob blob_file(struct blob_file *f);
/* Reads what has not been read in order yet and ends the digest. */
MUST_CHECK bool blob_file_digest(struct blob_file *f, uint8_t out[HASH_SHA256_BYTES]);

#endif
