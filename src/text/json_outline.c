#include "text/json_outline.h"

#include "base/limits.h"
#include "text/json_pull.h"

/* A container is made when its first member that is kept comes, so that a million lists of numbers
 * cost nothing; one that ends without any is made then when it has a key. */
struct open {
	struct tree *node; /* NULL: not made yet */
	str key;	   /* in arena; of a container not made yet: kept already */
	uint64_t start;
	uint32_t numbers, texts;
	bool object, has_key;
};

struct outliner {
	struct arena *arena;
	struct json_pull pull;
	struct json_outline *out;
	struct open open[LIMIT_TEXT_DEPTH + 1];
	unsigned depth;
	str key, last_key, last_text;
	uint64_t nodes, bytes, numbers, loose;
	const char *words;
	bool has_key;
};

static uint32_t offset32(uint64_t at)
{
	return at > UINT32_MAX ? UINT32_MAX : (uint32_t)at;
}

/* Texts repeat (the shard of each tensor, the module of each layer): the last one is shared. */
static str keep_text(struct outliner *o, str text, str *last)
{
	text = str_slice(text, 0, LIMIT_OUTLINE_TEXT);
	if (last->p == NULL || !str_eq(text, *last)) {
		*last = arena_dup(o->arena, text.p == NULL ? S("") : text);
		o->bytes += text.n;
	}
	return *last;
}

static struct tree *make(struct outliner *o, struct tree *parent, enum tree_kind kind, str key,
			 bool has_key, uint64_t start)
{
	struct tree *t = tree_add(o->arena, parent, kind, offset32(start));

	if (has_key)
		t->key = key;
	if (parent == NULL)
		o->out->root = t;
	if (++o->nodes >= LIMIT_OUTLINE_NODES || o->bytes >= LIMIT_OUTLINE_BYTES)
		o->out->over = true;
	return t;
}

/* The innermost container as a node, and every one around it. */
static struct tree *made(struct outliner *o)
{
	for (unsigned i = 0; i < o->depth; i++) {
		struct open *in = &o->open[i];
		if (in->node == NULL)
			in->node = make(o, i > 0 ? o->open[i - 1].node : NULL,
					in->object ? TREE_TABLE : TREE_ARRAY, in->key, in->has_key,
					in->start);
	}
	return o->depth > 0 ? o->open[o->depth - 1].node : NULL;
}

/* Is a scalar worth a node? */
static bool wanted(struct outliner *o, enum tree_kind kind)
{
	struct open *in = o->depth > 0 ? &o->open[o->depth - 1] : NULL;

	if (o->out->over)
		return false;
	if (in == NULL)
		return true;
	/* lists in lists (merges of a tokenizer, coordinates) share one allowance */
	if (!in->object && !in->has_key && o->depth > 1 && ++o->loose > LIMIT_OUTLINE_NODES / 8)
		return false;
	if (kind == TREE_STRING)
		return in->object || ++in->texts <= LIMIT_OUTLINE_LIST;
	if (++in->numbers > (in->object ? LIMIT_OUTLINE_MEMBERS : LIMIT_OUTLINE_NUMBERS))
		return false;
	return ++o->numbers <= LIMIT_OUTLINE_NODES / 4;
}

static void scalar(struct outliner *o, enum tree_kind kind, str text)
{
	struct tree *t;

	if (wanted(o, kind)) {
		t = make(o, made(o), kind, o->key, o->has_key, o->pull.start);
		t->end = offset32(o->pull.end);
		t->text = keep_text(o, text, &o->last_text);
	}
	o->has_key = false;
}

static void begin(struct outliner *o, bool object)
{
	o->open[o->depth++] = (struct open){
		.object = object,
		.has_key = o->has_key,
		.key = o->key,
		.start = o->pull.start,
	};
	o->has_key = false;
}

static void end(struct outliner *o)
{
	struct open *in = &o->open[o->depth - 1];

	if (in->node == NULL && !o->out->over && (in->has_key || o->depth == 1))
		(void)made(o);
	if (in->node != NULL)
		in->node->end = offset32(o->pull.end);
	o->depth--;
}

static void on_key(struct outliner *o)
{
	o->has_key = true;
	if (!o->out->over)
		o->key = keep_text(o, o->pull.text, &o->last_key);
	else if (!o->out->telling && o->pull.text.n < 64)
		o->out->telling = str_in(o->pull.text, o->words);
}

static void on_event(struct outliner *o, enum json_event e)
{
	switch (e) {
	case JSON_OBJECT:
	case JSON_ARRAY:
		begin(o, e == JSON_OBJECT);
		break;
	case JSON_OBJECT_END:
	case JSON_ARRAY_END:
		end(o);
		break;
	case JSON_KEY:
		on_key(o);
		break;
	case JSON_STRING:
		scalar(o, TREE_STRING, o->pull.text);
		break;
	case JSON_NUMBER:
		scalar(o, TREE_INT, o->pull.text);
		break;
	case JSON_TRUE:
		scalar(o, TREE_BOOL, S("true"));
		break;
	case JSON_FALSE:
		scalar(o, TREE_BOOL, S("false"));
		break;
	case JSON_NULL:
		scalar(o, TREE_NULL, S("null"));
		break;
	case JSON_ERROR:
	case JSON_END:
		break;
	}
}

struct json_outline json_outline(struct arena *a, struct stream *s, const char *words)
{
	struct json_outline out = {0};
	struct outliner *o = NEW(a, struct outliner, 1);
	enum json_event e;

	o->arena = a;
	o->out = &out;
	o->words = words;
	json_pull_init(&o->pull, a, s);
	o->pull.lenient = true;
	o->pull.most = LIMIT_OUTLINE_TEXT + 1;
	while ((e = json_pull_next(&o->pull)) != JSON_END && e != JSON_ERROR)
		on_event(o, e);
	/* What was read before an error counts: its containers are complete enough to be walked. */
	if (e == JSON_ERROR) {
		if (!out.over)
			(void)made(o);
		out.error = o->pull.error.code;
		out.error_offset = o->pull.error.offset;
		out.error_msg = o->pull.error.msg;
	}
	return out;
}
