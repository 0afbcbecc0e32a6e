#include "test.h"

#include "base/limits.h"
#include "base/replay.h"

/* A stream over memory that counts how often it was opened and what was read of it. */
struct counted {
	str bytes;
	unsigned opened;
	uint64_t spent;
	bool refuse;
};

static struct stream *open_counted(struct arena *a, void *ctx)
{
	struct counted *c = ctx;

	c->opened++;
	return c->refuse ? NULL : stream_of(a, blob_of(c->bytes));
}

static bool spend(void *ctx, uint64_t bytes)
{
	struct counted *c = ctx;

	c->spent += bytes;
	return c->spent < 1000 * MiB;
}

static uint8_t byte_at(uint64_t i)
{
	return (uint8_t)(i * 7 + (i >> 9) * 13);
}

static struct counted counted_of(struct arena *a, size_t n)
{
	uint8_t *p = arena_raw(a, n, 1);

	for (size_t i = 0; i < n; i++)
		p[i] = byte_at(i);
	return (struct counted){.bytes = {p, n}};
}

static bool same(struct blob b, uint64_t at, size_t n)
{
	uint8_t got[5000];

	if (!blob_copy(b, at, got, n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (got[i] != byte_at(at + i))
			return false;
	return true;
}

static struct replay begin(struct arena *a, struct counted *c, struct replay_memory *m)
{
	struct replay r = {
		.memory = m, .open = open_counted, .ctx = c, .spend = spend, .spend_ctx = c};

	replay_memory_init(m, 16 * MiB);
	CHECK(replay_begin(&r) != NULL);
	CHECK(replay_through(&r, a));
	return r;
}

TEST(replay_gives_the_same_bytes_in_any_order)
{
	struct counted c = counted_of(a, 3 * MiB + 17);
	struct replay_memory memory;
	struct replay r = begin(a, &c, &memory);
	struct blob b = replay_blob(&r);
	uint64_t at = 1;

	CHECK_INT(b.size, c.bytes.n);
	for (unsigned i = 0; i < 2000; i++) {
		at = at * 6364136223846793005u + 1442695040888963407u;
		CHECK(same(b, (at >> 20) % (b.size - 4000), 1 + (at >> 50) % 4000));
	}
	CHECK(same(b, b.size - 5000, 5000));
	CHECK(same(b, b.size - 1, 1));
	CHECK(!blob_copy(b, b.size - 1, &at, 2));
	replay_memory_rest(&memory, false);
}

/* As a container is read: the end, then of each member the beginning, the end, and all of it. */
TEST(replay_follows_a_container_in_few_passes)
{
	struct counted c = counted_of(a, 40 * MiB);
	struct replay_memory memory;
	struct replay r = begin(a, &c, &memory);
	struct blob b = replay_blob(&r);

	CHECK(same(b, b.size - 66000, 4000));
	for (uint64_t at = 0; at < b.size; at += 2 * MiB) {
		CHECK(same(b, at, 4096));
		CHECK(same(b, at + 2 * MiB - 5000, 5000));
		for (uint64_t i = 0; i < 2 * MiB; i += 4096)
			CHECK(same(b, at + i, 4096));
	}
	CHECK(c.opened <= 4);
	CHECK(c.spent <= 4 * 40 * MiB);
	replay_memory_rest(&memory, false);
}

TEST(replay_stops_without_fuel_or_stream)
{
	struct counted c = counted_of(a, 2 * MiB);
	struct replay_memory memory;
	struct replay r = begin(a, &c, &memory);
	uint8_t byte;

	c.spent = 1000 * MiB;
	CHECK(!blob_copy(replay_blob(&r), 0, &byte, 1));
	c.spent = 0;
	c.refuse = true;
	memory.cursor[0].at = memory.cursor[1].at = memory.cursor[2].at = NULL;
	CHECK(!blob_copy(replay_blob(&r), 0, &byte, 1));
	CHECK(replay_begin(&r) == NULL);
	replay_memory_rest(&memory, false);
}
