/* The core metadata of a Python package: METADATA and PKG-INFO, wherever they come from. */
#ifndef DEP_METADATA_H
#define DEP_METADATA_H

#include "dep/lock.h"

/* The package that the headers of `text` describe, with what it asks for as DEP_NAMED. `at` is
 * where the text begins in the file; STR_NONE: it has no lines there. */
void metadata_read(struct lock *l, str text, size_t at, enum dep_kind kind);

#endif
