/* Inside of the configuration: what the parsers of the several kinds of files share. */
#ifndef ENGINE_CONFIG_SCHEMA_H
#define ENGINE_CONFIG_SCHEMA_H

#include "engine/config.h"
#include "engine/rule.h"
#include "text/tree.h"

struct config_writer {
	struct arena *arena;
	str bytes;	       /* of the file */
	uint32_t *line_starts; /* in arena; offsets */
	size_t line_count;
	size_t entries, errors;
	struct buf *out;
};

/* Writes an entry found at `offset`; texts that are not given are empty. */
void config_write(struct config_writer *w, const struct config_entry *e, size_t offset);
void config_write_error(struct config_writer *w, size_t offset, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
void config_unknown_key(struct config_writer *w, const struct tree *t, const char *const *known,
			const char *where);

/* One text, checked: a selector that means no rule is an error with a suggestion. */
void config_write_selector(struct config_writer *w, enum config_tag tag, str glob, str selector,
			   size_t offset);
/* A rule's option from a tree node, its type checked against the rule's table; false if the rule
 * has no such option. */
bool config_write_option(struct config_writer *w, const struct rule *r, const struct tree *value);

void config_parse_tables(struct config_writer *w, const struct tree *table, bool policy);
/* A key's value of a type; what is none is an error. */
void config_parse_bool(struct config_writer *w, const struct tree *t, enum config_tag tag);
void config_parse_count(struct config_writer *w, const struct tree *t, enum config_tag tag,
			int64_t least, int64_t most);
bool config_want_table(struct config_writer *w, const struct tree *t);

/* config_deps.c */
bool config_is_advisory(str id); /* may it be the id of an advisory ("CVE-2024-1")? */
void config_parse_deps(struct config_writer *w, const struct tree *table);
void config_parse_osv_scanner(struct config_writer *w);
void config_parse_audit_tools(struct config_writer *w);
void config_parse_openvex(struct config_writer *w);
/* config_secrets.c */
void config_parse_secrets(struct config_writer *w, const struct tree *table);
void config_parse_gitleaks(struct config_writer *w);
void config_parse_gitleaksignore(struct config_writer *w);
void config_parse_detect_secrets(struct config_writer *w);
void config_parse_bandit(struct config_writer *w, const struct tree *table);
void config_parse_bandit_ini(struct config_writer *w, const struct tree *sections);

bool level_parse(str word, enum level *out); /* info low medium high critical */

#endif
