/* The parent's reading side: what a hostile worker sends, in pieces of any size. Every file ends
 * once or is still held, and bytes kept back are bounded. */
#include "engine/pool.c"

#include "fuzz.h"

enum { FILES = 16 };

struct ends {
	struct arena *arena;
	unsigned seen[FILES];
};

static bool done(void *ctx, uint32_t id, enum pool_end end, str record)
{
	struct ends *e = ctx;
	struct cur c = cur_of(arena_dup(e->arena, record));
	struct file_result r;

	INVARIANT(id < FILES && end == POOL_ANSWERED && record.n <= LIMIT_REPLY_BYTES);
	if (!file_result_read(&c, e->arena, &r))
		return false;
	e->seen[id]++;
	return true;
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	struct ends e = {.arena = a};
	struct pool p = {.ctx = &e, .done = done, .count = FILES};
	struct slot s = {.held = FILES, .first = UNDER_WAY - 3};
	struct run r = {.p = &p, .slots = &s, .jobs = 1};
	size_t piece = size ? 1 + data[0] * 8u : 1;

	arena_init(&s.arena, 8 * LIMIT_REPLY_BYTES);
	s.in = buf_in(&s.arena);
	for (uint32_t i = 0; i < FILES; i++)
		s.waiting[(s.first + i) % UNDER_WAY] = i;
	for (size_t at = 1; at < size; at += piece) {
		buf_add(&s.in, (str){data + at, piece < size - at ? piece : size - at});
		if (!consume(&r, &s))
			break;
		INVARIANT(s.used == 0 && s.in.n <= size);
	}
	INVARIANT(s.held + r.finished == FILES);
	for (uint32_t i = 0; i < FILES; i++)
		INVARIANT(e.seen[i] == (i < r.finished));
	arena_free(&s.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
