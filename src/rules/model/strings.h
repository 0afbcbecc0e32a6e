/* What texts inside models say: addresses that nobody documents, commands. Information only: a text
 * does nothing by itself, but tells the reader where to look. */
#ifndef RULES_MODEL_STRINGS_H
#define RULES_MODEL_STRINGS_H

#include "engine/model.h"

/* Looks at the value of a key (or a string without one) of m's metadata. */
void strings_check(struct model *m, str key, str value);

#endif
