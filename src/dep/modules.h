/* Which distribution a module comes from, and the other way round, where the names differ: a table
 * written from general knowledge. And what need not be imported to be used. */
#ifndef DEP_MODULES_H
#define DEP_MODULES_H

#include "base/arena.h"

#define MODULES_VERSION "1"
#define MODULES_DATE "2026-11-26"

/* The distributions that have this module ("google.cloud.storage", "cv2"), separated by spaces: of
 * the longest part of the name that is known; NULL: it is not known. */
const char *modules_distributions(str module);
/* How modules may be called that belong to a distribution because their names agree, in squeezed
 * form: "foo-bar" has foo_bar, "python-foo" and "pyfoo" have foo. Returns how many. */
#define MODULES_NAMES 20
uint32_t modules_names(struct arena *a, str normal, str names[MODULES_NAMES]);
/* Lower case, without hyphens, underscores and dots. In arena. */
str modules_squeezed(struct arena *a, str s);
/* Several distributions share this first part of their modules' names. */
PURE bool modules_is_namespace(str top);
/* In the standard library of some CPython from 2.7 to 3.14. */
PURE bool modules_is_standard(str top);
/* Used without an import: tools, plugins, drivers, stubs, what others load by name. */
PURE bool modules_is_tool(str normal);

#endif
