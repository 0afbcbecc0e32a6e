/* The tables of scopes and bindings, and looking things up in them. */
#include "py/scope_int.h"

#include <stdlib.h>
#include "base/buf.h"
#include "base/fail.h"

/* The seed is secret, so that no file can fill one chain with chosen numbers. */
static ALWAYS_INLINE size_t slot_hash(const struct py_scopes *s, uint32_t scope, uint32_t atom)
{
	uint64_t key = (uint64_t)scope << 32 | atom;
	unsigned __int128 product = (unsigned __int128)(key ^ s->seed) * (s->seed | 1);

	return (size_t)((uint64_t)product ^ (uint64_t)(product >> 64));
}

struct name_slot *scope_slot(const struct py_scopes *s, uint32_t scope, uint32_t atom)
{
	size_t i = slot_hash(s, scope, atom) & s->slot_mask;

	for (;; i = (i + 1) & s->slot_mask) {
		struct name_slot *slot = &s->slots[i];
		if (slot->scope == scope && slot->atom == atom)
			return slot;
		if (slot->scope == 0)
			return NULL;
	}
}

static void slots_grow(struct py_scopes *s, size_t size)
{
	struct name_slot *old = s->slots;
	size_t n = s->slots ? s->slot_mask + 1 : 0;

	s->slots = NEW(s->arena, struct name_slot, size);
	s->slot_mask = size - 1;
	for (size_t i = 0; i < n; i++) {
		size_t at;
		if (old[i].scope == 0)
			continue;
		at = slot_hash(s, old[i].scope, old[i].atom) & s->slot_mask;
		while (s->slots[at].scope != 0)
			at = (at + 1) & s->slot_mask;
		s->slots[at] = old[i];
	}
}

struct name_slot *scope_slot_make(struct py_scopes *s, uint32_t scope, uint32_t atom)
{
	size_t i;

	if (s->slots == NULL)
		slots_grow(s, 128);
	else if ((s->slot_count + 1) * 2 > s->slot_mask)
		slots_grow(s, (s->slot_mask + 1) * 4);
	i = slot_hash(s, scope, atom) & s->slot_mask;
	for (;; i = (i + 1) & s->slot_mask) {
		struct name_slot *slot = &s->slots[i];
		if (slot->scope == scope && slot->atom == atom)
			return slot;
		if (slot->scope == 0) {
			slot->scope = scope;
			slot->atom = atom;
			s->slot_count++;
			return slot;
		}
	}
}

str scope_join(struct arena *a, str left, str between, str right)
{
	size_t n = left.n + between.n + right.n;
	uint8_t *p = arena_alloc(a, n, 1);

	if (left.n > 0)
		memcpy(p, left.p, left.n);
	if (between.n > 0)
		memcpy(p + left.n, between.p, between.n);
	if (right.n > 0)
		memcpy(p + left.n + between.n, right.p, right.n);
	return (str){p, n};
}

/* Names of scopes nested deeper than this are cut at the front of what is added. */
#define QUALNAME_BYTES 400

static str qualified(struct py_scopes *s, const struct node *n, const struct scope *outer)
{
	str name = n->atom ? atom_text(s->file, n->atom)
			   : (n->kind == NODE_LAMBDA ? S("<lambda>") : S("<comprehension>"));

	if (outer->qualname.n == 0 || outer->qualname.n > QUALNAME_BYTES)
		return name;
	return scope_join(s->arena, outer->qualname, outer->is_class ? S(".") : S(".<locals>."),
			  name);
}

struct scope *scope_new(struct py_scopes *s, const struct node *n, const struct scope *outer)
{
	struct scope *scope = NEW(s->arena, struct scope, 1);

	scope->node = n;
	scope->id = ++s->last_id;
	if (outer == NULL)
		return scope;
	scope->parent = outer->is_class ? outer->parent : outer;
	scope->qualname = qualified(s, n, outer);
	scope->is_class = n->kind == NODE_CLASS_DEF;
	if (!scope->is_class) {
		scope->cls = outer->is_class ? outer : outer->cls;
		scope->self_atom = outer->self_atom;
		scope->self_is_class = outer->self_is_class;
	}
	return scope;
}

const struct scope *scope_of(const struct py_scopes *s, const struct node *n)
{
	size_t lo = 1, hi = s->count;

	if (n->kind == NODE_MODULE)
		return s->list[0];
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (s->list[mid]->node->start < n->start)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < s->count && s->list[lo]->node == n ? s->list[lo] : NULL;
}

static size_t node_slot(const struct py_scopes *s, const struct node *n)
{
	size_t i = (size_t)(((uintptr_t)n >> 4) * 0x9E3779B97F4A7C15u >> 32) & s->opened_mask;

	while (s->opened[i] != NULL && s->opened[i]->node != n)
		i = (i + 1) & s->opened_mask;
	return i;
}

static void opened_grow(struct py_scopes *s)
{
	struct scope **old = s->opened;
	size_t n = old ? s->opened_mask + 1 : 0, size = n ? n * 4 : 32;

	s->opened = NEW(s->arena, struct scope *, size);
	s->opened_mask = size - 1;
	for (size_t i = 0; i < n; i++)
		if (old[i] != NULL)
			s->opened[node_slot(s, old[i]->node)] = old[i];
}

const struct scope *scope_open(struct py_scopes *s, const struct scope *outer, const struct node *n)
{
	struct scope *scope;

	if (s->opened == NULL || s->opened_count * 2 > s->opened_mask)
		opened_grow(s);
	scope = s->opened[node_slot(s, n)];
	if (scope != NULL)
		return scope;
	scope = scope_new(s, n, outer);
	s->opened[node_slot(s, n)] = scope;
	s->opened_count++;
	if (n->kind == NODE_LAMBDA)
		bind_params(s, scope, n->child);
	else
		bind_comprehension(s, scope, n);
	return scope;
}

struct bound *bound_find(const struct py_scopes *s, const struct scope *scope, uint32_t atom,
			 const struct scope **where)
{
	if ((s->flags[atom] & ATOM_BOUND) == 0)
		return NULL;
	for (; scope != NULL; scope = scope->parent) {
		const struct name_slot *slot = scope_slot(s, scope->id, atom);
		if (slot == NULL)
			continue;
		if (slot->redirect != NULL) {
			scope = slot->redirect;
			slot = scope_slot(s, scope->id, atom);
			if (slot == NULL || slot->newest == NULL)
				return NULL;
		}
		if (slot->newest != NULL) {
			if (where != NULL)
				*where = scope;
			return slot->newest;
		}
	}
	return NULL;
}

const struct binding *scope_find(const struct py_scopes *s, const struct scope *scope,
				 uint32_t atom, const struct scope **where)
{
	struct bound *b = bound_find(s, scope, atom, where);

	return b ? &b->b : NULL;
}

const struct binding *scope_attribute(const struct py_scopes *s, const struct scope *cls,
				      uint32_t atom, bool instance)
{
	const struct name_slot *slot =
		scope_slot(s, instance ? cls->id | ATTRIBUTE_BIT : cls->id, atom);

	return slot && slot->newest ? &slot->newest->b : NULL;
}

size_t scope_imports(const struct py_scopes *s, const str **names)
{
	*names = s->imports;
	return s->import_count;
}

void scope_targets(struct py_scopes *s, const struct map *names)
{
	s->targets = names;
}

bool scope_is_alias(const struct py_scopes *s, uint32_t atom)
{
	return (s->flags[atom] & ATOM_ALIAS) != 0;
}

/* A few searches through the atoms cost less than a table of them. */
#define ATOM_SEARCHES 4

uint32_t scope_atom(struct py_scopes *s, str text)
{
	const struct py_file *f = s->file;
	uint64_t *found;

	if (s->atom_searches < ATOM_SEARCHES) {
		s->atom_searches++;
		for (uint32_t i = 1; i < f->atom_count; i++)
			if (str_eq(f->atoms[i].text, text))
				return i;
		return 0;
	}
	if (s->atoms.count == 0) {
		s->atoms = map_in(s->arena);
		for (uint32_t i = 1; i < f->atom_count; i++)
			*map_put(&s->atoms, f->atoms[i].text) = i;
	}
	found = map_get(&s->atoms, text);
	return found ? (uint32_t)*found : 0;
}

/* dir(builtins) of CPython 3.14 without constants, and what is left of Python 2; sorted. */
static const char *const builtins[] = {
	"ArithmeticError",
	"AssertionError",
	"AttributeError",
	"BaseException",
	"BaseExceptionGroup",
	"BlockingIOError",
	"BrokenPipeError",
	"BufferError",
	"BytesWarning",
	"ChildProcessError",
	"ConnectionAbortedError",
	"ConnectionError",
	"ConnectionRefusedError",
	"ConnectionResetError",
	"DeprecationWarning",
	"EOFError",
	"Ellipsis",
	"EncodingWarning",
	"EnvironmentError",
	"Exception",
	"ExceptionGroup",
	"FileExistsError",
	"FileNotFoundError",
	"FloatingPointError",
	"FutureWarning",
	"GeneratorExit",
	"IOError",
	"ImportError",
	"ImportWarning",
	"IndexError",
	"InterruptedError",
	"IsADirectoryError",
	"KeyError",
	"KeyboardInterrupt",
	"LookupError",
	"MemoryError",
	"ModuleNotFoundError",
	"NameError",
	"NotADirectoryError",
	"NotImplemented",
	"NotImplementedError",
	"OSError",
	"OverflowError",
	"PendingDeprecationWarning",
	"PermissionError",
	"ProcessLookupError",
	"RecursionError",
	"ReferenceError",
	"ResourceWarning",
	"RuntimeError",
	"RuntimeWarning",
	"StopAsyncIteration",
	"StopIteration",
	"SyntaxError",
	"SyntaxWarning",
	"SystemError",
	"SystemExit",
	"TimeoutError",
	"TypeError",
	"UnboundLocalError",
	"UnicodeDecodeError",
	"UnicodeEncodeError",
	"UnicodeError",
	"UnicodeTranslateError",
	"UnicodeWarning",
	"UserWarning",
	"ValueError",
	"Warning",
	"ZeroDivisionError",
	"__build_class__",
	"__builtins__",
	"__import__",
	"abs",
	"aiter",
	"all",
	"anext",
	"any",
	"ascii",
	"basestring",
	"bin",
	"bool",
	"breakpoint",
	"bytearray",
	"bytes",
	"callable",
	"chr",
	"classmethod",
	"compile",
	"complex",
	"copyright",
	"credits",
	"delattr",
	"dict",
	"dir",
	"divmod",
	"enumerate",
	"eval",
	"exec",
	"execfile",
	"exit",
	"file",
	"filter",
	"float",
	"format",
	"frozenset",
	"getattr",
	"globals",
	"hasattr",
	"hash",
	"help",
	"hex",
	"id",
	"input",
	"int",
	"isinstance",
	"issubclass",
	"iter",
	"len",
	"license",
	"list",
	"locals",
	"long",
	"map",
	"max",
	"memoryview",
	"min",
	"next",
	"object",
	"oct",
	"open",
	"ord",
	"pow",
	"print",
	"property",
	"quit",
	"range",
	"raw_input",
	"reduce",
	"reload",
	"repr",
	"reversed",
	"round",
	"set",
	"setattr",
	"slice",
	"sorted",
	"staticmethod",
	"str",
	"sum",
	"super",
	"tuple",
	"type",
	"unichr",
	"unicode",
	"vars",
	"xrange",
	"zip",
};

static int compare_name(const void *key, const void *name)
{
	return str_cmp(*(const str *)key, str_of(*(const char *const *)name));
}

bool scope_is_builtin(struct py_scopes *s, uint32_t atom)
{
	str text = atom_text(s->file, atom);

	if ((s->flags[atom] & ATOM_JUDGED) == 0) {
		s->flags[atom] |= ATOM_JUDGED;
		if (bsearch(&text, builtins, COUNTOF(builtins), sizeof(builtins[0]), compare_name))
			s->flags[atom] |= ATOM_BUILTIN;
	}
	return (s->flags[atom] & ATOM_BUILTIN) != 0;
}
