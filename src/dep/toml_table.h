/* What TOML files of several tools have in common: lists of requirements (PEP 621, 735, 518),
 * tables `name = "constraint"` (Poetry, Pipenv), lists of indexes. Trees are those of reader.doc.
 */
#ifndef DEP_TOML_TABLE_H
#define DEP_TOML_TABLE_H

#include "dep/reader.h"
#include "text/tree.h"

/* Parses r->doc; a mistake is a problem. Never NULL. */
const struct tree *toml_table_parse(struct reader *r);
/* NULL is an empty one in all of these; what has another form is a problem. */
void toml_table_list(struct reader *r, const struct tree *list, uint16_t flags, str group);
void toml_table_groups(struct reader *r, const struct tree *groups, uint16_t flags);
/* `python` in it is requires_python. */
void toml_table_constraints(struct reader *r, const struct tree *table, uint16_t flags, str group);
/* {git = ...}, {path = ...}, {url = ...}, {index = ...}, {workspace = true}. */
void toml_table_source(struct reader *r, struct dep_package *p, const struct tree *t);
void toml_table_indexes(struct reader *r, const struct tree *list);

#endif
