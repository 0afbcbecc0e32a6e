/* numpy.dtype() as pickles have it: dtype("f8", False, True) with the state (version, byte order,
 * subdtype, names, fields, item size, alignment, flags[, metadata]) (numpy/core/src/multiarray/
 * descriptor.c, arraydescr_reduce). What both say must agree. */
#include "base/limits.h"
#include "convert/pickle.h"

struct simple {
	const char *code, *name; /* as the first argument and as NumPy's class call it */
	uint8_t kind, dtype, bytes;
};

static const struct simple simple[] = {
	{"b1", "bool", 'b', TENSOR_BOOL, 1},
	{"?", "bool_", 'b', TENSOR_BOOL, 1},
	{"i1", "int8", 'i', TENSOR_I8, 1},
	{"i2", "int16", 'i', TENSOR_I16, 2},
	{"i4", "int32", 'i', TENSOR_I32, 4},
	{"i8", "int64", 'i', TENSOR_I64, 8},
	{"u1", "uint8", 'u', TENSOR_U8, 1},
	{"u2", "uint16", 'u', TENSOR_U16, 2},
	{"u4", "uint32", 'u', TENSOR_U32, 4},
	{"u8", "uint64", 'u', TENSOR_U64, 8},
	{"f2", "float16", 'f', TENSOR_F16, 2},
	{"f4", "float32", 'f', TENSOR_F32, 4},
	{"f8", "float64", 'f', TENSOR_F64, 8},
	{"f12", "longdouble", 'f', TENSOR_OTHER, 12},
	{"f16", "longdouble", 'f', TENSOR_OTHER, 16},
	{"c8", "complex64", 'c', TENSOR_C64, 8},
	{"c16", "complex128", 'c', TENSOR_C128, 16},
	{"c24", "clongdouble", 'c', TENSOR_OTHER, 24},
	{"c32", "clongdouble", 'c', TENSOR_OTHER, 32},
	{"M8", "datetime64", 'M', TENSOR_OTHER, 8},
	{"m8", "timedelta64", 'm', TENSOR_OTHER, 8},
	{"O8", "object", 'O', TENSOR_OTHER, 8},
	{"O4", "object", 'O', TENSOR_OTHER, 4},
	{"O", "object_", 'O', TENSOR_OTHER, 8},
};

/* ml_dtypes' own, as JAX has them. */
static const struct simple small_floats[] = {
	{"", "bfloat16", 'f', TENSOR_BF16, 2},
	{"", "float8_e4m3fn", 'f', TENSOR_F8_E4M3, 1},
	{"", "float8_e5m2", 'f', TENSOR_F8_E5M2, 1},
	{"", "float8_e4m3fnuz", 'f', TENSOR_F8_E4M3FNUZ, 1},
	{"", "float8_e5m2fnuz", 'f', TENSOR_F8_E5M2FNUZ, 1},
	{"", "float8_e8m0fnu", 'f', TENSOR_F8_E8M0, 1},
};

static const struct simple *find_simple(str code, bool by_name)
{
	for (size_t i = 0; i < COUNTOF(simple); i++)
		if (str_eq(code, str_of(by_name ? simple[i].name : simple[i].code)))
			return &simple[i];
	return NULL;
}

static void set_simple(struct numpy_type *t, const struct simple *s)
{
	t->kind = s->kind;
	t->dtype = s->dtype;
	t->item = s->bytes;
	t->name = str_of(s->name);
	if (t->name.n > 0 && t->name.p[t->name.n - 1] == '_')
		t->name.n--;
}

/* "U12", "S5", "V16". */
static bool set_sized(struct numpy_type *t, str code)
{
	uint64_t n = 0;

	if (code.n == 0 || (code.p[0] != 'U' && code.p[0] != 'S' && code.p[0] != 'V'))
		return false;
	if (code.n > 1 && !str_to_u64(str_slice(code, 1, code.n), &n))
		return false;
	if (n > INT32_MAX / 4)
		return false;
	t->kind = code.p[0];
	t->dtype = TENSOR_OTHER;
	t->item = (uint32_t)(t->kind == 'U' ? n * 4 : n);
	t->name = t->kind == 'U' ? S("str_") : t->kind == 'S' ? S("bytes_") : S("void");
	return true;
}

/* A class of NumPy or of ml_dtypes in place of the code. */
static bool set_class(struct numpy_type *t, const struct pickle_tree_global *g)
{
	const struct simple *s = NULL;

	if (str_eq(g->module, S("ml_dtypes")) || str_starts(g->module, S("ml_dtypes."))) {
		for (size_t i = 0; i < COUNTOF(small_floats); i++)
			if (str_eq(g->name, str_of(small_floats[i].name)))
				s = &small_floats[i];
	} else if (str_eq(g->module, S("numpy"))) {
		s = find_simple(g->name, true);
	}
	if (s != NULL)
		set_simple(t, s);
	else if (!str_eq(g->module, S("numpy")) || !str_in(g->name, "record void"))
		return false;
	else
		(void)set_sized(t, S("V"));
	return true;
}

static bool set_code(struct unpickle *u, struct numpy_type *t, struct pickle_tree_value code)
{
	const struct simple *s;
	str text;

	if (code.kind == PT_GLOBAL) {
		if (set_class(t, code.global))
			return true;
		return unpickle_refuse(u, "the dtype %.*s.%.*s, which assay does not know",
				       STR_ARG(code.global->module), STR_ARG(code.global->name));
	}
	if (!pickle_tree_text(u->tree, u->arena, code, 64, &text))
		return unpickle_refuse(u, "a dtype that is made of something else than its name");
	s = find_simple(text, false);
	if (s == NULL)
		s = find_simple(text, true);
	if (s != NULL)
		set_simple(t, s);
	else if (!set_sized(t, text))
		return unpickle_refuse(u, "the dtype \"%.*s\", which assay does not know",
				       STR_ARG(text));
	return true;
}

/* ---- State ---- */

static bool small_int(struct pickle_tree_value v, int64_t *out)
{
	*out = v.number;
	return v.kind == PT_INT && v.number >= -1 && v.number <= INT32_MAX;
}

/* The unit of dates: ({}, (b"ns", 1, 1, 1)); "generic" has none. */
static bool set_unit(struct unpickle *u, struct numpy_type *t, struct pickle_tree_value metadata)
{
	struct pickle_tree_value about = pickle_tree_item(metadata, 1);
	int64_t number;
	struct blob b;
	str unit;

	if (about.kind != PT_TUPLE)
		return true;
	if (!unpickle_bytes(u, pickle_tree_item(about, 0), &b) || b.size > 8 ||
	    !small_int(pickle_tree_item(about, 1), &number))
		return unpickle_refuse(u, "the unit of a dtype of dates cannot be told");
	unit = blob_get(b, u->arena, 0, (size_t)b.size);
	if (!str_in(unit, "Y M W D h m s ms us ns ps fs as generic"))
		return unpickle_refuse(u, "a dtype of dates with an unknown unit");
	if (str_eq(unit, S("generic")))
		return true;
	t->name = number == 1
			  ? arena_printf(u->arena, "%.*s[%.*s]", STR_ARG(t->name), STR_ARG(unit))
			  : arena_printf(u->arena, "%.*s[%lld%.*s]", STR_ARG(t->name),
					 (long long)number, STR_ARG(unit));
	return true;
}

static bool plain_name(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 0x20 || s.p[i] >= 0x7f || s.p[i] == '\'' || s.p[i] == '\\')
			return false;
	return s.n > 0;
}

static void add_gap(struct buf *b, uint64_t n)
{
	if (n > 0)
		buf_printf(b, "('', '|V%llu'), ", (unsigned long long)n);
}

static void add_type(struct buf *b, const struct numpy_type *t)
{
	const struct numpy_type *of = t->base ? t->base : t;

	buf_add(b, of->descr);
	if (t->base == NULL)
		return;
	buf_add(b, S(", ("));
	for (unsigned i = 0; i < t->dims; i++)
		buf_printf(b, "%llu%s", (unsigned long long)t->shape[i],
			   i + 1 < t->dims ? ", "
			   : i == 0	   ? ","
					   : "");
	buf_add(b, S(")"));
}

static bool add_field(struct unpickle *u, struct buf *b, str name, struct pickle_tree_value field,
		      uint64_t *at)
{
	const struct numpy_type *type;
	int64_t offset;

	if (field.kind != PT_TUPLE || field.count != 2 ||
	    !small_int(pickle_tree_item(field, 1), &offset))
		return unpickle_refuse(u, "a dtype whose fields have titles, or no offsets");
	if (!unpickle_dtype(u, pickle_tree_item(field, 0), &type))
		return false;
	if (type->kind == 'O')
		return unpickle_refuse(u, "a record with Python objects in its fields");
	if (offset < 0 || (uint64_t)offset < *at)
		return unpickle_refuse(u, "a record whose fields overlap");
	add_gap(b, (uint64_t)offset - *at);
	buf_printf(b, "('%.*s', ", STR_ARG(name));
	add_type(b, type);
	buf_add(b, S("), "));
	*at = (uint64_t)offset + type->item;
	return true;
}

/* A record: the list of its fields, with what lies between them. */
static bool set_fields(struct unpickle *u, struct numpy_type *t, struct pickle_tree_value names,
		       struct pickle_tree_value fields)
{
	struct buf b = buf_in(u->arena);
	struct pickle_tree_value name;
	uint64_t at = 0;
	str text;

	if (names.kind != PT_TUPLE || fields.kind != PT_DICT)
		return unpickle_refuse(u, "a dtype whose fields cannot be told");
	if (t->kind != 'V')
		return unpickle_refuse(u, "a dtype with fields that is no record");
	buf_byte(&b, '[');
	for (struct pickle_tree_walk w = pickle_tree_walk(names); pickle_tree_next(&w, &name);) {
		if (!pickle_tree_text(u->tree, u->arena, name, LIMIT_TENSOR_NAME, &text) ||
		    !plain_name(text))
			return unpickle_refuse(u, "a record with a field whose name is not ASCII");
		if (!add_field(u, &b, text, pickle_tree_get(fields, text), &at))
			return false;
		if (b.n > LIMIT_CONVERT_DESCR)
			return unpickle_refuse(u, "a record with more fields than assay writes");
	}
	if (at > t->item)
		return unpickle_refuse(u, "a record whose fields reach behind its end");
	add_gap(&b, t->item - at);
	if (b.n >= 2 && b.p[b.n - 1] == ' ')
		b.n -= 2;
	buf_byte(&b, ']');
	t->descr = buf_str(&b);
	return true;
}

/* A field that is an array. */
static bool set_base(struct unpickle *u, struct numpy_type *t, struct pickle_tree_value sub)
{
	const struct numpy_type *base;
	uint64_t bytes;

	if (sub.kind != PT_TUPLE || sub.count != 2)
		return unpickle_refuse(u, "a dtype whose parts cannot be told");
	if (!unpickle_dtype(u, pickle_tree_item(sub, 0), &base) ||
	    !unpickle_shape(u, pickle_tree_item(sub, 1), &t->shape, &t->dims))
		return false;
	bytes = base->item;
	for (unsigned i = 0; i < t->dims; i++)
		if (__builtin_mul_overflow(bytes, t->shape[i], &bytes))
			bytes = UINT64_MAX;
	if (base->base != NULL || base->kind == 'O' || bytes != t->item)
		return unpickle_refuse(u, "a dtype whose parts do not fit it");
	t->base = base;
	return true;
}

static bool set_order(struct unpickle *u, struct numpy_type *t, struct pickle_tree_value order)
{
	str text;

	if (!pickle_tree_text(u->tree, u->arena, order, 1, &text) || !str_in(text, "< > = |"))
		return unpickle_refuse(u, "a dtype whose byte order cannot be told");
	t->big = text.p[0] == '>';
	return true;
}

static bool set_state(struct unpickle *u, struct numpy_type *t, struct pickle_tree_value state)
{
	struct pickle_tree_value names = pickle_tree_item(state, 3);
	struct pickle_tree_value sub = pickle_tree_item(state, 2);
	int64_t version, bytes;

	if (state.kind != PT_TUPLE || state.count < 8 || state.count > 9 ||
	    !small_int(pickle_tree_item(state, 0), &version) || version < 3 || version > 4 ||
	    !small_int(pickle_tree_item(state, 5), &bytes))
		return unpickle_refuse(u, "a dtype with a state that NumPy does not write");
	if (!set_order(u, t, pickle_tree_item(state, 1)))
		return false;
	if (bytes >= 0 && t->item == 0)
		t->item = (uint32_t)bytes;
	if (bytes >= 0 && t->item != (uint64_t)bytes)
		return unpickle_refuse(u, "a dtype that gives two sizes for its elements");
	if (names.kind != PT_NONE && names.kind != PT_ABSENT)
		return set_fields(u, t, names, pickle_tree_item(state, 4));
	if (sub.kind != PT_NONE)
		return set_base(u, t, sub);
	if (t->kind == 'M' || t->kind == 'm')
		return set_unit(u, t, pickle_tree_item(state, 8));
	return true;
}

/* ---- All of it ---- */

static str descr_of(struct unpickle *u, const struct numpy_type *t)
{
	bool no_order = t->item == 1 || t->kind == 'S' || t->kind == 'V' || t->kind == 'O';
	const char *order = no_order ? "|" : t->big ? ">" : "<";
	str unit = str_slice(t->name, str_find_byte(t->name, '['), t->name.n);

	if (t->kind == 'O')
		return S("'|O'");
	if (t->kind == 'M' || t->kind == 'm')
		return arena_printf(u->arena, "'%s%c8%.*s'", order, t->kind, STR_ARG(unit));
	return arena_printf(u->arena, "'%s%c%u'", order, t->kind,
			    t->kind == 'U' ? t->item / 4 : t->item);
}

static struct item *dtype_value(struct unpickle *u, const struct numpy_type *t)
{
	struct item *i = unpickle_new(u, ITEM_TYPE);
	bool quoted = t->descr.n > 1 && t->descr.p[0] == '\'';
	struct buf b = buf_in(u->arena);

	buf_add(&b, S("numpy.dtype:"));
	if (t->base != NULL)
		buf_byte(&b, '('), add_type(&b, t), buf_byte(&b, ')');
	else
		buf_add(&b, quoted ? str_slice(t->descr, 1, t->descr.n - 1) : t->descr);
	i->text = buf_str(&b);
	return i;
}

static bool make_dtype(struct unpickle *u, struct numpy_type *t, struct pickle_tree_value v)
{
	struct pickle_tree_value state = pickle_tree_state(v);

	if (!set_code(u, t, pickle_tree_arg(v, 0)))
		return false;
	if (state.kind != PT_ABSENT && !set_state(u, t, state))
		return false;
	if (t->descr.n == 0)
		t->descr = descr_of(u, t);
	t->value = dtype_value(u, t);
	return true;
}

bool unpickle_dtype(struct unpickle *u, struct pickle_tree_value v, const struct numpy_type **out)
{
	const struct pickle_tree_global *g = pickle_tree_callee(v);
	struct numpy_type *t;
	bool ok;

	if (g == NULL || !str_eq(g->module, S("numpy")) || !str_eq(g->name, S("dtype")))
		return unpickle_refuse(u, "a dtype that is not made by numpy.dtype()");
	if (v.call->made == u || u->depth >= LIMIT_CONVERT_DEPTH)
		return unpickle_refuse(u, "a dtype that holds itself, or is nested too deep");
	*out = v.call->made;
	if (*out != NULL)
		return true;
	t = NEW(u->arena, struct numpy_type, 1);
	v.call->made = u;
	u->depth++;
	ok = make_dtype(u, t, v);
	u->depth--;
	v.call->made = ok ? t : NULL;
	*out = t;
	return ok;
}
