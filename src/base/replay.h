/* Random access into what can only be read in order (decompressed data): what was passed is opened
 * anew and read again. Several cursors and a cache of blocks keep that rare: containers are read at
 * their end, then member by member, of each the end before the beginning, and every cursor follows
 * one of these movements. */
#ifndef BASE_REPLAY_H
#define BASE_REPLAY_H

#include "base/stream.h"

/* Opens the stream at its beginning, in the arena; NULL: it cannot. */
typedef struct stream *replay_open_fn(struct arena *a, void *ctx);

#define REPLAY_CURSORS 3
#define REPLAY_BLOCK ((size_t)32 * 1024)
#define REPLAY_BLOCKS 32
#define REPLAY_TAIL (3 * REPLAY_BLOCK) /* at least so many bytes of the end stay at hand */

struct replay_cursor {
	struct arena arena; /* of the stream; the owner initialises and frees it */
	struct stream *at;  /* NULL: not opened */
	uint32_t used;	    /* when it was, for the choice of which to open anew */
};

/* What outlives a replay: the owner keeps it from one to the next. */
struct replay_memory {
	struct replay_cursor cursor[REPLAY_CURSORS];
};

struct replay {
	struct blob_source source;
	struct replay_memory *memory;
	replay_open_fn *open;
	void *ctx;
	bool (*spend)(void *spend_ctx, uint64_t bytes); /* false: no more may be read */
	void *spend_ctx;
	uint64_t size; /* known when the stream was read through */
	uint8_t *block[REPLAY_BLOCKS];
	uint64_t number[REPLAY_BLOCKS]; /* of the block + 1; 0 = none */
	uint32_t block_used[REPLAY_BLOCKS], clock;
	uint8_t *tail;
	size_t tail_size;
	unsigned cursors; /* that may be open at once: one, when a stream takes much memory */
};

void replay_memory_init(struct replay_memory *m, size_t cap);
void replay_memory_rest(struct replay_memory *m,
			bool keep); /* gives back all, or all but a block each */

/* Opens the stream for the first time and returns it: the caller may read its beginning. NULL: it
 * cannot be opened. The struct must be zero but for memory, open, ctx and spend. */
struct stream *replay_begin(struct replay *r);
/* Reads that stream to its end, so that the size is known; memory in arena. False: out of fuel.
 * Why the stream ended early is in its `error`. */
MUST_CHECK bool replay_through(struct replay *r, struct arena *a);
struct blob replay_blob(struct replay *r); /* of everything; borrows r */

#endif
