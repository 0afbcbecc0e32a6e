/* The walk: constants and containers, and who is asked for calls. Items of what Python shares are
 * shared: a list, dict, set or call points to what was made of it; while it is being made, to the
 * walk, so that what holds itself is found. */
#include "convert/pickle.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include "base/limits.h"
#include "model/pickle_policy.h"

bool unpickle_refuse(struct unpickle *u, const char *fmt, ...)
{
	char text[LIMIT_MESSAGE_BYTES];
	const struct unpickle_path *parts[LIMIT_ROOM(LIMIT_CONVERT_DEPTH) + 2];
	struct buf where = buf_in(u->arena);
	size_t n = 0;
	va_list args;

	if (u->refusal.why.n > 0)
		return false;
	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	for (const struct unpickle_path *p = u->path; p != NULL && n < COUNTOF(parts); p = p->up)
		parts[n++] = p;
	buf_add(&where, u->root.n > 0 ? u->root : S("model"));
	while (n-- > 0) {
		if (parts[n]->name.p == NULL)
			buf_printf(&where, ".%u", parts[n]->index);
		else
			buf_printf(&where, ".%.*s", STR_ARG(str_slice(parts[n]->name, 0, 200)));
	}
	u->refusal.where = buf_str(&where);
	u->refusal.why = arena_dup(u->arena, str_of(text));
	return false;
}

struct item *unpickle_new(struct unpickle *u, enum item_kind kind)
{
	struct item *i = NEW(u->arena, struct item, 1);

	i->kind = (uint8_t)kind;
	return i;
}

struct item *unpickle_text(struct unpickle *u, str utf8)
{
	struct item *i = unpickle_new(u, ITEM_TEXT);

	i->text = utf8;
	return i;
}

struct item *unpickle_number(struct unpickle *u, int64_t n)
{
	struct item *i = unpickle_new(u, ITEM_INT);

	i->number = n;
	return i;
}

str unpickle_name(struct unpickle *u, const struct pickle_tree_global *g)
{
	return arena_printf(u->arena, "%.*s.%.*s", STR_ARG(g->module), STR_ARG(g->name));
}

bool unpickle_part(struct unpickle *u, str name, struct pickle_tree_value v, struct item **out)
{
	struct unpickle_path part = {.up = u->path, .name = name.p ? name : S("")};
	bool ok;

	u->path = &part;
	ok = unpickle_item(u, v, out);
	u->path = part.up;
	return ok;
}

bool unpickle_element(struct unpickle *u, uint32_t index, struct pickle_tree_value v,
		      struct item **out)
{
	struct unpickle_path part = {.up = u->path, .index = index};
	bool ok;

	u->path = &part;
	ok = unpickle_item(u, v, out);
	u->path = part.up;
	return ok;
}

/* ---- Text and bytes ---- */

static bool text_item(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	str s;

	if (!pickle_tree_text(u->tree, u->arena, v, LIMIT_CONVERT_TEXT, &s))
		return unpickle_refuse(u, "a text of more than %zu MiB, or one that cannot be read",
				       LIMIT_CONVERT_TEXT / MiB);
	if (!str_is_utf8(s))
		return unpickle_refuse(u, "a text with lone surrogates, which JSON cannot hold");
	*out = unpickle_text(u, s);
	return true;
}

/* Bytes, or _codecs.encode(text, "latin1"). */
static bool plain_bytes(struct unpickle *u, struct pickle_tree_value v, struct blob *out)
{
	const struct pickle_tree_global *g = pickle_tree_callee(v);
	struct pickle_tree_value codec = pickle_tree_arg(v, 1);

	if (g == NULL)
		return pickle_tree_bytes(u->tree, u->arena, v, out);
	return str_eq(g->module, S("_codecs")) && str_eq(g->name, S("encode")) &&
	       (pickle_tree_is(codec, S("latin1")) || pickle_tree_is(codec, S("latin-1"))) &&
	       pickle_tree_latin1(u->tree, u->arena, pickle_tree_arg(v, 0), out);
}

bool unpickle_bytes(struct unpickle *u, struct pickle_tree_value v, struct blob *out)
{
	const struct pickle_tree_global *g = pickle_tree_callee(v);

	if (g != NULL && v.call->more != NULL) /* a bytearray that was changed afterwards */
		return false;
	if (g == NULL || !str_in(g->module, "builtins __builtin__") ||
	    !str_in(g->name, "bytes bytearray"))
		return plain_bytes(u, v, out);
	*out = blob_of(S(""));
	if (pickle_tree_args(v) == 2)
		return pickle_tree_is(pickle_tree_arg(v, 1), S("latin-1")) &&
		       pickle_tree_latin1(u->tree, u->arena, pickle_tree_arg(v, 0), out);
	return pickle_tree_args(v) == 0 ||
	       (pickle_tree_args(v) == 1 && plain_bytes(u, pickle_tree_arg(v, 0), out));
}

static bool bytes_item(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	struct blob b;
	str s;

	if (!unpickle_bytes(u, v, &b) || b.size > LIMIT_CONVERT_TEXT)
		return unpickle_refuse(u,
				       "bytes that are no array, more than %zu MiB of them, or "
				       "ones that cannot be read",
				       LIMIT_CONVERT_TEXT / MiB);
	s = blob_get(b, u->arena, 0, (size_t)b.size);
	if (s.n != b.size)
		return unpickle_refuse(u, "its bytes cannot be read");
	*out = unpickle_new(u, ITEM_BYTES);
	(*out)->text = s;
	return true;
}

/* ---- Containers ---- */

bool unpickle_list(struct unpickle *u, struct pickle_tree_value v, enum item_kind kind,
		   struct item **out)
{
	uint32_t n = pickle_tree_count(v), i = 0;
	struct item *list = unpickle_new(u, kind);
	struct item **element = n > 0 ? NEW(u->arena, struct item *, n) : NULL;
	struct pickle_tree_value item;

	for (struct pickle_tree_walk w = pickle_tree_walk(v); pickle_tree_next(&w, &item); i++)
		if (!unpickle_element(u, i, item, &element[i]))
			return false;
	list->count = n;
	list->element = element;
	*out = list;
	return true;
}

/* How Python compares keys: text as it is, all else behind a NUL; in scratch. Empty: not told. */
static str key_text(struct unpickle *u, const struct item *k)
{
	double x;

	switch ((enum item_kind)k->kind) {
	case ITEM_TEXT:
		return k->text;
	case ITEM_BYTES:
		return arena_printf(u->scratch, "%cb%.*s", 0, STR_ARG(k->text));
	case ITEM_BIG:
		return arena_printf(u->scratch, "%c%.*s", 0, STR_ARG(k->text));
	case ITEM_NULL:
		return S("\0none");
	case ITEM_BOOL:
		return arena_printf(u->scratch, "%c%d", 0, k->flag);
	case ITEM_INT:
		return arena_printf(u->scratch, "%c%lld", 0, (long long)k->number);
	case ITEM_FLOAT:
		x = k->real[0];
		return arena_printf(u->scratch,
				    fabs(x) < 1e15 && x == floor(x) ? "%c%.0f" : "%c%.17g", 0, x);
	case ITEM_SCALAR:
		return key_text(u, k->element[0]);
	case ITEM_COMPLEX:
	case ITEM_LIST:
	case ITEM_TUPLE:
	case ITEM_SET:
	case ITEM_DICT:
	case ITEM_TENSOR:
	case ITEM_TYPE:
	case ITEM_OBJECT:
	case ITEM_DROPPED:
		break;
	}
	return (str){NULL, 0};
}

/* The keys of a dict that were there, by their hashes: numbers of pairs and one. */
struct keys {
	uint32_t *slot; /* in scratch */
	size_t mask;
	struct item *const *element;
};

static struct keys keys_new(struct unpickle *u, uint32_t pairs, struct item *const *element)
{
	struct keys k = {.mask = 1, .element = element};

	while (k.mask < 2 * (size_t)pairs)
		k.mask *= 2;
	k.slot = NEW(u->scratch, uint32_t, k.mask--);
	return k;
}

/* False: pair i's key is there already. */
static bool keys_add(struct unpickle *u, struct keys *k, uint32_t i)
{
	struct arena_mark mark = arena_mark(u->scratch);
	str text = key_text(u, k->element[2 * (size_t)i]);
	size_t at = (size_t)str_hash(text) & k->mask;
	bool twice = false;

	for (; text.p != NULL && k->slot[at] != 0 && !twice; at = (at + 1) & k->mask) {
		size_t other = 2 * (size_t)(k->slot[at] - 1);
		twice = str_eq(text, key_text(u, k->element[other]));
	}
	arena_release(u->scratch, mark);
	if (text.p != NULL && !twice)
		k->slot[at] = i + 1;
	return !twice;
}

/* The name of a key's place. */
static str key_name(struct unpickle *u, const struct item *k)
{
	if (k->kind == ITEM_TEXT)
		return k->text;
	if (k->kind == ITEM_INT)
		return arena_printf(u->scratch, "%lld", (long long)k->number);
	if (k->kind == ITEM_BOOL)
		return k->flag ? S("True") : S("False");
	return S("?");
}

static bool key_item(struct unpickle *u, struct pickle_tree_value k, struct item **out)
{
	if (!unpickle_part(u, S("(key)"), k, out))
		return false;
	if ((*out)->kind == ITEM_TENSOR || (*out)->kind == ITEM_OBJECT)
		return unpickle_refuse(u, "a dict has an array or an object as a key");
	return true;
}

bool unpickle_dict(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	struct arena_mark mark = arena_mark(u->scratch);
	uint32_t n = pickle_tree_count(v), i = 0;
	struct item *dict = unpickle_new(u, ITEM_DICT);
	struct item **element = n > 0 ? NEW(u->arena, struct item *, n) : NULL;
	struct keys keys = keys_new(u, n / 2, element);
	struct pickle_tree_value key, value;
	struct pickle_tree_walk w = pickle_tree_walk(v);
	bool ok = true;

	for (; ok && pickle_tree_next(&w, &key) && pickle_tree_next(&w, &value); i += 2) {
		ok = key_item(u, key, &element[i]);
		if (ok && !keys_add(u, &keys, i / 2))
			ok = unpickle_refuse(u,
					     "the key %.*s is there twice, which no pickler writes",
					     STR_ARG(str_slice(key_name(u, element[i]), 0, 200)));
		ok = ok && unpickle_part(u, key_name(u, element[i]), value, &element[i + 1]);
	}
	arena_release(u->scratch, mark);
	dict->count = n / 2;
	dict->element = element;
	*out = dict;
	return ok;
}

static bool container(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	bool ok;

	if (v.list->made == u)
		return unpickle_refuse(u, "a container that holds itself");
	if (v.list->made != NULL) {
		*out = v.list->made;
		return true;
	}
	v.list->made = u;
	if (v.kind == PT_DICT)
		ok = unpickle_dict(u, v, out);
	else
		ok = unpickle_list(u, v, v.kind == PT_LIST ? ITEM_LIST : ITEM_SET, out);
	v.list->made = ok ? *out : NULL;
	return ok;
}

/* ---- Names and calls ---- */

/* A class or function as a value: of scikit-learn and NumPy any that is not known to do harm, of
 * others what is known to be data. */
static bool global_item(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	const struct pickle_tree_global *g = v.global;
	struct pickle_verdict verdict = pickle_judge(g->module, g->name);

	if (verdict.class == PICKLE_UNKNOWN || verdict.class == PICKLE_DANGEROUS)
		return unpickle_refuse(
			u,
			"the function or class %.*s.%.*s: assay only converts names "
			"that it knows to be harmless (scikit-learn, NumPy, Python's "
			"types); replace the step that uses it",
			STR_ARG(g->module), STR_ARG(g->name));
	*out = unpickle_new(u, ITEM_TYPE);
	(*out)->text = unpickle_name(u, g);
	return true;
}

static enum unpickle_answer ask(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	enum unpickle_answer answer = UNPICKLE_PASS;

	if (u->call != NULL)
		answer = u->call(u, v, out);
	if (answer == UNPICKLE_PASS)
		answer = unpickle_numpy(u, v, out);
	if (answer == UNPICKLE_PASS)
		answer = unpickle_standard(u, v, out);
	if (answer == UNPICKLE_PASS)
		answer = unpickle_object(u, v, out);
	return answer;
}

/* Elements that were set in, or added to, what a call gave. Dicts and lists hold them by now;
 * anything else (arrays, bytes) Python would change in place, which no pickler asks for. */
static bool is_filled(const struct pickle_tree_more *more, const struct item *made)
{
	bool items, appended;

	if (more == NULL || made->kind == ITEM_OBJECT || made->kind == ITEM_DROPPED)
		return false;
	items = more->items.kind != PT_ABSENT && made->kind != ITEM_DICT;
	appended = more->appended.kind != PT_ABSENT && made->kind != ITEM_LIST;
	return items || appended;
}

static bool call_item(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	const struct pickle_tree_global *g = pickle_tree_callee(v);
	enum unpickle_answer answer;

	if (g == NULL)
		return unpickle_refuse(u, "a call of what another call gave");
	if (str_eq(g->module, S("numpy")) && str_eq(g->name, S("dtype"))) {
		/* `made` of a dtype is a numpy_type. */
		const struct numpy_type *type;
		if (!unpickle_dtype(u, v, &type))
			return false;
		*out = type->value;
		return true;
	}
	if (v.call->made == u)
		return unpickle_refuse(u, "an object of %.*s.%.*s that holds itself",
				       STR_ARG(g->module), STR_ARG(g->name));
	if (v.call->made != NULL) {
		*out = v.call->made;
		return true;
	}
	v.call->made = u;
	answer = ask(u, v, out);
	v.call->made = answer == UNPICKLE_DONE ? *out : NULL;
	if (answer == UNPICKLE_PASS)
		return unpickle_unknown(u, g);
	if (answer == UNPICKLE_DONE && is_filled(v.call->more, *out))
		return unpickle_refuse(u,
				       "what %.*s.%.*s gives is changed element by element after "
				       "it was made, which no pickler writes",
				       STR_ARG(g->module), STR_ARG(g->name));
	return answer == UNPICKLE_DONE;
}

/* ---- Any value ---- */

static bool big_item(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	*out = unpickle_new(u, ITEM_BIG);
	(*out)->text = pickle_tree_digits(u->arena, v);
	return true;
}

static bool any_item(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	switch ((enum pickle_tree_kind)v.kind) {
	case PT_NONE:
		*out = unpickle_new(u, ITEM_NULL);
		return true;
	case PT_BOOL:
		*out = unpickle_new(u, ITEM_BOOL);
		(*out)->flag = v.number != 0;
		return true;
	case PT_INT:
		*out = unpickle_number(u, v.number);
		return true;
	case PT_BIG:
		return big_item(u, v, out);
	case PT_FLOAT:
		*out = unpickle_new(u, ITEM_FLOAT);
		(*out)->real[0] = v.real;
		return true;
	case PT_STR:
		return text_item(u, v, out);
	case PT_BYTES:
	case PT_BYTEARRAY:
		return bytes_item(u, v, out);
	case PT_TUPLE:
		return unpickle_list(u, v, ITEM_TUPLE, out);
	case PT_LIST:
	case PT_DICT:
	case PT_SET:
	case PT_FROZENSET:
		return container(u, v, out);
	case PT_GLOBAL:
		return global_item(u, v, out);
	case PT_CALL:
		return call_item(u, v, out);
	case PT_PERSID:
		if (u->persid != NULL)
			return u->persid(u, v.item[0], out);
		return unpickle_refuse(u, "a reference to an object outside the pickle, which only "
					  "the program that wrote it can resolve");
	case PT_BUFFER:
		return unpickle_refuse(u, "a buffer that was kept outside the pickle (protocol 5)");
	case PT_EXTENSION:
		return unpickle_refuse(u, "an extension code, whose meaning only the program that "
					  "wrote it knows");
	case PT_ABSENT:
		break;
	}
	return unpickle_refuse(u, "a value is missing");
}

bool unpickle_item(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	bool ok;

	*out = NULL;
	if (u->depth >= LIMIT_CONVERT_DEPTH)
		return unpickle_refuse(u, "objects more than %d deep inside each other",
				       LIMIT_CONVERT_DEPTH);
	if (pickle_tree_memory(u->tree) > LIMIT_CONVERT_MEMORY)
		return unpickle_refuse(u, "more objects than assay converts in %zu MiB of memory",
				       LIMIT_CONVERT_MEMORY / MiB);
	u->depth++;
	ok = any_item(u, v, out);
	u->depth--;
	if (ok && u->depth == 0 && (*out)->kind == ITEM_DROPPED)
		return unpickle_refuse(u, "%.*s is %s: there is nothing to convert",
				       STR_ARG((*out)->text), (*out)->why);
	return ok;
}
