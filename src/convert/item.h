/* What a model file holds, as plain values: the neutral tree between the readers (pickles, torch,
 * NumPy, safetensors) and the writers (safetensors, NPZ + JSON; the JSON is described in
 * docs/convert.md). A tree in an arena: what Python shares is shared here too, cycles are refused
 * when it is built. Read-only once built. */
#ifndef CONVERT_ITEM_H
#define CONVERT_ITEM_H

#include "convert/tensor.h"

enum item_kind {
	ITEM_NULL,
	ITEM_BOOL,
	ITEM_INT,
	ITEM_BIG, /* an int beyond 64 bits: its decimal digits */
	ITEM_FLOAT,
	ITEM_COMPLEX,
	ITEM_TEXT, /* UTF-8; what is no UTF-8 (lone surrogates) is refused by the readers */
	ITEM_BYTES,
	ITEM_SCALAR, /* a NumPy scalar: its dtype's name and an INT, FLOAT, BOOL or TEXT */
	ITEM_LIST,
	ITEM_TUPLE,
	ITEM_SET,  /* frozen or not */
	ITEM_DICT, /* keys are items: any but containers with tensors */
	ITEM_TENSOR,
	ITEM_TYPE,    /* a class or function by its dotted name: a value, never called */
	ITEM_OBJECT,  /* an instance of a class that is known to be data: its attributes */
	ITEM_DROPPED, /* left out on purpose: `text` is its class, `why` the reason */
};

struct item {
	uint8_t kind;
	bool flag;	/* BOOL */
	uint32_t count; /* LIST, TUPLE, SET: elements; DICT, OBJECT: pairs */
	union {
		int64_t number;
		double real[2]; /* FLOAT: the first; COMPLEX */
		str text; /* TEXT, BYTES, BIG, TYPE; SCALAR: the dtype's name; OBJECT: the dotted
			     class; DROPPED */
		struct tensor *tensor;
	};
	const char *why; /* DROPPED */
	/* LIST, TUPLE, SET, SCALAR (one): elements. DICT: key, value, key, value. OBJECT: name
	 * (TEXT), value, ... in the order of the file. */
	struct item *const *element;
};

/* Why something is not converted: a sentence for the user, `where` the path to it in the file's
 * tree ("model.steps.0"), both in arena. */
struct refusal {
	str where, why;
};

#endif
