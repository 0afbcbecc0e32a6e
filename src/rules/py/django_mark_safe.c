/* B703: mark_safe and its kin given a text that is not put together from literals alone.
 *
 * Bandit follows a name back through the statements of the enclosing function (or module) that
 * stand above the call, in order: every assignment it meets decides anew, whatever the control
 * flow. "Safe" is a literal, a name that is safe, and "...".format() or "..." % of safe values. The
 * analysis is Bandit's in both modes, quirks included: `async def` is not seen as a function,
 * `with` as a binding is unsafe, an unpacking into anything but names ends in nothing. Without
 * --bandit-compat a text that folds to a constant, or that was escaped in sight (safe_html.c), is
 * safe too.
 *
 * Names may refer to each other many times over, so the work is bounded by FUEL; beyond it a text
 * is unsafe. */
#include "rules/py/bandit.h"
#include "rules/py/safe_html.h"

enum { FUEL = 10000, DEPTH = 60, NEST = 200 };

enum verdict { UNSAFE, SAFE, FAILED /* Bandit's analysis breaks off and reports nothing */ };

struct analysis {
	struct check *c;
	const struct node *parent; /* FUNCTION_DEF or MODULE whose statements count */
	uint32_t fuel;
	unsigned depth, nest; /* of names that refer to names; of statements */
	bool failed;
};

struct values {			  /* what one statement assigns to the name */
	const struct node **list; /* in arena */
	size_t count, room;
	bool many; /* a list, as from a compound statement, and not one value */
};

static enum verdict judge_name(struct analysis *a, uint32_t atom, uint32_t until);
static enum verdict judge_call(struct analysis *a, const struct node *call);

static uint32_t line_of(const struct analysis *a, const struct node *n)
{
	return py_position(a->c->file, n->start).line;
}

static void values_add(struct analysis *a, struct values *v, const struct node *n)
{
	if (v->count == v->room) {
		size_t room = v->room ? v->room * 2 : 8;
		const struct node **wider = NEW(a->c->arena, const struct node *, room);

		if (v->count > 0)
			memcpy(wider, v->list, v->count * sizeof(*wider));
		v->list = wider;
		v->room = room;
	}
	v->list[v->count++] = n;
}

static const struct node *list_of(const struct node *list)
{
	return list ? list->child : NULL;
}

static void assigned(struct analysis *a, const struct node *n, uint32_t atom, struct values *v);

static void assigned_in(struct analysis *a, const struct node *first, uint32_t atom,
			struct values *v)
{
	for (const struct node *n = first; n != NULL; n = n->next)
		assigned(a, n, atom, v);
}

static void assigned_by_tuple(struct analysis *a, const struct node *target,
			      const struct node *value, uint32_t atom, struct values *v)
{
	const struct node *e = value->child;

	for (const struct node *t = target->child; t != NULL; t = t->next) {
		if (t->kind != NODE_NAME) {
			a->failed = true;
			return;
		}
		if (t->atom == atom) {
			if (e != NULL)
				values_add(a, v, e);
			else
				a->failed = true;
			return;
		}
		e = e ? e->next : NULL;
	}
}

static void assigned_by_with(struct analysis *a, const struct node *with, uint32_t atom,
			     struct values *v)
{
	size_t before = v->count;

	for (const struct node *i = list_of(with->child); i != NULL; i = i->next) {
		const struct node *target = i->child->next;

		v->count = before;
		v->many = true;
		if (node_is(target, NODE_NAME) && target->atom == atom) {
			values_add(a, v, with);
			v->many = before > 0;
		} else {
			assigned_in(a, list_of(node_child(with, 1)), atom, v);
		}
	}
}

static void assigned(struct analysis *a, const struct node *n, uint32_t atom, struct values *v)
{
	const struct node *target;

	if (a->failed || a->fuel == 0 || a->nest > NEST)
		return;
	a->fuel--;
	a->nest++;
	switch (n->kind) {
	case NODE_FUNCTION_DEF:
		if ((n->flags & FLAG_ASYNC) == 0) {
			v->many = true;
			assigned_in(a, list_of(function_body(n)), atom, v);
		}
		break;
	case NODE_WITH:
		if ((n->flags & FLAG_ASYNC) == 0)
			assigned_by_with(a, n, atom, v);
		break;
	case NODE_TRY:
		if (n->flags & FLAG_STAR)
			break;
		FALLTHROUGH;
	case NODE_IF:
	case NODE_WHILE:
	case NODE_FOR:
	case NODE_EXCEPT_HANDLER:
		if (n->kind == NODE_FOR && (n->flags & FLAG_ASYNC))
			break;
		v->many = true;
		for (const struct node *part = n->child; part != NULL; part = part->next)
			if (part->kind == NODE_LIST)
				assigned_in(a, part->child, atom, v);
		break;
	case NODE_AUG_ASSIGN:
		if (n->child->kind == NODE_NAME && n->child->atom == atom)
			values_add(a, v, n->child->next);
		break;
	case NODE_ASSIGN:
		target = assign_first_target(n);
		if (target->kind == NODE_NAME && target->atom == atom)
			values_add(a, v, assign_value(n));
		else if (target->kind == NODE_TUPLE && assign_value(n)->kind == NODE_TUPLE)
			assigned_by_tuple(a, target, assign_value(n), atom, v);
		break;
	default:
		break;
	}
	a->nest--;
}

static enum verdict judge_one(struct analysis *a, const struct node *value)
{
	if (is_text(value))
		return SAFE;
	if (value->kind == NODE_NAME)
		return judge_name(a, value->atom, line_of(a, value));
	return value->kind == NODE_CALL ? judge_call(a, value) : UNSAFE;
}

/* All values of a compound statement must be literals or safe names. */
static enum verdict judge_many(struct analysis *a, const struct values *v, uint32_t line)
{
	for (size_t i = 0; i < v->count; i++) {
		enum verdict one = UNSAFE;

		if (is_text(v->list[i]))
			one = SAFE;
		else if (v->list[i]->kind == NODE_NAME)
			one = judge_name(a, v->list[i]->atom, line);
		if (one != SAFE)
			return one;
	}
	return SAFE;
}

static bool is_plain_parameter(const struct node *parent, uint32_t atom)
{
	if (parent->kind != NODE_FUNCTION_DEF)
		return false;
	for (const struct node *p = function_args(parent)->child; p != NULL; p = p->next)
		if (p->op == ARG_PLAIN && p->atom == atom)
			return true;
	return false;
}

static const struct node *statements(const struct node *parent)
{
	return parent->kind == NODE_FUNCTION_DEF ? list_of(function_body(parent)) : parent->child;
}

static enum verdict judge_statements(struct analysis *a, uint32_t atom, uint32_t until)
{
	enum verdict verdict = UNSAFE;
	uint32_t end =
		py_line_offset(a->c->file, until); /* only what stands on lines above counts */

	for (const struct node *n = statements(a->parent); n != NULL; n = n->next) {
		struct values v = {0};
		bool literal_like;

		if (n->start >= end || a->fuel == 0)
			break;
		a->fuel--;
		assigned(a, n, atom, &v);
		if (a->failed)
			return FAILED;
		if (v.count == 0)
			continue;
		verdict = v.many ? judge_many(a, &v, line_of(a, n)) : judge_one(a, v.list[0]);
		if (verdict == FAILED)
			return FAILED;
		literal_like =
			!v.many && (v.list[0]->kind == NODE_NAME || v.list[0]->kind == NODE_CALL);
		if (verdict == UNSAFE && !literal_like)
			break;
	}
	return a->fuel == 0 ? UNSAFE : verdict;
}

static enum verdict judge_name(struct analysis *a, uint32_t atom, uint32_t until)
{
	enum verdict verdict;

	if (is_plain_parameter(a->parent, atom))
		return UNSAFE;
	if (a->depth > DEPTH)
		return FAILED;
	a->depth++;
	verdict = judge_statements(a, atom, until);
	a->depth--;
	return verdict;
}

/* Arguments of a format: every one must be safe; `*[...]` adds its elements at the end. */
static enum verdict judge_arguments(struct analysis *a, struct values *args, uint32_t line)
{
	for (size_t i = 0; i < args->count; i++) {
		const struct node *n = args->list[i];
		enum verdict one = UNSAFE;

		if (is_text(n)) {
			one = SAFE;
		} else if (n->kind == NODE_NAME) {
			one = judge_name(a, n->atom, line);
		} else if (n->kind == NODE_CALL) {
			one = judge_call(a, n);
		} else if (n->kind == NODE_STARRED &&
			   (n->child->kind == NODE_LIST_EXPR || n->child->kind == NODE_TUPLE)) {
			for (const struct node *e = n->child->child; e != NULL; e = e->next)
				values_add(a, args, e);
			one = SAFE;
		}
		if (one != SAFE)
			return one;
	}
	return SAFE;
}

static enum verdict judge_call(struct analysis *a, const struct node *call)
{
	struct values args = {0};
	const struct node *function = call->child;

	if (function->kind != NODE_ATTRIBUTE || function->child->kind != NODE_CONSTANT ||
	    !str_eq(node_name(a->c, function), S("format")))
		return UNSAFE;
	for (const struct node *n = function->next; n != NULL; n = n->next) {
		if (n->kind == NODE_KEYWORD)
			return UNSAFE;
		values_add(a, &args, n);
	}
	return judge_arguments(a, &args, line_of(a, call));
}

static enum verdict judge_percent(struct analysis *a, const struct node *n)
{
	struct values args = {0};
	const struct node *right = n->child->next;

	if (n->op != OP_MOD || !is_text(n->child))
		return UNSAFE;
	if (right->kind != NODE_TUPLE)
		values_add(a, &args, right);
	else
		for (const struct node *e = right->child; e != NULL; e = e->next)
			values_add(a, &args, e);
	return judge_arguments(a, &args, line_of(a, n));
}

static const struct node *enclosing(const struct check *c)
{
	for (uint32_t level = 0; level < c->depth; level++) {
		const struct node *p = check_parent(c, level);

		if (p->kind == NODE_FUNCTION_DEF && (p->flags & FLAG_ASYNC) == 0)
			return p;
	}
	return c->file->module;
}

static void mark_safe(struct check *c, const struct node *call)
{
	struct analysis a = {.c = c, .parent = enclosing(c), .fuel = FUEL};
	const struct node *value = positional(call, 0);
	enum verdict verdict = UNSAFE;
	str text;

	if (value == NULL || is_text(value) || !seen_module_like(c, "django.utils.safestring"))
		return;
	if (!str_in(call_last(c, call), "mark_safe SafeText SafeUnicode SafeString SafeBytes"))
		return;
	if (!c->compat && (known_text(c, value, &text) || html_is_safe(c, value)))
		return;
	py_lines(c->file, c->arena);
	if (value->kind == NODE_NAME)
		verdict = judge_name(&a, value->atom, line_of(&a, call));
	else if (value->kind == NODE_CALL)
		verdict = judge_call(&a, value);
	else if (value->kind == NODE_BIN_OP)
		verdict = judge_percent(&a, value);
	if (verdict == UNSAFE || (verdict == FAILED && !c->compat))
		finding(c, call, "a computed text is declared to be safe HTML");
}

const struct rule rule_django_mark_safe = {
	.id = "B703",
	.name = "django_mark_safe",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {80},
	.title = "A computed text declared to be safe HTML",
	.why = "Django never escapes it again, so a value with <script> in it runs in the browser.",
	.fix = "Use django.utils.html.format_html.",
	.bad = "from django.utils.safestring import mark_safe\n"
	       "def page(name):\n    return mark_safe('<b>%s</b>' % name)  #! B703\n",
	.good = "from django.utils.safestring import mark_safe\n"
		"def page():\n    name = 'x'\n    return mark_safe('<b>%s</b>' % name)\n",
	.calls = "*.mark_safe *.SafeText *.SafeUnicode *.SafeString *.SafeBytes",
	.py = mark_safe,
};
