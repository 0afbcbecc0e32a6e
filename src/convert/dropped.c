#include "convert/dropped.h"

#include <inttypes.h>
#include "base/buf.h"
#include "base/limits.h"

str place_text(struct arena *a, const struct place *p)
{
	const struct place *all[LIMIT_ROOM(LIMIT_TEXT_DEPTH) + 2];
	struct buf b = buf_in(a);
	unsigned n = 0;

	for (; p != NULL && n < COUNTOF(all); p = p->up)
		all[n++] = p;
	while (n-- > 0) {
		if (b.n > 0)
			buf_byte(&b, '.');
		if (all[n]->key != NULL && all[n]->key->kind == ITEM_TEXT)
			buf_add(&b, all[n]->key->text);
		else if (all[n]->key != NULL && all[n]->key->kind == ITEM_INT)
			buf_printf(&b, "%" PRId64, all[n]->key->number);
		else
			buf_printf(&b, "%u", all[n]->index);
	}
	return buf_str(&b);
}

struct finder {
	struct arena *a;
	struct dropped *out;
	uint32_t listed;
	uint64_t count;
	uint32_t seen; /* what is shared is seen each time: fuel */
};

static void look(struct finder *f, const struct item *v, const struct place *at, unsigned depth);

static void look_below(struct finder *f, const struct item *v, const struct place *at,
		       unsigned depth, bool paired)
{
	struct place in = {.up = at};

	for (uint32_t i = 0; i < v->count; i++) {
		in.index = i;
		in.key = paired ? v->element[2 * i] : NULL;
		look(f, v->element[paired ? 2 * i + 1 : i], &in, depth + 1);
	}
}

static void look(struct finder *f, const struct item *v, const struct place *at, unsigned depth)
{
	bool paired = v->kind == ITEM_DICT || v->kind == ITEM_OBJECT;

	if (depth > LIMIT_TEXT_DEPTH || ++f->seen > LIMIT_CONVERT_ITEMS)
		return;
	if (v->kind != ITEM_DROPPED) {
		if (paired || v->kind == ITEM_LIST || v->kind == ITEM_TUPLE || v->kind == ITEM_SET)
			look_below(f, v, at, depth, paired);
		return;
	}
	if (f->listed < LIMIT_CONVERT_DROPPED)
		f->out[f->listed++] = (struct dropped){place_text(f->a, at), v->text, v->why};
	f->count++;
}

const struct dropped *dropped_find(struct arena *a, const struct item *root, uint32_t *listed,
				   uint64_t *count)
{
	struct finder f = {.a = a, .out = NEW(a, struct dropped, LIMIT_CONVERT_DROPPED)};

	look(&f, root, NULL, 0);
	*listed = f.listed;
	*count = f.count;
	return f.out;
}
