/* Runs a pickle on abstract values: what each opcode does to the stack, in the order in which the C
 * unpickler checks and does it (Modules/_pickle.c, load_*). An operation that must fail there ends
 * the run here; one that depends on an object that is not known goes on, and the watch is told. */
#include "base/limits.h"
#include "model/pickle_int.h"

#define WEIGHT_MOST ((uint64_t)1 << 62)
/* Objects that a container would be if every reference were a copy, from where on it is a bomb: a
 * hundred million, and a million times what the file holds. Honest data shares a table among its
 * rows, which stays far below. */
#define WEIGHT_BOMB ((uint64_t)1 << 27)
#define WEIGHT_RATIO ((uint64_t)1 << 20)
/* As a key it is hashed, element by element, while loading. */
#define WEIGHT_KEY ((uint64_t)1 << 24)
/* Containers inside each other: Python's own pickler stops at some hundred by default. */
#define DEPTH_BOMB 10000
/* Digits that int() refuses since 3.11, because reading them takes quadratic time. */
#define LONG_DIGITS 4300

static bool opaque(struct pickle_value v)
{
	switch (pv_kind(v)) {
	case PV_CALL:
	case PV_PERSID:
	case PV_UNKNOWN:
	case PV_LOST:
		return true;
	default:
		return false;
	}
}

static void doubt(struct pickle *p)
{
	if (p->watch.doubt != NULL)
		p->watch.doubt(p->watch.ctx, p);
}

static uint64_t here(const struct pickle *p)
{
	return p->lex.insn.at;
}

/* ---- Constants ---- */

static bool push_number(struct pickle *p)
{
	const struct pickle_insn *i = &p->lex.insn;
	int64_t room = (int64_t)1 << 55;

	if ((i->op == PK_INT || i->op == PK_LONG) && i->length > LONG_DIGITS && !p->reported_long) {
		p->reported_long = true;
		pickle_report(p, PICKLE_ISSUE_LONG, PICKLE_GRADE_MEDIUM, i->at, S("LONG"),
			      "a decimal number of %llu digits: reading it takes quadratic time",
			      (unsigned long long)i->length);
	}
	if (i->boolean)
		return pickle_push(p, pv_make(PV_BOOL, 0, (uint64_t)i->number));
	if (i->big || i->number >= room || i->number < -room)
		return pickle_push(p, pv_make(PV_BIG, 0, i->at));
	return pickle_push(p, pv_make(PV_INT, 0, (uint64_t)i->number));
}

/* The key of statsmodels' formulas in the state of their data. */
#define FORMULA "formula"
#define FORMULA_MOST ((size_t)65536)

/* May the text begin with two underscores? Escapes are not looked through here. */
static bool is_dunder(const struct pickle_insn *i)
{
	str t = i->text;

	if (i->op == PK_STRING)
		t = str_slice(t, 1, t.n);
	if (i->op == PK_STRING || i->op == PK_UNICODE)
		return t.n > 1 && (t.p[0] == '_' || t.p[0] == 'a' || t.p[0] == 'e' ||
				   str_find_byte(str_slice(t, 0, 200), '\\') != STR_NONE ||
				   str_starts(t, S(FORMULA)));
	return (t.n > 1 && t.p[0] == '_' && t.p[1] == '_') || str_eq(t, S(PICKLE_STATE_CODE)) ||
	       str_eq(t, S(FORMULA)) || str_in(t, "add append extend");
}

/* Text whose content does not follow its opcode: a frame ended in between. */
static void keep_crossed(struct pickle *p, struct pickle_value v)
{
	const struct pickle_insn *i = &p->lex.insn;
	struct buf *b = &p->scratch[0];
	str t = i->text;

	b->n = 0;
	if (i->op == PK_STRING)
		pickle_text_string(b, str_slice(t, 1, t.n > 1 ? t.n - 1 : 0));
	else if (i->op == PK_UNICODE)
		pickle_text_raw_unicode(b, t);
	else if (i->op == PK_BINSTRING || i->op == PK_SHORT_BINSTRING)
		pickle_text_latin1(b, t);
	else
		buf_add(b, t);
	pickle_keep_text(p, v, buf_str(b));
}

/* The beginnings of pickles and ZIP archives, plain and in base64, and of gzip in base64. */
static bool may_be_model(str t)
{
	if (t.n < 16)
		return false;
	if (t.p[0] == 'g' && t.p[1] == 'A')
		return t.p[2] >= 'I' && t.p[2] <= 'X';
	return (t.p[0] == PK_PROTO && t.p[1] >= 2 && t.p[1] <= PICKLE_HIGHEST_PROTOCOL) ||
	       str_starts(t, S("PK\3\4")) || str_starts(t, S("UEsDB")) || str_starts(t, S("H4sI"));
}

static bool push_text(struct pickle *p, enum pickle_kind kind)
{
	const struct pickle_insn *i = &p->lex.insn;
	unsigned flags = kind == PV_STR && is_dunder(i) ? PV_DUNDER : 0;
	struct pickle_value v = pv_make(kind, flags, i->at);

	if (i->crossed && p->lex.reading == PICKLE_FROM_FILE)
		keep_crossed(p, v);
	if (p->watch.inner != NULL && may_be_model(i->text))
		p->watch.inner(p->watch.ctx, p, v, false);
	return pickle_push(p, v);
}

/* ---- Containers ---- */

static bool unhashable(struct pickle_value v)
{
	switch (pv_kind(v)) {
	case PV_LIST:
	case PV_DICT:
	case PV_SET:
	case PV_BYTEARRAY:
		return true;
	case PV_TUPLE:
		return (pv_flags(v) & PV_UNHASHABLE) != 0;
	default:
		return false;
	}
}

static bool may_run(struct pickle_value v)
{
	enum pickle_kind k = pv_kind(v);

	return k == PV_GLOBAL || k == PV_UNKNOWN || (k == PV_CALL && !(pv_flags(v) & PV_DATA));
}

static void weigh(struct pickle *p, struct pickle_node *n, struct pickle_value v)
{
	enum pickle_kind k = pv_kind(v);
	const struct pickle_node *child = NULL;

	if (k >= PV_TUPLE && k <= PV_FROZENSET)
		child = pickle_node_of(p, v);
	n->weight += child != NULL ? child->weight : 1;
	if (n->weight > WEIGHT_MOST)
		n->weight = WEIGHT_MOST;
	if (child != NULL && child->depth >= n->depth)
		n->depth = child->depth + 1;
	if (may_run(v) || (child != NULL && (child->flags & PN_GLOBAL)))
		n->flags |= PN_GLOBAL;
	if (unhashable(v))
		n->flags |= PN_UNHASHABLE;
}

static void collect(struct pickle *p, struct pickle_node *n, struct pickle_value v)
{
	if (n->count < PICKLE_ITEMS)
		n->item[n->count] = v;
	n->count++;
	weigh(p, n, v);
}

static void judge_size(struct pickle *p, const struct pickle_node *n)
{
	if (n->weight >= WEIGHT_BOMB && n->weight / WEIGHT_RATIO >= p->end.insns && p->worst == 0) {
		p->worst = n->weight;
		pickle_report(p, PICKLE_ISSUE_EXPANSION, PICKLE_GRADE_MEDIUM, here(p),
			      S("expansion"),
			      "containers that hold each other again and again: copied or printed "
			      "they are at least 2^%d objects",
			      63 - __builtin_clzll(n->weight));
	}
	if (n->depth >= DEPTH_BOMB && !p->reported_depth) {
		p->reported_depth = true;
		pickle_report(
			p, PICKLE_ISSUE_NESTING, PICKLE_GRADE_MEDIUM, here(p), S("nesting"),
			"containers %u deep inside each other: comparing, hashing or printing "
			"them overflows Python's stack",
			n->depth);
	}
}

static void collect_all(struct pickle *p, struct pickle_node *n, uint64_t from)
{
	for (uint64_t i = from; i < p->depth; i++)
		collect(p, n, pickle_at(p, i));
	judge_size(p, n);
}

static void formula_key(struct pickle *p, struct pickle_node *n, struct pickle_value v)
{
	const char *wrong;

	if (pv_kind(v) != PV_STR) {
		if (pv_kind(v) >= PV_GLOBAL)
			n->flags |= PN_FORMULA;
		return;
	}
	wrong = pickle_within(p, v, FORMULA_MOST) ? pickle_formula(pickle_text(p, v, FORMULA_MOST))
						  : "is longer than anyone writes it";
	if (wrong != NULL)
		pickle_report(p, PICKLE_ISSUE_STATE, PICKLE_GRADE_HIGH, here(p), S("formula"),
			      "a formula, which statsmodels evaluates when it is given this state, "
			      "%s: %.*s",
			      wrong, STR_ARG(pickle_shown(p, v)));
}

/* A key that replaces a special method, should this be an object's state. */
static void special_key(struct pickle *p, struct pickle_node *n, struct pickle_value k,
			struct pickle_value v)
{
	str name = pickle_name_text(p, k, 0);

	if (str_in(name, "add append extend")) {
		n->flags |= may_run(v) ? PN_METHOD : 0;
		return;
	}
	if (str_eq(name, S("__setstate__"))) {
		n->setstate = v;
		if (may_run(v)) /* at once: the dict may be forgotten before it becomes state */
			pickle_report(p, PICKLE_ISSUE_STATE, PICKLE_GRADE_HIGH, here(p), S("state"),
				      "a dict sets __setstate__ to something that can be called: "
				      "as the state of an object it is called with the next state");
	}
	if (str_eq(name, S(FORMULA)))
		formula_key(p, n, v);
	if (str_eq(name, S(PICKLE_STATE_CODE)) &&
	    (pv_kind(v) != PV_STR || !pickle_state_code(pickle_name_text(p, v, 1))))
		pickle_report(p, PICKLE_ISSUE_STATE, PICKLE_GRADE_CRITICAL, here(p), S("state"),
			      "the text of " PICKLE_STATE_CODE " is run as Python code by "
			      "distributions of SciPy when they are given this state, and it is "
			      "not what SciPy writes");
	if (!str_in(name, "__setstate__ __class__ __reduce__ __reduce_ex__ __init__ __new__ "
			  "__call__ __del__ __getattr__ __getattribute__ __setattr__ __delattr__ "
			  "__getitem__ __setitem__ __bases__ __mro__ __globals__ __builtins__ "
			  "__code__ __subclasses__ __import__ __loader__ __hash__ __eq__ __repr__ "
			  "__str__ __len__ __iter__ __enter__ __exit__ __defaults__ __closure__"))
		return;
	n->flags |= PN_SPECIAL;
	n->state = k;
	weigh(p, n, v);
}

static void special_keys(struct pickle *p, struct pickle_node *n, uint64_t from)
{
	for (uint64_t i = from; n != NULL && i + 1 < p->depth; i += 2) {
		struct pickle_value k = pickle_at(p, i);
		if (pv_kind(k) == PV_STR && (pv_flags(k) & PV_DUNDER))
			special_key(p, n, k, pickle_at(p, i + 1));
		else if (pv_kind(k) > PV_BYTEARRAY)
			n->flags |= PN_COMPUTED;
	}
}

static bool push_container(struct pickle *p, enum pickle_kind kind, uint64_t from)
{
	struct pickle_value v;
	struct pickle_node *n = pickle_node_new(p, kind, &v);

	collect_all(p, n, from);
	if (kind == PV_DICT)
		special_keys(p, n, from);
	p->depth = from;
	if (kind == PV_TUPLE && (n->flags & PN_UNHASHABLE))
		v.bits |= PV_UNHASHABLE << 5;
	return pickle_push(p, v);
}

static bool tuple_of(struct pickle *p, uint64_t n)
{
	if (p->depth < n || p->depth - n < pickle_fence(p))
		return pickle_stop(p, PICKLE_UNDERFLOW);
	return push_container(p, PV_TUPLE, p->depth - n);
}

/* What is hashed while loading. */
static bool key(struct pickle *p, struct pickle_value v)
{
	const struct pickle_node *n;

	if (unhashable(v))
		return pickle_stop(p, PICKLE_TYPE);
	n = pv_kind(v) == PV_TUPLE ? pickle_node_of(p, v) : NULL;
	if (n != NULL && n->weight >= WEIGHT_KEY && n->weight / 256 > p->end.insns &&
	    !p->reported_key) {
		p->reported_key = true;
		pickle_report(p, PICKLE_ISSUE_EXPANSION, PICKLE_GRADE_HIGH, here(p), S("key"),
			      "a key made of 2^%d shared objects: loading hashes every one of them",
			      63 - __builtin_clzll(n->weight));
	}
	return true;
}

static bool keys(struct pickle *p, uint64_t from, unsigned step)
{
	for (uint64_t i = from; i < p->depth; i += step)
		if (!key(p, pickle_at(p, i)))
			return false;
	return true;
}

static bool marked_container(struct pickle *p, enum pickle_kind kind)
{
	uint64_t from;

	if (!pickle_marker(p, &from))
		return false;
	if (kind == PV_DICT && (p->depth - from) % 2 != 0)
		return pickle_stop(p, PICKLE_ODD);
	if ((kind == PV_DICT && !keys(p, from, 2)) || (kind == PV_FROZENSET && !keys(p, from, 1)))
		return false;
	return push_container(p, kind, from);
}

/* ---- Adding to what is there ---- */

/* The object below `from`, to which what lies above is added. *none: there is nothing to add. */
static bool target(struct pickle *p, uint64_t from, struct pickle_value *v, bool *none)
{
	if (from > p->depth || from <= pickle_fence(p))
		return pickle_stop(p, PICKLE_UNDERFLOW);
	*none = from == p->depth;
	*v = pickle_at(p, from - 1);
	return true;
}

static void report_write(struct pickle *p, struct pickle_value v, const char *how)
{
	struct pickle_global *g = pickle_global_at(p, v);

	g->called = true;
	pickle_report(p, PICKLE_ISSUE_WRITE, PICKLE_GRADE_HIGH, here(p), pickle_show_name(p, g),
		      "%s %.*s, which changes it for the whole process", how,
		      STR_ARG(pickle_show_name(p, g)));
}

/* bytearray.extend(): numbers of a byte only. */
static bool append_bytes(struct pickle *p, uint64_t from)
{
	for (uint64_t i = from; i < p->depth; i++) {
		struct pickle_value v = pickle_at(p, i);
		enum pickle_kind k = pv_kind(v);
		if (opaque(v) || k == PV_GLOBAL) {
			doubt(p);
		} else if ((k != PV_INT && k != PV_BOOL) || pv_int(v) < 0 || pv_int(v) > 255) {
			return pickle_stop(p, PICKLE_TYPE);
		}
	}
	return true;
}

/* The unpickler asks the object for append(), extend() or add(): its state may have one. */
static void report_method(struct pickle *p, struct pickle_value v)
{
	const struct pickle_node *n = pickle_node_of(p, v);

	if (pv_kind(v) == PV_CALL && p->methods && (n == NULL || (n->flags & PN_METHOD)))
		pickle_report(p, PICKLE_ISSUE_STATE, PICKLE_GRADE_HIGH, here(p), S("append"),
			      "the state of an object replaces the method that is called here with "
			      "another function");
}

static bool append(struct pickle *p, uint64_t from)
{
	struct pickle_value list;
	struct pickle_node *n;
	bool none = false;

	if (!target(p, from, &list, &none))
		return false;
	if (none)
		return true;
	n = pickle_node_of(p, list);
	if (pv_kind(list) == PV_LIST) {
		if (n != NULL)
			collect_all(p, n, from);
	} else if (pv_kind(list) == PV_BYTEARRAY) {
		if (!append_bytes(p, from))
			return false;
	} else if (pv_kind(list) == PV_GLOBAL) {
		report_write(p, list, "appends to");
	} else if (!opaque(list)) {
		return pickle_stop(p, PICKLE_TYPE);
	} else {
		report_method(p, list);
	}
	p->depth = from;
	return true;
}

/* list[key] = value: the one thing but a dict that the opcode works on by itself. */
static bool set_element(struct pickle *p, struct pickle_value list, struct pickle_value k,
			struct pickle_value v)
{
	struct pickle_node *n = pickle_node_of(p, list);
	int64_t i = pv_int(k);

	if (opaque(k) || pv_kind(k) == PV_GLOBAL || n == NULL) {
		doubt(p);
		return true;
	}
	if (pv_kind(k) != PV_INT && pv_kind(k) != PV_BOOL)
		return pickle_stop(p, PICKLE_TYPE);
	if (i < 0)
		i += (int64_t)n->count;
	if (i < 0 || (uint64_t)i >= n->count)
		return pickle_stop(p, PICKLE_TYPE);
	weigh(p, n, v);
	if (i < PICKLE_ITEMS)
		n->item[i] = v;
	return true;
}

static bool set_items(struct pickle *p, struct pickle_value dict, uint64_t from)
{
	struct pickle_node *n = pickle_node_of(p, dict);

	for (uint64_t i = from; i + 1 < p->depth; i += 2) {
		struct pickle_value k = pickle_at(p, i), v = pickle_at(p, i + 1);
		if (pv_kind(dict) == PV_LIST) {
			if (!set_element(p, dict, k, v))
				return false;
			continue;
		}
		if (!key(p, k))
			return false;
		if (n != NULL)
			collect(p, n, k), collect(p, n, v);
	}
	if (n != NULL)
		judge_size(p, n);
	return true;
}

/* Made by what gives arrays, tensors and storages? Their items are numbers of the process. */
static bool is_array(struct pickle *p, const struct pickle_node *n)
{
	const struct pickle_global *g = n != NULL ? pickle_global_at(p, n->head) : NULL;

	if (g == NULL)
		return false;
	if (str_starts(g->module, S("torch")))
		return str_starts(g->name, S("_rebuild_")) || str_ends(g->name, S("Storage")) ||
		       str_ends(g->name, S("Tensor")) || str_eq(g->name, S("_load_from_bytes"));
	return str_starts(g->module, S("numpy")) &&
	       str_in(g->name, "_reconstruct _frombuffer ndarray scalar");
}

static bool setitems(struct pickle *p, uint64_t from)
{
	struct pickle_value dict;
	const struct pickle_node *n;
	bool none = false;

	if (!target(p, from, &dict, &none))
		return false;
	if (none)
		return true;
	if ((p->depth - from) % 2 != 0)
		return pickle_stop(p, PICKLE_ODD);
	n = pickle_node_of(p, dict);
	if (pv_kind(dict) == PV_DICT || pv_kind(dict) == PV_LIST) {
		if (!set_items(p, dict, from))
			return false;
	} else if (pv_kind(dict) == PV_GLOBAL) {
		report_write(p, dict, "sets items of");
	} else if (pv_kind(dict) == PV_BYTEARRAY) {
		doubt(p);
	} else if (pv_kind(dict) == PV_CALL && is_array(p, n)) {
		pickle_report(p, PICKLE_ISSUE_WRITE, PICKLE_GRADE_MEDIUM, here(p), S("array"),
			      "sets items of an array or a tensor: no pickler writes that");
	} else if (!opaque(dict)) {
		return pickle_stop(p, PICKLE_TYPE);
	}
	if (pv_kind(dict) == PV_DICT || pv_kind(dict) == PV_CALL)
		special_keys(p, pickle_node_of(p, dict), from);
	p->depth = from;
	return true;
}

static bool additems(struct pickle *p, uint64_t from)
{
	struct pickle_value set;
	struct pickle_node *n;
	bool none = false;

	if (!target(p, from, &set, &none))
		return false;
	if (none)
		return true;
	n = pickle_node_of(p, set);
	if (pv_kind(set) == PV_SET) {
		if (!keys(p, from, 1))
			return false;
		if (n != NULL)
			collect_all(p, n, from);
	} else if (pv_kind(set) == PV_GLOBAL) {
		report_write(p, set, "adds to");
	} else if (!opaque(set)) {
		return pickle_stop(p, PICKLE_TYPE);
	} else {
		report_method(p, set);
	}
	p->depth = from;
	return true;
}

static bool from_mark(struct pickle *p, bool (*add)(struct pickle *p, uint64_t from))
{
	uint64_t from;

	return pickle_marker(p, &from) && add(p, from);
}

/* The newest n objects; a place before the stack's begin is as bad as the begin. */
static bool from_top(struct pickle *p, uint64_t n, bool (*add)(struct pickle *p, uint64_t from))
{
	return add(p, p->depth < n ? 0 : p->depth - n);
}

/* ---- Globals ---- */

static bool push_global(struct pickle *p, str module, str name, bool push, struct pickle_value *v)
{
	if (p->watch.global != NULL)
		p->watch.global(p->watch.ctx, p, here(p), module, name, true);
	if (p->proto < 3)
		pickle_modern(&module, &name);
	*v = pickle_global_of(p, module, name, here(p));
	if (pv_kind(*v) == PV_ABSENT)
		return false;
	return !push || pickle_push(p, *v);
}

/* A name that is not there as a constant. */
static bool computed(struct pickle *p)
{
	doubt(p);
	if (p->watch.global != NULL)
		p->watch.global(p->watch.ctx, p, here(p), (str){NULL, 0}, (str){NULL, 0}, false);
	pickle_report(p, PICKLE_ISSUE_COMPUTED, PICKLE_GRADE_CRITICAL, here(p), S("STACK_GLOBAL"),
		      "the name of what is imported is made while loading: this hides what runs");
	return pickle_push(p, pv_make(PV_UNKNOWN, 0, here(p)));
}

static bool stack_global(struct pickle *p)
{
	struct pickle_value name, module, v;

	if (!pickle_pop(p, &name) || !pickle_pop(p, &module))
		return false;
	if ((!opaque(name) && pv_kind(name) != PV_STR) ||
	    (!opaque(module) && pv_kind(module) != PV_STR))
		return pickle_stop(p, PICKLE_TYPE);
	if (opaque(name) || opaque(module))
		return computed(p);
	return push_global(p, pickle_name_text(p, module, 0), pickle_name_text(p, name, 1), true,
			   &v);
}

static bool extension(struct pickle *p)
{
	doubt(p);
	pickle_report(p, PICKLE_ISSUE_EXTENSION, PICKLE_GRADE_HIGH, here(p), S("EXT"),
		      "extension code %lld stands for a name that only the loading process knows",
		      (long long)p->lex.insn.number);
	return pickle_push(p, pv_make(PV_UNKNOWN, 0, here(p)));
}

static bool persistent(struct pickle *p, struct pickle_value pid)
{
	struct pickle_value v;
	struct pickle_node *n = pickle_node_new(p, PV_PERSID, &v);

	collect(p, n, pid);
	if (p->watch.persistent != NULL)
		p->watch.persistent(p->watch.ctx, p, pid);
	return pickle_push(p, v);
}

/* ---- Calls ---- */

static bool is_tuple(struct pickle *p, struct pickle_value v)
{
	if (opaque(v))
		doubt(p);
	return opaque(v) || pv_kind(v) == PV_TUPLE || pickle_stop(p, PICKLE_TYPE);
}

static bool is_callable(struct pickle *p, struct pickle_value v)
{
	return opaque(v) || pv_kind(v) == PV_GLOBAL || pickle_stop(p, PICKLE_TYPE);
}

static bool push_call(struct pickle *p, struct pickle_call *c)
{
	return pickle_push(p, pickle_call(p, c));
}

static bool reduce(struct pickle *p)
{
	struct pickle_value args, callee;
	struct pickle_call c;

	if (!pickle_pop(p, &args) || !pickle_pop(p, &callee))
		return false;
	if (!is_callable(p, callee) || !is_tuple(p, args))
		return false;
	c = pickle_call_args(p, here(p), PK_REDUCE, callee, args);
	return push_call(p, &c);
}

static bool newobj(struct pickle *p, bool with_kwargs)
{
	struct pickle_value args, class, kwargs = {0};
	struct pickle_call c;

	if (with_kwargs && !pickle_pop(p, &kwargs))
		return false;
	if (!pickle_pop(p, &args) || !pickle_pop(p, &class))
		return false;
	if (!is_callable(p, class) || !is_tuple(p, args))
		return false;
	if (with_kwargs && opaque(kwargs))
		doubt(p);
	if (with_kwargs && !opaque(kwargs) && pv_kind(kwargs) != PV_DICT)
		return pickle_stop(p, PICKLE_TYPE);
	c = pickle_call_args(p, here(p), PK_NEWOBJ, class, args);
	c.kwargs = kwargs;
	c.instance = true;
	return push_call(p, &c);
}

/* OBJ and INST: the arguments lie on the stack from `from` on, and the result takes the place
 * `base`. Without arguments a class is only made. */
static bool instantiate(struct pickle *p, struct pickle_value class, uint64_t from, uint64_t base)
{
	struct pickle_value args;
	struct pickle_call c;

	if (!push_container(p, PV_TUPLE, from) || !pickle_pop(p, &args) || !is_callable(p, class))
		return false;
	p->depth = base;
	c = pickle_call_args(p, here(p), PK_OBJ, class, args);
	c.instance = c.count == 0;
	return push_call(p, &c);
}

static bool obj(struct pickle *p)
{
	uint64_t from;

	if (!pickle_marker(p, &from))
		return false;
	if (p->depth <= from)
		return pickle_stop(p, PICKLE_UNDERFLOW);
	return instantiate(p, pickle_at(p, from), from + 1, from);
}

static bool inst(struct pickle *p)
{
	struct pickle_value class;
	uint64_t from;

	if (!pickle_marker(p, &from))
		return false;
	if (!push_global(p, p->lex.insn.text, p->lex.insn.name, false, &class))
		return false;
	return instantiate(p, class, from, from);
}

/* BUILD on an object that has no __setstate__ and no __dict__: only no state at all works. */
static bool build_constant(struct pickle *p, struct pickle_value state)
{
	const struct pickle_node *n;

	if (pv_kind(state) == PV_NONE)
		return true;
	n = pickle_node_of(p, state);
	if (opaque(state) || (pv_kind(state) == PV_TUPLE && n == NULL)) {
		doubt(p);
		return true;
	}
	if (pv_kind(state) != PV_TUPLE || n->count != 2)
		return pickle_stop(p, PICKLE_TYPE);
	if (opaque(n->item[0]) || opaque(n->item[1])) {
		doubt(p);
		return true;
	}
	if (pv_kind(n->item[0]) != PV_NONE || pv_kind(n->item[1]) != PV_DICT)
		return pickle_stop(p, PICKLE_TYPE);
	n = pickle_node_of(p, n->item[1]);
	return n == NULL || n->count == 0 || pickle_stop(p, PICKLE_TYPE);
}

static bool build(struct pickle *p)
{
	struct pickle_value state, object;

	if (p->depth < pickle_fence(p) + 2)
		return pickle_stop(p, PICKLE_UNDERFLOW);
	if (!pickle_pop(p, &state))
		return false;
	object = pickle_at(p, p->depth - 1);
	if (!opaque(object) && pv_kind(object) != PV_GLOBAL)
		return build_constant(p, state);
	pickle_build(p, here(p), object, state);
	return true;
}

/* ---- Memo, stack, frames ---- */

static bool top(struct pickle *p, struct pickle_value *v)
{
	if (p->depth <= pickle_fence(p))
		return pickle_stop(p, PICKLE_UNDERFLOW);
	*v = pickle_at(p, p->depth - 1);
	return true;
}

/* The text of a name must be at hand when the pickle cannot be read again cheaply. */
static void keep_text(struct pickle *p, struct pickle_value v)
{
	if (p->blob.memory == NULL && pv_kind(v) == PV_STR) {
		str text = pickle_name_text(p, v, 0);
		if (text.n <= 100)
			pickle_keep_text(p, v, text);
	}
}

static bool put(struct pickle *p, int64_t index)
{
	struct pickle_value v;

	if (!top(p, &v))
		return false;
	if (index < 0)
		return pickle_stop(p, PICKLE_MEMO_KEY);
	if (index > (1 << 20) && (uint64_t)index / 64 > p->memo_count && !p->reported_memo) {
		p->reported_memo = true;
		pickle_report(p, PICKLE_ISSUE_MEMO, PICKLE_GRADE_HIGH, here(p), S("memo"),
			      "memo entry %lld after %llu others: the unpickler makes room for all "
			      "that lie between, %lld MiB",
			      (long long)index, (unsigned long long)p->memo_count,
			      (long long)(index >> 16));
	}
	keep_text(p, v);
	return pickle_memo_put(p, (uint64_t)index, v);
}

static bool get(struct pickle *p, int64_t index)
{
	struct pickle_value v;

	if (index < 0)
		return pickle_stop(p, PICKLE_NO_MEMO);
	return pickle_memo_get(p, (uint64_t)index, &v) && pickle_push(p, v);
}

static bool dup(struct pickle *p)
{
	struct pickle_value v;

	return top(p, &v) && pickle_push(p, v);
}

static bool pop(struct pickle *p)
{
	struct pickle_value v;

	if (p->mark_count > 0 && p->marks[p->mark_count - 1] == p->depth) {
		p->mark_count--;
		return true;
	}
	return pickle_pop(p, &v);
}

static bool pop_mark(struct pickle *p)
{
	uint64_t from;

	if (!pickle_marker(p, &from))
		return false;
	p->depth = from;
	return true;
}

static bool readonly_buffer(struct pickle *p)
{
	struct pickle_value v;

	if (!top(p, &v))
		return false;
	if (opaque(v) || pv_kind(v) == PV_GLOBAL) {
		doubt(p);
		return true;
	}
	if (pv_kind(v) == PV_BYTEARRAY)
		pickle_set(p, p->depth - 1, pv_make(PV_BYTES, 0, pv_payload(v)));
	else if (pv_kind(v) != PV_BYTES)
		return pickle_stop(p, PICKLE_TYPE);
	return true;
}

static bool proto(struct pickle *p, uint64_t start)
{
	p->proto = (unsigned)p->lex.insn.number;
	if (here(p) != start && !p->reported_proto) {
		p->reported_proto = true;
		pickle_report(p, PICKLE_ISSUE_PROTO, PICKLE_GRADE_MEDIUM, here(p), S("PROTO"),
			      "PROTO %u in the middle of a pickle: no pickler writes that, but it "
			      "changes how names are resolved and misleads tools",
			      p->proto);
	}
	return true;
}

static void judge_frame(struct pickle *p)
{
	const struct pickle_insn *i = &p->lex.insn;

	if (i->crossed) {
		p->end.crossed = true;
		if (!p->reported_frame)
			pickle_report(p, PICKLE_ISSUE_FRAME, PICKLE_GRADE_HIGH, i->at, S("FRAME"),
				      "%s runs over the end of its frame: read from a file this is "
				      "another pickle than read from memory, and one of the two is "
				      "hidden",
				      pickle_op_name(i->op));
		p->reported_frame = true;
	}
	if (i->nested && !p->reported_nested) {
		p->reported_nested = true;
		pickle_report(p, PICKLE_ISSUE_FRAME, PICKLE_GRADE_MEDIUM, i->at, S("FRAME"),
			      "a frame begins before the one before has ended: no pickler writes "
			      "that, and unpicklers differ about it");
	}
}

static bool stop_here(struct pickle *p)
{
	if (p->lex.frame_end > p->lex.insn.end && !p->reported_nested) {
		p->reported_nested = true;
		pickle_report(p, PICKLE_ISSUE_FRAME, PICKLE_GRADE_MEDIUM, here(p), S("FRAME"),
			      "the frame goes on for %llu bytes behind the end of the pickle",
			      (unsigned long long)(p->lex.frame_end - p->lex.insn.end));
	}
	return pickle_pop(p, &p->end.value);
}

/* ---- The loop ---- */

static bool step(struct pickle *p, uint64_t start)
{
	const struct pickle_insn *i = &p->lex.insn;
	struct pickle_value v;

	switch (i->op) {
	case PK_NONE:
		return pickle_push(p, pv_make(PV_NONE, 0, 0));
	case PK_NEWTRUE:
	case PK_NEWFALSE:
		return pickle_push(p, pv_make(PV_BOOL, 0, i->op == PK_NEWTRUE));
	case PK_INT:
	case PK_LONG:
	case PK_LONG1:
	case PK_LONG4:
	case PK_BININT:
	case PK_BININT1:
	case PK_BININT2:
		return push_number(p);
	case PK_FLOAT:
	case PK_BINFLOAT:
		return pickle_push(p, pv_make(PV_FLOAT, 0, i->at));
	case PK_STRING:
	case PK_BINSTRING:
	case PK_SHORT_BINSTRING:
	case PK_UNICODE:
	case PK_SHORT_BINUNICODE:
	case PK_BINUNICODE:
	case PK_BINUNICODE8:
		return push_text(p, PV_STR);
	case PK_SHORT_BINBYTES:
	case PK_BINBYTES:
	case PK_BINBYTES8:
		return push_text(p, PV_BYTES);
	case PK_BYTEARRAY8:
		return push_text(p, PV_BYTEARRAY);
	case PK_NEXT_BUFFER:
		doubt(p);
		return pickle_push(p, pv_make(PV_LOST, 0, 0));
	case PK_READONLY_BUFFER:
		return readonly_buffer(p);
	case PK_EMPTY_TUPLE:
		return tuple_of(p, 0);
	case PK_TUPLE1:
		return tuple_of(p, 1);
	case PK_TUPLE2:
		return tuple_of(p, 2);
	case PK_TUPLE3:
		return tuple_of(p, 3);
	case PK_TUPLE:
		return marked_container(p, PV_TUPLE);
	case PK_EMPTY_LIST:
		return push_container(p, PV_LIST, p->depth);
	case PK_EMPTY_DICT:
		return push_container(p, PV_DICT, p->depth);
	case PK_EMPTY_SET:
		return push_container(p, PV_SET, p->depth);
	case PK_LIST:
		return marked_container(p, PV_LIST);
	case PK_DICT:
		return marked_container(p, PV_DICT);
	case PK_FROZENSET:
		return marked_container(p, PV_FROZENSET);
	case PK_APPEND:
		return from_top(p, 1, append);
	case PK_APPENDS:
		return from_mark(p, append);
	case PK_SETITEM:
		return from_top(p, 2, setitems);
	case PK_SETITEMS:
		return from_mark(p, setitems);
	case PK_ADDITEMS:
		return from_mark(p, additems);
	case PK_GLOBAL:
		return push_global(p, i->text, i->name, true, &v);
	case PK_STACK_GLOBAL:
		return stack_global(p);
	case PK_EXT1:
	case PK_EXT2:
	case PK_EXT4:
		return extension(p);
	case PK_PERSID:
		return persistent(p, pv_make(PV_STR, 0, i->at));
	case PK_BINPERSID:
		return pickle_pop(p, &v) && persistent(p, v);
	case PK_REDUCE:
		return reduce(p);
	case PK_NEWOBJ:
		return newobj(p, false);
	case PK_NEWOBJ_EX:
		return newobj(p, true);
	case PK_OBJ:
		return obj(p);
	case PK_INST:
		return inst(p);
	case PK_BUILD:
		return build(p);
	case PK_MARK:
		return pickle_mark(p);
	case PK_POP:
		return pop(p);
	case PK_POP_MARK:
		return pop_mark(p);
	case PK_DUP:
		return dup(p);
	case PK_PUT:
	case PK_BINPUT:
	case PK_LONG_BINPUT:
		return put(p, i->number);
	case PK_MEMOIZE:
		return put(p, (int64_t)p->memo_count);
	case PK_GET:
	case PK_BINGET:
	case PK_LONG_BINGET:
		return get(p, i->number);
	case PK_PROTO:
		return proto(p, start);
	case PK_FRAME:
		return true;
	case PK_STOP:
		return stop_here(p);
	default:
		return pickle_stop(p, PICKLE_OPCODE);
	}
}

/* joblib's wrapper has its state: the array's bytes follow in the file. */
static bool at_array(struct pickle *p)
{
	const struct pickle_node *n = pickle_node_of(p, pickle_at(p, p->depth - 1));
	const struct pickle_global *g = n != NULL ? pickle_global_at(p, n->head) : NULL;

	return pickle_joblib_class(g, "NumpyArrayWrapper");
}

static void loop(struct pickle *p, uint64_t start)
{
	bool on = true;

	while (on) {
		if (p->end.insns == p->most && p->most > 0) {
			p->end.enough = true;
			p->end.error = PICKLE_LIMIT;
			break;
		}
		on = pickle_lex(&p->lex) || pickle_stop(p, p->lex.error);
		p->end.at = p->lex.insn.at;
		if (p->lex.insn.crossed || p->lex.insn.nested)
			judge_frame(p);
		if (!on)
			break;
		p->end.insns++;
		on = step(p, start) && p->lex.insn.op != PK_STOP;
		if (p->watch.step != NULL)
			p->watch.step(p->watch.ctx, p, &p->lex.insn);
		if (on && p->joblib && p->lex.insn.op == PK_BUILD && at_array(p)) {
			p->end.raw = true;
			break;
		}
	}
	p->end.end = p->lex.insn.end ? p->lex.insn.end : stream_at(p->stream);
	/* The file stands behind the frame, also when the pickle ends inside it. */
	if (p->lex.reading == PICKLE_FROM_FILE && p->lex.frame_end > p->end.end)
		p->end.end = p->lex.frame_end;
}

/* ---- Outside ---- */

struct pickle *pickle_new(struct arena *a, struct blob blob, const struct pickle_watch *w)
{
	struct pickle *p = arena_raw(a, sizeof(*p), 64);
	size_t keep = offsetof(struct pickle, lex.keep);

	memset(p, 0, keep);
	memset((uint8_t *)p + keep + sizeof(p->lex.keep), 0,
	       sizeof(*p) - keep - sizeof(p->lex.keep));
	p->arena = a;
	p->blob = blob;
	p->watch = *w;
	p->node_next = 1;
	p->by_name = map_in(a);
	for (size_t i = 0; i < COUNTOF(p->scratch); i++)
		p->scratch[i] = buf_in(a);
	return p;
}

/* The stream at an offset: the one at hand, unless it is past that. */
static void seek(struct pickle *p, uint64_t at)
{
	if (p->stream == NULL || (stream_at(p->stream) > at && p->blob.memory == NULL))
		p->stream = stream_of(p->arena, p->blob);
	if (p->blob.memory != NULL)
		p->stream->p = p->stream->start;
	stream_skip(p->stream, at - stream_at(p->stream));
}

struct pickle_end pickle_run(struct pickle *p, uint64_t at, enum pickle_reading reading,
			     bool joblib)
{
	pickle_clear(p);
	seek(p, at);
	pickle_lex_init(&p->lex, p->stream, p->blob.size, reading);
	p->end = (struct pickle_end){.at = at};
	p->proto = 0;
	p->joblib = joblib;
	loop(p, at);
	return p->end;
}

struct pickle_end pickle_resume(struct pickle *p, uint64_t at)
{
	struct pickle_value array;

	p->end.raw = false;
	if (!pickle_pop(p, &array) || !pickle_push(p, pv_make(PV_LOST, 0, 0)))
		return p->end;
	seek(p, at);
	pickle_lex_init(&p->lex, p->stream, p->blob.size, p->lex.reading);
	loop(p, UINT64_MAX);
	return p->end;
}

void pickle_reuse(struct pickle *p, struct blob blob)
{
	if (p->blob.memory != blob.memory || p->blob.memory == NULL || p->blob.size != blob.size)
		p->stream = NULL;
	p->blob = blob;
	if (p->by_name.count > 0)
		memset(p->by_name.slots, 0, (p->by_name.mask + 1) * sizeof(*p->by_name.slots));
	p->by_name.count = p->global_count = 0;
	p->name_block = p->name_used = 0;
	memset(p->issues, 0, sizeof(p->issues));
	p->worst = 0;
	p->reported_memo = p->reported_depth = p->reported_key = p->reported_long = false;
	p->reported_proto = p->reported_frame = p->reported_nested = p->methods = false;
}

void pickle_mute(struct pickle *p, bool mute)
{
	p->mute = mute;
}

void pickle_limit(struct pickle *p, uint64_t insns)
{
	p->most = insns;
}

struct arena *pickle_arena(struct pickle *p)
{
	return p->arena;
}

struct blob pickle_blob(const struct pickle *p)
{
	return p->blob;
}

uint64_t pickle_depth(const struct pickle *p)
{
	return p->depth;
}

struct pickle_value pickle_top(struct pickle *p, uint64_t below)
{
	return below < p->depth ? pickle_at(p, p->depth - 1 - below) : (struct pickle_value){0};
}

unsigned pickle_proto(const struct pickle *p)
{
	return p->proto;
}

const struct pickle_node *pickle_node(struct pickle *p, struct pickle_value v)
{
	return pickle_node_of(p, v);
}

const struct pickle_global *pickle_global(struct pickle *p, struct pickle_value v)
{
	return pickle_global_at(p, v);
}

const struct pickle_global *pickle_globals(const struct pickle *p, size_t *count)
{
	*count = p->global_count;
	return p->globals;
}

struct pickle_value pickle_item(struct pickle *p, struct pickle_value v, uint64_t i)
{
	const struct pickle_node *n = pickle_node_of(p, v);

	if (n == NULL || i >= PICKLE_ITEMS)
		return pv_make(PV_LOST, 0, 0);
	return i < n->count ? n->item[i] : (struct pickle_value){0};
}
