/* Numbers before and after an upgrade: embeddings and predictions (NPY, NPZ, CSV) and metric files
 * (JSON, CSV), held against each other. What is measured is what NumPy would measure
 * (tests/oracle/compare.py); what is still within tolerance is decided by judge.c.
 *
 * Pure: reads blobs, keeps everything in the arena. Memory is two blocks and one double a row (the
 * cosines, whose percentiles are exact), whatever the size of the arrays. Both inputs may be
 * hostile. */
#ifndef COMPARE_COMPARE_H
#define COMPARE_COMPARE_H

#include "base/blob.h"
#include "base/buf.h"

enum compare_as {
	COMPARE_AS_AUTO,
	COMPARE_AS_METRICS, /* a CSV file holds a name and a number a line */
	COMPARE_AS_TABLE,   /* it holds columns */
};

enum compare_header { COMPARE_HEADER_AUTO, COMPARE_HEADER_YES, COMPARE_HEADER_NO };

/* What is asked for. Shares are fractions: 0.01 is one per cent. */
struct compare_ask {
	double tolerance;   /* of metrics, values and lengths of rows, relative */
	double absolute;    /* differences up to this are never too large */
	double min_cosine;  /* of every row */
	double max_changed; /* share of labels, or of rows with another largest value */
	bool predictions;   /* rows are scores of classes, even if they are no probabilities */
	enum compare_as as;
	enum compare_header header;
	const str *metrics; /* globs: only metrics of these names are judged */
	uint32_t metric_count;
};

enum compare_verdict {
	COMPARE_WITHIN,
	COMPARE_OUTSIDE,
	COMPARE_INCOMPARABLE,
	COMPARE_SKIPPED, /* not judged: `why` */
	COMPARE_VERDICTS,
};

enum compare_kind {
	COMPARE_ROWS,	/* each row is a vector: an embedding, scores of classes */
	COMPARE_VALUES, /* each number stands for itself */
	COMPARE_LABELS, /* equal or not: integers, texts */
	COMPARE_METRIC, /* one number with a name */
	COMPARE_KINDS,
};

/* Places are indices of elements in C order, rows from 0 on. */
struct compare_numbers {
	uint64_t values, rows, columns;

	double max_absolute, max_relative; /* |a - b|, and that over |a| where a is not 0 */
	uint64_t max_absolute_at, max_relative_at;
	double worst[2];    /* the values at max_absolute_at */
	uint64_t from_zero; /* values that were 0 and are not */

	uint64_t nan[2], infinite[2];
	uint64_t moved, moved_at; /* not finite in one only, or infinities of two signs */

	/* ROWS. Elements that are not finite in both alike are left out of their row. */
	double cosine_min, cosine_p1, cosine_median;
	uint64_t cosine_min_at;
	bool has_cosine, ranked;	/* there is one; there are percentiles too */
	uint64_t no_cosine;		/* rows without: something moved, or squares overflow */
	double length_low, length_high; /* of |b| / |a| */
	uint64_t length_low_at, length_high_at;
	bool probabilities;	      /* every row: nothing negative, and the sum is 1 */
	uint64_t changed, changed_at; /* rows whose largest value is another's; LABELS: values */

	/* VALUES: the largest difference among those over the relative tolerance. */
	double far_off;
	uint64_t far_at;
	double far_values[2];
	double magnitude; /* mean of |a| */
};

struct compare_item {
	enum compare_kind kind;
	enum compare_verdict verdict;
	str name; /* of the array in its archive, the column, the metric; may be empty */
	str why;  /* unless within: one line of text */
	str dtype[2], shape[2];
	double value[2]; /* METRIC */
	struct compare_numbers n;
};

struct compare_side {
	const char *format; /* a literal: "npy" ...; NULL: not known */
	struct blob blob;
};

struct compare_result {
	enum compare_verdict verdict; /* of all: incomparable before outside before within */
	bool unread;		      /* a blob could not be read */
	int at;			      /* the side that `where` and `why` are about; -1: both */
	str where, why;		      /* why nothing at all was compared; or empty */
	struct compare_side side[2];
	struct compare_item *items;
	uint32_t item_count; /* at most LIMIT_COMPARE_ITEMS: the rest was within tolerance */
	uint64_t counts[COMPARE_VERDICTS];
	uint64_t only_after; /* arrays or metrics that are new */
};

/* `side[].blob` is what is to be compared. */
void compare_run(struct arena *a, const struct compare_ask *ask, struct compare_result *r);

#endif
