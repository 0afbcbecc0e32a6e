/* The walk over a tree that calls the rules: every node once, in source order, with its ancestors
 * and its scope. Most nodes interest nobody, so what to do with a kind of node is one byte of a
 * table. */
#include "engine/engine_int.h"

#include "base/buf.h"
#include "base/fail.h"
#include "base/limits.h"

struct walker {
	struct check c;
	struct check_state state;
	const struct scanner *sc;
	const uint8_t *asleep; /* by rule */
	/* Of the scanner's, what is awake in this file. */
	uint8_t act[NODE_KIND_COUNT];
	struct hooks early[NODE_KIND_COUNT], late[NODE_KIND_COUNT];
	bool too_deep;
};

static void walk(struct walker *w, const struct node *n);

static COLD void trace(struct walker *w, const struct hook *hook, const struct node *n,
		       uint32_t before)
{
	struct scan *s = w->state.scan;
	struct py_pos at;
	str name = {0};

	py_lines(w->c.file, w->c.arena);
	at = py_position(w->c.file, n->start);
	if (n->kind == NODE_CALL)
		name = call_name(&w->c, n);
	buf_printf(s->trace, "%s %s %u:%u %s %.*s\n", hook->rule->id, hook->rule->name, at.line,
		   at.column, s->record_count > before ? "found" : "silent", STR_ARG(name));
}

static void run(struct walker *w, const struct hook *hook, const struct node *n)
{
	uint32_t before;

	w->c.rule = hook->rule;
	w->state.rule_index = hook->index;
	w->state.at = n;
	before = w->state.scan->record_count;
	hook->rule->py(&w->c, n);
	if (UNLIKELY(w->state.scan->trace != NULL))
		trace(w, hook, n, before);
}

static void run_all(struct walker *w, const struct hooks *hooks, const struct node *n)
{
	const struct hook *hook = hooks->list, *end = hook + hooks->count;

	if (UNLIKELY(w->state.scan->trace != NULL)) {
		for (; hook < end; hook++)
			run(w, hook, n);
		return;
	}
	w->state.at = n;
	for (; hook < end; hook++) {
		w->c.rule = hook->rule;
		w->state.rule_index = hook->index;
		hook->rule->py(&w->c, n);
	}
}

/* Runs the rules that wait for `known`: those that name the callee, and `*.last` ones. */
static void run_targets(struct walker *w, uint32_t known, str name, bool wildcards, bool names,
			const struct node *call)
{
	const struct known_name *k = &w->sc->names[known];

	for (uint32_t i = 0; i < k->count; i++) {
		const struct target *t = &k->targets[i];
		if (t->name.n == 0 ? !wildcards : !names || !str_eq(t->name, name))
			continue;
		if (w->asleep[t->hook.index] || w->state.ran[t->hook.index] == w->state.call_count)
			continue; /* by another of its names */
		w->state.ran[t->hook.index] = w->state.call_count;
		run(w, &t->hook, call);
	}
}

static void walk_call_compat(struct walker *w, const struct node *call)
{
	str name = compat_name(&w->c, call->child);
	uint32_t known = scanner_known(w->sc, str_after_last(name, '.'));

	w->state.call_count++;
	if (known != 0)
		run_targets(w, known, name, true, true, call);
}

static void walk_call(struct walker *w, const struct node *call)
{
	const struct node *f = call->child;
	uint32_t spelled, known;
	str name;

	if (f->kind == NODE_NAME || f->kind == NODE_ATTRIBUTE) {
		spelled = w->c.file->atoms[f->atom].known;
		if (spelled == 0 && !scope_is_alias(w->c.scopes, f->atom))
			return;
	} else if (f->kind == NODE_CALL || f->kind == NODE_BOOL_OP || f->kind == NODE_IF_EXP ||
		   f->kind == NODE_NAMED_EXPR) {
		spelled = 0;
	} else {
		return;
	}
	name = py_name(w->c.scopes, w->c.scope, f);
	known = name.n ? scanner_known(w->sc, str_after_last(name, '.')) : 0;
	w->state.call_count++;
	if (spelled != 0)
		run_targets(w, spelled, name, true, spelled == known, call);
	if (known != 0 && known != spelled)
		run_targets(w, known, name, true, true, call);
}

static bool push(struct walker *w, const struct node *n)
{
	if (w->c.depth == w->state.stack_room) {
		uint32_t room = w->state.stack_room ? w->state.stack_room * 2 : 64;
		const struct node **grown;
		if (room > 8 * LIMIT_PY_DEPTH) {
			w->too_deep = true;
			return false;
		}
		grown = NEW(w->c.arena, const struct node *, room);
		if (w->c.depth > 0)
			memcpy(grown, w->c.stack, w->c.depth * sizeof(*grown));
		w->c.stack = grown;
		w->state.stack_room = room;
	}
	w->c.stack[w->c.depth++] = n;
	return true;
}

/* Nothing to do here nor below: a leaf, or a node with one leaf (`x.y`, a parameter), of kinds that
 * interest nobody. */
static ALWAYS_INLINE bool is_dull(const struct walker *w, const struct node *n)
{
	const struct node *child = n->child;

	if (w->act[n->kind] != 0)
		return false;
	return child == NULL ||
	       (child->next == NULL && child->child == NULL && w->act[child->kind] == 0);
}

static inline void walk_list(struct walker *w, const struct node *first)
{
	for (const struct node *n = first; n != NULL; n = n->next)
		if (!is_dull(w, n))
			walk(w, n);
}

static void walk_in(struct walker *w, const struct node *n, const struct scope *scope)
{
	const struct scope *outer = w->c.scope;

	if (scope != NULL)
		w->c.scope = scope;
	walk(w, n);
	w->c.scope = outer;
}

/* Decorators, defaults, annotations and bases belong to the enclosing scope, only the body to the
 * new one. Bandit visits the body before decorators and the returned type (the order of ast's
 * fields), which decides which imports it has seen. */
static void walk_definition(struct walker *w, const struct node *n)
{
	const struct scope *scope = scope_of(w->c.scopes, n);
	const struct node *body = n->child;

	while (body->next != NULL)
		body = body->next;
	if (w->c.compat) {
		walk(w, n->child);
		walk_in(w, body, scope);
		for (const struct node *c = n->child->next; c != body; c = c->next)
			walk(w, c);
		return;
	}
	for (const struct node *c = n->child; c != body; c = c->next)
		if (c->child != NULL)
			walk(w, c);
	walk_in(w, body, scope);
}

static void walk_comprehension(struct walker *w, const struct node *n, const struct scope *scope)
{
	const struct scope *outer = w->c.scope;

	for (const struct node *c = n->child; c != NULL; c = c->next)
		walk_in(w, c, scope);
	w->c.scope = outer;
}

static void walk_scope(struct walker *w, const struct node *n)
{
	const struct scope *scope;

	if (n->kind == NODE_FUNCTION_DEF || n->kind == NODE_CLASS_DEF) {
		walk_definition(w, n);
		return;
	}
	scope = scope_open(w->c.scopes, w->c.scope, n);
	if (n->kind == NODE_LAMBDA) {
		walk(w, n->child);
		walk_in(w, n->child->next, scope);
	} else {
		walk_comprehension(w, n, scope);
	}
}

static void walk(struct walker *w, const struct node *n)
{
	unsigned act = w->act[n->kind];

	if ((act & ACT_LIST) != 0) {
		walk_list(w, n->child);
		return;
	}
	if ((act & (ACT_EARLY | ACT_CALL | ACT_IMPORT)) != 0) {
		if ((act & ACT_IMPORT) != 0)
			compat_import(&w->c, n);
		if ((act & ACT_CALL) != 0) {
			if (w->c.compat)
				walk_call_compat(w, n);
			else
				walk_call(w, n);
		}
		if ((act & ACT_EARLY) != 0)
			run_all(w, &w->early[n->kind], n);
	}
	if (n->child != NULL && push(w, n)) {
		if ((act & ACT_SCOPE) != 0)
			walk_scope(w, n);
		else
			walk_list(w, n->child);
		w->c.depth--;
	}
	if ((act & ACT_LATE) != 0)
		run_all(w, &w->late[n->kind], n);
}

static struct hooks awake(struct walker *w, const struct hooks *all)
{
	struct hooks some = *all;
	uint32_t sleeping = 0;

	for (uint32_t i = 0; i < all->count; i++)
		sleeping += w->asleep[all->list[i].index];
	if (sleeping == 0)
		return some;
	some.list = NEW(w->c.arena, struct hook, all->count);
	some.count = 0;
	for (uint32_t i = 0; i < all->count; i++)
		if (!w->asleep[all->list[i].index])
			some.list[some.count++] = all->list[i];
	return some;
}

static void choose_hooks(struct walker *w)
{
	memcpy(w->act, w->sc->act, sizeof(w->act));
	for (unsigned kind = 0; kind < NODE_KIND_COUNT; kind++) {
		if ((w->act[kind] & (ACT_EARLY | ACT_LATE)) == 0)
			continue;
		w->early[kind] = awake(w, &w->sc->early[kind]);
		w->late[kind] = awake(w, &w->sc->late[kind]);
		if (w->early[kind].count == 0)
			w->act[kind] &= (uint8_t)~ACT_EARLY;
		if (w->late[kind].count == 0)
			w->act[kind] &= (uint8_t)~ACT_LATE;
	}
}

void walk_file(struct scan *s, struct py_file *file, struct py_scopes *scopes,
	       const uint8_t *asleep, bool notebook)
{
	struct walker *w = NEW(s->arena, struct walker, 1);

	w->sc = s->scanner;
	w->asleep = asleep;
	w->state.scan = s;
	w->state.ran = NEW(s->arena, uint32_t, rule_count);
	w->state.import_memo = map_in(s->arena);
	w->state.parts = map_in(s->arena);
	w->state.compat.aliases = map_in(s->arena);
	w->c = (struct check){
		.arena = s->arena,
		.file = file,
		.scopes = scopes,
		.scope = scope_of(scopes, file->module),
		.path = s->path,
		.compat = s->settings->compat,
		.notebook = notebook,
		.secrets_only = s->settings->secrets_only,
		.state = &w->state,
	};
	choose_hooks(w);
	walk(w, file->module);
	if (w->too_deep)
		scan_finding(s, "AS004", NULL, 0, 0, "nesting deeper than is looked at");
}
