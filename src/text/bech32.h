/* Bech32 (BIP 173): does a text end in the checksum of the rest? */
#ifndef TEXT_BECH32_H
#define TEXT_BECH32_H

#include "base/str.h"

/* Upper or lower case, of any length; what is before the last `1` is the human-readable part. */
PURE bool bech32_fits(str s);

#endif
