/* Between codec.c and the files that know one library each. */
#ifndef PACK_CODEC_INT_H
#define PACK_CODEC_INT_H

#include "pack/codec.h"

enum codec_step {
	STEP_ON,
	STEP_END,   /* of a member, stream or frame */
	STEP_ERROR, /* c->out.error and c->end are set */
};

struct codec_ops {
	/* Makes ready for a new member; false as STEP_ERROR. */
	bool (*begin)(struct codec *c);
	/* Takes *used of the input, makes *made bytes. Input that is empty means its end. */
	enum codec_step (*step)(struct codec *c, str in, size_t *used, uint8_t *to, size_t room,
				size_t *made);
};

extern const struct codec_ops codec_zlib, codec_bzip2, codec_lzma, codec_zstd, codec_lz4;

enum codec_step codec_fail(struct codec *c, enum codec_end end, const char *why);

/* malloc and free over the arena: what was freed is given out again. */
void *codec_alloc(struct codec_heap *h, size_t size);
void codec_free(struct codec_heap *h, void *p);

#endif
