/* A recursive descent over the grammar of jinja2's parser.py. A tag that cannot be read is told and
 * passed over; the statements around it are kept, so that nothing hides behind a mistake. Depth is
 * counted where the parser recurses, and in each node for what loops make deep (a.b.c, 1+1+1): the
 * evaluator may then recurse over the tree. */
#include "base/limits.h"
#include "model/jinja.h"
#include "model/jinja_lex.h"

struct parser {
	struct jinja_lexer lex;
	struct arena *arena;
	const struct jinja_sink *sink;
	unsigned depth, errors;
	uint32_t nodes;
	bool failed; /* the tag that is being read */
	bool stop;   /* a limit was reached */
	/* The words that end the statements being read: what the innermost open tag waits for. */
	const char *until;
};

static void fail_at(struct parser *p, enum jinja_diag code, uint32_t offset, const char *msg)
{
	if (!p->failed && p->errors++ < LIMIT_JINJA_ERRORS)
		p->sink->issue(p->sink->ctx, code, offset, (str){NULL, 0}, msg);
	p->failed = true;
}

static void syntax(struct parser *p, const char *msg)
{
	if (p->lex.now.kind == JINJA_T_BAD)
		msg = p->lex.now.msg;
	fail_at(p, JINJA_SYNTAX, p->lex.now.offset, msg);
}

/* A limit ends the reading of the whole template. */
static void limit(struct parser *p, const char *msg)
{
	if (!p->stop) {
		p->failed = false;
		fail_at(p, JINJA_LIMIT, p->lex.now.offset, msg);
	}
	p->stop = p->failed = true;
}

static struct jinja_node *node_at(struct parser *p, enum jinja_kind kind, uint32_t offset)
{
	struct jinja_node *n = NEW(p->arena, struct jinja_node, 1);

	if (++p->nodes > LIMIT_JINJA_NODES)
		limit(p, "more expressions than are looked at");
	n->kind = (uint8_t)kind;
	n->offset = offset;
	n->depth = 1;
	return n;
}

static struct jinja_node *node(struct parser *p, enum jinja_kind kind)
{
	return node_at(p, kind, p->lex.now.offset);
}

static void add(struct parser *p, struct jinja_node *parent, struct jinja_node *child)
{
	if (parent->last == NULL)
		parent->first = child;
	else
		parent->last->next = child;
	parent->last = child;
	if (child->depth >= parent->depth)
		parent->depth = child->depth + 1;
	if (parent->depth > LIMIT_JINJA_TREE)
		limit(p, "an expression or nesting deeper than is looked at");
}

static void next(struct parser *p)
{
	jinja_lex_next(&p->lex);
}

static bool at_operator(const struct parser *p, const char *op)
{
	return p->lex.now.kind == JINJA_T_OPERATOR && str_eq(p->lex.now.text, str_of(op));
}

static bool at_name(const struct parser *p, const char *words)
{
	return p->lex.now.kind == JINJA_T_NAME && str_in(p->lex.now.text, words);
}

static bool take(struct parser *p, const char *op)
{
	if (p->failed || !at_operator(p, op))
		return false;
	next(p);
	return true;
}

static bool take_name(struct parser *p, const char *word)
{
	if (p->failed || !at_name(p, word))
		return false;
	next(p);
	return true;
}

static void expect(struct parser *p, const char *op, const char *msg)
{
	if (!take(p, op) && !p->failed)
		syntax(p, msg);
}

static struct jinja_node *parse_expression(struct parser *p, bool conditional);

static bool enter(struct parser *p)
{
	if (++p->depth > LIMIT_JINJA_DEPTH)
		limit(p, "nested deeper than is looked at");
	return !p->failed;
}

/* ---- Primaries --------------------------------------------------------------------------------
 */

static struct jinja_node *parse_string(struct parser *p)
{
	struct jinja_node *n = node(p, JINJA_STRING);
	struct buf b = buf_in(p->arena);

	n->text = p->lex.now.text;
	next(p);
	while (p->lex.now.kind == JINJA_T_STRING) { /* 'a' 'b' is 'ab' */
		if (b.n == 0)
			buf_add(&b, n->text);
		buf_add(&b, p->lex.now.text);
		n->text = buf_str(&b);
		next(p);
	}
	return n;
}

static struct jinja_node *parse_name(struct parser *p)
{
	static const struct {
		const char *words;
		enum jinja_kind kind;
	} rows[] = {
		{"true True", JINJA_TRUE}, {"false False", JINJA_FALSE}, {"none None", JINJA_NONE}};
	struct jinja_node *n = node(p, JINJA_NAME);

	n->text = p->lex.now.text;
	for (size_t i = 0; i < COUNTOF(rows); i++)
		if (str_in(n->text, rows[i].words))
			n->kind = (uint8_t)rows[i].kind;
	next(p);
	return n;
}

/* Elements up to a closing bracket. */
static void parse_elements(struct parser *p, struct jinja_node *list, const char *close)
{
	while (!p->failed && !take(p, close)) {
		add(p, list, parse_expression(p, true));
		if (list->kind == JINJA_DICT) {
			expect(p, ":", "`:` is expected after a key");
			add(p, list, parse_expression(p, true));
		}
		if (!take(p, ",")) {
			expect(p, close, "a comma or the closing bracket is expected");
			return;
		}
	}
}

/* Behind an opening parenthesis: one expression, or a tuple. */
static struct jinja_node *parse_parenthesis(struct parser *p, uint32_t offset)
{
	struct jinja_node *tuple = node_at(p, JINJA_TUPLE, offset), *first;

	if (take(p, ")"))
		return tuple;
	first = parse_expression(p, true);
	if (take(p, ")"))
		return first;
	add(p, tuple, first);
	expect(p, ",", "a comma or `)` is expected");
	parse_elements(p, tuple, ")");
	return tuple;
}

static struct jinja_node *parse_primary(struct parser *p)
{
	struct jinja_node *n;

	switch ((enum jinja_token_kind)p->lex.now.kind) {
	case JINJA_T_NAME:
		return parse_name(p);
	case JINJA_T_STRING:
		return parse_string(p);
	case JINJA_T_INT:
	case JINJA_T_FLOAT:
		n = node(p, p->lex.now.kind == JINJA_T_INT ? JINJA_INT : JINJA_FLOAT);
		n->number = p->lex.now.number;
		n->text = p->lex.now.text;
		next(p);
		return n;
	case JINJA_T_OPERATOR:
		n = node(p, at_operator(p, "{") ? JINJA_DICT : JINJA_LIST);
		if (take(p, "("))
			return parse_parenthesis(p, n->offset);
		if (take(p, "["))
			parse_elements(p, n, "]");
		else if (take(p, "{"))
			parse_elements(p, n, "}");
		else
			syntax(p, "a value is expected here");
		return n;
	case JINJA_T_END:
	case JINJA_T_TEXT:
	case JINJA_T_OPEN_OUTPUT:
	case JINJA_T_OPEN_TAG:
	case JINJA_T_CLOSE:
	case JINJA_T_BAD:
		break;
	}
	syntax(p, "a value is expected here");
	return node(p, JINJA_NONE);
}

/* ---- What follows a primary -------------------------------------------------------------------
 */

static struct jinja_node *parse_argument(struct parser *p)
{
	struct jinja_node *n = node(p, JINJA_SPREAD), *value, *keyword;

	if (take(p, "*") || take(p, "**")) {
		add(p, n, parse_expression(p, true));
		return n;
	}
	value = parse_expression(p, true);
	if (value->kind != JINJA_NAME || !take(p, "="))
		return value;
	keyword = node_at(p, JINJA_KEYWORD, value->offset);
	keyword->text = value->text;
	add(p, keyword, parse_expression(p, true));
	return keyword;
}

/* Behind the opening parenthesis. */
static void parse_arguments(struct parser *p, struct jinja_node *call)
{
	while (!p->failed && !take(p, ")")) {
		add(p, call, parse_argument(p));
		if (!take(p, ",")) {
			expect(p, ")", "a comma or `)` is expected");
			return;
		}
	}
}

static struct jinja_node *missing(struct parser *p)
{
	return node(p, JINJA_NONE);
}

static struct jinja_node *parse_slice_part(struct parser *p)
{
	if (at_operator(p, ":") || at_operator(p, "]") || at_operator(p, ","))
		return missing(p);
	return parse_expression(p, true);
}

static struct jinja_node *parse_subscript(struct parser *p)
{
	struct jinja_node *first = parse_slice_part(p), *slice;

	if (!at_operator(p, ":"))
		return first;
	slice = node_at(p, JINJA_SLICE, first->offset);
	add(p, slice, first);
	for (int i = 0; i < 2; i++)
		add(p, slice, take(p, ":") ? parse_slice_part(p) : missing(p));
	return slice;
}

static struct jinja_node *parse_item(struct parser *p, struct jinja_node *object, uint32_t offset)
{
	struct jinja_node *item = node_at(p, JINJA_ITEM, offset), *key = parse_subscript(p);

	if (at_operator(p, ",")) {
		struct jinja_node *tuple = node_at(p, JINJA_TUPLE, key->offset);
		add(p, tuple, key);
		while (take(p, ","))
			add(p, tuple, parse_subscript(p));
		key = tuple;
	}
	expect(p, "]", "`]` is expected");
	add(p, item, object);
	add(p, item, key);
	return item;
}

static struct jinja_node *parse_dot(struct parser *p, struct jinja_node *object)
{
	struct jinja_node *n = node(p, JINJA_ATTR), *key;

	if (p->lex.now.kind == JINJA_T_NAME) {
		n->text = p->lex.now.text;
		add(p, n, object);
	} else if (p->lex.now.kind == JINJA_T_INT) {
		n->kind = JINJA_ITEM;
		key = node(p, JINJA_INT);
		key->number = p->lex.now.number;
		add(p, n, object);
		add(p, n, key);
	} else {
		syntax(p, "an attribute's name is expected");
		return object;
	}
	next(p);
	return n;
}

static struct jinja_node *parse_postfix(struct parser *p, struct jinja_node *n)
{
	while (!p->failed) {
		uint32_t offset = p->lex.now.offset;
		if (take(p, ".")) {
			n = parse_dot(p, n);
		} else if (take(p, "[")) {
			n = parse_item(p, n, offset);
		} else if (take(p, "(")) {
			struct jinja_node *call = node_at(p, JINJA_CALL, n->offset);
			add(p, call, n);
			parse_arguments(p, call);
			n = call;
		} else {
			break;
		}
	}
	return n;
}

/* A name with dots, as filters and tests may have. */
static str parse_dotted(struct parser *p)
{
	size_t from = p->lex.now.offset, to = from;

	do {
		if (p->lex.now.kind != JINJA_T_NAME) {
			syntax(p, "a name is expected");
			break;
		}
		to = p->lex.now.offset + p->lex.now.text.n;
		next(p);
	} while (take(p, "."));
	return str_slice(p->lex.s, from, to);
}

/* The filter whose name comes next. */
static struct jinja_node *parse_filter(struct parser *p, struct jinja_node *target)
{
	struct jinja_node *n = node(p, JINJA_FILTER);

	n->text = parse_dotted(p);
	if (target != NULL)
		add(p, n, target);
	else
		n->op = JINJA_OP_ELSE;
	if (take(p, "("))
		parse_arguments(p, n);
	return n;
}

static struct jinja_node *parse_test(struct parser *p, struct jinja_node *target)
{
	struct jinja_node *n;

	(void)take_name(p, "not");
	n = node(p, JINJA_TEST);
	n->text = parse_dotted(p);
	add(p, n, target);
	if (take(p, "("))
		parse_arguments(p, n);
	else if ((p->lex.now.kind == JINJA_T_NAME && !at_name(p, "else or and is if in not")) ||
		 p->lex.now.kind == JINJA_T_STRING || p->lex.now.kind == JINJA_T_INT ||
		 p->lex.now.kind == JINJA_T_FLOAT || at_operator(p, "[") || at_operator(p, "{"))
		add(p, n, parse_postfix(p, parse_primary(p)));
	return n;
}

static struct jinja_node *parse_filters(struct parser *p, struct jinja_node *n)
{
	while (!p->failed) {
		if (take(p, "|")) {
			n = parse_filter(p, n);
		} else if (take_name(p, "is")) {
			n = parse_test(p, n);
		} else if (take(p, "(")) {
			struct jinja_node *call = node_at(p, JINJA_CALL, n->offset);
			add(p, call, n);
			parse_arguments(p, call);
			n = call;
		} else {
			break;
		}
	}
	return n;
}

/* ---- Operators --------------------------------------------------------------------------------
 */

static struct jinja_node *parse_unary(struct parser *p, bool filters)
{
	struct jinja_node *n = node(p, JINJA_UNARY);

	if (!enter(p)) {
		p->depth--;
		return n;
	}
	if (take(p, "-") || take(p, "+")) {
		n->op = p->lex.s.p[n->offset] == '-' ? JINJA_OP_NEGATE : JINJA_OP_PLUS;
		add(p, n, parse_unary(p, false));
	} else {
		n = parse_postfix(p, parse_primary(p));
	}
	if (filters)
		n = parse_filters(p, n);
	p->depth--;
	return n;
}

struct operators {
	const char *text;
	enum jinja_op op;
};

static enum jinja_op take_operator(struct parser *p, const struct operators *ops, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (take(p, ops[i].text))
			return ops[i].op;
	return JINJA_OP_NONE;
}

static struct jinja_node *binary(struct parser *p, enum jinja_op op, struct jinja_node *left,
				 struct jinja_node *right)
{
	struct jinja_node *n = node_at(p, JINJA_BINARY, left->offset);

	n->op = (uint8_t)op;
	add(p, n, left);
	add(p, n, right);
	return n;
}

static struct jinja_node *parse_power(struct parser *p)
{
	struct jinja_node *n = parse_unary(p, true);

	while (take(p, "**"))
		n = binary(p, JINJA_OP_POW, n, parse_unary(p, true));
	return n;
}

static struct jinja_node *parse_product(struct parser *p)
{
	static const struct operators ops[] = {{"*", JINJA_OP_MUL},
					       {"/", JINJA_OP_DIV},
					       {"//", JINJA_OP_FLOOR},
					       {"%", JINJA_OP_MOD}};
	struct jinja_node *n = parse_power(p);
	enum jinja_op op;

	while ((op = take_operator(p, ops, COUNTOF(ops))) != JINJA_OP_NONE)
		n = binary(p, op, n, parse_power(p));
	return n;
}

static struct jinja_node *parse_concat(struct parser *p)
{
	struct jinja_node *n = parse_product(p), *all;

	if (!at_operator(p, "~"))
		return n;
	all = node_at(p, JINJA_CONCAT, n->offset);
	add(p, all, n);
	while (take(p, "~"))
		add(p, all, parse_product(p));
	return all;
}

static struct jinja_node *parse_sum(struct parser *p)
{
	static const struct operators ops[] = {{"+", JINJA_OP_ADD}, {"-", JINJA_OP_SUB}};
	struct jinja_node *n = parse_concat(p);
	enum jinja_op op;

	while ((op = take_operator(p, ops, COUNTOF(ops))) != JINJA_OP_NONE)
		n = binary(p, op, n, parse_concat(p));
	return n;
}

static bool take_comparison(struct parser *p)
{
	static const struct operators ops[] = {{"==", JINJA_OP_COMPARE}, {"!=", JINJA_OP_COMPARE},
					       {"<", JINJA_OP_COMPARE},	 {"<=", JINJA_OP_COMPARE},
					       {">", JINJA_OP_COMPARE},	 {">=", JINJA_OP_COMPARE}};

	if (take_operator(p, ops, COUNTOF(ops)) != JINJA_OP_NONE || take_name(p, "in"))
		return true;
	if (!at_name(p, "not"))
		return false;
	next(p); /* only `in` may follow */
	if (!take_name(p, "in"))
		syntax(p, "`in` is expected after `not`");
	return true;
}

static struct jinja_node *parse_comparison(struct parser *p)
{
	struct jinja_node *n = parse_sum(p);

	while (!p->failed && take_comparison(p))
		n = binary(p, JINJA_OP_COMPARE, n, parse_sum(p));
	return n;
}

static struct jinja_node *parse_not(struct parser *p)
{
	struct jinja_node *n = node(p, JINJA_UNARY);

	if (!at_name(p, "not"))
		return parse_comparison(p);
	if (enter(p)) {
		next(p);
		n->op = JINJA_OP_NOT;
		add(p, n, parse_not(p));
	}
	p->depth--;
	return n;
}

static struct jinja_node *parse_and(struct parser *p)
{
	struct jinja_node *n = parse_not(p);

	while (take_name(p, "and"))
		n = binary(p, JINJA_OP_AND, n, parse_not(p));
	return n;
}

static struct jinja_node *parse_or(struct parser *p)
{
	struct jinja_node *n = parse_and(p);

	while (take_name(p, "or"))
		n = binary(p, JINJA_OP_OR, n, parse_and(p));
	return n;
}

static struct jinja_node *parse_expression(struct parser *p, bool conditional)
{
	struct jinja_node *n = missing(p), *choice;

	if (!enter(p)) {
		p->depth--;
		return n;
	}
	n = parse_or(p);
	while (conditional && take_name(p, "if")) {
		choice = node_at(p, JINJA_IF_ELSE, n->offset);
		add(p, choice, n);
		add(p, choice, parse_or(p));
		add(p, choice, take_name(p, "else") ? parse_expression(p, true) : missing(p));
		n = choice;
	}
	p->depth--;
	return n;
}

/* An expression, or several separated by commas. */
static struct jinja_node *parse_tuple(struct parser *p, bool conditional)
{
	struct jinja_node *n = parse_expression(p, conditional), *tuple;

	if (!at_operator(p, ","))
		return n;
	tuple = node_at(p, JINJA_TUPLE, n->offset);
	add(p, tuple, n);
	while (take(p, ",") && p->lex.now.kind != JINJA_T_CLOSE && !at_operator(p, "=") &&
	       !at_name(p, "in"))
		add(p, tuple, parse_expression(p, conditional));
	return tuple;
}

/* What is assigned to: names, ns.attr, tuples of these. */
static struct jinja_node *parse_target(struct parser *p)
{
	struct jinja_node *n = parse_postfix(p, parse_primary(p)), *tuple;

	if (!at_operator(p, ","))
		return n;
	tuple = node_at(p, JINJA_TUPLE, n->offset);
	add(p, tuple, n);
	while (take(p, ",") && p->lex.now.kind != JINJA_T_CLOSE && !at_operator(p, "=") &&
	       !at_name(p, "in"))
		add(p, tuple, parse_postfix(p, parse_primary(p)));
	return tuple;
}

/* ---- Statements -------------------------------------------------------------------------------
 */

/* The tag's end. What is left of a tag that failed is passed over. */
static void close_tag(struct parser *p)
{
	if (!p->failed && p->lex.now.kind != JINJA_T_CLOSE)
		syntax(p, "the end of the tag is expected here");
	if (p->failed && !p->stop)
		jinja_lex_recover(&p->lex);
	p->failed = p->stop;
	next(p);
}

static struct jinja_node *parse_body(struct parser *p, const char *until);

/* Behind a tag that a body follows: closes it, reads the body, and the word that ended it (which
 * stays the current token, unless it is `end`: then its tag is closed too). */
static void add_body(struct parser *p, struct jinja_node *parent, const char *until,
		     const char *end)
{
	close_tag(p);
	add(p, parent, parse_body(p, until));
	if (!at_name(p, end))
		return;
	next(p);
	if (p->lex.now.kind == JINJA_T_NAME) /* endblock NAME */
		next(p);
	close_tag(p);
}

static struct jinja_node *parse_if(struct parser *p)
{
	struct jinja_node *n = node(p, JINJA_IF), *branch, *body;
	bool more = true;

	while (more && !p->stop) {
		branch = node(p, JINJA_BRANCH);
		if (at_name(p, "else"))
			branch->op = JINJA_OP_ELSE;
		next(p);
		if (branch->op != JINJA_OP_ELSE)
			add(p, branch, parse_tuple(p, true));
		close_tag(p);
		body = parse_body(p, "elif else endif");
		add(p, branch, body);
		add(p, n, branch);
		more = at_name(p, "elif else");
	}
	if (at_name(p, "endif")) {
		next(p);
		close_tag(p);
	}
	return n;
}

static struct jinja_node *parse_for(struct parser *p)
{
	struct jinja_node *n = node(p, JINJA_FOR);

	next(p);
	add(p, n, parse_target(p));
	if (!take_name(p, "in") && !p->failed)
		syntax(p, "`in` is expected");
	add(p, n, parse_tuple(p, false));
	add(p, n, take_name(p, "if") ? parse_expression(p, true) : missing(p));
	(void)take_name(p, "recursive");
	close_tag(p);
	add(p, n, parse_body(p, "else endfor"));
	if (at_name(p, "else")) {
		next(p);
		close_tag(p);
		add(p, n, parse_body(p, "endfor"));
	}
	if (at_name(p, "endfor")) {
		next(p);
		close_tag(p);
	}
	return n;
}

static struct jinja_node *parse_set(struct parser *p)
{
	struct jinja_node *n = node(p, JINJA_SET), *filter = NULL;

	next(p);
	add(p, n, parse_target(p));
	if (take(p, "=")) {
		add(p, n, parse_tuple(p, true));
		close_tag(p);
		return n;
	}
	n->kind = JINJA_SET_BLOCK;
	while (take(p, "|"))
		filter = parse_filter(p, filter);
	add(p, n, filter ? filter : missing(p));
	add_body(p, n, "endset", "endset");
	return n;
}

static void parse_parameters(struct parser *p, struct jinja_node *n)
{
	while (!p->failed && !take(p, ")")) {
		struct jinja_node *param = node(p, JINJA_PARAM);
		param->text = p->lex.now.text;
		if (p->lex.now.kind != JINJA_T_NAME)
			syntax(p, "a parameter's name is expected");
		next(p);
		if (take(p, "="))
			add(p, param, parse_expression(p, true));
		add(p, n, param);
		if (!take(p, ",")) {
			expect(p, ")", "a comma or `)` is expected");
			return;
		}
	}
}

static struct jinja_node *parse_macro(struct parser *p)
{
	struct jinja_node *n = node(p, JINJA_MACRO);

	next(p);
	n->text = p->lex.now.text;
	if (p->lex.now.kind != JINJA_T_NAME)
		syntax(p, "a macro's name is expected");
	next(p);
	expect(p, "(", "`(` is expected");
	parse_parameters(p, n);
	add_body(p, n, "endmacro", "endmacro");
	return n;
}

static struct jinja_node *parse_call_block(struct parser *p)
{
	struct jinja_node *n = node(p, JINJA_CALL_BLOCK), *params = node(p, JINJA_MACRO);

	next(p);
	if (take(p, "("))
		parse_parameters(p, params);
	add(p, n, parse_expression(p, true));
	add_body(p, n, "endcall", "endcall");
	return n;
}

static struct jinja_node *parse_filter_block(struct parser *p)
{
	struct jinja_node *n = node(p, JINJA_FILTER_BLOCK), *filter;

	next(p);
	filter = parse_filter(p, NULL);
	while (take(p, "|"))
		filter = parse_filter(p, filter);
	add(p, n, filter);
	add_body(p, n, "endfilter", "endfilter");
	return n;
}

/* extends X, include X ..., import X as y, from X import y: what is loaded is all that matters. */
static struct jinja_node *parse_load(struct parser *p)
{
	struct jinja_node *n = node(p, JINJA_LOAD);

	n->text = p->lex.now.text;
	next(p);
	add(p, n, parse_expression(p, true));
	jinja_lex_leave(&p->lex);
	p->failed = p->stop;
	next(p);
	return n;
}

/* Tags around statements: expressions in them, up to the body. with a = 1, b = 2; autoescape x. */
static struct jinja_node *parse_group(struct parser *p, const char *end)
{
	struct jinja_node *n = node(p, JINJA_GROUP), *set;
	bool block = at_name(p, "block");

	n->text = p->lex.now.text;
	next(p);
	while (block && p->lex.now.kind == JINJA_T_NAME) /* its name, scoped, required */
		next(p);
	while (!p->failed && p->lex.now.kind != JINJA_T_CLOSE) {
		set = node(p, JINJA_SET);
		add(p, set, parse_expression(p, true));
		if (take(p, "="))
			add(p, set, parse_expression(p, true));
		if (set->first == set->last)
			set->kind = JINJA_DO;
		add(p, n, set);
		if (!take(p, ","))
			break;
	}
	add_body(p, n, end, end);
	return n;
}

static struct jinja_node *parse_do(struct parser *p)
{
	struct jinja_node *n = node(p, JINJA_DO);

	next(p);
	if (p->lex.now.kind != JINJA_T_CLOSE)
		add(p, n, parse_tuple(p, true));
	close_tag(p);
	return n;
}

/* {% trans x=..., y %}text{% pluralize %}text{% endtrans %} */
static struct jinja_node *parse_unknown(struct parser *p)
{
	struct jinja_node *n = node(p, JINJA_GROUP);

	fail_at(p, JINJA_SYNTAX, p->lex.now.offset, "a tag that Jinja does not know");
	close_tag(p);
	return n;
}

static struct jinja_node *parse_tag(struct parser *p)
{
	static const struct {
		const char *tags, *end;
	} groups[] = {
		{"block", "endblock"},		 {"with", "endwith"},
		{"autoescape", "endautoescape"}, {"generation", "endgeneration"},
		{"trans", "endtrans"},
	};
	struct jinja_node *n;

	if (at_name(p, "if"))
		return parse_if(p);
	if (at_name(p, "for"))
		return parse_for(p);
	if (at_name(p, "set"))
		return parse_set(p);
	if (at_name(p, "macro"))
		return parse_macro(p);
	if (at_name(p, "call"))
		return parse_call_block(p);
	if (at_name(p, "filter"))
		return parse_filter_block(p);
	if (at_name(p, "extends include import from"))
		return parse_load(p);
	if (at_name(p, "do print"))
		return parse_do(p);
	for (size_t i = 0; i < COUNTOF(groups); i++)
		if (at_name(p, groups[i].tags))
			return parse_group(p, groups[i].end);
	if (at_name(p, "debug break continue pluralize")) {
		n = node(p, at_name(p, "debug") ? JINJA_DEBUG : JINJA_DO);
		next(p);
		close_tag(p);
		return n;
	}
	return parse_unknown(p);
}

static struct jinja_node *parse_output(struct parser *p)
{
	struct jinja_node *n = node(p, JINJA_OUTPUT);

	next(p);
	add(p, n, parse_tuple(p, true));
	close_tag(p);
	return n;
}

/* Is the current name the end of some open tag? A stray one is a mistake that ends nothing. */
static bool ends_outer(struct parser *p, const char *until)
{
	return at_name(p, until) ||
	       (p->lex.now.kind == JINJA_T_NAME && p->until != NULL &&
		str_in(p->lex.now.text, p->until) && str_starts(p->lex.now.text, S("end")));
}

static struct jinja_node *parse_statement(struct parser *p)
{
	struct jinja_node *n = node(p, JINJA_TEXT);

	switch ((enum jinja_token_kind)p->lex.now.kind) {
	case JINJA_T_TEXT:
		n->text = p->lex.now.text;
		next(p);
		return n;
	case JINJA_T_OPEN_OUTPUT:
		return parse_output(p);
	case JINJA_T_OPEN_TAG:
		return NULL;
	case JINJA_T_END:
	case JINJA_T_CLOSE:
	case JINJA_T_NAME:
	case JINJA_T_STRING:
	case JINJA_T_INT:
	case JINJA_T_FLOAT:
	case JINJA_T_OPERATOR:
	case JINJA_T_BAD:
		break;
	}
	syntax(p, "this is not text, an output or a tag");
	p->failed = p->stop;
	next(p);
	return n;
}

/* Statements up to a tag that begins with one of these words; it is the current token then. */
static struct jinja_node *parse_body(struct parser *p, const char *until)
{
	struct jinja_node *body = node(p, JINJA_BODY), *n;
	const char *outer = p->until;

	if (!enter(p)) {
		p->depth--;
		return body;
	}
	while (!p->stop && p->lex.now.kind != JINJA_T_END) {
		n = parse_statement(p);
		if (n == NULL) {
			next(p);
			if (ends_outer(p, until))
				break;
			p->until = until;
			n = parse_tag(p);
			p->until = outer;
		}
		add(p, body, n);
	}
	if (until[0] != 0 && !at_name(p, until) && !p->stop) {
		p->failed = false;
		syntax(p, "a tag is not closed");
		p->failed = p->stop;
	}
	p->depth--;
	return body;
}

const struct jinja_node *jinja_parse(struct arena *a, str text, const struct jinja_sink *sink)
{
	struct parser p = {.arena = a, .sink = sink};

	jinja_lex_begin(&p.lex, a, text);
	return parse_body(&p, "");
}
