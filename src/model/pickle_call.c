/* What a call, an instantiation or a state would do: resolved to a global's exact name where it can
 * be, judged by the policy (pickle_policy.h), reported when it is more than an honest pickle does.
 * Default deny: what is called and is no global on a list is reported. */
#include <stdarg.h>
#include <stdio.h>
#include "base/limits.h"
#include "model/path.h"
#include "model/pickle_int.h"

/* Calls of one global that are told: a forest calls the same class for every tree. */
#define SAME_CALLS 8
#define CALL_DEPTH 8 /* of functions that call what they are given */

void pickle_report(struct pickle *p, enum pickle_issue_kind kind, enum pickle_grade grade,
		   uint64_t at, str what, const char *fmt, ...)
{
	char text[LIMIT_MESSAGE_BYTES];
	struct pickle_issue i = {.kind = kind, .grade = grade, .at = at, .what = what};
	va_list args;
	int n;

	if (p->watch.issue == NULL || p->issues[kind]++ >= LIMIT_PICKLE_ISSUES)
		return;
	if (!p->mute) {
		va_start(args, fmt);
		n = vsnprintf(text, sizeof(text), fmt, args);
		va_end(args);
		i.text = arena_dup(p->arena, str_slice(str_of(text), 0, n < 0 ? 0 : (size_t)n));
	}
	p->watch.issue(p->watch.ctx, p, &i);
}

/* ---- Calls in parts ---- */

struct pickle_call pickle_call_args(struct pickle *p, uint64_t at, uint8_t op,
				    struct pickle_value callee, struct pickle_value tuple)
{
	struct pickle_call c = {.at = at, .op = op, .callee = callee};
	const struct pickle_node *n = pickle_node_of(p, tuple);

	c.known = pv_kind(tuple) == PV_TUPLE && n != NULL;
	if (!c.known)
		return c;
	c.count = n->count;
	c.data = !(n->flags & PN_GLOBAL);
	for (size_t i = 0; i < PICKLE_ITEMS && i < n->count; i++)
		c.args[i] = n->item[i];
	return c;
}

struct pickle_call pickle_call_shift(struct pickle *p, const struct pickle_call *c)
{
	struct pickle_call s = *c;

	(void)p;
	s.callee = c->args[0];
	s.depth++;
	s.count -= s.count > 0;
	for (size_t i = 0; i + 1 < PICKLE_ITEMS; i++)
		s.args[i] = c->args[i + 1];
	s.args[PICKLE_ITEMS - 1] = pv_make(PV_LOST, 0, 0);
	return s;
}

/* partial(f, a)(b): f(a, b). */
static struct pickle_call prepend(struct pickle *p, const struct pickle_node *n,
				  const struct pickle_call *c)
{
	const struct pickle_node *known;
	struct pickle_value keywords;
	struct pickle_call s = *c;
	size_t k = 0;

	s.callee = n->item[0];
	s.depth++;
	s.count = n->count - 1 + c->count;
	for (size_t i = 1; i < PICKLE_ITEMS && i < n->count; i++)
		s.args[k++] = n->item[i];
	for (size_t i = 0; k < PICKLE_ITEMS && i < PICKLE_ITEMS && i < c->count; i++)
		s.args[k++] = c->args[i];
	keywords = pickle_item(p, n->state, 2); /* functions among them may be called */
	known = pickle_node_of(p, keywords);
	if (pv_kind(n->state) != PV_ABSENT &&
	    (known == NULL ? pv_kind(keywords) > PV_BYTEARRAY : (known->flags & PN_GLOBAL) != 0))
		s.kwargs = keywords;
	return s;
}

struct pickle_value pickle_attribute(struct pickle *p, struct pickle_value x, str name, uint64_t at)
{
	const struct pickle_global *g = pickle_global_at(p, x);
	struct buf *b = &p->scratch[1];
	struct pickle_value v;
	bool listed;
	str module;

	if (g == NULL)
		return (struct pickle_value){0};
	listed = g->verdict.class == PICKLE_SAFE || g->verdict.class == PICKLE_ARGS ||
		 g->verdict.class == PICKLE_KNOWN;
	module = g->module;
	b->n = 0;
	buf_add(b, g->name);
	buf_byte(b, '.');
	buf_add(b, name);
	listed = listed && str_find(name, S("__")) == STR_NONE;
	v = pickle_global_of(p, module, buf_str(b), at);
	if (pv_kind(v) == PV_GLOBAL)
		pickle_global_at(p, v)->derived |= listed;
	return v;
}

/* ---- Verdicts ---- */

static void report_global(struct pickle *p, const struct pickle_call *c, struct pickle_global *g,
			  enum pickle_issue_kind kind)
{
	str what, shown;

	g->called = true;
	if (g->calls++ >= SAME_CALLS)
		return;
	what = pickle_show_name(p, g);
	shown = pickle_show_call(p, c);
	if (kind == PICKLE_ISSUE_DANGEROUS_CALL)
		pickle_report(p, kind, g->verdict.grade, c->at, what, "%.*s %s when this is loaded",
			      STR_ARG(shown), g->verdict.why);
	else
		pickle_report(p, kind, g->verdict.grade, c->at, what,
			      "%.*s is called when this is loaded, and honest models are not known "
			      "to need it",
			      STR_ARG(shown));
}

/* OBJ and INST call what is no class, so that its name must be one. */
static bool class_name(str name)
{
	str last = str_after_last(name, '.');

	while (last.n > 0 && last.p[0] == '_')
		last = str_slice(last, 1, last.n);
	return last.n > 0 && last.p[0] >= 'A' && last.p[0] <= 'Z';
}

static bool bare(const struct pickle_call *c, const struct pickle_global *g)
{
	if (c->op == PK_OBJ && !class_name(g->name))
		return false;
	return c->instance && c->known && c->count == 0 && pv_kind(c->kwargs) == PV_ABSENT;
}

static bool known_class(struct pickle *p, const struct pickle_call *c, struct pickle_global *g)
{
	if (!bare(c, g)) {
		report_global(p, c, g, PICKLE_ISSUE_UNKNOWN_CALL);
		return false;
	}
	if (!g->called)
		pickle_report(p, PICKLE_ISSUE_KNOWN_CLASS, PICKLE_GRADE_INFO, c->at,
			      pickle_show_name(p, g),
			      "%.*s is made and given state: %s that assay has not reviewed",
			      STR_ARG(pickle_show_name(p, g)), g->verdict.why);
	g->called = true;
	return true;
}

static void report_size(struct pickle *p, const struct pickle_call *c,
			const struct pickle_global *g)
{
	const char *wrong = pickle_size_check(p, c, g);

	if (wrong != NULL)
		pickle_report(p, PICKLE_ISSUE_SIZE, PICKLE_GRADE_MEDIUM, c->at,
			      pickle_show_name(p, g), "%.*s: %s", STR_ARG(pickle_show_call(p, c)),
			      wrong);
}

/* True: what the call gives is data. */
static bool judge_global(struct pickle *p, struct pickle_call *c, struct pickle_global *g)
{
	enum pickle_grade grade = PICKLE_GRADE_HIGH;
	const char *wrong;

	switch ((enum pickle_class)g->verdict.class) {
	case PICKLE_SAFE:
		report_size(p, c, g);
		return true;
	case PICKLE_ARGS:
		wrong = pickle_args_check(p, c, g, &grade);
		if (wrong == NULL) {
			report_size(p, c, g);
			return true;
		}
		pickle_report(p, PICKLE_ISSUE_ARGUMENT, grade, c->at, pickle_show_name(p, g),
			      "%.*s: %s", STR_ARG(pickle_show_call(p, c)), wrong);
		return false;
	case PICKLE_KNOWN:
		return known_class(p, c, g);
	case PICKLE_DANGEROUS:
		report_global(p, c, g, PICKLE_ISSUE_DANGEROUS_CALL);
		return false;
	case PICKLE_UNKNOWN:
		report_global(p, c, g, PICKLE_ISSUE_UNKNOWN_CALL);
		return false;
	}
	return false;
}

static void report_result(struct pickle *p, const struct pickle_call *c, const char *what)
{
	bool data = pv_kind(c->callee) == PV_CALL && (pv_flags(c->callee) & PV_DATA);

	pickle_report(p, PICKLE_ISSUE_CALL_RESULT, data ? PICKLE_GRADE_HIGH : PICKLE_GRADE_CRITICAL,
		      c->at, S("call"), "%.*s calls %s when this is loaded",
		      STR_ARG(pickle_show_call(p, c)), what);
}

/* ---- Callables that are made: partial, methodcaller, attrgetter ---- */

static bool is_global(const struct pickle_global *g, const char *module, const char *name)
{
	return g != NULL && str_eq(g->module, str_of(module)) && str_eq(g->name, str_of(name));
}

static bool judge(struct pickle *p, struct pickle_call *c, struct pickle_value *result);

/* methodcaller(name, ...)(object): a method of a global is a global, one of a constant is data's.
 */
static bool call_method(struct pickle *p, struct pickle_call *c, const struct pickle_node *maker,
			struct pickle_value *result)
{
	struct pickle_call method = *c;
	enum pickle_kind k = pv_kind(c->args[0]);

	if (c->count > 0 && k == PV_GLOBAL && maker->count > 0) {
		str name = pickle_name_text(p, maker->item[0], 0);
		method.callee = pickle_attribute(p, c->args[0], name, c->at);
		method.depth++;
		method.count = maker->count - 1;
		for (size_t i = 0; i + 1 < PICKLE_ITEMS; i++)
			method.args[i] = maker->item[i + 1];
		if (pv_kind(method.callee) == PV_GLOBAL)
			return judge(p, &method, result);
	}
	if (c->count > 0 && k >= PV_NONE && k <= PV_FROZENSET)
		return true;
	report_result(p, c, "a method by name");
	return false;
}

static bool get_attributes(struct pickle *p, struct pickle_call *c, const struct pickle_node *maker,
			   struct pickle_value *result)
{
	if (c->count == 1 && maker->count == 1 && pv_kind(c->args[0]) == PV_GLOBAL) {
		str name = pickle_name_text(p, maker->item[0], 0);
		*result = pickle_attribute(p, c->args[0], name, c->at);
	}
	return false;
}

static bool judge_made(struct pickle *p, struct pickle_call *c, struct pickle_value *result)
{
	const struct pickle_node *maker = pickle_node_of(p, c->callee);
	const struct pickle_global *g = maker ? pickle_global_at(p, maker->head) : NULL;
	struct pickle_call inner;

	if (g == NULL || c->depth >= CALL_DEPTH) {
		report_result(p, c, "what another call gave");
		return false;
	}
	if (is_global(g, "functools", "partial") && maker->count > 0) {
		inner = prepend(p, maker, c);
		return judge(p, &inner, result);
	}
	if (g->verdict.args == PICKLE_ARGS_METHODCALLER)
		return call_method(p, c, maker, result);
	if (g->verdict.args == PICKLE_ARGS_ATTRGETTER)
		return get_attributes(p, c, maker, result);
	if (g->verdict.args == PICKLE_ARGS_ITEMGETTER && c->count == 1 &&
	    pickle_data(p, c->args[0]))
		return false;
	report_result(p, c, "what another call gave");
	return false;
}

/* getattr(global, "name") is a global. */
static bool resolve_getattr(struct pickle *p, const struct pickle_call *c,
			    struct pickle_value *result)
{
	struct pickle_value v;

	if (c->count < 2 || pv_kind(c->args[0]) != PV_GLOBAL || pv_kind(c->args[1]) != PV_STR)
		return false;
	v = pickle_attribute(p, c->args[0], pickle_name_text(p, c->args[1], 0), c->at);
	if (pv_kind(v) != PV_GLOBAL)
		return false;
	pickle_global_at(p, c->args[0])->called = true;
	*result = v;
	return true;
}

/* f("module", "name") is a global. */
static bool resolve_named(struct pickle *p, const struct pickle_call *c,
			  struct pickle_value *result)
{
	str module, name;

	if (!c->known || c->count != 2 || pv_kind(c->args[0]) != PV_STR ||
	    pv_kind(c->args[1]) != PV_STR)
		return false;
	module = pickle_name_text(p, c->args[0], 0);
	name = pickle_name_text(p, c->args[1], 1);
	*result = pickle_global_of(p, module, name, c->at);
	return pv_kind(*result) == PV_GLOBAL;
}

/* copyreg's makers and their like: the object is one of the class that they are given. */
static bool makes_argument(const struct pickle_global *g)
{
	switch (g->verdict.class == PICKLE_ARGS ? g->verdict.args : PICKLE_ARGS_NONE) {
	case PICKLE_ARGS_RECONSTRUCTOR:
	case PICKLE_ARGS_NEWOBJ:
	case PICKLE_ARGS_NEWOBJ_EX:
	case PICKLE_ARGS_INSTANTIATE:
		return true;
	default:
		return false;
	}
}

/* What getattr() gives may be a method, to be called by what is given it. Those of regular
 * expressions do nothing but match: spaCy hands them to its tokenizer. */
static bool method_of_pattern(struct pickle *p, const struct pickle_call *c)
{
	const struct pickle_node *n = pickle_node_of(p, c->args[0]);
	const struct pickle_global *g = n != NULL ? pickle_global_at(p, n->head) : NULL;

	return g != NULL && g->verdict.args == PICKLE_ARGS_REGEX && c->count == 2 &&
	       str_in(pickle_name_text(p, c->args[1], 0),
		      "findall finditer fullmatch match search");
}

static bool judge_named(struct pickle *p, struct pickle_call *c, struct pickle_value *result)
{
	struct pickle_global *g = pickle_global_at(p, c->callee);
	bool data;

	if (g->verdict.class == PICKLE_ARGS && g->verdict.args == PICKLE_ARGS_GETATTR &&
	    resolve_getattr(p, c, result))
		return false;
	if (g->verdict.class == PICKLE_ARGS && g->verdict.args == PICKLE_ARGS_GLOBAL &&
	    resolve_named(p, c, result))
		return false;
	data = judge_global(p, c, g);
	if (g->verdict.class == PICKLE_ARGS && g->verdict.args == PICKLE_ARGS_GETATTR)
		data &= method_of_pattern(p, c);
	if (makes_argument(g) && c->count > 0 && pv_kind(c->args[0]) == PV_GLOBAL)
		c->callee = c->args[0];
	return data;
}

/* PyTorch's old files wrap the classes of modules to keep their source: ("module", class, ...). */
static bool persistent_class(struct pickle *p, struct pickle_call *c)
{
	const struct pickle_node *n = pickle_node_of(p, c->callee);
	struct pickle_value pid = n != NULL ? n->item[0] : (struct pickle_value){0};
	struct pickle_value class = pickle_item(p, pid, 1);

	if (pv_kind(pid) != PV_TUPLE || pv_kind(class) != PV_GLOBAL ||
	    pv_kind(pickle_item(p, pid, 0)) != PV_STR ||
	    !str_eq(pickle_name_text(p, pickle_item(p, pid, 0), 0), S("module")))
		return false;
	c->callee = class;
	return true;
}

/* *result is set when the call gives what is known already: a global. */
static bool judge(struct pickle *p, struct pickle_call *c, struct pickle_value *result)
{
	switch (pv_kind(c->callee)) {
	case PV_GLOBAL:
		return judge_named(p, c, result);
	case PV_CALL:
		return judge_made(p, c, result);
	case PV_UNKNOWN:
		report_result(p, c, "something whose name is hidden");
		return false;
	case PV_PERSID:
		if (persistent_class(p, c))
			return judge_named(p, c, result);
		report_result(p, c, "an object that the loader supplies");
		return false;
	default:
		report_result(p, c, "something that lies too far back to be known");
		return false;
	}
}

/* What is asked about long after it was made. */
static bool lasting(const struct pickle_global *g)
{
	switch (g != NULL && g->verdict.class == PICKLE_ARGS ? g->verdict.args : PICKLE_ARGS_NONE) {
	case PICKLE_ARGS_DTYPE:
	case PICKLE_ARGS_PARTIAL:
	case PICKLE_ARGS_GETATTR:
	case PICKLE_ARGS_METHODCALLER:
		return true;
	default:
		return false;
	}
}

struct pickle_value pickle_call(struct pickle *p, struct pickle_call *c)
{
	struct pickle_value v, result = {0};
	bool data = judge(p, c, &result);
	struct pickle_node *n;

	if (pv_kind(result) != PV_ABSENT)
		return result;
	if (lasting(pickle_global_at(p, c->callee)))
		n = pickle_node_pinned(p, PV_CALL, &v);
	else
		n = pickle_node_new(p, PV_CALL, &v);
	n->at = c->at;
	n->op = c->op;
	n->head = c->callee;
	n->count = c->count;
	memcpy(n->item, c->args, sizeof(n->item));
	if (!c->known) {
		n->item[0] = pv_make(PV_LOST, 0, 0);
		n->count = 1;
	}
	if (data)
		v.bits |= PV_DATA << 5;
	return v;
}

/* ---- State ---- */

static void report_special(struct pickle *p, uint64_t at, struct pickle_value dict)
{
	const struct pickle_node *n = pickle_node_of(p, dict);

	if (n == NULL || !(n->flags & PN_SPECIAL))
		return;
	pickle_report(p, PICKLE_ISSUE_STATE,
		      (n->flags & PN_GLOBAL) ? PICKLE_GRADE_HIGH : PICKLE_GRADE_MEDIUM, at,
		      S("state"),
		      "the state of an object sets %.*s: special methods come from classes, and no "
		      "pickler writes them into an object",
		      STR_ARG(str_slice(pickle_text(p, n->state, 100), 0, 100)));
}

/* The dict that becomes attributes, of a state as pickle.py describes it: a dict, or a pair of one
 * for __dict__ and one for slots. */
static void special_state(struct pickle *p, uint64_t at, struct pickle_node *object,
			  struct pickle_value state)
{
	struct pickle_value parts[2] = {state, {0}};
	const struct pickle_node *n = pickle_node_of(p, state);

	if (pv_kind(state) == PV_TUPLE && n != NULL && n->count == 2)
		memcpy(parts, n->item, sizeof(parts));
	for (size_t i = 0; i < 2; i++) {
		n = pickle_node_of(p, parts[i]);
		if (n != NULL && (pv_kind(parts[i]) == PV_DICT || pv_kind(parts[i]) == PV_CALL)) {
			report_special(p, at, parts[i]);
			if (pv_kind(n->setstate) != PV_ABSENT)
				object->setstate = n->setstate;
			object->flags |= n->flags & PN_METHOD;
			p->methods |= (n->flags & PN_METHOD) != 0;
		}
	}
}

/* partial's state holds the function that it calls. */
static void partial_state(struct pickle *p, uint64_t at, struct pickle_node *object,
			  struct pickle_value state)
{
	const struct pickle_node *n = pickle_node_of(p, state);
	struct pickle_value f = n != NULL ? n->item[0] : pv_make(PV_LOST, 0, 0);

	if (object->count > 0 && f.bits == object->item[0].bits)
		return;
	if (!pickle_harmless(p, f, false))
		pickle_report(p, PICKLE_ISSUE_STATE, PICKLE_GRADE_HIGH, at, S("partial"),
			      "the state of a partial gives it another function to call");
	if (n != NULL && n->count > 0 && object->count > 0)
		object->item[0] = f;
}

bool pickle_joblib_class(const struct pickle_global *g, const char *names)
{
	return g != NULL && str_in(g->name, names) &&
	       (str_ends(g->module, S("joblib.numpy_pickle")) ||
		str_ends(g->module, S("joblib.numpy_pickle_compat")));
}

/* (f, args, keywords, dict): the arguments that the partial adds from now on. */
static void partial_arguments(struct pickle *p, struct pickle_node *object,
			      struct pickle_value state)
{
	const struct pickle_node *n = pickle_node_of(p, state), *args;

	if (n == NULL || n->count < 2 || object->count == 0)
		return;
	args = pickle_node_of(p, n->item[1]);
	object->count = 1;
	for (size_t i = 0; args != NULL && i < args->count && i + 1 < PICKLE_ITEMS; i++)
		object->item[i + 1] = args->item[i];
	if (args != NULL && pv_kind(n->item[1]) == PV_TUPLE)
		object->count += args->count;
}

/* joblib's arrays of old, in files beside the pickle. */
static void file_state(struct pickle *p, uint64_t at, struct pickle_value state)
{
	struct pickle_value v = pickle_dict_get(p, state, S("filename"));
	str name = pv_kind(v) == PV_STR ? pickle_text(p, v, 1000) : S("");

	if (path_leaves(name) == NULL && str_find_byte(name, '/') == STR_NONE &&
	    str_find_byte(name, '\\') == STR_NONE)
		return;
	pickle_report(p, PICKLE_ISSUE_PATH, PICKLE_GRADE_HIGH, at, S("filename"),
		      "joblib reads the array from %.*s, which is not beside the pickle",
		      STR_ARG(pickle_shown(p, v)));
}

/* The global that an object was made by, through partial(). */
static const struct pickle_global *maker_of(struct pickle *p, const struct pickle_node *n)
{
	for (unsigned depth = 0; n != NULL && depth < CALL_DEPTH; depth++) {
		const struct pickle_global *g = pickle_global_at(p, n->head);

		if (depth > 0 && is_global(g, "functools", "partial") && n->count > 0)
			g = pickle_global_at(p, n->item[0]);
		if (g != NULL)
			return g;
		n = pickle_node_of(p, n->head);
	}
	return NULL;
}

/* Classes that run what their state says (pickle_state_code) are given it as a dict whose keys were
 * seen, alone or before a random state: of anything else dict.update() may make what was not. */
static void code_state(struct pickle *p, uint64_t at, const struct pickle_node *object,
		       struct pickle_value state)
{
	const struct pickle_global *g = maker_of(p, object);
	const struct pickle_node *n = pickle_node_of(p, state);

	if (g != NULL && str_starts(g->module, S("statsmodels.base.data"))) {
		if (pv_kind(state) != PV_DICT || n == NULL ||
		    (n->flags & (PN_COMPUTED | PN_FORMULA)))
			pickle_report(
				p, PICKLE_ISSUE_STATE, PICKLE_GRADE_HIGH, at, S("formula"),
				"%.*s evaluates a formula that its state holds, and the state "
				"is not the dict of texts that statsmodels writes",
				STR_ARG(pickle_show_name(p, g)));
		return;
	}
	if (g == NULL || !pickle_state_matters(g->module))
		return;
	if (pv_kind(state) == PV_TUPLE && n != NULL && n->count == 2) {
		state = n->item[0]; /* a dict of two keys would be a pair for dict.update() */
		n = pickle_node_of(p, state);
		if (pv_kind(state) == PV_NONE ||
		    (pv_kind(state) == PV_DICT && n != NULL && n->count != 4))
			return;
	} else if (pv_kind(state) == PV_DICT && n != NULL && !(n->flags & PN_COMPUTED)) {
		return;
	}
	pickle_report(p, PICKLE_ISSUE_STATE, PICKLE_GRADE_HIGH, at, S("state"),
		      "%.*s may run code that its state holds, and the state is not the dict that "
		      "SciPy writes",
		      STR_ARG(pickle_show_name(p, g)));
}

/* The state of what lasts lasts as well. */
static struct pickle_value keep_state(struct pickle *p, struct pickle_value state)
{
	const struct pickle_node *n = pickle_node_of(p, state);
	struct pickle_node *copy;
	struct pickle_value v;

	if (pv_kind(state) != PV_TUPLE || n == NULL)
		return state;
	copy = pickle_node_pinned(p, PV_TUPLE, &v);
	*copy = *n;
	return v;
}

void pickle_build(struct pickle *p, uint64_t at, struct pickle_value object,
		  struct pickle_value state)
{
	struct pickle_node *n = pickle_node_of(p, object);
	const struct pickle_global *class = n != NULL ? pickle_global_at(p, n->head) : NULL;
	struct pickle_call c;

	if (pv_kind(object) == PV_GLOBAL) {
		struct pickle_global *g = pickle_global_at(p, object);
		g->called = true;
		pickle_report(
			p, PICKLE_ISSUE_WRITE, PICKLE_GRADE_HIGH, at, pickle_show_name(p, g),
			"BUILD sets attributes of %.*s, which changes it for the whole process",
			STR_ARG(pickle_show_name(p, g)));
		return;
	}
	if (n == NULL || pv_kind(object) != PV_CALL)
		return;
	if (pv_kind(n->setstate) != PV_ABSENT) {
		c = (struct pickle_call){.at = at,
					 .op = PK_BUILD,
					 .callee = n->setstate,
					 .args = {state},
					 .count = 1,
					 .known = true};
		(void)pickle_call(p, &c);
	} else if (pv_kind(n->state) != PV_ABSENT) {
		pickle_report(p, PICKLE_ISSUE_STATE, PICKLE_GRADE_MEDIUM, at, S("twice"),
			      "an object is given state for the second time: no pickler does that");
	}
	special_state(p, at, n, state);
	code_state(p, at, n, state);
	if (is_global(class, "functools", "partial")) {
		partial_state(p, at, n, state);
		partial_arguments(p, n, state);
	}
	if (pickle_joblib_class(class, "NDArrayWrapper ZNDArrayWrapper"))
		file_state(p, at, state);
	n->state = lasting(class) ? keep_state(p, state) : state;
}

struct pickle_value pickle_dict_get(struct pickle *p, struct pickle_value dict, str key)
{
	const struct pickle_node *n = pickle_node_of(p, dict);

	for (size_t i = 0; n != NULL && i + 1 < PICKLE_ITEMS && i + 1 < n->count; i += 2)
		if (pv_kind(n->item[i]) == PV_STR &&
		    str_eq(pickle_name_text(p, n->item[i], 0), key))
			return n->item[i + 1];
	return (struct pickle_value){0};
}

/* ---- Imports ---- */

void pickle_imports(struct pickle *p)
{
	for (size_t i = 0; i < p->global_count; i++) {
		struct pickle_global *g = &p->globals[i];
		if (g->called || g->reported)
			continue;
		g->reported = true;
		if (g->verdict.class == PICKLE_DANGEROUS)
			pickle_report(p, PICKLE_ISSUE_DANGEROUS_IMPORT,
				      g->verdict.grade < PICKLE_GRADE_HIGH ? g->verdict.grade
									   : PICKLE_GRADE_HIGH,
				      g->at, pickle_show_name(p, g),
				      "%.*s, which %s, is among the objects of this pickle",
				      STR_ARG(pickle_show_name(p, g)), g->verdict.why);
		else if (g->verdict.class == PICKLE_UNKNOWN && !g->derived)
			pickle_report(
				p, PICKLE_ISSUE_UNKNOWN_IMPORT, PICKLE_GRADE_MEDIUM, g->at,
				pickle_show_name(p, g),
				"%.*s is imported when this is loaded, and honest models are not "
				"known to need it",
				STR_ARG(pickle_show_name(p, g)));
	}
}
