/* Strings that a Python file puts together out of constants: `PREFIX + "..."`, f-strings, join,
 * format. What each such expression is worth (py/value.c) is looked at as if it stood there, with
 * the name that it is given to. Only files in which a keyword looks cut off come here. */
#include "engine/secret_int.h"

#include "base/limits.h"
#include "py/scope.h"

struct python {
	struct secret_job *job;
	struct secret_view *root;
	struct py_file file;
	struct py_scopes *scopes;
	uint32_t left; /* texts that are still looked at */
};

#define TEXTS 2000

static bool is_made(const struct node *n)
{
	return n->kind == NODE_BIN_OP || n->kind == NODE_JOINED_STR || n->kind == NODE_CALL;
}

/* `NAME = "text"`, all of it standing for the source [from, to). */
static void look_at_text(struct python *p, str name, str text, uint32_t from, uint32_t to)
{
	struct secret_view *v = NEW(p->job->arena, struct secret_view, 1);
	struct buf b = buf_in(p->job->arena);
	const uint8_t *quote = memchr(text.p, '"', text.n);

	if (name.n > 0) {
		buf_add(&b, name);
		buf_add(&b, S(" = "));
	}
	buf_byte(&b, quote ? '\'' : '"');
	buf_add(&b, text);
	buf_byte(&b, quote ? '\'' : '"');
	*v = (struct secret_view){
		.text = buf_str(&b),
		.outer = p->root,
		.depth = 1,
		.from = from,
		.to = to,
	};
	secret_look(p->job, v);
}

static void visit(struct python *p, const struct scope *scope, const struct node *n, str name);

/* key = "a", and further down key += "b": what the name that was given a text last holds by now. */
struct grown {
	uint32_t atom; /* 0: none */
	str text;
};

static void add_to_grown(struct python *p, const struct scope *scope, const struct node *n,
			 struct grown *g)
{
	struct value v = py_value(p->scopes, scope, n->child->next);

	if (v.kind != VALUE_STR || n->op != OP_ADD || p->left == 0 ||
	    g->text.n + v.text.n >= LIMIT_SECRET_VALUE) {
		g->atom = 0;
		return;
	}
	p->left--;
	g->text = arena_printf(p->job->arena, "%.*s%.*s", STR_ARG(g->text), STR_ARG(v.text));
	look_at_text(p, atom_text(&p->file, g->atom), g->text, n->start, n->end);
}

/* Statements that may bind a name in another way end it. */
static void grow(struct python *p, const struct scope *scope, const struct node *n, struct grown *g)
{
	const struct node *target = n->child, *value = NULL;
	struct value v;

	if (n->kind == NODE_ASSIGN) {
		value = n->child;
		target = value->next;
	} else if (n->kind == NODE_ANN_ASSIGN) {
		value = node_child(n, 2);
	} else if (n->kind == NODE_AUG_ASSIGN) {
		if (node_is(target, NODE_NAME) && target->atom == g->atom)
			add_to_grown(p, scope, n, g);
		return;
	} else {
		if (n->kind != NODE_EXPR_STMT)
			g->atom = 0;
		return;
	}
	if (node_is(target, NODE_ATTRIBUTE) || node_is(target, NODE_SUBSCRIPT))
		return;
	if (!node_is(target, NODE_NAME) || (n->kind == NODE_ASSIGN && target->next != NULL)) {
		g->atom = 0;
		return;
	}
	v = py_value(p->scopes, scope, value);
	if (v.kind == VALUE_STR)
		*g = (struct grown){target->atom, v.text};
	else if (target->atom == g->atom)
		g->atom = 0;
}

static void visit_children(struct python *p, const struct scope *scope, const struct node *n)
{
	struct grown grown = {0};

	for (const struct node *c = n->child; c != NULL; c = c->next) {
		visit(p, scope, c, (str){NULL, 0});
		grow(p, scope, c, &grown);
	}
}

static str name_of(struct python *p, const struct node *n)
{
	if (n == NULL)
		return (str){NULL, 0};
	if (n->kind == NODE_NAME || n->kind == NODE_ATTRIBUTE)
		return atom_text(&p->file, n->atom);
	if (n->kind == NODE_SUBSCRIPT)
		n = n->child->next;
	if (n->kind == NODE_CONSTANT && n->op == CONST_STR && (n->flags & FLAG_PLAIN) != 0) {
		str text = node_text(&p->file, n);
		return text.n > 2 ? str_slice(text, 1, text.n - 1) : (str){NULL, 0};
	}
	return (str){NULL, 0};
}

static void visit(struct python *p, const struct scope *scope, const struct node *n, str name)
{
	const struct scope *own = NULL;

	if (p->left == 0)
		return;
	if (n->kind == NODE_FUNCTION_DEF || n->kind == NODE_CLASS_DEF)
		own = scope_of(p->scopes, n);
	if (own != NULL)
		scope = own;
	if (is_made(n)) {
		struct value v = py_value(p->scopes, scope, n);
		if (v.kind == VALUE_STR && v.text.n >= 8 && v.text.n < LIMIT_SECRET_VALUE) {
			p->left--;
			look_at_text(p, name, v.text, n->start, n->end);
			return;
		}
	}
	if (n->kind == NODE_ASSIGN) {
		visit(p, scope, n->child, name_of(p, n->child->next));
	} else if (n->kind == NODE_ANN_ASSIGN && node_child(n, 2) != NULL) {
		visit(p, scope, node_child(n, 2), name_of(p, n->child));
	} else if (n->kind == NODE_KEYWORD) {
		visit(p, scope, n->child, n->atom ? atom_text(&p->file, n->atom) : name);
	} else if (n->kind == NODE_DICT) {
		for (const struct node *c = n->child; c != NULL && c->next != NULL;
		     c = c->next->next)
			visit(p, scope, c->next, name_of(p, c));
	} else {
		visit_children(p, scope, n);
	}
}

void secret_look_python(struct secret_job *j, struct secret_view *root)
{
	struct python *p = NEW(j->arena, struct python, 1);
	uint8_t *copy;

	if (root->text.n > LIMIT_SECRET_PYTHON)
		return;
	copy = arena_alloc(j->arena, root->text.n + 64, 64);
	memcpy(copy, root->text.p, root->text.n);
	p->job = j;
	p->root = root;
	p->left = TEXTS;
	py_parse(&p->file, j->arena, (str){copy, root->text.n}, PY_PARSE_DEFAULT);
	p->scopes = py_bind(j->arena, &p->file);
	visit(p, scope_of(p->scopes, p->file.module), p->file.module, (str){NULL, 0});
}
