/* Predicts with a converted model: NPZ + JSON as docs/convert.md describes them, rows from NPY or
 * CSV. Linear models, and pipelines of scalers, imputers, PCA and selections before one; anything
 * else is refused by the name of its class. Results are scikit-learn's: labels exactly, numbers
 * within 1e-12 (tests/oracle/convert_predict.py), and the same bits on every machine.
 *
 * Pure: reads blobs, writes through a callback, keeps everything in the arena. Memory is the
 * model's and a block of rows', whatever the number of rows; all three inputs may be hostile. */
#ifndef PREDICT_PREDICT_H
#define PREDICT_PREDICT_H

#include "base/blob.h"
#include "base/buf.h"

/* Where what is predicted goes, in order. False: it cannot be written; nothing is asked again. */
struct predict_sink {
	bool (*write)(struct predict_sink *s, str bytes);
};

enum predict_format {
	PREDICT_TEXT,
	PREDICT_CSV,
	PREDICT_JSONL,
	PREDICT_NPY,
};

enum predict_header {			   /* of a CSV file */
		      PREDICT_HEADER_AUTO, /* a header is what holds the model's feature names */
		      PREDICT_HEADER_YES,
		      PREDICT_HEADER_NO,
};

enum predict_what {
	PREDICT_LABELS,
	PREDICT_PROBA,	  /* probabilities (beside the labels, but in NPY) */
	PREDICT_DECISION, /* what decision_function gives, likewise */
};

struct predict_job {
	struct blob npz;
	str config;	   /* the JSON beside it; at most LIMIT_PREDICT_CONFIG bytes */
	struct blob input; /* NPY when it begins as one, else CSV */
	struct predict_sink *sink;
	enum predict_what what;
	enum predict_format format;
	enum predict_header header;
};

enum predict_end {
	PREDICT_DONE,
	PREDICT_MODEL,	/* the model is refused */
	PREDICT_INPUT,	/* the rows are refused */
	PREDICT_ASKED,	/* the model has no probabilities, or no decision values: usage */
	PREDICT_UNREAD, /* a blob cannot be read */
	PREDICT_UNWRITTEN,
};

struct predict_result {
	enum predict_end end;
	/* What is wrong, in arena; hostile text is quoted and cut, so both are valid UTF-8 on one
	 * line. `where` is a place in the model ("root.steps.1.coef_", "arrays.sha256") or in the
	 * input ("line 3, column 2 (income)", "row 17, column 0", or empty). */
	str where, why;
	uint64_t rows; /* predicted */
};

/* When it ends other than PREDICT_DONE, what was written until then is of no use. */
struct predict_result predict_run(struct arena *a, const struct predict_job *job);

#endif
