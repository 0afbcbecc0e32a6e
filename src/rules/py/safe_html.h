/* Has a text that is declared safe HTML been escaped where one can see it? */
#ifndef RULES_PY_SAFE_HTML_H
#define RULES_PY_SAFE_HTML_H

#include "engine/check.h"

/* `text` is the argument of mark_safe() or its kin; the check stands at that call. */
bool html_is_safe(struct check *c, const struct node *text);

#endif
