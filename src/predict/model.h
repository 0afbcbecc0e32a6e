/* A model as it is computed: steps that change a block of rows, then a linear function of it, then
 * what its class makes of the values. Built from a layout, read-only afterwards, in arena. */
#ifndef PREDICT_MODEL_H
#define PREDICT_MODEL_H

#include "predict/layout.h"

enum step_kind {
	STEP_CENTER,	/* x - a, x / b; either may be NULL */
	STEP_RANGE,	/* x * a + b */
	STEP_CLIP,	/* into [low, high] */
	STEP_IMPUTE,	/* a where x is NaN, then as STEP_PICK */
	STEP_PICK,	/* columns pick[0 .. out) */
	STEP_NORMALIZE, /* rows to norm 1 */
	STEP_BINARIZE,	/* 1 where x > low, else 0 */
	STEP_PROJECT,	/* (x - a) . rows of w, / b; a and b may be NULL */
};

enum step_norm { NORM_L1, NORM_L2, NORM_MAX };

struct step {
	enum step_kind kind;
	bool takes_nan;	  /* scikit-learn's class lets missing values through (or fills them) */
	uint32_t in, out; /* columns */
	const double *a, *b;
	const double *w; /* PROJECT: out rows of in */
	const uint32_t *pick;
	double low, high;
	enum step_norm norm;
	str path; /* of the step in the model, for messages */
};

enum decide {		     /* labels */
	      DECIDE_VALUES, /* none: a regressor */
	      DECIDE_SIGN,   /* two classes: score > 0 */
	      DECIDE_SIGN_0, /* two classes of SVC: score >= 0 */
	      DECIDE_LARGEST,
	      DECIDE_VOTES, /* SVC: one against one */
};

enum link { LINK_IDENTITY, LINK_LOG };

enum proba {
	PROBA_NONE,
	PROBA_EACH,    /* a sigmoid for each class, normalised */
	PROBA_SOFTMAX, /* of the scores; for two classes of [-score, score] */
	PROBA_HUBER,   /* of modified_huber */
	PROBA_PLATT,   /* of SVC */
};

struct model {
	uint32_t features;
	str *names; /* of the features, or NULL */
	struct step *steps;
	uint32_t step_count, step_room;
	uint32_t width; /* of the widest block: features, or what a step makes */
	bool takes_nan; /* a missing value gets filled before anything refuses it */
	bool spreads;	/* what is not finite in a row makes a score of it not finite */

	/* The linear function. */
	uint32_t in, scores;
	const double *w, *b; /* scores rows of in; scores */
	bool flat;	     /* one output without a dimension of its own */
	enum decide decide;
	enum link link;
	struct labels labels; /* of a classifier */

	enum proba proba;
	bool ovo, break_ties; /* SVC: decision values as they are; of the votes' ties */
	const double *platt_a, *platt_b;
	bool decisions; /* there is a decision_function */
};

/* False: refused, in l->result. */
MUST_CHECK bool model_load(struct layout *l, struct model *out);

/* Values that decision_function gives of a row, and classes. */
PURE uint32_t model_decisions(const struct model *m);

/* ---- of model.c for its parts ---- */

/* A step of a pipeline, `in` columns wide; *known says whether it is one that is known. */
bool step_load(struct layout *l, struct part p, struct model *m, uint32_t in, bool *known);
/* The estimator at a pipeline's end. */
bool linear_load(struct layout *l, struct part p, struct model *m, uint32_t in);

#endif
