/* NumPy's array file (NEP 1; numpy/lib/format.py): magic, version, a header that is the literal of
 * a Python dict, then the array's bytes, or a pickle when the dtype has Python objects in it. The
 * literal is read here by a small parser with bounded depth that builds nothing; a dtype is
 * reduced to its size and to whether it holds objects. */
#ifndef MODEL_NPY_H
#define MODEL_NPY_H

#include "base/blob.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/limits.h"

#define NPY_MAGIC "\x93NUMPY"
#define NPY_ISSUES 16

enum npy_diag {
	NPY_DIAG_NONE,
	NPY_DIAG_MAGIC,
	NPY_DIAG_SHORT,	  /* ends inside what precedes the array */
	NPY_DIAG_VERSION, /* not 1.0, 2.0 or 3.0 */
	NPY_DIAG_SIZE,	  /* header over LIMIT_NPY_HEADER */
	NPY_DIAG_DEPTH,	  /* nested deeper than LIMIT_NPY_DEPTH */
	NPY_DIAG_SYNTAX,  /* not a literal of dict, list, tuple, string, number, bool */
	NPY_DIAG_KEY,	  /* a key that is none of the three */
	NPY_DIAG_TWICE,	  /* a key that was there before */
	NPY_DIAG_MISSING, /* one of the three is not there */
	NPY_DIAG_DESCR,	  /* a dtype that no writer writes, or NumPy does not know */
	NPY_DIAG_FORTRAN, /* fortran_order is no bool */
	NPY_DIAG_SHAPE,	  /* shape is no tuple of integers */
	NPY_DIAG_DIM,	  /* negative, or more than LIMIT_NPY_DIMS of them */
	NPY_DIAG_OVERFLOW /* shape x item size does not fit into 63 bits */
};

struct npy {
	unsigned major, minor;
	uint64_t header_bytes; /* as the file says */
	uint64_t data_at;      /* where the array's bytes begin */
	bool readable;	       /* the header was read to its end: what follows means something */
	bool fortran;
	bool object;	     /* Python objects somewhere in the dtype: a pickle follows */
	bool unsure;	     /* a dtype that was not understood: it may be one */
	uint8_t kind, order; /* of a simple dtype ('f', '<'); 0: structured, or unknown */
	uint64_t item, count, bytes;
	unsigned dims; /* may be more than `shape` holds: then there is an issue */
	uint64_t shape[LIMIT_ROOM(LIMIT_NPY_DIMS)];
	str descr; /* the dtype as it is written, a literal; borrows from the room */
	struct diag issues[NPY_ISSUES]; /* in order of offset of the check */
	unsigned issue_count;
};

/* Reads what precedes the array. False when `readable` is: the issues say why. `room` holds the
 * header meanwhile; many arrays of one file may share it. */
bool npy_read(struct buf *room, struct blob b, struct npy *out);

#endif
