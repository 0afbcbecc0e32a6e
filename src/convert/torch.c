/* torch/_utils.py, torch/_tensor.py and torch/serialization.py say what the calls mean:
 *	_rebuild_tensor(storage, offset, size, stride)
 *	_rebuild_tensor_v2(the same, requires_grad, hooks[, metadata])
 *	_rebuild_tensor_v3(the same as v2 before metadata, dtype[, metadata]), on untyped bytes
 *	_rebuild_parameter(tensor, requires_grad, hooks), _rebuild_parameter_with_state(..., state)
 *	_rebuild_from_type_v2(function, class, arguments, state)
 *	_rebuild_device_tensor_from_numpy(array, dtype, device, requires_grad)
 * Metadata marks tensors that are to be conjugated or negated when they are read: refused. State of
 * parameters is what programs hung onto them, no part of their values: left out. */
#include "convert/torch.h"

#include "base/limits.h"

/* ---- Storages ------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	uint8_t dtype;
} classes[] = {
	{"FloatStorage", TENSOR_F32},	     {"HalfStorage", TENSOR_F16},
	{"BFloat16Storage", TENSOR_BF16},    {"DoubleStorage", TENSOR_F64},
	{"LongStorage", TENSOR_I64},	     {"IntStorage", TENSOR_I32},
	{"ShortStorage", TENSOR_I16},	     {"CharStorage", TENSOR_I8},
	{"ByteStorage", TENSOR_U8},	     {"BoolStorage", TENSOR_BOOL},
	{"ComplexFloatStorage", TENSOR_C64}, {"ComplexDoubleStorage", TENSOR_C128},
	{"UntypedStorage", TENSOR_U8},	     {"_UntypedStorage", TENSOR_U8},
};

bool torch_storage_class(struct torch *t, struct pickle_tree_value type, uint8_t *dtype,
			 uint8_t *item)
{
	const struct pickle_tree_global *g = type.global;

	if (type.kind != PT_GLOBAL || !str_in(str_slice(g->module, 0, 5), "torch"))
		return unpickle_refuse(&t->u, "a storage of a class that is none of torch's");
	for (size_t i = 0; i < COUNTOF(classes); i++)
		if (str_eq(g->name, str_of(classes[i].name))) {
			*dtype = classes[i].dtype;
			*item = tensor_types[*dtype].bytes;
			return true;
		}
	if (str_starts(g->name, S("Q")))
		return unpickle_refuse(&t->u,
				       "a quantised tensor (%.*s): save it as numbers, with "
				       ".dequantize() or .int_repr()",
				       STR_ARG(g->name));
	return unpickle_refuse(&t->u, "a storage of the unknown class %.*s.%.*s",
			       STR_ARG(g->module), STR_ARG(g->name));
}

struct torch_storage *torch_storage_get(struct torch *t, str key)
{
	uint64_t *known = map_get(&t->storages, key);

	return known != NULL ? (struct torch_storage *)(uintptr_t)*known : NULL;
}

struct torch_storage *torch_storage_add(struct torch *t, str key, uint8_t dtype, uint8_t item,
					uint64_t count)
{
	struct torch_storage *s = torch_storage_get(t, key);
	uint64_t bytes;

	if (__builtin_mul_overflow(count, item, &bytes) || bytes > INT64_MAX) {
		unpickle_refuse(&t->u, "storage %.*s: %llu elements are more than any file has",
				STR_ARG(str_slice(key, 0, 100)), (unsigned long long)count);
		return NULL;
	}
	if (s != NULL && s->dtype != dtype) {
		unpickle_refuse(&t->u,
				"storage %.*s: its elements are %s here, and %s elsewhere, which "
				"torch.save() refuses to write",
				STR_ARG(str_slice(key, 0, 100)), tensor_types[dtype].name,
				tensor_types[s->dtype].name);
		return NULL;
	}
	if (s != NULL && s->bytes != bytes) {
		unpickle_refuse(&t->u, "storage %.*s: said to have %llu bytes, and elsewhere %llu",
				STR_ARG(str_slice(key, 0, 100)), (unsigned long long)bytes,
				(unsigned long long)s->bytes);
		return NULL;
	}
	if (s != NULL)
		return s;
	s = NEW(t->r->arena, struct torch_storage, 1);
	*s = (struct torch_storage){
		.key = arena_dup(t->r->arena, key), .bytes = bytes, .dtype = dtype, .item = item};
	*map_put(&t->storages, s->key) = (uint64_t)(uintptr_t)s;
	if (t->find != NULL && !t->find(t, s))
		return NULL;
	return s;
}

static void place_use(const struct torch_storage *s, const struct torch_use *use)
{
	use->tensor->blob = blob_slice(s->blob, use->from, use->from + use->bytes);
	use->tensor->slow = s->slow;
}

void torch_storage_place(struct torch_storage *s, struct blob b, bool slow)
{
	s->blob = b;
	s->slow = slow;
	s->placed = true;
	for (const struct torch_use *use = s->uses; use != NULL; use = use->next)
		place_use(s, use);
}

bool torch_number(struct pickle_tree_value v, uint64_t *out)
{
	*out = (uint64_t)v.number;
	return (v.kind == PT_INT || v.kind == PT_BOOL) && v.number >= 0;
}

/* The part of its storage that a view of old files is: (key, offset, size), or None. */
static bool read_view(struct torch *t, struct pickle_tree_value v, struct torch_view *out)
{
	uint64_t from, count, item = out->storage->item;

	if (v.kind == PT_NONE || v.kind == PT_ABSENT)
		return true;
	if (v.kind != PT_TUPLE || !torch_number(pickle_tree_item(v, 1), &from) ||
	    !torch_number(pickle_tree_item(v, 2), &count))
		return unpickle_refuse(&t->u, "a storage's view is (key, offset, size)");
	if (from > out->bytes / item || count > out->bytes / item - from)
		return unpickle_refuse(&t->u,
				       "a view of %llu elements from %llu on of a storage that has "
				       "%llu",
				       (unsigned long long)count, (unsigned long long)from,
				       (unsigned long long)(out->bytes / item));
	out->from = from * item;
	out->bytes = count * item;
	return true;
}

/* ("storage", class, key, location, count[, view]) */
static bool read_storage(struct torch *t, struct pickle_tree_value pid, struct torch_view *out)
{
	uint64_t count;
	uint8_t item;
	str key;

	if (pid.kind == PT_TUPLE && pickle_tree_is(pickle_tree_item(pid, 0), S("module")))
		return unpickle_refuse(&t->u, "a whole module with its source: save what "
					      "model.state_dict() gives instead of the model");
	if (pid.kind != PT_TUPLE || !pickle_tree_is(pickle_tree_item(pid, 0), S("storage")))
		return unpickle_refuse(&t->u, "a reference that is none to a storage");
	if (!torch_storage_class(t, pickle_tree_item(pid, 1), &out->dtype, &item))
		return false;
	if (!pickle_tree_text(t->u.tree, t->u.scratch, pickle_tree_item(pid, 2), LIMIT_TENSOR_NAME,
			      &key) ||
	    key.n == 0 || !torch_number(pickle_tree_item(pid, 4), &count))
		return unpickle_refuse(&t->u, "a storage is ('storage', class, key, location, "
					      "number of elements)");
	out->storage = torch_storage_add(t, key, out->dtype, item, count);
	if (out->storage == NULL)
		return false;
	out->from = 0;
	out->bytes = out->storage->bytes;
	return read_view(t, pickle_tree_item(pid, 5), out);
}

/* ---- Tensors -------------------------------------------------------------------------------- */

static bool check_strides(struct torch *t, struct tensor *n, const struct torch_shape *s)
{
	int64_t *stride = NEW(t->r->arena, int64_t, s->dims + 1);

	for (unsigned i = 0; i < s->dims; i++)
		if (s->stride[i] < 0 ||
		    __builtin_mul_overflow(s->stride[i], (int64_t)n->item, &stride[i]))
			return unpickle_refuse(&t->u, "a stride of %lld", (long long)s->stride[i]);
	n->stride = stride;
	return true;
}

bool torch_tensor(struct torch *t, const struct torch_view *v, const struct torch_shape *s,
		  struct item **out)
{
	struct tensor *n = NEW(t->r->arena, struct tensor, 1);
	uint64_t *shape = NEW(t->r->arena, uint64_t, s->dims + 1);
	struct torch_use *use = NEW(t->r->arena, struct torch_use, 1);
	const char *outside;

	memcpy(shape, s->size, s->dims * sizeof(*shape));
	n->dtype = v->dtype;
	n->item = tensor_types[v->dtype].bytes;
	n->big = t->big && tensor_types[v->dtype].swap > 1;
	n->dims = (uint8_t)s->dims;
	n->shape = shape;
	n->blob.size = v->bytes;
	if (!tensor_dense(t->r->arena, n, false) ||
	    __builtin_mul_overflow(s->offset, n->item, &n->at))
		return unpickle_refuse(&t->u, "a tensor larger than any file");
	if (!check_strides(t, n, s))
		return false;
	outside = tensor_outside(n);
	if (outside != NULL)
		return unpickle_refuse(&t->u, "a tensor that %s (%.*s, %llu bytes)", outside,
				       STR_ARG(str_slice(v->storage->key, 0, 100)),
				       (unsigned long long)v->bytes);
	*use = (struct torch_use){v->storage->uses, n, v->from, v->bytes};
	v->storage->uses = use;
	if (v->storage->placed)
		place_use(v->storage, use);
	*out = unpickle_new(&t->u, ITEM_TENSOR);
	(*out)->tensor = n;
	return true;
}

bool torch_storage_item(struct torch *t, const struct torch_view *v, struct item **out)
{
	struct torch_shape s = {.dims = 1, .stride = {1}};

	s.size[0] = v->bytes / tensor_types[v->dtype].bytes;
	return torch_tensor(t, v, &s, out);
}

/* A tuple of ints, or torch.Size(tuple). Negative ones are kept for who checks. */
static bool read_ints(struct torch *t, struct pickle_tree_value v, int64_t *out, unsigned *n)
{
	const struct pickle_tree_global *g = pickle_tree_callee(v);

	if (g != NULL && str_eq(g->module, S("torch")) && str_eq(g->name, S("Size")))
		v = pickle_tree_arg(v, 0);
	if (v.kind != PT_TUPLE && v.kind != PT_LIST)
		return unpickle_refuse(&t->u, "size and stride of a tensor are tuples of ints");
	*n = pickle_tree_count(v);
	if (*n > TENSOR_DIMS)
		return unpickle_refuse(&t->u, "a tensor of %u dimensions", *n);
	for (unsigned i = 0; i < *n; i++) {
		struct pickle_tree_value item = pickle_tree_item(v, i);
		if (item.kind != PT_INT)
			return unpickle_refuse(&t->u,
					       "size and stride of a tensor are tuples of ints");
		out[i] = item.number;
	}
	return true;
}

static bool read_shape(struct torch *t, struct pickle_tree_value args, struct torch_shape *s)
{
	int64_t size[TENSOR_DIMS];
	unsigned strides;

	if (!torch_number(pickle_tree_item(args, 1), &s->offset))
		return unpickle_refuse(&t->u, "a tensor's offset is an int from 0 on");
	if (!read_ints(t, pickle_tree_item(args, 2), size, &s->dims) ||
	    !read_ints(t, pickle_tree_item(args, 3), s->stride, &strides))
		return false;
	if (strides != s->dims)
		return unpickle_refuse(&t->u, "a tensor with %u sizes and %u strides", s->dims,
				       strides);
	for (unsigned i = 0; i < s->dims; i++) {
		if (size[i] < 0)
			return unpickle_refuse(&t->u, "a tensor with a size of %lld",
					       (long long)size[i]);
		s->size[i] = (uint64_t)size[i];
	}
	return true;
}

/* torch.float8_e4m3fn and the like. */
static bool read_dtype(struct torch *t, struct pickle_tree_value v, uint8_t *out)
{
	const struct pickle_tree_global *g = v.global;

	if (v.kind != PT_GLOBAL || !str_eq(g->module, S("torch")))
		return unpickle_refuse(&t->u, "a tensor whose dtype is none of torch's");
	for (unsigned i = 0; i < TENSOR_OTHER; i++)
		if (str_eq(g->name, str_of(tensor_types[i].name))) {
			*out = (uint8_t)i;
			return true;
		}
	return unpickle_refuse(&t->u,
			       "a tensor of torch.%.*s, which no format that assay writes can hold",
			       STR_ARG(g->name));
}

static bool is_empty(struct pickle_tree_value v)
{
	return v.kind == PT_ABSENT || v.kind == PT_NONE ||
	       (v.kind == PT_DICT && pickle_tree_count(v) == 0);
}

static bool rebuild(struct torch *t, struct pickle_tree_value args, unsigned version,
		    struct item **out)
{
	struct pickle_tree_value pid = pickle_tree_item(args, 0);
	struct torch_view view;
	struct torch_shape shape;

	if (pid.kind != PT_PERSID)
		return unpickle_refuse(&t->u, "a tensor whose storage is not in the file");
	if (!is_empty(pickle_tree_item(args, version == 3 ? 7 : 6)))
		return unpickle_refuse(&t->u,
				       "a tensor that is conjugated or negated when it is loaded: "
				       "save t.resolve_conj().resolve_neg()");
	if (!read_storage(t, pid.item[0], &view) || !read_shape(t, args, &shape))
		return false;
	if (version == 3 && !read_dtype(t, pickle_tree_item(args, 6), &view.dtype))
		return false;
	return torch_tensor(t, &view, &shape, out);
}

/* ---- Calls ---------------------------------------------------------------------------------- */

static bool inner_tensor(struct torch *t, struct pickle_tree_value v, struct item **out)
{
	return unpickle_item(&t->u, v, out) &&
	       ((*out)->kind == ITEM_TENSOR ||
		unpickle_refuse(&t->u, "a parameter that is no tensor"));
}

static bool from_numpy(struct torch *t, struct pickle_tree_value args, struct item **out)
{
	uint8_t dtype;

	if (!read_dtype(t, pickle_tree_item(args, 1), &dtype) ||
	    !inner_tensor(t, pickle_tree_item(args, 0), out))
		return false;
	return (*out)->tensor->dtype == dtype ||
	       unpickle_refuse(&t->u, "a tensor of %s that is stored as %s",
			       tensor_types[dtype].name, tensor_types[(*out)->tensor->dtype].name);
}

static bool size_item(struct torch *t, struct pickle_tree_value args, struct item **out)
{
	struct pickle_tree_value v = pickle_tree_item(args, 0);

	if (v.kind != PT_TUPLE && v.kind != PT_LIST)
		return unpickle_refuse(&t->u, "torch.Size() of something else than a tuple");
	return unpickle_list(&t->u, v, ITEM_TUPLE, out);
}

/* "cuda:0" */
static bool device_item(struct torch *t, struct pickle_tree_value args, struct item **out)
{
	struct pickle_tree_value index = pickle_tree_item(args, 1);

	if (!unpickle_item(&t->u, pickle_tree_item(args, 0), out))
		return false;
	if ((*out)->kind == ITEM_TEXT && index.kind == PT_INT)
		*out = unpickle_text(&t->u,
				     arena_printf(t->r->arena, "%.*s:%lld", STR_ARG((*out)->text),
						  (long long)index.number));
	return (*out)->kind == ITEM_TEXT || unpickle_refuse(&t->u, "a device without a name");
}

static bool module_is(const struct pickle_tree_global *g, const char *modules)
{
	return str_in(g->module, modules);
}

static bool is_plain_class(struct pickle_tree_value v)
{
	return pickle_tree_is_global(v, S("torch"), S("Tensor")) ||
	       pickle_tree_is_global(v, S("torch._tensor"), S("Tensor")) ||
	       pickle_tree_is_global(v, S("torch.nn.parameter"), S("Parameter")) ||
	       pickle_tree_is_global(v, S("torch.nn.parameter"), S("Buffer")) ||
	       pickle_tree_is_global(v, S("torch.nn"), S("Parameter"));
}

static bool call_of(struct torch *t, const struct pickle_tree_global *g,
		    struct pickle_tree_value args, unsigned depth, struct item **out);

/* (function, class, arguments, state) */
static bool from_type(struct torch *t, struct pickle_tree_value args, unsigned depth,
		      struct item **out)
{
	struct pickle_tree_value function = pickle_tree_item(args, 0),
				 class = pickle_tree_item(args, 1);

	if (class.kind != PT_GLOBAL || function.kind != PT_GLOBAL || depth > 4)
		return unpickle_refuse(&t->u, "a tensor that is made in an unknown way");
	if (!is_plain_class(class))
		return unpickle_refuse(&t->u,
				       "a tensor of the class %.*s.%.*s, which may mean its values "
				       "in its own way: save t.as_subclass(torch.Tensor)",
				       STR_ARG(class.global->module), STR_ARG(class.global->name));
	return call_of(t, function.global, pickle_tree_item(args, 2), depth + 1, out);
}

static const struct {
	const char *names, *why;
} refused[] = {
	{"_rebuild_sparse_tensor _rebuild_sparse_csr_tensor",
	 "a sparse tensor: save t.to_dense(), or its indices and values"},
	{"_rebuild_nested_tensor", "a nested tensor: save t.unbind()"},
	{"_rebuild_qtensor",
	 "a quantised tensor: save t.dequantize(), or t.int_repr() and its scale"},
	{"_rebuild_meta_tensor_no_storage",
	 "a tensor on the device \"meta\", which has a shape and no values"},
	{"_rebuild_wrapper_subclass",
	 "a tensor of a class without values of its own (DTensor and the like): save the parts"},
	{"_load_from_bytes",
	 "a tensor that was pickled by pickle.dump() or joblib: save it with torch.save()"},
};

static bool refuse_call(struct torch *t, const struct pickle_tree_global *g)
{
	for (size_t i = 0; i < COUNTOF(refused); i++)
		if (str_in(g->name, refused[i].names))
			return unpickle_refuse(&t->u, "%s", refused[i].why);
	if (str_starts(g->module, S("torch.nn")) || str_starts(g->module, S("torch.fx")) ||
	    str_starts(g->module, S("torch.jit")))
		return unpickle_refuse(
			&t->u,
			"an object of %.*s.%.*s: the file holds a whole model, which is "
			"a program; save what model.state_dict() gives",
			STR_ARG(g->module), STR_ARG(g->name));
	return unpickle_refuse(
		&t->u,
		"an object of %.*s.%.*s: of torch only tensors, parameters, sizes and "
		"devices are converted; leave it out of what is saved",
		STR_ARG(g->module), STR_ARG(g->name));
}

static bool call_of(struct torch *t, const struct pickle_tree_global *g,
		    struct pickle_tree_value args, unsigned depth, struct item **out)
{
	str name = g->name;

	if (args.kind != PT_TUPLE)
		return unpickle_refuse(&t->u, "%.*s is called with no tuple", STR_ARG(name));
	if (module_is(g, "torch._utils")) {
		if (str_eq(name, S("_rebuild_tensor")))
			return rebuild(t, args, 1, out);
		if (str_eq(name, S("_rebuild_tensor_v2")))
			return rebuild(t, args, 2, out);
		if (str_eq(name, S("_rebuild_tensor_v3")))
			return rebuild(t, args, 3, out);
		if (str_in(name, "_rebuild_parameter _rebuild_parameter_with_state "
				 "_rebuild_device_tensor_from_cpu_tensor"))
			return inner_tensor(t, pickle_tree_item(args, 0), out);
		if (str_in(name, "_rebuild_device_tensor_from_numpy _rebuild_xla_tensor"))
			return from_numpy(t, args, out);
	}
	if (module_is(g, "torch._tensor torch.tensor torch") &&
	    str_in(name, "_rebuild_from_type_v2 _rebuild_from_type"))
		return from_type(t, args, depth, out);
	if (module_is(g, "torch.nn.parameter torch.autograd.variable") &&
	    str_in(name, "Parameter Variable Buffer"))
		return inner_tensor(t, pickle_tree_item(args, 0), out);
	if (module_is(g, "torch") && str_eq(name, S("Size")))
		return size_item(t, args, out);
	if (module_is(g, "torch") && str_eq(name, S("device")))
		return device_item(t, args, out);
	return refuse_call(t, g);
}

/* Whether a tensor requires a gradient, hooks, attributes: no part of its values. Tensor.
 * __setstate__ takes others for a new storage. */
static bool is_harmless(struct pickle_tree_value state)
{
	return state.kind == PT_ABSENT || state.kind == PT_NONE || state.kind == PT_DICT ||
	       (state.kind == PT_TUPLE && state.count == 3);
}

/* argparse.Namespace: what training programs were started with. */
static bool namespace_item(struct torch *t, struct pickle_tree_value v, struct item **out)
{
	struct pickle_tree_value state = pickle_tree_state(v);

	if (pickle_tree_args(v) != 0 || (state.kind != PT_DICT && state.kind != PT_ABSENT))
		return unpickle_refuse(&t->u, "a Namespace that is made in an unknown way");
	if (!unpickle_dict(&t->u, state, out))
		return false;
	for (uint32_t i = 0; i < (*out)->count; i++)
		if ((*out)->element[2 * i]->kind != ITEM_TEXT)
			return unpickle_refuse(&t->u, "an attribute whose name is no text");
	(*out)->kind = ITEM_OBJECT;
	(*out)->text = S("argparse.Namespace");
	return true;
}

static enum unpickle_answer call(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	struct torch *t = u->ctx;
	const struct pickle_tree_global *g = pickle_tree_callee(v);
	bool ok;

	if (g == NULL)
		return UNPICKLE_PASS;
	if (str_eq(g->module, S("torch")) || str_starts(g->module, S("torch.")))
		ok = call_of(t, g, v.call->args, 0, out) &&
		     (is_harmless(pickle_tree_state(v)) ||
		      unpickle_refuse(u, "a tensor whose state sets other values than those it "
					 "was made with: save it again with a newer torch"));
	else if (str_eq(g->module, S("argparse")) && str_eq(g->name, S("Namespace")))
		ok = namespace_item(t, v, out);
	else
		return UNPICKLE_PASS;
	return ok ? UNPICKLE_DONE : UNPICKLE_REFUSED;
}

static bool persid(struct unpickle *u, struct pickle_tree_value pid, struct item **out)
{
	struct torch *t = u->ctx;
	struct torch_view view;

	return read_storage(t, pid, &view) && torch_storage_item(t, &view, out);
}

void torch_init(struct torch *t, struct pickle_tree *tree)
{
	t->u = (struct unpickle){.tree = tree,
				 .arena = t->r->arena,
				 .scratch = t->r->scratch,
				 .ctx = t,
				 .persid = persid,
				 .call = call};
	t->storages = map_in(t->r->arena);
}

const struct item *torch_refused(struct torch *t)
{
	if (t->r->refusal.why.n == 0)
		t->r->refusal = t->u.refusal;
	return NULL;
}

bool torch_pickle(struct reading *r, struct pickle_tree *tree, str what, uint64_t at,
		  struct pickle_tree_end *out)
{
	*out = pickle_tree_run(tree, at);
	return out->error == PICKLE_OK ||
	       read_refuse(r, what, "the pickle is broken at byte %llu: %s",
			   (unsigned long long)out->at,
			   out->why != NULL ? out->why : pickle_error_text(out->error));
}
