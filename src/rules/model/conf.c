#include "rules/model/conf.h"

#include <stdarg.h>
#include <stdio.h>
#include "base/limits.h"
#include "base/map.h"
#include "rules/model/template.h"

const char conf_words[] =
	"class_name module registered_name config function function_type name type model_type "
	"_class_name _diffusers_version architectures op id lc _type __module__ __class__ "
	"__loader__ _target_ __target__ _component_ class_path target path loader_module "
	"spec_name template_format output_shape_type peft_type";

const char conf_marks[] =
	"class_name _target_ auto_map chat_template custom_pipelines custom_generate weight_map "
	"__module__ __loader__ py/object py/reduce py/type py/function py/repr "
	"_attn_implementation loader_module trust_remote_code class_path op_type expr_str "
	"guards_code";

bool conf_is_named(str name)
{
	return str_in(name, "config.json tokenizer_config.json generation_config.json "
			    "processor_config.json preprocessor_config.json model_index.json "
			    "adapter_config.json chat_template.json modules.json metadata.json "
			    "schema.json model_config training_config MLmodel model_config.yaml "
			    "model_config.yml hparams.yaml") ||
	       str_ends(name, S(".index.json")) || str_ends(name, S("-symbol.json"));
}

str conf_text(const struct tree *table, const char *key)
{
	const struct tree *t = tree_get(table, str_of(key));

	return tree_is(t, TREE_STRING) ? t->text : (str){NULL, 0};
}

bool conf_has(const struct tree *table, const char *key)
{
	return tree_get(table, str_of(key)) != NULL;
}

enum where conf_where(str p)
{
	str rest = p, part;
	size_t scheme = str_find(p, S("://"));

	if ((scheme != STR_NONE && scheme > 1 && scheme < 16) || str_starts(p, S("file:")) ||
	    str_starts(p, S("data:")))
		return WHERE_URL;
	if (p.n > 0 && (p.p[0] == '/' || p.p[0] == '\\' || p.p[0] == '~'))
		return WHERE_ABSOLUTE;
	if (p.n > 2 && (p.p[0] | 32) >= 'a' && (p.p[0] | 32) <= 'z' && p.p[1] == ':' &&
	    (p.p[2] == '\\' || p.p[2] == '/'))
		return WHERE_ABSOLUTE;
	while (rest.p != NULL) {
		size_t i = 0;
		while (i < rest.n && rest.p[i] != '/' && rest.p[i] != '\\')
			i++;
		part = str_slice(rest, 0, i);
		rest = i < rest.n ? str_slice(rest, i + 1, rest.n) : (str){NULL, 0};
		if (str_eq(part, S("..")))
			return WHERE_TRAVERSAL;
	}
	return WHERE_SIBLING;
}

const char *conf_where_name(enum where w)
{
	static const char *const names[] = {"a relative path", "a path out of its folder",
					    "an absolute path", "an address"};
	return names[w];
}

static void write_place(struct buf *b, const struct place *at, unsigned depth)
{
	if (at == NULL || depth > 12)
		return;
	write_place(b, at->outer, depth + 1);
	if (at->node->key.p != NULL && at->node->key.n > 0) {
		if (b->n > 0)
			buf_byte(b, '.');
		buf_add(b, str_slice(at->node->key, 0, 60));
	} else if (at->outer != NULL) {
		buf_printf(b, "[%u]", at->index);
	}
}

PRINTF_LIKE(5, 0)
static struct finding *say(struct conf *c, const char *id, const struct place *at, str what,
			   const char *fmt, va_list args)
{
	struct buf text = buf_in(c->m->arena), key = buf_in(c->m->arena);
	uint8_t message[LIMIT_MESSAGE_BYTES];
	uint64_t *seen;
	int n = vsnprintf((char *)message, sizeof(message), fmt, args);
	size_t used = n < 0 ? 0 : (size_t)n < sizeof(message) ? (size_t)n : sizeof(message) - 1;

	buf_printf(&key, "%s ", id);
	buf_add(&key, str_slice(what, 0, 200));
	seen = map_put(&c->seen, buf_str(&key));
	if (*seen != 0 || c->said >= CONF_FINDINGS)
		return NULL;
	*seen = 1;
	c->said++;
	if (at != NULL)
		write_place(&text, at, 0);
	return model_finding(c->m, id,
			     at == NULL || c->base == MODEL_NOWHERE ? MODEL_NOWHERE
								    : c->base + at->node->start,
			     what, text.n > 0 ? "%.*s (at %.*s)" : "%.*s%.*s", (int)used, message,
			     STR_ARG(buf_str(&text)));
}

struct finding *conf_finding(struct conf *c, const char *id, const struct place *at, str what,
			     const char *fmt, ...)
{
	struct finding *f;
	va_list args;

	va_start(args, fmt);
	f = say(c, id, at, what, fmt, args);
	va_end(args);
	return f;
}

void conf_finding_as(struct conf *c, const char *id, enum level severity, const struct place *at,
		     str what, const char *fmt, ...)
{
	struct finding *f;
	va_list args;

	va_start(args, fmt);
	f = say(c, id, at, what, fmt, args);
	va_end(args);
	if (f != NULL)
		f->severity = (uint8_t)severity;
}

static void look_at(struct conf *c, const struct place *at)
{
	keras_table(c, at);
	huggingface_table(c, at);
	hydra_table(c, at);
	json_pickle_table(c, at);
	langchain_table(c, at);
	skops_table(c, at);
	mxnet_table(c, at);
	torch_export_table(c, at);
}

static void walk(struct conf *c, const struct place *at, unsigned depth)
{
	uint32_t index = 0;

	if (at->node->kind == TREE_STRING)
		keras_string(c, at);
	if (at->node->kind < TREE_ARRAY || depth > LIMIT_TEXT_DEPTH)
		return;
	if (at->node->kind == TREE_TABLE)
		look_at(c, at);
	for (const struct tree *t = at->node->first; t != NULL; t = t->next)
		walk(c, &(struct place){at, t, index++}, depth + 1);
}

struct conf conf_of(struct model *m, bool yaml, uint64_t base)
{
	return (struct conf){.m = m, .yaml = yaml, .base = base, .seen = map_in(m->arena)};
}

void conf_part(void *conf, const struct tree *root)
{
	struct conf *c = conf;

	c->root = root;
	walk(c, &(struct place){.node = root}, 0);
	huggingface_document(c);
	mlflow_document(c);
}

void conf_template(struct conf *c, const struct place *at, str text)
{
	struct buf where = buf_in(c->m->arena);
	uint64_t *seen;

	if (text.n == 0)
		return;
	write_place(&where, at, 0);
	/* aliases and several tokenizers repeat their templates */
	seen = map_put(&c->seen, arena_printf(c->m->arena, "template %016llx",
					      (unsigned long long)str_hash(text)));
	if (*seen != 0)
		return;
	*seen = 1;
	template_check(c->m, text, MODEL_NOWHERE, buf_str(&where));
}
