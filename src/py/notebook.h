/* Jupyter notebooks (nbformat 3 and 4) as one Python module, with the way back: every byte of the
 * module knows its cell, its line there, and its place in the JSON text on disk. */
#ifndef PY_NOTEBOOK_H
#define PY_NOTEBOOK_H

#include "base/arena.h"
#include "base/diag.h"

enum notebook_diag {
	NOTEBOOK_DIAG_NONE,
	NOTEBOOK_DIAG_JSON,  /* no JSON: offset is where it stops being some */
	NOTEBOOK_DIAG_SHAPE, /* JSON, but without cells */
	NOTEBOOK_DIAG_SIZE,  /* more code than LIMIT_SOURCE_BYTES */
};

/* A run of the module's source that came from one place of one JSON string. Runs follow each other
 * in the order of `start`; what lies between two (added line ends) belongs to the earlier. */
struct notebook_run {
	uint32_t start, end;	  /* in the module */
	uint32_t raw, raw_end;	  /* in the bytes on disk */
	uint32_t line, column;	  /* on disk, of `raw`: 1-based, column in code points */
	uint32_t cell, cell_line; /* 1-based; cells of all types count */
	uint32_t added;		  /* bytes at its start that are not on disk */
};

struct notebook {
	str bytes;  /* on disk; borrows */
	str source; /* the module, for PY_PARSE_NOTEBOOK; in arena, followed by 64 zero bytes */
	struct notebook_run *runs;
	uint32_t run_count;
	uint32_t cells, code_cells;
	str language; /* of the kernel, when it is not Python: then there is no source */
};

struct notebook_place {
	uint32_t offset; /* in the bytes on disk */
	uint32_t line, column, cell, cell_line;
};

/* Reads a notebook into *nb, in arena. False and *d when it is none, or cut short by a limit. */
MUST_CHECK bool notebook_read(struct arena *a, str bytes, struct notebook *nb, struct diag *d);

/* Where byte `offset` of the module is; all zero in a notebook without code. */
struct notebook_place notebook_place(const struct notebook *nb, uint32_t offset);

#endif
