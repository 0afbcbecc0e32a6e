/* The questions that a rule may ask (engine/check.h). */
#include "engine/engine_int.h"

#include "base/fail.h"

/* ---- Ancestors ---- */

const struct node *check_function(const struct check *c)
{
	for (uint32_t i = c->depth; i-- > 0;)
		if (c->stack[i]->kind == NODE_FUNCTION_DEF || c->stack[i]->kind == NODE_LAMBDA)
			return c->stack[i];
	return NULL;
}

const struct node *check_class(const struct check *c)
{
	for (uint32_t i = c->depth; i-- > 0;)
		if (c->stack[i]->kind == NODE_CLASS_DEF)
			return c->stack[i];
	return NULL;
}

const struct node *check_statement(const struct check *c)
{
	if (c->state->at != NULL && node_is_statement(c->state->at))
		return c->state->at;
	for (uint32_t i = c->depth; i-- > 0;)
		if (node_is_statement(c->stack[i]))
			return c->stack[i];
	return NULL;
}

/* ---- Names ---- */

str name_of(struct check *c, const struct node *expr)
{
	if (expr == NULL)
		return (str){0};
	return c->compat ? compat_name(c, expr) : py_name(c->scopes, c->scope, expr);
}

str call_name(struct check *c, const struct node *call)
{
	return name_of(c, call->child);
}

bool call_is(struct check *c, const struct node *call, const char *names)
{
	str name = call_name(c, call);

	return name.n > 0 && str_in(name, names);
}

str call_method(const struct check *c, const struct node *call)
{
	const struct node *f = call->child;

	if (f->kind != NODE_NAME && f->kind != NODE_ATTRIBUTE)
		return (str){0};
	return atom_text(c->file, f->atom);
}

const struct node *call_receiver(const struct node *call)
{
	return call->child->kind == NODE_ATTRIBUTE ? call->child->child : NULL;
}

str node_name(const struct check *c, const struct node *n)
{
	return n && n->atom && n->kind != NODE_CONSTANT ? atom_text(c->file, n->atom) : (str){0};
}

static bool imported(const struct py_scopes *s, str module)
{
	const str *names;
	size_t count = scope_imports(s, &names);

	for (size_t i = 0; i < count; i++)
		if (names[i].n >= module.n && names[i].p[0] == module.p[0] &&
		    str_starts(names[i], module) &&
		    (names[i].n == module.n || names[i].p[module.n] == '.'))
			return true;
	return false;
}

/* So many are looked through faster than the memo answers. */
#define FEW_IMPORTS 32

bool imports_module(const struct check *c, const char *module)
{
	uint64_t *memo;
	const str *names;

	if (c->compat)
		return compat_imported(c, module, true);
	if (scope_imports(c->scopes, &names) <= FEW_IMPORTS)
		return imported(c->scopes, str_of(module));
	memo = map_get(&c->state->import_memo, str_of(module));
	if (memo == NULL) { /* the caller's string may not live as long */
		memo = map_put(&c->state->import_memo, arena_dup(c->arena, str_of(module)));
		*memo = imported(c->scopes, str_of(module));
	}
	return *memo != 0;
}

void **file_memo(struct check *c, const void *key)
{
	struct check_state *st = c->state;
	size_t i = 0;

	while (i < CHECK_MEMOS - 1 && st->memo[i].key != NULL && st->memo[i].key != key)
		i++;
	ASSERT(st->memo[i].key == NULL || st->memo[i].key == key);
	st->memo[i].key = key;
	return &st->memo[i].value;
}

/* ---- Values ---- */

struct value value_of(struct check *c, const struct node *expr)
{
	if (expr == NULL)
		return (struct value){0};
	if (c->compat && (expr->kind == NODE_NAME || expr->kind == NODE_ATTRIBUTE))
		return (struct value){.node = expr};
	return py_value(c->scopes, c->scope, expr);
}

bool is_none(struct check *c, const struct node *expr)
{
	return value_of(c, expr).kind == VALUE_NONE;
}

bool is_true(struct check *c, const struct node *expr)
{
	struct value v = value_of(c, expr);

	return v.kind == VALUE_BOOL && v.b;
}

bool is_false(struct check *c, const struct node *expr)
{
	struct value v = value_of(c, expr);

	return v.kind == VALUE_BOOL && !v.b;
}

/* ---- Arguments ---- */

static struct call_arg compat_arg(const struct check *c, const struct node *call, int position,
				  str name)
{
	struct call_arg found = {ARG_STATE_ABSENT, NULL};

	for (const struct node *n = call->child->next; n != NULL; n = n->next) {
		if (n->kind != NODE_KEYWORD) {
			if (position-- == 0 && found.node == NULL)
				found = (struct call_arg){ARG_STATE_GIVEN, n};
		} else if (n->atom != 0 && name.n > 0 &&
			   str_eq(atom_text(c->file, n->atom), name)) {
			found = (struct call_arg){ARG_STATE_GIVEN, n->child};
		}
	}
	return found;
}

struct call_arg arg_at(struct check *c, const struct node *call, int position, const char *name)
{
	if (c->compat)
		return compat_arg(c, call, position, str_of(name));
	return py_call_arg(c->scopes, c->scope, call, position, str_of(name));
}

const struct node *arg_node(struct check *c, const struct node *call, int position,
			    const char *name)
{
	struct call_arg a = arg_at(c, call, position, name);

	return a.state == ARG_STATE_GIVEN ? a.node : NULL;
}

bool arg_given(struct check *c, const struct node *call, int position, const char *name)
{
	return arg_at(c, call, position, name).state == ARG_STATE_GIVEN;
}

bool arg_is_true(struct check *c, const struct node *call, int position, const char *name)
{
	return is_true(c, arg_node(c, call, position, name));
}

bool arg_is_false(struct check *c, const struct node *call, int position, const char *name)
{
	return is_false(c, arg_node(c, call, position, name));
}

/* The tree's depth is capped by the parser. */
void node_each(const struct node *n, bool (*visit)(const struct node *n, void *ctx), void *ctx)
{
	if (!visit(n, ctx))
		return;
	for (const struct node *child = n->child; child != NULL; child = child->next)
		node_each(child, visit, ctx);
}

/* ---- Options ---- */

static const struct rule_option *find_option(const struct check *c, const char *name)
{
	const struct rule_option *o = c->rule->options;

	for (; o != NULL && o->name != NULL; o++)
		if (strcmp(o->name, name) == 0)
			return o;
	return NULL;
}

str option_string(const struct check *c, const char *name)
{
	const struct rule_option *o = find_option(c, name);
	const struct map *options = &c->state->scan->settings->options;
	str key[2] = {str_of(c->rule->id), str_of(name)};
	uint8_t text[128];
	const uint64_t *set;

	if (key[0].n + key[1].n + 1 > sizeof(text) || options->count == 0)
		return o ? str_of(o->dflt) : (str){0};
	memcpy(text, key[0].p, key[0].n);
	text[key[0].n] = '.';
	memcpy(text + key[0].n + 1, key[1].p, key[1].n);
	set = map_get(options, (str){text, key[0].n + 1 + key[1].n});
	if (set != NULL)
		return *(const str *)(uintptr_t)*set;
	return o ? str_of(o->dflt) : (str){0};
}

str option_list(const struct check *c, const char *name)
{
	return option_string(c, name);
}

bool option_bool(const struct check *c, const char *name)
{
	return str_eq_nocase(option_string(c, name), S("true"));
}

int64_t option_int(const struct check *c, const char *name)
{
	str text = option_string(c, name);
	bool minus = str_starts(text, S("-"));
	uint64_t n = 0;

	if (!str_to_u64(str_slice(text, minus, text.n), &n) || n > INT64_MAX)
		return 0;
	return minus ? -(int64_t)n : (int64_t)n;
}

bool option_list_has(const struct check *c, const char *name, str item)
{
	for (str rest = option_list(c, name); rest.p != NULL;)
		if (str_eq(str_cut(&rest, '\n'), item))
			return true;
	return false;
}
