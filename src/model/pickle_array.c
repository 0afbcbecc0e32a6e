/* The arrays that joblib writes into the file behind their wrapper (joblib/numpy_pickle.py,
 * NumpyArrayWrapper): state is a dict of shape, dtype, order and more; then the pickle pauses, and
 * what follows is padding to a boundary (its length in one byte, since joblib 1.0) and the
 * elements, or another pickle when the elements are objects. */
#include "model/pickle_int.h"

static uint64_t digits(str s, size_t *at)
{
	uint64_t x = 0;

	for (; *at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9' && x < ((uint64_t)1 << 40); ++*at)
		x = x * 10 + (uint64_t)(s.p[*at] - '0');
	return x;
}

/* "f8", "<i4", "U12", "M8[ns]". */
uint64_t pickle_type_size(str type, bool *objects)
{
	size_t at = type.n > 0 && strchr("<>=|", type.p[0]) != NULL && type.p[0] ? 1 : 0, from;
	uint8_t letter = at < type.n ? type.p[at++] : 0;
	uint64_t n;

	from = at;
	n = digits(type, &at);
	if (at == from)
		n = letter == '?' || letter == 'b' || letter == 'B' ? 1 : 0;
	if (at != type.n && letter != 'M' && letter != 'm')
		return 0;
	*objects |= letter == 'O';
	switch (letter) {
	case 'U':
		return n * 4;
	case 'O':
		return 8;
	case 'b':
	case 'i':
	case 'u':
	case 'f':
	case 'c':
	case 'S':
	case 'a':
	case 'V':
	case 'M':
	case 'm':
	case '?':
	case 'B':
		return n;
	default:
		return 0;
	}
}

uint64_t pickle_dtype_size(struct pickle *p, struct pickle_value dtype, bool *objects)
{
	const struct pickle_node *n = pickle_node_of(p, dtype), *state;
	struct pickle_value flags;

	*objects = false;
	if (pv_kind(dtype) != PV_CALL || n == NULL || n->count == 0 ||
	    pv_kind(n->item[0]) != PV_STR)
		return 0;
	state = pickle_node_of(p, n->state);
	if (state != NULL && pv_kind(n->state) == PV_TUPLE && state->count >= 8) {
		flags = state->item[7];
		*objects = pv_kind(flags) == PV_INT && (pv_int(flags) & 1);
	}
	return pickle_type_size(pickle_text(p, n->item[0], 64), objects);
}

static bool multiply(struct pickle *p, struct pickle_value shape, uint64_t *bytes)
{
	const struct pickle_node *n = pickle_node_of(p, shape);

	if (pv_kind(shape) != PV_TUPLE || n == NULL || n->count > PICKLE_ITEMS)
		return false;
	for (size_t i = 0; i < n->count; i++)
		if (pv_kind(n->item[i]) != PV_INT || pv_int(n->item[i]) < 0 ||
		    __builtin_mul_overflow(*bytes, (uint64_t)pv_int(n->item[i]), bytes))
			return false;
	return *bytes <= INT64_MAX;
}

struct pickle_array pickle_array_of(struct pickle *p)
{
	const struct pickle_node *n = pickle_node_of(p, pickle_top(p, 0));
	struct pickle_value state = n != NULL ? n->state : (struct pickle_value){0}, align;
	struct pickle_array a = {0};

	if (pv_kind(state) != PV_DICT) {
		a.error = "the wrapper's state is not a dict";
		return a;
	}
	a.bytes = pickle_dtype_size(p, pickle_dict_get(p, state, S("dtype")), &a.objects);
	if (a.objects)
		return a;
	align = pickle_dict_get(p, state, S("numpy_array_alignment_bytes"));
	a.aligned = pv_kind(align) != PV_ABSENT && pv_kind(align) != PV_NONE;
	if (a.bytes == 0)
		a.error = "the type of its elements cannot be told";
	else if (!multiply(p, pickle_dict_get(p, state, S("shape")), &a.bytes))
		a.error = "its shape cannot be told";
	return a;
}
