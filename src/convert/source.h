/* What a file is, by its content, as far as converting needs to know; and what is inside when it is
 * compressed. */
#ifndef CONVERT_SOURCE_H
#define CONVERT_SOURCE_H

#include "base/blob.h"
#include "base/replay.h"
#include "convert/item.h"

enum source_kind {
	SOURCE_UNKNOWN,
	SOURCE_NPY,
	SOURCE_NPZ,
	SOURCE_SAFETENSORS,
	SOURCE_TORCH_ZIP,
	SOURCE_TORCH_LEGACY, /* pickles one behind the other, then storages */
	SOURCE_TORCH_TAR,    /* of 2016 */
	SOURCE_PICKLE,	     /* joblib's arrays between its instructions too */
	SOURCE_KINDS,
};

struct source {
	enum source_kind kind;
	struct blob blob; /* what the reader reads: decompressed */
	str format;	  /* "pickle", "gzip, pickle"; in arena */

	struct replay replay;
	struct replay_memory memory;
	struct blob packed;
	uint8_t codec; /* enum codec_kind; 0: not compressed */
};

/* Of `in`, which is borrowed. False: in a format that is not converted, or broken compressed data;
 * *why says so. */
MUST_CHECK bool source_open(struct source *s, struct arena *a, struct blob in, struct refusal *why);
/* Gives back the memory of decompressors; the blob must not be read any more. */
void source_close(struct source *s);

#endif
