/* `assay debug scope`: scopes, what they bind and what each binding denotes. */
#include "py/scope_int.h"

#include "base/buf.h"

static const char *const kinds[] = {
	[BIND_IMPORT] = "import",   [BIND_FROM] = "from",     [BIND_ASSIGN] = "assign",
	[BIND_AUG] = "augment",	    [BIND_UNPACK] = "unpack", [BIND_WITH] = "with",
	[BIND_EXCEPT] = "except",   [BIND_FUNCTION] = "def",  [BIND_CLASS] = "class",
	[BIND_PARAM] = "parameter", [BIND_MATCH] = "match",   [BIND_DELETE] = "delete",
};

static void print_value(struct buf *out, const struct value *v)
{
	switch (v->kind) {
	case VALUE_NONE:
		buf_add(out, S(" = None"));
		break;
	case VALUE_BOOL:
		buf_add(out, v->b ? S(" = True") : S(" = False"));
		break;
	case VALUE_INT:
		buf_printf(out, " = %lld", (long long)v->i);
		break;
	case VALUE_FLOAT:
		buf_printf(out, " = %g", v->d);
		break;
	case VALUE_STR:
	case VALUE_BYTES:
	case VALUE_PARTIAL_STR:
		buf_printf(out, " = \"%.*s\"", STR_ARG(str_slice(v->text, 0, 200)));
		break;
	case VALUE_LIST:
		buf_add(out, S(" = [...]"));
		break;
	case VALUE_TUPLE:
		buf_add(out, S(" = (...)"));
		break;
	case VALUE_DICT:
	case VALUE_SET:
		buf_add(out, S(" = {...}"));
		break;
	case VALUE_UNKNOWN:
		break;
	}
}

static void print_binding(struct py_scopes *s, const struct scope *where, const struct binding *b,
			  bool attribute, struct buf *out)
{
	struct node name = {.kind = NODE_NAME, .atom = b->atom, .start = UINT32_MAX};
	const struct scope *at = attribute ? scope_of_attribute(s, where, b) : where;
	struct value v = {0};
	str denotes;

	buf_printf(out, "  %s%.*s: %s", attribute ? "self." : "",
		   STR_ARG(atom_text(s->file, b->atom)), kinds[b->kind]);
	if (b->count > 1)
		buf_printf(out, " (%u times)", b->count);
	if (b->conditional)
		buf_add(out, S(" conditional"));
	if (b->mutated)
		buf_add(out, S(" mutated"));
	denotes = attribute ? py_name(s, at, b->value) : scope_denote(s, where, &name).name;
	if (denotes.n > 0)
		buf_printf(out, " -> %.*s", STR_ARG(denotes));
	if (b->count == 1 && b->kind == BIND_ASSIGN && b->value != NULL)
		v = py_value(s, at, b->value);
	print_value(out, &v);
	buf_byte(out, '\n');
}

static void print_scope(struct py_scopes *s, const struct scope *scope, struct buf *out)
{
	buf_printf(out, "%s %.*s\n",
		   scope->is_class		      ? "class"
		   : scope->node->kind == NODE_MODULE ? "module"
						      : "function",
		   STR_ARG(scope->qualname));
	for (uint32_t atom = 1; atom < s->file->atom_count; atom++) {
		const struct name_slot *slot;
		if ((s->flags[atom] & (ATOM_BOUND | ATOM_ATTRIBUTE)) == 0)
			continue;
		slot = scope_slot(s, scope->id, atom);
		if (slot != NULL && slot->newest != NULL)
			print_binding(s, scope, &slot->newest->b, false, out);
		slot = scope->is_class ? scope_slot(s, scope->id | ATTRIBUTE_BIT, atom) : NULL;
		if (slot != NULL && slot->newest != NULL)
			print_binding(s, scope, &slot->newest->b, true, out);
	}
}

void scope_print(struct py_scopes *s, struct buf *out)
{
	for (size_t i = 0; i < s->count; i++)
		print_scope(s, s->list[i], out);
	for (size_t i = 0; i < s->star_count; i++)
		buf_printf(out, "star %.*s\n", STR_ARG(s->stars[i]));
}
