/* What the name of a variable says about its value. */
#ifndef RULES_PY_TELLING_NAME_H
#define RULES_PY_TELLING_NAME_H

#include "base/str.h"

/* password, api_key, access_token, client_secret, ...; not token_count, max_tokens, tokenizer,
 * secret_name, password_field. Any case, with or without underscores. */
PURE bool name_is_secret(str name);

#endif
