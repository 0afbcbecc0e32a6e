/* Prediction as a task (engine/task.h): the jail's half and the record that it answers. */
#ifndef ENGINE_PREDICT_TASK_H
#define ENGINE_PREDICT_TASK_H

#include "engine/task.h"
#include "predict/predict.h"

struct predict_ask { /* ctx of the task; its descriptors: NPZ, its JSON, input, output */
	enum predict_what what;
	enum predict_format format;
	enum predict_header header;
};

struct task_job predict_task(const struct predict_ask *ask);

struct predict_answer {
	enum predict_end end;
	int error;   /* errno of what could not be written; 0: none */
	bool memory; /* it needed more than a task may have */
	str where, why;
	uint64_t rows;
};

/* In arena. False: nonsense. */
MUST_CHECK bool predict_answer_read(struct arena *a, str reply, struct predict_answer *out);

#endif
