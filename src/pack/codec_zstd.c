/* zstd through libzstd. Skippable frames are codec.c's. */
#include "pack/codec_int.h"

#define ZSTD_STATIC_LINKING_ONLY /* for memory of one's own */
#include <zstd.h>
#include <zstd_errors.h>
#include "base/fail.h"
#include "base/limits.h"

static void *alloc(void *heap, size_t size)
{
	return codec_alloc(heap, size);
}

static void release(void *heap, void *p)
{
	codec_free(heap, p);
}

/* Frames of the years before RFC 8878 (v0.1 to v0.7): libzstd reads them with memory that is not
 * ours, and loses it. codec.c has looked at the frame's first bytes. */
static bool is_old(const struct codec *c)
{
	str head = {&c->hold[c->hold_at], c->hold_count - c->hold_at};

	return head.n >= 4 && head.p[0] < 0x28 && memcmp(head.p + 1, "\xb5\x2f\xfd", 3) == 0;
}

static bool begin(struct codec *c)
{
	ZSTD_DCtx *z = c->state;

	if (is_old(c)) {
		codec_fail(c, CODEC_BROKEN, "a zstd frame of a version before 0.8");
		return false;
	}
	if (z == NULL) {
		z = ZSTD_createDCtx_advanced((ZSTD_customMem){alloc, release, c->heap});
		ASSERT(z != NULL);
		c->state = z;
		ASSERT(!ZSTD_isError(
			ZSTD_DCtx_setParameter(z, ZSTD_d_windowLogMax, LIMIT_ZSTD_WINDOW_LOG)));
	}
	ASSERT(!ZSTD_isError(ZSTD_DCtx_reset(z, ZSTD_reset_session_only)));
	return true;
}

static enum codec_step step(struct codec *c, str in, size_t *used, uint8_t *to, size_t room,
			    size_t *made)
{
	ZSTD_inBuffer from = {in.p, in.n, 0};
	ZSTD_outBuffer out = {to, room, 0};
	size_t rc = ZSTD_decompressStream(c->state, &out, &from);

	*used = from.pos;
	*made = out.pos;
	if (rc == 0)
		return STEP_END;
	if (!ZSTD_isError(rc))
		return STEP_ON;
	switch (ZSTD_getErrorCode(rc)) {
	case ZSTD_error_frameParameter_windowTooLarge:
		return codec_fail(c, CODEC_TOO_BIG, "the zstd window is larger than assay allows");
	case ZSTD_error_memory_allocation:
		fail(FAIL_MEMORY, "memory limit of one file reached", __FILE__, __LINE__);
	default: /* an enum of the library's, with many members */
		return codec_fail(c, CODEC_BROKEN, ZSTD_getErrorName(rc));
	}
}

const struct codec_ops codec_zstd = {begin, step};
