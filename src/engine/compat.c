/* --bandit-compat: names as Bandit 1.9.4 resolves them (core/node_visitor.py, core/utils.py),
 * mistakes included. Its table of aliases grows while the tree is visited, knows no scopes and is
 * never corrected: `import a.b as c` gives c = a.b, `from a import b` gives b = a.b, `import a`
 * gives nothing. */
#include "engine/engine_int.h"

#define COMPAT_NAME_PARTS 200

static void add_import(struct check *c, str module)
{
	struct compat *k = &c->state->compat;

	if (k->import_count == k->import_room) {
		size_t room = k->import_room ? k->import_room * 2 : 16;
		str *grown = NEW(c->arena, str, room);
		if (k->import_count > 0)
			memcpy(grown, k->imports, k->import_count * sizeof(str));
		k->imports = grown;
		k->import_room = room;
	}
	k->imports[k->import_count++] = module;
}

static void add_alias(struct check *c, str name, str meaning)
{
	str *kept = NEW(c->arena, str, 1);

	*kept = meaning;
	*map_put(&c->state->compat.aliases, name) = (uint64_t)(uintptr_t)kept;
}

void compat_import(struct check *c, const struct node *import)
{
	str module = import->kind == NODE_IMPORT_FROM && import->atom
			     ? atom_text(c->file, import->atom)
			     : (str){0};

	for (const struct node *alias = import->child; alias; alias = alias->next) {
		str name = atom_text(c->file, alias->atom), full = name;
		if (module.n > 0) {
			uint8_t *p = arena_alloc(c->arena, module.n + 1 + name.n, 1);
			memcpy(p, module.p, module.n);
			p[module.n] = '.';
			memcpy(p + module.n + 1, name.p, name.n);
			full = (str){p, module.n + 1 + name.n};
			if (alias->child == NULL)
				add_alias(c, name, full);
		}
		if (alias->child != NULL)
			add_alias(c, atom_text(c->file, alias->child->atom), full);
		add_import(c, full);
	}
}

static str meaning(const struct check *c, str name)
{
	const uint64_t *found = map_get(&c->state->compat.aliases, name);

	return found ? *(const str *)(uintptr_t)*found : name;
}

str compat_name(struct check *c, const struct node *expr)
{
	const struct node *parts[COMPAT_NAME_PARTS];
	unsigned count = 0;
	size_t size = 0;
	str root = {0};
	uint8_t *p;

	for (; expr->kind == NODE_ATTRIBUTE && count < COMPAT_NAME_PARTS; expr = expr->child) {
		parts[count++] = expr;
		size += 1 + atom_text(c->file, expr->atom).n;
	}
	if (expr->kind == NODE_NAME)
		root = meaning(c, atom_text(c->file, expr->atom));
	if (count == 0)
		return root;
	p = arena_alloc(c->arena, root.n + size, 1);
	if (root.n > 0)
		memcpy(p, root.p, root.n);
	size = root.n;
	while (count-- > 0) {
		str part = atom_text(c->file, parts[count]->atom);
		p[size++] = '.';
		if (part.n > 0)
			memcpy(p + size, part.p, part.n);
		size += part.n;
	}
	return (str){p, size};
}

bool compat_imported(const struct check *c, const char *module, bool like)
{
	const struct compat *k = &c->state->compat;
	str name = str_of(module);

	for (size_t i = 0; i < k->import_count; i++)
		if (like ? str_find(k->imports[i], name) != STR_NONE : str_eq(k->imports[i], name))
			return true;
	return false;
}

/* ---- Lines of a node (utils.linerange) ---- */

/* Kinds that have no lineno in CPython's ast. */
static bool has_line(const struct node *n)
{
	switch (n->kind) {
	case NODE_ABSENT:
	case NODE_LIST:
	case NODE_MODULE:
	case NODE_ARGUMENTS:
	case NODE_COMPREHENSION:
	case NODE_WITH_ITEM:
	case NODE_MATCH_CASE:
		return false;
	default:
		return true;
	}
}

/* Lowest and highest first line of a subtree (utils.calc_linerange). */
static void first_lines(const struct py_file *f, const struct node *n, bool skip_blocks,
			uint32_t *low, uint32_t *high)
{
	if (has_line(n)) {
		uint32_t line = py_line(f, n->start);
		*low = line < *low ? line : *low;
		*high = line > *high ? line : *high;
	}
	for (const struct node *c = n->child; c != NULL; c = c->next)
		if (!skip_blocks || c->kind != NODE_LIST)
			first_lines(f, c, false, low, high);
}

void compat_lines(const struct py_file *f, const struct node *visited, const struct node *parent,
		  uint32_t *first, uint32_t *last)
{
	const struct node *n = visited;

	if (n->kind == NODE_CONSTANT && (n->op == CONST_STR || n->op == CONST_BYTES) &&
	    parent != NULL)
		n = parent;
	if (has_line(n)) {
		*first = py_line(f, n->start);
		*last = py_line(f, n->end);
		return;
	}
	*first = UINT32_MAX;
	*last = 0;
	first_lines(f, n, true, first, last);
	if (*last == 0)
		*first = 0, *last = 1;
}
