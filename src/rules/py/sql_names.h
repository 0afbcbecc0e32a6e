/* Are the computed parts of a text quoted names, or the program's own? */
#ifndef RULES_PY_SQL_NAMES_H
#define RULES_PY_SQL_NAMES_H

#include "engine/check.h"

/* Every part of the expression that is not constant is the result of a function that quotes (its
 * name says so), a list of placeholders, a number, or, if `attributes` count, one of the object at
 * hand. */
bool sql_parts_are_own(struct check *c, const struct node *text, bool attributes);

#endif
