/* Licences as SPDX identifiers and expressions ("MIT OR Apache-2.0"). Nothing is guessed: a text
 * that is no identifier stays as it is. */
#ifndef DEP_LICENCE_H
#define DEP_LICENCE_H

#include "base/str.h"

/* Of the last part of a classifier ("MIT License"): its identifier, or the text itself. */
str licence_of_classifier(str name);

/* Does `denied` hold for the licence whichever of its alternatives (OR) is chosen? */
bool licence_denied(str expression, bool (*denied)(const void *ctx, str id), const void *ctx);

#endif
