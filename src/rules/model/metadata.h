/* Metadata of model files that is code: nothing reads it that way, so it waits for somebody who
 * does. */
#ifndef RULES_MODEL_METADATA_H
#define RULES_MODEL_METADATA_H

#include "engine/model.h"

/* One text of m's metadata, at `offset` or MODEL_NOWHERE. */
void metadata_check(struct model *m, str key, str value, uint64_t offset);

#endif
