/* Making findings: the record kept while a file is checked, its place on disk, its line of source.
 */
#include "engine/engine_int.h"

#include <stdarg.h>
#include <stdio.h>
#include "base/fail.h"
#include "base/limits.h"

static str clip_utf8(str s, size_t max)
{
	if (s.n <= max)
		return s;
	while (max > 0 && (s.p[max] & 0xC0) == 0x80)
		max--;
	return str_slice(s, 0, max);
}

str record_message(struct arena *a, const char *fmt, va_list args)
{
	char text[LIMIT_MESSAGE_BYTES + 8];
	int n = vsnprintf(text, sizeof(text), fmt, args);
	size_t size = n < 0 ? 0 : (size_t)n;

	if (size >= sizeof(text))
		size = sizeof(text) - 1;
	return arena_dup(a, clip_utf8((str){(const uint8_t *)text, size}, LIMIT_MESSAGE_BYTES));
}

struct record *record_new(struct scan *s)
{
	struct record *r = NEW(s->arena, struct record, 1);

	r->f.path = s->path;
	if (s->record_count >= LIMIT_FILE_FINDINGS) {
		s->out->cut_short++;
		return r; /* in no chain */
	}
	s->record_count++;
	*s->end = r;
	s->end = &r->next;
	return r;
}

static void place_on_disk(const struct py_file *file, struct finding *f)
{
	struct py_pos at = py_position(file, f->start), end = py_position(file, f->end);

	f->line = at.line;
	f->column = at.column;
	f->end_line = end.line;
	f->end_column = end.column;
}

static void place(struct scan *s, struct py_file *file, struct finding *f)
{
	if (s->locate != NULL)
		s->locate(s, file, f);
	else
		place_on_disk(file, f);
}

/* Edits are const for those who read findings; here they are still ours. */
static void place_edits(struct scan *s, struct py_file *file, struct finding *f)
{
	struct edit *edits;

	if (f->edit_count == 0)
		return;
	edits = NEW(s->arena, struct edit, f->edit_count);
	for (uint32_t i = 0; i < f->edit_count; i++) {
		struct finding at = {.start = f->edits[i].start, .end = f->edits[i].end};
		edits[i] = f->edits[i];
		place(s, file, &at);
		edits[i].line = at.line;
		edits[i].column = at.column;
		edits[i].end_line = at.end_line;
		edits[i].end_column = at.end_column;
	}
	f->edits = edits;
}

/* What a snippet shows before a finding that stands far to the right. */
#define SNIPPET_LEAD 60

/* The finding's first line, or of a very long one the part around the finding. */
static void place_snippet(const struct py_file *file, struct finding *f)
{
	struct py_pos at = py_position(file, f->start);
	uint32_t from = py_line_offset(file, at.line), skipped = 0, to;

	if (f->start - from > LIMIT_SNIPPET_BYTES - SNIPPET_LEAD) {
		from = f->start - SNIPPET_LEAD;
		while ((file->source.p[from] & 0xC0) == 0x80)
			from++;
		skipped = py_position(file, from).column;
	}
	for (to = from; to < file->source.n; to++)
		if (file->source.p[to] == '\n' || file->source.p[to] == '\r' ||
		    to - from > LIMIT_SNIPPET_BYTES)
			break;
	f->snippet = clip_utf8(str_slice(file->source, from, to), LIMIT_SNIPPET_BYTES);
	if (skipped == 0)
		skipped = 1;
	f->snippet_column = f->column > at.column - skipped ? f->column - (at.column - skipped) : 1;
}

void record_place(struct scan *s, struct py_file *file, struct record *r)
{
	py_lines(file, s->arena);
	place(s, file, &r->f);
	place_edits(s, file, &r->f);
	place_snippet(file, &r->f);
}

/* ---- Statements ---- */

bool record_compound(const struct node *n)
{
	switch (n->kind) {
	case NODE_FUNCTION_DEF:
	case NODE_CLASS_DEF:
	case NODE_FOR:
	case NODE_WHILE:
	case NODE_IF:
	case NODE_WITH:
	case NODE_MATCH:
	case NODE_TRY:
		return true;
	default:
		return false;
	}
}

static bool is_block(const struct node *n)
{
	return n->kind == NODE_LIST && n->child != NULL && node_is_statement(n->child);
}

uint32_t record_body(const struct node *n)
{
	for (const struct node *c = n->child; c != NULL; c = c->next) {
		if (c->kind == NODE_MATCH_CASE)
			return c->start;
		if (is_block(c) && c->child->start > n->start)
			return c->child->start;
	}
	return n->end;
}

static bool holds(const struct node *n, uint32_t offset)
{
	return n->start <= offset && offset < n->end;
}

/* What a compound statement is made of, in order: the statements of its blocks, its handlers, its
 * cases. Made once for a statement that something is found in, because a search through the list
 * for each of many findings takes time quadratic in its length. */
struct parts {
	const struct node **list; /* in arena */
	uint32_t count;
};

static bool is_part_list(const struct node *n)
{
	return is_block(n) || (n->kind == NODE_LIST && node_is(n->child, NODE_EXCEPT_HANDLER));
}

static uint32_t list_parts(const struct node *n, const struct node **list)
{
	uint32_t count = 0;

	for (const struct node *c = n->child; c != NULL; c = c->next) {
		if (c->kind == NODE_MATCH_CASE) {
			if (list != NULL)
				list[count] = c;
			count++;
		}
		for (const struct node *k = is_part_list(c) ? c->child : NULL; k != NULL;
		     k = k->next) {
			if (list != NULL)
				list[count] = k;
			count++;
		}
	}
	return count;
}

static const struct parts *parts_of(struct check_state *st, const struct node *n)
{
	str key = {(const uint8_t *)&n, sizeof(n)};
	uint64_t *known = map_get(&st->parts, key);
	struct arena *a = st->scan->arena;
	struct parts *p;

	if (known != NULL)
		return (const struct parts *)(uintptr_t)*known;
	p = NEW(a, struct parts, 1);
	p->count = list_parts(n, NULL);
	p->list = NEW(a, const struct node *, p->count);
	(void)list_parts(n, p->list);
	*map_put(&st->parts, arena_dup(a, key)) = (uint64_t)(uintptr_t)p;
	return p;
}

/* The part that holds an offset: the last that starts at or before it, if it does. */
static const struct node *part_at(const struct parts *p, uint32_t offset)
{
	uint32_t from = 0, to = p->count;

	while (from < to) {
		uint32_t mid = from + (to - from) / 2;
		if (p->list[mid]->start <= offset)
			from = mid + 1;
		else
			to = mid;
	}
	return from > 0 && holds(p->list[from - 1], offset) ? p->list[from - 1] : NULL;
}

static bool has_parts(const struct node *n)
{
	return record_compound(n) || n->kind == NODE_EXCEPT_HANDLER || n->kind == NODE_MATCH_CASE;
}

static const struct node *innermost(struct check_state *st, const struct node *statement,
				    uint32_t offset)
{
	const struct node *best = statement, *n = statement;

	if (n == NULL || !holds(n, offset))
		return n;
	while (n != NULL && has_parts(n)) {
		n = part_at(parts_of(st, n), offset);
		if (n != NULL && n->kind != NODE_MATCH_CASE)
			best = n;
	}
	return best;
}

static struct record *record_at(struct check *c, uint32_t start, uint32_t end, enum level severity,
				enum level confidence)
{
	struct check_state *st = c->state;
	struct record *r = record_new(st->scan);
	const struct scope *scope = c->scope;

	while (scope->parent != NULL && scope->node->kind != NODE_FUNCTION_DEF &&
	       scope->node->kind != NODE_CLASS_DEF)
		scope = scope->parent;
	r->f.rule = c->rule;
	r->f.severity = (uint8_t)(severity != LEVEL_DEFAULT ? severity : c->rule->severity);
	r->f.confidence = (uint8_t)(confidence != LEVEL_DEFAULT ? confidence : c->rule->confidence);
	r->f.start = start;
	r->f.end = end;
	r->rule_index = st->rule_index;
	r->visited = st->at;
	r->parent = check_parent(c, 0);
	r->statement = innermost(st, check_statement(c), start);
	r->qualname = scope->qualname;
	return r;
}

PRINTF_LIKE(3, 0)
static struct finding *finish(struct check *c, struct record *r, const char *fmt, va_list args)
{
	r->f.message = record_message(c->arena, fmt, args);
	return &r->f;
}

struct finding *finding(struct check *c, const struct node *n, const char *fmt, ...)
{
	struct record *r = record_at(c, n->start, n->end, LEVEL_DEFAULT, LEVEL_DEFAULT);
	struct finding *f;
	va_list args;

	va_start(args, fmt);
	f = finish(c, r, fmt, args);
	va_end(args);
	return f;
}

struct finding *finding_graded(struct check *c, const struct node *n, enum level severity,
			       enum level confidence, const char *fmt, ...)
{
	struct record *r = record_at(c, n->start, n->end, severity, confidence);
	struct finding *f;
	va_list args;

	va_start(args, fmt);
	f = finish(c, r, fmt, args);
	va_end(args);
	return f;
}

struct finding *finding_at(struct check *c, uint32_t start, uint32_t end, const char *fmt, ...)
{
	struct record *r = record_at(c, start, end, LEVEL_DEFAULT, LEVEL_DEFAULT);
	struct finding *f;
	va_list args;

	r->statement = NULL;
	va_start(args, fmt);
	f = finish(c, r, fmt, args);
	va_end(args);
	return f;
}

void finding_when(struct check *c, struct finding *f, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	f->when = record_message(c->arena, fmt, args);
	va_end(args);
}

void finding_edit(struct check *c, struct finding *f, uint32_t start, uint32_t end, str text)
{
	struct edit *edits = NEW(c->arena, struct edit, f->edit_count + 1);

	if (f->edit_count > 0)
		memcpy(edits, f->edits, f->edit_count * sizeof(*edits));
	edits[f->edit_count++] = (struct edit){.start = start, .end = end, .text = text};
	f->edits = edits;
}

/* ---- Findings about assay's own work ---- */

static uint16_t index_of(const struct rule *rule)
{
	size_t i = 0;

	while (i < rule_count && rule_table[i] != rule)
		i++;
	return (uint16_t)i;
}

struct finding *engine_finding(struct arena *a, const char *id, str path, const char *fmt, ...)
{
	struct finding *f = NEW(a, struct finding, 1);
	const struct rule *rule = rule_find(str_of(id));
	va_list args;

	ASSERT(rule != NULL);
	f->rule = rule;
	f->path = path;
	f->severity = (uint8_t)rule->severity;
	f->confidence = (uint8_t)rule->confidence;
	va_start(args, fmt);
	f->message = record_message(a, fmt, args);
	va_end(args);
	f->fingerprint = fingerprint_of(a, id, f->message, (str){0}, 0);
	return f;
}

struct record *record_of(struct scan *s, const char *id)
{
	struct record *r = record_new(s);
	const struct rule *rule = rule_find(str_of(id));

	ASSERT(rule != NULL);
	r->engine = true;
	r->rule_index = index_of(rule);
	r->f.rule = rule;
	r->f.severity = (uint8_t)rule->severity;
	r->f.confidence = (uint8_t)rule->confidence;
	r->f.start = UINT32_MAX;
	r->f.end = UINT32_MAX;
	return r;
}

struct finding *scan_finding(struct scan *s, const char *id, const struct py_file *file,
			     uint32_t start, uint32_t end, const char *fmt, ...)
{
	struct record *r = record_of(s, id);
	va_list args;

	if (file != NULL) {
		r->f.start = start;
		r->f.end = end;
	}
	va_start(args, fmt);
	r->f.message = record_message(s->arena, fmt, args);
	va_end(args);
	return &r->f;
}

int finding_order(const struct finding *a, const struct finding *b)
{
	int order = a->member.n + b->member.n > 0 ? str_cmp(a->member, b->member) : 0;

	if (order == 0 && a->line != b->line)
		order = a->line < b->line ? -1 : 1;
	if (order == 0 && a->column != b->column)
		order = a->column < b->column ? -1 : 1;
	if (order == 0 && a->offset != b->offset)
		order = a->offset < b->offset ? -1 : 1;
	if (order == 0)
		order = strcmp(a->rule->id, b->rule->id);
	if (order == 0)
		order = str_cmp(a->message, b->message);
	return order ? order : str_cmp(a->fingerprint, b->fingerprint);
}
