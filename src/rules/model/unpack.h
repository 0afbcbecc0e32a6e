/* Decompressing a part of a model for what is inside, with an eye on how much comes out. Used by
 * every container whose members may be compressed. */
#ifndef RULES_MODEL_UNPACK_H
#define RULES_MODEL_UNPACK_H

#include "engine/model.h"
#include "pack/codec.h"

/* What all compressed parts of one container give together: many small bombs are one. */
struct unpack_total {
	uint64_t taken, made; /* of parts that look like bombs */
};

struct unpack {
	enum codec_kind kind;
	const struct codec_raw *raw; /* of CODEC_RAW */
	struct blob from;	     /* the compressed bytes, and perhaps more */
	struct unpack_total *total;  /* may be NULL */
	uint64_t most; /* stop when so many came out (7z: many files are one stream) */
	uint64_t skip; /* bytes to pass over first */

	/* Of the first reading, after unpack_inside: */
	enum codec_end end;
	const char *error; /* why it ended before its end, or NULL */
	bool bomb;
	uint64_t taken; /* of the input */
	uint64_t made;
	uint32_t crc; /* of what was made */
	struct codec_range skipped[CODEC_SKIPPED];
	unsigned skipped_count;

	struct model *m;
	unsigned opened;
};

/* Recognises and scans what u->from decompresses to. A bomb is reported here (MD101, or AS004 for a
 * window that is too large); anything else that is wrong is for the caller, in `end` and `error`.
 */
void unpack_inside(struct model *m, str member, struct unpack *u);

/* The same content as bytes that can be read anywhere, for what holds several members; see
 * model_unpacked. It borrows u. `member` is for what is reported. */
MUST_CHECK bool unpack_blob(struct model *m, str member, struct unpack *u, struct blob *out);

/* MD121 about the name of a member, if it leads somewhere; *absolute: so it does. The finding, or
 * NULL. */
struct finding *unpack_check_name(struct model *m, str name, uint64_t at, bool *absolute);

/* Are all bytes of the blob zero? (False as well when they cannot be read or fuel is out.) */
bool unpack_all_zero(struct model *m, struct blob b);

/* How many bytes the array or the tensors have whose file begins with these bytes, header included;
 * 0 when the header is not wholly here or is something else. */
uint64_t unpack_declared(str head);

#endif
