/* Comments that accept a secret where it stands: `# nosec SE012 - why`, gitleaks' `gitleaks:allow`,
 * detect-secrets' `pragma: allowlist secret` (and `nextline`). A reason may follow ` - `. */
#ifndef ENGINE_SECRET_ALLOW_H
#define ENGINE_SECRET_ALLOW_H

#include "engine/secret_scan.h"

struct secret_allowed {
	const char *comment; /* which: "gitleaks:allow" */
	str reason;	     /* may be empty; borrows */
};

/* `python`: nosec comments are the code layer's business there. */
bool secret_allowed(struct arena *a, const struct secret_found *f, bool python,
		    struct secret_allowed *out);

/* Is this a comment that accepts secrets, and nothing but it? Its words, or NULL; *below: it means
 * the next line. */
const char *secret_allow_comment(const struct secret_comment *c, bool *below);

#endif
