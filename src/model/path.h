/* Names of other files inside a model: where may they lead? */
#ifndef MODEL_PATH_H
#define MODEL_PATH_H

#include "base/str.h"

/* Why a path that should name a file beside the model may lead elsewhere, as the end of a sentence
 * ("goes up with `..`"); NULL when it cannot (symbolic links apart). Separators of every system
 * count: what is harmless here is a path elsewhere. */
PURE const char *path_leaves(str path);
/* Does a path that may be absolute name what no model has a reason to read: the system's files,
 * keys, another machine? */
PURE bool path_is_telling(str path);

#endif
