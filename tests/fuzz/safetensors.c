/* Safetensors: whatever the header says, tensors lie inside the file and in order; a file without
 * issues is covered by its tensors without a gap. */
#include "fuzz.h"

#include "model/safetensors.h"

struct said {
	unsigned count;
	str input;
};

static void issue(void *ctx, enum safetensors_diag code, uint64_t from, uint64_t to, str what,
		  const char *msg)
{
	struct said *s = ctx;

	(void)what;
	INVARIANT(code < SAFETENSORS_DIAGS && msg != NULL);
	INVARIANT(from <= to && (to <= s->input.n || to == 8));
	s->count++;
}

static void metadata(void *ctx, str key, str value)
{
	(void)ctx;
	INVARIANT(key.n < 1 << 20 && value.n <= 1 << 20);
}

static void check(struct arena *a, str input)
{
	struct said said = {.input = input};
	const struct safetensors_sink sink = {issue, metadata, &said};
	struct safetensors st;
	uint64_t at = 0;

	safetensors_read(a, blob_of(input), &sink, &st);
	INVARIANT(st.readable || said.count > 0);
	if (!st.readable)
		return;
	INVARIANT(st.data_at <= input.n);
	for (uint32_t i = 0; i < st.count; i++) {
		const struct safetensors_tensor *t = &st.tensors[i];
		INVARIANT(t->begin <= t->end && t->end <= input.n - st.data_at);
		INVARIANT(i == 0 || t->begin >= t[-1].begin);
		INVARIANT(said.count > 0 || t->begin == at);
		at = t->end;
	}
	INVARIANT(said.count > 0 || at == input.n - st.data_at);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	struct buf made = buf_in(a);
	size_t zeros = size > 0 ? data[0] : 0;

	check(a, fuzz_input(a, data, size, 0));
	if (size == 0)
		return;
	/* The same bytes as a header that is whole. */
	buf_u64(&made, size - 1);
	buf_add(&made, (str){data + 1, size - 1});
	while (zeros-- > 0)
		buf_byte(&made, 0);
	check(a, fuzz_input(a, made.p, made.n, 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
