/* ZIP archives as they lie there (APPNOTE.TXT 6.3.10): every directory that some reader would find,
 * every local header, and every byte that belongs to none of them. Readers disagree about which of
 * these they believe (Python's zipfile takes the directory right before the end record, miniz the
 * offset in it, Java and 7-Zip look at local headers); a file that shows them different things is
 * made to. So nothing is decided here: the entries say who names them and where the headers differ.
 *
 * Only headers are read, never members. Everything is in arena. */
#ifndef PACK_ZIP_H
#define PACK_ZIP_H

#include "base/blob.h"
#include "base/buf.h"
#include "base/map.h"

/* What is wrong with an entry: bits. */
enum {
	ZIP_LOCAL_ONLY = 1 << 0, /* no directory names it */
	ZIP_NO_LOCAL = 1 << 1,	 /* there is no local header where the directory says */
	ZIP_NAME = 1 << 2,	 /* the two headers differ: in the name */
	ZIP_METHOD = 1 << 3,
	ZIP_FLAGS = 1 << 4, /* in being encrypted */
	ZIP_CRC = 1 << 5,
	ZIP_SIZE = 1 << 6,
	ZIP_DESCRIPTOR = 1 << 7,   /* the data descriptor is missing or differs */
	ZIP_OUTSIDE = 1 << 8,	   /* the member ends behind the file's end */
	ZIP_OVERLAP = 1 << 9,	   /* the member lies over another, or over a directory */
	ZIP_DUPLICATE = 1 << 10,   /* an entry before it has the same name and other content */
	ZIP_TWICE = 1 << 11,	   /* an entry before it has the same local header */
	ZIP_STORED_SIZE = 1 << 12, /* stored, but the two sizes differ */
	ZIP_VERSION = 1 << 13,	   /* a version or a flag that makes readers refuse it */
	ZIP_EXTRA = 1 << 14,	   /* no problem yet: an extra field that is not known */
};

enum zip_flag {
	ZIP_FLAG_ENCRYPTED = 1,
	ZIP_FLAG_DESCRIPTOR = 8,
	ZIP_FLAG_PATCH = 0x20,
	ZIP_FLAG_STRONG = 0x40,
	ZIP_FLAG_MASKED = 0x2000,
};

enum zip_method {
	ZIP_STORED = 0,
	ZIP_DEFLATE = 8,
	ZIP_DEFLATE64 = 9,
	ZIP_BZIP2 = 12,
	ZIP_LZMA = 14,
	ZIP_ZSTD_OLD = 20,
	ZIP_ZSTD = 93,
	ZIP_XZ = 95,
	ZIP_AES = 99,
};

struct zip_header { /* one of the two views of a member */
	uint16_t flags, method;
	uint32_t crc;
	uint64_t packed, size; /* bytes in the archive, and unpacked */
};

struct zip_entry {
	str name;	   /* of the directory; of the local header for ZIP_LOCAL_ONLY */
	str local_name;	   /* only with ZIP_NAME */
	str unicode_name;  /* Info-ZIP's extra field, when it says something else */
	uint64_t at;	   /* of the local header */
	uint64_t extra_at; /* of the local header's extra field, which ends at `data` */
	uint64_t data;	   /* of the member's bytes, h.packed of them */
	uint64_t end;	   /* behind the data descriptor, if there is one */
	struct zip_header h, local;
	uint32_t attributes; /* external */
	uint32_t order;	     /* place in its directory */
	uint16_t problems;   /* ZIP_* bits */
	uint8_t system;	     /* that made it: 3 = Unix, 19 = macOS */
	uint8_t version;     /* needed to extract it, in tenths */
	uint8_t views;	     /* bit i: views[i] names it */
};

struct zip_view {	   /* a directory */
	uint64_t end_at;   /* of the end record */
	uint64_t at, size; /* of the directory */
	uint64_t shift;	   /* to add (modulo 2^64) to offsets in it */
	uint64_t stated;   /* entries that the end record says there are */
	uint64_t bytes;	   /* that the entries read take */
	uint32_t count;	   /* entries that are there */
	uint64_t end64_at; /* of the 64-bit end record */
	bool zip64;
};

enum zip_gap_kind {
	ZIP_GAP_PREFIX,	   /* before the first member */
	ZIP_GAP_BETWEEN,   /* between members */
	ZIP_GAP_DIRECTORY, /* between the last member and the directory, or behind that */
	ZIP_GAP_TRAILING,  /* behind the end record and its comment */
	ZIP_GAP_COMMENT,   /* of the archive */
	ZIP_GAP_MEMBER_COMMENT,
};

struct zip_gap {
	uint64_t at, size;
	enum zip_gap_kind kind;
};

enum zip_note_code {
	ZIP_NO_END = 1, /* there is no end record: cut short */
	ZIP_END,	/* an end record, the last one too, points nowhere */
	ZIP_SEVERAL,	/* readers may find different directories */
	ZIP_COUNT,	/* the number of entries is another */
	ZIP_BROKEN,	/* an entry of a directory is broken */
	ZIP_ZIP64,	/* the 64-bit end record contradicts the other */
	ZIP_DISKS,	/* a part of a split archive */
	ZIP_MANY,	/* more than assay looks at */
	ZIP_UNREAD,	/* bytes cannot be read */
};

struct zip_note {
	enum zip_note_code code;
	uint64_t offset;
	const char *msg; /* a literal */
};

#define ZIP_VIEWS 8
#define ZIP_NOTES 32
#define ZIP_GAPS 1024

struct zip {
	struct blob blob;
	struct zip_entry *entries; /* in the order in which they lie in the file */
	uint32_t count;
	struct zip_view views[ZIP_VIEWS];
	unsigned view_count;
	struct zip_gap *gaps;
	uint32_t gap_count;
	struct zip_note notes[ZIP_NOTES];
	unsigned note_count;
	struct zip_gap comment; /* of the archive */
	uint64_t looked;	/* bytes of gaps that were looked through */
};

/* How the last bytes of a file (which has `size`) end as a ZIP archive does: 0 they do not, 1 an
 * end record with something behind it, 2 the end record and its comment end the file. */
unsigned zip_ends(str tail, uint64_t size);

/* Where the archives begin of which b is made, one behind the other without a gap; in arena. False:
 * it is one, or none, or something lies between them. */
MUST_CHECK bool zip_sequence(struct arena *a, struct blob b, uint64_t **starts, uint32_t *count);

/* The archive in b; never NULL. */
struct zip *zip_read(struct arena *a, struct blob b);

/* Both views, member by member, for people. */
void zip_print(struct buf *out, const struct zip *z);
/* "the names, the flags differ": what the bits say. */
const char *zip_problem(unsigned bit);

/* ---- between zip.c and zip_local.c ---- */

struct zip_reader {
	struct zip *z;
	struct arena *arena;
	uint32_t room;	 /* for entries */
	uint8_t *window; /* bytes of the blob, from window_at on */
	uint64_t window_at;
	size_t window_n;
};

#define ZIP_WINDOW ((size_t)1024)

void zip_note(struct zip *z, enum zip_note_code code, uint64_t offset, const char *msg);
/* Up to n <= ZIP_WINDOW bytes, fewer at the end; borrowed until the next call. */
str zip_window(struct zip_reader *r, uint64_t at, size_t n);
struct zip_entry *zip_entry_new(struct zip_reader *r); /* NULL: too many, noted */
void zip_reserve(struct zip_reader *r, uint64_t more);
void zip_gap_add(struct zip_reader *r, uint64_t at, uint64_t size, enum zip_gap_kind kind);
/* Values that a header says are in the extra field (0x0001), in their order. */
void zip_extra64(str extra, uint64_t *const fields[], unsigned count);
/* Sorts the entries, reads local headers, finds overlaps, gaps and what lies in them. */
void zip_locals(struct zip_reader *r);
void zip_gaps(struct zip_reader *r);

#endif
