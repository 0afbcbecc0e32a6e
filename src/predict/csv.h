/* CSV (RFC 4180) as records of cells: quotes, doubled quotes and line ends in quotes, LF or CRLF, a
 * byte order mark. What the RFC does not know is an error, not a guess. */
#ifndef PREDICT_CSV_H
#define PREDICT_CSV_H

#include "base/stream.h"
#include "base/buf.h"

struct csv {
	struct stream *s; /* borrows */
	struct arena *arena;
	uint64_t line;	    /* that is read: from 1 on */
	uint64_t cell_line; /* where the cell began that was read last */
	uint32_t column;    /* of the cell that was read last: from 1 on */
	const char *error;  /* a literal */
	bool quoted;	    /* the cell that was read last: "" is a cell, an empty line is none */
	struct buf cell;
};

enum csv_end {
	CSV_CELL,   /* another cell follows in this record */
	CSV_RECORD, /* it is the record's last */
	CSV_FILE,   /* there was none: the file ends */
	CSV_ERROR,  /* see `error`, `cell_line`, `column` */
};

struct csv_record { /* its cells, copied */
	str *cells;
	uint32_t count, room;
	uint64_t line;
};

void csv_open(struct csv *c, struct arena *a, struct stream *s);
/* The next cell; borrowed until the next call. */
enum csv_end csv_next(struct csv *c, str *cell);
/* A whole record, in arena: at most `most` cells. False: the end, or an error. */
MUST_CHECK bool csv_record(struct csv *c, struct csv_record *r, uint32_t most);

#endif
