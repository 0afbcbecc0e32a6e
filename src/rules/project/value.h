/* What names and values of variables say, in files that set them: .env, Dockerfile, compose, CI. */
#ifndef RULES_PROJECT_VALUE_H
#define RULES_PROJECT_VALUE_H

#include "base/str.h"

/* Does a variable of this name hold a secret: OPENAI_API_KEY, db_password, HF_TOKEN,
 * AWS_SECRET_ACCESS_KEY? Not GPG_KEY, PUBLIC_KEY, MAX_TOKENS, PASSWORD_FILE, NEXT_PUBLIC_KEY. */
PURE bool secret_name(str name);

enum value_look {
	VALUE_EMPTY,
	VALUE_TEMPLATE,	   /* ${X}, {{ x }}, vault:..., $(...): comes from elsewhere */
	VALUE_PLACEHOLDER, /* "your-key-here", "xxxx", "<token>", "changeme" */
	VALUE_WEAK,	   /* "admin", "postgres", "dev": a password that everybody tries */
	VALUE_PLAIN,	   /* a word, a number, a path: nothing that could be a secret */
	VALUE_REAL,	   /* could be one */
};

/* What a value of such a variable looks like. */
PURE enum value_look value_look(str value, str name);
/* scheme://user:password@host with a password that is neither placeholder nor template. */
PURE bool url_with_password(str value);

#endif
