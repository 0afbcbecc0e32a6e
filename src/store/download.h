/* Downloads, through the helper program assay-net (store/net/main.c): what has arrived stays in
 * $XDG_CACHE_HOME/assay until it is complete, so that the next try goes on from there. */
#ifndef STORE_DOWNLOAD_H
#define STORE_DOWNLOAD_H

#include "base/arena.h"

struct download {
	int fd;		  /* of the whole file, read-only use; -1: *error */
	const char *path; /* of it, while it is kept */
	uint64_t bytes;
	bool resumed; /* a part of it was there before */
	const char *
		verified; /* the digest that was compared: "sha256", "crc32c"; NULL: none offered */
};

/* Gets `url` (https only; "#sha256=HEX" behind it is compared and not sent). False: *error. */
MUST_CHECK bool download(struct arena *a, str url, struct download *out, str *error);
/* What of the address is said: neither a password nor what stands behind #. */
str download_name(struct arena *a, str url);
/* Closes and removes it. */
void download_done(struct download *d);

#endif
