/* Resource bombs made of nothing but allowed constructors: what is asked for a size, or is handed
 * an iterator without end, fills memory or time with what the file does not hold. Picklers write
 * the elements, so that honest calls state sizes that are small or those of what follows. */
#include "model/pickle_int.h"

/* Elements; the largest tensors of honest files are made of storages, which lie in the file. */
#define MOST ((int64_t)1 << 31)
#define EXPONENT_DIGITS 5 /* of a number as text that a fraction is made of */

static const char too_large[] = "it makes more elements than there can be, and the file holds none "
				"of them";
static const char endless[] = "it collects an iterator that gives more elements than there can be";

/* The product of the numbers of a shape: may it be too large? */
static bool large(struct pickle *p, struct pickle_value v, int64_t *product)
{
	const struct pickle_node *n;

	if (pv_kind(v) == PV_BIG)
		return true;
	if (pv_kind(v) == PV_INT)
		return pv_int(v) > MOST ||
		       (pv_int(v) > 1 && __builtin_mul_overflow(*product, pv_int(v), product)) ||
		       *product > MOST;
	if (pv_kind(v) != PV_TUPLE)
		return false; /* lists are elements */
	n = pickle_node_of(p, v);
	for (size_t i = 0; n != NULL && i < n->count && i < PICKLE_ITEMS; i++) {
		if (pv_kind(n->item[i]) == PV_INT && pv_int(n->item[i]) == 0)
			return false;
		if (pv_kind(n->item[i]) <= PV_BIG && large(p, n->item[i], product))
			return true;
	}
	return false;
}

static bool from_large(struct pickle *p, const struct pickle_call *c, size_t from)
{
	int64_t product = 1;

	for (size_t i = from; i < c->count && i < PICKLE_ITEMS; i++)
		if (large(p, c->args[i], &product))
			return true;
	return false;
}

static int64_t number(struct pickle_value v, int64_t otherwise)
{
	return pv_kind(v) == PV_INT ? pv_int(v) : pv_kind(v) == PV_BIG ? INT64_MAX : otherwise;
}

static bool long_range(const struct pickle_node *n)
{
	int64_t from = n->count > 1 ? number(n->item[0], 0) : 0;
	int64_t to = number(n->item[n->count > 1 ? 1 : 0], 0);
	int64_t step = n->count > 2 ? number(n->item[2], 1) : 1;
	int64_t length;

	if (__builtin_sub_overflow(to, from, &length) || step == 0)
		return step != 0;
	return length / step > MOST;
}

/* Does going through it take longer than there is time? */
static bool is_endless(struct pickle *p, struct pickle_value v)
{
	for (unsigned depth = 0; depth < 8 && pv_kind(v) == PV_CALL; depth++) {
		const struct pickle_node *n = pickle_node_of(p, v);
		const struct pickle_global *g = n != NULL ? pickle_global_at(p, n->head) : NULL;

		if (g == NULL)
			return false;
		if (str_eq(g->module, S("itertools")))
			return str_in(g->name, "count cycle") ||
			       (str_eq(g->name, S("repeat")) &&
				(n->count < 2 || number(n->item[1], 0) > MOST));
		if (!str_eq(g->module, S("builtins")) || n->count == 0)
			return false;
		if (str_in(g->name, "range xrange"))
			return long_range(n);
		if (!str_in(g->name, "enumerate iter reversed zip"))
			return false;
		v = n->item[0];
	}
	return false;
}

/* "1e999999999": as a fraction it has as many digits. */
static bool huge_power(struct pickle *p, struct pickle_value v)
{
	const struct pickle_node *n = pickle_node_of(p, v);
	size_t e, digits = 0;
	str t;

	if (pv_kind(v) == PV_CALL && n != NULL && n->count > 0)
		v = n->item[0]; /* a Decimal */
	if (pv_kind(v) != PV_STR)
		return false;
	t = pickle_name_text(p, v, 0);
	e = str_find_byte(t, 'e') != STR_NONE ? str_find_byte(t, 'e') : str_find_byte(t, 'E');
	for (size_t i = e == STR_NONE ? t.n : e; i < t.n; i++)
		digits += t.p[i] >= '0' && t.p[i] <= '9';
	return digits >= EXPONENT_DIGITS;
}

static const char *of_python(struct pickle *p, const struct pickle_call *c,
			     const struct pickle_global *g)
{
	struct pickle_value first = c->count > 0 ? c->args[0] : (struct pickle_value){0};

	if (str_eq(g->module, S("fractions")) || str_eq(g->name, S("int")))
		return huge_power(p, first) ? "it works out a power of ten with that many digits"
					    : NULL;
	if (str_in(g->name, "bytes bytearray") && number(first, 0) > MOST)
		return too_large;
	if (!str_in(g->name,
		    "Counter OrderedDict UserList all any array bytearray bytes deque dict "
		    "frozenset list max min set sorted sum tuple"))
		return NULL;
	for (size_t i = 0; i < c->count && i < 2; i++)
		if (is_endless(p, c->args[i]))
			return endless;
	return NULL;
}

const char *pickle_size_check(struct pickle *p, const struct pickle_call *c,
			      const struct pickle_global *g)
{
	str top = str_slice(g->module, 0, str_find_byte(g->module, '.'));
	bool is_large = false;

	if (!c->known || c->count == 0)
		return NULL;
	if (str_in(top, "builtins collections array fractions"))
		return of_python(p, c, g);
	if (str_eq(top, S("numpy")))
		is_large =
			str_in(g->name,
			       "MaskedArray _mareconstruct _reconstruct bytes0 bytes_ chararray "
			       "masked_array matrix mvoid ndarray recarray string_ void void0") &&
			from_large(p, c, 0);
	else if (str_eq(top, S("torch")))
		is_large = (str_ends(g->name, S("Storage")) || str_ends(g->name, S("Tensor")) ||
			    str_starts(g->module, S("torch.nn.modules."))) &&
			   from_large(p, c, 0);
	else if (str_in(top, "sklearn scipy"))
		is_large = (str_eq(g->name, S("Tree")) || str_ends(g->name, S("_matrix")) ||
			    str_ends(g->name, S("_array"))) &&
			   from_large(p, c, 0);
	return is_large ? too_large : NULL;
}
