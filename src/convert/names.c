/* A tree shares what Python shares, and writers give an array one name: a tensor that was met
 * before keeps the name of its first place. To know that, the tensors met so far are in a map by
 * address; so are lists and objects, because a tree with shared parts can be walked forever. */
#include "convert/names.h"

#include "base/limits.h"
#include "base/map.h"

struct namer {
	struct arena *arena;
	struct tensor_list *out;
	struct refusal *why;
	uint32_t room;
	struct buf path;
	struct map names, seen;
};

const char *tensor_name_bad(str name)
{
	str part;

	if (name.n == 0)
		return "an empty name";
	if (name.n > LIMIT_TENSOR_NAME)
		return "a name longer than any reader takes";
	if (name.p[0] == '/' || name.p[0] == '\\')
		return "a name that is a path from the root";
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] < 0x20 || name.p[i] == 0x7f)
			return "a name with control characters";
	for (str rest = name; rest.n > 0;) {
		unsigned n = str_utf8_len(rest);
		if (n == 0)
			return "a name that is not UTF-8";
		rest = str_slice(rest, n, rest.n);
	}
	for (str rest = name; rest.p != NULL;) {
		part = str_cut(&rest, '/');
		for (str inner = part; inner.p != NULL;) {
			str piece = str_cut(&inner, '\\');
			if (str_eq(piece, S("..")))
				return "a name that leads out of its folder";
		}
	}
	return NULL;
}

static bool refuse(struct namer *n, const char *why)
{
	n->why->where = arena_dup(n->arena, buf_str(&n->path));
	n->why->why = str_of(why);
	return false;
}

/* The name itself, or with the first "~number" that is free. */
static str free_name(struct namer *n, str name)
{
	uint64_t *taken = map_get(&n->names, name);
	str other = name;

	if (taken == NULL) {
		other = arena_dup(n->arena, name);
		*map_put(&n->names, other) = 1;
		return other;
	}
	do {
		++*taken;
		other = arena_printf(n->arena, "%.*s~%llu", STR_ARG(name),
				     (unsigned long long)*taken);
	} while (map_get(&n->names, other) != NULL);
	*map_put(&n->names, other) = 1;
	return other;
}

/* Keyed by address: the same thing, met again? */
static bool met(struct namer *n, const void *thing)
{
	const void **key;

	if (map_get(&n->seen, (str){(const uint8_t *)&thing, sizeof(thing)}) != NULL)
		return true;
	key = NEW(n->arena, const void *, 1);
	*key = thing;
	*map_put(&n->seen, (str){(const uint8_t *)key, sizeof(*key)}) = 1;
	return false;
}

static bool add(struct namer *n, struct tensor *t, str name)
{
	struct tensor_list *out = n->out;
	const char *bad = tensor_name_bad(name);

	if (bad != NULL)
		return refuse(n, bad);
	if (met(n, t)) {
		struct tensor *copy;
		if (!out->flat)
			return true;
		copy = NEW(n->arena, struct tensor, 1);
		*copy = *t;
		t = copy;
	}
	if (out->count == LIMIT_TENSORS)
		return refuse(n, "more tensors than assay converts in one file");
	out->at = GROW(n->arena, out->at, out->count, &n->room);
	t->name = free_name(n, name);
	out->at[out->count++] = t;
	return true;
}

static bool is_plain(const struct item *it) /* holds no tensor */
{
	return it->kind < ITEM_LIST || it->kind == ITEM_TYPE || it->kind == ITEM_DROPPED;
}

/* What a dict's pair is called in a path: its key, when that can be part of a name. */
static void add_key(struct namer *n, const struct item *key, uint32_t i)
{
	if (n->path.n > 0)
		buf_byte(&n->path, '.');
	if (key->kind == ITEM_TEXT || key->kind == ITEM_BIG)
		buf_add(&n->path, key->text);
	else if (key->kind == ITEM_INT)
		buf_printf(&n->path, "%lld", (long long)key->number);
	else
		buf_printf(&n->path, "%u", i);
}

static bool walk(struct namer *n, const struct item *it, unsigned depth);

static bool walk_pairs(struct namer *n, const struct item *it, unsigned depth)
{
	size_t path = n->path.n;

	for (uint32_t i = 0; i < it->count; i++) {
		const struct item *value = it->element[2 * i + 1];
		if (is_plain(value))
			continue;
		add_key(n, it->element[2 * i], i);
		if (!walk(n, value, depth + 1))
			return false;
		n->path.n = path;
	}
	return true;
}

static bool walk_list(struct namer *n, const struct item *it, unsigned depth)
{
	size_t path = n->path.n;

	for (uint32_t i = 0; i < it->count; i++) {
		const struct item *e = it->element[i];
		if (is_plain(e))
			continue;
		if (path > 0)
			buf_byte(&n->path, '.');
		buf_printf(&n->path, "%u", i);
		if (!walk(n, e, depth + 1))
			return false;
		n->path.n = path;
	}
	return true;
}

static bool walk(struct namer *n, const struct item *it, unsigned depth)
{
	bool container = it->kind == ITEM_LIST || it->kind == ITEM_TUPLE || it->kind == ITEM_SET ||
			 it->kind == ITEM_DICT || it->kind == ITEM_OBJECT;

	if (it->kind == ITEM_TENSOR)
		return add(n, it->tensor, buf_str(&n->path));
	if (!container || it->count == 0)
		return true;
	if (depth > LIMIT_CONVERT_DEPTH)
		return refuse(n, "nested deeper than any model");
	if (met(n, it))
		return true;
	return it->kind == ITEM_DICT || it->kind == ITEM_OBJECT ? walk_pairs(n, it, depth)
								: walk_list(n, it, depth);
}

static bool is_flat(const struct item *root)
{
	if (root->kind != ITEM_DICT)
		return false;
	for (uint32_t i = 0; i < root->count; i++)
		if (root->element[2 * i]->kind != ITEM_TEXT ||
		    root->element[2 * i + 1]->kind != ITEM_TENSOR)
			return false;
	return true;
}

static bool walk_flat(struct namer *n, const struct item *root)
{
	for (uint32_t i = 0; i < root->count; i++) {
		str key = root->element[2 * i]->text;
		n->path.n = 0;
		buf_add(&n->path, key);
		if (!add(n, root->element[2 * i + 1]->tensor, key))
			return false;
	}
	return true;
}

/* Tensors that begin at the same byte of the same storage and have the same number of elements. */
static void count_tied(struct namer *n)
{
	struct map places = map_in(n->arena);

	for (uint32_t i = 0; i < n->out->count; i++) {
		const struct tensor *t = n->out->at[i];
		uint64_t *key = NEW(n->arena, uint64_t, 3);
		if (t->count == 0 || t->item == 0)
			continue;
		key[0] = (uint64_t)(uintptr_t)(t->blob.memory ? (const void *)t->blob.memory
							      : (const void *)t->blob.source);
		key[1] = t->blob.base + t->at;
		key[2] = t->count;
		if ((*map_put(&places, (str){(const uint8_t *)key, 3 * sizeof(*key)}))++ > 0)
			n->out->tied++;
	}
}

bool tensor_names(struct arena *a, const struct item *root, struct tensor_list *out,
		  struct refusal *why)
{
	struct namer n = {
		.arena = a, .out = out, .why = why, .names = map_in(a), .seen = map_in(a)};
	bool ok;

	*out = (struct tensor_list){0};
	n.path = buf_in(a);
	out->flat = is_flat(root);
	if (out->flat) {
		ok = walk_flat(&n, root);
	} else if (root->kind == ITEM_TENSOR) {
		ok = add(&n, root->tensor, S("arr_0"));
	} else {
		ok = walk(&n, root, 0);
	}
	if (ok)
		count_tied(&n);
	return ok;
}
