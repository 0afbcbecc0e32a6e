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
/* Do all unknown parts stand where SQL has names (of tables, columns, indexes), which no parameter
 * can fill, and none where it has values or conditions? Unknown parts are U+FFFD, {...} and
 * %-formats. False when there is none. */
PURE bool sql_only_names_unknown(str text);

#endif
