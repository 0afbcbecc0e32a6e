/* The numbers in a model's tensors (--weights): each format hands its tensors over in the order of
 * the file, and what is odd about them is told once a kind, with the first tensor and the count. */
#ifndef RULES_MODEL_WEIGHTS_H
#define RULES_MODEL_WEIGHTS_H

#include "engine/model.h"
#include "model/weights.h"

enum weights_oddity { ODD_NAN, ODD_INF, ODD_ZERO, ODD_CONSTANT, ODD_HUGE, ODD_KINDS };

struct weights_look {
	struct model *m;
	uint8_t *room;
	bool data; /* an array of any numbers, not a trained model: all is information */
	bool unreadable;
	uint64_t tensors; /* looked at */
	uint64_t left;	  /* bytes that may be read: tensors that share bytes end here */
	struct {
		uint64_t tensors;
		uint64_t offset; /* of the first */
		str name;	 /* of the first, in arena */
		bool normal;	 /* all of them are what honest models have */
	} odd[ODD_KINDS];
};

/* False: --weights was not asked for. */
bool weights_begin(struct weights_look *l, struct model *m);
/* `bytes` of numbers at `offset` of m. */
void weights_tensor(struct weights_look *l, enum weights_type type, bool big_endian,
		    uint64_t offset, uint64_t bytes, str name);
void weights_end(struct weights_look *l);

#endif
