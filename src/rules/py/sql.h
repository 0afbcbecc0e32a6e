/* Does a text read like SQL? */
#ifndef RULES_PY_SQL_H
#define RULES_PY_SQL_H

#include "rules/py/bandit.h"

/* Can there be one of the four verbs at all? A quick look, for which case does not matter. */
PURE bool sql_has_verb(str text);
/* Bandit's four word patterns: select..from, delete from, insert into..values, update..set. */
PURE bool sql_is_bandits(str text);
/* A statement, or a part that starts as one, rather than a sentence with these words in it. Unknown
 * parts are U+FFFD. */
PURE bool sql_is_statement(str text);

#endif
