/* Names that values are given to: the words they are made of. */
#ifndef RULES_SECRET_NAME_H
#define RULES_SECRET_NAME_H

#include "base/str.h"

/* The next word of a name, in lower case where it can be told apart by case (`apiKey`: "api",
 * "Key"), separators skipped; empty at the end. */
str secret_name_word(str *rest);

/* Does its last word that means anything say that the value is a secret ("HF_TOKEN",
 * "db-password", "apiKey", "keyProd"), and not something about one ("token_url", "key_id")? */
PURE bool secret_name_says_so(str name);

/* Does it end in a word for what is no secret itself: an id, a URL, a name, a hash? */
PURE bool secret_name_is_about(str name);

#endif
