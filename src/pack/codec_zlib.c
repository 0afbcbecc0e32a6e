/* deflate, zlib and gzip through zlib; the CRC of ZIP. */
#include "pack/codec_int.h"

#include <zlib.h>
#include "base/fail.h"
#include "pack/crc32.h"

static void *alloc(void *heap, unsigned count, unsigned size)
{
	size_t total;

	return __builtin_mul_overflow((size_t)count, (size_t)size, &total)
		       ? NULL
		       : codec_alloc(heap, total);
}

static void release(void *heap, void *p)
{
	codec_free(heap, p);
}

static int window_bits(enum codec_kind kind)
{
	return kind == CODEC_DEFLATE ? -MAX_WBITS : kind == CODEC_GZIP ? 16 + MAX_WBITS : MAX_WBITS;
}

static bool begin(struct codec *c)
{
	z_stream *z = c->state;

	if (z != NULL)
		return inflateReset(z) == Z_OK;
	z = NEW(c->arena, z_stream, 1);
	z->zalloc = alloc;
	z->zfree = release;
	z->opaque = c->heap;
	ASSERT(inflateInit2(z, window_bits(c->kind)) == Z_OK);
	c->state = z;
	return true;
}

static enum codec_step step(struct codec *c, str in, size_t *used, uint8_t *to, size_t room,
			    size_t *made)
{
	z_stream *z = c->state;
	unsigned give = in.n > UINT32_MAX / 2 ? UINT32_MAX / 2 : (unsigned)in.n;
	int rc;

	z->next_in = (Bytef *)(uintptr_t)in.p;
	z->avail_in = give;
	z->next_out = to;
	z->avail_out = (unsigned)room;
	rc = inflate(z, Z_NO_FLUSH);
	*used = give - z->avail_in;
	*made = room - z->avail_out;
	switch (rc) {
	case Z_OK:
	case Z_BUF_ERROR:
		return STEP_ON;
	case Z_STREAM_END:
		return STEP_END;
	case Z_NEED_DICT:
		return codec_fail(c, CODEC_BROKEN, "the data needs a preset dictionary");
	default:
		return codec_fail(c, CODEC_BROKEN, z->msg ? z->msg : "the deflate data is broken");
	}
}

const struct codec_ops codec_zlib = {begin, step};

uint32_t codec_crc32(uint32_t crc, str bytes)
{
	return crc32_of(crc, bytes);
}
