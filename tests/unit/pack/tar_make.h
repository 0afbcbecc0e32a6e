/* tar archives for tests, header by header. */
#ifndef TEST_TAR_MAKE_H
#define TEST_TAR_MAKE_H

#include "base/buf.h"
#include "pack/tar.h"

struct tar_part {
	const char *name, *link;
	str data;
	uint8_t type;	      /* 0: a file */
	uint32_t mode;	      /* 0: 0644 */
	uint64_t size;	      /* + 1, in the header */
	unsigned v7 : 1;      /* no magic number */
	unsigned no_data : 1; /* a header alone */
	unsigned bad_sum : 1;
	unsigned base256 : 1;
};

void tar_add(struct buf *b, const struct tar_part *p);
void tar_end(struct buf *b);				    /* two zero blocks */
void tar_add_pax(struct buf *b, uint8_t type, str records); /* 'x' or 'g' */
str tar_record(struct arena *a, const char *key, const char *value);

#endif
