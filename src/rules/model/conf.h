/* JSON and YAML that configure models. A format (conf_json.c, conf_yaml.c, hdf5.c) makes a tree
 * and hands it to conf_check, which walks it once; every kind of configuration is recognised by
 * the keys of its tables, not by the file's name. A kind is one file here: a function that looks at
 * one table, or at the whole document. */
#ifndef RULES_MODEL_CONF_H
#define RULES_MODEL_CONF_H

#include "engine/model.h"
#include "engine/rule.h"
#include "text/tree.h"

/* Where a node lies, for messages: from the innermost outwards. */
struct place {
	const struct place *outer;
	const struct tree *node;
	uint32_t index; /* among its siblings */
};

struct conf {
	struct model *m;
	const struct tree *root;
	bool yaml;
	uint64_t base;	 /* offset of the tree's bytes in m; MODEL_NOWHERE: they mean nothing */
	bool is_keras;	 /* an object of Keras was seen */
	unsigned said;	 /* findings so far: CONF_FINDINGS at most of a document */
	struct map seen; /* what was said: rule and subject */
};

#define CONF_FINDINGS 200

/* A finding about a node. `what` is the subject (a module, a path): the same one is said once a
 * document. Returns NULL when it was said before or enough was said. The message goes on with
 * " (at a.b[2])". */
struct finding *conf_finding(struct conf *c, const char *id, const struct place *at, str what,
			     const char *fmt, ...) PRINTF_LIKE(5, 6);
/* The same with a severity other than the rule's. */
void conf_finding_as(struct conf *c, const char *id, enum level severity, const struct place *at,
		     str what, const char *fmt, ...) PRINTF_LIKE(6, 7);

/* The text of a key; empty when the table has none, or it is no string. */
str conf_text(const struct tree *table, const char *key);
bool conf_has(const struct tree *table, const char *key);
static inline bool is_table(const struct tree *t)
{
	return tree_is(t, TREE_TABLE);
}

/* A template of Jinja that the model's reader renders. */
void conf_template(struct conf *c, const struct place *at, str text);

/* Paths and addresses in a configuration. */
enum where {
	WHERE_SIBLING,	 /* a plain relative name */
	WHERE_TRAVERSAL, /* has a part ".." */
	WHERE_ABSOLUTE,	 /* /x, C:\x, \\host, ~ */
	WHERE_URL,	 /* scheme://, file: included */
};
PURE enum where conf_where(str path);
const char *conf_where_name(enum where w); /* "an absolute path", ... */

/* Begins with a document; conf_part walks it, or each of its parts. */
struct conf conf_of(struct model *m, bool yaml, uint64_t base);
void conf_part(void *conf, const struct tree *root);

/* ---- The kinds (one file each) ---- */
void keras_table(struct conf *c, const struct place *at);
void keras_string(struct conf *c, const struct place *at);
void huggingface_table(struct conf *c, const struct place *at);
void huggingface_document(struct conf *c);
void hydra_table(struct conf *c, const struct place *at);
void json_pickle_table(struct conf *c, const struct place *at);
void langchain_table(struct conf *c, const struct place *at);
void mxnet_table(struct conf *c, const struct place *at);
void skops_table(struct conf *c, const struct place *at);
void torch_export_table(struct conf *c, const struct place *at);
void mlflow_document(struct conf *c);

/* Keys that the rules need to understand a table: what a document in parts repeats. */
extern const char conf_words[];
/* Words that say that a file which cannot be read is worth telling about. */
extern const char conf_marks[];
/* Is `name` one that readers of models look for? Then it must be readable. */
PURE bool conf_is_named(str name);

#endif
