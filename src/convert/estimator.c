/* Objects: of scikit-learn, whose classes are data with names, of scipy.sparse and
 * scipy.interpolate (splines). An object is its class and what its state says; nothing of it is
 * run, so that any class of these packages that the pickle policy does not hold against it may be
 * one. Classes of other packages are refused by name, with what to do instead. */
#include "base/limits.h"
#include "base/map.h"
#include "convert/pickle.h"
#include "model/pickle_policy.h"

struct object {
	const struct pickle_tree_global *class;
	struct pickle_tree_value args;	/* PT_ABSENT, or what it was made with */
	struct pickle_tree_value state; /* PT_ABSENT: none */
	bool tuple;			/* it is one, with names */
	str arg_names;			/* attributes that the arguments are; empty: "args" */
};

/* ---- Which classes ---- */

static bool inside(str module, str package)
{
	return str_starts(module, package) && (module.n == package.n || module.p[package.n] == '.');
}

static bool is_data(const struct pickle_tree_global *g)
{
	struct pickle_verdict v;

	if ((!inside(g->module, S("sklearn")) || inside(g->module, S("sklearn.externals"))) &&
	    !inside(g->module, S("scipy.sparse")) && !inside(g->module, S("scipy.interpolate")))
		return false;
	v = pickle_judge(g->module, g->name);
	return v.class != PICKLE_UNKNOWN && v.class != PICKLE_DANGEROUS;
}

struct advice {
	const char *package, *what;
};

static const struct advice advices[] = {
	{"xgboost", "save it with its own save_model(\"model.ubj\"), which holds no code"},
	{"lightgbm",
	 "save it with its own booster_.save_model(\"model.txt\"), which holds no code"},
	{"catboost", "save it with its own save_model(\"model.cbm\"), which holds no code"},
	{"pandas", "replace it by an array (to_numpy()) or a list before saving"},
	{"torch", "save model.state_dict() with torch.save, and convert that"},
	{"transformers", "save it with save_pretrained(..., safe_serialization=True)"},
	{"keras", "save it with save(\"model.keras\") or its weights with numpy.savez"},
	{"tensorflow", "save its weights with numpy.savez"},
	{"functools", "replace the step that uses it"},
};

bool unpickle_unknown(struct unpickle *u, const struct pickle_tree_global *g)
{
	for (size_t i = 0; i < COUNTOF(advices); i++)
		if (inside(g->module, str_of(advices[i].package)))
			return unpickle_refuse(u,
					       "an object of %.*s.%.*s: assay does not convert "
					       "objects of %s; %s",
					       STR_ARG(g->module), STR_ARG(g->name),
					       advices[i].package, advices[i].what);
	return unpickle_refuse(
		u,
		"an object of %.*s.%.*s: assay only converts classes that it knows "
		"to be data (scikit-learn, NumPy, torch tensors); replace the step or "
		"export its arrays with numpy.savez",
		STR_ARG(g->module), STR_ARG(g->name));
}

/* ---- What was made how ---- */

static bool class_of(struct pickle_tree_value v, struct object *o)
{
	o->class = v.kind == PT_GLOBAL ? v.global : NULL;
	return o->class != NULL;
}

/* The arguments from the second on. */
static struct pickle_tree_value rest(struct pickle_tree_value v)
{
	struct pickle_tree_value args = v.call->args;

	args.item++;
	args.count--;
	return args;
}

/* copyreg's functions, which get the class as their first argument. */
static bool by_copyreg(struct pickle_tree_value v, const struct pickle_tree_global *g,
		       struct object *o)
{
	if (!class_of(pickle_tree_arg(v, 0), o))
		return false;
	if (str_eq(g->name, S("_reconstructor"))) {
		o->args = pickle_tree_arg(v, 2);
		o->tuple = pickle_tree_is_global(pickle_tree_arg(v, 1), S("builtins"), S("tuple"));
		return o->tuple ? o->args.kind == PT_TUPLE
				: o->args.kind == PT_NONE &&
					  pickle_tree_is_global(pickle_tree_arg(v, 1),
								S("builtins"), S("object"));
	}
	if (str_eq(g->name, S("__newobj__")) && v.call->args.count > 0)
		o->args = rest(v), o->tuple = o->args.count > 0 && o->state.kind == PT_ABSENT;
	else if (str_eq(g->name, S("__newobj_ex__")))
		o->args = pickle_tree_arg(v, 1);
	else
		return false;
	return pickle_tree_count(pickle_tree_arg(v, 2)) == 0 || !str_ends(g->name, S("_ex__"));
}

/* Cython's classes: __pyx_unpickle_NAME(class, checksum, state); newObj(class). */
static bool by_cython(struct pickle_tree_value v, const struct pickle_tree_global *g,
		      struct object *o)
{
	bool pyx = str_starts(g->name, S("__pyx_unpickle_"));

	if ((!pyx && !str_in(g->name, "newObj __newObj")) || !class_of(pickle_tree_arg(v, 0), o))
		return false;
	if (pyx && o->state.kind == PT_ABSENT && pickle_tree_arg(v, 2).kind == PT_TUPLE)
		o->state = pickle_tree_arg(v, 2);
	return true;
}

static bool is_tree(const struct pickle_tree_global *g)
{
	return str_eq(g->name, S("Tree")) && inside(g->module, S("sklearn")) &&
	       str_ends(g->module, S("._tree"));
}

static bool made_how(struct pickle_tree_value v, struct object *o)
{
	const struct pickle_tree_global *g = pickle_tree_callee(v);
	const struct pickle_tree_more *more = v.call->more;

	o->state = pickle_tree_state(v);
	if (str_in(g->module, "copyreg copy_reg"))
		return by_copyreg(v, g, o);
	if (by_cython(v, g, o))
		return true;
	o->class = g;
	o->args = v.call->args;
	o->tuple = v.call->op == PK_NEWOBJ && o->args.count > 0 && o->state.kind == PT_ABSENT;
	if (is_tree(g) && o->args.count == 3)
		o->arg_names = S("n_features n_classes n_outputs");
	return more == NULL || pickle_tree_count(more->kwargs) == 0;
}

/* ---- Attributes ---- */

struct attributes {
	struct item **at;
	uint32_t count, room;
	struct map seen; /* in scratch */
};

static bool add(struct unpickle *u, struct attributes *a, str name, struct pickle_tree_value v)
{
	if (a->count == a->room)
		return unpickle_refuse(u, "an object with more attributes than its state");
	if (map_get(&a->seen, name) != NULL)
		return unpickle_refuse(u,
				       "the attribute %.*s is there twice, which no pickler writes",
				       STR_ARG(name));
	(void)map_put(&a->seen, name);
	a->at[2 * a->count] = unpickle_text(u, name);
	if (!unpickle_part(u, name, v, &a->at[2 * a->count + 1]))
		return false;
	a->count++;
	return true;
}

static bool add_dict(struct unpickle *u, struct attributes *a, struct pickle_tree_value dict)
{
	struct pickle_tree_walk w = pickle_tree_walk(dict);
	struct pickle_tree_value key, v;
	struct item *name;
	str version;

	while (pickle_tree_next(&w, &key) && pickle_tree_next(&w, &v)) {
		if (key.kind != PT_STR)
			return unpickle_refuse(u, "an object with an attribute whose name is no "
						  "text");
		if (pickle_tree_is(key, S("_sklearn_version")) &&
		    pickle_tree_text(u->tree, u->arena, v, 64, &version) &&
		    (u->sklearn_version.n == 0 || str_eq(u->sklearn_version, version))) {
			u->sklearn_version = version;
			continue;
		}
		if (!unpickle_item(u, key, &name) || !add(u, a, name->text, v))
			return false;
	}
	return true;
}

static bool none_or_dict(struct pickle_tree_value v)
{
	return v.kind == PT_NONE || v.kind == PT_DICT;
}

static uint32_t state_count(struct pickle_tree_value s)
{
	if (s.kind == PT_TUPLE && s.count == 2)
		return pickle_tree_count(s) + pickle_tree_count(s.item[0]) / 2 +
		       pickle_tree_count(s.item[1]) / 2;
	return s.kind == PT_DICT ? pickle_tree_count(s) / 2 : 1;
}

/* A dict; (dict, slots), of which one may be None; else what the class's own __setstate__ reads. */
static bool add_state(struct unpickle *u, struct attributes *a, struct pickle_tree_value s)
{
	if (s.kind == PT_ABSENT || s.kind == PT_NONE)
		return true;
	if (s.kind == PT_DICT)
		return add_dict(u, a, s);
	if (s.kind == PT_TUPLE && s.count == 2 && none_or_dict(s.item[0]) &&
	    none_or_dict(s.item[1]))
		return add_dict(u, a, s.item[0]) && add_dict(u, a, s.item[1]);
	return add(u, a, S("state"), s);
}

static bool add_args(struct unpickle *u, struct attributes *a, const struct object *o)
{
	str names = o->arg_names;

	if (names.n == 0)
		return pickle_tree_count(o->args) == 0 || add(u, a, S("args"), o->args);
	for (uint32_t i = 0; names.p != NULL; i++)
		if (!add(u, a, str_cut(&names, ' '), pickle_tree_item(o->args, i)))
			return false;
	return true;
}

static bool object_item(struct unpickle *u, const struct object *o, struct item **out)
{
	struct arena_mark mark = arena_mark(u->scratch);
	struct attributes a = {.seen = map_in(u->scratch)};
	bool ok;

	a.room = state_count(o->state) + (o->arg_names.n ? pickle_tree_count(o->args) : 1);
	a.at = NEW(u->arena, struct item *, 2 * (size_t)a.room);
	ok = add_args(u, &a, o) && add_state(u, &a, o->state);
	arena_release(u->scratch, mark);
	*out = unpickle_new(u, ITEM_OBJECT);
	(*out)->text = unpickle_name(u, o->class);
	(*out)->count = a.count;
	(*out)->element = a.at;
	return ok;
}

/* ---- Special ones ---- */

static enum unpickle_answer dropped(struct unpickle *u, const struct pickle_tree_global *g,
				    const char *why, struct item **out)
{
	*out = unpickle_new(u, ITEM_DROPPED);
	(*out)->text = unpickle_name(u, g);
	(*out)->why = why;
	return UNPICKLE_DONE;
}

static bool is_cache(const struct pickle_tree_global *g)
{
	return str_eq(g->name, S("Memory")) && str_ends(g->module, S("joblib.memory"));
}

static bool is_search_tree(const struct pickle_tree_global *g)
{
	return inside(g->module, S("sklearn.neighbors")) &&
	       (str_starts(g->name, S("KDTree")) || str_starts(g->name, S("BallTree")) ||
		str_eq(g->name, S("BinaryTree")));
}

/* Neighbours keep what they were trained with beside the tree: _fit_X. */
static bool search_tree(struct unpickle *u, const struct pickle_tree_global *g, struct item **out)
{
	if (u->path != NULL && str_eq(u->path->name, S("_tree")))
		return dropped(u, g, "a search tree: it is built again from _fit_X", out) ==
		       UNPICKLE_DONE;
	return unpickle_refuse(u,
			       "an object of %.*s.%.*s, a search tree without the rows that it was "
			       "built from: export the rows with numpy.savez",
			       STR_ARG(g->module), STR_ARG(g->name));
}

enum unpickle_answer unpickle_object(struct unpickle *u, struct pickle_tree_value v,
				     struct item **out)
{
	const struct pickle_tree_more *more = v.call->more;
	struct object o = {0};
	bool ok;

	if (!made_how(v, &o))
		return UNPICKLE_PASS;
	if (is_cache(o.class))
		return dropped(u, o.class, "a cache on disk: a trained model predicts without it",
			       out);
	if (inside(o.class->module, S("scipy.stats")))
		return dropped(u, o.class,
			       "a distribution to draw parameters from: a trained model predicts "
			       "without it",
			       out);
	if (!is_data(o.class)) {
		(void)unpickle_unknown(u, o.class);
		return UNPICKLE_REFUSED;
	}
	if (more != NULL && (more->appended.kind != PT_ABSENT || more->items.kind != PT_ABSENT)) {
		(void)unpickle_refuse(u, "an object of %.*s.%.*s that is a container too",
				      STR_ARG(o.class->module), STR_ARG(o.class->name));
		return UNPICKLE_REFUSED;
	}
	if (is_search_tree(o.class))
		ok = search_tree(u, o.class, out);
	else
		ok = o.tuple ? unpickle_list(u, o.args, ITEM_TUPLE, out) : object_item(u, &o, out);
	return ok ? UNPICKLE_DONE : UNPICKLE_REFUSED;
}
