/* GGUF: whatever the header says, offsets told lie inside the file and tensors are in order. */
#include "fuzz.h"

#include "model/gguf.h"

struct said {
	unsigned count;
	str input;
};

static void issue(void *ctx, enum gguf_diag code, uint64_t from, uint64_t to, str what,
		  const char *msg)
{
	struct said *s = ctx;

	(void)what;
	INVARIANT(code < GGUF_DIAGS && msg != NULL);
	INVARIANT(from <= to && to <= s->input.n + 24);
	s->count++;
}

static void string(void *ctx, str key, str value, uint64_t offset, bool cut)
{
	struct said *s = ctx;

	INVARIANT(key.n <= LIMIT_GGUF_KEY && value.n <= LIMIT_JSON_STRING);
	INVARIANT(offset <= s->input.n && value.n <= s->input.n - offset);
	INVARIANT(!cut || value.n < s->input.n - offset);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	struct buf made = buf_in(a), room = buf_in(a);
	struct said said = {0};
	const struct gguf_sink sink = {issue, string, &said};
	struct gguf g;

	buf_add(&made, S("GGUF"));
	buf_add(&made, (str){data, size});
	said.input = fuzz_input(a, made.p, made.n, 0);
	gguf_read(a, blob_of(said.input), &sink, &g);
	INVARIANT(g.readable || said.count > 0);
	if (!g.readable)
		return;
	INVARIANT(g.data_at <= said.input.n);
	INVARIANT(g.alignment > 0 && (g.alignment & (g.alignment - 1)) == 0);
	for (uint32_t i = 0; i < g.count; i++) {
		const struct gguf_tensor *t = &g.tensors[i];
		INVARIANT(t->begin <= t->end);
		INVARIANT(i == 0 || t->begin >= t[-1].begin);
		INVARIANT(said.count > 0 || t->end <= said.input.n - g.data_at);
		INVARIANT(gguf_name(&room, blob_of(said.input), &g, t).n <= said.input.n);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
