/* LZ4 frames through liblz4. Skippable frames are codec.c's. */
#include "pack/codec_int.h"

#define LZ4F_STATIC_LINKING_ONLY /* for memory of one's own */
#include <lz4frame.h>
#include "base/fail.h"

static void *alloc(void *heap, size_t size)
{
	return codec_alloc(heap, size);
}

static void release(void *heap, void *p)
{
	codec_free(heap, p);
}

static bool begin(struct codec *c)
{
	LZ4F_CustomMem memory = {alloc, NULL, release, c->heap};

	if (c->state == NULL) {
		c->state = LZ4F_createDecompressionContext_advanced(memory, LZ4F_VERSION);
		ASSERT(c->state != NULL);
	}
	LZ4F_resetDecompressionContext(c->state);
	return true;
}

static enum codec_step step(struct codec *c, str in, size_t *used, uint8_t *to, size_t room,
			    size_t *made)
{
	size_t rc;

	*used = in.n;
	*made = room;
	rc = LZ4F_decompress(c->state, to, made, in.p, used, NULL);
	if (LZ4F_isError(rc)) {
		*used = *made = 0;
		return codec_fail(c, CODEC_BROKEN, LZ4F_getErrorName(rc));
	}
	return rc == 0 ? STEP_END : STEP_ON;
}

const struct codec_ops codec_lz4 = {begin, step};
