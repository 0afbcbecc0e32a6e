/* 7z archives (7zFormat.txt of the LZMA SDK): the headers. What is packed is decompressed through
 * pack/codec.h as far as liblzma and the others go: copy, LZMA, LZMA2, the branch filters, delta,
 * deflate, bzip2, zstd, LZ4. PPMd, BCJ2 and encryption are named and left.
 *
 * Everything is in arena; the numbers are checked against the file, so that a slice is a slice. */
#ifndef PACK_SEVENZIP_H
#define PACK_SEVENZIP_H

#include "base/buf.h"
#include "pack/codec.h"

enum sevenzip_diag {
	SEVENZIP_FINE,
	SEVENZIP_SIGNATURE, /* the first header is broken */
	SEVENZIP_CUT,	    /* a header or packed data lies behind the end of the file */
	SEVENZIP_CHECKSUM,  /* of the header */
	SEVENZIP_HEADER,    /* the header contradicts itself */
	SEVENZIP_ENCRYPTED, /* the header is */
	SEVENZIP_METHOD,    /* the header is compressed in a way that is not known */
	SEVENZIP_LIMIT,	    /* the header is larger than assay reads */
};

#define SEVENZIP_CODERS 4

struct sevenzip_folder {      /* one compressed stream; may hold many files */
	enum codec_kind kind; /* CODEC_NONE: stored as it is, if `method` is NULL */
	struct codec_raw raw;
	const char *method; /* what cannot be unpacked ("PPMd"), or NULL */
	bool encrypted;
	uint64_t at, packed; /* in the archive */
	uint64_t size;	     /* unpacked */
	uint32_t crc;
	bool has_crc;
	uint32_t files; /* that it holds */
	uint32_t streams;
};

struct sevenzip_file {
	str name;	 /* UTF-8, lone surrogates as three bytes */
	uint32_t folder; /* index; UINT32_MAX: it is empty */
	uint64_t at;	 /* in what the folder unpacks to */
	uint64_t size;
	uint32_t crc, attributes; /* Windows'; with bit 15 a Unix mode in the upper half */
	bool has_crc, is_folder;
};

struct sevenzip {
	uint64_t start;	      /* of the signature */
	uint64_t header, end; /* where the header lies and where it ends */
	uint64_t packed_end;  /* of the packed streams, which begin behind the signature */
	struct sevenzip_folder *folders;
	struct sevenzip_file *files;
	uint32_t folder_count, file_count;
	enum sevenzip_diag diag;
	uint64_t offset;
	const char *msg;
};

/* Offset of a first header whose checksum is right, or STR_NONE. */
size_t sevenzip_find(str head);

/* The archive that begins at `start`; never NULL, `diag` says what is wrong. */
struct sevenzip *sevenzip_read(struct arena *a, struct blob b, uint64_t start);

void sevenzip_print(struct buf *out, const struct sevenzip *z);

#endif
