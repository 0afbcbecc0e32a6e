/* Safe automatic fixes of calls. */
#ifndef RULES_PY_EDIT_H
#define RULES_PY_EDIT_H

#include "engine/check.h"

/* Makes the call pass `name=value`: replaces the value of a keyword that is written in the call, or
 * adds the keyword at the end. Where neither is certainly right (a comment or a generator stands in
 * the way) the finding just gets no edit. */
void edit_keyword(struct check *c, struct finding *f, const struct node *call, const char *name,
		  const char *value);

/* Takes the keyword out of the call, with the comma that belongs to it. */
void edit_drop_keyword(struct check *c, struct finding *f, const struct node *call,
		       const char *name);

#endif
