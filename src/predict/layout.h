/* The two files of a converted model, opened: the JSON's tree, and the arrays it names, as docs/
 * convert.md has them. Everything is checked here that a reader of an ITEM may rely on; what is
 * wrong is said once, by the first who finds it, with the path in the tree. */
#ifndef PREDICT_LAYOUT_H
#define PREDICT_LAYOUT_H

#include "base/map.h"
#include "pack/zip.h"
#include "predict/predict.h"
#include "text/tree.h"

struct layout {
	struct arena *arena;
	struct blob npz;
	struct map members; /* array name -> index of its entry in zip */
	const struct zip *zip;
	const struct tree *root;
	struct buf room;	       /* for NPY headers */
	uint64_t held;		       /* bytes of arrays that were read */
	struct predict_result *result; /* borrows; where errors go */
};

/* An ITEM and the path to it. */
struct part {
	const struct tree *item; /* NULL: absent */
	str path;
};

#define LAYOUT_DIMS 3

struct numbers {   /* an array as doubles, the last index fastest */
	double *v; /* in arena */
	unsigned dims;
	uint64_t shape[LAYOUT_DIMS];
	uint64_t count;
};

enum labels_kind { LABELS_INT, LABELS_UINT, LABELS_FLOAT, LABELS_BOOL, LABELS_TEXT };

struct labels { /* classes_ */
	enum labels_kind kind;
	uint32_t count;
	union {
		int64_t number; /* INT, BOOL */
		uint64_t large;
		double real;
		str text; /* UTF-8 */
	} * v;		  /* in arena */
	str descr;     /* what an NPY file of them says: '<i8'; for text made when it is written */
	unsigned item; /* bytes of one in NPY; text: characters of the longest */
};

/* False: not what docs/convert.md describes; said in *result. */
MUST_CHECK bool layout_open(struct layout *l, struct arena *a, const struct predict_job *job,
			    struct predict_result *result);

/* Refuses: the first refusal stays. Always false. */
bool layout_refuse(struct layout *l, struct part at, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* The last component of an object's class when it is one of scikit-learn, else empty. */
str layout_class(struct part object);
/* The whole name, shortened and made printable, for messages. */
str layout_class_shown(struct layout *l, struct part object);
/* An attribute of an object, in the group its name belongs to; item == NULL when it is absent. */
struct part layout_attribute(struct layout *l, struct part object, const char *name);
/* Children of a list or tuple, in order; NULL (and count 0) for anything else. */
const struct tree *layout_elements(struct part list, uint32_t *count);
struct part layout_element(struct layout *l, struct part list, const struct tree *item, uint32_t i);

bool layout_is_none(struct part p); /* absent, or null */
/* Scalars of every notation. False: something else, nothing is said. */
MUST_CHECK bool layout_number(struct part p, double *out);
MUST_CHECK bool layout_text(struct part p, str *out);
/* A bool; `otherwise` when absent or something else. */
bool layout_flag(struct part p, bool otherwise);

/* Arrays, lists of numbers, and a number (then without dimensions). Refuses what is none. */
MUST_CHECK bool layout_numbers(struct layout *l, struct part p, struct numbers *out);
/* The same, and all of it finite. */
MUST_CHECK bool layout_finite(struct layout *l, struct part p, struct numbers *out);
MUST_CHECK bool layout_labels(struct layout *l, struct part p, struct labels *out);
/* "[3, 4]", for messages. */
str layout_shape(struct layout *l, const struct numbers *n);

/* Text of others for a message: quoted, at most 60 bytes, valid UTF-8 on one line. */
str layout_quoted(struct arena *a, str s);

#endif
