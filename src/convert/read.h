/* The readers: a file's bytes to the tree of what it holds. Whether the file may be trusted was
 * asked before; here everything that does not fit is refused, and nothing is guessed. */
#ifndef CONVERT_READ_H
#define CONVERT_READ_H

#include "convert/item.h"
#include "convert/write.h"
#include "pack/codec.h"

struct packed_member;

struct reading {
	struct arena *arena;   /* what is read, until it is written */
	struct arena *scratch; /* of parsers; not used any more once a reader returns */
	struct arena *unpack;  /* of the decompressor that runs, until everything is written */
	struct blob blob;

	/* Results. */
	struct refusal refusal;
	const struct write_pair *metadata; /* of safetensors */
	unsigned metadata_count;
	str sklearn_version; /* empty: none */

	/* Of members that are unpacked while they are read (read_zip.c). */
	struct packed_member *open;
	struct codec *codec;
	uint64_t open_at, unpacked;
	uint32_t open_crc;
};

/* NULL: refused. In arena, and borrowing from the blob. */
const struct item *read_npy(struct reading *r);
const struct item *read_npz(struct reading *r);
const struct item *read_safetensors(struct reading *r);
/* What torch.save() wrote: an archive, a row of pickles (before 1.6), a tar archive (before
 * 0.1.10).
 */
const struct item *read_torch_zip(struct reading *r);
const struct item *read_torch_legacy(struct reading *r);
const struct item *read_torch_tar(struct reading *r);

/* ---- Between the readers ---- */

/* Sets the refusal, unless there is one; returns false. */
bool read_refuse(struct reading *r, str where, const char *fmt, ...) PRINTF_LIKE(3, 4);
struct item *read_item(struct reading *r, enum item_kind kind);

struct zip;
struct zip_entry;

/* The archive, if every reader sees the same in it: no two directories, no headers that differ, no
 * members over each other. NULL: refused. */
struct zip *read_zip(struct reading *r);
/* A member's content. *slow: it is unpacked while it is read. False: refused. */
MUST_CHECK bool read_member(struct reading *r, const struct zip_entry *e, struct blob *out,
			    bool *slow);

/* The array of an .npy file. False: refused. */
MUST_CHECK bool read_array(struct reading *r, str where, struct blob b, bool slow,
			   struct item **out);

#endif
