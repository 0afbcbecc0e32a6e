/* Rows of features from NPY or CSV, a block at a time, in the model's order of columns. */
#ifndef PREDICT_ROWS_H
#define PREDICT_ROWS_H

#include "model/npy.h"
#include "predict/array.h"
#include "predict/csv.h"
#include "predict/model.h"

struct rows {
	struct arena *arena;
	struct predict_result *result; /* borrows; where errors go */
	const struct model *model;
	struct blob input;
	size_t block;	/* rows of a block at most */
	uint64_t first; /* number of the block's first row */
	bool csv;

	/* NPY */
	struct npy npy;
	struct array_rows array;

	/* CSV */
	struct csv text;
	uint32_t *place;	  /* of each column: the feature it holds */
	uint64_t *lines;	  /* of each row of the block */
	bool pending;		  /* the first record was read, and is data: */
	struct csv_record record; /* the record that is looked at */
};

MUST_CHECK bool rows_open(struct rows *r, struct arena *a, const struct predict_job *job,
			  const struct model *m, struct predict_result *result);
/* Up to r->block rows to `to`; 0 at the end. False: the input is refused, or unreadable. */
MUST_CHECK bool rows_next(struct rows *r, double *to, size_t *got);
/* How many rows there are in all; a CSV file is read to its end for that. Before rows_next. */
MUST_CHECK bool rows_count(struct rows *r, const struct predict_job *job, uint64_t *out);
/* "row 3, column 0 (age)", "line 5, column 1 (age)": of a row of the block that was read last. */
str rows_where(const struct rows *r, size_t row, uint32_t feature);
/* Refuses the input at a place (may be empty). Always false. */
bool rows_refuse(struct rows *r, str where, const char *fmt, ...) PRINTF_LIKE(3, 4);

#endif
