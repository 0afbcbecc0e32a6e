/* One pass over the statements of a module that records every binding.
 *
 * Expressions are not visited: nothing in them binds a name of an enclosing scope except `:=`, so
 * only statements that contain this token are looked through; lambdas and comprehensions
 * get their scope when the walk comes to them (scope_open). Recursion follows the tree, whose depth
 * the parser caps. */
#include "py/scope_int.h"

struct walruses { /* offsets of `:=` */
	uint32_t *at;
	uint32_t count;
};

struct binder {
	struct py_scopes *s;
	struct scope *scope;
	bool conditional;
	const struct walruses *walruses;
};

static void bind_block(struct binder *b, const struct node *list);
static void bind_exprs(struct binder *b, const struct node *n);

/* Where `global` and `nonlocal` say a name lives. */
static const struct scope *home(struct binder *b, uint32_t atom)
{
	const struct name_slot *slot;

	if ((b->s->flags[atom] & ATOM_BOUND) == 0)
		return b->scope;
	slot = scope_slot(b->s, b->scope->id, atom);
	return slot && slot->redirect ? slot->redirect : b->scope;
}

static void add_jump(struct bound *new, struct bound *old)
{
	if (old == NULL)
		return;
	new->depth = old->depth + 1;
	if (old->jump != NULL && old->jump->jump != NULL &&
	    old->depth - old->jump->depth == old->jump->depth - old->jump->jump->depth)
		new->jump = old->jump->jump;
	else
		new->jump = old;
}

static struct bound *add_to(struct py_scopes *s, uint32_t scope, uint32_t atom,
			    const struct binding *what)
{
	struct name_slot *slot = scope_slot_make(s, scope, atom);
	struct bound *old = slot->newest;
	unsigned count = old ? old->b.count : 0;
	struct bound *new;

	if (what->kind == BIND_ASSIGN && what->value == NULL) { /* `x: T` binds nothing */
		if (old != NULL)
			return old;
	} else if (count < UINT16_MAX) {
		count++;
	}
	new = NEW(s->arena, struct bound, 1);
	new->b = *what;
	new->b.atom = atom;
	new->b.count = (uint16_t)count;
	new->b.older = old ? &old->b : NULL;
	new->b.mutated = old && old->b.mutated;
	add_jump(new, old);
	slot->newest = new;
	s->flags[atom] |= (scope & ATTRIBUTE_BIT) ? ATOM_ATTRIBUTE : ATOM_BOUND;
	return new;
}

/* Can a value be a function under another name? */
static bool may_be_function(const struct node *value)
{
	if (value == NULL)
		return false;
	switch (value->kind) {
	case NODE_NAME:
	case NODE_ATTRIBUTE:
	case NODE_CALL:
	case NODE_BOOL_OP:
	case NODE_IF_EXP:
	case NODE_NAMED_EXPR:
		return true;
	default:
		return false;
	}
}

/* What a name is bound to may be called under it: a function, or what a class makes. */
static bool may_be_called(const struct binding *what)
{
	if (what->kind == BIND_WITH)
		return true;
	return what->kind == BIND_ASSIGN &&
	       (may_be_function(what->value) || node_is(what->stmt, NODE_ANN_ASSIGN));
}

static void bind_name(struct binder *b, uint32_t atom, const struct binding *what)
{
	const struct scope *where;
	struct bound *bound;

	if (atom == 0)
		return;
	where = home(b, atom);
	bound = add_to(b->s, where->id, atom, what);
	bound->b.conditional = b->conditional || where != b->scope;
	if (may_be_called(what))
		b->s->flags[atom] |= ATOM_ALIAS;
}

/* x[...] = v, del x[...], x.update(...): the value of x changes in place. */
static void mark_mutated(struct binder *b, const struct node *base)
{
	struct py_scopes *s = b->s;
	struct name_slot *slot = NULL;

	while (base->kind == NODE_SUBSCRIPT)
		base = base->child;
	if (base->kind == NODE_NAME) {
		struct bound *found = bound_find(s, b->scope, base->atom, NULL);
		if (found != NULL)
			found->b.mutated = true;
		return;
	}
	if (base->kind == NODE_ATTRIBUTE && b->scope->cls != NULL &&
	    base->child->kind == NODE_NAME && base->child->atom == b->scope->self_atom) {
		slot = scope_slot(s, b->scope->cls->id | ATTRIBUTE_BIT, base->atom);
		if (slot == NULL)
			slot = scope_slot(s, b->scope->cls->id, base->atom);
		if (slot != NULL && slot->newest != NULL)
			slot->newest->b.mutated = true;
	}
}

static bool is_self(const struct binder *b, const struct node *n)
{
	return n->kind == NODE_NAME && n->atom == b->scope->self_atom && b->scope->cls != NULL;
}

static void bind_target(struct binder *b, const struct node *target, const struct binding *what);

/* a, b = x, y binds each to its own; anything else only says that something is bound. */
static void bind_targets(struct binder *b, const struct node *targets, const struct binding *what)
{
	const struct node *value = NULL;
	unsigned left = 0, right = 0;
	bool starred = false;

	if (what->kind == BIND_ASSIGN && what->value != NULL &&
	    (what->value->kind == NODE_TUPLE || what->value->kind == NODE_LIST_EXPR)) {
		for (const struct node *t = targets->child; t; t = t->next, left++)
			starred |= t->kind == NODE_STARRED;
		for (value = what->value->child; value; value = value->next, right++)
			starred |= value->kind == NODE_STARRED;
		value = left == right && !starred ? what->value->child : NULL;
	}
	for (const struct node *t = targets->child; t; t = t->next) {
		struct binding part = *what;
		part.kind = value ? BIND_ASSIGN : BIND_UNPACK;
		part.value = value;
		bind_target(b, t, &part);
		if (value != NULL)
			value = value->next;
	}
}

static void bind_target(struct binder *b, const struct node *target, const struct binding *what)
{
	struct binding part;
	struct bound *bound;

	switch (target->kind) {
	case NODE_NAME:
		bind_name(b, target->atom, what);
		break;
	case NODE_ATTRIBUTE:
		if (!is_self(b, target->child))
			break;
		bound = add_to(b->s, b->scope->cls->id | ATTRIBUTE_BIT, target->atom, what);
		bound->b.conditional = b->conditional;
		if (may_be_called(what))
			b->s->flags[target->atom] |= ATOM_ALIAS;
		break;
	case NODE_SUBSCRIPT:
		mark_mutated(b, target->child);
		break;
	case NODE_STARRED:
		part = *what;
		part.kind = BIND_UNPACK;
		part.value = NULL;
		bind_target(b, target->child, &part);
		break;
	case NODE_TUPLE:
	case NODE_LIST_EXPR:
		bind_targets(b, target, what);
		break;
	default:
		break;
	}
}

static void list_add(struct py_scopes *s, str **list, size_t *count, size_t *room, str item)
{
	if (*count == *room) {
		size_t n = *room ? *room * 2 : 16;
		str *grown = NEW(s->arena, str, n);
		if (*count > 0)
			memcpy(grown, *list, *count * sizeof(str));
		*list = grown;
		*room = n;
	}
	(*list)[(*count)++] = item;
}

static void add_import(struct py_scopes *s, str module)
{
	list_add(s, &s->imports, &s->import_count, &s->import_room, module);
}

static void bind_import(struct binder *b, const struct node *n)
{
	struct py_scopes *s = b->s;

	for (const struct node *alias = n->child; alias; alias = alias->next) {
		str module = atom_text(s->file, alias->atom);
		size_t dot = str_find_byte(module, '.');
		struct binding what = {.kind = BIND_IMPORT, .stmt = alias, .at = n->end};
		uint32_t atom = alias->atom;
		what.target = module;
		if (alias->child != NULL) {
			atom = alias->child->atom;
		} else if (dot != STR_NONE) {
			what.target = str_slice(module, 0, dot);
			atom = scope_atom(s, what.target);
		}
		add_import(s, module);
		bind_name(b, atom, &what);
	}
}

static void bind_import_from(struct binder *b, const struct node *n)
{
	struct py_scopes *s = b->s;
	str module = n->atom ? atom_text(s->file, n->atom) : S("");
	bool relative = n->flags != 0;

	if (relative)
		module = module.n ? scope_join(s->arena, S("."), module, S("")) : S("");
	add_import(s, module.n ? module : S("."));
	for (const struct node *alias = n->child; alias; alias = alias->next) {
		struct binding what = {.kind = BIND_FROM, .stmt = alias, .at = n->end};
		str name = atom_text(s->file, alias->atom);
		uint32_t atom = alias->child ? alias->child->atom : alias->atom;
		if (str_eq(name, S("*"))) {
			if (!relative)
				list_add(s, &s->stars, &s->star_count, &s->star_room, module);
			continue;
		}
		what.target = scope_join(s->arena, module, S("."), name);
		add_import(s, what.target);
		bind_name(b, atom, &what);
		if (atom != alias->atom)
			s->flags[atom] |= ATOM_ALIAS;
	}
}

void bind_params(struct py_scopes *s, struct scope *scope, const struct node *args)
{
	for (const struct node *arg = args->child; arg; arg = arg->next) {
		struct binding what = {.kind = BIND_PARAM, .stmt = arg, .at = arg->start};
		if (arg->atom == 0 || arg->child == NULL)
			continue;
		if (arg->child->kind != NODE_ABSENT)
			what.value = arg->child;
		what.dflt = arg->child->next;
		if (arg->op == ARG_VAR || arg->op == ARG_KW)
			what.value = NULL;
		if (what.value != NULL)
			s->flags[arg->atom] |= ATOM_ALIAS;
		add_to(s, scope->id, arg->atom, &what);
	}
}

void bind_comprehension(struct py_scopes *s, struct scope *scope, const struct node *n)
{
	struct binder b = {.s = s, .scope = scope, .conditional = true};

	for (const struct node *c = n->child; c; c = c->next)
		if (c->kind == NODE_COMPREHENSION)
			bind_target(
				&b, c->child,
				&(struct binding){.kind = BIND_UNPACK, .stmt = c, .at = n->start});
}

static void bind_type_params(struct binder *b, const struct node *list)
{
	for (const struct node *p = list->child; p; p = p->next)
		bind_name(b, p->atom,
			  &(struct binding){.kind = BIND_PARAM, .stmt = p, .at = p->start});
}

static void remember(struct py_scopes *s, struct scope *scope)
{
	if (s->count == s->room) {
		size_t room = s->room ? s->room * 2 : 32;
		struct scope **grown = NEW(s->arena, struct scope *, room);
		if (s->count > 0)
			memcpy(grown, s->list, s->count * sizeof(*grown));
		s->list = grown;
		s->room = room;
	}
	s->list[s->count++] = scope;
}

static bool has_decorator(const struct binder *b, const struct node *function, str name)
{
	const struct node *list = function_decorators(function);

	for (const struct node *d = list ? list->child : NULL; d; d = d->next)
		if (d->kind == NODE_NAME && str_eq(atom_text(b->s->file, d->atom), name))
			return true;
	return false;
}

static void find_self(struct binder *b, struct scope *scope, const struct node *function)
{
	const struct node *first = function_args(function)->child;

	if (!b->scope->is_class) { /* a function in a method: its own parameter may hide `self` */
		for (const struct node *a = first; a; a = a->next)
			if (a->atom == scope->self_atom)
				scope->self_atom = 0;
		return;
	}
	scope->self_atom = 0;
	scope->self_is_class = false;
	if (first == NULL || (first->op != ARG_PLAIN && first->op != ARG_POS_ONLY) ||
	    has_decorator(b, function, S("staticmethod")))
		return;
	scope->self_atom = first->atom;
	scope->self_is_class = has_decorator(b, function, S("classmethod")) ||
			       str_eq(atom_text(b->s->file, first->atom), S("cls"));
}

static void bind_function(struct binder *b, const struct node *n)
{
	const struct node *body = function_body(n);
	struct binder inner = {.s = b->s, .walruses = b->walruses};

	bind_name(b, n->atom, &(struct binding){.kind = BIND_FUNCTION, .stmt = n, .at = n->end});
	inner.scope = scope_new(b->s, n, b->scope);
	remember(b->s, inner.scope);
	find_self(b, inner.scope, n);
	bind_params(b->s, inner.scope, function_args(n));
	bind_type_params(&inner, node_part(n, 3));
	bind_block(&inner, body);
}

static void bind_class(struct binder *b, const struct node *n)
{
	struct binder inner = {.s = b->s, .walruses = b->walruses};

	bind_name(b, n->atom, &(struct binding){.kind = BIND_CLASS, .stmt = n, .at = n->end});
	inner.scope = scope_new(b->s, n, b->scope);
	remember(b->s, inner.scope);
	bind_type_params(&inner, node_part(n, 2));
	bind_block(&inner, class_body(n));
}

static void bind_global(struct binder *b, const struct node *n)
{
	for (const struct node *name = n->child; name; name = name->next) {
		const struct scope *where = b->s->list[0];
		struct name_slot *slot;
		if (n->kind == NODE_NONLOCAL) {
			where = b->scope->parent;
			for (const struct scope *p = where; p && p->parent; p = p->parent) {
				slot = scope_slot(b->s, p->id, name->atom);
				if (slot != NULL) {
					where = slot->redirect ? slot->redirect : p;
					break;
				}
			}
		}
		if (where == NULL || where == b->scope)
			continue;
		slot = scope_slot_make(b->s, b->scope->id, name->atom);
		if (slot->newest == NULL)
			slot->redirect = where;
		b->s->flags[name->atom] |= ATOM_BOUND;
	}
}

static void bind_pattern(struct binder *b, const struct node *p)
{
	if (p->kind == NODE_MATCH_AS || p->kind == NODE_MATCH_STAR || p->kind == NODE_MATCH_MAPPING)
		bind_name(b, p->atom,
			  &(struct binding){.kind = BIND_MATCH, .stmt = p, .at = p->end});
	for (const struct node *c = p->child; c; c = c->next)
		if (c->kind >= NODE_MATCH_VALUE || c->kind == NODE_KEYWORD)
			bind_pattern(b, c);
}

static void bind_match(struct binder *b, const struct node *n)
{
	for (const struct node *c = n->child->next; c; c = c->next) {
		bind_pattern(b, c->child);
		bind_block(b, node_part(c, 2));
	}
}

static void bind_with(struct binder *b, const struct node *n)
{
	for (const struct node *item = n->child->child; item; item = item->next)
		if (item->child->next != NULL)
			bind_target(b, item->child->next,
				    &(struct binding){.kind = BIND_WITH,
						      .stmt = item,
						      .value = item->child,
						      .at = item->end});
	bind_block(b, n->child->next);
}

static void bind_try(struct binder *b, const struct node *n)
{
	const struct node *handlers = n->child->next;

	bind_block(b, n->child);
	for (const struct node *h = handlers->child; h; h = h->next) {
		bind_name(b, h->atom,
			  &(struct binding){.kind = BIND_EXCEPT, .stmt = h, .at = h->start});
		bind_block(b, h->child->next);
	}
	for (const struct node *list = handlers->next; list; list = list->next)
		bind_block(b, list);
}

static void bind_for(struct binder *b, const struct node *n)
{
	bind_target(b, n->child,
		    &(struct binding){.kind = BIND_UNPACK, .stmt = n, .at = n->child->end});
	for (const struct node *list = n->child->next->next; list; list = list->next)
		bind_block(b, list);
}

/* Compound statements whose blocks may not run. */
static void bind_branches(struct binder *b, const struct node *n)
{
	bool outer = b->conditional;

	b->conditional = true;
	if (n->kind == NODE_TRY)
		bind_try(b, n);
	else if (n->kind == NODE_MATCH)
		bind_match(b, n);
	else if (n->kind == NODE_FOR)
		bind_for(b, n);
	else
		for (const struct node *list = n->child->next; list; list = list->next)
			bind_block(b, list);
	b->conditional = outer;
}

/* Methods that change a list, dict or set in place. */
static bool is_mutator(str name)
{
	switch (name.p[0]) {
	case 'a':
		return str_eq(name, S("add")) || str_eq(name, S("append"));
	case 'c':
		return str_eq(name, S("clear"));
	case 'd':
		return str_eq(name, S("discard"));
	case 'e':
		return str_eq(name, S("extend"));
	case 'i':
		return str_eq(name, S("insert"));
	case 'p':
		return str_eq(name, S("pop")) || str_eq(name, S("popitem"));
	case 'r':
		return str_eq(name, S("remove")) || str_eq(name, S("reverse"));
	case 's':
		return str_eq(name, S("setdefault")) || str_eq(name, S("sort"));
	case 'u':
		return str_eq(name, S("update"));
	default:
		return str_eq(name, S("__setitem__"));
	}
}

static void bind_call(struct binder *b, const struct node *call)
{
	const struct node *f = call->child;

	if (call->kind != NODE_CALL || f->kind != NODE_ATTRIBUTE)
		return;
	if (f->child->kind != NODE_NAME && f->child->kind != NODE_ATTRIBUTE)
		return;
	if (f->atom != 0 && is_mutator(atom_text(b->s->file, f->atom)))
		mark_mutated(b, f->child);
}

static void bind_assign(struct binder *b, const struct node *n)
{
	struct binding what = {.kind = BIND_ASSIGN, .stmt = n, .at = n->end};

	if (n->kind == NODE_ASSIGN) {
		what.value = n->child;
		for (const struct node *t = n->child->next; t; t = t->next)
			bind_target(b, t, &what);
	} else if (n->kind == NODE_ANN_ASSIGN) {
		what.value = n->child->next->next;
		bind_target(b, n->child, &what);
	} else {
		what.kind = BIND_AUG;
		bind_target(b, n->child, &what);
	}
}

static bool has_walrus(const struct walruses *w, const struct node *n)
{
	uint32_t lo = 0, hi = w->count;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (w->at[mid] < n->start)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < w->count && w->at[lo] < n->end;
}

static void bind_statement(struct binder *b, const struct node *n)
{
	switch (n->kind) {
	case NODE_FUNCTION_DEF:
		bind_function(b, n);
		break;
	case NODE_CLASS_DEF:
		bind_class(b, n);
		break;
	case NODE_ASSIGN:
	case NODE_ANN_ASSIGN:
	case NODE_AUG_ASSIGN:
		bind_assign(b, n);
		break;
	case NODE_TYPE_ALIAS:
		bind_name(b, n->child->atom,
			  &(struct binding){.kind = BIND_UNPACK, .stmt = n, .at = n->end});
		break;
	case NODE_FOR:
	case NODE_WHILE:
	case NODE_IF:
	case NODE_TRY:
	case NODE_MATCH:
		bind_branches(b, n);
		break;
	case NODE_WITH:
		bind_with(b, n);
		break;
	case NODE_IMPORT:
		bind_import(b, n);
		break;
	case NODE_IMPORT_FROM:
		bind_import_from(b, n);
		break;
	case NODE_GLOBAL:
	case NODE_NONLOCAL:
		bind_global(b, n);
		break;
	case NODE_EXPR_STMT:
		bind_call(b, n->child);
		break;
	case NODE_RETURN:
		b->scope->returned = b->scope->many_returns ? NULL : n->child;
		b->scope->many_returns = true;
		break;
	case NODE_DELETE:
		for (const struct node *t = n->child; t; t = t->next)
			bind_target(
				b, t,
				&(struct binding){.kind = BIND_DELETE, .stmt = n, .at = n->end});
		break;
	default:
		break;
	}
	if (b->walruses != NULL && has_walrus(b->walruses, n))
		bind_exprs(b, n);
}

static void bind_block(struct binder *b, const struct node *list)
{
	for (const struct node *n = list->child; n; n = n->next)
		bind_statement(b, n);
}

/* Every `:=` in the expressions of a statement; blocks have their own turn. */
static void bind_exprs(struct binder *b, const struct node *n)
{
	for (const struct node *c = n->child; c; c = c->next) {
		if (c->kind == NODE_LIST && c->child != NULL && node_is_statement(c->child))
			continue;
		if (c->kind == NODE_LAMBDA || c->kind == NODE_EXCEPT_HANDLER)
			continue;
		if (c->kind == NODE_NAMED_EXPR)
			bind_name(b, c->child->atom,
				  &(struct binding){.kind = BIND_ASSIGN,
						    .stmt = c,
						    .value = c->child->next,
						    .at = c->end});
		bind_exprs(b, c);
	}
}

static const struct walruses *find_walruses(struct arena *a, const struct py_file *f)
{
	struct walruses *w;
	uint32_t count = 0;

	for (uint32_t i = 0; i < f->token_count; i++)
		count += f->tokens[i].kind == TOK_WALRUS;
	if (count == 0)
		return NULL;
	w = NEW(a, struct walruses, 1);
	w->at = NEW(a, uint32_t, count);
	for (uint32_t i = 0; i < f->token_count; i++)
		if (f->tokens[i].kind == TOK_WALRUS)
			w->at[w->count++] = f->tokens[i].start;
	return w;
}

struct py_scopes *py_bind(struct arena *a, const struct py_file *f)
{
	struct py_scopes *s = NEW(a, struct py_scopes, 1);
	struct binder b = {.s = s};

	s->arena = a;
	s->file = f;
	s->seed = str_hash(S("scopes"));
	s->flags = NEW(a, uint8_t, f->atom_count + 1);
	b.walruses = find_walruses(a, f);
	b.scope = scope_new(s, f->module, NULL);
	remember(s, b.scope);
	/* Room for every look-up that follows, so that none has to ask whether there is a table. */
	scope_slot_make(s, b.scope->id, 0);
	bind_block(&b, f->module);
	return s;
}
