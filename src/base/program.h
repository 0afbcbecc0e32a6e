/* The helper programs of assay: where they are. */
#ifndef BASE_PROGRAM_H
#define BASE_PROGRAM_H

#include "base/arena.h"

/* `name` beside this program or where it is installed (../libexec/assay), in arena; NULL: nowhere.
 */
const char *program_find(struct arena *a, const char *name);

#endif
