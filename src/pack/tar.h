/* tar archives, one member after the other: v7, ustar (POSIX.1-1988), pax (POSIX.1-2001), GNU long
 * names, base-256 numbers and sparse files, as Python's tarfile reads them. Where readers disagree
 * (sizes of the pax header and of the other, data behind links) the member says so.
 *
 * The reader goes on where others stop: behind the end of the archive and behind a broken header it
 * searches for the next header, as `ignore_zeros` and GNU tar do. Members found there are `hidden`.
 */
#ifndef PACK_TAR_H
#define PACK_TAR_H

#include "base/blob.h"
#include "base/buf.h"

#define TAR_BLOCK 512

enum tar_type {
	TAR_FILE = '0',
	TAR_HARD_LINK = '1',
	TAR_SYMLINK = '2',
	TAR_CHARACTER = '3',
	TAR_DEVICE = '4',
	TAR_FOLDER = '5',
	TAR_FIFO = '6',
};

enum {			    /* bits of struct tar_member.problems */
       TAR_SIZES = 1 << 0,  /* pax and header state different sizes, both of which fit the header */
       TAR_HIDDEN = 1 << 1, /* behind the end or behind a broken header */
       TAR_CUT = 1 << 2,    /* its data reaches over the end of the file */
       TAR_DATA = 1 << 3,   /* a link, folder or device has data */
       TAR_PAX = 1 << 4,    /* its pax header is broken */
};

struct tar_piece { /* of a sparse file */
	uint64_t at, size;
};

#define TAR_PIECES 4096

struct tar_member { /* texts are valid until the next call */
	str name, link;
	str header_name;     /* what readers without pax and GNU extensions see */
	uint64_t at;	     /* of its first header */
	uint64_t data, size; /* of its bytes in the archive */
	uint64_t other_size; /* with TAR_SIZES: what the header states */
	uint64_t real_size;  /* of the file: more than size if it is sparse */
	const struct tar_piece *pieces;
	unsigned piece_count; /* 0: not sparse */
	uint32_t mode;
	unsigned problems;
	uint8_t type; /* a letter; others than enum tar_type are files */
};

struct tar {
	struct blob blob;
	struct arena *arena;
	uint64_t at;	   /* of the next header */
	uint64_t junk;	   /* bytes that belong to nothing were found from here ... */
	uint64_t junk_end; /* ... to here, before the last member or the end; 0: none */
	uint64_t searched; /* bytes looked through for headers */
	bool ended;	   /* the end of the archive (a zero block) has been seen */
	bool broken;	   /* a broken header has been seen, at broken_at */
	bool cut;	   /* the file ends inside something */
	bool limit;	   /* over a limit: not everything was read */
	uint64_t broken_at;

	/* of the implementation */
	struct tar_pax *pax;
	uint8_t *block, *room;
	struct buf name, link, long_name, long_link;
	bool has_long_name, has_long_link;
};

/* Does it begin with a header whose checksum is right? *posix: it has the magic number as well. */
bool tar_begins(str head, bool *posix);

struct tar *tar_open(struct arena *a, struct blob b);
/* The next member; false at the end of the file. */
bool tar_next(struct tar *t, struct tar_member *m);

/* The content of a sparse member as it would be extracted; in arena. */
struct blob tar_sparse(struct arena *a, const struct tar *t, const struct tar_member *m);

void tar_print(struct buf *out, struct tar *t);

#endif
