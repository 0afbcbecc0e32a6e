/* One dependency as PEP 508 writes it: `name[extra] >=1.0; marker` or `name @ URL ; marker`. */
#ifndef DEP_REQUIREMENT_H
#define DEP_REQUIREMENT_H

#include "dep/marker.h"

struct requirement {
	str name;	   /* as written */
	str normal;	   /* PEP 503; in arena */
	const str *extras; /* normal forms, in arena */
	size_t extra_count;
	struct specifiers specifiers;
	str url;		     /* empty: from an index */
	const struct marker *marker; /* NULL: always */
	str marker_text;
};

struct requirement_error {
	size_t offset; /* in the text */
	const char *expected;
};

/* In arena, texts borrowed. False: *error says what was expected where. */
MUST_CHECK bool requirement_parse(struct arena *a, str text, struct requirement *r,
				  struct requirement_error *error);

/* Is it a name by PEP 508? */
PURE bool package_name_valid(str name);

#endif
