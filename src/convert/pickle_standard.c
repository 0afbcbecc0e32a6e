/* Calls of Python's own library that make data: mappings, sets, queues, numbers. */
#include "base/limits.h"
#include "convert/pickle.h"

#define RANGE_MOST 10000 /* elements of a range that are written out */

static enum unpickle_answer answer(bool ok)
{
	return ok ? UNPICKLE_DONE : UNPICKLE_REFUSED;
}

/* A list of pairs (Python 2's OrderedDict) as keys and values in a row. */
static bool flatten(struct unpickle *u, struct pickle_tree_value pairs,
		    struct pickle_tree_value *out)
{
	uint32_t n = pickle_tree_count(pairs);
	struct pickle_tree_value *flat = NEW(u->arena, struct pickle_tree_value, 2 * (size_t)n + 1);
	struct pickle_tree_value pair;
	uint32_t i = 0;

	for (struct pickle_tree_walk w = pickle_tree_walk(pairs); pickle_tree_next(&w, &pair);) {
		if ((pair.kind != PT_LIST && pair.kind != PT_TUPLE) || pickle_tree_count(pair) != 2)
			return unpickle_refuse(u, "a dict made of what are no pairs");
		flat[i++] = pickle_tree_item(pair, 0);
		flat[i++] = pickle_tree_item(pair, 1);
	}
	*out = (struct pickle_tree_value){.kind = PT_TUPLE, .count = i, .item = flat};
	return true;
}

/* A mapping, of what it was made of (`first`, may be absent) or what was set in it. */
static bool mapping(struct unpickle *u, struct pickle_tree_value v, struct pickle_tree_value first,
		    struct item **out)
{
	const struct pickle_tree_more *more = v.call->more;
	struct pickle_tree_value all = {.kind = PT_TUPLE};

	if (more != NULL && more->appended.kind != PT_ABSENT)
		return unpickle_refuse(u, "a dict with elements that have no keys");
	if (more != NULL && more->items.kind != PT_ABSENT)
		all = more->items;
	if (pickle_tree_count(first) > 0 && pickle_tree_count(all) > 0)
		return unpickle_refuse(u, "a dict that is filled twice");
	if (pickle_tree_count(first) > 0) {
		if (first.kind == PT_DICT)
			all = first;
		else if (!flatten(u, first, &all))
			return false;
	}
	return unpickle_dict(u, all, out);
}

static bool queue(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	const struct pickle_tree_more *more = v.call->more;
	struct pickle_tree_value list = pickle_tree_arg(v, 0), most;

	if (pickle_tree_count(list) == 0 && more != NULL && more->appended.kind != PT_ABSENT)
		list = more->appended;
	else if (more != NULL && pickle_tree_count(more->appended) > 0)
		return unpickle_refuse(u, "a deque that is filled twice");
	most = pickle_tree_arg(v, 1);
	if (most.kind == PT_INT && most.number < pickle_tree_count(list))
		return unpickle_refuse(u, "a deque with more elements than it may hold");
	return unpickle_list(u, list, ITEM_LIST, out);
}

static bool collection(struct unpickle *u, struct pickle_tree_value v, str name, struct item **out)
{
	struct pickle_tree_value first = pickle_tree_arg(v, 0);

	if (str_eq(name, S("Counter")) && first.kind != PT_DICT && pickle_tree_count(first) > 0)
		return unpickle_refuse(u, "a Counter that counts while it is loaded");
	if (str_in(name, "OrderedDict Counter"))
		return mapping(u, v, first, out);
	if (str_eq(name, S("defaultdict")))
		return mapping(u, v, (struct pickle_tree_value){0}, out);
	return queue(u, v, out);
}

static bool range(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	struct pickle_tree_value from = pickle_tree_arg(v, 0), to = pickle_tree_arg(v, 1),
				 step = pickle_tree_arg(v, 2);
	struct item **element;
	int64_t most = (int64_t)1 << 40;
	uint32_t n = 0;

	if (from.kind != PT_INT || to.kind != PT_INT || step.kind != PT_INT || step.number == 0 ||
	    from.number > most || from.number < -most || step.number > most || step.number < -most)
		return unpickle_refuse(u, "a range that is not of three numbers");
	element = NEW(u->arena, struct item *, RANGE_MOST);
	for (int64_t i = from.number; step.number > 0 ? i < to.number : i > to.number;
	     i += step.number) {
		if (n == RANGE_MOST)
			return unpickle_refuse(u, "a range of more than %d numbers", RANGE_MOST);
		element[n++] = unpickle_number(u, i);
	}
	*out = unpickle_new(u, ITEM_LIST);
	(*out)->count = n;
	(*out)->element = element;
	return true;
}

static bool complex_number(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	struct pickle_tree_value re = pickle_tree_arg(v, 0), im = pickle_tree_arg(v, 1);

	if (re.kind != PT_FLOAT || im.kind != PT_FLOAT)
		return unpickle_refuse(u, "a complex number that is not of two floats");
	*out = unpickle_new(u, ITEM_COMPLEX);
	(*out)->real[0] = re.real;
	(*out)->real[1] = im.real;
	return true;
}

/* An object with the names that Python gives its parts. */
static bool slice(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	static const char *const names[] = {"start", "stop", "step"};
	struct item **element = NEW(u->arena, struct item *, 6);

	for (uint32_t i = 0; i < 3; i++) {
		element[2 * i] = unpickle_text(u, str_of(names[i]));
		if (!unpickle_part(u, str_of(names[i]), pickle_tree_arg(v, i), &element[2 * i + 1]))
			return false;
	}
	*out = unpickle_new(u, ITEM_OBJECT);
	(*out)->text = S("builtins.slice");
	(*out)->count = 3;
	(*out)->element = element;
	return true;
}

static bool bytes(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	struct blob b;
	str s;

	if (!unpickle_bytes(u, v, &b) || b.size > LIMIT_CONVERT_TEXT)
		return unpickle_refuse(u, "bytes that cannot be told, or too many of them");
	s = blob_get(b, u->arena, 0, (size_t)b.size);
	if (s.n != b.size)
		return unpickle_refuse(u, "its bytes cannot be read");
	*out = unpickle_new(u, ITEM_BYTES);
	(*out)->text = s;
	return true;
}

static enum unpickle_answer builtin(struct unpickle *u, struct pickle_tree_value v, str name,
				    struct item **out)
{
	struct pickle_tree_value first = pickle_tree_arg(v, 0);

	if (str_in(name, "bytes bytearray"))
		return answer(bytes(u, v, out));
	if (str_in(name, "range xrange") && pickle_tree_args(v) == 3)
		return answer(range(u, v, out));
	if (str_eq(name, S("slice")) && pickle_tree_args(v) == 3)
		return answer(slice(u, v, out));
	if (str_eq(name, S("complex")))
		return answer(complex_number(u, v, out));
	if (!str_in(name, "set frozenset list tuple dict") || v.call->more != NULL ||
	    pickle_tree_args(v) > 1 ||
	    (first.kind != PT_ABSENT && !pickle_tree_is_container(first)))
		return UNPICKLE_PASS;
	if (str_eq(name, S("dict")))
		return answer(mapping(u, v, first, out));
	return answer(unpickle_list(u, first,
				    str_eq(name, S("list"))    ? ITEM_LIST
				    : str_eq(name, S("tuple")) ? ITEM_TUPLE
							       : ITEM_SET,
				    out));
}

/* scikit-learn's Bunch: a dict whose keys are attributes too; and one of old that warns. */
static bool is_bunch(const struct pickle_tree_global *g)
{
	if (str_eq(g->name, S("DeprecationDict")))
		return str_eq(g->module, S("sklearn.utils.deprecation"));
	return str_eq(g->name, S("Bunch")) &&
	       str_in(g->module, "sklearn.utils sklearn.utils._bunch sklearn.datasets.base");
}

enum unpickle_answer unpickle_standard(struct unpickle *u, struct pickle_tree_value v,
				       struct item **out)
{
	const struct pickle_tree_global *g = pickle_tree_callee(v);
	struct pickle_tree_value class = pickle_tree_arg(v, 0), base = pickle_tree_arg(v, 2);

	if (str_eq(g->module, S("collections")) &&
	    str_in(g->name, "OrderedDict Counter defaultdict deque"))
		return answer(collection(u, v, g->name, out));
	if (str_in(g->module, "builtins __builtin__"))
		return builtin(u, v, g->name, out);
	if (str_eq(g->module, S("_codecs")) && str_eq(g->name, S("encode")))
		return answer(bytes(u, v, out));
	if (str_eq(g->module, S("types")) && str_eq(g->name, S("MappingProxyType")))
		return answer(mapping(u, v, class, out));
	if (is_bunch(g))
		return answer(mapping(u, v, (struct pickle_tree_value){0}, out));
	if (str_in(g->module, "copyreg copy_reg") && str_eq(g->name, S("_reconstructor")) &&
	    class.kind == PT_GLOBAL && is_bunch(class.global))
		return answer(mapping(u, v, base, out));
	return UNPICKLE_PASS;
}
