/* What the files of the HDF5 reader share: the state, reading of blocks, checksums. */
#ifndef MODEL_HDF5_INT_H
#define MODEL_HDF5_INT_H

#include "base/buf.h"
#include "base/cur.h"
#include "base/limits.h"
#include "model/hdf5.h"

#define HDF5_NOWHERE UINT64_MAX /* the undefined address */
#define HDF5_POOLS 23		/* 4 MiB: a header message has at most 64 KiB, a node about 1 MiB */

struct hdf5 {
	struct blob b; /* from the superblock on: addresses are offsets in it */
	uint64_t base; /* where that lies in the blob of the caller */
	struct arena *arena;
	hdf5_fn *fn;
	void *ctx;
	unsigned o, l; /* bytes of an offset and of a length */
	uint64_t end;  /* the end of file address */
	struct buf path;
	unsigned depth;
	uint64_t *seen; /* addresses of objects, open addressing; 0 = free */
	size_t seen_room, seen_count;
	uint64_t fuel;		    /* bytes that may still be read */
	bool stopped;		    /* a limit was reached, and told */
	void *pool[HDF5_POOLS];	    /* free blocks of 2^i bytes */
	uint64_t shared_attributes; /* the heap of attributes that are shared messages */
	/* the heap that was read last (hdf5_tree.c) */
	struct fractal *heap;
};

/* A block in memory, given back with hdf5_put. */
struct block {
	str bytes;
	uint8_t *p;
	unsigned pool;
};

/* The bytes [at, at + n). False: they are not all there, which is told as a problem of `what`. */
MUST_CHECK bool hdf5_get(struct hdf5 *h, uint64_t at, uint64_t n, const char *what,
			 struct block *out);
void hdf5_put(struct hdf5 *h, struct block *b);
/* Fewer when the file ends before; nothing is told. */
bool hdf5_get_some(struct hdf5 *h, uint64_t at, size_t n, struct block *out);

void hdf5_problem(struct hdf5 *h, uint64_t at, const char *what);
void hdf5_stop(struct hdf5 *h, const char *what);
void hdf5_say(struct hdf5 *h, struct hdf5_item *i, uint64_t at);

uint64_t hdf5_uint(struct cur *c, unsigned bytes);
/* An address; HDF5_NOWHERE when undefined. */
uint64_t hdf5_address(const struct hdf5 *h, struct cur *c);
static inline uint64_t hdf5_length(const struct hdf5 *h, struct cur *c)
{
	return hdf5_uint(c, h->l);
}

/* The checksum of metadata (Bob Jenkins' lookup3). */
PURE uint32_t hdf5_checksum(str s, size_t hole);
/* Do the last four bytes hold the checksum of what precedes them? */
PURE bool hdf5_checked(str s);

/* Bytes that a number up to `limit` is written in. */
unsigned hdf5_bytes_for(uint64_t limit);

/* ---- hdf5_tree.c: dense storage ---- */

typedef void hdf5_record_fn(struct hdf5 *h, void *ctx, str bytes, uint64_t at);
/* Every link or attribute message in a fractal heap, found through its version 2 B-tree. */
void hdf5_dense(struct hdf5 *h, uint64_t heap, uint64_t tree, hdf5_record_fn *fn, void *ctx);

/* The object with this heap id (IDs of shared messages have 8 bytes). */
void hdf5_heap_object(struct hdf5 *h, uint64_t heap, str id, hdf5_record_fn *fn, void *ctx);

/* Every symbol of an old group: name offset and header address, cache type and scratch. */
void hdf5_symbols(struct hdf5 *h, uint64_t tree, hdf5_record_fn *fn, void *ctx);

/* ---- hdf5_heap.c ---- */

/* The NUL-terminated text at `offset` of the local heap at `heap`, in `out` (borrowed by the
 * block).
 */
MUST_CHECK bool hdf5_local(struct hdf5 *h, uint64_t heap, uint64_t offset, struct block *out,
			   str *text);
/* Where object `index` of the global heap collection at `at` lies. */
MUST_CHECK bool hdf5_global(struct hdf5 *h, uint64_t at, uint32_t index, uint64_t *from,
			    uint64_t *bytes);

/* ---- hdf5_message.c ---- */

/* Where a shared message is: in the header at `address`, or an id of the shared heap. */
struct hdf5_shared {
	uint64_t address;
	str id;
};
bool hdf5_read_shared(const struct hdf5 *h, str data, struct hdf5_shared *s);
bool hdf5_read_shared_type(struct hdf5 *h, str data, struct hdf5_type *t);
/* The datatype that the object at `at` is (hdf5.c). */
bool hdf5_committed(struct hdf5 *h, uint64_t at, struct hdf5_type *t);
/* The table of shared messages, for the heap of attributes. */
void hdf5_read_shared_table(struct hdf5 *h, uint64_t at);

bool hdf5_read_type(str message, struct hdf5_type *t);
/* Elements of a dataspace message; false when it is malformed. */
bool hdf5_read_space(const struct hdf5 *h, str message, uint64_t *count);
void hdf5_read_attribute(struct hdf5 *h, void *ctx, str message, uint64_t at);
void hdf5_read_layout(struct hdf5 *h, struct hdf5_item *dataset, str message, uint64_t at);
void hdf5_read_filters(struct hdf5 *h, str message, uint64_t at);
void hdf5_read_external(struct hdf5 *h, str message, uint64_t at);
/* The sources of a virtual dataset, in a global heap. */
void hdf5_read_virtual(struct hdf5 *h, uint64_t heap, uint32_t index);

#endif
