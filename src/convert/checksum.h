/* Have an archive's stored members the checksums that its directory says? Found out by who reads
 * the whole file in order anyway: a member that was damaged on a disk would otherwise be written
 * anew with a checksum that is right. Compressed members are compared where they are unpacked. A
 * checksum of zero is none: torch.save() can leave them out. */
#ifndef CONVERT_CHECKSUM_H
#define CONVERT_CHECKSUM_H

#include "pack/zip.h"

struct checksums {
	const struct zip *zip; /* NULL: no archive, nothing to compare */
	uint64_t done;	       /* bytes of the file that were seen */
	uint32_t entry;	       /* the member that is being read */
	uint32_t crc;
	str wrong; /* the first member whose bytes are others; p == NULL: none */
	uint32_t stated, found;
};

/* In arena; only the directory is read. */
void checksums_begin(struct checksums *c, struct arena *a, struct blob b);
/* The next bytes of the file. */
void checksums_feed(struct checksums *c, str bytes);

#endif
