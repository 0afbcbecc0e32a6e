/* What may be shown of secrets and of lines in which they stand. */
#ifndef ENGINE_SECRET_REDACT_H
#define ENGINE_SECRET_REDACT_H

#include "base/map.h"

#define SECRET_PIECE 6 /* bytes of a secret that tell something */

/* "ghp_****". In arena. */
str secret_redact(struct arena *a, str value);

struct secret_redactor *secret_redactor_new(struct arena *a);	 /* in arena */
void secret_redactor_add(struct secret_redactor *r, str secret); /* copied */

/* `line` with every occurrence of every secret, and of pieces of six bytes and more, redacted, also
 * as they are escaped there. Borrows `line` where there is none, else in the redactor's arena. */
str secret_redact_line(struct secret_redactor *r, str line);

#endif
