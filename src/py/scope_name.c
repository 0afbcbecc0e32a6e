/* What an expression denotes, as a dotted name (py/scope.h says how they look).
 *
 * A name that is bound several times means the newest binding in force that can be named: an
 * unconditional one ends the search, so that `def eval` hides the builtin; among conditional ones
 * (try/except ImportError, if/else) a library's name wins over None and over what is made here.
 *
 * Every binding is resolved once and remembered, a binding that needs itself is unknown, and every
 * question has FUEL steps and DEPTH levels: no file can make this slow. */
#include "py/scope_int.h"

#include "base/buf.h"
#include "py/literal.h"

#define FUEL 400
#define DEPTH 40
#define NAME_BYTES 300 /* a longer name is nobody's */
#define OLDER_MAX 16   /* bindings of one name that are looked at */

static const struct denoted UNKNOWN;

struct asker {
	struct py_scopes *s;
	unsigned depth;
};

static struct denoted denote(struct asker *a, const struct scope *scope, const struct node *n);
static struct denoted denote_attribute(struct asker *a, struct denoted of, uint32_t atom);

static struct denoted named(str name)
{
	return (struct denoted){.name = name};
}

static struct denoted append(struct asker *a, struct denoted of, str between, str more)
{
	if (of.name.n == 0 || of.name.n > NAME_BYTES)
		return UNKNOWN;
	return named(scope_join(a->s->arena, of.name, between, more));
}

/* What calling something gives. */
static struct denoted called(struct asker *a, struct denoted of)
{
	struct denoted result = append(a, of, S("()"), S(""));

	if (of.cls != NULL && !of.instance) {
		result.cls = of.cls;
		result.instance = true;
	}
	return result;
}

/* ---- Annotations ---- */

/* A quoted annotation that is a dotted name. */
static struct denoted annotation_text(struct asker *a, const struct scope *scope, str text)
{
	str rest = str_trim(text), first = str_cut(&rest, '.');
	struct node name = {.kind = NODE_NAME, .start = UINT32_MAX, .end = UINT32_MAX};
	struct denoted of;

	name.atom = scope_atom(a->s, first);
	if (name.atom == 0)
		return UNKNOWN;
	of = denote(a, scope, &name);
	while (rest.p != NULL && of.name.n > 0) {
		str part = str_cut(&rest, '.');
		uint32_t atom = of.cls ? scope_atom(a->s, part) : 0;
		of = atom ? denote_attribute(a, of, atom) : append(a, of, S("."), part);
	}
	return of;
}

/* The class that an annotation names: T, "T", T | None, Optional[T], Annotated[T, ...]. */
static struct denoted annotation(struct asker *a, const struct scope *scope, const struct node *n)
{
	const struct node *slice;
	struct denoted of, right;

	if (n == NULL || a->depth > DEPTH)
		return UNKNOWN;
	switch (n->kind) {
	case NODE_NAME:
	case NODE_ATTRIBUTE:
		return denote(a, scope, n);
	case NODE_CONSTANT:
		if (n->op != CONST_STR)
			return UNKNOWN;
		return annotation_text(a, scope, literal_text(a->s->arena, a->s->file, n));
	case NODE_BIN_OP:
		a->depth++;
		of = annotation(a, scope, n->child);
		right = of.name.n == 0 ? annotation(a, scope, n->child->next) : of;
		a->depth--;
		return right;
	case NODE_SUBSCRIPT:
		of = denote(a, scope, n->child);
		if (!str_in(str_after_last(of.name, '.'),
			    "Optional Annotated Union Final ClassVar Depends"))
			return of.cls != NULL ? of : UNKNOWN;
		slice = n->child->next;
		if (node_is(slice, NODE_TUPLE))
			slice = slice->child;
		a->depth++;
		of = annotation(a, scope, slice);
		a->depth--;
		return of;
	default:
		return UNKNOWN;
	}
}

static struct denoted instance_of(struct asker *a, const struct scope *scope,
				  const struct node *type)
{
	return called(a, annotation(a, scope, type));
}

/* ---- Bindings ---- */

static struct denoted denote_param(struct asker *a, const struct scope *where,
				   const struct binding *b)
{
	if (where->self_atom != 0 && b->atom == where->self_atom && where->cls != NULL &&
	    b->value == NULL) {
		struct denoted self = {.cls = where->cls, .instance = !where->self_is_class};
		self.name = scope_join(a->s->arena, S("."),
				       atom_text(a->s->file, where->cls->node->atom),
				       self.instance ? S("()") : S(""));
		return self;
	}
	return instance_of(a, where->parent, b->value);
}

static struct denoted denote_assign(struct asker *a, const struct scope *where,
				    const struct binding *b)
{
	struct denoted of = UNKNOWN;

	if (b->value != NULL)
		of = denote(a, where, b->value);
	if (of.name.n == 0 && b->stmt->kind == NODE_ANN_ASSIGN)
		of = instance_of(a, where, b->stmt->child->next);
	return of;
}

static struct denoted denote_binding(struct asker *a, const struct scope *where,
				     struct bound *bound)
{
	const struct binding *b = &bound->b;
	struct denoted of = UNKNOWN;

	if (bound->state == 2)
		return bound->means;
	if (bound->state == 1 || a->s->fuel == 0 || a->depth > DEPTH)
		return UNKNOWN;
	bound->state = 1;
	a->s->fuel--;
	a->depth++;
	switch ((enum bind_kind)b->kind) {
	case BIND_IMPORT:
	case BIND_FROM:
		of = named(b->target);
		break;
	case BIND_ASSIGN:
		of = denote_assign(a, where, b);
		break;
	case BIND_WITH:
		of = denote(a, where, b->value);
		break;
	case BIND_PARAM:
		if (b->stmt->kind == NODE_ARG)
			of = denote_param(a, where, b);
		break;
	case BIND_CLASS:
		of.cls = scope_of(a->s, b->stmt);
		FALLTHROUGH;
	case BIND_FUNCTION:
		of.name = scope_join(a->s->arena, S("."), atom_text(a->s->file, b->atom), S(""));
		break;
	case BIND_AUG:
	case BIND_UNPACK:
	case BIND_EXCEPT:
	case BIND_MATCH:
	case BIND_DELETE:
		break;
	}
	a->depth--;
	bound->state = a->s->fuel > 0 ? 2 : 0;
	bound->means = of;
	return of;
}

static struct bound *older(const struct bound *b)
{
	/* Every binding is the first member of a struct bound (scope_bind.c). */
	return (struct bound *)(uintptr_t)b->b.older;
}

/* What a name means at offset `at` of the scope that binds it (UINT32_MAX: anywhere). */
static struct denoted denote_bound(struct asker *a, const struct scope *where, struct bound *newest,
				   uint32_t at)
{
	struct denoted own = UNKNOWN, of;
	struct bound *b = newest;
	unsigned looked = 0;

	while (b != NULL && b->b.at > at)
		b = b->jump != NULL && b->jump->b.at > at ? b->jump : older(b);
	if (b == NULL) /* used above its binding: in a loop, or wrong */
		b = newest;
	for (; b != NULL && looked++ < OLDER_MAX; b = older(b)) {
		of = denote_binding(a, where, b);
		if (of.name.n > 0 && of.name.p[0] != '.')
			return of;
		if (own.name.n == 0)
			own = of;
		/* `x += 1` and `x: T` leave what is older; None is a placeholder */
		if (!b->b.conditional && b->b.kind != BIND_AUG &&
		    !(b->b.kind == BIND_ASSIGN && b->b.value == NULL))
			break;
	}
	return own;
}

static struct denoted denote_star(struct asker *a, str name)
{
	struct py_scopes *s = a->s;

	for (size_t i = s->star_count; i-- > 0 && s->targets != NULL;) {
		str full = scope_join(s->arena, s->stars[i], S("."), name);
		if (map_get(s->targets, full) != NULL)
			return named(full);
	}
	if (s->star_count == 1)
		return named(scope_join(s->arena, s->stars[0], S("."), name));
	return UNKNOWN;
}

static struct denoted denote_name(struct asker *a, const struct scope *scope, const struct node *n)
{
	const struct scope *where = NULL, *here = scope;
	struct bound *b = bound_find(a->s, scope, n->atom, &where);

	if (b == NULL) {
		if (scope_is_builtin(a->s, n->atom))
			return named(atom_text(a->s->file, n->atom));
		return a->s->star_count ? denote_star(a, atom_text(a->s->file, n->atom)) : UNKNOWN;
	}
	while (here != where && here->parent != NULL && scope_is_inline(here))
		here = here->parent;
	return denote_bound(a, where, b, here == where ? n->start : UINT32_MAX);
}

/* ---- Attributes ---- */

struct bound *bound_attribute(struct py_scopes *s, struct denoted of, uint32_t atom,
			      const struct scope **cls)
{
	const struct scope *c = of.cls;
	const struct name_slot *slot;

	if (c == NULL || (s->flags[atom] & (ATOM_ATTRIBUTE | ATOM_BOUND)) == 0)
		return NULL;
	slot = of.instance ? scope_slot(s, c->id | ATTRIBUTE_BIT, atom) : NULL;
	if (slot == NULL || slot->newest == NULL)
		slot = scope_slot(s, c->id, atom);
	*cls = c;
	return slot ? slot->newest : NULL;
}

/* The scope in which the value of an attribute was written: `self.x = v` stands in a method. */
static const struct scope *scope_at(const struct py_scopes *s, const struct scope *cls,
				    uint32_t offset)
{
	const struct scope *found = cls;
	size_t lo = 0, hi = s->count;

	while (lo < hi) { /* the last scope that starts before; its ancestors hold the offset */
		size_t mid = lo + (hi - lo) / 2;
		if (s->list[mid]->node->start <= offset)
			lo = mid + 1;
		else
			hi = mid;
	}
	while (lo-- > 0 && s->list[lo] != cls)
		if (s->list[lo]->node->end > offset) {
			found = s->list[lo];
			break;
		}
	return found;
}

const struct scope *scope_of_attribute(const struct py_scopes *s, const struct scope *cls,
				       const struct binding *b)
{
	return b->stmt ? scope_at(s, cls, b->stmt->start) : cls;
}

static struct denoted denote_member(struct asker *a, struct denoted of, struct bound *b)
{
	struct denoted best = UNKNOWN;

	for (unsigned i = 0; b != NULL && i < OLDER_MAX; i++, b = older(b)) {
		struct denoted d;
		if (b->b.kind == BIND_FUNCTION || b->b.kind == BIND_CLASS) {
			d = append(a, of, S("."), atom_text(a->s->file, b->b.atom));
			if (b->b.kind == BIND_CLASS)
				d.cls = scope_of(a->s, b->b.stmt);
		} else {
			d = denote_binding(a, scope_of_attribute(a->s, of.cls, &b->b), b);
		}
		if (d.name.n > 0 && d.name.p[0] != '.')
			return d;
		if (best.name.n == 0)
			best = d;
	}
	return best;
}

/* A base class made here is asked; one of a library has the attribute, as far as anybody knows. */
static struct denoted denote_inherited(struct asker *a, struct denoted of, uint32_t atom)
{
	const struct node *base = class_bases(of.cls->node)->child;
	const struct scope *outer = of.cls->parent;

	for (unsigned i = 0; base != NULL && i < 8; base = base->next, i++) {
		struct denoted b;
		if (base->kind != NODE_NAME && base->kind != NODE_ATTRIBUTE)
			continue;
		b = denote(a, outer, base);
		if (b.name.n == 0 || b.cls == of.cls)
			continue;
		if (of.instance)
			b = called(a, b);
		if (b.cls == NULL && b.name.p[0] == '.')
			continue;
		b = denote_attribute(a, b, atom);
		if (b.name.n > 0 && b.name.p[0] != '.')
			return b;
	}
	return append(a, of, S("."), atom_text(a->s->file, atom));
}

static struct denoted denote_attribute(struct asker *a, struct denoted of, uint32_t atom)
{
	const struct scope *cls;
	struct denoted result;
	struct bound *b;

	if (of.name.n == 0 || a->s->fuel == 0 || a->depth > DEPTH)
		return UNKNOWN;
	a->s->fuel--;
	a->depth++;
	if (of.cls != NULL) {
		b = bound_attribute(a->s, of, atom, &cls);
		result = b ? denote_member(a, of, b) : denote_inherited(a, of, atom);
	} else if (str_in(of.name, "builtins __builtin__ __builtins__")) {
		result = named(atom_text(a->s->file, atom));
	} else {
		result = append(a, of, S("."), atom_text(a->s->file, atom));
	}
	a->depth--;
	return result;
}

/* ---- Calls ---- */

static const struct node *argument(const struct node *call, unsigned i)
{
	const struct node *n = node_child(call, i + 1);

	return n && n->kind != NODE_STARRED && n->kind != NODE_KEYWORD ? n : NULL;
}

static str literal_argument(struct asker *a, const struct node *call, unsigned i)
{
	const struct node *n = argument(call, i);

	if (!node_is_constant(n, CONST_STR))
		return (str){0};
	return literal_text(a->s->arena, a->s->file, n);
}

static struct denoted denote_getattr(struct asker *a, const struct scope *scope,
				     const struct node *call)
{
	str name = literal_argument(a, call, 1);
	struct denoted of;
	uint32_t atom;

	if (name.n == 0)
		return UNKNOWN;
	of = denote(a, scope, argument(call, 0));
	atom = of.cls ? scope_atom(a->s, name) : 0;
	if (atom != 0)
		return denote_attribute(a, of, atom);
	if (str_in(of.name, "builtins __builtin__ __builtins__"))
		return named(name);
	return append(a, of, S("."), name);
}

static struct denoted denote_super(struct asker *a, const struct scope *scope)
{
	const struct node *base;
	struct denoted of = UNKNOWN;

	if (scope->cls == NULL)
		return of;
	for (base = class_bases(scope->cls->node)->child; base != NULL; base = base->next) {
		if (base->kind != NODE_NAME && base->kind != NODE_ATTRIBUTE)
			continue;
		of = denote(a, scope->cls->parent, base);
		if (of.name.n > 0)
			break;
	}
	return scope->self_is_class ? of : called(a, of);
}

/* A function of this module that says what it returns, or returns one thing only. */
static struct denoted denote_returned(struct asker *a, const struct scope *scope,
				      const struct node *f)
{
	const struct scope *where = NULL, *inner;
	const struct node *returns;
	struct denoted of;
	struct bound *b;

	if (f->kind != NODE_NAME)
		return UNKNOWN;
	b = bound_find(a->s, scope, f->atom, &where);
	if (b == NULL || b->b.kind != BIND_FUNCTION)
		return UNKNOWN;
	returns = function_returns(b->b.stmt);
	of = returns ? instance_of(a, where, returns) : UNKNOWN;
	inner = scope_of(a->s, b->b.stmt);
	if (of.name.n == 0 && inner != NULL)
		of = denote(a, inner, inner->returned);
	return of.name.n > 0 && (of.name.p[0] != '.' || of.cls != NULL) ? of : UNKNOWN;
}

static struct denoted denote_call(struct asker *a, const struct scope *scope,
				  const struct node *call)
{
	struct denoted f = denote(a, scope, call->child), result = UNKNOWN;
	const struct node *first = argument(call, 0);

	if (f.name.n == 0)
		return UNKNOWN;
	if (f.name.p[0] == '.')
		result = f.cls ? result : denote_returned(a, scope, call->child);
	else if (str_in(f.name, "functools.partial") && first != NULL)
		return denote(a, scope, first);
	else if (str_in(f.name, "getattr") && first != NULL)
		return denote_getattr(a, scope, call);
	else if (str_in(f.name, "importlib.import_module __import__ importlib.__import__"))
		result = named(literal_argument(a, call, 0));
	else if (str_in(f.name, "super"))
		return denote_super(a, scope);
	else if (str_in(f.name, "contextlib.closing contextlib.aclosing copy.copy copy.deepcopy") &&
		 first != NULL)
		result = denote(a, scope, first);
	return result.name.n > 0 ? result : called(a, f);
}

static struct denoted denote_either(struct asker *a, const struct scope *scope,
				    const struct node *first)
{
	struct denoted best = UNKNOWN;

	for (const struct node *n = first; n != NULL && a->s->fuel > 0; n = n->next) {
		struct denoted d = denote(a, scope, n);
		if (d.name.n > 0 && d.name.p[0] != '.')
			return d;
		if (best.name.n == 0)
			best = d;
	}
	return best;
}

static struct denoted denote(struct asker *a, const struct scope *scope, const struct node *n)
{
	struct denoted of = UNKNOWN;

	if (n == NULL || a->s->fuel == 0 || a->depth > DEPTH)
		return of;
	a->s->fuel--;
	a->depth++;
	switch (n->kind) {
	case NODE_NAME:
		of = denote_name(a, scope, n);
		break;
	case NODE_ATTRIBUTE:
		of = denote_attribute(a, denote(a, scope, n->child), n->atom);
		break;
	case NODE_CALL:
		of = denote_call(a, scope, n);
		break;
	case NODE_AWAIT:
		of = denote(a, scope, n->child);
		break;
	case NODE_NAMED_EXPR:
		of = denote(a, scope, n->child->next);
		break;
	case NODE_BOOL_OP:
		of = denote_either(a, scope, n->child);
		break;
	case NODE_IF_EXP: /* test, body, orelse */
		of = denote_either(a, scope, n->child->next);
		break;
	default:
		break;
	}
	a->depth--;
	return of;
}

struct denoted scope_denote(struct py_scopes *s, const struct scope *scope, const struct node *expr)
{
	struct asker a = {.s = s};

	s->fuel = FUEL;
	return denote(&a, scope, expr);
}

str py_name(struct py_scopes *s, const struct scope *scope, const struct node *expr)
{
	size_t i = ((uintptr_t)expr >> 5) % NAME_CACHE;

	if (expr == NULL)
		return (str){0};
	if (s->cache[i].node != expr) {
		s->cache[i].node = expr;
		s->cache[i].name = scope_denote(s, scope, expr).name;
	}
	return s->cache[i].name;
}
