/* Decompressors, chosen by the first byte: what they take lies in the input, how they end is said.
 */
#include "pieces.h"

#include "pack/codec.h"

#define MOST (8 * MiB)

static void run(struct codec *c, uint64_t size)
{
	uint64_t made = 0;

	while (made < MOST && stream_ready(&c->out)) {
		INVARIANT(stream_at(&c->out) == made);
		made += (uint64_t)(c->out.end - c->out.p);
		c->out.p = c->out.end;
	}
	INVARIANT(c->taken <= size && c->made == made);
	if (made >= MOST)
		return;
	INVARIANT(c->end != CODEC_RUNNING);
	INVARIANT((c->end == CODEC_DONE) == (c->out.error == NULL));
	for (unsigned i = 0; i < c->skipped_count; i++)
		INVARIANT(c->skipped[i].at <= size);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input = fuzz_input(a, data + 1, size - 1, 0);
	struct codec_raw raw = {.count = 2, .size = UINT64_MAX};
	enum codec_kind kind = CODEC_DEFLATE + data[0] % 9;
	struct pieces p;
	struct codec *c;
	uint64_t n;

	raw.filter[0].id = data[0] % 10;
	raw.filter[0].properties = str_slice(input, 5, 6);
	raw.filter[1].id = FILTER_LZMA1;
	raw.filter[1].properties = str_slice(input, 0, 5);
	if (kind == CODEC_RAW)
		c = codec_open_raw(a, &raw, stream_of(a, pieces_of(&p, input)));
	else
		c = codec_open(a, kind, stream_of(a, pieces_of(&p, input)));
	run(c, input.n);
	n = c->made;
	codec_reopen(c, stream_of(a, blob_of(input)));
	run(c, input.n);
	INVARIANT(c->made == n);
	(void)codec_detect(input);
	(void)codec_zfile(input, &n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 0)
		fuzz_run(data, size, work);
	return 0;
}
