/* Decompression as a stream over a stream. What the libraries hide stays visible: how many bytes of
 * the input the compressed data really took (the rest is somebody's trailing data), how it ended,
 * and what skippable frames hold.
 *
 * Formats: RFC 1950 (zlib), 1951 (deflate), 1952 (gzip: members follow each other, zero padding
 * between them as Python's gzip allows), bzip2 and xz (streams follow each other), .lzma ("alone"),
 * RFC 8878 (zstd) and LZ4 frames (both with skippable frames), raw LZMA with the filters of xz as
 * ZIP and 7z use them.
 *
 * Memory: all state lies in the arena; a window or dictionary over LIMIT_CODEC_WINDOW ends the
 * stream with CODEC_TOO_BIG. The libraries get no other memory, so that fail() leaks nothing. */
#ifndef PACK_CODEC_H
#define PACK_CODEC_H

#include "base/stream.h"

enum codec_kind {
	CODEC_NONE,
	CODEC_DEFLATE, /* raw */
	CODEC_ZLIB,
	CODEC_GZIP,
	CODEC_BZIP2,
	CODEC_XZ,
	CODEC_LZMA, /* .lzma, "alone" */
	CODEC_RAW,  /* codec_open_raw */
	CODEC_ZSTD,
	CODEC_LZ4,
};

enum codec_end {
	CODEC_RUNNING,
	CODEC_DONE,
	CODEC_CUT,     /* the input ended first */
	CODEC_BROKEN,  /* not what the format says; a checksum does not match */
	CODEC_TOO_BIG, /* needs more memory than LIMIT_CODEC_WINDOW */
};

struct codec_range {
	uint64_t at, size;
};

#define CODEC_SKIPPED 8 /* skippable frames that are remembered */

struct codec {
	struct stream out; /* what comes out; its `error` says why when it ends before its end */
	struct stream *in; /* borrows */
	enum codec_kind kind;
	enum codec_end end;
	uint64_t start;	 /* offset in `in` where the compressed data began */
	uint64_t taken;	 /* bytes of the input up to the end of the last whole member or frame */
	uint64_t made;	 /* bytes that came out */
	unsigned pieces; /* members, streams or frames begun */
	struct codec_range skipped[CODEC_SKIPPED]; /* contents of skippable frames, in the input */
	unsigned skipped_count;

	/* of the implementation */
	const struct codec_ops *ops;
	struct arena *arena;
	struct codec_heap *heap;
	void *state;
	const struct codec_raw *raw;
	uint8_t *room;
	uint8_t hold[8]; /* input that was read to look at it */
	unsigned hold_at, hold_count;
	bool begun;
};

/* What the first bytes say: CODEC_NONE if nothing. Formats without a magic number (zlib, .lzma) are
 * believed only when the bytes decompress so far as they are there. */
enum codec_kind codec_detect(str head);
const char *codec_name(enum codec_kind kind);

/* A stream of what `in` (borrowed) decompresses to; in arena. Reading stops at the end of the
 * compressed data. */
struct codec *codec_open(struct arena *a, enum codec_kind kind, struct stream *in);
/* The same on another input, with the memory of one that is done. */
void codec_reopen(struct codec *c, struct stream *in);

enum codec_filter {
	FILTER_LZMA1, /* properties: 5 bytes */
	FILTER_LZMA2, /* 1 byte */
	FILTER_DELTA, /* 1 byte */
	FILTER_X86,
	FILTER_POWERPC,
	FILTER_IA64,
	FILTER_ARM,
	FILTER_ARMTHUMB,
	FILTER_SPARC,
	FILTER_ARM64,
};

#define CODEC_FILTERS 4

/* Raw LZMA: the filters in the order of compression, the last one LZMA1 or LZMA2. */
struct codec_raw {
	struct {
		enum codec_filter id;
		str properties; /* borrows */
	} filter[CODEC_FILTERS];
	unsigned count;
	uint64_t size; /* of what comes out; UINT64_MAX: until the end marker */
};

/* `raw` is borrowed. */
struct codec *codec_open_raw(struct arena *a, const struct codec_raw *raw, struct stream *in);

/* Offset of the zlib data in a file that joblib before 0.10 compressed ("ZF", the length in hex);
 * 0: it is none. */
size_t codec_zfile(str head, uint64_t *length);

/* CRC-32 as in ZIP and gzip; begins with 0. */
uint32_t codec_crc32(uint32_t crc, str bytes);

#endif
