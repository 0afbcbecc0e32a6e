/* What is predicted as text, CSV, JSON lines or NPY. */
#ifndef PREDICT_OUTPUT_H
#define PREDICT_OUTPUT_H

#include "predict/compute.h"

struct output {
	struct predict_sink *sink;
	struct buf out; /* not written yet */
	const struct model *model;
	enum predict_format format;
	enum predict_what what;
	str *labels;	   /* each class as it is written */
	double *values;	   /* probabilities or decisions of a row */
	uint32_t width;	   /* of `values`, or outputs of a regressor */
	struct buf quoted; /* scratch */
};

/* `rows` matters for NPY only. False: it cannot be written. */
MUST_CHECK bool output_begin(struct output *o, struct arena *a, const struct predict_job *job,
			     const struct model *m, uint64_t rows);
MUST_CHECK bool output_rows(struct output *o, struct compute *c, size_t rows);
MUST_CHECK bool output_end(struct output *o);

#endif
