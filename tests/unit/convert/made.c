#include "made.h"

#include "base/limits.h"
#include "test.h"

static bool write_memory(struct sink *s, uint64_t at, str bytes)
{
	struct made_sink *m = (struct made_sink *)s;

	if (m->fails_at > 0 && at + bytes.n >= m->fails_at)
		return false;
	if (!CHECK(at <= m->room && bytes.n <= m->room - at))
		return false;
	memcpy(m->p + at, bytes.p, bytes.n);
	if (at + bytes.n > m->n)
		m->n = (size_t)at + bytes.n;
	return true;
}

void made_sink_init(struct made_sink *m, struct arena *a, size_t room)
{
	*m = (struct made_sink){.p = arena_raw(a, room, 64), .room = room};
	memset(m->p, 0xaa, room);
	m->sink.write = write_memory;
	sink_begin(&m->sink, a);
}

str made_sink_bytes(const struct made_sink *m)
{
	return (str){m->p, m->n};
}

static bool read_made(struct blob_source *source, uint64_t at, uint8_t *to, size_t n)
{
	struct made_source *s = (struct made_source *)source;

	if (!CHECK(at <= s->bytes.n && n <= s->bytes.n - at))
		return false;
	if (s->fails_at > 0 && at + n >= s->fails_at)
		return false;
	s->reads++;
	s->read += n;
	s->backwards += at < s->last;
	s->last = at + n;
	memcpy(to, s->bytes.p + at, n);
	return true;
}

struct blob made_blob(struct made_source *s, str bytes)
{
	*s = (struct made_source){.source = {read_made}, .bytes = bytes};
	return blob_from(&s->source, bytes.n);
}

struct tensor made_tensor(struct arena *a, struct blob b, unsigned dtype, unsigned dims,
			  const uint64_t *shape, const int64_t *stride)
{
	struct tensor t = {.name = S("x"),
			   .blob = b,
			   .dtype = (uint8_t)dtype,
			   .item = tensor_types[dtype].bytes,
			   .dims = (uint8_t)dims};
	uint64_t *copy = NEW(a, uint64_t, dims + 1);
	int64_t *strides = NEW(a, int64_t, dims + 1);

	if (dims > 0)
		memcpy(copy, shape, dims * sizeof(*shape));
	t.shape = copy;
	CHECK(tensor_dense(a, &t, false));
	if (stride != NULL) {
		memcpy(strides, stride, dims * sizeof(*stride));
		t.stride = strides;
	}
	return t;
}

str made_bytes(struct arena *a, size_t n)
{
	uint8_t *p = arena_raw(a, n, 64);
	uint32_t x = 12345;

	for (size_t i = 0; i < n; i++) {
		x = x * 1664525 + 1013904223;
		p[i] = (uint8_t)(x >> 24);
	}
	return (str){p, n};
}

struct write_job made_job(struct arena *a, struct made_sink *m, struct tensor **tensors,
			  uint32_t count)
{
	return (struct write_job){.arena = a, .sink = &m->sink, .tensors = tensors, .count = count};
}

struct reading made_reading(struct arena *a, str file)
{
	static struct arena more[2];

	for (unsigned i = 0; i < 2; i++) {
		arena_free(&more[i]);
		arena_init(&more[i], 64 * MiB);
	}
	return (struct reading){
		.arena = a, .scratch = &more[0], .unpack = &more[1], .blob = blob_of(file)};
}
