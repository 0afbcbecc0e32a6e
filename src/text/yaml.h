/* YAML 1.1 as PyYAML's SafeLoader understands it, as a tree with positions. The only file that sees
 * libyaml is yaml.c. */
#ifndef TEXT_YAML_H
#define TEXT_YAML_H

#include "base/diag.h"
#include "text/tree.h"

enum yaml_diag {
	YAML_DIAG_NONE,
	YAML_DIAG_SYNTAX,   /* libyaml refuses it */
	YAML_DIAG_ALIAS,    /* an alias without an anchor before it, or inside its own anchor */
	YAML_DIAG_KEY,	    /* a key that is no scalar */
	YAML_DIAG_DEPTH,    /* nested deeper than LIMIT_TEXT_DEPTH */
	YAML_DIAG_NODES,    /* more than LIMIT_YAML_NODES, every alias written out */
	YAML_DIAG_SIZE,	    /* over LIMIT_YAML_BYTES */
	YAML_DIAG_ENCODING, /* UTF-16: offsets would not be those of the file */
};

/* The documents of `bytes` in arena: *out is an array of them (empty for an empty file). Returns
 * false and fills *d at the first error, with what was read before it. Merge keys stay keys named
 * `<<`. */
MUST_CHECK bool yaml_parse(struct arena *a, str bytes, const struct tree **out, struct diag *d);

/* Calls `on` for every tag that is written (`!x`, `!!x`, `!<x>`), resolved ("tag:yaml.org,2002:x"),
 * up to the end or the first error of syntax. The tag is borrowed until `on` returns. */
void yaml_tags(str bytes, void (*on)(void *ctx, str tag, size_t offset), void *ctx);

/* The first document; NULL when there is none. */
static inline const struct tree *yaml_document(const struct tree *stream)
{
	return stream ? stream->first : NULL;
}

#endif
