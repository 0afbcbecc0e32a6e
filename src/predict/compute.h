/* A model on a block of rows. */
#ifndef PREDICT_COMPUTE_H
#define PREDICT_COMPUTE_H

#include "predict/model.h"

struct compute {
	const struct model *model;
	double *x, *other; /* blocks of block x width: rows, and room for steps */
	double *scores;	   /* block x scores, link applied */
	double *w;	   /* scratch of one row: votes, coupling */
};

/* Room for blocks of so many rows; in arena. */
void compute_init(struct compute *c, struct arena *a, const struct model *m, size_t block);
/* The steps on the rows in c->x; what comes out, borrowed until the next call. */
const double *compute_steps(struct compute *c, size_t rows);
/* Scores of rows that have been through the steps. False: some are not finite. */
bool compute_scores(struct compute *c, const double *x, size_t rows);

/* Of a row's scores: the class; what decision_function gives (model_decisions() values); the
 * probability of each class. */
uint32_t compute_label(struct compute *c, const double *scores);
void compute_decisions(struct compute *c, const double *scores, double *out);
void compute_proba(struct compute *c, const double *scores, double *out);

/* The first of n numbers that is not finite (NaN does not count with `nan`); n when all are. */
size_t compute_not_finite(const double *v, size_t n, bool nan);

#endif
