/* What TensorFlow's operators can do beyond computing. */
#ifndef RULES_MODEL_TF_DANGER_H
#define RULES_MODEL_TF_DANGER_H

#include "engine/finding.h"

enum tf_reach {
	TF_COMPUTES,
	TF_PYTHON,     /* calls Python */
	TF_FILE,       /* reads, writes, lists or deletes files */
	TF_NETWORK,    /* connects or listens */
	TF_NATIVE,     /* runs code that is no graph, or ends the process */
	TF_CHECKPOINT, /* reads or writes checkpoints: normal in a saver's functions */
	TF_CACHE,      /* keeps what it reads in memory, or in a file if it is given one */
	TF_TABLE,      /* reads a vocabulary: normal with assets */
};

struct tf_danger {
	enum tf_reach reach;
	enum level severity;
	const char *does; /* "reads a file" */
};

/* Looked up by exact name; never NULL. */
const struct tf_danger *tf_danger_of(str op);

#endif
