/* Universal Binary JSON (ubjson.org, draft 12) as XGBoost writes it: checked from beginning to end,
 * nothing is held. */
#ifndef MODEL_UBJSON_H
#define MODEL_UBJSON_H

#include "base/stream.h"

enum ubjson_code {
	UBJSON_DIAG_NONE,
	UBJSON_DIAG_CUT,    /* ends inside a value */
	UBJSON_DIAG_MARKER, /* a type that does not exist */
	UBJSON_DIAG_LENGTH, /* a negative length or count */
	UBJSON_DIAG_DEPTH,  /* nested beyond LIMIT_TEXT_DEPTH */
};

struct ubjson_diag {
	enum ubjson_code code;
	uint64_t offset;
	const char *msg;
};

/* Does `head` begin an object, and with which key (empty: it does not)? */
str ubjson_first_key(str head);
/* Reads one value; *end is where it ended. False: d says why. */
bool ubjson_read(struct stream *s, uint64_t *end, struct ubjson_diag *d);

#endif
