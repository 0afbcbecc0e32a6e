/* Whether a file that is private by its name (repo/private.h) really holds a secret. */
#ifndef RULES_PROJECT_SECRET_FILE_H
#define RULES_PROJECT_SECRET_FILE_H

#include "base/arena.h"
#include "repo/private.h"

enum holds {
	HOLDS_NOTHING,	 /* a certificate, a public key, an empty form */
	HOLDS_SETTINGS,	 /* variables, none of which looks like a secret */
	HOLDS_ENCRYPTED, /* a key that needs a passphrase */
	HOLDS_SECRET,
};

struct holding {
	enum holds what;
	const char *noun;  /* "a private key" */
	str name;	   /* of the variable or key, where there is one; in arena or borrowed */
	size_t start, end; /* where it stands; of the name or the line, never of the value alone */
	bool cut;	   /* there are more entries than are read */
};

struct holding secret_file_holds(struct arena *a, enum private_kind kind, str path, str bytes);

#endif
