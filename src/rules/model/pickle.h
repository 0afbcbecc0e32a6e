/* What formats that may hide a pickle ask of the pickle format. */
#ifndef RULES_MODEL_PICKLE_H
#define RULES_MODEL_PICKLE_H

#include "engine/model.h"

/* Looks for pickles that do something in m's bytes [from, to), of which `where` says what they are
 * ("behind the image's end"): each of the first few is a finding. Linear in the bytes; what lies
 * further than LIMIT_PICKLE_PROBE is not searched. True: there is one. */
bool pickle_search(struct model *m, uint64_t from, uint64_t to, const char *where);

#endif
