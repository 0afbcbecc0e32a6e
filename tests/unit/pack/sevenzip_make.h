/* 7z archives for tests. */
#ifndef TEST_SEVENZIP_MAKE_H
#define TEST_SEVENZIP_MAKE_H

#include "base/buf.h"
#include "pack/sevenzip.h"

struct sevenzip_part {
	const char *name;
	str data;
};

struct sevenzip_how {
	enum codec_kind kind; /* CODEC_NONE: copy; CODEC_LZMA, CODEC_DEFLATE, CODEC_BZIP2 */
	const char *id;	      /* another method's id, in hex */
	bool packed_header;
	bool wrong_crc;
	uint32_t attributes; /* of the first file */
	str gap, behind;
	str extra; /* packed behind the files, in no file */
};

/* All files in one folder. */
str sevenzip_make(struct arena *a, const struct sevenzip_part *parts, size_t n,
		  const struct sevenzip_how *how);

#endif
