#include "press.h"

#include <bzlib.h>
#include <lz4frame.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>
#include "test.h"

static size_t press_zlib(int bits, str in, uint8_t *to, size_t room)
{
	z_stream z = {0};

	CHECK_INT(deflateInit2(&z, 6, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (Bytef *)(uintptr_t)in.p;
	z.avail_in = (unsigned)in.n;
	z.next_out = to;
	z.avail_out = (unsigned)room;
	CHECK_INT(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);
	return room - z.avail_out;
}

static size_t press_lzma(bool alone, str in, uint8_t *to, size_t room)
{
	lzma_stream z = LZMA_STREAM_INIT;
	lzma_options_lzma o;

	lzma_lzma_preset(&o, 1);
	CHECK_INT(alone ? lzma_alone_encoder(&z, &o) : lzma_easy_encoder(&z, 1, LZMA_CHECK_CRC64),
		  LZMA_OK);
	z.next_in = in.p;
	z.avail_in = in.n;
	z.next_out = to;
	z.avail_out = room;
	CHECK_INT(lzma_code(&z, LZMA_FINISH), LZMA_STREAM_END);
	lzma_end(&z);
	return room - z.avail_out;
}

str press(struct arena *a, enum codec_kind kind, str in)
{
	size_t room = in.n + in.n / 4 + 70000, n = 0;
	uint8_t *to = arena_alloc(a, room, 1);
	unsigned small = (unsigned)room;

	switch (kind) {
	case CODEC_DEFLATE:
		n = press_zlib(-15, in, to, room);
		break;
	case CODEC_ZLIB:
		n = press_zlib(15, in, to, room);
		break;
	case CODEC_GZIP:
		n = press_zlib(31, in, to, room);
		break;
	case CODEC_BZIP2:
		CHECK_INT(BZ2_bzBuffToBuffCompress((char *)to, &small, (char *)(uintptr_t)in.p,
						   (unsigned)in.n, 1, 0, 0),
			  BZ_OK);
		n = small;
		break;
	case CODEC_XZ:
	case CODEC_LZMA:
		n = press_lzma(kind == CODEC_LZMA, in, to, room);
		break;
	case CODEC_ZSTD:
		n = ZSTD_compress(to, room, in.p, in.n, 1);
		break;
	case CODEC_LZ4:
		n = LZ4F_compressFrame(to, room, in.p, in.n, NULL);
		break;
	case CODEC_NONE:
	case CODEC_RAW:
		break;
	}
	return (str){to, n};
}

str unpress(struct arena *a, enum codec_kind kind, str bytes, struct codec **out)
{
	struct codec *c = codec_open(a, kind, stream_of(a, blob_of(test_guarded(bytes, 0))));
	struct buf b = buf_in(a);

	while (stream_ready(&c->out)) {
		buf_add(&b, (str){c->out.p, (size_t)(c->out.end - c->out.p)});
		c->out.p = c->out.end;
	}
	CHECK_INT(stream_at(&c->out), b.n);
	CHECK_INT(c->made, b.n);
	if (out != NULL)
		*out = c;
	return buf_str(&b);
}

str press_text(struct arena *a, size_t n, uint32_t seed)
{
	uint8_t *p = arena_alloc(a, n + 1, 1);

	for (size_t i = 0; i < n; i++) {
		seed = seed * 1664525 + 1013904223;
		p[i] = i > 128 && (seed >> 28) > 6 ? p[i - 1 - (seed >> 25)]
						   : (uint8_t)(seed >> 24);
	}
	return (str){p, n};
}

str join_str(struct arena *a, str first, str second)
{
	struct buf b = buf_in(a);

	buf_add(&b, first);
	buf_add(&b, second);
	return buf_str(&b);
}
