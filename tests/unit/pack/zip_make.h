/* ZIP archives for tests, header by header: every field of both headers can be made to lie. */
#ifndef TEST_ZIP_MAKE_H
#define TEST_ZIP_MAKE_H

#include "base/buf.h"
#include "pack/zip.h"

struct zip_part { /* a member; what is zero or NULL is as it should be */
	const char *name;
	str data;
	uint16_t method;	/* ZIP_DEFLATE is done here; others take data as packed */
	const char *local_name; /* another name in the local header */
	uint16_t flags, local_flags;
	uint16_t central_method; /* + 1 */
	uint32_t crc, local_crc; /* + 1 */
	uint64_t packed, size;	 /* + 1, in the directory */
	uint64_t local_packed;	 /* + 1 */
	uint64_t at;		 /* + 1: the directory's offset */
	uint32_t attributes;
	uint8_t version;
	str extra, local_extra;
	unsigned hidden : 1;	 /* no entry in the directory */
	unsigned no_local : 1;	 /* no local header, no data */
	unsigned descriptor : 1; /* flag 3, zero sizes, 16 bytes behind */
	unsigned bare : 1;	 /* the same without a signature */
	str gap;		 /* bytes behind the member */
};

struct zip_tail {
	str prefix, before, comment, behind; /* before: between members and directory */
	uint16_t count;			     /* + 1 */
	uint32_t size, offset;		     /* + 1 */
	bool zip64, no_end;
	uint64_t offset64; /* + 1 */
	bool count_prefix; /* offsets count from the file's start */
};

str zip_make(struct arena *a, const struct zip_part *parts, size_t n, const struct zip_tail *t);

#endif
