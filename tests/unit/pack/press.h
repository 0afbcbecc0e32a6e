/* Compressed test data, made with the libraries themselves. */
#ifndef TEST_PRESS_H
#define TEST_PRESS_H

#include "base/buf.h"
#include "pack/codec.h"

/* In arena; kinds: deflate, zlib, gzip, bzip2, xz, lzma, zstd, lz4. */
str press(struct arena *a, enum codec_kind kind, str bytes);
/* Everything that comes out; the codec for looking at how it ended. */
str unpress(struct arena *a, enum codec_kind kind, str bytes, struct codec **out);
/* n bytes that compress neither well nor badly, the same for the same seed. */
str press_text(struct arena *a, size_t n, uint32_t seed);
str join_str(struct arena *a, str first, str second);

#endif
