/* What an expression is known to be, folded on demand.
 *
 * A name counts only if it is bound exactly once in its scope: any use that does not raise
 * NameError then sees that value, wherever the binding stands. Lists, dicts and sets that are
 * changed in place are unknown. Depth, steps and the length of text are capped, so that no file
 * makes this slow. */
#include "py/scope_int.h"

#include <math.h>
#include <stdlib.h>
#include "base/buf.h"
#include "py/literal.h"

#define FOLD_DEPTH 60
#define FOLD_FUEL 1000
#define FOLD_BYTES (64 * 1024)
#define FOLD_NAMED_BYTES 512 /* of what a name's parts make: it may be used many times */
#define FOLD_NAMED_COST 8192 /* what each use counts against the file's share */
#define FOLD_FILE_BYTES (64 * 1024 * 1024) /* of all texts put together for one file */
#define HOLE S("\xEF\xBF\xBD")		   /* U+FFFD */

struct folder {
	struct py_scopes *s;
	unsigned depth, fuel;
};

static struct value fold(struct folder *f, const struct scope *scope, const struct node *n);

static struct value value_at(enum value_kind kind, const struct node *n)
{
	return (struct value){.kind = kind, .node = n};
}

static struct value value_text(enum value_kind kind, const struct node *n, str text)
{
	if (text.n > FOLD_BYTES)
		return value_at(VALUE_UNKNOWN, n);
	return (struct value){.kind = kind, .node = n, .text = text};
}

/* A text that was put together, unless the file has had more than its share of them. */
static struct value made_text(struct folder *f, enum value_kind kind, const struct node *n,
			      str text)
{
	f->s->folded += text.n;
	if (f->s->folded > FOLD_FILE_BYTES)
		return value_at(VALUE_UNKNOWN, n);
	return value_text(kind, n, text);
}

static struct value value_int(const struct node *n, int64_t i)
{
	return (struct value){.kind = VALUE_INT, .node = n, .i = i};
}

static struct value value_bool(const struct node *n, bool b)
{
	return (struct value){.kind = VALUE_BOOL, .node = n, .b = b, .i = b};
}

static bool is_text(const struct value *v)
{
	return v->kind == VALUE_STR || v->kind == VALUE_PARTIAL_STR;
}

static struct value fold_constant(struct folder *f, const struct node *n)
{
	struct value v = value_at(VALUE_UNKNOWN, n);

	switch ((enum constant)n->op) {
	case CONST_NONE:
		v.kind = VALUE_NONE;
		break;
	case CONST_TRUE:
	case CONST_FALSE:
		return value_bool(n, n->op == CONST_TRUE);
	case CONST_INT:
		if (literal_int(f->s->file, n, &v.i))
			v.kind = VALUE_INT;
		break;
	case CONST_FLOAT:
		if (literal_number(f->s->file, n, &v.d))
			v.kind = VALUE_FLOAT;
		break;
	case CONST_STR:
		return value_text(VALUE_STR, n, literal_text(f->s->arena, f->s->file, n));
	case CONST_BYTES:
		return value_text(VALUE_BYTES, n, literal_text(f->s->arena, f->s->file, n));
	case CONST_ELLIPSIS:
	case CONST_COMPLEX:
		break;
	}
	return v;
}

/* ---- Names ---- */

static bool is_container(const struct value *v)
{
	return v->kind == VALUE_LIST || v->kind == VALUE_DICT || v->kind == VALUE_SET;
}

static struct value fold_binding(struct folder *f, const struct scope *where,
				 const struct binding *b)
{
	struct value v = {0};

	if (b == NULL || b->kind != BIND_ASSIGN || b->count != 1 || b->value == NULL)
		return v;
	v = fold(f, where, b->value);
	if (b->mutated && is_container(&v))
		return (struct value){0};
	return v;
}

static struct value fold_name(struct folder *f, const struct scope *scope, const struct node *n)
{
	const struct scope *where = NULL;
	struct bound *b = bound_find(f->s, scope, n->atom, &where);

	return b ? fold_binding(f, where, &b->b) : (struct value){0};
}

/* self.x, cls.x, Class.x: bound once in the class's body or once in its methods, not both. */
static struct value fold_attribute(struct folder *f, const struct scope *scope,
				   const struct node *n)
{
	const struct binding *in_body, *in_methods, *b;
	struct denoted of;

	if ((f->s->flags[n->atom] & (ATOM_ATTRIBUTE | ATOM_BOUND)) == 0)
		return (struct value){0};
	of = scope_denote(f->s, scope, n->child);
	if (of.cls == NULL)
		return (struct value){0};
	in_body = scope_attribute(f->s, of.cls, n->atom, false);
	in_methods = scope_attribute(f->s, of.cls, n->atom, true);
	if (in_methods != NULL && (in_body == NULL || in_body->count == 0) && of.instance)
		b = in_methods;
	else
		b = in_methods ? NULL : in_body;
	return b ? fold_binding(f, scope_of_attribute(f->s, of.cls, b), b) : (struct value){0};
}

/* ---- Operators ---- */

static struct value joined(struct folder *f, const struct node *n, const struct value *l,
			   const struct value *r)
{
	bool whole = l->kind == VALUE_STR && r->kind == VALUE_STR;
	str left = is_text(l) ? l->text : HOLE, right = is_text(r) ? r->text : HOLE;

	if (left.n + right.n > FOLD_BYTES)
		return value_at(VALUE_UNKNOWN, n);
	return made_text(f, whole ? VALUE_STR : VALUE_PARTIAL_STR, n,
			 scope_join(f->s->arena, left, right, S("")));
}

static struct value fold_int_op(const struct node *n, enum py_op op, int64_t l, int64_t r)
{
	int64_t out = 0;
	bool bad = true;

	if (op == OP_ADD)
		bad = __builtin_add_overflow(l, r, &out);
	else if (op == OP_SUB)
		bad = __builtin_sub_overflow(l, r, &out);
	else if (op == OP_MULT)
		bad = __builtin_mul_overflow(l, r, &out);
	else if (op == OP_LSHIFT && l >= 0 && r >= 0 && r < 62 && l < (INT64_MAX >> r))
		out = l << r, bad = false;
	else if (op == OP_RSHIFT && r >= 0 && r < 63)
		out = l >> r, bad = false;
	else if (op == OP_BIT_OR)
		out = l | r, bad = false;
	else if (op == OP_BIT_AND)
		out = l & r, bad = false;
	else if (op == OP_BIT_XOR)
		out = l ^ r, bad = false;
	else if (op == OP_FLOOR_DIV && l >= 0 && r > 0)
		out = l / r, bad = false;
	else if (op == OP_MOD && l >= 0 && r > 0)
		out = l % r, bad = false;
	else if (op == OP_POW && l >= 0 && r >= 0 && r < 64) {
		out = 1;
		bad = false;
		while (r-- > 0 && !bad)
			bad = __builtin_mul_overflow(out, l, &out);
	}
	return bad ? value_at(VALUE_UNKNOWN, n) : value_int(n, out);
}

static bool number(const struct value *v, double *out)
{
	*out = v->kind == VALUE_FLOAT ? v->d : (double)v->i;
	return v->kind == VALUE_FLOAT || v->kind == VALUE_INT || v->kind == VALUE_BOOL;
}

static struct value fold_number_op(const struct node *n, const struct value *l,
				   const struct value *r)
{
	struct value v = value_at(VALUE_FLOAT, n);
	double a, b;

	if (!number(l, &a) || !number(r, &b))
		return value_at(VALUE_UNKNOWN, n);
	if (l->kind != VALUE_FLOAT && r->kind != VALUE_FLOAT && n->op != OP_DIV)
		return fold_int_op(n, (enum py_op)n->op, l->i, r->i);
	if (n->op == OP_ADD)
		v.d = a + b;
	else if (n->op == OP_SUB)
		v.d = a - b;
	else if (n->op == OP_MULT)
		v.d = a * b;
	else if (n->op == OP_DIV && (b > 0 || b < 0))
		v.d = a / b;
	else
		v.kind = VALUE_UNKNOWN;
	return v;
}

static void add_formatted(struct buf *b, const struct value *v, bool *whole)
{
	switch (v->kind) {
	case VALUE_STR:
		buf_add(b, v->text);
		break;
	case VALUE_PARTIAL_STR:
		buf_add(b, v->text);
		*whole = false;
		break;
	case VALUE_INT:
		buf_printf(b, "%lld", (long long)v->i);
		break;
	case VALUE_NONE:
		buf_add(b, S("None"));
		break;
	case VALUE_BOOL:
		buf_add(b, v->b ? S("True") : S("False"));
		break;
	case VALUE_UNKNOWN:
	case VALUE_FLOAT:
	case VALUE_BYTES:
	case VALUE_LIST:
	case VALUE_TUPLE:
	case VALUE_DICT:
	case VALUE_SET:
		buf_add(b, HOLE);
		*whole = false;
		break;
	}
}

/* "..." % right: only bare %s and %d are filled in, every other conversion is a hole. */
static struct value fold_percent(struct folder *f, const struct scope *scope, const struct node *n,
				 str format)
{
	const struct node *right = n->child->next, *arg = right;
	struct buf b = buf_in(f->s->arena);
	bool whole = true, tuple = right->kind == NODE_TUPLE;

	if (tuple)
		arg = right->child;
	for (size_t i = 0; i < format.n && b.n <= FOLD_BYTES; i++) {
		struct value v = {0};
		if (format.p[i] != '%') {
			buf_byte(&b, format.p[i]);
			continue;
		}
		if (++i < format.n && format.p[i] == '%') {
			buf_byte(&b, '%');
			continue;
		}
		if (i < format.n && (format.p[i] == 's' || format.p[i] == 'd')) {
			if (arg != NULL)
				v = fold(f, scope, arg);
		} else {
			if (i < format.n && format.p[i] == '(')
				while (i < format.n && format.p[i] != ')')
					i++, tuple = true;
			while (i < format.n && !(format.p[i] >= 'a' && format.p[i] <= 'z') &&
			       !(format.p[i] >= 'A' && format.p[i] <= 'Z'))
				i++;
		}
		add_formatted(&b, &v, &whole);
		arg = tuple && arg ? arg->next : NULL;
	}
	return made_text(f, whole ? VALUE_STR : VALUE_PARTIAL_STR, n, buf_str(&b));
}

static struct value fold_bin_op(struct folder *f, const struct scope *scope, const struct node *n)
{
	struct value l = fold(f, scope, n->child), r;

	if (n->op == OP_MOD && l.kind == VALUE_STR)
		return fold_percent(f, scope, n, l.text);
	if (n->op == OP_MOD && l.kind == VALUE_PARTIAL_STR)
		return value_text(VALUE_PARTIAL_STR, n, l.text);
	r = fold(f, scope, n->child->next);
	if (n->op == OP_ADD && (is_text(&l) || is_text(&r)))
		return joined(f, n, &l, &r);
	if (n->op == OP_ADD && l.kind == VALUE_BYTES && r.kind == VALUE_BYTES)
		return made_text(f, VALUE_BYTES, n, scope_join(f->s->arena, l.text, r.text, S("")));
	return fold_number_op(n, &l, &r);
}

/* 1 true, 0 false, -1 unknown */
static int truth(const struct value *v)
{
	switch (v->kind) {
	case VALUE_NONE:
		return 0;
	case VALUE_BOOL:
		return v->b;
	case VALUE_INT:
		return v->i != 0;
	case VALUE_FLOAT:
		return v->d > 0 || v->d < 0;
	case VALUE_STR:
	case VALUE_BYTES:
		return v->text.n > 0;
	case VALUE_UNKNOWN:
	case VALUE_PARTIAL_STR:
	case VALUE_LIST:
	case VALUE_TUPLE:
	case VALUE_DICT:
	case VALUE_SET:
		break;
	}
	return -1;
}

static struct value fold_unary(struct folder *f, const struct scope *scope, const struct node *n)
{
	struct value v = fold(f, scope, n->child);
	int t = truth(&v);

	if (n->op == OP_NOT)
		return t < 0 ? value_at(VALUE_UNKNOWN, n) : value_bool(n, !t);
	if (v.kind == VALUE_FLOAT && n->op == OP_USUB)
		v.d = -v.d;
	else if ((v.kind == VALUE_INT || v.kind == VALUE_BOOL) && n->op == OP_USUB &&
		 v.i != INT64_MIN)
		v = value_int(n, -v.i);
	else if ((v.kind == VALUE_INT || v.kind == VALUE_BOOL) && n->op == OP_INVERT)
		v = value_int(n, ~v.i);
	else if (n->op != OP_UADD || (v.kind != VALUE_INT && v.kind != VALUE_FLOAT))
		v.kind = VALUE_UNKNOWN;
	v.node = n;
	return v;
}

/* x or y, x and y: known when every value that decides is. */
static struct value fold_bool_op(struct folder *f, const struct scope *scope, const struct node *n)
{
	struct value v = {0};

	for (const struct node *c = n->child; c != NULL; c = c->next) {
		int t;
		v = fold(f, scope, c);
		t = truth(&v);
		if (c->next == NULL)
			return v;
		if (t < 0)
			break;
		if (t == (n->op == OP_OR))
			return v;
	}
	return value_at(VALUE_UNKNOWN, n);
}

static struct value fold_if(struct folder *f, const struct scope *scope, const struct node *n)
{
	struct value test = fold(f, scope, n->child);
	int t = truth(&test);

	if (t < 0)
		return value_at(VALUE_UNKNOWN, n);
	return fold(f, scope, t ? n->child->next : n->child->next->next);
}

/* ---- Strings made of parts ---- */

static struct value fold_joined_str(struct folder *f, const struct scope *scope,
				    const struct node *n)
{
	struct buf b = buf_in(f->s->arena);
	bool whole = true;

	for (const struct node *part = n->child; part && b.n <= FOLD_BYTES; part = part->next) {
		struct value v = {0};
		if (part->kind == NODE_CONSTANT)
			v = fold_constant(f, part);
		else if (part->kind == NODE_FORMATTED_VALUE && part->child->next == NULL &&
			 (part->op == 0 || part->op == 's'))
			v = fold(f, scope, part->child);
		add_formatted(&b, &v, &whole);
	}
	return made_text(f, whole ? VALUE_STR : VALUE_PARTIAL_STR, n, buf_str(&b));
}

static const struct node *format_argument(struct folder *f, const struct node *call, str field,
					  unsigned *automatic)
{
	const struct node *n = call->child->next;
	uint64_t index = 0;

	if (field.n == 0)
		index = (*automatic)++;
	else if (!str_to_u64(field, &index)) {
		for (; n != NULL; n = n->next)
			if (n->kind == NODE_KEYWORD && n->atom &&
			    str_eq(atom_text(f->s->file, n->atom), field))
				return n->child;
		return NULL;
	}
	for (; n != NULL && n->kind != NODE_KEYWORD && n->kind != NODE_STARRED; n = n->next)
		if (index-- == 0)
			return n;
	return NULL;
}

/* "...{}...{name}".format(...): anything but a bare field is a hole. */
static struct value fold_format(struct folder *f, const struct scope *scope,
				const struct node *call, str text)
{
	struct buf b = buf_in(f->s->arena);
	unsigned automatic = 0;
	bool whole = true;

	for (size_t i = 0; i < text.n && b.n <= FOLD_BYTES; i++) {
		struct value v = {0};
		size_t end = i;
		uint8_t c = text.p[i];
		if ((c == '{' || c == '}') && i + 1 < text.n && text.p[i + 1] == c)
			i++;
		else if (c == '{') {
			const struct node *arg;
			while (end < text.n && text.p[end] != '}')
				end++;
			arg = format_argument(f, call, str_slice(text, i + 1, end), &automatic);
			if (arg != NULL)
				v = fold(f, scope, arg);
			add_formatted(&b, &v, &whole);
			i = end;
			continue;
		}
		buf_byte(&b, c);
	}
	return made_text(f, whole ? VALUE_STR : VALUE_PARTIAL_STR, call, buf_str(&b));
}

static struct value fold_join(struct folder *f, const struct scope *scope, const struct node *call,
			      str between)
{
	const struct node *arg = call->child->next;
	struct buf b = buf_in(f->s->arena);
	struct value list = {0};
	bool whole = true;

	if (arg != NULL && arg->next == NULL)
		list = fold(f, scope, arg);
	/* A list under a name may have been changed under another. */
	if (list.kind != VALUE_TUPLE && (list.kind != VALUE_LIST || list.node != arg))
		return value_at(VALUE_UNKNOWN, call);
	f->s->folded += list.node != arg ? FOLD_NAMED_COST : 0;
	for (const struct node *n = list.node->child; n && b.n <= FOLD_BYTES; n = n->next) {
		struct value v = {0};
		/* What stands elsewhere may mean another scope's names. */
		if (n->kind != NODE_STARRED && (list.node == arg || n->kind == NODE_CONSTANT))
			v = fold(f, scope, n);
		if (n != list.node->child)
			buf_add(&b, between);
		add_formatted(&b, &v, &whole);
		if (list.node != arg && b.n > FOLD_NAMED_BYTES)
			return value_at(VALUE_UNKNOWN, call);
	}
	return made_text(f, whole ? VALUE_STR : VALUE_PARTIAL_STR, call, buf_str(&b));
}

static struct value fold_call(struct folder *f, const struct scope *scope, const struct node *call)
{
	const struct node *callee = call->child;
	struct value of;
	str method;

	if (callee->kind != NODE_ATTRIBUTE)
		return value_at(VALUE_UNKNOWN, call);
	method = atom_text(f->s->file, callee->atom);
	if (!str_in(method, "format join strip lower upper encode"))
		return value_at(VALUE_UNKNOWN, call);
	of = fold(f, scope, callee->child);
	if (of.kind == VALUE_PARTIAL_STR && str_in(method, "format strip"))
		return value_text(VALUE_PARTIAL_STR, call, of.text);
	if (of.kind != VALUE_STR)
		return value_at(VALUE_UNKNOWN, call);
	if (str_eq(method, S("format")))
		return fold_format(f, scope, call, of.text);
	if (str_eq(method, S("join")))
		return fold_join(f, scope, call, of.text);
	if (str_eq(method, S("strip")) && call->child->next == NULL)
		return value_text(VALUE_STR, call, str_trim(of.text));
	if (str_eq(method, S("encode")))
		return value_text(VALUE_BYTES, call, of.text);
	return value_at(VALUE_UNKNOWN, call);
}

static struct value fold(struct folder *f, const struct scope *scope, const struct node *n)
{
	struct value v = value_at(VALUE_UNKNOWN, n);

	if (n == NULL || f->fuel == 0 || f->depth > FOLD_DEPTH ||
	    (f->s->folded > FOLD_FILE_BYTES && n->kind != NODE_CONSTANT))
		return v;
	f->fuel--;
	f->depth++;
	switch (n->kind) {
	case NODE_CONSTANT:
		v = fold_constant(f, n);
		break;
	case NODE_NAME:
		v = fold_name(f, scope, n);
		break;
	case NODE_ATTRIBUTE:
		v = fold_attribute(f, scope, n);
		break;
	case NODE_BIN_OP:
		v = fold_bin_op(f, scope, n);
		break;
	case NODE_UNARY_OP:
		v = fold_unary(f, scope, n);
		break;
	case NODE_BOOL_OP:
		v = fold_bool_op(f, scope, n);
		break;
	case NODE_IF_EXP:
		v = fold_if(f, scope, n);
		break;
	case NODE_NAMED_EXPR:
		v = fold(f, scope, n->child->next);
		break;
	case NODE_JOINED_STR:
		v = fold_joined_str(f, scope, n);
		break;
	case NODE_CALL:
		v = fold_call(f, scope, n);
		break;
	case NODE_LIST_EXPR:
		v.kind = VALUE_LIST;
		break;
	case NODE_TUPLE:
		v.kind = VALUE_TUPLE;
		break;
	case NODE_DICT:
		v.kind = VALUE_DICT;
		break;
	case NODE_SET:
		v.kind = VALUE_SET;
		break;
	default:
		break;
	}
	f->depth--;
	return v;
}

struct value py_value(struct py_scopes *s, const struct scope *scope, const struct node *expr)
{
	struct folder f = {.s = s, .fuel = FOLD_FUEL};

	return fold(&f, scope, expr);
}
