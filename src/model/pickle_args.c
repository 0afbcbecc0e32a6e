/* Rules on the arguments of callables that honest pickles call, but that do anything with the wrong
 * ones. Chosen by the policy's tables; what each demands is said at enum pickle_args. */
#include "model/path.h"
#include "model/pickle_int.h"

/* ---- What an argument is ---- */

static bool is_text(struct pickle_value v)
{
	return pv_kind(v) == PV_STR;
}

static bool is_constant(struct pickle_value v)
{
	return pv_kind(v) >= PV_NONE && pv_kind(v) <= PV_BYTEARRAY;
}

/* Nothing in it can be called: constants, what safe callables made, containers of them. */
bool pickle_data(struct pickle *p, struct pickle_value v)
{
	const struct pickle_node *n;

	switch (pv_kind(v)) {
	case PV_GLOBAL:
	case PV_UNKNOWN:
		return false;
	case PV_CALL:
		return (pv_flags(v) & PV_DATA) != 0;
	case PV_TUPLE:
	case PV_LIST:
	case PV_DICT:
	case PV_SET:
	case PV_FROZENSET:
		n = pickle_node_of(p, v);
		if (n == NULL || (n->flags & PN_GLOBAL))
			return n == NULL;
		for (size_t i = 0; i < n->count && i < PICKLE_ITEMS; i++) {
			const struct pickle_node *inner = pickle_node_of(p, n->item[i]);
			if (inner != NULL && (inner->flags & PN_GLOBAL))
				return false;
		}
		return true;
	default:
		return true;
	}
}

static bool rule_may_be_called(enum pickle_args rule)
{
	switch (rule) {
	case PICKLE_ARGS_DATA:
	case PICKLE_ARGS_CODEC:
	case PICKLE_ARGS_DTYPE:
	case PICKLE_ARGS_FACTORY:
	case PICKLE_ARGS_REGEX:
	case PICKLE_ARGS_TYPE:
	case PICKLE_ARGS_KEY:
		return true;
	case PICKLE_ARGS_NONE:
	case PICKLE_ARGS_GETATTR:
	case PICKLE_ARGS_PARTIAL:
	case PICKLE_ARGS_RECONSTRUCTOR:
	case PICKLE_ARGS_NEWOBJ:
	case PICKLE_ARGS_NEWOBJ_EX:
	case PICKLE_ARGS_INSTANTIATE:
	case PICKLE_ARGS_CALLABLES:
	case PICKLE_ARGS_ATTRGETTER:
	case PICKLE_ARGS_ITEMGETTER:
	case PICKLE_ARGS_METHODCALLER:
	case PICKLE_ARGS_NESTED:
	case PICKLE_ARGS_GLOBAL:
	case PICKLE_ARGS_APPLY:
	case PICKLE_ARGS_ARROW:
		return false;
	}
	return false;
}

bool pickle_harmless(struct pickle *p, struct pickle_value v, bool without_arguments)
{
	const struct pickle_global *g = pickle_global_at(p, v);
	const struct pickle_node *n;

	if (g != NULL)
		return g->verdict.class == PICKLE_SAFE ||
		       (g->verdict.class == PICKLE_KNOWN && without_arguments) ||
		       (g->verdict.class == PICKLE_ARGS &&
			rule_may_be_called((enum pickle_args)g->verdict.args));
	if (pv_kind(v) == PV_CALL) {
		n = pickle_node_of(p, v);
		g = n != NULL ? pickle_global_at(p, n->head) : NULL;
		return (pv_flags(v) & PV_DATA) && g != NULL &&
		       g->verdict.args != PICKLE_ARGS_TYPE && !str_eq(g->name, S("_load_type")) &&
		       g->verdict.args != PICKLE_ARGS_METHODCALLER &&
		       g->verdict.args != PICKLE_ARGS_ATTRGETTER;
	}
	return pv_kind(v) != PV_UNKNOWN && pv_kind(v) != PV_LOST;
}

/* Every callable among the elements of a container, one level deep, and among the arguments. */
static bool callables_harmless(struct pickle *p, struct pickle_value v)
{
	const struct pickle_node *n = pickle_node_of(p, v);

	if (pv_kind(v) < PV_TUPLE || pv_kind(v) > PV_FROZENSET || n == NULL)
		return pickle_harmless(p, v, false) || pickle_data(p, v);
	if (!(n->flags & PN_GLOBAL))
		return true;
	for (size_t i = 0; i < n->count && i < PICKLE_ITEMS; i++)
		if (!pickle_harmless(p, n->item[i], false) && !pickle_data(p, n->item[i]))
			return false;
	return n->count <= PICKLE_ITEMS;
}

/* Does a test hold for all arguments? Those that are not kept pass no test. */
static bool all(struct pickle *p, const struct pickle_call *c, size_t from,
		bool (*test)(struct pickle *p, struct pickle_value v))
{
	if (!c->known || (c->count > PICKLE_ITEMS && !(c->data && test == pickle_data)))
		return false;
	for (size_t i = from; i < c->count && i < PICKLE_ITEMS; i++)
		if (!test(p, c->args[i]))
			return false;
	return pv_kind(c->kwargs) == PV_ABSENT || test(p, c->kwargs);
}

static bool constant(struct pickle *p, struct pickle_value v)
{
	(void)p;
	return is_constant(v);
}

/* ---- The rules ---- */

static const char *codec(struct pickle *p, const struct pickle_call *c, enum pickle_grade *grade)
{
	str name;

	*grade = PICKLE_GRADE_MEDIUM;
	if (!c->known || c->count < 1 || c->count > 3 || !all(p, c, 0, pickle_data))
		return "its arguments are not text and the name of a codec";
	if (c->count < 2)
		return NULL;
	if (!is_text(c->args[1]))
		return "the name of its codec is not a constant";
	name = pickle_name_text(p, c->args[1], 0);
	if (str_in(name,
		   "latin1 latin-1 latin_1 iso-8859-1 iso8859-1 ascii us-ascii utf-8 utf8 utf_8 "
		   "utf-16 utf-32 raw_unicode_escape raw-unicode-escape"))
		return NULL;
	return "the codec does more than map characters";
}

static bool dtype_part(struct pickle *p, struct pickle_value v)
{
	const struct pickle_global *g = pickle_global_at(p, v);

	if (g != NULL)
		return g->verdict.class == PICKLE_SAFE || g->verdict.class == PICKLE_ARGS ||
		       g->verdict.class == PICKLE_KNOWN;
	return callables_harmless(p, v);
}

static const char *dtype(struct pickle *p, const struct pickle_call *c, enum pickle_grade *grade)
{
	*grade = PICKLE_GRADE_MEDIUM;
	return all(p, c, 0, dtype_part) ? NULL : "its arguments do not describe a data type";
}

/* Methods that write, read or remove files, or run text: of paths, arrays, data frames. */
#define RUNNING_METHODS                                                                            \
	"chmod dump eval hardlink_to lchmod link_to mkdir open query read_bytes read_text rename " \
	"rmdir save symlink_to to_clipboard to_csv to_excel to_feather to_hdf to_html to_json "    \
	"to_latex to_markdown to_orc to_parquet to_pickle to_sql to_stata to_xml tofile touch "    \
	"unlink write_bytes write_text"

/* What getattr() gave of an object, such as a method of it. */
static bool is_attribute(struct pickle *p, struct pickle_value v)
{
	const struct pickle_node *n = pickle_node_of(p, v);
	const struct pickle_global *g = n != NULL ? pickle_global_at(p, n->head) : NULL;

	return pv_kind(v) == PV_CALL && g != NULL && g->verdict.class == PICKLE_ARGS &&
	       g->verdict.args == PICKLE_ARGS_GETATTR;
}

/* Of an object; of a global it was resolved before. */
static const char *get_attribute(struct pickle *p, const struct pickle_call *c,
				 enum pickle_grade *grade)
{
	*grade = PICKLE_GRADE_CRITICAL;
	if (!c->known || c->count < 2 || !is_text(c->args[1]))
		return "the name of the attribute is not a constant";
	if (str_find(pickle_name_text(p, c->args[1], 0), S("__")) != STR_NONE)
		return "reaches into an object's special attributes";
	*grade = PICKLE_GRADE_HIGH;
	if (!pickle_data(p, c->args[0]) && pv_kind(c->args[0]) != PV_CALL)
		return "takes an attribute of what is not known";
	if (is_attribute(p, c->args[0]))
		return "walks through attributes, from where any code can be reached";
	if (str_in(pickle_name_text(p, c->args[1], 0), RUNNING_METHODS))
		return "a method that works on files or runs text";
	return NULL;
}

static const char *partial(struct pickle *p, const struct pickle_call *c, enum pickle_grade *grade)
{
	struct pickle_call inner;
	struct pickle_value result;

	*grade = PICKLE_GRADE_HIGH;
	if (!c->known || c->count < 1)
		return "the function that it will call is not known";
	if (pv_kind(c->args[0]) != PV_GLOBAL || pickle_harmless(p, c->args[0], true))
		return pickle_harmless(p, c->args[0], true) ? NULL
							    : "it will call what is not known";
	/* protocols 2 and 3 write Class.__new__ with keywords so; its arguments follow as state */
	if (c->count == 1 && pickle_global_at(p, c->args[0])->verdict.class == PICKLE_ARGS &&
	    pickle_global_at(p, c->args[0])->verdict.args == PICKLE_ARGS_INSTANTIATE)
		return NULL;
	inner = pickle_call_shift(p, c);
	result = pickle_call(p, &inner);
	(void)result;
	return NULL;
}

static const char *instantiate(struct pickle *p, const struct pickle_call *c, size_t drop,
			       enum pickle_grade *grade)
{
	struct pickle_call inner;

	*grade = PICKLE_GRADE_HIGH;
	if (!c->known || c->count < 1)
		return "the class that it makes is not known";
	inner = pickle_call_shift(p, c);
	inner.instance = true;
	if (drop > 0 && inner.count <= drop)
		inner.count = 0;
	(void)pickle_call(p, &inner);
	return NULL;
}

/* (class, base, state): made by base.__new__ and, unless base is object, base.__init__. */
static const char *reconstructor(struct pickle *p, const struct pickle_call *c,
				 enum pickle_grade *grade)
{
	const struct pickle_global *base = pickle_global_at(p, c->args[1]);

	*grade = PICKLE_GRADE_HIGH;
	if (!c->known || c->count != 3 || base == NULL || base->verdict.class != PICKLE_SAFE)
		return "its arguments are not a class, a type of Python's own and a state";
	return instantiate(p, c, 2, grade);
}

static const char *newobj_ex(struct pickle *p, const struct pickle_call *c,
			     enum pickle_grade *grade)
{
	struct pickle_call inner;

	*grade = PICKLE_GRADE_HIGH;
	if (!c->known || c->count != 3 || pv_kind(c->args[1]) != PV_TUPLE)
		return "its arguments are not a class, a tuple and a dict";
	inner = pickle_call_args(p, c->at, c->op, c->args[0], c->args[1]);
	inner.depth = c->depth + 1;
	inner.instance = true;
	inner.kwargs = c->args[2];
	(void)pickle_call(p, &inner);
	return NULL;
}

static const char *factory(struct pickle *p, const struct pickle_call *c, enum pickle_grade *grade)
{
	*grade = PICKLE_GRADE_HIGH;
	if (!c->known || (c->count > 0 && !pickle_harmless(p, c->args[0], true)))
		return "the function that it calls for missing keys is not known to be harmless";
	return NULL;
}

static const char *regex(struct pickle *p, const struct pickle_call *c, enum pickle_grade *grade)
{
	*grade = PICKLE_GRADE_MEDIUM;
	return c->count <= 2 && all(p, c, 0, constant)
		       ? NULL
		       : "its arguments are not a pattern and flags";
}

static bool plain_name(struct pickle *p, struct pickle_value v)
{
	return is_text(v) && str_find(pickle_name_text(p, v, 0), S("__")) == STR_NONE;
}

/* attrgetter, itemgetter, methodcaller: the first half of a call by name. Nothing runs yet, but
 * what an honest model keeps such a thing for is hard to imagine. */
static const char *getter(struct pickle *p, const struct pickle_call *c, bool names,
			  enum pickle_grade *grade)
{
	*grade = PICKLE_GRADE_HIGH;
	if (!c->known || c->count < 1 || (names && !plain_name(p, c->args[0])) ||
	    !all(p, c, names ? 1 : 0, pickle_data))
		return "what it will fetch or call is not a plain name";
	*grade = PICKLE_GRADE_MEDIUM;
	return "it fetches or calls by name whatever it is given later";
}

/* _codecs.encode(text, "latin1"), as protocols 0 to 2 write bytes; one string. */
static bool is_latin1(struct pickle *p, const struct pickle_node *call)
{
	return call->count == 2 && is_text(call->item[0]) && is_text(call->item[1]) &&
	       str_in(pickle_name_text(p, call->item[1], 0),
		      "latin1 latin-1 latin_1 iso-8859-1 iso8859-1");
}

/* The constant that becomes bytes, through the calls with which picklers wrap it; PV_ABSENT: none.
 */
static struct pickle_value bytes_constant(struct pickle *p, struct pickle_value v)
{
	for (unsigned depth = 0; depth < 4; depth++) {
		const struct pickle_node *n = pickle_node_of(p, v);
		const struct pickle_global *g = n != NULL ? pickle_global_at(p, n->head) : NULL;

		if (pv_kind(v) == PV_BYTES || pv_kind(v) == PV_BYTEARRAY)
			return v;
		if (g == NULL || pv_kind(v) != PV_CALL || !(pv_flags(v) & PV_DATA))
			break;
		if (g->verdict.args == PICKLE_ARGS_CODEC)
			return is_latin1(p, n) ? n->item[0] : (struct pickle_value){0};
		if (str_eq(g->name, S("BytesIO")) && pv_kind(n->state) == PV_TUPLE)
			v = pickle_item(p, n->state, 0);
		else if (str_in(g->name, "BytesIO bytes bytearray") && n->count == 1 &&
			 pv_kind(n->state) == PV_ABSENT)
			v = n->item[0];
		else
			break;
	}
	return (struct pickle_value){0};
}

static const char *nested(struct pickle *p, const struct pickle_call *c, enum pickle_grade *grade)
{
	struct pickle_value v = {0};
	size_t most = c->count < PICKLE_ITEMS ? c->count : PICKLE_ITEMS;

	*grade = PICKLE_GRADE_HIGH;
	/* spaCy's functions unpickle one argument of several */
	if (c->known && str_starts(pickle_global_at(p, c->callee)->module, S("spacy."))) {
		size_t i = c->count == 3 ? 1 : 4;
		v = i < most ? bytes_constant(p, c->args[i]) : v;
		most = 0;
	}
	for (size_t i = 0; c->known && i < most && pv_kind(v) == PV_ABSENT; i++)
		v = bytes_constant(p, c->args[i]);
	if (pv_kind(v) == PV_ABSENT)
		return "it unpickles bytes that are not a constant";
	if (pv_kind(v) == PV_STR && !pickle_within(p, v, LIMIT_MODEL_INLINE))
		return "it unpickles bytes written as text, too long to be looked into";
	if (p->watch.inner != NULL)
		p->watch.inner(p->watch.ctx, p, v, true);
	return NULL;
}

/* Names below a directory of the system's, such as time zones. */
static const char *key(struct pickle *p, const struct pickle_call *c, enum pickle_grade *grade)
{
	*grade = PICKLE_GRADE_HIGH;
	if (!all(p, c, 0, pickle_data))
		return "its arguments are more than data";
	for (size_t i = 0; i < c->count && i < PICKLE_ITEMS; i++)
		if (is_text(c->args[i]) && path_leaves(pickle_name_text(p, c->args[i], 0)) != NULL)
			return "it reads a file by a path that leads elsewhere";
	return NULL;
}

static const char *apply(struct pickle *p, const struct pickle_call *c, enum pickle_grade *grade)
{
	struct pickle_call inner;

	*grade = PICKLE_GRADE_HIGH;
	if (!c->known || c->count < 2 || pv_kind(c->args[1]) != PV_TUPLE)
		return "the function that it calls is not known";
	inner = pickle_call_args(p, c->at, c->op, c->args[0], c->args[1]);
	inner.depth = c->depth + 1;
	(void)pickle_call(p, &inner);
	return all(p, c, 2, pickle_data) ? NULL : "its arguments are more than data";
}

/* torch's _rebuild_from_type(f, type, arguments, state) and numpy's __generator_ctor(data, f) call
 * what they are given; others only may. */
static const char *callables(struct pickle *p, const struct pickle_call *c, str name,
			     enum pickle_grade *grade)
{
	struct pickle_call inner;

	*grade = PICKLE_GRADE_HIGH;
	if (str_starts(name, S("_rebuild_from_type"))) {
		if (!c->known || c->count < 3 || pv_kind(c->args[0]) != PV_GLOBAL)
			return "the function that it calls is not known";
		inner = pickle_call_args(p, c->at, c->op, c->args[0], c->args[2]);
		inner.depth = c->depth + 1;
		(void)pickle_call(p, &inner);
		return all(p, c, 1, callables_harmless)
			       ? NULL
			       : "it may call a function that is not known to be harmless";
	}
	if (str_ends(name, S("_ctor")) && c->count > 1 && pv_kind(c->args[1]) != PV_GLOBAL)
		return "the function that it calls is not known";
	return all(p, c, 0, callables_harmless)
		       ? NULL
		       : "it may call a function that is not known to be harmless";
}

static bool within(struct pickle_value v, int64_t most)
{
	return pv_kind(v) == PV_INT && pv_int(v) >= -1 && pv_int(v) <= most;
}

/* An array's length against the bytes that there are: a bit for each element is the least. */
static const char *arrow(struct pickle *p, const struct pickle_call *c, enum pickle_grade *grade)
{
	const struct pickle_node *n = c->known ? pickle_node_of(p, c->args[0]) : NULL;
	int64_t most = p->blob.size < INT64_MAX / 64 ? (int64_t)p->blob.size * 8 : INT64_MAX;

	*grade = PICKLE_GRADE_HIGH;
	if (c->count != 1 || n == NULL || pv_kind(c->args[0]) != PV_TUPLE || n->count != 7 ||
	    !pickle_data(p, c->args[0]) || pv_kind(n->item[0]) != PV_CALL ||
	    pv_kind(n->item[4]) != PV_LIST || pv_kind(n->item[5]) != PV_LIST)
		return "it makes an array without checks from what is not the parts of one";
	*grade = PICKLE_GRADE_MEDIUM;
	if (!within(n->item[1], most) || !within(n->item[2], most) || !within(n->item[3], most))
		return "the array is longer than all bytes that there are: pyarrow reads memory "
		       "behind them";
	return NULL;
}

const char *pickle_args_check(struct pickle *p, const struct pickle_call *c,
			      const struct pickle_global *g, enum pickle_grade *grade)
{
	if (c->depth > 8)
		return "functions that call functions, too deep to be followed";
	switch ((enum pickle_args)g->verdict.args) {
	case PICKLE_ARGS_NONE:
		return NULL;
	case PICKLE_ARGS_DATA:
		return all(p, c, 0, pickle_data) ? NULL : "its arguments are more than data";
	case PICKLE_ARGS_CODEC:
		return codec(p, c, grade);
	case PICKLE_ARGS_DTYPE:
		return dtype(p, c, grade);
	case PICKLE_ARGS_GETATTR:
		return get_attribute(p, c, grade);
	case PICKLE_ARGS_PARTIAL:
		return partial(p, c, grade);
	case PICKLE_ARGS_RECONSTRUCTOR:
		return reconstructor(p, c, grade);
	case PICKLE_ARGS_NEWOBJ:
	case PICKLE_ARGS_INSTANTIATE:
		return instantiate(p, c, 0, grade);
	case PICKLE_ARGS_NEWOBJ_EX:
		return newobj_ex(p, c, grade);
	case PICKLE_ARGS_FACTORY:
		return factory(p, c, grade);
	case PICKLE_ARGS_CALLABLES:
		return callables(p, c, g->name, grade);
	case PICKLE_ARGS_REGEX:
		return regex(p, c, grade);
	case PICKLE_ARGS_ATTRGETTER:
	case PICKLE_ARGS_METHODCALLER:
		return getter(p, c, true, grade);
	case PICKLE_ARGS_ITEMGETTER:
		return getter(p, c, false, grade);
	case PICKLE_ARGS_NESTED:
		return nested(p, c, grade);
	case PICKLE_ARGS_TYPE:
		return c->known && c->count == 1 ? NULL : "it makes a class";
	case PICKLE_ARGS_GLOBAL:
		return "it imports something by a name that is not a constant";
	case PICKLE_ARGS_KEY:
		return key(p, c, grade);
	case PICKLE_ARGS_APPLY:
		return apply(p, c, grade);
	case PICKLE_ARGS_ARROW:
		return arrow(p, c, grade);
	}
	return NULL;
}
