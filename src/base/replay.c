#include "base/replay.h"

#include "base/limits.h"

/* More memory than this for one stream (dictionaries of xz -9) is not taken several times. */
#define MUCH (16 * MiB)

void replay_memory_init(struct replay_memory *m, size_t cap)
{
	for (unsigned i = 0; i < REPLAY_CURSORS; i++) {
		m->cursor[i] = (struct replay_cursor){0};
		arena_init(&m->cursor[i].arena, cap);
	}
}

void replay_memory_rest(struct replay_memory *m, bool keep)
{
	for (unsigned i = 0; i < REPLAY_CURSORS; i++) {
		m->cursor[i].at = NULL;
		if (keep)
			arena_reset(&m->cursor[i].arena);
		else
			arena_free(&m->cursor[i].arena);
	}
}

static bool reopen(struct replay *r, struct replay_cursor *c)
{
	arena_reset(&c->arena);
	c->at = r->open(&c->arena, r->ctx);
	return c->at != NULL;
}

struct stream *replay_begin(struct replay *r)
{
	for (unsigned i = 0; i < REPLAY_CURSORS; i++)
		r->memory->cursor[i].at = NULL;
	if (!reopen(r, &r->memory->cursor[0]))
		return NULL;
	r->cursors = arena_used(&r->memory->cursor[0].arena) > MUCH ? 1 : REPLAY_CURSORS;
	return r->memory->cursor[0].at;
}

/* The cursor that has the shortest way to `at`; otherwise one that was not opened yet or not used
 * for longest. */
static struct replay_cursor *choose(struct replay *r, uint64_t at)
{
	struct replay_cursor *best = NULL, *oldest = &r->memory->cursor[0];

	for (unsigned i = 0; i < r->cursors; i++) {
		struct replay_cursor *c = &r->memory->cursor[i];
		if (c->at != NULL && stream_at(c->at) <= at &&
		    (best == NULL || stream_at(c->at) > stream_at(best->at)))
			best = c;
		if (oldest->at != NULL && (c->at == NULL || c->used < oldest->used))
			oldest = c;
	}
	if (best != NULL)
		return best;
	return reopen(r, oldest) ? oldest : NULL;
}

static bool fetch(struct replay *r, uint64_t number, uint8_t *to)
{
	uint64_t at = number * REPLAY_BLOCK, left = r->size - at, way;
	size_t n = left < REPLAY_BLOCK ? (size_t)left : REPLAY_BLOCK;
	struct replay_cursor *c = choose(r, at);

	if (c == NULL)
		return false;
	c->used = ++r->clock;
	way = at - stream_at(c->at);
	if (!r->spend(r->spend_ctx, way + n) || stream_skip(c->at, way) != way)
		return false;
	return stream_read(c->at, to, n) == n;
}

static const uint8_t *block_at(struct replay *r, uint64_t number)
{
	unsigned oldest = 0;

	for (unsigned i = 0; i < REPLAY_BLOCKS; i++) {
		if (r->number[i] == number + 1) {
			r->block_used[i] = ++r->clock;
			return r->block[i];
		}
		if (r->block_used[i] < r->block_used[oldest])
			oldest = i;
	}
	r->number[oldest] = 0;
	if (!fetch(r, number, r->block[oldest]))
		return NULL;
	r->number[oldest] = number + 1;
	r->block_used[oldest] = ++r->clock;
	return r->block[oldest];
}

static bool read_replay(struct blob_source *s, uint64_t at, uint8_t *to, size_t n)
{
	struct replay *r = (struct replay *)s;

	if (at >= r->size - r->tail_size) {
		memcpy(to, r->tail + (at - (r->size - r->tail_size)), n);
		return true;
	}
	while (n > 0) {
		const uint8_t *block = block_at(r, at / REPLAY_BLOCK);
		size_t from = (size_t)(at % REPLAY_BLOCK), part = REPLAY_BLOCK - from;
		if (block == NULL)
			return false;
		if (part > n)
			part = n;
		memcpy(to, block + from, part);
		to += part;
		at += part;
		n -= part;
	}
	return true;
}

bool replay_through(struct replay *r, struct arena *a)
{
	struct stream *s = r->memory->cursor[0].at;
	uint8_t *ring = arena_raw(a, 2 * REPLAY_TAIL, 64), *block = arena_raw(a, REPLAY_BLOCK, 64);
	size_t have = 0, n;

	while ((n = stream_read(s, block, REPLAY_BLOCK)) > 0) {
		if (!r->spend(r->spend_ctx, n))
			return false;
		if (have + n > 2 * REPLAY_TAIL) {
			memmove(ring, ring + have - REPLAY_TAIL, REPLAY_TAIL);
			have = REPLAY_TAIL;
		}
		memcpy(ring + have, block, n);
		have += n;
	}
	r->size = stream_at(s);
	r->tail_size = have < REPLAY_TAIL ? have : REPLAY_TAIL;
	r->tail = ring + have - r->tail_size;
	for (unsigned i = 0; i < REPLAY_BLOCKS; i++)
		r->block[i] = arena_raw(a, REPLAY_BLOCK, 64);
	return true;
}

struct blob replay_blob(struct replay *r)
{
	r->source.read = read_replay;
	return blob_from(&r->source, r->size);
}
