/* Poetry's constraints (documentation: "Dependency specification") as PEP 440 specifiers: `^1.2.3`,
 * `~1.2`, `1.*`, `*`, `1.2.3` (exact), ranges with commas or blanks between. */
#ifndef DEP_POETRY_H
#define DEP_POETRY_H

#include "dep/specifier.h"

/* False: no constraint of one range (`||` is none: PEP 440 has nothing like it). In arena. */
MUST_CHECK bool poetry_specifiers(struct arena *a, str text, struct specifiers *out);

#endif
