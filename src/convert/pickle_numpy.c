/* NumPy's own calls in pickles: arrays with their bytes, scalars, masked arrays, random generators,
 * and the wrappers that joblib puts in the place of arrays. The bytes are not looked at. */
#include <math.h>
#include "base/limits.h"
#include "convert/pickle.h"

static enum unpickle_answer answer(bool ok)
{
	return ok ? UNPICKLE_DONE : UNPICKLE_REFUSED;
}

bool unpickle_shape(struct unpickle *u, struct pickle_tree_value v, const uint64_t **shape,
		    uint8_t *dims)
{
	uint64_t *to;

	if (v.kind != PT_TUPLE)
		return unpickle_refuse(u, "an array whose shape is no tuple");
	if (v.count > TENSOR_DIMS)
		return unpickle_refuse(u, "an array of %u dimensions: NumPy has at most %d",
				       v.count, TENSOR_DIMS);
	to = NEW(u->arena, uint64_t, v.count ? v.count : 1);
	for (uint32_t i = 0; i < v.count; i++) {
		if (v.item[i].kind != PT_INT || v.item[i].number < 0)
			return unpickle_refuse(u, "an array whose shape is not of numbers");
		to[i] = (uint64_t)v.item[i].number;
	}
	*shape = to;
	*dims = (uint8_t)v.count;
	return true;
}

/* ---- Arrays of numbers ---- */

/* The array's elements are the blob's bytes from `at` on, exactly `bytes` of them. */
static bool tensor_item(struct unpickle *u, const struct numpy_type *type,
			struct pickle_tree_value shape, bool fortran, struct blob blob,
			struct item **out)
{
	struct tensor *t = NEW(u->arena, struct tensor, 1);
	uint64_t bytes;

	if (!unpickle_shape(u, shape, &t->shape, &t->dims))
		return false;
	if (type->base != NULL || type->item == 0)
		return unpickle_refuse(u, "an array whose elements have no size");
	t->blob = blob;
	t->dtype = type->dtype;
	t->big = type->big;
	t->item = type->item;
	t->descr = type->dtype == TENSOR_OTHER ? type->descr : (str){NULL, 0};
	if (!tensor_dense(u->arena, t, fortran) ||
	    __builtin_mul_overflow(t->count, (uint64_t)t->item, &bytes))
		return unpickle_refuse(u, "an array whose shape has more elements than there can "
					  "be");
	if (bytes != blob.size)
		return unpickle_refuse(
			u, "an array with %llu bytes where its shape and dtype need %llu",
			(unsigned long long)blob.size, (unsigned long long)bytes);
	*out = unpickle_new(u, ITEM_TENSOR);
	(*out)->tensor = t;
	return true;
}

/* ---- Arrays of objects ---- */

#define OBJECT_DIMS 8 /* estimators of boosting have two */

/* Lists in lists from dimension `dim` on; the values come one after the other, the last index
 * fastest. */
static bool object_level(struct unpickle *u, const uint64_t *shape, unsigned dim, unsigned dims,
			 struct pickle_tree_walk *w, struct item **out)
{
	struct item *list = unpickle_new(u, ITEM_LIST);
	struct item **element = shape[dim] ? NEW(u->arena, struct item *, shape[dim]) : NULL;
	struct unpickle_path part = {.up = u->path};
	struct pickle_tree_value v;
	bool ok = true;

	u->path = &part;
	for (uint64_t i = 0; i < shape[dim] && ok; i++) {
		part.index = (uint32_t)i;
		if (dim + 1 < dims)
			ok = object_level(u, shape, dim + 1, dims, w, &element[i]);
		else
			ok = pickle_tree_next(w, &v) && unpickle_item(u, v, &element[i]);
	}
	u->path = part.up;
	list->count = (uint32_t)shape[dim];
	list->element = element;
	*out = list;
	return ok;
}

static bool object_array(struct unpickle *u, struct pickle_tree_value shape,
			 struct pickle_tree_value list, struct item **out)
{
	struct pickle_tree_walk w;
	const uint64_t *n;
	uint64_t all = 1;
	bool none = false;
	uint8_t dims;

	if (!unpickle_shape(u, shape, &n, &dims))
		return false;
	if (list.kind != PT_LIST)
		return unpickle_refuse(u, "an array of objects without a list of them");
	for (unsigned i = 0; i < dims; i++) {
		none |= n[i] == 0;
		if (n[i] > UINT32_MAX || __builtin_mul_overflow(all, n[i], &all))
			all = UINT64_MAX;
	}
	all = none ? 0 : all;
	if (all != pickle_tree_count(list))
		return unpickle_refuse(u, "an array of %u objects, where its shape says %llu",
				       pickle_tree_count(list), (unsigned long long)all);
	if (dims > OBJECT_DIMS)
		return unpickle_refuse(u, "an array of objects with %u dimensions", dims);
	if (dims == 0)
		return unpickle_item(u, pickle_tree_item(list, 0), out);
	if (none) {
		*out = unpickle_new(u, ITEM_LIST);
		return true;
	}
	w = pickle_tree_walk(list);
	return object_level(u, n, 0, dims, &w, out);
}

static bool array_item(struct unpickle *u, struct pickle_tree_value dtype,
		       struct pickle_tree_value shape, bool fortran, struct pickle_tree_value raw,
		       struct item **out)
{
	const struct numpy_type *type;
	struct blob blob;

	if (!unpickle_dtype(u, dtype, &type))
		return false;
	if (type->kind == 'O')
		return object_array(u, shape, raw, out);
	if (!unpickle_bytes(u, raw, &blob))
		return unpickle_refuse(u, "an array whose elements are no bytes");
	return tensor_item(u, type, shape, fortran, blob, out);
}

/* ---- _reconstruct(class, (0,), b"b") and its state ---- */

/* (version, shape, dtype, Fortran?, bytes), in pickles of old without the version. */
static bool array_state(struct unpickle *u, struct pickle_tree_value state, uint32_t more,
			struct item **out)
{
	uint32_t first = state.kind == PT_TUPLE && state.count == 5 + more ? 1 : 0;
	struct pickle_tree_value fortran = pickle_tree_item(state, first + 2);

	if (state.kind != PT_TUPLE || state.count != 4 + more + first ||
	    (fortran.kind != PT_BOOL && fortran.kind != PT_INT))
		return unpickle_refuse(u, "an array without the state that NumPy writes");
	return array_item(u, pickle_tree_item(state, first + 1), pickle_tree_item(state, first),
			  fortran.number != 0, pickle_tree_item(state, first + 3), out);
}

static bool is_array_class(struct pickle_tree_value v)
{
	return v.kind == PT_GLOBAL && str_starts(v.global->module, S("numpy")) &&
	       str_in(v.global->name, "ndarray matrix memmap recarray chararray");
}

static bool reconstructed(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	struct pickle_tree_value class = pickle_tree_arg(v, 0);

	if (!is_array_class(class)) {
		if (class.kind == PT_GLOBAL)
			return unpickle_unknown(u, class.global);
		return unpickle_refuse(u, "an array of an unknown class");
	}
	return array_state(u, pickle_tree_state(v), 0, out);
}

static struct item *object(struct unpickle *u, str class, uint32_t pairs, struct item ***element)
{
	struct item *i = unpickle_new(u, ITEM_OBJECT);

	*element = NEW(u->arena, struct item *, pairs ? 2 * (size_t)pairs : 1);
	i->text = class;
	i->count = pairs;
	i->element = *element;
	return i;
}

/* _mareconstruct(MaskedArray, ndarray, (0,), b"b"), state: an array's, mask bytes, fill value. */
static bool masked(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	static const struct numpy_type mask_type = {
		.dtype = TENSOR_BOOL, .kind = 'b', .item = 1, .descr = S_INIT("'|b1'")};
	struct pickle_tree_value state = pickle_tree_state(v), class = pickle_tree_arg(v, 0);
	struct pickle_tree_value fortran = pickle_tree_item(state, 3);
	struct item **element;
	struct blob blob;

	if (class.kind != PT_GLOBAL || !str_eq(class.global->name, S("MaskedArray")))
		return unpickle_refuse(u, "a masked array of an unknown class");
	if (state.kind != PT_TUPLE || state.count != 7 ||
	    !unpickle_bytes(u, pickle_tree_item(state, 5), &blob))
		return unpickle_refuse(u, "a masked array without the state that NumPy writes");
	*out = object(u, S("numpy.ma.MaskedArray"), 3, &element);
	element[0] = unpickle_text(u, S("data"));
	element[2] = unpickle_text(u, S("mask"));
	element[4] = unpickle_text(u, S("fill_value"));
	return array_state(u, state, 2, &element[1]) &&
	       tensor_item(u, &mask_type, pickle_tree_item(state, 1), fortran.number != 0, blob,
			   &element[3]) &&
	       unpickle_part(u, S("fill_value"), pickle_tree_item(state, 6), &element[5]);
}

/* ---- _frombuffer(bytes, dtype, shape, order[, axes]): protocol 5 ---- */

/* Order "K": the elements lie in C's order of a shape whose axes are then permuted. */
static bool transposed(struct unpickle *u, struct pickle_tree_value axes, struct tensor *t)
{
	uint64_t *shape = NEW(u->arena, uint64_t, t->dims ? t->dims : 1), used = 0;
	int64_t *stride = NEW(u->arena, int64_t, t->dims ? t->dims : 1);

	if (axes.kind != PT_TUPLE || axes.count != t->dims)
		return unpickle_refuse(u, "an array whose axes are no permutation");
	for (uint32_t i = 0; i < t->dims; i++) {
		int64_t from = axes.item[i].number;
		if (axes.item[i].kind != PT_INT || from < 0 || from >= t->dims ||
		    (used >> from & 1))
			return unpickle_refuse(u, "an array whose axes are no permutation");
		used |= (uint64_t)1 << from;
		shape[i] = t->shape[from];
		stride[i] = t->stride[from];
	}
	t->shape = shape;
	t->stride = stride;
	return true;
}

static bool frombuffer(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	struct pickle_tree_value order = pickle_tree_arg(v, 3), axes = pickle_tree_arg(v, 4);
	bool fortran = pickle_tree_is(order, S("F")), any = pickle_tree_is(order, S("K"));

	if (v.call->more != NULL)
		return unpickle_refuse(u, "an array that is given state after it was made, which "
					  "no pickler writes");
	if (!fortran && !any && !pickle_tree_is(order, S("C")))
		return unpickle_refuse(u, "an array whose order is neither C nor F");
	if (pickle_tree_arg(v, 0).kind == PT_BUFFER)
		return unpickle_refuse(u, "an array whose bytes were kept outside the pickle "
					  "(protocol 5, out of band)");
	if (!array_item(u, pickle_tree_arg(v, 1), pickle_tree_arg(v, 2), fortran,
			pickle_tree_arg(v, 0), out))
		return false;
	if (!any || axes.kind == PT_NONE || axes.kind == PT_ABSENT)
		return true;
	if ((*out)->kind != ITEM_TENSOR)
		return unpickle_refuse(u, "an array of objects whose axes are permuted, which "
					  "NumPy does not write");
	return transposed(u, axes, (*out)->tensor);
}

/* ---- Scalars ---- */

static uint64_t number_of(str bytes, bool big)
{
	uint64_t x = 0;

	for (size_t i = 0; i < bytes.n; i++)
		x = x << 8 | bytes.p[big ? i : bytes.n - 1 - i];
	return x;
}

static double half(uint64_t bits)
{
	int exponent = (int)(bits >> 10 & 31);
	double fraction = (double)(bits & 1023), x;

	if (exponent == 31)
		x = bits & 1023 ? (double)NAN : (double)INFINITY;
	else if (exponent == 0)
		x = ldexp(fraction, -24);
	else
		x = ldexp(fraction + 1024, exponent - 25);
	return bits >> 15 ? -x : x;
}

static double real_of(str bytes, bool big)
{
	uint64_t bits = number_of(bytes, big);
	uint32_t bits32 = (uint32_t)bits;
	float single;
	double x;

	if (bytes.n == 2)
		return half(bits);
	memcpy(&single, &bits32, 4);
	memcpy(&x, &bits, 8);
	return bytes.n == 4 ? (double)single : x;
}

static bool integer_value(struct unpickle *u, const struct numpy_type *t, str bytes,
			  struct item **out)
{
	uint64_t x = number_of(bytes, t->big), sign = (uint64_t)1 << (bytes.n * 8 - 1);

	if (t->kind != 'u' && (x & sign))
		x |= ~(sign - 1);
	if (t->kind == 'u' && x > INT64_MAX) {
		*out = unpickle_new(u, ITEM_BIG);
		(*out)->text = arena_printf(u->arena, "%llu", (unsigned long long)x);
	} else {
		*out = unpickle_number(u, (int64_t)x);
	}
	return true;
}

/* UCS-4, without the zeros at its end. */
static bool text_value(struct unpickle *u, const struct numpy_type *t, str bytes, struct item **out)
{
	struct buf b = buf_in(u->arena);
	uint64_t c;

	while (bytes.n >= 4 && number_of(str_slice(bytes, bytes.n - 4, bytes.n), false) == 0)
		bytes.n -= 4;
	for (size_t i = 0; i + 4 <= bytes.n; i += 4) {
		c = number_of(str_slice(bytes, i, i + 4), t->big);
		if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
			return unpickle_refuse(u, "a text with characters that are none");
		buf_utf8(&b, (uint32_t)c);
	}
	*out = unpickle_text(u, buf_str(&b));
	return true;
}

static bool scalar_value(struct unpickle *u, const struct numpy_type *t, str bytes,
			 struct item **out)
{
	size_t half_way = bytes.n / 2;

	switch (t->kind) {
	case 'b':
		*out = unpickle_new(u, ITEM_BOOL);
		(*out)->flag = bytes.p[0] != 0;
		return true;
	case 'i':
	case 'u':
	case 'M':
	case 'm':
		return integer_value(u, t, bytes, out);
	case 'f':
		if (t->dtype != TENSOR_F16 && t->dtype != TENSOR_F32 && t->dtype != TENSOR_F64)
			break;
		*out = unpickle_new(u, ITEM_FLOAT);
		(*out)->real[0] = real_of(bytes, t->big);
		return true;
	case 'c':
		if (t->dtype == TENSOR_OTHER)
			break;
		*out = unpickle_new(u, ITEM_COMPLEX);
		(*out)->real[0] = real_of(str_slice(bytes, 0, half_way), t->big);
		(*out)->real[1] = real_of(str_slice(bytes, half_way, bytes.n), t->big);
		return true;
	case 'U':
		return text_value(u, t, bytes, out);
	case 'S':
		*out = unpickle_new(u, ITEM_BYTES);
		(*out)->text = bytes;
		return true;
	default:
		break;
	}
	return unpickle_refuse(u, "a NumPy scalar of the dtype %.*s", STR_ARG(t->descr));
}

/* scalar(dtype, bytes) */
static bool scalar(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	const struct numpy_type *t;
	struct item **element;
	struct blob blob;
	str bytes;

	if (!unpickle_dtype(u, pickle_tree_arg(v, 0), &t))
		return false;
	if (!unpickle_bytes(u, pickle_tree_arg(v, 1), &blob) || blob.size != t->item ||
	    t->item > LIMIT_CONVERT_TEXT || (t->item == 0 && t->kind != 'U' && t->kind != 'S'))
		return unpickle_refuse(u, "a NumPy scalar without the bytes of its dtype %.*s",
				       STR_ARG(t->descr));
	bytes = blob_get(blob, u->arena, 0, t->item);
	if (bytes.n != t->item)
		return unpickle_refuse(u, "its bytes cannot be read");
	element = NEW(u->arena, struct item *, 1);
	*out = unpickle_new(u, ITEM_SCALAR);
	(*out)->text = t->name;
	(*out)->count = 1;
	(*out)->element = element;
	return scalar_value(u, t, bytes, element);
}

/* ---- joblib's wrappers ---- */

static bool is_joblib(const struct pickle_tree_global *g)
{
	return str_ends(g->module, S("joblib.numpy_pickle")) ||
	       str_ends(g->module, S("joblib.numpy_pickle_compat"));
}

static bool joblib_array(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	const struct pickle_tree_more *more = v.call->more;
	struct pickle_tree_value state = pickle_tree_state(v);
	struct pickle_tree_value order = pickle_tree_get(state, S("order"));
	struct pickle_tree_value class = pickle_tree_get(state, S("subclass"));
	const struct numpy_type *type;
	struct blob blob;

	if (more == NULL || !more->array || state.kind != PT_DICT)
		return unpickle_refuse(u, "an array of joblib whose bytes are not in this file");
	if (class.kind == PT_GLOBAL && !is_array_class(class))
		return unpickle_unknown(u, class.global);
	if (more->array_objects.kind != PT_ABSENT)
		return unpickle_item(u, more->array_objects, out);
	if (!unpickle_dtype(u, pickle_tree_get(state, S("dtype")), &type))
		return false;
	blob = blob_slice(pickle_tree_source(u->tree), more->array_at,
			  more->array_at + more->array_bytes);
	return tensor_item(u, type, pickle_tree_get(state, S("shape")),
			   pickle_tree_is(order, S("F")), blob, out);
}

static enum unpickle_answer joblib(struct unpickle *u, struct pickle_tree_value v,
				   const struct pickle_tree_global *g, struct item **out)
{
	if (str_eq(g->name, S("NumpyArrayWrapper")))
		return answer(joblib_array(u, v, out));
	if (str_in(g->name, "NDArrayWrapper ZNDArrayWrapper"))
		return answer(unpickle_refuse(u,
					      "an array that joblib before 0.10 wrote into a file "
					      "of its own (NAME_01.npy): load and dump the model "
					      "again with a newer joblib"));
	return UNPICKLE_PASS;
}

/* ---- Which one ---- */

static bool dropped(struct unpickle *u, str class, struct item **out)
{
	*out = unpickle_new(u, ITEM_DROPPED);
	(*out)->text = class;
	(*out)->why = "a random generator: a trained model predicts without it";
	return true;
}

static str generator_class(struct unpickle *u, const struct pickle_tree_global *g)
{
	if (str_in(g->name, "__randomstate_ctor __RandomState_ctor"))
		return S("numpy.random.RandomState");
	if (str_eq(g->name, S("__generator_ctor")))
		return S("numpy.random.Generator");
	return unpickle_name(u, g);
}

static bool ufunc(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	str module, name;

	if (!pickle_tree_text(u->tree, u->arena, pickle_tree_arg(v, 0), 64, &module) ||
	    !pickle_tree_text(u->tree, u->arena, pickle_tree_arg(v, 1), 64, &name) ||
	    !str_in(module, "numpy numpy.core numpy._core numpy.core.umath numpy._core.umath "
			    "scipy.special"))
		return unpickle_refuse(u, "a function of an unknown module");
	*out = unpickle_new(u, ITEM_TYPE);
	(*out)->text = arena_printf(u->arena, "%.*s.%.*s", STR_ARG(module), STR_ARG(name));
	return true;
}

/* The modules have moved: numpy.core is numpy._core since 2.0; some calls name the C module. */
static bool is_core(str module, str rest)
{
	if (str_starts(module, S("numpy.core.")))
		return str_eq(str_slice(module, 11, module.n), rest);
	return str_starts(module, S("numpy._core.")) &&
	       str_eq(str_slice(module, 12, module.n), rest);
}

enum unpickle_answer unpickle_numpy(struct unpickle *u, struct pickle_tree_value v,
				    struct item **out)
{
	const struct pickle_tree_global *g = pickle_tree_callee(v);
	bool multiarray;

	if (is_joblib(g))
		return joblib(u, v, g, out);
	if (!str_starts(g->module, S("numpy")))
		return UNPICKLE_PASS;
	multiarray =
		is_core(g->module, S("multiarray")) || is_core(g->module, S("_multiarray_umath"));
	if (multiarray && str_eq(g->name, S("_reconstruct")))
		return answer(reconstructed(u, v, out));
	if (multiarray && str_eq(g->name, S("scalar")))
		return answer(scalar(u, v, out));
	if (is_core(g->module, S("numeric")) && str_eq(g->name, S("_frombuffer")))
		return answer(frombuffer(u, v, out));
	if (str_in(g->module, "numpy.ma numpy.ma.core") && str_eq(g->name, S("_mareconstruct")))
		return answer(masked(u, v, out));
	if (str_eq(g->module, S("numpy.random")) || str_starts(g->module, S("numpy.random.")))
		return answer(dropped(u, generator_class(u, g), out));
	if (str_eq(g->name, S("_ufunc_reconstruct")))
		return answer(ufunc(u, v, out));
	return UNPICKLE_PASS;
}
