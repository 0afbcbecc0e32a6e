#include "dep/imports.h"

#include "base/limits.h"
#include "base/map.h"
#include "dep/modules.h"
#include "py/literal.h"

struct gather {
	struct arena *arena;
	const struct py_file *f;
	struct map seen; /* module to 1 + index */
	struct dep_import *list;
	uint32_t count, room;
};

/* The first part; of namespace packages, whose parts come from different distributions, three. */
static str key_of(str module)
{
	size_t end = str_find_byte(module, '.');
	unsigned parts = 1;

	if (end == STR_NONE || !modules_is_namespace(str_slice(module, 0, end)))
		return str_slice(module, 0, end);
	while (end < module.n && parts++ < 3) {
		size_t dot = str_find_byte(str_slice(module, end + 1, module.n), '.');
		end = dot == STR_NONE ? module.n : end + 1 + dot;
	}
	return str_slice(module, 0, end);
}

static void add(struct gather *g, str module, enum import_need need, uint32_t at)
{
	struct dep_import *i;
	uint64_t *index;

	module = key_of(module);
	if (module.n == 0 || module.n > LIMIT_IMPORT_NAME)
		return;
	index = map_put(&g->seen, module);
	if (*index == 0) {
		if (g->count == LIMIT_IMPORTS)
			return;
		g->list = GROW(g->arena, g->list, g->count, &g->room);
		g->list[g->count++] = (struct dep_import){module, 0, at, (uint8_t)need};
		*index = g->count;
		return;
	}
	i = &g->list[*index - 1];
	if (need < i->need) {
		i->need = (uint8_t)need;
		i->at = at;
	}
}

static void add_from(struct gather *g, const struct node *n, enum import_need need)
{
	str module = atom_text(g->f, n->atom);

	if (n->flags != 0 || module.n == 0) /* relative */
		return;
	if (!modules_is_namespace(str_slice(module, 0, str_find_byte(module, '.')))) {
		add(g, module, need, n->start);
		return;
	}
	for (const struct node *a = n->child; a != NULL; a = a->next)
		add(g,
		    arena_printf(g->arena, "%.*s.%.*s", STR_ARG(module),
				 STR_ARG(atom_text(g->f, a->atom))),
		    need, n->start);
}

/* ---- What an import depends on ---- */

static bool has_any(str text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_find(text, str_of(words[i])) != STR_NONE)
			return true;
	return false;
}

static enum import_need weaker(enum import_need a, enum import_need b)
{
	return a > b ? a : b;
}

static enum import_need need_below(const struct gather *g, const struct node *test,
				   enum import_need need)
{
	static const char *const some[] = {"sys.",    "platform",  "PY2",	"PY3",
					   "version", "find_spec", "available", "os.name"};
	str text = str_slice(node_text(g->f, test), 0, 200);

	if (str_find(text, S("TYPE_CHECKING")) != STR_NONE)
		return weaker(need, IMPORT_TYPING);
	return has_any(text, some, COUNTOF(some)) ? weaker(need, IMPORT_OPTIONAL) : need;
}

/* Does an except clause take what a missing module raises? */
static bool catches_missing(const struct gather *g, const struct node *handlers)
{
	static const char *const errors[] = {"ImportError", "ModuleNotFoundError", "Exception"};

	for (const struct node *h = handlers->child; h != NULL; h = h->next) {
		if (h->child->kind == NODE_ABSENT ||
		    has_any(str_slice(node_text(g->f, h->child), 0, 200), errors, COUNTOF(errors)))
			return true;
	}
	return false;
}

static void visit(struct gather *g, const struct node *n, enum import_need need);

static void visit_try(struct gather *g, const struct node *n, enum import_need need)
{
	const struct node *handlers = node_part(n, 1);
	enum import_need inside =
		catches_missing(g, handlers) ? weaker(need, IMPORT_OPTIONAL) : need;

	visit(g, n->child->child, inside);
	visit(g, handlers->child, inside);
	visit(g, handlers->next, need);
}

/* with suppress(ImportError): */
static void visit_with(struct gather *g, const struct node *n, enum import_need need)
{
	const struct node *body = n->child->next->child;
	str items = str_slice(g->f->source, n->start, body ? body->start : n->end);
	bool suppressed;

	items = str_slice(items, 0, 200);
	suppressed = str_find(items, S("suppress(")) != STR_NONE &&
		     str_find(items, S("Error")) != STR_NONE;
	visit(g, n->child->child, need);
	visit(g, n->child->next, suppressed ? weaker(need, IMPORT_OPTIONAL) : need);
}

/* ---- Texts ---- */

static bool is_word_byte(uint8_t c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       (!first && c >= '0' && c <= '9');
}

/* "package.module.Class": words with dots between, at least one. */
static bool is_dotted(str s)
{
	bool first = true, dot = false;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.' && !first) {
			first = dot = true;
			continue;
		}
		if (!is_word_byte(s.p[i], first))
			return false;
		first = false;
	}
	return dot && !first;
}

/* import_module("x"), importorskip("x"), __import__("x"), find_spec("x") */
static void visit_call(struct gather *g, const struct node *n, enum import_need need)
{
	const struct node *f = call_function(n), *arg = call_first_arg(n);
	str name = node_is(f, NODE_ATTRIBUTE) || node_is(f, NODE_NAME) ? atom_text(g->f, f->atom)
								       : S("");

	if (node_is_constant(arg, CONST_STR) && (arg->flags & FLAG_PLAIN) != 0 &&
	    str_in(name, "import_module importorskip __import__ find_spec is_module_available"))
		add(g, literal_text(g->arena, g->f, arg), weaker(need, IMPORT_NAMED), n->start);
}

static void visit_text(struct gather *g, const struct node *n)
{
	str text;

	if (n->op != CONST_STR || (n->flags & FLAG_PLAIN) == 0 || n->end - n->start > 200)
		return;
	text = literal_text(g->arena, g->f, n);
	if (is_dotted(text))
		add(g, text, IMPORT_NAMED, n->start);
}

/* ---- The tree ---- */

static void visit_one(struct gather *g, const struct node *n, enum import_need need)
{
	switch (n->kind) {
	case NODE_IMPORT:
		for (const struct node *a = n->child; a != NULL; a = a->next)
			add(g, atom_text(g->f, a->atom), need, n->start);
		return;
	case NODE_IMPORT_FROM:
		add_from(g, n, need);
		return;
	case NODE_TRY:
		visit_try(g, n, need);
		return;
	case NODE_WITH:
		visit_with(g, n, need);
		return;
	case NODE_IF:
		visit(g, n->child->next, need_below(g, n->child, need));
		return;
	case NODE_FUNCTION_DEF:
		visit(g, n->child, weaker(need, IMPORT_LATER));
		return;
	case NODE_CONSTANT:
		visit_text(g, n);
		return;
	case NODE_CALL:
		visit_call(g, n, need);
		visit(g, n->child, need);
		return;
	default:
		visit(g, n->child, need);
	}
}

/* Depth is the parser's. */
static void visit(struct gather *g, const struct node *n, enum import_need need)
{
	for (; n != NULL; n = n->next)
		visit_one(g, n, need);
}

void imports_read(struct arena *a, struct py_file *f, const struct dep_import **list,
		  uint32_t *count)
{
	struct gather g = {.arena = a, .f = f, .seen = map_in(a)};

	visit(&g, f->module->child, IMPORT_ALWAYS);
	if (g.count > 0)
		py_lines(f, a);
	for (uint32_t i = 0; i < g.count; i++)
		g.list[i].line = py_line(f, g.list[i].at);
	*list = g.list;
	*count = g.count;
}
