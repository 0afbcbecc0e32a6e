/* Protocol buffers on the wire, read without a schema and without holding the file: a message is a
 * range of offsets, its fields come one at a time, and what a length-delimited field holds is
 * passed over unless the caller enters it. Memory is one window, whatever the file's size.
 *
 * After an error the message at hand ends (pb_next says false); the first error is kept in p->diag
 * and the messages around it go on. */
#ifndef MODEL_PROTOBUF_H
#define MODEL_PROTOBUF_H

#include "base/blob.h"

enum pb_wire {
	PB_VARINT = 0,
	PB_FIXED64 = 1,
	PB_BYTES = 2,
	PB_GROUP = 3, /* a whole group, passed over */
	PB_GROUP_END = 4,
	PB_FIXED32 = 5,
};

enum pb_code {
	PB_DIAG_NONE,
	PB_DIAG_VARINT, /* more than 10 bytes, or more than 64 bits */
	PB_DIAG_CUT,	/* the message ends inside a field */
	PB_DIAG_LENGTH, /* a length reaches beyond the message */
	PB_DIAG_NUMBER, /* field number 0, or a tag of more than 32 bits */
	PB_DIAG_WIRE,	/* wire type 6 or 7 */
	PB_DIAG_GROUP,	/* groups do not close as they were opened */
	PB_DIAG_DEPTH,	/* groups in groups beyond LIMIT_PB_DEPTH */
	PB_DIAG_FUEL,	/* more than LIMIT_PB_FIELDS fields */
	PB_DIAG_READ,	/* the bytes cannot be had */
};

struct pb_diag { /* as struct diag, with an offset that fits files beyond 4 GiB */
	enum pb_code code;
	uint64_t offset;
	const char *msg;
};

struct pb_range {
	uint64_t at, end;
};

struct pb_field {
	uint64_t at; /* of its tag */
	uint32_t number;
	enum pb_wire wire;
	uint64_t value;	      /* of PB_VARINT, PB_FIXED32 and PB_FIXED64 */
	struct pb_range body; /* of PB_BYTES: the content */
};

struct pb {
	struct blob blob;
	struct arena *arena;
	uint8_t *store; /* in arena: what the window is read into, when the blob is not memory */
	str window;
	uint64_t window_at;
	uint64_t fuel; /* fields that may still be read */
	struct pb_diag diag;
};

/* borrows the blob */
struct pb pb_of(struct arena *a, struct blob b);

static inline struct pb_range pb_all(const struct pb *p)
{
	return (struct pb_range){0, p->blob.size};
}

static inline uint64_t pb_size(const struct pb_field *f)
{
	return f->body.end - f->body.at;
}

/* The next field of the message `in`, which moves on. False at its end and after an error. */
bool pb_next(struct pb *p, struct pb_range *in, struct pb_field *f);
/* One varint of a packed field; `in` moves on. False at its end and after an error. */
bool pb_varint(struct pb *p, struct pb_range *in, uint64_t *value);

/* The first bytes of a PB_BYTES field, at most `most`: borrowed from memory, or copied to `to`,
 * which has room for them. Empty for fields of other kinds. */
str pb_bytes(struct pb *p, const struct pb_field *f, uint8_t *to, size_t most);
/* All of its bytes if they are no more than `most` (otherwise the first of them), in arena. */
str pb_keep(struct pb *p, const struct pb_field *f, size_t most);
/* The content as a blob of its own. */
struct blob pb_blob(const struct pb *p, const struct pb_field *f);

/* ---- For recognition: messages whose end need not be there ---- */

/* A field a format knows; ended by number 0. Unpacked numbers of a packed field are PB_BYTES's
 * equals: list both. */
struct pb_known {
	uint32_t number;
	enum pb_wire wire;
};

/* What the first fields of a message are: read from its beginning on until the bytes end. */
struct pb_look {
	uint64_t seen;	/* bit n: field n (below 64) occurred */
	unsigned known; /* fields that are in the list */
	unsigned odd;	/* fields that are not, or have another wire type */
	bool whole;	/* ended exactly at `size` */
	bool bad;	/* no message */
};

/* `head` holds the beginning of a message of `size` bytes. */
struct pb_look pb_look(str head, uint64_t size, const struct pb_known *known);
/* The content of the first PB_BYTES field `number` in head, as far as head holds it; *size is its
 * whole length. p == NULL: there is none. */
str pb_look_into(str head, uint64_t size, uint32_t number, uint64_t *inner_size);
/* The same for the n-th (from 0 on) of several. */
str pb_look_nth(str head, uint64_t size, uint32_t number, unsigned n, uint64_t *inner_size);

#endif
