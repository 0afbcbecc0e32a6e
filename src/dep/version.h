/* Versions of Python packages: PEP 440, exactly as `packaging` parses and orders them. */
#ifndef DEP_VERSION_H
#define DEP_VERSION_H

#include "base/buf.h"

enum version_pre { VERSION_FINAL, VERSION_ALPHA, VERSION_BETA, VERSION_RC };

struct version {     /* slices borrow; numbers are digits of any length */
	str epoch;   /* empty = 0 */
	str release; /* "1.2.3" */
	enum version_pre pre;
	str pre_number;
	bool is_post, is_dev;
	str post_number, dev_number; /* empty = 0 */
	str local;		     /* without `+`; empty = none */
};

/* False when the text is no version by PEP 440, appendix B (white space around it is fine). */
MUST_CHECK bool version_parse(str text, struct version *v);

/* <0, 0, >0, the total order of PEP 440. */
PURE int version_compare(const struct version *a, const struct version *b);

/* The normal form: "1.0RC1" -> "1.0rc1". */
void version_print(struct buf *out, const struct version *v);

/* PEP 503: lower case, runs of `-_.` become one `-`; in arena. */
str package_normal_name(struct arena *a, str name);

#endif
