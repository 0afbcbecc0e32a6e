#include "text/json_outline.h"

#include "base/limits.h"
#include "text/json_pull.h"

#define CHUNK_NODES 1024
#define CHUNK_BYTES (256 * KiB)
#define KEPT_NODES 200 /* of a closed container that goes into the next part */

/* A container is made when its first member that is kept comes, so that a million lists of numbers
 * cost nothing; one that ends without any is made then when it has a key. */
struct open {
	struct tree *node; /* NULL: not made yet */
	str key;	   /* of a container not made yet: in the pool already */
	uint64_t start;
	uint32_t numbers, texts;
	bool object, has_key;
};

/* Memory of a part, used again by the next: chunks of nodes and of text. */
struct chunk {
	struct chunk *next;
	uint8_t *p;
};

struct pool {
	struct chunk *first, *now;
	size_t used, size;
};

struct outliner {
	struct arena *arena;
	struct json_pull pull;
	struct json_outline *out;
	json_part_fn *fn;
	void *ctx;
	struct open open[LIMIT_ROOM(LIMIT_TEXT_DEPTH) + 1];
	unsigned depth;
	str key, last_key, last_text;
	uint64_t nodes, bytes, numbers, loose;
	struct pool node_pool, text_pool;
	const char *words;
	bool has_key;
};

static uint32_t offset32(uint64_t at)
{
	return at > UINT32_MAX ? UINT32_MAX : (uint32_t)at;
}

/* `n` bytes, at most a chunk's. */
static uint8_t *pool_take(struct arena *a, struct pool *p, size_t n)
{
	if (p->now == NULL || p->used + n > p->size) {
		struct chunk *next = p->now == NULL ? p->first : p->now->next;
		if (next == NULL) {
			next = NEW(a, struct chunk, 1);
			next->p = arena_raw(a, p->size, 16);
			if (p->now == NULL)
				p->first = next;
			else
				p->now->next = next;
		}
		p->now = next;
		p->used = 0;
	}
	p->used += n;
	return &p->now->p[p->used - n];
}

static void pool_reset(struct pool *p)
{
	p->now = NULL;
	p->used = 0;
}

static str pool_text(struct outliner *o, str text)
{
	uint8_t *to;

	if (text.n == 0)
		return S("");
	to = pool_take(o->arena, &o->text_pool, text.n);
	memcpy(to, text.p, text.n);
	o->bytes += text.n;
	return (str){to, text.n};
}

/* Texts repeat (the shard of each tensor, the module of each layer): the last one is shared. */
static str keep_text(struct outliner *o, str text, str *last)
{
	text = str_slice(text, 0, LIMIT_OUTLINE_TEXT);
	if (last->p == NULL || !str_eq(text, *last))
		*last = pool_text(o, text);
	return *last;
}

/* ---- Parts ---- */

static void append(struct tree *parent, struct tree *t)
{
	t->next = NULL;
	if (parent == NULL)
		return;
	if (parent->last == NULL)
		parent->first = t;
	else
		parent->last->next = t;
	parent->last = t;
	parent->count++;
}

static uint64_t size_of(const struct tree *t, uint64_t most)
{
	uint64_t n = 1;

	if (t->kind >= TREE_ARRAY)
		for (const struct tree *c = t->first; c != NULL && n <= most; c = c->next)
			n += size_of(c, most);
	return n;
}

/* A copy outside of the pools. */
static struct tree *copy(struct outliner *o, const struct tree *t)
{
	struct tree *to = NEW(o->arena, struct tree, 1);

	*to = *t;
	to->next = NULL;
	if (t->key.p != NULL)
		to->key = arena_dup(o->arena, str_slice(t->key, 0, 4096));
	if (t->kind < TREE_ARRAY) {
		to->text = arena_dup(o->arena, str_slice(t->text, 0, 4096));
		return to;
	}
	to->first = to->last = NULL;
	to->count = 0;
	for (const struct tree *c = t->first; c != NULL; c = c->next)
		append(to, copy(o, c));
	return to;
}

/* A container that stays open, with what of it goes into the next part; `inner` is the open one in
 * it. */
static struct tree *carry(struct outliner *o, const struct tree *t, const struct tree *inner)
{
	struct tree *to = NEW(o->arena, struct tree, 1);
	const struct tree *closed = NULL;
	unsigned kept = 0;

	*to = *t;
	to->next = NULL;
	to->first = to->last = NULL;
	to->count = 0;
	if (t->key.p != NULL)
		to->key = arena_dup(o->arena, str_slice(t->key, 0, 4096));
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		if (c == inner)
			continue;
		if (c->kind >= TREE_ARRAY)
			closed = c;
		else if (c->key.p != NULL && kept < 64 && str_in(c->key, o->words) && ++kept)
			append(to, copy(o, c));
	}
	if (closed != NULL && size_of(closed, KEPT_NODES) <= KEPT_NODES)
		append(to, copy(o, closed));
	return to;
}

/* Hands the part over, and goes on with what is open. */
static void hand_over(struct outliner *o)
{
	struct tree *outer = NULL;

	o->out->parts++;
	if (o->fn != NULL)
		o->fn(o->ctx, o->out->root);
	for (unsigned i = 0; i < o->depth; i++) {
		struct open *in = &o->open[i];
		const struct tree *inner = i + 1 < o->depth ? o->open[i + 1].node : NULL;
		if (in->node == NULL) {
			in->key = arena_dup(o->arena, in->key);
			continue;
		}
		in->node = carry(o, in->node, inner);
		append(outer, in->node);
		if (i == 0)
			o->out->root = in->node;
		outer = in->node;
	}
	o->key = arena_dup(o->arena, o->key);
	o->last_key = o->last_text = (str){NULL, 0};
	pool_reset(&o->node_pool);
	pool_reset(&o->text_pool);
	o->nodes = o->bytes = o->numbers = o->loose = 0;
}

/* ---- Nodes ---- */

static struct tree *make(struct outliner *o, struct tree *parent, enum tree_kind kind, str key,
			 bool has_key, uint64_t start)
{
	struct tree *t =
		(struct tree *)(void *)pool_take(o->arena, &o->node_pool, sizeof(struct tree));

	memset(t, 0, sizeof(*t));
	t->kind = (uint8_t)kind;
	t->start = t->end = offset32(start);
	if (has_key)
		t->key = key;
	append(parent, t);
	if (parent == NULL)
		o->out->root = t;
	o->nodes++;
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

	if (in->node == NULL && (in->has_key || o->depth == 1))
		(void)made(o);
	if (in->node != NULL)
		in->node->end = offset32(o->pull.end);
	o->depth--;
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
		o->has_key = true;
		o->key = keep_text(o, o->pull.text, &o->last_key);
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

struct json_outline json_outline(struct arena *a, struct stream *s, const char *words,
				 json_part_fn *fn, void *ctx)
{
	struct json_outline out = {0};
	struct outliner *o = NEW(a, struct outliner, 1);
	enum json_event e;

	o->arena = a;
	o->out = &out;
	o->fn = fn;
	o->ctx = ctx;
	o->words = words;
	o->node_pool.size = CHUNK_NODES * sizeof(struct tree);
	o->text_pool.size = CHUNK_BYTES + LIMIT_OUTLINE_TEXT;
	json_pull_init(&o->pull, a, s);
	o->pull.lenient = true;
	o->pull.most = LIMIT_OUTLINE_TEXT + 1;
	while ((e = json_pull_next(&o->pull)) != JSON_END && e != JSON_ERROR) {
		on_event(o, e);
		if (o->nodes >= LIMIT_OUTLINE_NODES || o->bytes >= LIMIT_OUTLINE_BYTES)
			hand_over(o);
	}
	/* What was read before an error counts: its containers are complete enough to be walked. */
	if (e == JSON_ERROR) {
		(void)made(o);
		out.error = o->pull.error.code;
		out.error_offset = o->pull.error.offset;
		out.error_msg = o->pull.error.msg;
	}
	if (out.root != NULL) {
		out.parts++;
		if (fn != NULL)
			fn(ctx, out.root);
	}
	return out;
}
