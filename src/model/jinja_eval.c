/* Runs a template: every branch, every macro and every loop at least once, loops over what is known
 * as often as they go round, macros again when they are called. Fuel bounds the work; without fuel
 * the rest is still seen once. What is told is told once a place. */
#include "base/limits.h"
#include "model/jinja_int.h"

typedef const struct jinja_value *value;

static value eval(struct jinja_eval *e, const struct jinja_node *n);
static void run(struct jinja_eval *e, const struct jinja_node *n);

void jinja_tell(struct jinja_eval *e, enum jinja_diag code, uint32_t offset, str what,
		const char *msg)
{
	uint32_t key[2] = {(uint32_t)code, offset};
	str name = {(const uint8_t *)key, sizeof(key)};

	if (e->told_count[code] == LIMIT_JINJA_ERRORS || map_get(&e->told, name) != NULL)
		return;
	*map_put(&e->told, arena_dup(e->arena, name)) = 1;
	e->told_count[code]++;
	e->sink->issue(e->sink->ctx, code, offset, what, msg);
}

static void hurry(struct jinja_eval *e, uint32_t offset)
{
	if (!e->hurry)
		jinja_tell(e, JINJA_LIMIT, offset, (str){NULL, 0},
			   "more work than is done for a template: the rest is only looked at");
	e->hurry = true;
}

bool jinja_spend(struct jinja_eval *e, uint32_t offset, size_t bytes)
{
	e->bytes += bytes;
	if (bytes > LIMIT_JINJA_BYTES || e->bytes > LIMIT_JINJA_BYTES)
		hurry(e, offset);
	return !e->hurry;
}

/* ---- Names ------------------------------------------------------------------------------------
 */

static value lookup(struct jinja_eval *e, str name)
{
	uint64_t *at = map_get(&e->names, name);

	return at ? (value)(uintptr_t)*at : NULL;
}

static void bind(struct jinja_eval *e, str name, value v)
{
	*map_put(&e->names, name) = (uint64_t)(uintptr_t)v;
}

static value named_value(struct jinja_eval *e, enum jinja_value_kind kind, str name, unsigned flags)
{
	struct jinja_value *v = NEW(e->arena, struct jinja_value, 1);

	e->bytes += sizeof(*v);
	v->kind = (uint8_t)kind;
	v->flags = (uint8_t)flags;
	v->s = name;
	return v;
}

static value eval_name(struct jinja_eval *e, const struct jinja_node *n)
{
	value v = lookup(e, n->text);

	if (v != NULL)
		return v;
	if (jinja_is_internal(n->text, true))
		jinja_tell(e, JINJA_INTERNAL, n->offset, n->text, "a name of Python's internals");
	if (str_in(n->text, "request get_flashed_messages url_for current_app session config"))
		jinja_tell(e, JINJA_FRAMEWORK, n->offset, n->text, "an object of a web framework");
	if (str_in(n->text, "range dict lipsum cycler joiner namespace self get_flashed_messages "
			    "url_for"))
		return named_value(e, JINJA_V_FUNCTION, n->text, 0);
	if (str_in(n->text, "os sys subprocess builtins importlib socket shutil pty ctypes pickle "
			    "urllib commands posix nt posixpath linecache inspect"))
		return named_value(e, JINJA_V_UNKNOWN, n->text, JINJA_V_MODULE | JINJA_V_OUTSIDE);
	return named_value(e, JINJA_V_UNKNOWN, n->text, JINJA_V_OUTSIDE);
}

/* ---- Attributes and items ---------------------------------------------------------------------
 */

static const char runners[] =
	"popen system eval exec execv execve execl execlp execvp execvpe Popen check_output "
	"check_call "
	"getoutput getstatusoutput spawnl spawnv spawnlp spawnvp posix_spawn fork forkpty "
	"import_module __import__ run_path run_module urlopen urlretrieve startfile "
	"create_connection "
	"create_subprocess_shell create_subprocess_exec load_module exec_module fromfd";
/* Of modules: what is enough by itself. */
static const char touchers[] = "environ environb getenv listdir walk remove unlink rename putenv "
			       "kill modules path argv exit _getframe rmtree scandir open";

/* An attribute is read: a.b, a|attr('b'), and a['b'] where there is no such key. */
static void check_attribute(struct jinja_eval *e, value object, str name, bool item,
			    uint32_t offset)
{
	if (jinja_is_internal(name, true))
		jinja_tell(e, JINJA_INTERNAL, offset, name,
			   "an attribute that leads to Python's internals");
	else if (name.n > 1 && name.p[0] == '_' && !item)
		jinja_tell(e, JINJA_PRIVATE, offset, name, "a private attribute");
	if ((object->flags & JINJA_V_MODULE) &&
	    (e->chat || str_in(name, touchers) || str_in(name, runners)))
		jinja_tell(e, JINJA_RUNS, offset, name, "a part of one of Python's modules");
}

static value attribute(struct jinja_eval *e, value object, str name, uint32_t offset)
{
	struct jinja_value *v;

	if (object->kind == JINJA_V_DICT) {
		value found = jinja_dict_get(object, name);
		if (found != NULL)
			return found;
	}
	if (object->kind == JINJA_V_STRING || object->kind == JINJA_V_LIST ||
	    object->kind == JINJA_V_DICT || (object->flags & JINJA_V_PRINTED)) {
		if (str_in(name, "format format_map") && object->kind == JINJA_V_STRING)
			(void)jinja_format_reads(object->s); /* told when the string was made */
		v = jinja_list(e, 1);
		v->kind = JINJA_V_METHOD;
		v->s = name;
		jinja_append(e, v, object);
		return v;
	}
	(void)offset;
	return named_value(e, JINJA_V_UNKNOWN, name, 0);
}

static value eval_attr(struct jinja_eval *e, const struct jinja_node *n)
{
	value object = eval(e, n->first);

	check_attribute(e, object, n->text, false, n->offset);
	return attribute(e, object, n->text, n->offset);
}

/* A key or attribute whose name is not known: is it known enough? */
static void check_unknown_name(struct jinja_eval *e, value name, bool item, uint32_t offset)
{
	unsigned flags = jinja_flags(name);

	if (flags & JINJA_V_DUNDER)
		jinja_tell(e, JINJA_INTERNAL, offset, (str){NULL, 0},
			   "an attribute whose name is put together around underscores");
	else if (flags & JINJA_V_PRINTED)
		jinja_tell(e, JINJA_PRINTED, offset, (str){NULL, 0},
			   "an attribute whose name is taken from what an object looks like");
	else if (!item || (e->hurry && (flags & JINJA_V_MADE)))
		jinja_tell(e, JINJA_COMPUTED, offset, (str){NULL, 0},
			   "an attribute whose name is not known");
}

static value eval_item(struct jinja_eval *e, const struct jinja_node *n)
{
	value object = eval(e, n->first), part[3], key;
	const struct jinja_node *k = n->first->next;
	unsigned i = 0;

	if (k->kind == JINJA_SLICE) {
		for (const struct jinja_node *c = k->first; c != NULL && i < 3; c = c->next)
			part[i++] = eval(e, c);
		while (i < 3)
			part[i++] = &jinja_unknown;
		if (object->flags & JINJA_V_PRINTED)
			jinja_tell(e, JINJA_PRINTED, n->offset, (str){NULL, 0},
				   "characters are taken from what an object looks like when "
				   "printed");
		return jinja_sliced(e, object, part, n->offset);
	}
	key = eval(e, k);
	if ((object->flags & JINJA_V_PRINTED) && key->kind != JINJA_V_STRING)
		jinja_tell(e, JINJA_PRINTED, n->offset, (str){NULL, 0},
			   "characters are taken from what an object looks like when printed");
	if (key->kind == JINJA_V_STRING) {
		check_attribute(e, object, key->s, true, k->offset);
		return attribute(e, object, key->s, n->offset);
	}
	if (key->kind != JINJA_V_INT)
		check_unknown_name(e, key, true, k->offset);
	return jinja_index(e, object, key);
}

/* 'a.__class__.b', as map(attribute=...) and its like take it. */
static void check_path(struct jinja_eval *e, value v, uint32_t offset)
{
	str rest;

	if (v->kind != JINJA_V_STRING) {
		if (v->kind == JINJA_V_UNKNOWN && (jinja_flags(v) != 0))
			check_unknown_name(e, v, false, offset);
		return;
	}
	rest = v->s;
	while (rest.p != NULL && rest.n > 0) {
		str part = str_cut(&rest, '.');
		check_attribute(e, &jinja_unknown, part, false, offset);
	}
}

/* ---- Calls ------------------------------------------------------------------------------------
 */

struct arguments {
	struct jinja_value *list, *named;
};

static struct arguments eval_arguments(struct jinja_eval *e, const struct jinja_node *first)
{
	struct arguments a = {jinja_list(e, 2), jinja_list(e, 0)};

	a.named->kind = JINJA_V_DICT;
	for (const struct jinja_node *c = first; c != NULL; c = c->next) {
		value v = c->first != NULL && (c->kind == JINJA_KEYWORD || c->kind == JINJA_SPREAD)
				  ? eval(e, c->first)
				  : eval(e, c);
		if (c->kind == JINJA_KEYWORD) {
			jinja_dict_set(e, a.named, named_value(e, JINJA_V_STRING, c->text, 0), v);
		} else if (c->kind != JINJA_SPREAD) {
			jinja_append(e, a.list, v);
		} else if (v->kind == JINJA_V_LIST) {
			for (uint32_t i = 0; i < v->count; i++)
				jinja_append(e, a.list, v->items[i]);
		} else if (v->kind == JINJA_V_DICT) {
			for (uint32_t i = 0; i + 1 < v->count; i += 2)
				jinja_dict_set(e, a.named, v->items[i], v->items[i + 1]);
		}
	}
	return a;
}

static value call_range(struct jinja_eval *e, const struct arguments *a, uint32_t offset)
{
	int64_t bound[3] = {0, 0, 1}, n;
	uint32_t count = a->list->count;
	struct jinja_value *list;

	for (uint32_t i = 0; i < count && i < 3; i++) {
		if (a->list->items[i]->kind != JINJA_V_INT)
			return &jinja_unknown;
		bound[count == 1 ? 1 : i] = a->list->items[i]->n;
	}
	if (count == 0 || bound[2] == 0 || bound[2] < -LIMIT_JINJA_RANGE ||
	    __builtin_sub_overflow(bound[2] > 0 ? bound[1] : bound[0],
				   bound[2] > 0 ? bound[0] : bound[1], &n))
		return &jinja_unknown;
	bound[2] = bound[2] < 0 ? -bound[2] : bound[2];
	n = n <= 0 ? 0 : (n - 1) / bound[2] + 1;
	if (n > LIMIT_JINJA_RANGE)
		jinja_tell(e, JINJA_BOMB, offset, (str){NULL, 0},
			   "a range of more numbers than a message has uses for");
	list = jinja_list(e, 8);
	list->n = n; /* how often a loop goes round, whatever is listed */
	bound[2] = a->list->count > 2 ? a->list->items[2]->n : 1;
	for (int64_t i = 0; i < n && i < 256; i++)
		jinja_append(e, list, jinja_int(e, bound[0] + i * bound[2]));
	return list;
}

static value call_function(struct jinja_eval *e, value f, const struct arguments *a,
			   uint32_t offset)
{
	value n;

	if (str_eq(f->s, S("range")))
		return call_range(e, a, offset);
	if (str_in(f->s, "dict namespace")) {
		value first = a->list->count ? a->list->items[0] : NULL;
		struct jinja_value *d = jinja_list(e, 8);
		d->kind = JINJA_V_DICT;
		for (uint32_t i = 0; first && first->kind == JINJA_V_DICT && i + 1 < first->count;
		     i += 2)
			jinja_dict_set(e, d, first->items[i], first->items[i + 1]);
		for (uint32_t i = 0; i + 1 < a->named->count; i += 2)
			jinja_dict_set(e, d, jinja_string(e, a->named->items[i]->s, offset),
				       a->named->items[i + 1]);
		return d;
	}
	if (str_eq(f->s, S("lipsum"))) {
		n = a->list->count ? a->list->items[0] : jinja_dict_get(a->named, S("n"));
		if (n != NULL && n->kind == JINJA_V_INT && n->n > 10000)
			jinja_tell(e, JINJA_BOMB, offset, f->s, "a text is made until memory ends");
	}
	return &jinja_unknown;
}

static value run_macro(struct jinja_eval *e, const struct jinja_node *macro,
		       const struct arguments *a)
{
	struct jinja_output *outer = e->out, out = {.text = buf_in(e->arena), .known = true};
	uint32_t i = 0;

	e->calls++;
	e->out = &out;
	for (const struct jinja_node *p = macro->first; p != NULL; p = p->next) {
		value v = a ? jinja_dict_get(a->named, p->text) : NULL;
		if (p->kind != JINJA_PARAM) {
			run(e, p);
			continue;
		}
		if (v == NULL && a != NULL && i < a->list->count)
			v = a->list->items[i];
		if (v == NULL && p->first != NULL)
			v = eval(e, p->first);
		bind(e, p->text, v ? v : &jinja_unknown);
		i++;
	}
	e->out = outer;
	e->calls--;
	if (!out.known)
		return jinja_flagged(e, out.flags);
	return jinja_string(e, buf_str(&out.text), macro->offset);
}

/* Is what is called, by its name, something that runs code? */
static void check_call(struct jinja_eval *e, const struct jinja_node *callee, value v,
		       uint32_t offset)
{
	bool free_name = callee->kind == JINJA_NAME && (v->flags & JINJA_V_OUTSIDE);

	if (v->kind != JINJA_V_UNKNOWN || v->s.n == 0)
		return;
	if ((callee->kind != JINJA_NAME || free_name) && str_in(v->s, runners))
		jinja_tell(e, JINJA_RUNS, offset, v->s, "a call that runs code or a program");
	else if (free_name &&
		 str_in(v->s, "open compile getattr setattr delattr globals locals vars "
			      "breakpoint"))
		jinja_tell(e, JINJA_RUNS, offset, v->s, "a call of one of Python's builtins");
}

static value eval_call(struct jinja_eval *e, const struct jinja_node *n)
{
	value callee = eval(e, n->first);
	struct arguments a = eval_arguments(e, n->first->next);

	check_call(e, n->first, callee, n->offset);
	if (callee->kind == JINJA_V_FUNCTION)
		return call_function(e, callee, &a, n->offset);
	if (callee->kind == JINJA_V_METHOD)
		return jinja_method(e, callee->items[0], callee->s, a.list, a.named, n->offset);
	/* Honest macros call themselves (schemas of tools in schemas): that is followed for a
	 * while, and then passed over without a word, since their bodies have been seen. */
	if (callee->kind == JINJA_V_MACRO && !e->hurry && e->calls < LIMIT_JINJA_CALLS &&
	    e->inlined < LIMIT_JINJA_INLINED && e->steps < LIMIT_JINJA_STEPS / 4) {
		e->inlined++;
		return run_macro(e, callee->macro, &a);
	}
	return &jinja_unknown;
}

/* ---- Filters and tests ------------------------------------------------------------------------
 */

static value eval_attr_filter(struct jinja_eval *e, value object, const struct arguments *a,
			      uint32_t offset)
{
	value name = a->list->count ? a->list->items[0] : jinja_dict_get(a->named, S("name"));

	if (name == NULL)
		return &jinja_unknown;
	if (name->kind != JINJA_V_STRING) {
		check_unknown_name(e, name, false, offset);
		return &jinja_unknown;
	}
	check_attribute(e, object, name->s, false, offset);
	return attribute(e, object, name->s, offset);
}

static value apply_filter(struct jinja_eval *e, const struct jinja_node *n, value target,
			  const struct jinja_node *first)
{
	struct arguments a = eval_arguments(e, first);
	value path = jinja_dict_get(a.named, S("attribute")), what;

	if (str_eq(n->text, S("attr")))
		return eval_attr_filter(e, target, &a, n->offset);
	if (str_in(n->text, "selectattr rejectattr groupby") && a.list->count > 0)
		path = a.list->items[0];
	if (path != NULL)
		check_path(e, path, n->offset);
	/* map('attr', '__class__') */
	what = str_eq(n->text, S("map")) && a.list->count > 1 ? a.list->items[0] : NULL;
	if (what != NULL && what->kind == JINJA_V_STRING && str_eq(what->s, S("attr"))) {
		if (a.list->items[1]->kind == JINJA_V_STRING)
			check_attribute(e, &jinja_unknown, a.list->items[1]->s, false, n->offset);
		else
			check_unknown_name(e, a.list->items[1], false, n->offset);
		return &jinja_unknown;
	}
	return jinja_filter(e, n->text, target, a.list, a.named, n->offset);
}

static value eval_test(struct jinja_eval *e, const struct jinja_node *n)
{
	for (const struct jinja_node *c = n->first; c != NULL; c = c->next)
		(void)eval(e, c->kind == JINJA_KEYWORD || c->kind == JINJA_SPREAD ? c->first : c);
	return &jinja_unknown;
}

/* ---- Expressions ------------------------------------------------------------------------------
 */

static value eval_elements(struct jinja_eval *e, const struct jinja_node *n)
{
	struct jinja_value *list = jinja_list(e, 4);

	if (n->kind == JINJA_DICT)
		list->kind = JINJA_V_DICT;
	for (const struct jinja_node *c = n->first; c != NULL; c = c->next)
		jinja_append(e, list, eval(e, c));
	if (list->kind == JINJA_V_DICT)
		list->count &= ~1U;
	return list;
}

static value eval_concat(struct jinja_eval *e, const struct jinja_node *n)
{
	struct jinja_value *list = jinja_list(e, 4);

	for (const struct jinja_node *c = n->first; c != NULL; c = c->next)
		jinja_append(e, list, eval(e, c));
	return jinja_concat(e, list->items, list->count, S(""), n->offset);
}

static value eval_binary(struct jinja_eval *e, const struct jinja_node *n)
{
	value a = eval(e, n->first), b = eval(e, n->first->next);
	int truth = jinja_truth(a);

	if (n->op == JINJA_OP_OR && truth >= 0)
		return truth ? a : b;
	if (n->op == JINJA_OP_AND && truth >= 0)
		return truth ? b : a;
	return jinja_binary(e, n->op, a, b, n->offset);
}

static value eval_unary(struct jinja_eval *e, const struct jinja_node *n)
{
	value v = n->first ? eval(e, n->first) : &jinja_unknown;

	if (n->op == JINJA_OP_NEGATE && v->kind == JINJA_V_INT && v->n > INT64_MIN)
		return jinja_int(e, -v->n);
	return n->op == JINJA_OP_PLUS ? v : &jinja_unknown;
}

static value eval_choice(struct jinja_eval *e, const struct jinja_node *n)
{
	value yes = eval(e, n->first), cond = eval(e, n->first->next);
	value no = eval(e, n->first->next->next);
	int truth = jinja_truth(cond);

	if (truth >= 0)
		return truth ? yes : no;
	return jinja_flagged(e, jinja_flags(yes) | jinja_flags(no));
}

static value eval_kind(struct jinja_eval *e, const struct jinja_node *n)
{
	switch ((enum jinja_kind)n->kind) {
	case JINJA_STRING:
		return jinja_string(e, n->text, n->offset);
	case JINJA_INT:
		return jinja_int(e, n->number);
	case JINJA_NAME:
		return eval_name(e, n);
	case JINJA_LIST:
	case JINJA_TUPLE:
	case JINJA_DICT:
		return eval_elements(e, n);
	case JINJA_ATTR:
		return eval_attr(e, n);
	case JINJA_ITEM:
		return eval_item(e, n);
	case JINJA_CALL:
		return eval_call(e, n);
	case JINJA_FILTER:
		if (n->op == JINJA_OP_ELSE)
			return apply_filter(e, n, &jinja_unknown, n->first);
		return apply_filter(e, n, eval(e, n->first), n->first->next);
	case JINJA_TEST:
		return eval_test(e, n);
	case JINJA_BINARY:
		return eval_binary(e, n);
	case JINJA_UNARY:
		return eval_unary(e, n);
	case JINJA_CONCAT:
		return eval_concat(e, n);
	case JINJA_IF_ELSE:
		return eval_choice(e, n);
	case JINJA_NONE:
	case JINJA_TRUE:
	case JINJA_FALSE: {
		struct jinja_value *v = jinja_writable(jinja_int(e, n->kind == JINJA_TRUE));
		v->kind = n->kind == JINJA_NONE ? JINJA_V_NONE : JINJA_V_BOOL;
		return v;
	}
	case JINJA_KEYWORD:
	case JINJA_SPREAD:
		return n->first ? eval(e, n->first) : &jinja_unknown;
	case JINJA_FLOAT:
	case JINJA_SLICE:
	case JINJA_TEXT:
	case JINJA_OUTPUT:
	case JINJA_IF:
	case JINJA_BRANCH:
	case JINJA_FOR:
	case JINJA_BODY:
	case JINJA_SET:
	case JINJA_SET_BLOCK:
	case JINJA_MACRO:
	case JINJA_PARAM:
	case JINJA_CALL_BLOCK:
	case JINJA_FILTER_BLOCK:
	case JINJA_GROUP:
	case JINJA_LOAD:
	case JINJA_DO:
	case JINJA_DEBUG:
		break;
	}
	return &jinja_unknown;
}

static bool step(struct jinja_eval *e, const struct jinja_node *n)
{
	if (++e->steps > LIMIT_JINJA_STEPS)
		hurry(e, n->offset);
	(void)jinja_spend(e, n->offset, 0);
	if (e->depth < LIMIT_JINJA_STACK)
		return true;
	jinja_tell(e, JINJA_LIMIT, n->offset, (str){NULL, 0}, "nested deeper than is looked at");
	return false;
}

static value eval(struct jinja_eval *e, const struct jinja_node *n)
{
	value v;

	if (!step(e, n))
		return &jinja_unknown;
	e->depth++;
	v = eval_kind(e, n);
	e->depth--;
	return v;
}

/* ---- Statements -------------------------------------------------------------------------------
 */

static void write_value(struct jinja_eval *e, value v)
{
	str s;

	if (e->out == NULL)
		return;
	e->out->flags |= (uint8_t)jinja_printed_flags(v);
	if (jinja_text(e, v, &s) && jinja_spend(e, 0, s.n))
		buf_add(&e->out->text, s);
	else
		e->out->known = false;
}

static void assign(struct jinja_eval *e, const struct jinja_node *target, value v)
{
	uint32_t i = 0;

	if (target->kind == JINJA_NAME) {
		bind(e, target->text, v);
	} else if (target->kind == JINJA_TUPLE || target->kind == JINJA_LIST) {
		for (const struct jinja_node *c = target->first; c != NULL; c = c->next, i++)
			assign(e, c,
			       v->kind == JINJA_V_LIST && i < v->count ? v->items[i]
								       : &jinja_unknown);
	} else if (target->kind == JINJA_ATTR) {
		value object = eval(e, target->first);
		if (object->kind == JINJA_V_DICT)
			jinja_dict_set(e, jinja_writable(object),
				       named_value(e, JINJA_V_STRING, target->text, 0), v);
	} else {
		(void)eval(e, target);
	}
}

/* Runs `body` and gives what it writes. */
static value captured(struct jinja_eval *e, const struct jinja_node *body)
{
	struct jinja_output *outer = e->out, out = {.text = buf_in(e->arena), .known = true};

	e->out = &out;
	run(e, body);
	e->out = outer;
	return out.known ? jinja_string(e, buf_str(&out.text), body->offset)
			 : jinja_flagged(e, out.flags);
}

/* A chain of filters without a target gets one. */
static value filtered(struct jinja_eval *e, const struct jinja_node *filter, value target)
{
	if (filter->kind != JINJA_FILTER)
		return target;
	if (filter->op == JINJA_OP_ELSE)
		return apply_filter(e, filter, target, filter->first);
	return apply_filter(e, filter, filtered(e, filter->first, target), filter->first->next);
}

static value items_of(struct jinja_eval *e, value v)
{
	struct arguments none = {jinja_list(e, 0), jinja_list(e, 0)};

	none.named->kind = JINJA_V_DICT;
	if (v->kind == JINJA_V_STRING || v->kind == JINJA_V_DICT)
		v = jinja_filter(e, S("list"), v, none.list, none.named, 0);
	return v->kind == JINJA_V_LIST ? v : NULL;
}

static void run_for(struct jinja_eval *e, const struct jinja_node *n)
{
	const struct jinja_node *target = n->first, *over = target->next, *cond = over->next;
	value v = eval(e, over), list = items_of(e, v);
	uint64_t outer = e->repeated, times = 1;
	uint32_t rounds = 1;

	if (list != NULL) {
		times = (uint64_t)(list->n > list->count ? list->n : list->count);
		rounds = list->count < 256 ? list->count : 256;
	}
	if (times > 1 && __builtin_mul_overflow(e->repeated, times, &e->repeated))
		e->repeated = UINT64_MAX;
	if (e->repeated > LIMIT_JINJA_ROUNDS)
		jinja_tell(e, JINJA_BOMB, n->offset, (str){NULL, 0},
			   "loops in loops that go round millions of times");
	for (uint32_t i = 0; i == 0 || (i < rounds && !e->hurry); i++) {
		assign(e, target,
		       list && i < list->count ? list->items[i] : jinja_flagged(e, v->flags));
		(void)eval(e, cond);
		if (cond->next != NULL)
			run(e, cond->next);
	}
	e->repeated = outer;
	if (cond->next != NULL && cond->next->next != NULL)
		run(e, cond->next->next);
}

static void run_macro_definition(struct jinja_eval *e, const struct jinja_node *n)
{
	struct jinja_value *v = jinja_list(e, 0);

	v->kind = JINJA_V_MACRO;
	v->macro = n;
	bind(e, n->text, v);
	/* Once, whether it is called or not. The name is bound again, as its parameters and what is
	 * set inside do not reach outside. */
	(void)run_macro(e, n, NULL);
	bind(e, n->text, v);
}

static bool is_outside_path(str s)
{
	return str_starts(s, S("/")) || str_find(s, S("..")) != STR_NONE ||
	       str_find(s, S("://")) != STR_NONE || str_starts(s, S("~")) ||
	       str_find_byte(s, '\\') != STR_NONE;
}

static void run_load(struct jinja_eval *e, const struct jinja_node *n)
{
	value v = n->first ? eval(e, n->first) : &jinja_unknown;
	str name = v->kind == JINJA_V_STRING ? v->s : n->text;

	if (e->chat || (v->kind == JINJA_V_STRING && is_outside_path(v->s)))
		jinja_tell(e, JINJA_LOADS, n->offset, name, "another file is loaded");
}

static void run_children(struct jinja_eval *e, const struct jinja_node *n)
{
	for (const struct jinja_node *c = n->first; c != NULL; c = c->next)
		run(e, c);
}

static void check_prompt(struct jinja_eval *e, const struct jinja_node *n)
{
	static const char *const phrases[] = {
		"ignore all previous instructions",
		"ignore previous instructions",
		"ignore the above instructions",
		"disregard all previous",
		"disregard previous instructions",
		"do not tell the user",
		"don't tell the user",
		"without telling the user",
		"do not mention this to the user",
		"never tell the user",
		"\xf3\xa0\x81", /* tag characters, which nobody sees */
		"\xe2\x80\xae", /* right-to-left override */
	};

	for (size_t i = 0; i < COUNTOF(phrases); i++) {
		size_t at = str_find_nocase(n->text, str_of(phrases[i]));
		if (at != STR_NONE)
			jinja_tell(e, JINJA_PROMPT, n->offset,
				   i + 2 < COUNTOF(phrases) ? str_of(phrases[i]) : (str){NULL, 0},
				   "text that speaks to the model behind the user's back");
	}
}

static void run_kind(struct jinja_eval *e, const struct jinja_node *n)
{
	switch ((enum jinja_kind)n->kind) {
	case JINJA_TEXT:
		check_prompt(e, n);
		if (e->out != NULL && jinja_spend(e, n->offset, n->text.n))
			buf_add(&e->out->text, n->text);
		break;
	case JINJA_OUTPUT:
		write_value(e, eval(e, n->first));
		break;
	case JINJA_BRANCH:
		if (n->op != JINJA_OP_ELSE)
			(void)eval(e, n->first);
		run(e, n->last);
		break;
	case JINJA_IF:
	case JINJA_BODY:
	case JINJA_GROUP:
		run_children(e, n);
		break;
	case JINJA_FOR:
		run_for(e, n);
		break;
	case JINJA_SET:
		assign(e, n->first, n->first->next ? eval(e, n->first->next) : &jinja_unknown);
		break;
	case JINJA_SET_BLOCK: {
		value v = captured(e, n->last);
		assign(e, n->first, filtered(e, n->first->next, v));
		break;
	}
	case JINJA_MACRO:
		run_macro_definition(e, n);
		break;
	case JINJA_CALL_BLOCK:
		(void)eval(e, n->first);
		run(e, n->last);
		e->out ? (void)(e->out->known = false) : (void)0;
		break;
	case JINJA_FILTER_BLOCK:
		write_value(e, filtered(e, n->first, captured(e, n->last)));
		break;
	case JINJA_LOAD:
		run_load(e, n);
		break;
	case JINJA_DO:
		for (const struct jinja_node *c = n->first; c != NULL; c = c->next)
			(void)eval(e, c);
		break;
	case JINJA_DEBUG:
		if (e->chat)
			jinja_tell(e, JINJA_FRAMEWORK, n->offset, S("debug"),
				   "everything that the template is given is written out");
		break;
	case JINJA_STRING:
	case JINJA_INT:
	case JINJA_FLOAT:
	case JINJA_TRUE:
	case JINJA_FALSE:
	case JINJA_NONE:
	case JINJA_NAME:
	case JINJA_LIST:
	case JINJA_TUPLE:
	case JINJA_DICT:
	case JINJA_ATTR:
	case JINJA_ITEM:
	case JINJA_SLICE:
	case JINJA_CALL:
	case JINJA_KEYWORD:
	case JINJA_SPREAD:
	case JINJA_FILTER:
	case JINJA_TEST:
	case JINJA_BINARY:
	case JINJA_UNARY:
	case JINJA_CONCAT:
	case JINJA_IF_ELSE:
	case JINJA_PARAM:
		(void)eval(e, n);
		break;
	}
}

static void run(struct jinja_eval *e, const struct jinja_node *n)
{
	if (!step(e, n))
		return;
	e->depth++;
	run_kind(e, n);
	e->depth--;
}

void jinja_eval(struct arena *a, const struct jinja_node *body, bool chat,
		const struct jinja_sink *sink)
{
	struct jinja_eval e = {
		.arena = a,
		.sink = sink,
		.chat = chat,
		.names = map_in(a),
		.told = map_in(a),
		.repeated = 1,
	};

	run(&e, body);
}
