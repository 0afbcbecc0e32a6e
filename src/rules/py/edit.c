/* Edits of a call's arguments. A call ends with its `)`, so everything between the end of the last
 * argument and that byte is white space, comments, closing parentheses around the argument and at
 * most one comma. Comments are not worth the trouble: no edit then. */
#include "rules/py/edit.h"

static bool is_blank(uint8_t b)
{
	return b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == '\f';
}

static const struct node *keyword_of(const struct check *c, const struct node *call,
				     const char *name)
{
	for (const struct node *a = call_first_arg(call); a != NULL; a = a->next)
		if (a->kind == NODE_KEYWORD && a->child != NULL &&
		    str_eq(node_name(c, a), str_of(name)))
			return a;
	return NULL;
}

void edit_keyword(struct check *c, struct finding *f, const struct node *call, const char *name,
		  const char *value)
{
	const struct node *old = keyword_of(c, call, name);
	const struct node *last = NULL;
	str src = c->file->source;
	bool comma = false;
	uint32_t at;

	if (old != NULL) {
		finding_edit(c, f, old->child->start, old->child->end, str_of(value));
		return;
	}
	for (const struct node *a = call_first_arg(call); a != NULL; a = a->next)
		last = a;
	if (call->end == 0 || call->end > src.n || src.p[call->end - 1] != ')')
		return;
	if (last == NULL) {
		finding_edit(c, f, call->end - 1, call->end - 1,
			     arena_printf(c->arena, "%s=%s", name, value));
		return;
	}
	if (last->kind == NODE_GENERATOR_EXP)
		return;
	for (uint32_t i = last->end; i + 1 < call->end; i++) {
		if (src.p[i] == '#' || src.p[i] == '\\')
			return;
		comma = comma || src.p[i] == ',';
	}
	at = call->end - 1;
	while (at > last->end && is_blank(src.p[at - 1]))
		at--;
	finding_edit(c, f, at, at,
		     comma ? arena_printf(c->arena, " %s=%s,", name, value)
			   : arena_printf(c->arena, ", %s=%s", name, value));
}

void edit_drop_keyword(struct check *c, struct finding *f, const struct node *call,
		       const char *name)
{
	const struct node *old = keyword_of(c, call, name);
	str src = c->file->source;
	uint32_t from, to;

	if (old == NULL)
		return;
	from = old->start;
	to = old->end;
	while (to < call->end && is_blank(src.p[to]))
		to++;
	if (to < call->end && src.p[to] == ',') {
		to++;
		while (to < call->end && is_blank(src.p[to]))
			to++;
	} else {
		to = old->end;
		while (from > call->start && is_blank(src.p[from - 1]))
			from--;
		if (from == call->start || src.p[from - 1] != ',')
			return;
		from--;
	}
	finding_edit(c, f, from, to, S(""));
}
