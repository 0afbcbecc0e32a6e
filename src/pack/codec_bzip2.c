/* bzip2 through libbz2. */
#include "pack/codec_int.h"

#include <bzlib.h>
#include "base/fail.h"

static void *alloc(void *heap, int count, int size)
{
	size_t total;

	return count < 0 || size < 0 || __builtin_mul_overflow((size_t)count, (size_t)size, &total)
		       ? NULL
		       : codec_alloc(heap, total);
}

static void release(void *heap, void *p)
{
	codec_free(heap, p);
}

static bool begin(struct codec *c)
{
	bz_stream *z = c->state;

	if (z != NULL && z->state != NULL)
		BZ2_bzDecompressEnd(z);
	if (z == NULL)
		c->state = z = NEW(c->arena, bz_stream, 1);
	*z = (bz_stream){.bzalloc = alloc, .bzfree = release, .opaque = c->heap};
	ASSERT(BZ2_bzDecompressInit(z, 0, 0) == BZ_OK);
	return true;
}

static enum codec_step step(struct codec *c, str in, size_t *used, uint8_t *to, size_t room,
			    size_t *made)
{
	bz_stream *z = c->state;
	unsigned give = in.n > UINT32_MAX / 2 ? UINT32_MAX / 2 : (unsigned)in.n;
	char none = 0;
	int rc;

	/* The library reads, whatever its prototype says. */
	z->next_in = in.n > 0 ? (char *)(uintptr_t)in.p : &none;
	z->avail_in = give;
	z->next_out = (char *)to;
	z->avail_out = (unsigned)room;
	rc = BZ2_bzDecompress(z);
	*used = give - z->avail_in;
	*made = room - z->avail_out;
	switch (rc) {
	case BZ_OK:
		return STEP_ON;
	case BZ_STREAM_END:
		return STEP_END;
	case BZ_DATA_ERROR_MAGIC:
		return codec_fail(c, CODEC_BROKEN, "a bzip2 block does not begin as one");
	default:
		return codec_fail(c, CODEC_BROKEN, "the bzip2 data is broken");
	}
}

const struct codec_ops codec_bzip2 = {begin, step};
